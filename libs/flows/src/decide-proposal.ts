import { FacteurError, type Decimal } from '#kernel';
import type { EntryRow, ProposalRow, Transaction } from '#ports';
import type { DeductionKind, DisputeCause, ItemAllocation } from '#receivables';
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

/**
 * Posts a proposal as a person decided; the other proposals of the entry are rejected with it.
 * @throws FacteurError `PROPOSAL.UNKNOWN` (not-found).
 */
export async function acceptProposal(
  context: FlowContext,
  tenantId: string,
  proposalId: string,
  person: string,
  shortfall?: Shortfall,
): Promise<ProposalDecision> {
  const outcome = await context.store.transaction(
    tenantId,
    async (tx): Promise<ProposalDecision & { row?: EntryRow }> => {
      const { proposal, row } = await lock(tx, proposalId);
      if (proposal.state !== 'open' || row.state === 'allocated') {
        return { kind: 'too-late', reason: `The proposal is ${proposal.state}, the entry ${row.state}` };
      }
      const allocations: ItemAllocation[] = [];
      for (const line of proposal.lines) {
        const open = await tx.ledger.openAmountForUpdate(line.invoiceId);
        const after = open.minus(line.amount);
        if (crossesZero(open, after)) {
          return { kind: 'too-late', reason: `Invoice ${line.invoiceId} is open for ${open.toString()} only` };
        }
        const invoice = await tx.invoices.find(line.invoiceId);
        if (!invoice) return { kind: 'too-late', reason: `Invoice ${line.invoiceId} does not exist` };
        allocations.push({
          itemId: line.invoiceId,
          number: invoice.number,
          customerId: invoice.customerRef,
          amount: line.amount,
          ...withShortfall(after, shortfall),
        });
      }
      const paid = allocations.reduce((sum, each) => sum.minus(each.amount), row.amount);
      const customerIds = [...new Set(allocations.map((each) => each.customerId))];
      await postSolution(
        context,
        tx,
        row,
        { allocations, onAccountAmount: paid, customerIds, level: proposal.level },
        { by: 'person', name: person },
      );
      for (const other of await tx.proposals.byEntry(row.id)) {
        await tx.proposals.setState(other.id, other.id === proposalId ? 'accepted' : 'rejected');
      }
      return { kind: 'accepted', proposal: { ...proposal, state: 'accepted' }, row };
    },
  );
  if (outcome.kind === 'accepted') context.signals.entryMatched('allocated', 'person');
  return outcome;
}

/** Puts one proposal aside; an entry whose proposals are all rejected is unmatched. */
export async function rejectProposal(
  context: FlowContext,
  tenantId: string,
  proposalId: string,
  person: string,
): Promise<ProposalDecision> {
  return context.store.transaction(tenantId, async (tx): Promise<ProposalDecision> => {
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
  });
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
