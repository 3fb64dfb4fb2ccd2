import { newId, renderFileName, type LocalDate } from '#kernel';
import {
  localDateTimeOf,
  type LifecycleMessage,
  type LocalDateTime,
  type MessageMoment,
  type MessageSubject,
} from '#lifecycle';
import type { InvoiceRow, OutgoingMessage, StatusRow, Transaction } from '#ports';
import { judgeDocument, type Finding } from '#rules';
import { writeCdar } from '#syntax';
import { readXml } from '#xml';
import type { FlowContext } from '../context.js';

/** A status of ours, ready to be written into the history and sent. */
export interface QueuedStatus {
  readonly status: StatusRow;
  readonly message: OutgoingMessage;
  /** What keeps the message from being valid; it is then not sent until a person has mended it. */
  readonly findings: readonly Finding[];
}

/** The moment of a status set now; the mark keeps messages of one second apart. */
export function momentOf(context: FlowContext, id: string): MessageMoment {
  const now = localDateTimeOf(context.clock.now());
  return { setAt: now, madeAt: now, mark: id.replaceAll('-', '').slice(-8) };
}

/** The invoice as lifecycle messages name it: from the issued model, never from today's profile. */
export async function subjectOf(tx: Transaction, invoice: InvoiceRow): Promise<MessageSubject> {
  const { seller, buyer, notes } = invoice.model;
  const handling = notes.find((note) => note.subjectCode === 'BAR')?.text.trim();
  return {
    number: invoice.number,
    typeCode: invoice.typeCode,
    issuedOn: invoice.issueDate,
    seller: { siren: sirenOf(seller.legalRegistration), name: seller.name, address: seller.electronicAddress },
    buyer: { siren: sirenOf(buyer.legalRegistration), name: buyer.name, address: buyer.electronicAddress },
    receivedAt: await depositedAt(tx, invoice.id),
    process: handling === undefined || handling === 'B2B' ? 'REGULATED' : handling,
  };
}

function sirenOf(registration: { readonly id: string; readonly scheme?: string } | undefined): string | undefined {
  return registration?.scheme === '0002' ? registration.id : undefined;
}

/** MDT-95: when the platform deposited the invoice. */
async function depositedAt(tx: Transaction, invoiceId: string): Promise<LocalDateTime | undefined> {
  return (await tx.lifecycle.history(invoiceId)).find((status) => status.code === '200')?.setAt;
}

/**
 * Writes a message of ours, judges it, keeps its bytes, its place in the history and the job that sends it, in the caller's
 * transaction. What the rules find fatal is not sent: it waits for a person with the findings.
 */
export async function queueStatus(
  context: FlowContext,
  tx: Transaction,
  invoice: InvoiceRow,
  message: LifecycleMessage,
  by: { readonly id: string; readonly person?: string },
): Promise<QueuedStatus> {
  const { bytes } = writeCdar(message);
  const findings = judgeMessage(bytes);
  const { sha256, size } = await context.documents.put(bytes);
  const status = statusOf(context, invoice, message, sha256, by);
  const outgoing = outgoingOf(context, tx.tenantId, invoice, status, { sha256, size }, findings);
  await tx.lifecycle.add(status);
  await tx.outgoing.add(outgoing);
  await tx.timeline.append({
    subject: 'invoice',
    subjectId: invoice.id,
    type: 'invoice.status-set',
    at: status.recordedAt,
    correlationId: invoice.correlationId,
    data: {
      number: invoice.number,
      status: status.code,
      setAt: status.setAt,
      sha256,
      messageId: outgoing.id,
      state: outgoing.state,
      findings: findings.map((finding) => finding.rule),
      ...(by.person === undefined ? {} : { person: by.person }),
    },
  });
  if (outgoing.state === 'waiting') await enqueueMessage(tx, outgoing);
  return { status, message: outgoing, findings };
}

/** The job that hands a message on; the same message is one job. */
export function enqueueMessage(
  tx: Transaction,
  message: OutgoingMessage,
  options: { again?: boolean } = {},
): Promise<void> {
  const { id, correlationId } = message;
  return tx.jobs.enqueue({ kind: 'send-message', key: id, payload: { messageId: id }, correlationId }, options);
}

/** What keeps a message from being valid. */
export function judgeMessage(bytes: Uint8Array): readonly Finding[] {
  const document = readXml(bytes);
  // What we wrote is well-formed; were it not, sending it would be refused anyway.
  if (!document.ok) return [];
  return judgeDocument(document.value, { packs: ['fr-cdar'] }).findings.filter(
    (finding) => finding.severity === 'fatal',
  );
}

function statusOf(
  context: FlowContext,
  invoice: InvoiceRow,
  message: LifecycleMessage,
  sha256: string,
  by: { readonly id: string; readonly person?: string },
): StatusRow {
  const [acknowledgement] = message.acknowledgements;
  const told = acknowledgement?.invoices[0];
  return {
    id: by.id,
    invoiceId: invoice.id,
    key: by.id,
    code: told?.statusCode ?? '',
    setAt: acknowledgement?.setAt ?? localDateTimeOf(context.clock.now()),
    direction: 'sent',
    issuer: message.issuer,
    details: told?.details ?? [],
    messageRef: message.id,
    sha256,
    recordedBy: by.person,
    recordedAt: context.clock.now(),
    correlationId: invoice.correlationId,
  };
}

function outgoingOf(
  context: FlowContext,
  tenantId: string,
  invoice: InvoiceRow,
  status: StatusRow,
  stored: { readonly sha256: string; readonly size: number },
  findings: readonly Finding[],
): OutgoingMessage {
  const hasRoute = messageRoute(context, tenantId, invoice.sellerRef, invoice.customerRef) !== undefined;
  return {
    ...stored,
    id: newId(),
    subject: 'status',
    subjectId: status.id,
    syntax: 'CDAR',
    sellerRef: invoice.sellerRef,
    customerRef: invoice.customerRef,
    fileName: fileNameOf(invoice, status, context.clock.today()),
    state: findings.length > 0 ? 'dead' : hasRoute ? 'waiting' : 'kept',
    attempts: 0,
    ...(findings.length > 0
      ? {
          detail: findings
            .map((each) => `${each.rule}: ${each.message.en}`)
            .join(' ')
            .slice(0, 1000),
        }
      : {}),
    createdAt: status.recordedAt,
    correlationId: status.correlationId,
  };
}

function fileNameOf(invoice: InvoiceRow, status: StatusRow, date: LocalDate): string {
  const name = renderFileName('{number}-{type}.{extension}', {
    number: invoice.number,
    type: `${status.code}-${status.id.slice(-12)}`,
    date,
    buyer: invoice.customerRef,
    extension: 'xml',
  });
  return `cdv-${name}`;
}

/** How lifecycle messages of a seller about a customer's invoices go out: the seller's own route, else the customer's platform. */
export function messageRoute(
  context: FlowContext,
  tenantId: string,
  sellerRef: string,
  customerRef: string | undefined,
) {
  const profiles = context.profiles(tenantId);
  const own = profiles.seller(sellerRef)?.lifecycle.route;
  if (own) return own;
  const route = customerRef === undefined ? undefined : profiles.customer(customerRef)?.delivery;
  return route?.channel === 'platform' ? route : undefined;
}
