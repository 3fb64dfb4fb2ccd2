import { and, asc, desc, eq, getTableColumns, sql } from 'drizzle-orm';
import type { OutgoingMessage, OutgoingMessageStore, OutgoingState, Page, PageQuery } from '#ports';
import { beforeCursor, pageSize, present, toPage } from './page.js';
import { outgoingMessages } from './schema/index.js';
import type { TenantScope } from './tenant-scope.js';

const { tenantId: _tenant, ...COLUMNS } = getTableColumns(outgoingMessages);

/** Lifecycle messages and e-reports on their way out, of one tenant, within its transaction. */
export class SqlOutgoingMessageStore implements OutgoingMessageStore {
  constructor(private readonly scope: TenantScope) {}

  async add(message: OutgoingMessage): Promise<void> {
    const { tenantId, queries } = this.scope;
    await queries.insert(outgoingMessages).values({ ...message, tenantId });
  }

  async find(id: string): Promise<OutgoingMessage | undefined> {
    const { tenantId, queries } = this.scope;
    const [row] = await queries
      .select(COLUMNS)
      .from(outgoingMessages)
      .where(and(eq(outgoingMessages.tenantId, tenantId), eq(outgoingMessages.id, id)));
    return row && present(row);
  }

  async record(id: string, update: { state: OutgoingState; detail: string; at: Date }): Promise<void> {
    const { tenantId, queries } = this.scope;
    const { state, detail, at } = update;
    await queries
      .update(outgoingMessages)
      .set({
        state,
        detail,
        attempts: sql`${outgoingMessages.attempts} + 1`,
        settledAt: state === 'waiting' ? null : at,
      })
      .where(and(eq(outgoingMessages.tenantId, tenantId), eq(outgoingMessages.id, id)));
  }

  async reopen(id: string): Promise<void> {
    const { tenantId, queries } = this.scope;
    await queries
      .update(outgoingMessages)
      .set({ state: 'waiting', settledAt: null })
      .where(and(eq(outgoingMessages.tenantId, tenantId), eq(outgoingMessages.id, id)));
  }

  async bySubject(subjectId: string): Promise<readonly OutgoingMessage[]> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(COLUMNS)
      .from(outgoingMessages)
      .where(and(eq(outgoingMessages.tenantId, tenantId), eq(outgoingMessages.subjectId, subjectId)))
      .orderBy(asc(outgoingMessages.id));
    return rows.map(present);
  }

  async list(
    query: PageQuery & { state?: OutgoingState; subject?: OutgoingMessage['subject'] },
  ): Promise<Page<OutgoingMessage>> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(COLUMNS)
      .from(outgoingMessages)
      .where(
        and(
          eq(outgoingMessages.tenantId, tenantId),
          query.state && eq(outgoingMessages.state, query.state),
          query.subject && eq(outgoingMessages.subject, query.subject),
          beforeCursor(outgoingMessages.id, query),
        ),
      )
      .orderBy(desc(outgoingMessages.id))
      .limit(pageSize(query) + 1);
    return toPage(rows.map(present), query, (row) => row.id);
  }
}
