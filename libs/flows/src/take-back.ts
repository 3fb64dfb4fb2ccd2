import { addDays, newId, type Decimal } from '#kernel';
import type { EntryRow, LedgerEntry, Transaction } from '#ports';
import { matchReturn, payerKeyOf, standing, undoPostings, type ReceivedPayment } from '#receivables';
import type { FlowContext } from './context.js';
import { noteReopened } from './post-solution.js';

/** A core direct debit may be asked back for 13 months when it was not authorised. */
const MAX_DAYS = 400;

/**
 * A returned direct debit, a bounced cheque, a chargeback, a reversed booking: undoes what the earlier receipt paid and takes the
 * money off the account, so that the invoices are due again. The machine does so only when the return names the one payment; a
 * return that only may be meant is left to a person (`takeBackEntry`). Undefined when the debit is no return.
 */
export async function takeBack(
  context: FlowContext,
  tx: Transaction,
  row: EntryRow,
): Promise<'allocated' | 'unmatched' | undefined> {
  const received = await receivedBefore(tx, row);
  const outcome = matchReturn(row.entry, received);
  if (outcome.kind === 'none') return undefined;
  if (outcome.kind === 'proposed') {
    await tx.cash.setEntryState(row.id, 'unmatched');
    await tell(context, tx, row, 'entry.return-unclear', { candidates: outcome.paymentIds, reason: outcome.reason });
    return 'unmatched';
  }
  await bookReturn(context, tx, row, outcome.paymentId, { by: 'machine' });
  return 'allocated';
}

/** Receipts that the debit may take back, by their bank entry. */
async function receivedBefore(tx: Transaction, row: EntryRow): Promise<ReceivedPayment[]> {
  const amount = row.amount.abs();
  const rows = await tx.cash.receiptsOfAmount(amount, row.currency, addDays(row.bookedOn, -MAX_DAYS), row.bookedOn);
  const isTaken = new Set<string>();
  for (const each of rows) {
    const booked = await tx.ledger.ofEntry(each.id);
    if (booked.some((entry) => entry.kind === 'payment-return')) isTaken.add(each.id);
    for (const payment of booked.filter((entry) => entry.kind === 'payment')) {
      const history = await tx.ledger.ofPayment(payment.id);
      if (standing(history).some((entry) => entry.kind === 'payment-return')) isTaken.add(each.id);
    }
  }
  return rows
    .filter((each) => !isTaken.has(each.id))
    .map((each) => ({
      paymentId: each.id,
      amount: each.amount,
      currency: each.currency,
      bookedOn: each.bookedOn,
      endToEndId: each.entry.endToEndId,
      mandateRef: each.entry.mandateRef,
      payerKey: payerKeyOf(each.entry),
    }));
}

/** Undoes the receipt's allocations and books the return; both keep their bank entry as evidence. */
export async function bookReturn(
  context: FlowContext,
  tx: Transaction,
  row: EntryRow,
  receiptId: string,
  decided: { by: 'machine' } | { by: 'person'; person: string },
): Promise<void> {
  const receipt = await tx.cash.findEntryForUpdate(receiptId);
  const booked = standing(await tx.ledger.ofEntry(receiptId));
  const reason = row.entry.returnReason;
  const cause = { code: 'returned', ...decided, proof: 'bank-entry', reasonCode: reason?.code, reason: reason?.text };
  const complete = (
    posting: Omit<LedgerEntry, 'id' | 'at' | 'bookedOn' | 'currency' | 'correlationId'>,
  ): LedgerEntry => ({
    ...posting,
    id: newId(),
    currency: row.currency,
    entryId: row.id,
    bookedOn: row.bookedOn,
    at: context.clock.now(),
    correlationId: row.correlationId,
  });
  const payments = booked.filter((entry) => entry.kind === 'payment');
  const history = (await Promise.all(payments.map((payment) => tx.ledger.ofPayment(payment.id)))).flat();
  const tied = [
    ...standing(history).filter((entry) => entry.kind === 'allocation'),
    ...booked.filter((entry) => entry.kind === 'write-off'),
  ];
  for (const invoiceId of touched(tied)) await tx.ledger.openAmountForUpdate(invoiceId);
  await tx.ledger.post([
    ...undoPostings(tied, cause).map(complete),
    ...payments.map((payment) =>
      complete({
        kind: 'payment-return',
        customerRef: payment.customerRef,
        amount: payment.amount.negated(),
        paymentId: payment.id,
        cause,
      }),
    ),
  ]);
  await tx.cash.setEntryState(row.id, 'allocated');
  // A receipt that nobody had allocated yet has nothing left to allocate.
  if (receipt && payments.length === 0) await tx.cash.setEntryState(receipt.id, 'ignored');
  for (const proposal of await tx.proposals.byEntry(receiptId)) {
    if (proposal.state === 'open') await tx.proposals.setState(proposal.id, 'rejected');
  }
  await tell(context, tx, row, 'entry.returned', { ...cause, receiptId, amount: row.amount.toString() });
  for (const invoiceId of touched(tied)) {
    await noteReopened(context, tx, invoiceId, amountOf(tied, invoiceId), { ...cause, entryId: row.id });
  }
}

function touched(entries: readonly LedgerEntry[]): string[] {
  return [...new Set(entries.map((entry) => entry.invoiceId).filter((id) => id !== undefined))].sort();
}

function amountOf(entries: readonly LedgerEntry[], invoiceId: string): Decimal {
  const mine = entries.filter((entry) => entry.invoiceId === invoiceId).map((entry) => entry.amount.abs());
  return mine.reduce((sum, amount) => sum.plus(amount));
}

function tell(
  context: FlowContext,
  tx: Transaction,
  row: EntryRow,
  type: string,
  data: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { id: subjectId, correlationId } = row;
  return tx.timeline.append({ subject: 'entry', subjectId, type, at: context.clock.now(), correlationId, data });
}
