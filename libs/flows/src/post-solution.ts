import { newId, type Decimal } from '#kernel';
import type { EntryRow, LedgerEntry, Transaction } from '#ports';
import { paidByCustomer, postingsOf, type ItemAllocation, type MatchSolution, type Posting } from '#receivables';
import type { FlowContext } from './context.js';
import { disputeDeduction } from './dispute-deduction.js';

/** Who decided: the machine, or a person by name. */
export type DecidedBy = { readonly by: 'machine' } | { readonly by: 'person'; readonly name: string };

export type Postable = Pick<MatchSolution, 'allocations' | 'onAccountAmount' | 'customerIds'> & {
  readonly level: string;
  readonly evidence?: MatchSolution['evidence'];
};

/**
 * Books a bank entry as the solution says: the payment on each customer's account, an allocation for each invoice it pays, a
 * write-off for each accepted difference, a dispute for each deduction that is not. The rest, if any, stays on account. Every
 * entry names the bank entry: this is bank evidence.
 */
export async function postSolution(
  context: FlowContext,
  tx: Transaction,
  row: EntryRow,
  solution: Postable,
  decided: DecidedBy,
): Promise<void> {
  const cause = causeOf(solution, decided);
  const complete = (posting: Posting, id = newId()): LedgerEntry => ({
    ...posting,
    id,
    currency: row.currency,
    entryId: row.id,
    bookedOn: row.bookedOn,
    at: context.clock.now(),
    correlationId: row.correlationId,
  });
  const payments = new Map<string, string>();
  const received = [...paidByCustomer(solution)]
    .filter(([, amount]) => !amount.isZero())
    .map(([customerRef, amount]) => {
      const id = newId();
      payments.set(customerRef, id);
      return complete({ kind: 'payment', customerRef, amount: amount.negated(), paymentId: id, cause }, id);
    });
  await tx.ledger.post([...received, ...postingsOf(solution, payments, cause).map((posting) => complete(posting))]);
  await tx.cash.setAllocated(row.id, decided.by);
  await tell(context, tx, row, solution, cause);
  for (const each of solution.allocations) {
    await notePaid(context, tx, row, each, cause);
    for (const deduction of each.deductions.filter((one) => one.kind === 'dispute')) {
      await disputeDeduction(context, tx, each.itemId, deduction, decided);
    }
  }
}

function causeOf(solution: Postable, decided: DecidedBy): Readonly<Record<string, unknown>> {
  return {
    code: decided.by === 'machine' ? 'matched' : 'confirmed',
    by: decided.by,
    ...(decided.by === 'person' ? { person: decided.name } : {}),
    proof: 'bank-entry',
    level: solution.level,
    evidence: (solution.evidence ?? []).map((each) => ({ code: each.code, field: each.field, value: each.value })),
  };
}

function tell(
  context: FlowContext,
  tx: Transaction,
  row: EntryRow,
  solution: Postable,
  cause: Readonly<Record<string, unknown>>,
): Promise<void> {
  return tx.timeline.append({
    subject: 'entry',
    subjectId: row.id,
    type: 'entry.allocated',
    at: context.clock.now(),
    correlationId: row.correlationId,
    data: {
      ...cause,
      amount: row.amount.toString(),
      currency: row.currency,
      invoices: solution.allocations.map((each) => each.number),
      onAccount: solution.onAccountAmount.toString(),
    },
  });
}

async function notePaid(
  context: FlowContext,
  tx: Transaction,
  row: EntryRow,
  each: ItemAllocation,
  cause: Readonly<Record<string, unknown>>,
): Promise<void> {
  const invoice = await tx.invoices.find(each.itemId);
  await tx.timeline.append({
    subject: 'invoice',
    subjectId: each.itemId,
    type: each.openAfter.isZero() ? 'invoice.paid' : 'invoice.partly-paid',
    at: context.clock.now(),
    correlationId: invoice?.correlationId ?? row.correlationId,
    data: {
      amount: each.amount.toString(),
      currency: row.currency,
      open: each.openAfter.toString(),
      entryId: row.id,
      by: cause['by'],
      proof: 'bank-entry',
    },
  });
}

/** Says that an invoice became due again, and why. */
export async function noteReopened(
  context: FlowContext,
  tx: Transaction,
  invoiceId: string,
  amount: Decimal,
  data: Readonly<Record<string, unknown>>,
): Promise<void> {
  const invoice = await tx.invoices.summary(invoiceId);
  if (!invoice) return;
  await tx.timeline.append({
    subject: 'invoice',
    subjectId: invoiceId,
    type: 'invoice.reopened',
    at: context.clock.now(),
    correlationId: invoice.correlationId,
    data: {
      number: invoice.number,
      amount: amount.toString(),
      currency: invoice.currency,
      open: invoice.openAmount.toString(),
      ...data,
    },
  });
}
