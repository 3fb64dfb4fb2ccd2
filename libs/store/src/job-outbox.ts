import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { newId } from '#kernel';
import type { JobKind, JobOutbox, JobRequest, JobRow, JobState, Page, PageQuery } from '#ports';
import { JOB_COLUMNS } from './job-columns.js';
import { insertRows } from './insert-rows.js';
import { beforeCursor, pageSize, present, toPage } from './page.js';
import { jobs } from './schema/index.js';
import type { TenantScope } from './tenant-scope.js';

const FINISHED: JobState[] = ['done', 'dead', 'cancelled'];

/**
 * Jobs as a transaction sees them. Requests are collected and written together before the transaction commits or reads jobs:
 * one statement for all of them.
 */
export class SqlJobOutbox implements JobOutbox {
  private pending = new Map<string, { request: JobRequest; again: boolean }>();
  private hasWaiting = false;
  private readonly withHeadStart: string[] = [];

  constructor(private readonly scope: TenantScope) {}

  /** Whether a commit now leaves something for the runners to do. */
  get isFilled(): boolean {
    return this.hasWaiting;
  }

  /** The jobs that this process may take before carriers look at them. */
  get followUps(): readonly string[] {
    return this.withHeadStart;
  }

  async enqueue(request: JobRequest, options: { again?: boolean } = {}): Promise<void> {
    const key = `${request.kind} ${request.key}`;
    const earlier = this.pending.get(key);
    const again = (options.again ?? false) || (earlier?.again ?? false);
    this.pending.set(key, { request: earlier?.request ?? request, again });
    this.hasWaiting = true;
  }

  /** Writes what was collected. */
  async flush(): Promise<void> {
    if (this.pending.size === 0) return;
    const requests = [...this.pending.values()];
    this.pending = new Map();
    const headStartMs = this.scope.bell.headStartMs(requests.length);
    const values = (again: boolean) =>
      requests.filter((item) => item.again === again).map((item) => this.row(item.request, headStartMs));
    const [once, again] = [values(false), values(true)];
    if (once.length > 0) await insertRows(this.scope.queries, jobs, once, sql`ON CONFLICT DO NOTHING`);
    if (again.length > 0) await this.insertAgain(again);
  }

  async list(query: PageQuery & { kind?: JobKind; state?: JobState }): Promise<Page<JobRow>> {
    await this.flush();
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(JOB_COLUMNS)
      .from(jobs)
      .where(
        and(
          eq(jobs.tenantId, tenantId),
          query.kind && eq(jobs.kind, query.kind),
          query.state && eq(jobs.state, query.state),
          beforeCursor(jobs.id, query),
        ),
      )
      .orderBy(desc(jobs.id))
      .limit(pageSize(query) + 1);
    return toPage(rows.map(present), query, (row) => row.id);
  }

  async find(id: string): Promise<JobRow | undefined> {
    await this.flush();
    const { tenantId, queries } = this.scope;
    const [row] = await queries
      .select(JOB_COLUMNS)
      .from(jobs)
      .where(and(eq(jobs.tenantId, tenantId), eq(jobs.id, id)));
    return row && present(row);
  }

  async retry(id: string): Promise<boolean> {
    const now = this.scope.clock.now();
    const due = { runAt: now, dueAt: now, carryAt: now, setAt: now };
    const fresh = { state: 'waiting' as const, attempts: 0, ...due, finishedAt: null };
    const isRetried = await this.change(id, ['dead', 'cancelled'], fresh);
    this.hasWaiting ||= isRetried;
    return isRetried;
  }

  async cancel(id: string): Promise<boolean> {
    return this.change(id, ['waiting', 'dead'], { state: 'cancelled', finishedAt: this.scope.clock.now() });
  }

  private async change(id: string, from: JobState[], to: Partial<typeof jobs.$inferInsert>): Promise<boolean> {
    await this.flush();
    const { tenantId, queries } = this.scope;
    const changed = await queries
      .update(jobs)
      .set(to)
      .where(and(eq(jobs.tenantId, tenantId), eq(jobs.id, id), inArray(jobs.state, from)))
      .returning({ id: jobs.id });
    return changed.length > 0;
  }

  private async insertAgain(rows: (typeof jobs.$inferInsert)[]): Promise<void> {
    await this.scope.queries
      .insert(jobs)
      .values(rows)
      .onConflictDoUpdate({
        target: [jobs.tenantId, jobs.kind, jobs.key],
        set: {
          state: 'waiting',
          attempts: 0,
          payload: sql`excluded.payload`,
          correlationId: sql`excluded.correlation_id`,
          runAt: sql`excluded.run_at`,
          dueAt: sql`excluded.due_at`,
          carryAt: sql`excluded.carry_at`,
          setAt: sql`excluded.set_at`,
          lastError: null,
          finishedAt: null,
        },
        setWhere: inArray(jobs.state, FINISHED),
      });
  }

  private row(request: JobRequest, headStartMs: number): typeof jobs.$inferInsert {
    const now = this.scope.clock.now();
    const runAt = request.runAt ?? now;
    const id = newId(now.getTime());
    const isFollowUp = headStartMs > 0 && runAt <= now;
    if (isFollowUp) this.withHeadStart.push(id);
    return {
      id,
      tenantId: this.scope.tenantId,
      kind: request.kind,
      key: request.key,
      payload: request.payload,
      correlationId: request.correlationId,
      state: 'waiting',
      attempts: 0,
      runAt,
      dueAt: runAt,
      carryAt: isFollowUp ? new Date(now.getTime() + headStartMs) : runAt,
      createdAt: now,
      setAt: now,
    };
  }
}
