import { FacteurError, sha256 } from '#kernel';
import type { DeliveryRow, DocumentRow, InvoiceRow, RecordedEvent, StatusRow, Transaction } from '#ports';
import { zipSync, type Zippable } from 'fflate';
import type { FlowContext } from './context.js';

export interface ExportedFile {
  readonly path: string;
  readonly sha256: string;
  readonly size: number;
  readonly what: string;
}

export interface ExportedInvoice {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly files: readonly ExportedFile[];
}

/** What the database holds of one invoice. */
interface Dossier {
  readonly invoice: InvoiceRow;
  readonly documents: readonly DocumentRow[];
  readonly deliveries: readonly DeliveryRow[];
  readonly statuses: readonly StatusRow[];
  readonly order: unknown;
  /** The file or call that brought the order. */
  readonly parcel?: { readonly sha256: string; readonly fileName: string };
  readonly payments: readonly unknown[];
  readonly disputes: readonly unknown[];
  readonly creditNotes: readonly InvoiceRow[];
  readonly events: readonly RecordedEvent[];
  readonly head: unknown;
}

/**
 * Everything kept about one invoice as a zip for an auditor: the order as it came and as it was understood, the documents,
 * deliveries with their receipts, statuses, payments, disputes, credit notes, the whole story, and an index with a hash a file.
 * The same state gives the same bytes.
 * @throws FacteurError `INVOICE.UNKNOWN` (not-found), or what the document store throws.
 */
export async function exportInvoice(
  context: Pick<FlowContext, 'store' | 'documents'>,
  tenantId: string,
  invoice: { readonly id: string } | { readonly number: string },
): Promise<ExportedInvoice> {
  const dossier = await context.store.transaction(tenantId, (tx) => gather(tx, invoice));
  const contents = new Map<string, { readonly bytes: Uint8Array; readonly what: string }>();
  const add = (path: string, what: string, bytes: Uint8Array): void => void contents.set(path, { bytes, what });
  const addJson = (path: string, what: string, value: unknown): void =>
    add(path, what, Buffer.from(`${JSON.stringify(value, null, 2)}\n`));
  addJson(
    'invoice.json',
    'The invoice as it was issued, the rules that judged it with their versions, and their findings',
    dossier.invoice,
  );
  for (const [index, document] of dossier.documents.entries()) {
    const bytes = await context.documents.get(document.sha256);
    add(
      `documents/${index + 1}-${plainName(document.fileName)}`,
      `The document as it was sent (${document.format})`,
      bytes,
    );
  }
  if (dossier.parcel) {
    const bytes = await context.documents.get(dossier.parcel.sha256);
    add(`order/received-${plainName(dossier.parcel.fileName || 'order')}`, 'The order as it came in, unread', bytes);
  }
  if (dossier.order !== undefined) addJson('order/order.json', 'The order as it was understood', dossier.order);
  addJson('deliveries.json', 'Deliveries with the receipts of the receiver', dossier.deliveries);
  addJson('statuses.json', 'Lifecycle statuses, sent and received', dossier.statuses);
  for (const status of dossier.statuses) {
    if (status.sha256 === undefined || !(await context.documents.has(status.sha256))) continue;
    add(`statuses/${status.id}.xml`, `Message of status ${status.id}`, await context.documents.get(status.sha256));
  }
  addJson('payments.json', 'Every booking on the invoice, payments among them', dossier.payments);
  addJson('disputes.json', 'Disputes of the invoice', dossier.disputes);
  addJson('credit-notes.json', 'Credit notes that correct the invoice', dossier.creditNotes);
  addJson('timeline.json', 'Everything that happened, in order', dossier.events);
  return pack(dossier, contents);
}

async function gather(
  tx: Transaction,
  wanted: { readonly id: string } | { readonly number: string },
): Promise<Dossier> {
  const invoice = 'id' in wanted ? await tx.invoices.find(wanted.id) : await tx.invoices.findByNumber(wanted.number);
  if (!invoice) throw new FacteurError('INVOICE.UNKNOWN', 'not-found', 'No such invoice', { ...wanted });
  const order = invoice.orderId === undefined ? undefined : await tx.orders.find(invoice.orderId);
  const deliveries = await tx.deliveries.byInvoice(invoice.id);
  const ids = new Set([invoice.id, ...deliveries.map(({ id }) => id), ...(order ? [order.id, order.parcelId] : [])]);
  // A file may have brought many orders: what is told of the others is not this invoice's.
  const story = await tx.timeline.story(invoice.correlationId);
  return {
    invoice,
    order,
    deliveries,
    parcel: order && (await tx.parcels.find(order.parcelId)),
    documents: await tx.documents.byInvoice(invoice.id),
    statuses: await tx.lifecycle.history(invoice.id),
    payments: await paymentsOf(tx, invoice.id),
    disputes: (await tx.disputes.list({ invoiceId: invoice.id, limit: 200 })).items,
    creditNotes: await tx.invoices.creditNotesOf(invoice.id),
    events: story.filter((event) => ids.has(event.subjectId)),
    head: await tx.archive.head(),
  };
}

/** The bookings on the invoice, each with the bank entry behind it. */
async function paymentsOf(tx: Transaction, invoiceId: string): Promise<readonly unknown[]> {
  const bookings = await tx.ledger.ofInvoice(invoiceId);
  const rows: unknown[] = [];
  for (const booking of bookings) {
    const entry = booking.entryId === undefined ? undefined : await tx.cash.findEntry(booking.entryId);
    rows.push(entry === undefined ? booking : { ...booking, bankEntry: entry });
  }
  return rows;
}

function pack(
  dossier: Dossier,
  contents: ReadonlyMap<string, { readonly bytes: Uint8Array; readonly what: string }>,
): ExportedInvoice {
  const files = [...contents].map(([path, { bytes, what }]) => ({
    path,
    what,
    size: bytes.byteLength,
    sha256: sha256(bytes),
  }));
  const { number, id, issuedAt } = dossier.invoice;
  const index = { invoice: { id, number, issuedAt }, timelineHead: dossier.head ?? null, files };
  const sums = files.map((file) => `${file.sha256}  ${file.path}\n`).join('');
  const entries: Zippable = {};
  // One date for all, so that the same state gives the same bytes.
  const options = { mtime: new Date(issuedAt.getTime()), level: 6 } as const;
  entries['index.json'] = [Buffer.from(`${JSON.stringify(index, null, 2)}\n`), options];
  entries['SHA256SUMS'] = [Buffer.from(sums), options];
  for (const [path, { bytes }] of contents) entries[path] = [bytes, options];
  return { fileName: `${plainName(number)}.zip`, bytes: zipSync(entries), files };
}

/** No path from outside leaves its folder: everything but plain characters becomes an underscore. */
function plainName(name: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9._-]/g, '_').replace(/^\.+/, '_');
  return plain.slice(0, 120) || '_';
}
