import { addDays, Decimal, failed, ok, type LocalDate, type Result } from '#kernel';

/** One instalment with its own due date. */
export interface Instalment {
  readonly dueOn: LocalDate;
  readonly amount: Decimal;
}

export interface InstalmentStatus extends Instalment {
  readonly paidAmount: Decimal;
  readonly openAmount: Decimal;
  readonly state: 'paid' | 'open' | 'missed';
}

/** A plan must cover the debt exactly and run forward in time. The error names what is wrong. */
export function checkPlan(
  debt: Decimal,
  instalments: readonly Instalment[],
): Result<true, 'empty' | 'not-positive' | 'not-ascending' | 'wrong-sum'> {
  if (instalments.length === 0) return failed('empty');
  if (instalments.some((one) => !one.amount.isPositive())) return failed('not-positive');
  if (instalments.some((one, at) => at > 0 && one.dueOn <= (instalments[at - 1]?.dueOn ?? one.dueOn)))
    return failed('not-ascending');
  return Decimal.sum(instalments.map((one) => one.amount)).equals(debt) ? ok(true) : failed('wrong-sum');
}

/** Equal instalments to the cent, a month apart; the remainder is in the last one. */
export function equalInstalments(debt: Decimal, dates: readonly LocalDate[]): Instalment[] {
  const share = debt.dividedBy(Decimal.of(dates.length), 2, 'down');
  return dates.map((dueOn, at) => {
    const isLast = at === dates.length - 1;
    const amount = isLast ? debt.minus(share.times(Decimal.of(at))).rounded(2) : share;
    return { dueOn, amount };
  });
}

/** What each instalment has received: money fills them in order. Missed: past its date plus grace and not whole. */
export function planStatus(
  instalments: readonly Instalment[],
  paid: Decimal,
  on: LocalDate,
  graceDays = 0,
): InstalmentStatus[] {
  let left = paid;
  return instalments.map((one) => {
    const paidAmount = left.lessThan(one.amount) ? left : one.amount;
    left = left.minus(paidAmount);
    const openAmount = one.amount.minus(paidAmount);
    const isLate = addDays(one.dueOn, graceDays) < on;
    return { ...one, paidAmount, openAmount, state: openAmount.isZero() ? 'paid' : isLate ? 'missed' : 'open' };
  });
}

/** A customer's word: an amount by a day. */
export interface PaymentPromise {
  readonly amount: Decimal;
  readonly promisedOn: LocalDate;
  readonly madeOn: LocalDate;
}

export type PromiseState = 'open' | 'kept' | 'partly-kept' | 'broken';

/** State of a promise: only what was paid after it was made, and by its day plus grace, keeps it. */
export function promiseState(
  promise: PaymentPromise,
  payments: readonly { readonly paidOn: LocalDate; readonly amount: Decimal }[],
  on: LocalDate,
  graceDays = 0,
): PromiseState {
  const last = addDays(promise.promisedOn, graceDays);
  const counted = payments.filter((one) => one.paidOn >= promise.madeOn && one.paidOn <= last);
  const paid = Decimal.sum(counted.map((one) => one.amount));
  if (!paid.lessThan(promise.amount)) return 'kept';
  if (on <= last) return 'open';
  return paid.isPositive() ? 'partly-kept' : 'broken';
}
