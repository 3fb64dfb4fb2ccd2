import { newId } from '#kernel';
import { localDateTimeOf, readdressed, type LifecycleCompany, type MessageSubject } from '#lifecycle';
import type { InvoiceRow, OutgoingMessage, Transaction } from '#ports';
import { readCdar, writeCdar } from '#syntax';
import { readXml } from '#xml';
import type { FlowContext } from '../context.js';
import { judgeMessage, messageRoute, subjectOf } from './queue-status.js';

export type Rewritten =
  | { readonly kind: 'rewritten'; readonly message: OutgoingMessage }
  /** Still not valid; `detail` says why, and nothing was written. */
  | { readonly kind: 'invalid'; readonly detail: string };

/**
 * Writes a message that the rules had refused once more, after its customer's or seller's profile was mended: the same status with
 * the same moment and amounts, to the parties as they are known now. Undefined where it was valid as it is. The message it replaces
 * stays as it was.
 */
export async function rewriteMessage(
  context: FlowContext,
  tx: Transaction,
  message: OutgoingMessage,
): Promise<Rewritten | undefined> {
  if (message.subject !== 'status') return undefined;
  const bytes = await context.documents.get(message.sha256);
  if (judgeMessage(bytes).length === 0) return undefined;
  const read = readXml(bytes);
  const before = read.ok ? readCdar(read.value).message : undefined;
  const status = await tx.lifecycle.find(message.subjectId);
  const invoice = status && (await tx.invoices.find(status.invoiceId));
  if (!before || !invoice) return undefined;
  const id = newId();
  const moment = { madeAt: localDateTimeOf(context.clock.now()), mark: id.replaceAll('-', '').slice(-8) };
  const written = writeCdar(readdressed(before, await subjectNow(context, tx, invoice), moment)).bytes;
  const findings = judgeMessage(written);
  if (findings.length > 0) return { kind: 'invalid', detail: detailOf(findings) };
  const hasRoute = messageRoute(context, tx.tenantId, message.sellerRef, message.customerRef) !== undefined;
  const again: OutgoingMessage = {
    ...message,
    ...(await context.documents.put(written)),
    id,
    state: hasRoute ? 'waiting' : 'kept',
    attempts: 0,
    detail: undefined,
    createdAt: context.clock.now(),
    settledAt: undefined,
  };
  await tx.outgoing.add(again);
  await tx.timeline.append({
    subject: 'invoice',
    subjectId: invoice.id,
    type: 'invoice.status-rewritten',
    at: again.createdAt,
    correlationId: message.correlationId,
    data: {
      number: invoice.number,
      status: status.code,
      messageId: again.id,
      replaces: message.id,
      state: again.state,
      sha256: again.sha256,
    },
  });
  return { kind: 'rewritten', message: again };
}

/** As the invoice names them; what it leaves out comes from today's profiles. */
async function subjectNow(context: FlowContext, tx: Transaction, invoice: InvoiceRow): Promise<MessageSubject> {
  const subject = await subjectOf(tx, invoice);
  const profiles = context.profiles(tx.tenantId);
  return {
    ...subject,
    seller: completed(subject.seller, profiles.seller(invoice.sellerRef)),
    buyer: completed(subject.buyer, profiles.customer(invoice.customerRef)),
  };
}

function completed(
  company: LifecycleCompany,
  profile: { readonly siren?: string; readonly electronicAddress?: LifecycleCompany['address'] } | undefined,
): LifecycleCompany {
  return {
    ...company,
    siren: company.siren ?? profile?.siren,
    address: company.address ?? profile?.electronicAddress,
  };
}

/** What keeps a message from being sent, for people. */
function detailOf(findings: readonly { readonly rule: string; readonly message: { readonly en: string } }[]) {
  return findings
    .map((each) => `${each.rule}: ${each.message.en}`)
    .join(' ')
    .slice(0, 1000);
}
