import { newId } from '#kernel';
import { currencyDecimals } from '#invoice';
import {
  bankCash,
  collect,
  collectedMessage,
  dueByRate,
  isCollectionDue,
  lifecycleState,
  mayEmit,
  sumByRate,
  type BankCash,
  type Collection,
  type RateAmount,
} from '#lifecycle';
import type { CashBookingRow, CollectionRow, InvoiceRow, Transaction } from '#ports';
import type { FlowContext } from '../context.js';
import { momentOf, queueStatus, subjectOf } from './queue-status.js';

const BATCH = 200;

export interface CollectionsReported {
  readonly collected: number;
  readonly told: number;
}

/**
 * Spreads all bank cash that is booked and not yet spread over the VAT rates of its documents, and tells it by status 212 where
 * that is required. Whoever books cash enqueues this; calling it again, or at the same time, tells nothing twice: the document's
 * lock and the database's list decide.
 */
export async function reportCollections(context: FlowContext, tenantId: string): Promise<CollectionsReported> {
  const totals = { collected: 0, told: 0 };
  for (;;) {
    const before = totals.collected;
    const invoiceIds = await context.store.transaction(tenantId, (tx) => tx.collections.pendingInvoices(BATCH));
    for (const invoiceId of invoiceIds) {
      const done = await context.store.transaction(tenantId, (tx) => ofInvoice(context, tx, invoiceId));
      totals.collected += done.collected;
      totals.told += done.told;
    }
    // Full batches go on while they get somewhere.
    if (invoiceIds.length < BATCH || totals.collected === before) return totals;
  }
}

async function ofInvoice(context: FlowContext, tx: Transaction, invoiceId: string): Promise<CollectionsReported> {
  await tx.ledger.openAmountForUpdate(invoiceId);
  const invoice = await tx.invoices.find(invoiceId);
  const totals = { collected: 0, told: 0 };
  if (!invoice) return totals;
  for (const booking of await tx.collections.pendingOf(invoiceId)) {
    // Pay-outs come from the view with their sign turned, so that every booking reads as what was received.
    const cash = bankCash({ ...booking, id: booking.bookingId, bankEntryId: booking.entryId, kind: 'allocation' });
    const collection = cash && (await spread(tx, invoice, booking, cash));
    if (collection) {
      const isTold = await keep(context, tx, invoice, booking, collection);
      totals.collected += 1;
      totals.told += isTold ? 1 : 0;
    }
    await tx.collections.settle(booking.bookingId);
  }
  return totals;
}

/** Undefined for the reversal of what was never collected (booked before collections were kept): neither is told. */
async function spread(
  tx: Transaction,
  invoice: InvoiceRow,
  booking: CashBookingRow,
  cash: BankCash,
): Promise<Collection | undefined> {
  const reversed = booking.reverses === undefined ? undefined : await tx.collections.find(booking.reverses);
  if (booking.reverses !== undefined && reversed === undefined) return undefined;
  const before = await tx.collections.ofInvoice(invoice.id);
  return collect(cash, {
    due: dueOf(invoice),
    credited: await creditedOf(tx, invoice),
    collected: sumByRate(before.flatMap((each) => each.lines)),
    reversed: reversed?.lines,
    places: currencyDecimals(invoice.currency),
  });
}

function dueOf(invoice: InvoiceRow): RateAmount[] {
  const { vatBreakdown, totals } = invoice.model;
  return dueByRate(vatBreakdown, totals.amountDue, currencyDecimals(invoice.currency));
}

async function creditedOf(tx: Transaction, invoice: InvoiceRow): Promise<RateAmount[]> {
  const notes = await tx.invoices.creditNotesOf(invoice.id);
  return sumByRate(notes.flatMap(dueOf));
}

/** Keeps the collection and, where it has to be told, the 212 with it: both or neither. */
async function keep(
  context: FlowContext,
  tx: Transaction,
  invoice: InvoiceRow,
  booking: CashBookingRow,
  collection: Collection,
): Promise<boolean> {
  const isTold = await mustTell(context, tx, invoice);
  const statusId = isTold ? newId() : undefined;
  if (statusId !== undefined) {
    const message = collectedMessage(collection, await subjectOf(tx, invoice), momentOf(context, statusId));
    await queueStatus(context, tx, invoice, message, { id: statusId });
  }
  const row: CollectionRow = {
    bookingId: booking.bookingId,
    entryId: booking.entryId,
    invoiceId: invoice.id,
    amount: collection.cash.amount,
    currency: collection.cash.currency,
    bookedOn: collection.cash.bookedOn,
    lines: collection.lines,
    statusId,
    collectedAt: context.clock.now(),
    correlationId: booking.correlationId,
  };
  await tx.collections.add(row);
  if (row.amount.isPositive()) await tx.lifecycle.settleExpectations(invoice.id, 'met', row.collectedAt);
  await tx.timeline.append({
    subject: 'invoice',
    subjectId: invoice.id,
    type: row.amount.isNegative() ? 'invoice.collection-returned' : 'invoice.collected',
    at: row.collectedAt,
    correlationId: invoice.correlationId,
    data: {
      number: invoice.number,
      amount: row.amount.toString(),
      currency: row.currency,
      bookedOn: row.bookedOn,
      entryId: row.entryId,
      rates: row.lines.map((line) => ({ rate: line.rate.toString(), amount: line.amount.toString() })),
      told: isTold,
    },
  });
  return isTold;
}

/** By the seller's setting and the law as the issued invoice states it, and as long as the history allows a 212. */
async function mustTell(context: FlowContext, tx: Transaction, invoice: InvoiceRow): Promise<boolean> {
  const setting = context.profiles(tx.tenantId).seller(invoice.sellerRef)?.lifecycle.collected ?? 'never';
  const { model } = invoice;
  const handling = model.notes.find((note) => note.subjectCode === 'BAR')?.text.trim();
  const isDomestic =
    model.seller.legalRegistration?.scheme === '0002' && model.buyer.legalRegistration?.scheme === '0002';
  if (setting === 'never' || !isDomestic || (handling !== undefined && handling !== 'B2B')) return false;
  if (setting === 'where-required' && !isDue(invoice)) return false;
  return mayEmit(lifecycleState(await tx.lifecycle.history(invoice.id)), '212') === undefined;
}

function isDue({ typeCode, model }: InvoiceRow): boolean {
  const { process, taxPointDateCode, vatBreakdown } = model;
  return isCollectionDue({ typeCode, businessProcess: process.businessProcess, taxPointDateCode, vatBreakdown });
}
