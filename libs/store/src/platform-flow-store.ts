import { and, desc, eq, getTableColumns, or, type SQL } from 'drizzle-orm';
import { FacteurError } from '#kernel';
import type { FlowPosition, FlowState, Page, PageQuery, PlatformFlowRow, PlatformFlowStore } from '#ports';
import { beforeCursor, pageSize, present, toPage } from './page.js';
import { platformFlows, platformPositions } from './schema/index.js';
import type { TenantScope } from './tenant-scope.js';

const { tenantId: _tenant, ...COLUMNS } = getTableColumns(platformFlows);

/** Flows exchanged with accredited platforms and search positions of one tenant, within its transaction. */
export class SqlPlatformFlowStore implements PlatformFlowStore {
  constructor(private readonly scope: TenantScope) {}

  async add(row: PlatformFlowRow): Promise<{ row: PlatformFlowRow; isNew: boolean }> {
    const { tenantId, queries } = this.scope;
    const [inserted] = await queries
      .insert(platformFlows)
      .values({ ...row, tenantId })
      .onConflictDoNothing()
      .returning(COLUMNS);
    if (inserted) return { row: present(inserted), isNew: true };
    const byTracking = and(eq(platformFlows.direction, 'out'), eq(platformFlows.trackingId, row.trackingId ?? ''));
    const byRef = row.flowRef === undefined ? undefined : eq(platformFlows.flowRef, row.flowRef);
    const known = await this.one(
      and(
        eq(platformFlows.platform, row.platform),
        row.direction === 'out' && row.trackingId !== undefined ? or(byTracking, byRef) : byRef,
      ),
    );
    if (!known) throw new FacteurError('STORE.FAILED', 'defect', 'A known flow cannot be read', { id: row.id });
    return { row: known, isNew: false };
  }

  find(id: string): Promise<PlatformFlowRow | undefined> {
    return this.one(eq(platformFlows.id, id));
  }

  async findForUpdate(id: string): Promise<PlatformFlowRow | undefined> {
    const [row] = await this.select(eq(platformFlows.id, id)).for('no key update');
    return row && present(row);
  }

  byTracking(platform: string, trackingId: string): Promise<PlatformFlowRow | undefined> {
    return this.one(
      and(
        eq(platformFlows.platform, platform),
        eq(platformFlows.direction, 'out'),
        eq(platformFlows.trackingId, trackingId),
      ),
    );
  }

  byFlowRef(platform: string, flowRef: string): Promise<PlatformFlowRow | undefined> {
    return this.one(and(eq(platformFlows.platform, platform), eq(platformFlows.flowRef, flowRef)));
  }

  async update(id: string, change: Parameters<PlatformFlowStore['update']>[1]): Promise<void> {
    const { tenantId, queries } = this.scope;
    await queries
      .update(platformFlows)
      .set(change)
      .where(and(eq(platformFlows.tenantId, tenantId), eq(platformFlows.id, id)));
  }

  async list(
    query: PageQuery & { platform?: string; direction?: 'in' | 'out'; state?: FlowState; subjectId?: string },
  ): Promise<Page<PlatformFlowRow>> {
    const { platform, direction, state, subjectId } = query;
    const rows = await this.select(
      and(
        platform === undefined ? undefined : eq(platformFlows.platform, platform),
        direction && eq(platformFlows.direction, direction),
        state && eq(platformFlows.state, state),
        subjectId === undefined ? undefined : eq(platformFlows.subjectId, subjectId),
        beforeCursor(platformFlows.id, query),
      ),
    )
      .orderBy(desc(platformFlows.id))
      .limit(pageSize(query) + 1);
    return toPage(
      rows.map((row) => present(row)),
      query,
      (row) => row.id,
    );
  }

  async position(platform: string, organization: string | undefined): Promise<FlowPosition | undefined> {
    const { tenantId, queries } = this.scope;
    const { since, cursor, newest } = platformPositions;
    const [row] = await queries
      .select({ since, cursor, newest })
      .from(platformPositions)
      .where(
        and(
          eq(platformPositions.tenantId, tenantId),
          eq(platformPositions.platform, platform),
          eq(platformPositions.organization, organization ?? ''),
        ),
      );
    return row && present(row);
  }

  async keepPosition(
    platform: string,
    organization: string | undefined,
    position: FlowPosition,
    at: Date,
  ): Promise<void> {
    const { tenantId, queries } = this.scope;
    const kept = {
      since: position.since,
      cursor: position.cursor ?? null,
      newest: position.newest ?? null,
      keptAt: at,
    };
    await queries
      .insert(platformPositions)
      .values({ ...kept, tenantId, platform, organization: organization ?? '' })
      .onConflictDoUpdate({
        target: [platformPositions.tenantId, platformPositions.platform, platformPositions.organization],
        set: kept,
      });
  }

  private select(condition: SQL | undefined) {
    const { tenantId, queries } = this.scope;
    return queries
      .select(COLUMNS)
      .from(platformFlows)
      .where(and(eq(platformFlows.tenantId, tenantId), condition));
  }

  private async one(condition: SQL | undefined): Promise<PlatformFlowRow | undefined> {
    const [row] = await this.select(condition);
    return row && present(row);
  }
}
