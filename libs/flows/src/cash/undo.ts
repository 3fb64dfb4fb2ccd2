import { FacteurError, newId } from '#kernel';
import type { EntryRow, LedgerEntry, Transaction } from '#ports';
import { standing, undoPostings } from '#receivables';
import type { FlowContext } from '../context.js';
import { noteReopened } from '../post-solution.js';
import { bookReturn } from '../take-back.js';
import type { BookedOutcome } from './allocate.js';
import { orRefused, refused, type Refused } from './cash-problem.js';
import { once, type Keyed } from './once.js';

export interface UndoRequest extends Keyed {
  readonly person: string;
  readonly note?: string;
}

/**
 * Takes one allocation or write-off back by a further booking: the invoice is due again, the money is on account, or the credit
 * can be used again.
 * @throws FacteurError `LEDGER.UNKNOWN_BOOKING` (not-found), `REQUEST.KEY_REUSED` (conflict).
 */
export async function undoBooking(
  context: FlowContext,
  tenantId: string,
  request: UndoRequest & { readonly bookingId: string },
): Promise<BookedOutcome> {
  return orRefused(() =>
    context.store.transaction(tenantId, (tx) =>
      once<BookedOutcome>(context, tx, 'undo-booking', request, async () => {
        const booking = await tx.ledger.find(request.bookingId);
        if (!booking) {
          const facts = { bookingId: request.bookingId };
          throw new FacteurError('LEDGER.UNKNOWN_BOOKING', 'not-found', 'No such booking', facts);
        }
        await lockDocuments(tx, [booking]);
        const related = booking.invoiceId === undefined ? [booking] : await tx.ledger.ofInvoice(booking.invoiceId);
        const claimed = booking.claimId === undefined ? [] : await tx.ledger.ofClaim(booking.claimId);
        const isStanding = standing([...related, ...claimed]).some((each) => each.id === booking.id);
        if (!isStanding || !['allocation', 'write-off', 'refund'].includes(booking.kind)) {
          return refused('CASH.NOT_UNDOABLE', { value: booking.kind });
        }
        return { kind: 'booked', bookings: await takeBackAll(context, tx, [booking], request) };
      }),
    ),
  );
}

export type UndoEntryOutcome =
  { readonly kind: 'undone'; readonly entryId: string; readonly bookings: number } | Refused;

/**
 * Takes back everything a bank entry did, as if it had just come in: allocations, write-offs, the payment itself. What the payer's
 * account had taught counts against it from now on; a match of the machine counts as false.
 * @throws FacteurError `ENTRY.UNKNOWN` (not-found), `REQUEST.KEY_REUSED` (conflict).
 */
export async function undoEntry(
  context: FlowContext,
  tenantId: string,
  request: UndoRequest & { readonly entryId: string },
): Promise<UndoEntryOutcome> {
  return orRefused(() =>
    context.store.transaction(tenantId, (tx) =>
      once<UndoEntryOutcome>(context, tx, 'undo-entry', request, () => undo(context, tx, request)),
    ),
  );
}

async function undo(
  context: FlowContext,
  tx: Transaction,
  request: UndoRequest & { readonly entryId: string },
): Promise<UndoEntryOutcome> {
  const row = await tx.cash.findEntryForUpdate(request.entryId);
  if (!row) throw new FacteurError('ENTRY.UNKNOWN', 'not-found', 'No such entry', { entryId: request.entryId });
  const bookings = await bookingsBehind(tx, row);
  if (row.state !== 'allocated' || bookings.length === 0) return refused('CASH.NOT_UNDOABLE', { value: row.state });
  // Money that was given back or returned since is gone: that has to be undone first.
  if (bookings.some((each) => each.kind === 'refund' || each.kind === 'payment-return') && row.amount.isPositive()) {
    return refused('CASH.NOT_UNDOABLE', { value: 'refund' });
  }
  await lockDocuments(tx, bookings);
  await takeBackAll(context, tx, bookings, request, row.id);
  await tx.cash.setUndone(row.id, 'unmatched');
  await contradict(tx, row, bookings);
  await tx.timeline.append({
    subject: 'entry',
    subjectId: row.id,
    type: 'entry.undone',
    at: context.clock.now(),
    correlationId: row.correlationId,
    data: { person: request.person, note: request.note, firstMatch: row.firstMatch, bookings: bookings.length },
  });
  return { kind: 'undone', entryId: row.id, bookings: bookings.length };
}

/** What the entry booked and what was done with its money since. */
async function bookingsBehind(tx: Transaction, row: EntryRow): Promise<LedgerEntry[]> {
  const own = await tx.ledger.ofEntry(row.id);
  const payments = standing(own).filter((each) => each.kind === 'payment');
  const later = (await Promise.all(payments.map((payment) => tx.ledger.ofPayment(payment.id)))).flat();
  const all = new Map([...own, ...later].map((each) => [each.id, each]));
  return standing([...all.values()].sort((left, right) => (left.id < right.id ? -1 : 1)));
}

async function lockDocuments(tx: Transaction, bookings: readonly LedgerEntry[]): Promise<void> {
  const ids = bookings.flatMap((each) => [each.invoiceId, each.creditInvoiceId]).filter((id) => id !== undefined);
  for (const id of [...new Set(ids)].sort()) await tx.ledger.openAmountForUpdate(id);
  const claims = bookings.map((each) => each.claimId).filter((id) => id !== undefined);
  for (const id of [...new Set(claims)].sort()) await tx.ledger.claimAmountForUpdate(id);
}

async function takeBackAll(
  context: FlowContext,
  tx: Transaction,
  bookings: readonly LedgerEntry[],
  request: UndoRequest,
  entryId?: string,
): Promise<LedgerEntry[]> {
  const byId = new Map(bookings.map((each) => [each.id, each]));
  const note = request.note === undefined ? {} : { note: request.note };
  const cause = { code: 'undo', by: 'person', person: request.person, ...note };
  const reversals = undoPostings(bookings, cause).map((posting) => {
    const original = byId.get(posting.reverses ?? '') as LedgerEntry;
    return {
      ...posting,
      id: newId(),
      currency: original.currency,
      entryId: original.entryId ?? entryId,
      bookedOn: context.clock.today(),
      at: context.clock.now(),
      correlationId: original.correlationId,
    };
  });
  await tx.ledger.post(reversals);
  for (const each of bookings) {
    if (each.invoiceId === undefined || each.kind === 'payment') continue;
    await noteReopened(context, tx, each.invoiceId, each.amount.abs(), {
      ...cause,
      bookingId: each.id,
      entryId: each.entryId,
    });
  }
  return reversals;
}

async function contradict(tx: Transaction, row: EntryRow, bookings: readonly LedgerEntry[]): Promise<void> {
  const { iban } = row.entry.counterparty;
  if (iban === undefined) return;
  const customers = new Set(bookings.filter((each) => each.kind === 'payment').map((each) => each.customerRef));
  for (const customer of [...customers].sort()) await tx.ledger.contradictPayer(iban, customer);
}

export type TakenBackOutcome = { readonly kind: 'taken-back'; readonly entryId: string } | Refused;

/**
 * A person says which receipt a debit takes back: a returned direct debit, a bounced cheque, a chargeback whose bank entry does not
 * say so itself.
 * @throws FacteurError `ENTRY.UNKNOWN` (not-found), `REQUEST.KEY_REUSED` (conflict).
 */
export async function takeBackEntry(
  context: FlowContext,
  tenantId: string,
  request: UndoRequest & { readonly entryId: string; readonly receiptId: string },
): Promise<TakenBackOutcome> {
  return context.store.transaction(tenantId, (tx) =>
    once<TakenBackOutcome>(context, tx, 'take-back', request, async () => {
      const debit = await tx.cash.findEntryForUpdate(request.entryId);
      const receipt = await tx.cash.findEntry(request.receiptId);
      if (!debit || !receipt) {
        const entryId = debit ? request.receiptId : request.entryId;
        throw new FacteurError('ENTRY.UNKNOWN', 'not-found', 'No such entry', { entryId });
      }
      const isOpposite = debit.amount.plus(receipt.amount).isZero() && debit.currency === receipt.currency;
      const bookings = standing(await tx.ledger.ofEntry(receipt.id));
      const isReturned = await hasReturn(tx, bookings);
      if (!debit.amount.isNegative() || !isOpposite || debit.state === 'allocated' || isReturned) {
        return refused('CASH.NOT_A_RETURN');
      }
      await bookReturn(context, tx, debit, receipt.id, { by: 'person', person: request.person });
      return { kind: 'taken-back', entryId: debit.id };
    }),
  );
}

async function hasReturn(tx: Transaction, bookings: readonly LedgerEntry[]): Promise<boolean> {
  for (const payment of bookings.filter((each) => each.kind === 'payment')) {
    const history = standing(await tx.ledger.ofPayment(payment.id));
    if (history.some((each) => each.kind === 'payment-return' || each.kind === 'refund')) return true;
  }
  return false;
}
