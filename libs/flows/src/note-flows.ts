import { newId } from '#kernel';
import type { FlowNews, FlowPosition, PlatformFlowRow, Transaction } from '#ports';
import type { FlowContext } from './context.js';

/** Where news of flows came from. */
export interface NewsSource {
  readonly platform: string;
  /** Undefined where it is not told (callbacks), or where the platform knows one company only. */
  readonly organization?: string;
  /** How far the search has come with these flows; kept in the same transaction. */
  readonly position?: FlowPosition;
}

/**
 * Writes down what a platform told, by search or callback, in any order and any number of times: of flows for us the fetching is
 * enqueued, of flows we sent the acknowledgement is taken. The search position moves in the same transaction, so that nothing noted
 * is lost and nothing lost counts as noted.
 */
export async function noteFlows(
  context: FlowContext,
  tenantId: string,
  source: NewsSource,
  flows: readonly FlowNews[],
): Promise<{ noted: number }> {
  return context.store.transaction(tenantId, async (tx) => {
    let noted = 0;
    for (const flow of flows) {
      const isNews =
        flow.direction === 'in'
          ? await noteIncoming(context, tx, source, flow)
          : await noteOutgoing(context, tx, source, flow);
      if (isNews) noted += 1;
    }
    if (source.position) {
      await tx.platformFlows.keepPosition(source.platform, source.organization, source.position, context.clock.now());
    }
    return { noted };
  });
}

async function noteIncoming(
  context: FlowContext,
  tx: Transaction,
  { platform, organization }: NewsSource,
  flow: FlowNews,
): Promise<boolean> {
  const { acknowledgement } = flow;
  const id = newId();
  const { row, isNew } = await tx.platformFlows.add({
    ...{ id, platform, organization, direction: 'in', flowRef: flow.flowRef, syntax: flow.syntax },
    ...{ flowType: flow.flowType, fileName: flow.name, attempts: 0, correlationId: id },
    state: acknowledgement.state === 'error' ? 'passed-over' : 'noted',
    reasons: acknowledgement.reasons,
    createdAt: context.clock.now(),
    updatedAt: flow.updatedAt,
  });
  if (row.state === 'received') return false;
  // Not checked by the platform yet: it is told again when it is.
  if (acknowledgement.state !== 'ok') return isNew;
  if (row.state === 'passed-over') await tx.platformFlows.update(row.id, { state: 'noted', updatedAt: flow.updatedAt });
  await tx.jobs.enqueue({
    kind: 'fetch-flow',
    key: row.id,
    payload: { flowId: row.id },
    correlationId: row.correlationId,
  });
  return isNew;
}

/** A flow without our tracking id was sent by something else, or by the platform itself to the public portal. */
async function noteOutgoing(
  context: FlowContext,
  tx: Transaction,
  { platform }: NewsSource,
  flow: FlowNews,
): Promise<boolean> {
  const known =
    (flow.trackingId === undefined ? undefined : await tx.platformFlows.byTracking(platform, flow.trackingId)) ??
    (await tx.platformFlows.byFlowRef(platform, flow.flowRef));
  const row = known && (await tx.platformFlows.findForUpdate(known.id));
  if (!row || row.direction !== 'out' || isOld(row, flow)) return false;
  const { state, reasons } = flow.acknowledgement;
  if (state === 'pending') return false;
  const facts = { flowRef: flow.flowRef, flowType: flow.flowType, updatedAt: flow.updatedAt, reasons };
  // The very flow is there already: an attempt of ours that was doubled, which is as good as taken.
  if (state === 'ok' || isThereAlready(reasons)) {
    await tx.platformFlows.update(row.id, { ...facts, state: 'acknowledged' });
    return true;
  }
  await tx.platformFlows.update(row.id, { ...facts, state: 'refused' });
  await refuse(context, tx, row, reasons);
  return true;
}

/** The platform's check of doubles (annex A, reason `AlreadyExistingFlow`). */
function isThereAlready(reasons: readonly string[]): boolean {
  return reasons.length > 0 && reasons.every((reason) => reason.startsWith('AlreadyExistingFlow'));
}

/**
 * Whether this tells nothing new. A second flow under our tracking id (an attempt doubled where the platform's search lagged behind) is
 * turned away by the platform itself; the verdict on the first stands.
 */
function isOld(row: PlatformFlowRow, flow: FlowNews): boolean {
  if (row.flowRef !== undefined && row.flowRef !== flow.flowRef) {
    if (flow.acknowledgement.state === 'error') return true;
    return row.state === 'acknowledged';
  }
  const isSame = row.updatedAt !== undefined && row.updatedAt.getTime() >= flow.updatedAt.getTime();
  return (row.state === 'acknowledged' || row.state === 'refused') && isSame;
}

/** The platform's technical verdict came after it had taken the flow: what was delivered is refused after all. */
async function refuse(
  context: FlowContext,
  tx: Transaction,
  row: PlatformFlowRow,
  reasons: readonly string[],
): Promise<void> {
  const at = context.clock.now();
  const detail = `${row.platform}: ${reasons.join('; ') || 'refused by the platform'}`;
  const { subjectId } = row;
  if (subjectId === undefined) return;
  if (row.subject === 'message') return refuseMessage(tx, row, subjectId, detail, at);
  const delivery = await tx.deliveries.find(subjectId);
  if (!delivery) return;
  await tx.deliveries.record(subjectId, { state: 'refused', detail, at });
  const invoice = await tx.invoices.find(delivery.invoiceId);
  await tx.timeline.append({
    subject: 'delivery',
    subjectId,
    type: 'delivery.refused',
    at,
    correlationId: row.correlationId,
    data: {
      ...{ number: invoice?.number, partner: delivery.partner, channel: delivery.channel },
      ...{ fileName: delivery.fileName, outcome: 'refused', detail },
    },
  });
}

/** A status or e-report that the platform does not take: the history of the invoice, or of the report, tells it. */
async function refuseMessage(
  tx: Transaction,
  row: PlatformFlowRow,
  messageId: string,
  detail: string,
  at: Date,
): Promise<void> {
  const message = await tx.outgoing.find(messageId);
  if (!message) return;
  await tx.outgoing.record(messageId, { state: 'refused', detail, at });
  const status = message.subject === 'status' ? await tx.lifecycle.find(message.subjectId) : undefined;
  await tx.timeline.append({
    subject: status ? 'invoice' : 'report',
    subjectId: status?.invoiceId ?? message.subjectId,
    type: status ? 'invoice.status-refused' : 'report-refused',
    at,
    correlationId: row.correlationId,
    data: { messageId, status: status?.code, outcome: 'refused', detail, sha256: message.sha256 },
  });
}
