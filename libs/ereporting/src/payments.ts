import { type Decimal, type LocalDate, type Problem } from '#kernel';
import type { Invoice } from '#invoice';
import { isCollectionDue, sumByRate, type RateAmount } from '#lifecycle';
import { destinationOf } from './classify.js';
import { reportProblem } from './problems.js';
import type { PaymentsReport, ReportedInvoicePayment, ReportedPayment, ReportPeriod } from './report.js';
import { isWithin, type Prepared, type RetailDay } from './transactions.js';

/** Bank cash of an invoice by VAT rate, as it was collected; never anything else (see `Collection` of #lifecycle). */
export interface CollectedCash {
  readonly invoice: Invoice;
  readonly bookingId: string;
  readonly bookedOn: LocalDate;
  readonly currency: string;
  readonly lines: readonly RateAmount[];
  /** The booking that this one takes back. */
  readonly reverses?: string;
}

/**
 * Payments of a period (10.2 and 10.4), of services whose VAT is due on collection only. Money that went back takes off what was
 * collected on the day it was collected: the portal takes no negative amounts, so the period of that day is declared again (RE).
 * Give the whole history of each invoice's collections, whatever their period.
 */
export function paymentsReport(
  period: ReportPeriod,
  collected: readonly CollectedCash[],
  retail: readonly RetailDay[],
): Prepared<PaymentsReport> {
  const problems: Problem[] = [];
  const due = collected.filter(({ invoice, currency, bookedOn }) => {
    if (!isReported(invoice)) return false;
    if (currency !== 'EUR' && isWithin(bookedOn, period)) {
      problems.push(reportProblem('EREPORT.PAYMENT_NOT_IN_EUR', invoice.number, currency));
    }
    return currency === 'EUR';
  });
  const dated = onTheirDays(due).filter(({ on }) => isWithin(on, period));
  const international = dated.filter(({ cash }) => destinationOf(cash.invoice) === 'international');
  const consumers = dated.filter(({ cash }) => destinationOf(cash.invoice) === 'consumer');
  return {
    report: {
      period,
      invoices: byInvoice(international, problems),
      days: byDay(
        consumers,
        retail.filter((day) => isWithin(day.day, period)),
        problems,
      ),
    },
    problems,
  };
}

/** Domestic invoices are told by status 212 instead. */
function isReported(invoice: Invoice): boolean {
  const destination = destinationOf(invoice);
  return (
    (destination === 'international' || destination === 'consumer') &&
    isCollectionDue({ ...invoice, businessProcess: invoice.process.businessProcess })
  );
}

interface Dated {
  readonly cash: CollectedCash;
  /** The day it counts for. */
  readonly on: LocalDate;
}

function onTheirDays(collected: readonly CollectedCash[]): Dated[] {
  const days = new Map(collected.map((cash) => [cash.bookingId, cash.bookedOn]));
  return collected.map((cash) => ({
    cash,
    on: (cash.reverses === undefined ? undefined : days.get(cash.reverses)) ?? cash.bookedOn,
  }));
}

function byInvoice(dated: readonly Dated[], problems: Problem[]): ReportedInvoicePayment[] {
  const groups = new Map<string, { invoice: Invoice; date: LocalDate; lines: RateAmount[] }>();
  for (const { cash, on } of dated) {
    const key = `${cash.invoice.number} ${on}`;
    const group = groups.get(key) ?? { invoice: cash.invoice, date: on, lines: [] };
    group.lines.push(...cash.lines);
    groups.set(key, group);
  }
  return [...groups.entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, { invoice, date, lines }]) => {
      const subTotals = subTotalsOf(lines, `${invoice.number} ${date}`, problems);
      return subTotals.length === 0 ? [] : [{ number: invoice.number, issueDate: invoice.issueDate, date, subTotals }];
    });
}

function byDay(dated: readonly Dated[], retail: readonly RetailDay[], problems: Problem[]): ReportedPayment[] {
  const days = new Map<LocalDate, RateAmount[]>();
  const add = (day: LocalDate, lines: readonly RateAmount[]) => days.set(day, [...(days.get(day) ?? []), ...lines]);
  for (const { cash, on } of dated) add(on, cash.lines);
  for (const day of retail) {
    if (!day.isCollected || day.category !== 'TPS1') continue;
    if (day.currency !== 'EUR') problems.push(reportProblem('EREPORT.PAYMENT_NOT_IN_EUR', day.day, day.currency));
    else
      add(
        day.day,
        day.lines.map(({ rate, taxableAmount, taxAmount }) => ({ rate, amount: taxableAmount.plus(taxAmount) })),
      );
  }
  return [...days.entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([date, lines]) => {
      const subTotals = subTotalsOf(lines, date, problems);
      return subTotals.length === 0 ? [] : [{ date, subTotals }];
    });
}

function subTotalsOf(lines: readonly RateAmount[], field: string, problems: Problem[]): ReportedPayment['subTotals'] {
  const sums = sumByRate(lines).filter(({ amount }) => !amount.isZero());
  for (const { amount } of sums) {
    if (amount.isNegative()) problems.push(reportProblem('EREPORT.NEGATIVE_PAYMENT', field, amount.toString()));
  }
  return sums
    .filter(({ amount }) => amount.isPositive())
    .map(({ rate, amount }) => ({ rate: shown(rate), currency: 'EUR', amount: amount.rounded(2) }));
}

function shown(rate: Decimal): Decimal {
  return rate.rounded(Math.max(2, rate.normalized().scale));
}
