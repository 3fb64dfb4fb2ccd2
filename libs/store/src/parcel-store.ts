import { and, desc, eq, getTableColumns } from 'drizzle-orm';
import { FacteurError, type Problem } from '#kernel';
import type { NewParcel, Page, PageQuery, Parcel, ParcelPurpose, ParcelState, ParcelStore } from '#ports';
import { beforeCursor, pageSize, toPage } from './page.js';
import { parcels } from './schema/index.js';
import type { TenantScope } from './tenant-scope.js';

const { tenantId: _tenant, ...COLUMNS } = getTableColumns(parcels);

/** Parcels of one tenant, within its transaction. */
export class SqlParcelStore implements ParcelStore {
  constructor(private readonly scope: TenantScope) {}

  async accept(parcel: NewParcel): Promise<{ parcel: Parcel; isNew: boolean }> {
    const { tenantId, queries } = this.scope;
    const [inserted] = await queries
      .insert(parcels)
      .values({ ...parcel, tenantId, state: 'received', problems: [] })
      .onConflictDoNothing({ target: [parcels.tenantId, parcels.source, parcels.sourceKey, parcels.sha256] })
      .returning(COLUMNS);
    if (inserted) return { parcel: inserted, isNew: true };
    const [known] = await queries
      .select(COLUMNS)
      .from(parcels)
      .where(
        and(
          eq(parcels.tenantId, tenantId),
          eq(parcels.source, parcel.source),
          eq(parcels.sourceKey, parcel.sourceKey),
          eq(parcels.sha256, parcel.sha256),
        ),
      );
    if (!known) throw new FacteurError('STORE.FAILED', 'defect', 'A known parcel cannot be read', { id: parcel.id });
    return { parcel: known, isNew: false };
  }

  async findByKey(source: string, sourceKey: string): Promise<Parcel | undefined> {
    const { tenantId, queries } = this.scope;
    const [row] = await queries
      .select(COLUMNS)
      .from(parcels)
      .where(and(eq(parcels.tenantId, tenantId), eq(parcels.source, source), eq(parcels.sourceKey, sourceKey)))
      .orderBy(desc(parcels.receivedAt), desc(parcels.id))
      .limit(1);
    return row;
  }

  async find(id: string): Promise<Parcel | undefined> {
    const [row] = await this.byId(id);
    return row;
  }

  async findForUpdate(id: string): Promise<Parcel | undefined> {
    const [row] = await this.byId(id).for('no key update');
    return row;
  }

  async setState(id: string, state: ParcelState, problems: readonly Problem[]): Promise<void> {
    const { tenantId, queries } = this.scope;
    await queries
      .update(parcels)
      .set({ state, problems })
      .where(and(eq(parcels.tenantId, tenantId), eq(parcels.id, id)));
  }

  async list(query: PageQuery & { purpose?: ParcelPurpose; state?: ParcelState }): Promise<Page<Parcel>> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(COLUMNS)
      .from(parcels)
      .where(
        and(
          eq(parcels.tenantId, tenantId),
          query.purpose && eq(parcels.purpose, query.purpose),
          query.state && eq(parcels.state, query.state),
          beforeCursor(parcels.id, query),
        ),
      )
      .orderBy(desc(parcels.id))
      .limit(pageSize(query) + 1);
    return toPage(rows, query, (row) => row.id);
  }

  private byId(id: string) {
    const { tenantId, queries } = this.scope;
    return queries
      .select(COLUMNS)
      .from(parcels)
      .where(and(eq(parcels.tenantId, tenantId), eq(parcels.id, id)));
  }
}
