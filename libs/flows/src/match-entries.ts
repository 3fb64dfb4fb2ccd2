import { newId } from '#kernel';
import type { EntryRow, OpenInvoice, Transaction } from '#ports';
import {
  matchEntry,
  type MatchKnowledge,
  type MatchOutcome,
  type MatchSolution,
  type OpenItemIndex,
} from '#receivables';
import type { FlowContext } from './context.js';
import { loadOpenItems } from './load-open-items.js';
import { knowledgeOf } from './match-knowledge.js';
import { postSolution } from './post-solution.js';
import { takeBack } from './take-back.js';

export interface MatchedEntry {
  readonly outcome: 'allocated' | 'proposed' | 'unmatched' | 'ignored';
  /** The level of the solution; empty when there was none. */
  readonly level: string;
}

/** Matches entries one after the other against the open items as they stand, each posting seen by the next. */
export class MatchingRun {
  private constructor(
    private readonly context: FlowContext,
    private readonly tx: Transaction,
    private readonly items: OpenItemIndex,
    private readonly byId: Map<string, OpenInvoice>,
    private readonly knowledge: MatchKnowledge,
  ) {}

  /** Reads once what these entries can lead to: open items, payers, advices, settled numbers, recent payments. */
  static async start(context: FlowContext, tx: Transaction, rows: readonly EntryRow[]): Promise<MatchingRun> {
    const { knowledge, payers, keys } = await knowledgeOf(tx, rows, context.matchPolicy.repeatDays);
    const { index, byId } = await loadOpenItems(context, tx, rows, { keys, payers });
    return new MatchingRun(context, tx, index, byId, knowledge);
  }

  /** Posts the certain solution, or keeps proposals for a person. A debit may take back an earlier receipt. */
  async match(row: EntryRow): Promise<MatchedEntry> {
    if (row.amount.isNegative()) {
      const returned = await takeBack(this.context, this.tx, row);
      if (returned) return { outcome: returned, level: 'return' };
    }
    const outcome = matchEntry(row.entry, this.items, this.context.matchPolicy, this.knowledge);
    if (outcome.kind === 'allocated' && (await this.isStillOpen(outcome.solution))) {
      await postSolution(this.context, this.tx, row, outcome.solution, { by: 'machine' });
      this.take(outcome.solution);
      return { outcome: 'allocated', level: outcome.solution.level };
    }
    const proposals =
      outcome.kind === 'allocated' ? [outcome.solution] : outcome.kind === 'proposed' ? outcome.proposals : [];
    await this.propose(row, proposals);
    const state = outcome.kind === 'allocated' ? 'proposed' : outcome.kind;
    await this.tx.cash.setEntryState(row.id, state);
    await this.note(row, outcome, state);
    return { outcome: state, level: proposals[0]?.level ?? '' };
  }

  /** Another process may have allocated since the open items were read: the locked rows decide. */
  private async isStillOpen(solution: MatchSolution): Promise<boolean> {
    for (const allocation of solution.allocations) {
      const known = this.byId.get(allocation.itemId);
      const open = await this.tx.ledger.openAmountForUpdate(allocation.itemId);
      if (!known || !open.equals(known.openAmount)) return false;
    }
    return true;
  }

  private take(solution: MatchSolution): void {
    for (const allocation of solution.allocations) {
      const known = this.byId.get(allocation.itemId) as OpenInvoice;
      const item = this.items.item(allocation.itemId);
      const isCredit = known.kind === 'credit-note';
      const left = { ...known, openAmount: isCredit ? allocation.openAfter.negated() : allocation.openAfter };
      this.byId.set(allocation.itemId, left);
      if (item) this.items.replace({ ...item, openAmount: allocation.openAfter });
    }
  }

  private async propose(row: EntryRow, proposals: readonly MatchSolution[]): Promise<void> {
    for (const [index, solution] of proposals.entries()) {
      const first = solution.evidence.find((evidence) => evidence.weight === 'for')?.message;
      await this.tx.proposals.add({
        id: newId(),
        entryId: row.id,
        state: 'open',
        rank: index + 1,
        level: solution.level,
        reason: first ?? { en: solution.level, fr: solution.level },
        lines: solution.allocations.map(({ itemId, amount }) => ({ invoiceId: itemId, amount })),
        createdAt: this.context.clock.now(),
      });
    }
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
