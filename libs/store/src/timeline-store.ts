import { and, asc, desc, eq, getTableColumns, lt, type SQL } from 'drizzle-orm';
import { FacteurError } from '#kernel';
import type {
  EvidenceEntry,
  Page,
  PageQuery,
  RecordedEvent,
  TimelineEvent,
  TimelineStore,
  TimelineSubject,
} from '#ports';
import { asStored } from './canonical-row.js';
import { insertRows } from './insert-rows.js';
import { pageSize, toPage } from './page.js';
import { timeline, timelineHeads } from './schema/index.js';
import type { TenantScope } from './tenant-scope.js';
import { CHAIN_START, chainHash } from './timeline-chain.js';

const {
  tenantId: _tenant,
  position: _position,
  previousHash: _previousHash,
  hash: _hash,
  evidence: _evidence,
  ...COLUMNS
} = getTableColumns(timeline);

/**
 * The append-only, hash-chained timeline. Events are collected and written together before the transaction commits or reads the
 * timeline: one statement for all of them.
 */
export class SqlTimelineStore implements TimelineStore {
  /** Everything appended in this transaction, written or not yet. */
  readonly appended: TimelineEvent[] = [];
  private pending: TimelineEvent[] = [];

  constructor(private readonly scope: TenantScope) {}

  async append(event: TimelineEvent): Promise<void> {
    this.pending.push(event);
    this.appended.push(event);
  }

  /** Writes what was collected, in the order it was appended. */
  async flush(): Promise<void> {
    const gathered = this.scope.evidence.take();
    if (gathered.length > 0 && this.pending.length === 0) this.pending.push(this.bareSeal(gathered));
    if (this.pending.length === 0) return;
    const { tenantId, queries } = this.scope;
    const events = this.pending;
    this.pending = [];
    const head = await this.lockHead();
    let { position, hash } = head;
    const rows = events.map((event, index) => {
      const evidence = index === events.length - 1 && gathered.length > 0 ? gathered : null;
      const data = asStored(event.data);
      const previousHash = hash;
      position += 1;
      hash = chainHash(previousHash, { ...event, data, position, evidence });
      return { ...event, data, tenantId, position, previousHash, hash, evidence };
    });
    await insertRows(queries, timeline, rows);
    await queries.update(timelineHeads).set({ position, hash }).where(eq(timelineHeads.tenantId, tenantId));
  }

  /** Only one transaction of a tenant at a time appends to its chain, from here until it commits. */
  private async lockHead(): Promise<{ position: number; hash: string }> {
    const { tenantId, queries } = this.scope;
    const locked = () =>
      queries
        .select({ position: timelineHeads.position, hash: timelineHeads.hash })
        .from(timelineHeads)
        .where(eq(timelineHeads.tenantId, tenantId))
        .for('no key update');
    const [head] = await locked();
    if (head) return head;
    await queries.insert(timelineHeads).values({ tenantId, position: 0, hash: CHAIN_START }).onConflictDoNothing();
    const [made] = await locked();
    if (!made)
      throw new FacteurError('STORE.FAILED', 'defect', 'The head of the timeline cannot be read', { tenantId });
    return made;
  }

  /** Evidence that no event tells of is bound all the same. */
  private bareSeal([first]: readonly EvidenceEntry[]): TimelineEvent {
    const at = this.scope.clock.now();
    const id = first?.[1] ?? '';
    return { subject: 'invoice', subjectId: id, type: 'evidence.recorded', at, correlationId: id, data: {} };
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
