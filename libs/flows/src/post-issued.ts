import { newId, renderFileName, type LocalDate } from '#kernel';
import type { Invoice } from '#invoice';
import type { PartnerProfile, SellerProfile } from '#billing';
import type { InvoiceRow, Transaction } from '#ports';
import { isCreditNote } from '#syntax';
import type { FlowContext } from './context.js';
import type { RenderedDocument } from './render-document.js';

export interface Issued {
  readonly invoice: Invoice;
  readonly document: RenderedDocument;
  readonly seller: SellerProfile;
  readonly customer: PartnerProfile;
  readonly orderId?: string;
  readonly corrects?: { readonly invoiceId: string };
  readonly creditorReference?: string;
  readonly correlationId: string;
  readonly cause: Readonly<Record<string, unknown>>;
}

/**
 * Everything that makes an invoice issued, in the transaction that took its number: the row, its document, the ledger entry,
 * the delivery with its job, the timeline. The bytes must already be in the document store.
 */
export async function postIssued(
  context: FlowContext,
  tx: Transaction,
  issued: Issued,
  stored: { sha256: string; size: number },
): Promise<InvoiceRow> {
  const row = rowOf(context, issued);
  const documentId = newId();
  const fileName = fileNameOf(issued, row.issueDate);
  await tx.invoices.add(row);
  const { format, mediaType } = issued.document;
  await tx.documents.add({
    ...{ id: documentId, invoiceId: row.id, format, mediaType, fileName, createdAt: row.issuedAt },
    ...stored,
  });
  await tx.ledger.post([
    {
      id: newId(),
      customerRef: row.customerRef,
      currency: row.currency,
      kind: row.kind,
      amount: row.kind === 'credit-note' ? row.amountDue.negated() : row.amountDue,
      invoiceId: row.id,
      bookedOn: row.issueDate,
      at: row.issuedAt,
      cause: issued.cause,
      correlationId: row.correlationId,
    },
  ]);
  await tx.timeline.append({
    subject: 'invoice',
    subjectId: row.id,
    type: 'invoice.issued',
    at: row.issuedAt,
    correlationId: row.correlationId,
    data: {
      number: row.number,
      typeCode: row.typeCode,
      format,
      sha256: stored.sha256,
      packs: row.packs,
      orderId: row.orderId,
    },
  });
  await enqueueDelivery(context, tx, row, { documentId, fileName, customer: issued.customer });
  return row;
}

async function enqueueDelivery(
  context: FlowContext,
  tx: Transaction,
  row: InvoiceRow,
  what: { documentId: string; fileName: string; customer: PartnerProfile },
): Promise<void> {
  const id = newId();
  await tx.deliveries.add({
    id,
    invoiceId: row.id,
    documentId: what.documentId,
    partner: what.customer.customerRef,
    channel: what.customer.delivery.channel,
    fileName: what.fileName,
    idempotencyKey: id,
    state: 'waiting',
    attempts: 0,
    createdAt: context.clock.now(),
    correlationId: row.correlationId,
  });
  await tx.jobs.enqueue({
    kind: 'deliver-document',
    key: id,
    payload: { deliveryId: id },
    correlationId: row.correlationId,
  });
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
