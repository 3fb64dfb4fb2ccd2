import { daysBetween, Decimal, type LocalDate } from '#kernel';

/** Days past the due date. The labels are those of `facteur_receivables_overdue_amount`. */
export const AGEING = [
  { bucket: 'not-due', from: Number.NEGATIVE_INFINITY, to: 0 },
  { bucket: '1-30', from: 1, to: 30 },
  { bucket: '31-60', from: 31, to: 60 },
  { bucket: '61-90', from: 61, to: 90 },
  { bucket: '91-180', from: 91, to: 180 },
  { bucket: '181+', from: 181, to: Number.POSITIVE_INFINITY },
] as const;

export type AgeBucket = (typeof AGEING)[number]['bucket'];

/** The bucket of a document on a day; on its due date it is not yet overdue. */
export function ageBucket(dueOn: LocalDate, on: LocalDate): AgeBucket {
  const days = daysBetween(dueOn, on);
  return AGEING.find((one) => days <= one.to)?.bucket ?? '181+';
}

/** An amount with its own due date: a document, or one instalment of it. */
export interface DueAmount {
  readonly dueOn: LocalDate;
  readonly openAmount: Decimal;
}

/** Open invoices by age. Credit notes and cash on account are shown apart, never netted silently. */
export function ageing(items: Iterable<DueAmount>, on: LocalDate): Record<AgeBucket, Decimal> {
  const sums: Record<AgeBucket, Decimal> = {
    'not-due': Decimal.ZERO,
    '1-30': Decimal.ZERO,
    '31-60': Decimal.ZERO,
    '61-90': Decimal.ZERO,
    '91-180': Decimal.ZERO,
    '181+': Decimal.ZERO,
  };
  for (const item of items) {
    const bucket = ageBucket(item.dueOn, on);
    sums[bucket] = sums[bucket].plus(item.openAmount);
  }
  return sums;
}
