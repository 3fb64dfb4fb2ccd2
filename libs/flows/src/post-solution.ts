import { newId, type Decimal } from '#kernel';
import type { EntryRow, LedgerEntry, LedgerKind, Transaction } from '#ports';
import type { ItemAllocation, MatchSolution } from '#receivables';
import type { FlowContext } from './context.js';

/** Who decided: the machine, or a person by name. */
export type DecidedBy = { readonly by: 'machine' } | { readonly by: 'person'; readonly name: string };

type Postable = Pick<MatchSolution, 'allocations' | 'onAccountAmount' | 'customerIds' | 'level'> & {
  readonly evidence?: MatchSolution['evidence'];
};

/**
 * Books a bank entry as the solution says: the payment on the customer's account, an allocation for each invoice it pays, a
 * write-off for each accepted difference. The rest, if any, stays on account.
 */
export async function postSolution(
  context: FlowContext,
  tx: Transaction,
  row: EntryRow,
  solution: Postable,
  decided: DecidedBy,
): Promise<void> {
  const cause = {
    ...decided,
    level: solution.level,
    evidence: (solution.evidence ?? []).map((each) => ({ code: each.code, field: each.field, value: each.value })),
  };
  const entry = (kind: LedgerKind, customerRef: string, amount: Decimal, more: Partial<LedgerEntry>): LedgerEntry => ({
    id: newId(),
    customerRef,
    currency: row.currency,
    kind,
    amount,
    entryId: row.id,
    bookedOn: row.bookedOn,
    at: context.clock.now(),
    cause,
    correlationId: row.correlationId,
    ...more,
  });
  const [firstCustomer] = solution.customerIds;
  const payments = paidByCustomer(solution, firstCustomer ?? '');
  await tx.ledger.post([
    ...[...payments].map(([customerRef, amount]) => entry('payment', customerRef, amount.negated(), {})),
    ...solution.allocations.flatMap((each) => [
      entry('allocation', each.customerId, each.amount, { invoiceId: each.itemId }),
      ...writtenOff(each).map(({ amount, kind }) =>
        entry('write-off', each.customerId, amount.negated(), {
          invoiceId: each.itemId,
          cause: { ...cause, deduction: kind },
        }),
      ),
    ]),
  ]);
  await tx.cash.setEntryState(row.id, 'allocated');
  await tx.timeline.append({
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
    },
  });
  for (const each of solution.allocations) await notePaid(context, tx, row, each);
}

/** What of the entry belongs to which customer's account. */
function paidByCustomer(solution: Postable, firstCustomer: string): Map<string, Decimal> {
  const paid = new Map<string, Decimal>();
  const add = (customerRef: string, amount: Decimal) => {
    const before = paid.get(customerRef);
    paid.set(customerRef, before ? before.plus(amount) : amount);
  };
  for (const each of solution.allocations) add(each.customerId, each.amount);
  if (!solution.onAccountAmount.isZero()) add(firstCustomer, solution.onAccountAmount);
  return paid;
}

/** A disputed difference stays open; the others are given up. */
function writtenOff(allocation: ItemAllocation) {
  return allocation.deductions.filter((deduction) => deduction.kind !== 'dispute');
}

async function notePaid(context: FlowContext, tx: Transaction, row: EntryRow, each: ItemAllocation): Promise<void> {
  const invoice = await tx.invoices.find(each.itemId);
  await tx.timeline.append({
    subject: 'invoice',
    subjectId: each.itemId,
    type: each.openAfter.isZero() ? 'invoice.paid' : 'invoice.partly-paid',
    at: context.clock.now(),
    correlationId: invoice?.correlationId ?? row.correlationId,
    data: { amount: each.amount.toString(), currency: row.currency, open: each.openAfter.toString(), entryId: row.id },
  });
}
