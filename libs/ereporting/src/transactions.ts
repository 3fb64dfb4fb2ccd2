import { Decimal, type LocalDate, type Problem } from '#kernel';
import type { Invoice, VatBreakdown } from '#invoice';
import { destinationOf, operationDate } from './classify.js';
import { reportedInvoice } from './reported-invoice.js';
import { reportProblem } from './problems.js';
import type { ReportCategory, ReportedDay, ReportPeriod, TransactionsReport } from './report.js';

/** Daily totals of sales that no invoice carries. */
export interface RetailDay {
  readonly day: LocalDate;
  readonly currency: string;
  readonly category: ReportCategory;
  readonly transactionCount: number;
  readonly lines: readonly { readonly rate: Decimal; readonly taxableAmount: Decimal; readonly taxAmount: Decimal }[];
  /** Whether the money came with the sale. */
  readonly isCollected: boolean;
}

export interface Prepared<T> {
  readonly report: T;
  /** What could not be said, or will be refused; named with the invoice. */
  readonly problems: readonly Problem[];
}

const CREDIT_NOTES = new Set(['261', '262', '381', '396', '502', '503']);

/**
 * Transactions of a period (10.1 and 10.3): international invoices one by one, sales to consumers by day, currency and category.
 * What lies outside the period, or is not reported, is left out; the order of the input makes no difference.
 */
export function transactionsReport(
  period: ReportPeriod,
  invoices: readonly Invoice[],
  retail: readonly RetailDay[],
): Prepared<TransactionsReport> {
  const problems: Problem[] = [];
  const inPeriod = [...invoices]
    .filter((invoice) => isWithin(operationDate(invoice), period))
    .sort((one, other) => (one.number < other.number ? -1 : 1));
  const international = inPeriod.filter((invoice) => destinationOf(invoice) === 'international');
  const days = new DayTotals();
  for (const invoice of inPeriod) if (destinationOf(invoice) === 'consumer') days.addInvoice(invoice, problems);
  for (const day of retail) if (isWithin(day.day, period)) days.addRetail(day);
  return {
    report: {
      period,
      invoices: international.map((invoice) => reportedInvoice(invoice, period, problems)),
      days: days.all(problems),
    },
    problems,
  };
}

export function isWithin(day: LocalDate, period: ReportPeriod): boolean {
  return period.start <= day && day <= period.end;
}

interface Total {
  readonly date: LocalDate;
  readonly currency: string;
  readonly category: ReportCategory;
  readonly taxPointDateCode?: string;
  count: number;
  readonly rates: Map<string, { rate: Decimal; taxable: Decimal; tax: Decimal }>;
}

class DayTotals {
  private readonly totals = new Map<string, Total>();

  addInvoice(invoice: Invoice, problems: Problem[]): void {
    if (invoice.currency !== 'EUR' && invoice.vatCurrency !== 'EUR') {
      problems.push(reportProblem('EREPORT.VAT_NOT_IN_EUR', invoice.number, invoice.currency));
    }
    const sign = CREDIT_NOTES.has(invoice.typeCode) ? -1 : 1;
    const counted = new Set<Total>();
    for (const group of invoice.vatBreakdown) {
      const category = categoryOf(invoice, group);
      // G1.67: services with the option for debits say so.
      const code = category === 'TPS1' && invoice.taxPointDateCode === '3' ? '5' : undefined;
      const total = this.total(operationDate(invoice), invoice.currency, category, code);
      const amount = (value: Decimal) => (sign < 0 ? value.negated() : value);
      addTo(total, group.rate ?? Decimal.ZERO, amount(group.taxableAmount), amount(group.taxAmount));
      if (sign > 0) counted.add(total);
    }
    for (const total of counted) total.count += 1;
  }

  addRetail(day: RetailDay): void {
    const total = this.total(day.day, day.currency, day.category, undefined);
    for (const { rate, taxableAmount, taxAmount } of day.lines) addTo(total, rate, taxableAmount, taxAmount);
    total.count += day.transactionCount;
  }

  all(problems: Problem[]): ReportedDay[] {
    return [...this.totals.entries()]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([, total]) => {
        const rates = [...total.rates.values()].sort((one, other) => one.rate.compare(other.rate));
        if (rates.some(({ rate }) => !isFrenchRate(rate))) {
          problems.push(reportProblem('EREPORT.RATE', total.date, rates.map(({ rate }) => rate.toString()).join(' ')));
        }
        return {
          date: total.date,
          currency: total.currency,
          taxPointDateCode: total.taxPointDateCode,
          category: total.category,
          taxExclusiveAmount: Decimal.sum(rates.map(({ taxable }) => taxable)).rounded(2),
          taxTotal: Decimal.sum(rates.map(({ tax }) => tax)).rounded(2),
          count: total.count,
          vatBreakdown: rates.map(({ rate, taxable, tax }) => ({
            rate: rate.rounded(Math.max(2, rate.normalized().scale)),
            taxableAmount: taxable.rounded(2),
            taxAmount: tax.rounded(2),
          })),
        };
      });
  }

  private total(date: LocalDate, currency: string, category: ReportCategory, code: string | undefined): Total {
    const key = [date, currency, category, code ?? ''].join(' ');
    const known = this.totals.get(key);
    if (known) return known;
    const total: Total = { date, currency, category, taxPointDateCode: code, count: 0, rates: new Map() };
    this.totals.set(key, total);
    return total;
  }
}

function addTo(total: Total, rate: Decimal, taxable: Decimal, tax: Decimal): void {
  const key = rate.normalized().toString();
  const known = total.rates.get(key);
  if (known) {
    known.taxable = known.taxable.plus(taxable);
    known.tax = known.tax.plus(tax);
  } else total.rates.set(key, { rate: rate.normalized(), taxable, tax });
}

/** By VAT group: not taxed in France whatever it is; goods or services by the first letter of BT-23, a mixed one as services. */
function categoryOf(invoice: Invoice, group: VatBreakdown): ReportCategory {
  if (group.category !== 'S') return 'TNT1';
  return /^B/.test(invoice.process.businessProcess ?? '') ? 'TLB1' : 'TPS1';
}

/** Rates that the portal takes (G1.24), compared as numbers. */
const RATES = '0 0.9 1.05 1.75 2.1 5.5 7 8.5 9.2 9.6 10 13 19.6 20 20.6'.split(' ').map((rate) => Decimal.of(rate));

export function isFrenchRate(rate: Decimal): boolean {
  return RATES.some((known) => known.equals(rate));
}
