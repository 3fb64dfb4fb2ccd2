import { and, desc, eq, getTableColumns } from 'drizzle-orm';
import type { AdviceRow, AdviceStore, Page, PageQuery } from '#ports';
import type { RemittanceAdvice } from '#remittance';
import { isOneOf } from './is-one-of.js';
import { beforeCursor, pageSize, present, toPage } from './page.js';
import { adviceReferences, remittanceAdvices } from './schema/index.js';
import { revivedAdvice } from './stored-models.js';
import type { TenantScope } from './tenant-scope.js';

const { tenantId: _tenant, fingerprint: _fingerprint, ...COLUMNS } = getTableColumns(remittanceAdvices);

/** Remittance advices of one tenant, found again by the references that come back with the payment. */
export class SqlAdviceStore implements AdviceStore {
  constructor(private readonly scope: TenantScope) {}

  async add(advice: AdviceRow, fingerprint: string, keys: readonly string[]): Promise<{ isNew: boolean }> {
    const { tenantId, queries } = this.scope;
    const added = await queries
      .insert(remittanceAdvices)
      .values({ ...advice, tenantId, fingerprint })
      .onConflictDoNothing()
      .returning({ id: remittanceAdvices.id });
    if (added.length === 0) return { isNew: false };
    const references = [...new Set(keys)].map((key) => ({ tenantId, key, adviceId: advice.id }));
    if (references.length > 0) await queries.insert(adviceReferences).values(references);
    return { isNew: true };
  }

  async find(id: string): Promise<AdviceRow | undefined> {
    const { tenantId, queries } = this.scope;
    const [row] = await queries
      .select(COLUMNS)
      .from(remittanceAdvices)
      .where(and(eq(remittanceAdvices.tenantId, tenantId), eq(remittanceAdvices.id, id)));
    return row && toAdvice(row);
  }

  async byReferences(keys: readonly string[]): Promise<readonly { key: string; advice: RemittanceAdvice }[]> {
    if (keys.length === 0) return [];
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select({ key: adviceReferences.key, advice: remittanceAdvices.advice })
      .from(adviceReferences)
      .innerJoin(
        remittanceAdvices,
        and(
          eq(remittanceAdvices.tenantId, adviceReferences.tenantId),
          eq(remittanceAdvices.id, adviceReferences.adviceId),
        ),
      )
      .where(and(eq(adviceReferences.tenantId, tenantId), isOneOf(adviceReferences.key, keys)));
    return rows.map(({ key, advice }) => ({ key, advice: revivedAdvice(advice) }));
  }

  async list(query: PageQuery): Promise<Page<AdviceRow>> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(COLUMNS)
      .from(remittanceAdvices)
      .where(and(eq(remittanceAdvices.tenantId, tenantId), beforeCursor(remittanceAdvices.id, query)))
      .orderBy(desc(remittanceAdvices.id))
      .limit(pageSize(query) + 1);
    return toPage(rows.map(toAdvice), query, (row) => row.id);
  }
}

function toAdvice<R extends { advice: unknown }>(row: R) {
  return { ...present(row), advice: revivedAdvice(row.advice) };
}
