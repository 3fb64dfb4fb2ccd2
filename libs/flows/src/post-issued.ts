import { newId, renderFileName, type LocalDate } from '#kernel';
import type { Invoice } from '#invoice';
import type { PartnerProfile, SellerProfile } from '#billing';
import type { DeliveryRow, DocumentRow, InvoiceRow, LedgerEntry, Transaction } from '#ports';
import { isCreditNote } from '#syntax';
import type { FlowContext } from './context.js';
import { placeWaitingStatuses } from './lifecycle/place-statuses.js';
import type { RenderedDocument } from './render-document.js';

/** A document that is written, judged and stored, and what stands behind it. */
export interface Issued {
  readonly invoice: Invoice;
  readonly document: RenderedDocument;
  /** Where its bytes are in the document store. */
  readonly stored: { readonly sha256: string; readonly size: number };
  readonly seller: SellerProfile;
  readonly customer: PartnerProfile;
  readonly orderId?: string;
  readonly corrects?: { readonly invoiceId: string };
  /** Stays in our books: nothing is delivered (the credit note that cancels a refused invoice). */
  readonly isInternal?: boolean;
  readonly creditorReference?: string;
  readonly correlationId: string;
  readonly cause: Readonly<Record<string, unknown>>;
}

/** Everything that one issued document adds. */
interface Posting {
  readonly row: InvoiceRow;
  readonly document: DocumentRow;
  readonly booking: LedgerEntry;
  /** Absent for what stays in our books. */
  readonly delivery?: DeliveryRow;
}

/**
 * Everything that makes invoices issued, in the transaction that took their numbers: the rows, their documents, the ledger
 * entries, the deliveries with their jobs, the timeline. One statement a table, however many they are.
 */
export async function postIssued(
  context: FlowContext,
  tx: Transaction,
  issued: readonly Issued[],
): Promise<readonly InvoiceRow[]> {
  const postings = issued.map((each) => postingOf(context, each));
  await tx.invoices.addAll(postings.map(({ row }) => row));
  await tx.documents.addAll(postings.map(({ document }) => document));
  await tx.ledger.post(postings.map(({ booking }) => booking));
  await tx.deliveries.addAll(postings.flatMap(({ delivery }) => (delivery ? [delivery] : [])));
  for (const posting of postings) await announce(tx, posting);
  await placeWaitingStatuses(
    context,
    tx,
    postings.map(({ row }) => row),
  );
  return postings.map(({ row }) => row);
}

async function announce(tx: Transaction, { row, document, delivery }: Posting): Promise<void> {
  await tx.timeline.append({
    subject: 'invoice',
    subjectId: row.id,
    type: 'invoice.issued',
    at: row.issuedAt,
    correlationId: row.correlationId,
    data: {
      number: row.number,
      typeCode: row.typeCode,
      format: row.format,
      sha256: document.sha256,
      packs: row.packs,
      orderId: row.orderId,
    },
  });
  if (!delivery) return;
  await tx.jobs.enqueue({
    kind: 'deliver-document',
    key: delivery.id,
    payload: { deliveryId: delivery.id },
    correlationId: row.correlationId,
  });
}

function postingOf(context: FlowContext, issued: Issued): Posting {
  const row = rowOf(context, issued);
  const { format, mediaType } = issued.document;
  const fileName = fileNameOf(issued, row.issueDate);
  const document: DocumentRow = {
    ...{ id: newId(), invoiceId: row.id, format, mediaType, fileName, createdAt: row.issuedAt },
    ...issued.stored,
  };
  const delivery = issued.isInternal ? undefined : deliveryOf(row, document, issued.customer);
  return { row, document, booking: bookingOf(row, issued), delivery };
}

function bookingOf(row: InvoiceRow, { cause }: Issued): LedgerEntry {
  return {
    id: newId(),
    customerRef: row.customerRef,
    currency: row.currency,
    kind: row.kind,
    amount: row.kind === 'credit-note' ? row.amountDue.negated() : row.amountDue,
    invoiceId: row.id,
    bookedOn: row.issueDate,
    at: row.issuedAt,
    cause,
    correlationId: row.correlationId,
  };
}

function deliveryOf(row: InvoiceRow, document: DocumentRow, customer: PartnerProfile): DeliveryRow {
  const id = newId();
  return {
    id,
    invoiceId: row.id,
    documentId: document.id,
    partner: customer.customerRef,
    channel: customer.delivery.channel,
    fileName: document.fileName,
    idempotencyKey: id,
    state: 'waiting',
    attempts: 0,
    createdAt: row.issuedAt,
    correlationId: row.correlationId,
  };
}

function rowOf(context: FlowContext, issued: Issued): InvoiceRow {
  const { invoice, customer, seller, document } = issued;
  const isCredit = isCreditNote(invoice.typeCode);
  return {
    id: newId(),
    orderId: issued.orderId,
    kind: isCredit ? 'credit-note' : 'invoice',
    typeCode: invoice.typeCode,
    number: invoice.number,
    sellerRef: seller.sellerRef,
    customerRef: customer.customerRef,
    customerName: invoice.buyer.name,
    currency: invoice.currency,
    issueDate: invoice.issueDate,
    dueDate: invoice.dueDate,
    totalWithoutVat: invoice.totals.totalWithoutVat,
    totalWithVat: invoice.totals.totalWithVat,
    amountDue: invoice.totals.amountDue,
    creditorReference: issued.creditorReference,
    format: document.format,
    model: invoice,
    findings: document.verdict.findings,
    packs: document.verdict.packs,
    correctsInvoiceId: issued.corrects?.invoiceId,
    issuedAt: context.clock.now(),
    correlationId: issued.correlationId,
  };
}

function fileNameOf({ invoice, customer, document }: Issued, date: LocalDate): string {
  return renderFileName(customer.delivery.fileName, {
    number: invoice.number,
    type: invoice.typeCode,
    date,
    buyer: customer.customerRef,
    extension: document.extension,
  });
}
