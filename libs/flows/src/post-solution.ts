import { newId, type Decimal } from '#kernel';
import type { EntryRow, LedgerEntry, OpenDocument, Transaction } from '#ports';
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
  await tx.ledger.post(bookingsOf(context, row, solution, decided));
  await tx.cash.setAllocated(row.id, decided.by);
  await tellPosted(context, tx, row, solution, decided);
}

/** The bookings of a solution: payments, allocations, write-offs. */
export function bookingsOf(
  context: FlowContext,
  row: EntryRow,
  solution: Postable,
  decided: DecidedBy,
): readonly LedgerEntry[] {
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
  return [...received, ...postingsOf(solution, payments, cause).map((posting) => complete(posting))];
}

/** Tells of a solution that is booked, and makes disputes of the deductions that are no write-offs. */
export async function tellPosted(
  context: FlowContext,
  tx: Transaction,
  row: EntryRow,
  solution: Postable,
  decided: DecidedBy,
  known: ReadonlyMap<string, Pick<OpenDocument, 'correlationId'>> = new Map(),
): Promise<void> {
  const cause = causeOf(solution, decided);
  await tell(context, tx, row, solution, cause);
  for (const each of solution.allocations) {
    if (each.isClaim) {
      await noteClaimPaid(context, tx, row, each, cause);
      continue;
    }
    const invoice = known.get(each.itemId) ?? (await tx.invoices.summary(each.itemId));
    await notePaid(context, tx, row, each, cause, invoice?.correlationId);
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
  correlationId = row.correlationId,
): Promise<void> {
  await tx.timeline.append({
    subject: 'invoice',
    subjectId: each.itemId,
    type: each.openAfter.isZero() ? 'invoice.paid' : 'invoice.partly-paid',
    at: context.clock.now(),
    correlationId,
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

/** The claim's history is that of its invoice. */
async function noteClaimPaid(
  context: FlowContext,
  tx: Transaction,
  row: EntryRow,
  each: ItemAllocation,
  cause: Readonly<Record<string, unknown>>,
): Promise<void> {
  const claim = await tx.receivables.findClaim(each.itemId);
  if (!claim) return;
  await tx.timeline.append({
    subject: 'invoice',
    subjectId: claim.invoiceId,
    type: each.openAfter.isZero() ? 'invoice.claim-paid' : 'invoice.claim-partly-paid',
    at: context.clock.now(),
    correlationId: row.correlationId,
    data: {
      ...{ claim: claim.number, claimId: claim.id, amount: each.amount.toString(), currency: row.currency },
      ...{ open: each.openAfter.toString(), entryId: row.id, by: cause['by'], proof: 'bank-entry' },
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
