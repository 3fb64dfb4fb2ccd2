import { Decimal, newId } from '#kernel';
import { currencyDecimals } from '#invoice';
import type { StatusDatum, StatusDetail } from '#lifecycle';
import type { DisputeRow, InvoiceRow, StatusRow, Transaction } from '#ports';
import { causeOfReason, causeRow, moveDispute, type DisputeCause, type DisputeState } from '#receivables';
import type { FlowContext } from '../context.js';

/** What a 206 or 207 disputes: one cause each, with the amount where the message tells one. */
interface Claim {
  readonly cause: DisputeCause;
  readonly reasonCode?: string;
  readonly amount?: Decimal;
  readonly text: string;
}

/**
 * Opens a dispute for each cause of a 206 or 207, or changes the amount of the one that an earlier message opened for it. The
 * amount is what the message does not approve; without one, all that is open and not disputed. Never more than is open.
 */
export async function disputeByStatus(
  context: FlowContext,
  tx: Transaction,
  invoice: InvoiceRow,
  status: StatusRow,
): Promise<void> {
  const known = await openOnes(tx, invoice.id);
  const claims = claimsOf(status, invoice);
  let left = (await tx.ledger.openAmountForUpdate(invoice.id)).minus(
    Decimal.sum(known.filter((dispute) => !isRenewed(dispute, claims)).map((dispute) => dispute.amount)),
  );
  for (const claim of claims) {
    const amount = claim.amount?.lessThan(left) ? claim.amount : left;
    if (!amount.isPositive()) break;
    left = left.minus(amount);
    const same = known.find((dispute) => dispute.source === 'lifecycle' && dispute.cause === claim.cause);
    if (same) await change(context, tx, same, amount, status);
    else await open(context, tx, invoice, claim, amount, status);
  }
}

function isRenewed(dispute: DisputeRow, claims: readonly Claim[]): boolean {
  return dispute.source === 'lifecycle' && claims.some((claim) => claim.cause === dispute.cause);
}

/** One claim a cause: details of the same cause are added up. */
function claimsOf(status: StatusRow, invoice: InvoiceRow): Claim[] {
  const rejected = status.code === '206' ? unapproved(status.details, invoice) : undefined;
  const details = status.details.length > 0 ? status.details : [{ notes: [], data: [] }];
  const claims = new Map<DisputeCause, Claim>();
  for (const detail of details) {
    const cause = detail.reasonCode === undefined ? 'OTHER' : causeOfReason(detail.reasonCode);
    const before = claims.get(cause);
    const amount = notApproved(detail.data, invoice);
    claims.set(cause, {
      cause,
      reasonCode: before?.reasonCode ?? detail.reasonCode,
      amount: before?.amount && amount ? before.amount.plus(amount) : (before?.amount ?? amount),
      text: [before?.text, textOf(detail)].filter(Boolean).join(' ').slice(0, 2000),
    });
  }
  const all = [...claims.values()];
  const [first] = all;
  // A single cause without an amount of its own takes what the whole message leaves unapproved.
  return first && all.length === 1 && first.amount === undefined ? [{ ...first, amount: rejected }] : all;
}

/** Not-approved amount including VAT. */
function notApproved(data: readonly StatusDatum[], invoice: InvoiceRow): Decimal | undefined {
  return amountOf(data, 'MNATTC') ?? withVat(data, 'MNA', invoice);
}

/** What of the invoice is left when the approved part is taken off. */
function unapproved(details: readonly StatusDetail[], invoice: InvoiceRow): Decimal | undefined {
  const data = details.flatMap((detail) => detail.data);
  const approved = amountOf(data, 'MAPTTC') ?? withVat(data, 'MAP', invoice);
  return notApproved(data, invoice) ?? (approved ? invoice.totalWithVat.minus(approved) : undefined);
}

function amountOf(data: readonly StatusDatum[], typeCode: string): Decimal | undefined {
  const amounts = data.flatMap((datum) => (datum.typeCode?.trim() === typeCode && datum.amount ? [datum.amount] : []));
  return amounts.length === 0 ? undefined : Decimal.sum(amounts).abs();
}

/** An amount without VAT, with it: at the rate that stands beside it, else in the proportion of the invoice's totals. */
function withVat(data: readonly StatusDatum[], typeCode: string, { model, currency }: InvoiceRow): Decimal | undefined {
  const { totalWithVat, totalWithoutVat } = model.totals;
  const grossOf = ({ amount, percent }: StatusDatum): Decimal[] => {
    if (amount === undefined) return [];
    if (percent !== undefined) return [amount.times(Decimal.HUNDRED.plus(percent)).dividedBy(Decimal.HUNDRED, 6)];
    return [totalWithoutVat.isZero() ? amount : amount.times(totalWithVat).dividedBy(totalWithoutVat, 6)];
  };
  const amounts = data.filter((datum) => datum.typeCode?.trim() === typeCode).flatMap(grossOf);
  return amounts.length === 0 ? undefined : Decimal.sum(amounts).abs().rounded(currencyDecimals(currency));
}

function textOf(detail: StatusDetail): string {
  return [detail.reason, ...detail.notes.map((note) => note.content), detail.action].filter(Boolean).join(' ');
}

async function open(
  context: FlowContext,
  tx: Transaction,
  invoice: InvoiceRow,
  claim: Claim,
  amount: Decimal,
  status: StatusRow,
): Promise<void> {
  const at = context.clock.now();
  const dispute: DisputeRow = {
    id: newId(),
    invoiceId: invoice.id,
    cause: claim.cause,
    amount,
    currency: invoice.currency,
    state: 'detected' satisfies DisputeState,
    openedAt: at,
    openedBy: AUTHOR,
    correlationId: invoice.correlationId,
    owner: causeRow(claim.cause).owner,
    lines: [],
    source: 'lifecycle',
    reasonCode: claim.reasonCode,
  };
  await tx.disputes.add(dispute);
  await tx.disputes.addStep(dispute.id, { at, move: 'open', state: dispute.state, person: AUTHOR });
  if (claim.text !== '') await tx.disputes.comment(dispute.id, { at, author: AUTHOR, text: claim.text });
  await note(context, tx, dispute, 'dispute.opened', {
    cause: claim.cause,
    amount: amount.toString(),
    currency: invoice.currency,
    number: invoice.number,
    invoiceId: invoice.id,
    source: 'lifecycle',
    status: status.code,
    reason: claim.reasonCode,
  });
}

async function change(
  context: FlowContext,
  tx: Transaction,
  dispute: DisputeRow,
  amount: Decimal,
  status: StatusRow,
): Promise<void> {
  if (dispute.amount.equals(amount)) return;
  await tx.disputes.setState(dispute.id, { state: dispute.state, amount });
  await note(context, tx, dispute, 'dispute.changed', {
    from: dispute.amount.toString(),
    amount: amount.toString(),
    status: status.code,
  });
}

/** A full approval ends what earlier messages disputed: by the credit note where there is one, otherwise it was withdrawn. */
export async function endDisputesByApproval(
  context: FlowContext,
  tx: Transaction,
  invoice: InvoiceRow,
  status: StatusRow,
): Promise<void> {
  const hasCredit = (await tx.invoices.creditNotesOf(invoice.id)).length > 0;
  const resolution = hasCredit ? 'credit-note' : 'withdrawn';
  const at = context.clock.now();
  for (const dispute of await openOnes(tx, invoice.id)) {
    const move = hasCredit ? 'resolve' : 'withdraw';
    const state = dispute.source === 'lifecycle' ? moveDispute(dispute.state as DisputeState, move) : undefined;
    if (!state) continue;
    await tx.disputes.setState(dispute.id, { state, resolvedAt: at, resolution });
    await tx.disputes.addStep(dispute.id, { at, move, state, person: AUTHOR });
    await note(context, tx, dispute, 'dispute.resolved', { resolution, status: status.code });
  }
}

const AUTHOR = 'lifecycle';

async function openOnes(tx: Transaction, invoiceId: string): Promise<readonly DisputeRow[]> {
  return (await tx.disputes.list({ invoiceId, open: true, limit: 200 })).items;
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
