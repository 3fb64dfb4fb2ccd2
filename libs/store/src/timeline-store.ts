import { and, asc, desc, eq, getTableColumns, lt, type SQL } from 'drizzle-orm';
import type { Page, PageQuery, RecordedEvent, TimelineEvent, TimelineStore, TimelineSubject } from '#ports';
import { pageSize, toPage } from './page.js';
import { timeline } from './schema/index.js';
import type { TenantScope } from './tenant-scope.js';

const { tenantId: _tenant, ...COLUMNS } = getTableColumns(timeline);

/**
 * The append-only timeline. Events are collected and written together before the transaction commits or reads the timeline:
 * one statement for all of them.
 */
export class SqlTimelineStore implements TimelineStore {
  private pending: TimelineEvent[] = [];

  constructor(private readonly scope: TenantScope) {}

  async append(event: TimelineEvent): Promise<void> {
    this.pending.push(event);
  }

  /** Writes what was collected, in the order it was appended. */
  async flush(): Promise<void> {
    if (this.pending.length === 0) return;
    const { tenantId, queries } = this.scope;
    const events = this.pending;
    this.pending = [];
    await queries.insert(timeline).values(events.map((event) => ({ ...event, tenantId })));
  }

  async of(subject: TimelineSubject, subjectId: string): Promise<readonly RecordedEvent[]> {
    return this.oldestFirst(and(eq(timeline.subject, subject), eq(timeline.subjectId, subjectId)));
  }

  async story(correlationId: string): Promise<readonly RecordedEvent[]> {
    return this.oldestFirst(eq(timeline.correlationId, correlationId));
  }

  async list(query: PageQuery): Promise<Page<RecordedEvent>> {
    await this.flush();
    const { tenantId, queries } = this.scope;
    const before = Number(query.cursor);
    const rows = await queries
      .select(COLUMNS)
      .from(timeline)
      .where(
        and(
          eq(timeline.tenantId, tenantId),
          Number.isSafeInteger(before) && query.cursor !== undefined ? lt(timeline.sequence, before) : undefined,
        ),
      )
      .orderBy(desc(timeline.sequence))
      .limit(pageSize(query) + 1);
    return toPage(rows, query, (row) => String(row.sequence));
  }

  private async oldestFirst(condition: SQL | undefined): Promise<readonly RecordedEvent[]> {
    await this.flush();
    const { tenantId, queries } = this.scope;
    return queries
      .select(COLUMNS)
      .from(timeline)
      .where(and(eq(timeline.tenantId, tenantId), condition))
      .orderBy(asc(timeline.sequence));
  }
}
