/** The two kinds of data, each with its own periods. */
export type ReportKind = 'transactions' | 'payments';

/** The VAT regimes that periods depend on. */
export type ReportingRegime = 'normal-monthly' | 'normal-quarterly' | 'simplified' | 'franchise';

export type Cadence = 'ten-days' | 'month' | 'two-months';

/** When the platform must have the report: a day of the period's month, of the month after, or the last day of one of them. */
export type Deadline =
  { readonly month: 'same' | 'next'; readonly day: number } | { readonly month: 'same' | 'next'; readonly day: 'last' };

export interface CalendarRow {
  readonly regime: ReportingRegime;
  readonly kind: ReportKind;
  readonly cadence: Cadence;
  /** In the order of the periods of a month; one for all where there is but one. */
  readonly deadlines: readonly Deadline[];
  /** First day on which the row holds. */
  readonly validFrom: string;
}

const TENTH: Deadline = { month: 'next', day: 10 };
const LAST: Deadline = { month: 'next', day: 'last' };
const SINCE = '2026-09-01';

/**
 * Periods and deadlines by VAT regime of the declarant (external specifications v3.2, general file). A change of the law is a
 * further row with its first day.
 */
export const REPORTING_CALENDAR: readonly CalendarRow[] = [
  {
    regime: 'normal-monthly',
    kind: 'transactions',
    cadence: 'ten-days',
    deadlines: [{ month: 'same', day: 20 }, { month: 'same', day: 'last' }, TENTH],
    validFrom: SINCE,
  },
  { regime: 'normal-monthly', kind: 'payments', cadence: 'month', deadlines: [TENTH], validFrom: SINCE },
  { regime: 'normal-quarterly', kind: 'transactions', cadence: 'month', deadlines: [TENTH], validFrom: SINCE },
  { regime: 'normal-quarterly', kind: 'payments', cadence: 'month', deadlines: [TENTH], validFrom: SINCE },
  { regime: 'simplified', kind: 'transactions', cadence: 'month', deadlines: [LAST], validFrom: SINCE },
  { regime: 'simplified', kind: 'payments', cadence: 'month', deadlines: [LAST], validFrom: SINCE },
  { regime: 'franchise', kind: 'transactions', cadence: 'two-months', deadlines: [LAST], validFrom: SINCE },
  { regime: 'franchise', kind: 'payments', cadence: 'two-months', deadlines: [LAST], validFrom: SINCE },
];

/** From this day on reports carry the full set: lines, delivery addresses, document allowances and charges (G6.09). */
export const FULL_SET_FROM = '2027-09-01';

/** The public portal takes numbers of at most so many characters until that day (limitations of July 2026). */
export const SHORT_NUMBERS = { until: '2026-12-31', characters: 20 } as const;
