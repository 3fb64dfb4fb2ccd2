import { and, asc, between, desc, eq, getTableColumns, gt, inArray, isNull, lte, ne, or, sql } from 'drizzle-orm';
import { Decimal, type LocalDate, type Problem } from '#kernel';
import type { CashStore, EntryReport, EntryRow, EntryState, Page, PageQuery, ReportSearch, StatementRow } from '#ports';
import type { BankEntry, BankStatement } from '#remittance';
import { isOneOf } from './is-one-of.js';
import { beforeCursor, pageSize, present, toPage } from './page.js';
import { entries, entryReports, statements } from './schema/index.js';
import { revivedEntry } from './stored-models.js';
import type { TenantScope } from './tenant-scope.js';

const { tenantId: _tenant, ...STATEMENT_COLUMNS } = getTableColumns(statements);
const { tenantId: _entryTenant, payerIban: _payerIban, ...ENTRY_COLUMNS } = getTableColumns(entries);
/** Rows a statement: 14 parameters each, of 65,535 that the protocol allows. */
const BATCH = 500;
const MAX_RECEIPTS = 1000;

/** Bank statements and their entries, within a tenant's transaction. */
export class SqlCashStore implements CashStore {
  constructor(private readonly scope: TenantScope) {}

  async addStatement(
    id: string,
    parcelId: string,
    statement: BankStatement,
    at: Date,
  ): Promise<{ id: string; isNew: boolean }> {
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
        format: statement.format,
        sequenceNumber: statement.sequenceNumber,
        startedOn: statement.fromOn ?? statement.opening?.on,
        findings: statement.findings,
      })
      .onConflictDoNothing()
      .returning({ id: statements.id });
    if (inserted.length > 0) return { id, isNew: true };
    const endedOn = statement.toOn ?? statement.closing?.on;
    const [known] = await queries
      .select({ id: statements.id })
      .from(statements)
      .where(
        and(
          eq(statements.tenantId, tenantId),
          eq(statements.account, statement.account.ref),
          eq(statements.statementRef, statement.statementRef),
          endedOn === undefined ? isNull(statements.endedOn) : eq(statements.endedOn, endedOn),
        ),
      );
    return { id: known?.id ?? id, isNew: false };
  }

  async setFindings(id: string, findings: readonly Problem[]): Promise<void> {
    const { tenantId, queries } = this.scope;
    await queries
      .update(statements)
      .set({ findings })
      .where(and(eq(statements.tenantId, tenantId), eq(statements.id, id)));
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
    await this.update(id, { state });
  }

  async setAllocated(id: string, by: 'machine' | 'person'): Promise<void> {
    const { tenantId, queries } = this.scope;
    const first = and(eq(entries.tenantId, tenantId), eq(entries.id, id), isNull(entries.firstMatch));
    const marked = await queries
      .update(entries)
      .set({ state: 'allocated', firstMatch: by })
      .where(first)
      .returning({ id: entries.id });
    if (marked.length === 0) await this.update(id, { state: 'allocated' });
  }

  async settle(outcomes: readonly { id: string; state: EntryState; by?: 'machine' }[]): Promise<void> {
    if (outcomes.length === 0) return;
    const { tenantId, queries } = this.scope;
    await queries.execute(sql`
      UPDATE entries e SET state = o.state, first_match = coalesce(e.first_match, o.by)
        FROM json_to_recordset(${JSON.stringify(outcomes)}::json) AS o (id text, state text, by text)
       WHERE e.tenant_id = ${tenantId} AND e.id = o.id`);
  }

  async setUndone(id: string, state: EntryState): Promise<void> {
    await this.update(id, { state, isUndone: true });
  }

  async replaceDetail(id: string, entry: BankEntry): Promise<void> {
    await this.update(id, {
      entry,
      counterparty: entry.counterparty.name ?? '',
      payerIban: entry.counterparty.iban ?? null,
    });
  }

  async byReferences(account: string, refs: readonly string[]): Promise<readonly EntryRow[]> {
    if (refs.length === 0) return [];
    return this.entriesWhere(and(eq(entries.account, account), inArray(entries.entryRef, [...refs])), refs.length);
  }

  async addReports(reports: readonly EntryReport[]): Promise<void> {
    const { tenantId, queries } = this.scope;
    for (let start = 0; start < reports.length; start += BATCH) {
      const rows = reports.slice(start, start + BATCH).map((report) => ({ ...report, tenantId }));
      await queries.insert(entryReports).values(rows).onConflictDoNothing();
    }
  }

  async reportedBefore(account: string, refs: readonly string[]): Promise<ReadonlySet<string>> {
    if (refs.length === 0) return new Set();
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select({ entryRef: entryReports.entryRef })
      .from(entryReports)
      .where(
        and(
          eq(entryReports.tenantId, tenantId),
          eq(entryReports.account, account),
          isOneOf(entryReports.entryRef, refs),
          sql`NOT EXISTS (SELECT FROM ${entries} e WHERE e.tenant_id = ${tenantId} AND e.id = ${entryReports.entryId}
                             AND e.entry_ref = ${entryReports.entryRef})`,
        ),
      );
    return new Set(rows.map((row) => row.entryRef));
  }

  async isReportedOtherwise(account: string, format: string): Promise<boolean> {
    const { tenantId, queries } = this.scope;
    const [row] = await queries
      .select({ id: statements.id })
      .from(statements)
      .where(and(eq(statements.tenantId, tenantId), eq(statements.account, account), ne(statements.format, format)))
      .limit(1);
    return row !== undefined;
  }

  async reportedOtherwise({ account, format, from, to, amounts }: ReportSearch): Promise<readonly EntryRow[]> {
    const { tenantId } = this.scope;
    const isFree = sql`
      EXISTS (SELECT FROM ${statements} s WHERE s.tenant_id = ${tenantId} AND s.id = ${entries.statementId}
                 AND s.format <> ${format})
      AND NOT EXISTS (SELECT FROM ${entryReports} r WHERE r.tenant_id = ${tenantId} AND r.entry_id = ${entries.id}
                         AND r.format = ${format})
      AND NOT EXISTS (SELECT FROM ${entryReports} r WHERE r.tenant_id = ${tenantId} AND r.account = ${account}
                         AND r.entry_ref = ${entries.entryRef} AND r.entry_id <> ${entries.id})`;
    const wanted =
      amounts &&
      sql`(${entries.entryRef} LIKE '%#%' OR ${entries.amount} IN (
            SELECT jsonb_array_elements_text(${JSON.stringify(amounts.map(String))}::jsonb)::numeric))`;
    const known = and(eq(entries.account, account), between(entries.bookedOn, from, to), ne(entries.state, 'held'));
    return this.entriesWhere(and(known, isFree, wanted));
  }

  async receiptsOfPayers(ibans: readonly string[], from: LocalDate, to: LocalDate): Promise<readonly EntryRow[]> {
    if (ibans.length === 0) return [];
    return this.entriesWhere(
      and(isOneOf(entries.payerIban, ibans), between(entries.bookedOn, from, to), gt(entries.amount, Decimal.ZERO)),
      MAX_RECEIPTS,
    );
  }

  async receiptsOfAmount(amount: Decimal, currency: string, from: LocalDate, to: LocalDate) {
    return this.entriesWhere(
      and(eq(entries.amount, amount), eq(entries.currency, currency), between(entries.bookedOn, from, to)),
      MAX_RECEIPTS,
    );
  }

  async statementBefore(account: string, currency: string, on: LocalDate, exceptId: string) {
    const { tenantId, queries } = this.scope;
    const [row] = await queries
      .select(STATEMENT_COLUMNS)
      .from(statements)
      .where(
        and(
          eq(statements.tenantId, tenantId),
          eq(statements.account, account),
          eq(statements.currency, currency),
          lte(statements.endedOn, on),
          ne(statements.id, exceptId),
          or(eq(statements.format, 'camt.053'), isNull(statements.format), ne(statements.format, 'camt.052')),
        ),
      )
      .orderBy(desc(statements.endedOn), desc(statements.importedAt), desc(statements.id))
      .limit(1);
    return row && withoutEnd(present(row));
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
    return toPage(
      rows.map((row) => withoutEnd(present(row))),
      query,
      (row) => row.id,
    );
  }

  private async update(id: string, values: Partial<typeof entries.$inferInsert>): Promise<void> {
    const { tenantId, queries } = this.scope;
    await queries
      .update(entries)
      .set(values)
      .where(and(eq(entries.tenantId, tenantId), eq(entries.id, id)));
  }

  private async entriesWhere(condition: ReturnType<typeof and>, limit?: number): Promise<readonly EntryRow[]> {
    const { tenantId, queries } = this.scope;
    const query = queries
      .select(ENTRY_COLUMNS)
      .from(entries)
      .where(and(eq(entries.tenantId, tenantId), condition))
      .orderBy(desc(entries.bookedOn), asc(entries.id));
    return (await (limit === undefined ? query : query.limit(limit))).map(toEntry);
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
    isUndone: false,
    entry,
    correlationId: item.correlationId,
  };
}

function toEntry<R extends { entry: unknown }>(row: R) {
  return { ...present(row), entry: revivedEntry(row.entry) };
}

function withoutEnd<R extends { endedOn?: unknown }>(row: R): Omit<R, 'endedOn'> {
  const { endedOn: _endedOn, ...rest } = row;
  return rest;
}
