import { and, asc, eq, getTableColumns } from 'drizzle-orm';
import type { DocumentIndex, DocumentRow } from '#ports';
import { documents } from './schema/index.js';
import type { TenantScope } from './tenant-scope.js';

const { tenantId: _tenant, ...COLUMNS } = getTableColumns(documents);

/** Which files were made for which invoice; the bytes are in the document store. */
export class SqlDocumentIndex implements DocumentIndex {
  constructor(private readonly scope: TenantScope) {}

  async add(document: DocumentRow): Promise<void> {
    const { tenantId, queries } = this.scope;
    await queries.insert(documents).values({ ...document, tenantId });
  }

  async find(id: string): Promise<DocumentRow | undefined> {
    const { tenantId, queries } = this.scope;
    const [row] = await queries
      .select(COLUMNS)
      .from(documents)
      .where(and(eq(documents.tenantId, tenantId), eq(documents.id, id)));
    return row;
  }

  async byInvoice(invoiceId: string): Promise<readonly DocumentRow[]> {
    const { tenantId, queries } = this.scope;
    return queries
      .select(COLUMNS)
      .from(documents)
      .where(and(eq(documents.tenantId, tenantId), eq(documents.invoiceId, invoiceId)))
      .orderBy(asc(documents.id));
  }
}
