import { addDays, addMonths, endOfMonth, type LocalDate } from '#kernel';
import {
  REPORTING_CALENDAR,
  type CalendarRow,
  type Deadline,
  type ReportingRegime,
  type ReportKind,
} from './calendar.table.js';
import type { ReportPeriod } from './report.js';

/** A regime with the days in which it holds. */
export interface DatedRegime {
  readonly regime: ReportingRegime;
  readonly validFrom?: LocalDate;
  readonly validTo?: LocalDate;
}

/** One report that is owed: what, for which days, and until when. */
export interface ReportDuty extends ReportPeriod {
  readonly kind: ReportKind;
  readonly regime: ReportingRegime;
  /** Last day on which the platform must have it. */
  readonly dueOn: LocalDate;
  /** The day on which the platform forwards it, by 08:00, to the public portal. */
  readonly forwardedOn: LocalDate;
}

/**
 * The reports owed for periods that have begun by `asOf` and end on or after `from`, oldest first. The regime in force on the first
 * day of a period holds for all of it.
 */
export function reportDuties(
  kind: ReportKind,
  regimes: readonly DatedRegime[],
  from: LocalDate,
  asOf: LocalDate,
): ReportDuty[] {
  const duties: ReportDuty[] = [];
  for (let day = monthStart(from); day <= asOf;) {
    const regime = regimeOn(regimes, day);
    const row = regime && rowOn(kind, regime, day);
    if (!row || !regime) {
      day = addMonths(day, 1);
      continue;
    }
    const periods = periodsAt(row, day);
    duties.push(
      ...periods
        .filter((period) => period.end >= from && period.start <= asOf)
        .map((period, index) => dutyOf(kind, regime, row, period, periods.length === 1 ? 0 : index)),
    );
    day = addDays((periods.at(-1) as ReportPeriod).end, 1);
  }
  return duties;
}

/** The duty whose period holds this day; undefined when no regime is in force. */
export function dutyOn(kind: ReportKind, regimes: readonly DatedRegime[], day: LocalDate): ReportDuty | undefined {
  // Two-month periods begin in odd months, so that a search from the month before finds every period.
  return reportDuties(kind, regimes, addMonths(monthStart(day), -1), day).find(
    (duty) => duty.start <= day && day <= duty.end,
  );
}

function regimeOn(regimes: readonly DatedRegime[], day: LocalDate): ReportingRegime | undefined {
  return regimes.find(
    ({ validFrom, validTo }) =>
      (validFrom === undefined || validFrom <= day) && (validTo === undefined || day <= validTo),
  )?.regime;
}

function rowOn(kind: ReportKind, regime: ReportingRegime, day: LocalDate): CalendarRow | undefined {
  return REPORTING_CALENDAR.filter(
    (row) => row.kind === kind && row.regime === regime && row.validFrom <= endOfMonth(day),
  ).at(-1);
}

/** The periods that begin in the month of this day (its first), or the two months it belongs to. */
function periodsAt(row: CalendarRow, first: LocalDate): ReportPeriod[] {
  const last = endOfMonth(first);
  switch (row.cadence) {
    case 'month':
      return [{ start: first, end: last }];
    case 'two-months': {
      const isOdd = Number(first.slice(5, 7)) % 2 === 1;
      const start = isOdd ? first : addMonths(first, -1);
      return [{ start, end: endOfMonth(addMonths(start, 1)) }];
    }
    case 'ten-days':
      return [
        { start: first, end: addDays(first, 9) },
        { start: addDays(first, 10), end: addDays(first, 19) },
        { start: addDays(first, 20), end: last },
      ];
  }
}

function dutyOf(
  kind: ReportKind,
  regime: ReportingRegime,
  row: CalendarRow,
  period: ReportPeriod,
  index: number,
): ReportDuty {
  // Of the ten-day periods by their place in the month, whatever the filter left.
  const place = row.cadence === 'ten-days' ? Math.min(2, Math.floor((Number(period.start.slice(8)) - 1) / 10)) : index;
  const dueOn = deadlineOf(row.deadlines[place] ?? (row.deadlines[0] as Deadline), period);
  return { ...period, kind, regime, dueOn, forwardedOn: addDays(dueOn, 1) };
}

function deadlineOf(deadline: Deadline, period: ReportPeriod): LocalDate {
  const month = monthStart(deadline.month === 'same' ? period.end : addMonths(monthStart(period.end), 1));
  return deadline.day === 'last' ? endOfMonth(month) : addDays(month, deadline.day - 1);
}

function monthStart(day: LocalDate): LocalDate {
  return `${day.slice(0, 8)}01` as LocalDate;
}
