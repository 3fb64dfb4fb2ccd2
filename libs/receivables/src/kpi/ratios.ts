import { daysBetween, Decimal, type LocalDate } from '#kernel';

const PLACES = 4;

/** A share from 0 to 1 (or above), four decimals; undefined when there is nothing to take a share of. */
export function ratio(part: Decimal | number, whole: Decimal | number): Decimal | undefined {
  const base = Decimal.of(whole);
  return base.isZero() ? undefined : Decimal.of(part).dividedBy(base, PLACES);
}

/**
 * Collection effectiveness index, 1 = all that could be collected was:
 * (AR begin + sales − AR end) ÷ (AR begin + sales − AR end not due).
 */
export function collectionEffectiveness(figures: {
  readonly receivableBegin: Decimal;
  readonly sales: Decimal;
  readonly receivableEnd: Decimal;
  readonly notDueEnd: Decimal;
}): Decimal | undefined {
  const available = figures.receivableBegin.plus(figures.sales);
  return ratio(available.minus(figures.receivableEnd), available.minus(figures.notDueEnd));
}

/** A paid part of an invoice. */
export interface PaidPart {
  readonly amount: Decimal;
  readonly dueOn: LocalDate;
  readonly paidOn: LocalDate;
}

/** Days late of what was paid, weighted by amount; early payment counts as negative days. Two decimals. */
export function weightedDaysLate(parts: Iterable<PaidPart>): Decimal | undefined {
  let weighted = Decimal.ZERO;
  let total = Decimal.ZERO;
  for (const part of parts) {
    weighted = weighted.plus(part.amount.times(Decimal.of(daysBetween(part.dueOn, part.paidOn))));
    total = total.plus(part.amount);
  }
  return total.isZero() ? undefined : weighted.dividedBy(total, 2);
}

/** Average value of a document; two decimals. */
export function averageAmount(total: Decimal, count: number): Decimal | undefined {
  return count === 0 ? undefined : total.dividedBy(Decimal.of(count), 2);
}

/** Counts and sums of one period, as a store aggregates them. All amounts include VAT. */
export interface PeriodFigures {
  readonly invoices: { readonly count: number; readonly amount: Decimal };
  readonly creditNotes: { readonly count: number; readonly amount: Decimal };
  /** Invoices of the period that had a dispute at any time, and the disputed amount. */
  readonly disputed: { readonly count: number; readonly amount: Decimal };
  /** Invoices whose balance reached zero in the period, and the money allocated in it. */
  readonly collected: { readonly count: number; readonly amount: Decimal };
  readonly receivableAmount: Decimal;
  readonly doubtfulAmount: Decimal;
  /** Receipts that had to be allocated: by the machine alone, of these later reversed, and all. */
  readonly matching: { readonly automatic: number; readonly reversed: number; readonly total: number };
  readonly touches: number;
}

/** Ratios of a period. Undefined where a denominator is zero: a rate of nothing is no rate. */
export function periodRatios(figures: PeriodFigures): Readonly<Record<string, Decimal | undefined>> {
  const { invoices, creditNotes, disputed, matching } = figures;
  return {
    disputeRateByCount: ratio(disputed.count, invoices.count),
    disputeRateByValue: ratio(disputed.amount, invoices.amount),
    creditNoteRateByCount: ratio(creditNotes.count, invoices.count),
    creditNoteRateByValue: ratio(creditNotes.amount, invoices.amount),
    averageInvoiceAmount: averageAmount(invoices.amount, invoices.count),
    averageCreditNoteAmount: averageAmount(creditNotes.amount, creditNotes.count),
    doubtfulShare: ratio(figures.doubtfulAmount, figures.receivableAmount),
    firstPassMatchRate: ratio(matching.automatic, matching.total),
    falseMatchRate: ratio(matching.reversed, matching.automatic),
    touchesPerInvoice: ratio(figures.touches, invoices.count),
  };
}
