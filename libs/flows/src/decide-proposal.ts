import { FacteurError, type Decimal } from '#kernel';
import type { EntryRow, ProposalRow, Transaction } from '#ports';
import type { DeductionKind, DisputeCause, ItemAllocation } from '#receivables';
import { once, type Keyed } from './cash/once.js';
import type { FlowContext } from './context.js';
import { postSolution } from './post-solution.js';

export type ProposalDecision =
  | { readonly kind: 'accepted' | 'rejected'; readonly proposal: ProposalRow }
  /** Somebody decided before, or the invoices have changed since. */
  | { readonly kind: 'too-late'; readonly reason: string };

/** What becomes of the part that a proposal leaves open; without it, it stays due. */
export interface Shortfall {
  readonly kind: DeductionKind;
  /** Of a dispute. */
  readonly cause?: DisputeCause;
}

export interface AcceptRequest extends Keyed {
  readonly proposalId: string;
  readonly person: string;
  readonly shortfall?: Shortfall;
}

/**
 * Posts a proposal as a person decided; the other proposals of the entry are rejected with it.
 * @throws FacteurError `PROPOSAL.UNKNOWN` (not-found), `REQUEST.KEY_REUSED` (conflict).
 */
export async function acceptProposal(
  context: FlowContext,
  tenantId: string,
  request: AcceptRequest,
): Promise<ProposalDecision> {
  let isNew = false;
  const outcome = await context.store.transaction(tenantId, (tx) =>
    once<ProposalDecision>(context, tx, 'proposals/accept', request, async () => {
      const decision = await accept(context, tx, request);
      isNew = decision.kind === 'accepted';
      return decision;
    }),
  );
  if (isNew) context.signals.entryMatched('allocated', 'person');
  return outcome;
}

async function accept(
  context: FlowContext,
  tx: Transaction,
  { proposalId, person, shortfall }: AcceptRequest,
): Promise<ProposalDecision> {
  const { proposal, row } = await lock(tx, proposalId);
  if (proposal.state !== 'open' || row.state === 'allocated') {
    return { kind: 'too-late', reason: `The proposal is ${proposal.state}, the entry ${row.state}` };
  }
  const allocations = await allocationsOf(tx, proposal, shortfall);
  if (typeof allocations === 'string') return { kind: 'too-late', reason: allocations };
  const onAccountAmount = allocations.reduce((sum, each) => sum.minus(each.amount), row.amount);
  const customerIds = [...new Set(allocations.map((each) => each.customerId))];
  const solution = { allocations, onAccountAmount, customerIds, level: proposal.level };
  await postSolution(context, tx, row, solution, { by: 'person', name: person });
  for (const other of await tx.proposals.byEntry(row.id)) {
    await tx.proposals.setState(other.id, other.id === proposalId ? 'accepted' : 'rejected');
  }
  return { kind: 'accepted', proposal: { ...proposal, state: 'accepted' } };
}

/** The proposed shares on the documents as they stand now, or why they do not fit any more. */
async function allocationsOf(
  tx: Transaction,
  proposal: ProposalRow,
  shortfall: Shortfall | undefined,
): Promise<ItemAllocation[] | string> {
  const allocations: ItemAllocation[] = [];
  for (const { invoiceId, claimId, amount } of proposal.lines) {
    if (claimId !== undefined) {
      const claim = await claimShare(tx, claimId, amount);
      if (typeof claim === 'string') return claim;
      allocations.push(claim);
      continue;
    }
    if (invoiceId === undefined) continue;
    const open = await tx.ledger.openAmountForUpdate(invoiceId);
    const after = open.minus(amount);
    if (crossesZero(open, after)) return `Invoice ${invoiceId} is open for ${open.toString()} only`;
    const invoice = await tx.invoices.summary(invoiceId);
    if (!invoice) return `Invoice ${invoiceId} does not exist`;
    const { number, customerRef: customerId } = invoice;
    allocations.push({ itemId: invoiceId, number, customerId, amount, ...withShortfall(after, shortfall) });
  }
  return allocations;
}

/** The share of a late-payment claim, or why it does not fit any more; a rest stays due. */
async function claimShare(tx: Transaction, claimId: string, amount: Decimal): Promise<ItemAllocation | string> {
  const open = await tx.ledger.claimAmountForUpdate(claimId);
  const claim = await tx.receivables.findClaim(claimId);
  if (open === undefined || !claim) return `Claim ${claimId} does not exist`;
  if (amount.greaterThan(open)) return `Claim ${claimId} is open for ${open.toString()} only`;
  const { number, customerRef: customerId } = claim;
  return { itemId: claimId, isClaim: true, number, customerId, amount, deductions: [], openAfter: open.minus(amount) };
}

/** Puts one proposal aside; an entry whose proposals are all rejected is unmatched. */
export async function rejectProposal(
  context: FlowContext,
  tenantId: string,
  request: { proposalId: string; person: string } & Keyed,
): Promise<ProposalDecision> {
  const { proposalId, person } = request;
  return context.store.transaction(tenantId, (tx) =>
    once<ProposalDecision>(context, tx, 'proposals/reject', request, async () => {
      const { proposal, row } = await lock(tx, proposalId);
      if (proposal.state !== 'open') return { kind: 'too-late', reason: `The proposal is ${proposal.state}` };
      await tx.proposals.setState(proposalId, 'rejected');
      const others = await tx.proposals.byEntry(row.id);
      if (others.every((other) => other.id === proposalId || other.state === 'rejected')) {
        await tx.cash.setEntryState(row.id, 'unmatched');
      }
      await tx.timeline.append({
        subject: 'entry',
        subjectId: row.id,
        type: 'entry.proposal-rejected',
        at: context.clock.now(),
        correlationId: row.correlationId,
        data: { proposalId, person },
      });
      return { kind: 'rejected', proposal: { ...proposal, state: 'rejected' } };
    }),
  );
}

async function lock(tx: Transaction, proposalId: string): Promise<{ proposal: ProposalRow; row: EntryRow }> {
  const first = await tx.proposals.find(proposalId);
  // The entry's row is the lock: whoever holds it decides, and reads the proposal's state only then.
  const row = first && (await tx.cash.findEntryForUpdate(first.entryId));
  const proposal = row && (await tx.proposals.find(proposalId));
  if (!proposal) throw new FacteurError('PROPOSAL.UNKNOWN', 'not-found', 'No such proposal', { proposalId });
  return { proposal, row };
}

/** A disputed rest stays open; any other deduction closes it. */
function withShortfall(
  open: Decimal,
  shortfall: Shortfall | undefined,
): Pick<ItemAllocation, 'deductions' | 'openAfter'> {
  if (!shortfall || !open.isPositive()) return { deductions: [], openAfter: open };
  const { kind, cause } = shortfall;
  const deduction = { kind, amount: open, ...(cause === undefined ? {} : { reason: cause }) };
  return { deductions: [deduction], openAfter: kind === 'dispute' ? open : open.minus(open) };
}

/** An allocation may bring an open amount to zero, not past it. */
function crossesZero(before: Decimal, after: Decimal): boolean {
  return before.isNegative() ? after.isPositive() : after.isNegative();
}
