import { newId } from '#kernel';
import type { EntryRow, OpenDocument, ProposalRow, Transaction } from '#ports';
import {
  matchEntry,
  type MatchKnowledge,
  type MatchOutcome,
  type MatchSolution,
  type OpenItemIndex,
} from '#receivables';
import { AnnouncedPayments } from './announced-payments.js';
import type { FlowContext } from './context.js';
import { loadOpenItems } from './load-open-items.js';
import { knowledgeOf } from './match-knowledge.js';
import { PendingMatches } from './pending-matches.js';
import { bookingsOf, tellPosted } from './post-solution.js';
import { takeBack } from './take-back.js';

export interface MatchedEntry {
  readonly outcome: 'allocated' | 'proposed' | 'unmatched' | 'ignored';
  /** The level of the solution; empty when there was none. */
  readonly level: string;
}

/** Matches entries one after the other against the open items as they stand, each posting seen by the next. */
export class MatchingRun {
  private readonly pending: PendingMatches;
  private readonly locked = new Set<string>();

  private constructor(
    private readonly context: FlowContext,
    private readonly tx: Transaction,
    private readonly items: OpenItemIndex,
    private readonly byId: Map<string, OpenDocument>,
    private readonly knowledge: MatchKnowledge,
    private readonly announced: AnnouncedPayments,
  ) {
    this.pending = new PendingMatches(tx);
  }

  /** Matches these entries, in their order; everything is written when it answers. */
  static async over(
    context: FlowContext,
    tx: Transaction,
    rows: readonly EntryRow[],
  ): Promise<readonly MatchedEntry[]> {
    // Read once what these entries can lead to: open items, payers, advices, settled numbers, recent payments.
    const { knowledge, payers, keys } = await knowledgeOf(tx, rows, context.matchPolicy.repeatDays);
    const { index, byId } = await loadOpenItems(context, tx, rows, { keys, payers });
    const announced = await AnnouncedPayments.over(tx, rows);
    const run = new MatchingRun(context, tx, index, byId, knowledge, announced);
    const matched: MatchedEntry[] = [];
    for (const row of rows) matched.push(await run.match(row));
    await run.pending.flush();
    return matched;
  }

  /** Posts the certain solution, or keeps proposals for a person. A debit may take back an earlier receipt. */
  private async match(row: EntryRow): Promise<MatchedEntry> {
    if (row.amount.isNegative()) {
      // The receipt may be of this very run.
      await this.pending.flush();
      const returned = await takeBack(this.context, this.tx, row);
      // What it reopened is to be compared anew.
      this.locked.clear();
      if (returned) return { outcome: returned, level: 'return' };
    }
    const outcome = matchEntry(row.entry, this.items, this.context.matchPolicy, this.knowledge);
    if (outcome.kind === 'allocated' && (await this.isStillOpen(outcome.solution))) {
      await this.post(row, outcome.solution);
      return { outcome: 'allocated', level: outcome.solution.level };
    }
    const proposals =
      outcome.kind === 'allocated' ? [outcome.solution] : outcome.kind === 'proposed' ? outcome.proposals : [];
    const proposed = outcome.kind === 'ignored' ? [] : this.proposalsOf(row, proposals);
    const state = proposed.length > 0 || outcome.kind === 'allocated' ? 'proposed' : outcome.kind;
    this.pending.left(row, state, proposed);
    await this.note(row, outcome, state);
    return { outcome: state, level: proposed[0]?.level ?? '' };
  }

  private async post(row: EntryRow, solution: MatchSolution): Promise<void> {
    const decided = { by: 'machine' } as const;
    await this.pending.allocated(row, bookingsOf(this.context, row, solution, decided));
    await tellPosted(this.context, this.tx, row, solution, decided, this.byId);
    this.take(solution);
  }

  /** Another process may have allocated since the open items were read: the locked rows decide, and stay locked. */
  private async isStillOpen(solution: MatchSolution): Promise<boolean> {
    for (const { itemId, isClaim } of solution.allocations) {
      if (this.locked.has(itemId)) continue;
      const { ledger } = this.tx;
      const open = isClaim ? await ledger.claimAmountForUpdate(itemId) : await ledger.openAmountForUpdate(itemId);
      if (open === undefined || this.byId.get(itemId)?.openAmount.equals(open) !== true) return false;
      this.locked.add(itemId);
    }
    return true;
  }

  private take(solution: MatchSolution): void {
    for (const allocation of solution.allocations) {
      const known = this.byId.get(allocation.itemId) as OpenDocument;
      const item = this.items.item(allocation.itemId);
      const isCredit = known.kind === 'credit-note';
      const left = { ...known, openAmount: isCredit ? allocation.openAfter.negated() : allocation.openAfter };
      this.byId.set(allocation.itemId, left);
      if (item) this.items.replace({ ...item, openAmount: allocation.openAfter });
    }
  }

  /** What matching proposes, then what buyers announced and nothing else led to. */
  private proposalsOf(row: EntryRow, proposals: readonly MatchSolution[]): ProposalRow[] {
    const found = proposals.map(({ level, evidence, allocations }) => ({
      level: level,
      reason: evidence.find(({ weight }) => weight === 'for')?.message ?? { en: level, fr: level },
      lines: allocations.map(({ itemId, isClaim, amount }) =>
        isClaim ? { claimId: itemId, amount } : { invoiceId: itemId, amount },
      ),
    }));
    const isFound = (invoiceId: string): boolean =>
      found.some(({ lines }) => lines.length === 1 && lines[0]?.invoiceId === invoiceId);
    const told = this.announced
      .of(row)
      .filter(({ invoiceId }) => !isFound(invoiceId))
      .map(({ invoiceId, amount, reason }) => ({ level: 'announced', reason, lines: [{ invoiceId, amount }] }));
    const createdAt = this.context.clock.now();
    return [...found, ...told].map((each, index) => ({
      ...each,
      id: newId(),
      entryId: row.id,
      state: 'open',
      rank: index + 1,
      createdAt,
    }));
  }

  private note(row: EntryRow, outcome: MatchOutcome, state: string): Promise<void> {
    const reasons = 'reasons' in outcome ? outcome.reasons.map((reason) => reason.code) : ['MATCH.NO_LONGER_OPEN'];
    return this.tx.timeline.append({
      subject: 'entry',
      subjectId: row.id,
      type: `entry.${state}`,
      at: this.context.clock.now(),
      correlationId: row.correlationId,
      data: { amount: row.amount.toString(), currency: row.currency, reasons },
    });
  }
}
