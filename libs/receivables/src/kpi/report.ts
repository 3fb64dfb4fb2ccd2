import { Decimal, type LocalDate } from '#kernel';
import { bestPossibleDso, countBackDso, simpleDso, averageDaysDelinquent, type MonthlySales } from './dso.js';
import { averageAmount, collectionEffectiveness, ratio } from './ratios.js';

/** Sums of a period as a store keeps them; every name is a measure of docs/kpis.md. Absent means none. */
export interface KpiBasis {
  readonly measures: Readonly<Record<string, Decimal | undefined>>;
  readonly levels: Readonly<Record<string, Decimal | undefined>>;
  readonly receivableAfter: Decimal;
  readonly ageing: readonly { readonly bucket: string; readonly amount: Decimal; readonly count: number }[];
  readonly salesByMonth: readonly MonthlySales[];
  readonly doubtfulAmount: Decimal;
}

/** Every key figure of one currency. Undefined where there is nothing to take a share of. */
export interface KpiReport {
  readonly receivableAmount: Decimal;
  readonly receivableCount: Decimal;
  readonly notDueAmount: Decimal;
  readonly overdueAmount: Decimal;
  readonly creditAmount: Decimal;
  readonly unallocatedAmount: Decimal;
  readonly salesAmount: Decimal;
  readonly dsoSimple?: Decimal;
  readonly dsoCountBack?: Decimal;
  /** The sales known ran out: the count-back DSO is at least this. */
  readonly isCountBackAtLeast: boolean;
  readonly dsoBestPossible?: Decimal;
  readonly averageDaysDelinquent?: Decimal;
  readonly collectionEffectiveness?: Decimal;
  readonly weightedDaysLate?: Decimal;
  readonly ageing: readonly { readonly bucket: string; readonly amount: Decimal; readonly count: number }[];
  readonly disputeRateByCount?: Decimal;
  readonly disputeRateByValue?: Decimal;
  readonly creditNoteRateByCount?: Decimal;
  readonly creditNoteRateByValue?: Decimal;
  readonly averageInvoiceAmount?: Decimal;
  readonly averageCreditNoteAmount?: Decimal;
  readonly invoiceCount: Decimal;
  readonly creditNoteCount: Decimal;
  readonly collectedCount: Decimal;
  readonly collectedAmount: Decimal;
  readonly doubtfulShare?: Decimal;
  readonly firstPassMatchRate?: Decimal;
  readonly falseMatchRate?: Decimal;
  readonly orderToInvoiceSeconds?: Decimal;
  readonly invoiceToCashDays?: Decimal;
  readonly touchesPerInvoice?: Decimal;
}

/**
 * The figures of a period of `days` days that ends on `on`. Receivables, their ageing and everything over them are as of now, less
 * what was booked after the period; all amounts include VAT.
 */
export function kpiReport(basis: KpiBasis, days: number, on: LocalDate): KpiReport {
  const measure = (name: string): Decimal => basis.measures[name] ?? Decimal.ZERO;
  const level = (name: string): Decimal => basis.levels[name] ?? Decimal.ZERO;
  const receivableAmount = level('open').minus(basis.receivableAfter);
  const notDueAmount = Decimal.sum(basis.ageing.filter((one) => one.bucket === 'not-due').map((one) => one.amount));
  const overdueAmount = receivableAmount.minus(notDueAmount);
  const sales = measure('invoice.amount').minus(measure('credit-note.amount'));
  const countBack = countBackDso(receivableAmount, basis.salesByMonth, {
    month: on.slice(0, 7),
    day: Number(on.slice(8, 10)),
  });
  return {
    ...{ receivableAmount, receivableCount: level('open.count'), notDueAmount, overdueAmount, salesAmount: sales },
    ...{ creditAmount: level('credit'), unallocatedAmount: level('unallocated'), ageing: basis.ageing },
    dsoSimple: simpleDso(receivableAmount, sales, days),
    ...(basis.salesByMonth.length === 0 ? {} : { dsoCountBack: countBack.days }),
    isCountBackAtLeast: countBack.isAtLeast,
    dsoBestPossible: bestPossibleDso(notDueAmount, sales, days),
    averageDaysDelinquent: averageDaysDelinquent(overdueAmount, sales, days),
    collectionEffectiveness: collectionEffectiveness({
      receivableBegin: receivableAmount.minus(measure('receivable')),
      sales,
      receivableEnd: receivableAmount,
      notDueEnd: notDueAmount,
    }),
    weightedDaysLate: quotient(measure('late.weight'), measure('collected.amount')),
    disputeRateByCount: ratio(measure('disputed.count'), measure('invoice.count')),
    disputeRateByValue: ratio(measure('disputed.amount'), measure('invoice.amount')),
    creditNoteRateByCount: ratio(measure('credit-note.count'), measure('invoice.count')),
    creditNoteRateByValue: ratio(measure('credit-note.amount'), measure('invoice.amount')),
    averageInvoiceAmount: averageAmount(measure('invoice.amount'), measure('invoice.count').toNumber()),
    averageCreditNoteAmount: averageAmount(measure('credit-note.amount'), measure('credit-note.count').toNumber()),
    ...{ invoiceCount: measure('invoice.count'), creditNoteCount: measure('credit-note.count') },
    ...{ collectedCount: measure('collected.count'), collectedAmount: measure('collected.amount') },
    doubtfulShare: ratio(basis.doubtfulAmount, level('open')),
    firstPassMatchRate: ratio(measure('receipt.automatic'), measure('receipt.count')),
    falseMatchRate: ratio(measure('receipt.reversed'), measure('receipt.automatic')),
    orderToInvoiceSeconds: quotient(measure('billed.seconds'), measure('billed.count')),
    invoiceToCashDays: quotient(measure('collected.days'), measure('collected.count')),
    touchesPerInvoice: ratio(measure('touch'), measure('invoice.count')),
  };
}

/** Two decimals; undefined for nothing. */
function quotient(sum: Decimal, count: Decimal): Decimal | undefined {
  return count.isZero() ? undefined : sum.dividedBy(count, 2);
}
