import { newId } from '#kernel';
import type { EntryReport, EntryRow, Transaction } from '#ports';
import { paymentsOf, withDetail, type BankEntry, type BankStatement } from '#remittance';

const MAX_REFERENCES = 5000;

/**
 * Entries that an earlier message brought, completed by what this one says: a pending booking that is booked now, a bare booking
 * whose detail a notification gives, a batch whose payments come apart. No money is counted twice, whichever came first.
 */
export class ToldBefore {
  /** Known rows that say more now, and payments that take a batch's place: to be matched. */
  readonly rows: EntryRow[] = [];
  /** Batches whose payments took their place. */
  readonly replaced = new Set<string>();
  /** Batches told again with their payments: those that are known stay, more of them are new. */
  readonly repeated: BankEntry[] = [];
  private readonly reports: EntryReport[] = [];

  constructor(
    private readonly tx: Transaction,
    private readonly statement: BankStatement,
    private readonly correlationId: string,
  ) {}

  /** Completes what is known by its reference; answers the other entries. */
  async completeKnown(isToldOtherwise: boolean): Promise<BankEntry[]> {
    const unknown: BankEntry[] = [];
    const account = this.statement.account.ref;
    for (let start = 0; start < this.statement.entries.length; start += MAX_REFERENCES) {
      const entries = this.statement.entries.slice(start, start + MAX_REFERENCES);
      const wanted = entries.flatMap(({ reference }) => [reference, `${reference}#1`]);
      const rows = await this.tx.cash.byReferences(account, wanted);
      const known = new Map(rows.map((row) => [row.entryRef, row]));
      const reported = await this.tx.cash.reportedBefore(account, wanted);
      for (const entry of entries) {
        const row = known.get(entry.reference);
        // Its payments are entries already: the booking itself is no further money.
        const part = known.get(`${entry.reference}#1`);
        if (row && !part && !reported.has(entry.reference)) await this.complete(row, entry);
        if (row && isToldOtherwise) this.note(entry.reference, row);
        if (part && entry.members.length > 0) this.repeated.push(entry);
        if (!row && !part && !reported.has(entry.reference)) unknown.push(entry);
      }
    }
    return unknown;
  }

  /** Notes that this statement tells these entries under another reference. */
  note(entryRef: string, ...rows: readonly EntryRow[]): void {
    const { account, format } = this.statement;
    this.reports.push(...rows.map((row) => ({ account: account.ref, entryRef, entryId: row.id, format })));
  }

  /** Gives one known entry what this report of the same booking says. */
  async complete(known: EntryRow, entry: BankEntry): Promise<void> {
    const isBookedNow = known.entry.status !== 'booked' && entry.status === 'booked';
    const joined = isBookedNow
      ? withDetail({ ...entry, reference: known.entryRef }, known.entry)
      : withDetail(known.entry, entry);
    if (known.state === 'held' || joined === known.entry) return;
    const row = (await this.tx.cash.findEntryForUpdate(known.id)) ?? known;
    const parts = paymentsOf({ ...joined, reference: row.entryRef });
    if (parts.length > 1) {
      await this.takePlace(row, parts);
      return;
    }
    await this.tx.cash.replaceDetail(row.id, joined);
    if (row.state === 'allocated') return;
    await this.rejectProposals(row);
    this.rows.push({ ...row, entry: joined, counterparty: joined.counterparty.name ?? '' });
  }

  /** Payments take the place of their batch, unless somebody has allocated it as a whole. */
  async takePlace(row: EntryRow, parts: readonly BankEntry[]): Promise<void> {
    if (row.state === 'allocated') {
      for (const part of parts) this.note(part.reference, row);
      return;
    }
    await this.rejectProposals(row);
    await this.tx.cash.setEntryState(row.id, 'ignored');
    this.replaced.add(row.id);
    const { account } = this.statement;
    const added = await this.tx.cash.addEntries(
      row.statementId,
      account.ref,
      parts.map((entry) => ({ id: newId(), entry, correlationId: this.correlationId })),
    );
    // Under the batch's reference, too: from now on they stand for it.
    this.note(row.entryRef, ...added);
    this.rows.push(...added);
  }

  async write(): Promise<void> {
    await this.tx.cash.addReports(this.reports);
  }

  private async rejectProposals(row: EntryRow): Promise<void> {
    for (const proposal of await this.tx.proposals.byEntry(row.id)) {
      if (proposal.state === 'open') await this.tx.proposals.setState(proposal.id, 'rejected');
    }
  }
}
