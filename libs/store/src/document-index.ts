import { and, asc, eq, getTableColumns } from 'drizzle-orm';
import type { DocumentIndex, DocumentRow } from '#ports';
import { insertRows } from './insert-rows.js';
import { documents } from './schema/index.js';
import type { TenantScope } from './tenant-scope.js';

const { tenantId: _tenant, ...COLUMNS } = getTableColumns(documents);

/** Which files were made for which invoice; the bytes are in the document store. */
export class SqlDocumentIndex implements DocumentIndex {
  constructor(private readonly scope: TenantScope) {}

  async add(document: DocumentRow): Promise<void> {
    return this.addAll([document]);
  }

  async addAll(added: readonly DocumentRow[]): Promise<void> {
    const { tenantId, queries, evidence } = this.scope;
    if (added.length === 0) return;
    for (const document of added) evidence.add('documents', document.id, document);
    await insertRows(
      queries,
      documents,
      added.map((document) => ({ ...document, tenantId })),
    );
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
