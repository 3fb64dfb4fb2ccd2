import { Decimal, FacteurError, newId } from '#kernel';
import type { Invoice } from '#invoice';
import type { DisputeLine, DisputeRow, EvidenceRow, Transaction } from '#ports';
import {
  allowedMoves,
  causeRow,
  explainsDispute,
  moveDispute,
  type DisputeCause,
  type DisputeMove,
  type DisputeResolution,
  type DisputeState,
} from '#receivables';
import { once, type Keyed } from './cash/once.js';
import type { FlowContext } from './context.js';

export interface NewDispute extends Keyed {
  readonly invoiceId: string;
  readonly cause: DisputeCause;
  /** The disputed part as a sum; the rest of the invoice stays due. Left out with the lines: all that is open. */
  readonly amount?: Decimal;
  /** Disputed lines by BT-126, wholly or for a part including VAT. */
  readonly lines?: readonly { readonly lineId: string; readonly amount?: Decimal }[];
  readonly comment?: string;
  readonly person: string;
  /** `lifecycle` for a status message of the buyer, with its reason code. */
  readonly source?: 'person' | 'payment' | 'lifecycle';
  readonly reasonCode?: string;
}

export type OpenDisputeOutcome =
  | { readonly kind: 'opened'; readonly dispute: DisputeRow }
  | { readonly kind: 'unknown-line'; readonly lineId: string }
  | { readonly kind: 'too-much'; readonly disputable: Decimal };

/**
 * Opens a dispute about an invoice or a part of it. No more can be disputed than is open and not disputed yet. The cause says who
 * owns it and how much time there is.
 * @throws FacteurError `INVOICE.UNKNOWN` (not-found), `REQUEST.KEY_REUSED` (conflict).
 */
export async function openDispute(
  context: FlowContext,
  tenantId: string,
  request: NewDispute,
): Promise<OpenDisputeOutcome> {
  return context.store.transaction(tenantId, (tx) => openDisputeIn(context, tx, request));
}

/** As `openDispute`, inside the caller's transaction: for a status message that opens one. */
export async function openDisputeIn(
  context: FlowContext,
  tx: Transaction,
  request: NewDispute,
): Promise<OpenDisputeOutcome> {
  return once<OpenDisputeOutcome>(context, tx, 'disputes', request, async () => {
    const open = await tx.ledger.openAmountForUpdate(request.invoiceId);
    const invoice = await tx.invoices.summary(request.invoiceId);
    const row = request.lines && (await tx.invoices.find(request.invoiceId));
    if (!invoice)
      throw new FacteurError('INVOICE.UNKNOWN', 'not-found', 'No such invoice', { invoiceId: request.invoiceId });
    const lines = request.lines === undefined || !row ? [] : disputedLines(row.model, request.lines);
    if (!Array.isArray(lines)) return { kind: 'unknown-line', lineId: lines.unknown };
    const disputable = open.minus(invoice.disputedAmount);
    const bySum = request.amount ?? disputable;
    const amount = lines.length > 0 ? Decimal.sum(lines.map((line) => Decimal.of(line.amount))) : bySum;
    if (!amount.isPositive() || amount.greaterThan(disputable)) return { kind: 'too-much', disputable };
    const dispute: DisputeRow = {
      id: newId(),
      invoiceId: request.invoiceId,
      cause: request.cause,
      amount,
      currency: invoice.currency,
      state: 'detected' satisfies DisputeState,
      openedAt: context.clock.now(),
      openedBy: request.person,
      correlationId: invoice.correlationId,
      owner: causeRow(request.cause).owner,
      lines,
      source: request.source ?? 'person',
      reasonCode: request.reasonCode,
    };
    await tx.disputes.add(dispute);
    await step(context, tx, dispute, 'open', 'detected', request.person);
    await note(context, tx, dispute, 'dispute.opened', {
      ...{ cause: dispute.cause, amount: amount.toString(), currency: dispute.currency, number: invoice.number },
      ...{ invoiceId: dispute.invoiceId, owner: dispute.owner, source: dispute.source, reason: request.reasonCode },
      ...(dispute.source === 'person' ? { person: request.person } : {}),
    });
    if (request.comment !== undefined) await comment(context, tx, dispute, request.person, request.comment);
    return { kind: 'opened', dispute };
  });
}

/** Lines with their share including VAT; a line without an amount is disputed wholly. */
function disputedLines(
  model: Invoice,
  wanted: readonly { lineId: string; amount?: Decimal }[],
): DisputeLine[] | { unknown: string } {
  const lines: DisputeLine[] = [];
  for (const { lineId, amount } of wanted) {
    const line = model.lines.find((each) => each.id === lineId);
    if (!line) return { unknown: lineId };
    const rate = line.vat.rate ?? Decimal.ZERO;
    const withVat = line.netAmount.plus(line.netAmount.times(rate).dividedBy(Decimal.HUNDRED, 6)).rounded(2);
    lines.push({ lineId, amount: (amount ?? withVat).toString() });
  }
  return lines;
}

/** @throws FacteurError `DISPUTE.UNKNOWN` (not-found), `REQUEST.KEY_REUSED` (conflict). */
export async function commentDispute(
  context: FlowContext,
  tenantId: string,
  disputeId: string,
  request: { person: string; text: string } & Keyed,
): Promise<DisputeRow> {
  const outcome = await keyed(context, tenantId, `dispute-comments/${disputeId}`, request, async (tx) => {
    const dispute = await found(tx, disputeId);
    await comment(context, tx, dispute, request.person, request.text);
    return { kind: 'commented' as const, dispute };
  });
  return outcome.dispute;
}

export type MoveDisputeOutcome =
  | { readonly kind: 'moved'; readonly dispute: DisputeRow }
  /** The table does not allow this move from where the dispute is. */
  | { readonly kind: 'not-allowed'; readonly state: string; readonly allowed: readonly DisputeMove[] };

/** Moves that `moveDisputeTo` makes; resolving and closing have their own conditions. */
export const PLAIN_MOVES = ['qualify', 'assign', 'ask-customer', 'ask-internal', 'answer', 'reopen'] as const;
export type PlainMove = (typeof PLAIN_MOVES)[number];

/**
 * Moves a dispute on, as the table of moves allows. While it waits for the customer its clocks stand still.
 * @throws FacteurError `DISPUTE.UNKNOWN` (not-found).
 */
export async function moveDisputeTo(
  context: FlowContext,
  tenantId: string,
  disputeId: string,
  request: { move: PlainMove; person: string; assignee?: string; comment?: string } & Keyed,
): Promise<MoveDisputeOutcome> {
  return keyed<MoveDisputeOutcome>(context, tenantId, `dispute-moves/${disputeId}`, request, async (tx) => {
    const dispute = await found(tx, disputeId);
    const from = dispute.state as DisputeState;
    const state = moveDispute(from, request.move);
    if (!state) return { kind: 'not-allowed', state: from, allowed: allowedMoves(from) };
    const update = {
      state,
      ...(request.move === 'reopen' ? { resolvedAt: null, resolution: null } : {}),
      ...(request.assignee === undefined ? {} : { assignee: request.assignee }),
    };
    await tx.disputes.setState(disputeId, update);
    await step(context, tx, dispute, request.move, state, request.person);
    await note(context, tx, dispute, 'dispute.moved', {
      ...{ move: request.move, from, to: state, person: request.person, assignee: request.assignee },
    });
    if (request.comment !== undefined) await comment(context, tx, dispute, request.person, request.comment);
    const { resolvedAt: _resolvedAt, resolution: _resolution, ...rest } = dispute;
    const base = request.move === 'reopen' ? rest : dispute;
    return { kind: 'moved', dispute: { ...base, state, assignee: request.assignee ?? dispute.assignee } };
  });
}

export type ResolveDisputeOutcome =
  | { readonly kind: 'resolved'; readonly dispute: DisputeRow }
  | { readonly kind: 'already-resolved'; readonly dispute: DisputeRow }
  /** Its amount is not explained: this much of it is neither credited, written off nor paid. */
  | { readonly kind: 'unexplained'; readonly missing: Decimal };

/**
 * Ends a dispute with what it came to. Only when its amount is explained: credited, written off or paid since it was opened, or the
 * resolution leaves it due again (rejected, withdrawn, replaced).
 * @throws FacteurError `DISPUTE.UNKNOWN` (not-found).
 */
export async function resolveDispute(
  context: FlowContext,
  tenantId: string,
  disputeId: string,
  request: { person: string; resolution: DisputeResolution; comment?: string } & Keyed,
): Promise<ResolveDisputeOutcome> {
  return keyed<ResolveDisputeOutcome>(context, tenantId, `dispute-resolutions/${disputeId}`, request, async (tx) => {
    const dispute = await found(tx, disputeId);
    const move = request.resolution === 'withdrawn' ? 'withdraw' : 'resolve';
    const state = moveDispute(dispute.state as DisputeState, move);
    if (!state) return { kind: 'already-resolved', dispute };
    const explained = explainsDispute(dispute.amount, {
      resolution: request.resolution,
      ...(await sinceOpened(tx, dispute)),
    });
    if (!explained.ok) return { kind: 'unexplained', missing: explained.error.missingAmount };
    const update = { state, resolvedAt: context.clock.now(), resolution: request.resolution };
    await tx.disputes.setState(disputeId, update);
    await step(context, tx, dispute, move, state, request.person);
    if (request.comment !== undefined) await comment(context, tx, dispute, request.person, request.comment);
    await note(context, tx, dispute, 'dispute.resolved', {
      ...{ resolution: request.resolution, person: request.person, invoiceId: dispute.invoiceId },
      ...{ amount: dispute.amount.toString(), currency: dispute.currency },
    });
    return { kind: 'resolved', dispute: { ...dispute, ...update } };
  });
}

/** What was taken off the invoice since the dispute was opened, beyond what was left undisputed then. */
async function sinceOpened(tx: Transaction, dispute: DisputeRow) {
  const bookings = await tx.ledger.ofInvoice(dispute.invoiceId);
  const since = bookings.filter((each) => each.at >= dispute.openedAt && each.invoiceId === dispute.invoiceId);
  const sum = (isIt: (each: (typeof since)[number]) => boolean): Decimal =>
    Decimal.sum(since.filter(isIt).map((each) => each.amount));
  const creditedAmount = sum((each) => each.kind === 'allocation' && each.creditInvoiceId !== undefined);
  const writtenOffAmount = sum((each) => each.kind === 'write-off').negated();
  const moneyAmount = sum((each) => each.kind === 'allocation' && each.paymentId !== undefined);
  // Money pays the undisputed part first: only what the balance shows to be gone counts for the dispute.
  const open = (await tx.ledger.openAmountForUpdate(dispute.invoiceId)).abs();
  const covered = dispute.amount.minus(open);
  const room = covered.isPositive() ? covered : Decimal.ZERO;
  const paidAmount = moneyAmount.lessThan(room) ? (moneyAmount.isNegative() ? Decimal.ZERO : moneyAmount) : room;
  return { creditedAmount, writtenOffAmount, paidAmount };
}

/** @throws FacteurError `DISPUTE.UNKNOWN` (not-found). */
export async function closeDispute(
  context: FlowContext,
  tenantId: string,
  disputeId: string,
  request: { person: string } & Keyed,
): Promise<MoveDisputeOutcome> {
  return keyed<MoveDisputeOutcome>(context, tenantId, `dispute-closings/${disputeId}`, request, async (tx) => {
    const dispute = await found(tx, disputeId);
    const from = dispute.state as DisputeState;
    const state = moveDispute(from, 'close');
    if (!state) return { kind: 'not-allowed', state: from, allowed: allowedMoves(from) };
    await tx.disputes.setState(disputeId, { state });
    await step(context, tx, dispute, 'close', state, request.person);
    await note(context, tx, dispute, 'dispute.closed', { person: request.person, invoiceId: dispute.invoiceId });
    return { kind: 'moved', dispute: { ...dispute, state } };
  });
}

export interface NewEvidence extends Keyed {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly fileName: string;
  readonly person: string;
}

/**
 * Keeps a file that speaks for or against a dispute, by its hash. The same file again answers the one that is there.
 * @throws FacteurError `DISPUTE.UNKNOWN` (not-found).
 */
export async function addEvidence(
  context: FlowContext,
  tenantId: string,
  disputeId: string,
  file: NewEvidence,
): Promise<EvidenceRow> {
  const { sha256, size } = await context.documents.put(file.bytes);
  const { mediaType, fileName, person, idempotencyKey } = file;
  const request = { sha256, mediaType, fileName, person, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) };
  const outcome = await keyed(context, tenantId, `dispute-evidence/${disputeId}`, request, async (tx) => {
    const dispute = await found(tx, disputeId);
    const known = (await tx.disputes.evidence(disputeId)).find((each) => each.sha256 === sha256);
    if (known) return { kind: 'kept' as const, evidence: known };
    const evidence: EvidenceRow = {
      ...{ id: newId(), disputeId, sha256, size, mediaType, fileName, addedBy: person, addedAt: context.clock.now() },
    };
    await tx.disputes.addEvidence(evidence);
    await note(context, tx, dispute, 'dispute.evidence-added', { person, fileName, sha256, size });
    return { kind: 'kept' as const, evidence };
  });
  return outcome.evidence;
}

/** A transaction of its own that does its work once for the key. */
function keyed<T extends { readonly kind: string }>(
  context: FlowContext,
  tenantId: string,
  route: string,
  request: Keyed & object,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return context.store.transaction(tenantId, (tx) => once<T>(context, tx, route, request, () => work(tx)));
}

async function found(tx: Transaction, disputeId: string): Promise<DisputeRow> {
  const dispute = await tx.disputes.findForUpdate(disputeId);
  if (!dispute) throw new FacteurError('DISPUTE.UNKNOWN', 'not-found', 'No such dispute', { disputeId });
  return dispute;
}

function step(
  context: FlowContext,
  tx: Transaction,
  dispute: DisputeRow,
  move: string,
  state: string,
  person: string,
): Promise<void> {
  return tx.disputes.addStep(dispute.id, { at: context.clock.now(), move, state, person });
}

async function comment(
  context: FlowContext,
  tx: Transaction,
  dispute: DisputeRow,
  author: string,
  text: string,
): Promise<void> {
  await tx.disputes.comment(dispute.id, { at: context.clock.now(), author, text });
  await note(context, tx, dispute, 'dispute.commented', { person: author });
}

function note(
  context: FlowContext,
  tx: Transaction,
  dispute: DisputeRow,
  type: string,
  data: Record<string, unknown>,
): Promise<void> {
  const { id: subjectId, correlationId } = dispute;
  return tx.timeline.append({ subject: 'dispute', subjectId, type, at: context.clock.now(), correlationId, data });
}
