import type { EntryRow, EntryState, LedgerEntry, ProposalRow, Transaction } from '#ports';

/** Bookings a statement: above it the gain is small, and the trigger that carries balances works on larger sets. */
const MOST_BOOKINGS = 500;

/**
 * What a run of matching decided and has not written yet: one statement a table for many lines. Whoever reads the ledger or the
 * proposals in between has to flush first. The documents it books on are locked by the run.
 */
export class PendingMatches {
  private bookings: LedgerEntry[] = [];
  private proposals: ProposalRow[] = [];
  private outcomes: { id: string; state: EntryState; by?: 'machine' }[] = [];

  constructor(private readonly tx: Transaction) {}

  async allocated(row: EntryRow, bookings: readonly LedgerEntry[]): Promise<void> {
    this.bookings.push(...bookings);
    this.outcomes.push({ id: row.id, state: 'allocated', by: 'machine' });
    if (this.bookings.length >= MOST_BOOKINGS) await this.flush();
  }

  left(row: EntryRow, state: EntryState, proposals: readonly ProposalRow[]): void {
    this.proposals.push(...proposals);
    this.outcomes.push({ id: row.id, state });
  }

  async flush(): Promise<void> {
    const { bookings, proposals, outcomes } = this;
    this.bookings = [];
    this.proposals = [];
    this.outcomes = [];
    await this.tx.ledger.post(bookings);
    await this.tx.proposals.add(proposals);
    await this.tx.cash.settle(outcomes);
  }
}
