import { and, desc, eq, getTableColumns } from 'drizzle-orm';
import type { CashStore, EntryRow, EntryState, Page, PageQuery, StatementRow } from '#ports';
import type { BankEntry, BankStatement } from '#remittance';
import { beforeCursor, pageSize, present, toPage } from './page.js';
import { entries, statements } from './schema/index.js';
import { revivedEntry } from './stored-models.js';
import type { TenantScope } from './tenant-scope.js';

const { tenantId: _tenant, endedOn: _endedOn, ...STATEMENT_COLUMNS } = getTableColumns(statements);
const { tenantId: _entryTenant, payerIban: _payerIban, ...ENTRY_COLUMNS } = getTableColumns(entries);
/** Rows a statement: 14 parameters each, of 65,535 that the protocol allows. */
const BATCH = 500;

/** Bank statements and their entries, within a tenant's transaction. */
export class SqlCashStore implements CashStore {
  constructor(private readonly scope: TenantScope) {}

  async addStatement(id: string, parcelId: string, statement: BankStatement, at: Date): Promise<{ isNew: boolean }> {
    const { tenantId, queries } = this.scope;
    const inserted = await queries
      .insert(statements)
      .values({
        tenantId,
        id,
        parcelId,
        account: statement.account.ref,
        statementRef: statement.statementRef,
        endedOn: statement.toOn ?? statement.closing?.on,
        currency: statement.currency,
        openingBalance: statement.opening?.amount,
        closingBalance: statement.closing?.amount,
        entryCount: statement.entries.length,
        importedAt: at,
      })
      .onConflictDoNothing()
      .returning({ id: statements.id });
    return { isNew: inserted.length > 0 };
  }

  async addEntries(
    statementId: string,
    account: string,
    wanted: readonly { id: string; entry: BankEntry; correlationId: string }[],
  ): Promise<readonly EntryRow[]> {
    const { tenantId, queries } = this.scope;
    const added: EntryRow[] = [];
    for (let start = 0; start < wanted.length; start += BATCH) {
      const batch = wanted.slice(start, start + BATCH);
      const rows = await queries
        .insert(entries)
        .values(batch.map((item) => ({ ...entryValues(item), tenantId, statementId, account })))
        .onConflictDoNothing({ target: [entries.tenantId, entries.account, entries.entryRef] })
        .returning({ id: entries.id });
      const ids = new Set(rows.map((row) => row.id));
      for (const item of batch)
        if (ids.has(item.id)) added.push({ ...entryValues(item), statementId, account, entry: item.entry });
    }
    return added;
  }

  async findEntry(id: string): Promise<EntryRow | undefined> {
    const [row] = await this.entryById(id);
    return row && toEntry(row);
  }

  async findEntryForUpdate(id: string): Promise<EntryRow | undefined> {
    const [row] = await this.entryById(id).for('no key update');
    return row && toEntry(row);
  }

  async setEntryState(id: string, state: EntryState): Promise<void> {
    const { tenantId, queries } = this.scope;
    await queries
      .update(entries)
      .set({ state })
      .where(and(eq(entries.tenantId, tenantId), eq(entries.id, id)));
  }

  async listEntries(query: PageQuery & { state?: EntryState }): Promise<Page<EntryRow>> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(ENTRY_COLUMNS)
      .from(entries)
      .where(
        and(
          eq(entries.tenantId, tenantId),
          query.state && eq(entries.state, query.state),
          beforeCursor(entries.id, query),
        ),
      )
      .orderBy(desc(entries.id))
      .limit(pageSize(query) + 1);
    return toPage(rows.map(toEntry), query, (row) => row.id);
  }

  async listStatements(query: PageQuery): Promise<Page<StatementRow>> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(STATEMENT_COLUMNS)
      .from(statements)
      .where(and(eq(statements.tenantId, tenantId), beforeCursor(statements.id, query)))
      .orderBy(desc(statements.id))
      .limit(pageSize(query) + 1);
    return toPage(rows.map(present), query, (row) => row.id);
  }

  private entryById(id: string) {
    const { tenantId, queries } = this.scope;
    return queries
      .select(ENTRY_COLUMNS)
      .from(entries)
      .where(and(eq(entries.tenantId, tenantId), eq(entries.id, id)));
  }
}

function entryValues(item: { id: string; entry: BankEntry; correlationId: string }) {
  const { entry } = item;
  return {
    id: item.id,
    entryRef: entry.reference,
    amount: entry.amount,
    currency: entry.currency,
    bookedOn: entry.bookedOn,
    counterparty: entry.counterparty.name ?? '',
    payerIban: entry.counterparty.iban,
    state: 'new' as const,
    entry,
    correlationId: item.correlationId,
  };
}

function toEntry<R extends { entry: unknown }>(row: R): R & { entry: BankEntry } {
  return { ...row, entry: revivedEntry(row.entry) };
}
