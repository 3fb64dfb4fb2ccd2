import { and, asc, desc, eq, getTableColumns } from 'drizzle-orm';
import type { Page, PageQuery, ProposalRow, ProposalStore } from '#ports';
import { insertRows } from './insert-rows.js';
import { beforeCursor, pageSize, toPage } from './page.js';
import { proposals } from './schema/index.js';
import { revivedLines } from './stored-models.js';
import type { TenantScope } from './tenant-scope.js';

const { tenantId: _tenant, ...COLUMNS } = getTableColumns(proposals);

/** Allocations that wait for a person, within a tenant's transaction. */
export class SqlProposalStore implements ProposalStore {
  constructor(private readonly scope: TenantScope) {}

  async add(rows: readonly ProposalRow[]): Promise<void> {
    const { tenantId, queries } = this.scope;
    await insertRows(
      queries,
      proposals,
      rows.map((row) => ({ ...row, tenantId })),
    );
  }

  async find(id: string): Promise<ProposalRow | undefined> {
    const { tenantId, queries } = this.scope;
    const [row] = await queries
      .select(COLUMNS)
      .from(proposals)
      .where(and(eq(proposals.tenantId, tenantId), eq(proposals.id, id)));
    return row && toProposal(row);
  }

  async byEntry(entryId: string): Promise<readonly ProposalRow[]> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(COLUMNS)
      .from(proposals)
      .where(and(eq(proposals.tenantId, tenantId), eq(proposals.entryId, entryId)))
      .orderBy(asc(proposals.rank), asc(proposals.id));
    return rows.map(toProposal);
  }

  async setState(id: string, state: ProposalRow['state']): Promise<void> {
    const { tenantId, queries } = this.scope;
    await queries
      .update(proposals)
      .set({ state })
      .where(and(eq(proposals.tenantId, tenantId), eq(proposals.id, id)));
  }

  async list(query: PageQuery & { state?: ProposalRow['state'] }): Promise<Page<ProposalRow>> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(COLUMNS)
      .from(proposals)
      .where(
        and(
          eq(proposals.tenantId, tenantId),
          query.state && eq(proposals.state, query.state),
          beforeCursor(proposals.id, query),
        ),
      )
      .orderBy(desc(proposals.id))
      .limit(pageSize(query) + 1);
    return toPage(rows.map(toProposal), query, (row) => row.id);
  }
}

function toProposal<R extends { lines: unknown }>(row: R): R & { lines: ProposalRow['lines'] } {
  return { ...row, lines: revivedLines(row.lines) };
}
