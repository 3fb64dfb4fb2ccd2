import { and, asc, eq, gt, inArray, lt, lte, or, sql, type SQL } from 'drizzle-orm';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import { Coalescer, type Clock } from '#kernel';
import type { JobKind, JobQueue, JobRow } from '#ports';
import type { Database } from './database.js';
import type { JobBell } from './job-bell.js';
import { JOB_COLUMNS } from './job-columns.js';
import { present } from './page.js';
import { jobs } from './schema/index.js';

interface Held {
  readonly id: string;
  readonly worker: string;
}

/** A clock that differs by more was set; machines that share a queue are closer together. */
const CLOCK_STEP_MS = 60_000;
const LOOK_MS = 10_000;
/** A job that is due is published again much sooner than this. */
const LONGEST_CARRY_MS = 1_800_000;

/** Spelled as the partial indexes are, so that the database recognises it. */
const UNFINISHED = sql`state IN ('waiting', 'running')`;

/**
 * The queue across tenants. Claims skip rows that others hold, so any number of runners share it. All instants are the clock's:
 * machines that share a queue keep their clocks in step to within the lease.
 */
export class SqlJobQueue implements JobQueue {
  /** Jobs that ended well come in crowds: one statement for those that end together. */
  private readonly finished = new Coalescer<Held, boolean>({ maxItems: 200, maxAtOnce: 1, waitMs: 20 }, (held) =>
    this.finish(held),
  );

  /** The latest instant seen, to notice a clock that was set back. */
  private latest: Date | undefined;
  private lookedAt: Date | undefined;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly bell: JobBell,
  ) {}

  async claim(options: Parameters<JobQueue['claim']>[0]): Promise<readonly JobRow[]> {
    const now = this.now();
    await this.bringForward(now);
    const rows = await this.database.asOwner(async (queries) => {
      // A locking query in WITH runs once; as a subquery it could run again and claim more than the limit.
      const due = queries.$with('due').as(
        queries
          .select({ id: jobs.id })
          .from(jobs)
          .where(and(UNFINISHED, lte(jobs.dueAt, now), ofKinds(options.kinds)))
          .orderBy(asc(jobs.dueAt), asc(jobs.id))
          .limit(options.limit)
          .for('update', { skipLocked: true }),
      );
      return queries
        .with(due)
        .update(jobs)
        .set(this.leased(now, options))
        .from(due)
        .where(eq(jobs.id, due.id))
        .returning(JOB_COLUMNS);
    });
    return rows.map(present).sort(byDueTime);
  }

  async claimOne(id: string, options: { leaseMs: number; worker: string }): Promise<JobRow | undefined> {
    const now = this.now();
    const [row] = await this.database.asOwner(async (queries) =>
      queries
        .update(jobs)
        .set(this.leased(now, options))
        .where(and(eq(jobs.id, id), UNFINISHED, lte(jobs.dueAt, now)))
        .returning(JOB_COLUMNS),
    );
    return row && present(row);
  }

  async claimThese(ids: readonly string[], options: { leaseMs: number; worker: string }): Promise<readonly JobRow[]> {
    if (ids.length === 0) return [];
    const now = this.now();
    const rows = await this.database.asOwner(async (queries) => {
      // Whoever holds one of them has it: no waiting behind each other's claims.
      const due = queries.$with('due').as(
        queries
          .select({ id: jobs.id })
          .from(jobs)
          .where(and(inArray(jobs.id, [...ids]), UNFINISHED, lte(jobs.dueAt, now)))
          .for('update', { skipLocked: true }),
      );
      return queries
        .with(due)
        .update(jobs)
        .set(this.leased(now, options))
        .from(due)
        .where(eq(jobs.id, due.id))
        .returning(JOB_COLUMNS);
    });
    return rows.map(present).sort(byDueTime);
  }

  async publishDue(options: {
    limit: number;
    republishMs: number;
  }): Promise<readonly { id: string; attempts: number }[]> {
    const now = this.now();
    await this.bringForward(now);
    return this.database.asOwner(async (queries) => {
      const due = queries.$with('due').as(
        queries
          .select({ id: jobs.id })
          .from(jobs)
          .where(and(UNFINISHED, lte(jobs.carryAt, now)))
          .orderBy(asc(jobs.carryAt), asc(jobs.id))
          .limit(options.limit)
          .for('update', { skipLocked: true }),
      );
      const rows = await queries
        .with(due)
        .update(jobs)
        .set({ carryAt: after(now, options.republishMs) })
        .from(due)
        .where(eq(jobs.id, due.id))
        .returning({ id: jobs.id, attempts: jobs.attempts, runAt: jobs.runAt });
      return rows.sort(byDueTime).map(({ id, attempts }) => ({ id, attempts }));
    });
  }

  async renew(id: string, options: { leaseMs: number; worker: string }): Promise<boolean> {
    const now = this.now();
    const until = after(now, options.leaseMs);
    return this.changeHeld(id, options.worker, { dueAt: until, carryAt: until, setAt: now });
  }

  async settle(id: string, worker: string, result: Parameters<JobQueue['settle']>[2]): Promise<boolean> {
    if (result.state === 'waiting')
      return this.changeHeld(id, worker, {
        state: 'waiting',
        worker: null,
        runAt: result.runAt,
        dueAt: result.runAt,
        carryAt: result.runAt,
        setAt: this.now(),
        lastError: result.error,
        ...(result.isUncounted ? { attempts: sql`${jobs.attempts} - 1` } : {}),
      });
    if (result.state === 'done') return this.finished.add({ id, worker });
    return this.changeHeld(id, worker, {
      state: 'dead',
      worker: null,
      finishedAt: this.now(),
      lastError: result.error,
    });
  }

  async recover(worker: string): Promise<void> {
    const now = this.now();
    await this.database.asOwner(async (queries) =>
      queries
        .update(jobs)
        .set(returned(now))
        .where(and(eq(jobs.worker, worker), eq(jobs.state, 'running'))),
    );
  }

  async release(worker: string): Promise<void> {
    const now = this.now();
    await this.database.asOwner(async (queries) =>
      queries
        .update(jobs)
        // What was given back unfinished counts as not tried.
        .set({ ...returned(now), attempts: sql`${jobs.attempts} - 1` })
        .where(and(eq(jobs.worker, worker), eq(jobs.state, 'running'))),
    );
  }

  async purge(before: { done: Date; dead: Date }): Promise<number> {
    const removed = await this.database.asOwner(async (queries) =>
      queries
        .delete(jobs)
        .where(
          or(
            and(inArray(jobs.state, ['done', 'cancelled']), lt(jobs.finishedAt, before.done)),
            and(eq(jobs.state, 'dead'), lt(jobs.finishedAt, before.dead)),
          ),
        )
        .returning({ id: jobs.id }),
    );
    return removed.length;
  }

  async nextDueAt(): Promise<Date | undefined> {
    const [row] = await this.database.asOwner(async (queries) =>
      queries
        .select({ runAt: jobs.dueAt })
        .from(jobs)
        .where(and(UNFINISHED, eq(jobs.state, 'waiting')))
        .orderBy(asc(jobs.dueAt), asc(jobs.id))
        .limit(1),
    );
    return row?.runAt;
  }

  async isBusy(): Promise<boolean> {
    const [row] = await this.database.asOwner(async (queries) =>
      queries
        .select({ id: jobs.id })
        .from(jobs)
        .where(and(UNFINISHED, or(eq(jobs.state, 'running'), lte(jobs.dueAt, this.now()))))
        .limit(1),
    );
    return row !== undefined;
  }

  onEnqueued(listener: (ids: readonly string[]) => void, headStartMs?: number): () => void {
    return this.bell.onRing(listener, headStartMs);
  }

  private now(): Date {
    const now = this.clock.now();
    if (this.latest !== undefined && now < after(this.latest, -CLOCK_STEP_MS)) this.lookedAt = undefined;
    this.latest = now;
    return now;
  }

  /**
   * What was set by a clock that stood in the future is moved back with it: nothing waits until that hour comes. Looked for every
   * few seconds, and at once when this process sees its own clock go back.
   */
  private async bringForward(now: Date): Promise<void> {
    if (this.lookedAt !== undefined && now < after(this.lookedAt, LOOK_MS)) return;
    this.lookedAt = now;
    const future = after(now, CLOCK_STEP_MS);
    const setAt = sql`coalesce(${jobs.setAt}, ${jobs.createdAt})`;
    const ahead = sql`(${setAt} - ${now.toISOString()}::timestamptz)`;
    const movedBack = sql`${jobs.dueAt} - ${ahead}`;
    await this.database.asOwner(async (queries) => {
      await queries
        .update(jobs)
        .set({ runAt: sql`${jobs.runAt} - ${ahead}`, dueAt: movedBack, carryAt: movedBack, setAt: now })
        .where(and(UNFINISHED, gt(jobs.dueAt, future), sql`${setAt} > ${future.toISOString()}::timestamptz`));
      await queries
        .update(jobs)
        .set({ carryAt: now })
        .where(and(UNFINISHED, lte(jobs.dueAt, now), gt(jobs.carryAt, after(now, LONGEST_CARRY_MS))));
    });
  }

  private leased(now: Date, options: { leaseMs: number; worker: string }) {
    const until = after(now, options.leaseMs);
    return {
      state: 'running' as const,
      worker: options.worker,
      dueAt: until,
      carryAt: until,
      setAt: now,
      attempts: sql`${jobs.attempts} + 1`,
    };
  }

  private async finish(held: readonly Held[]): Promise<readonly boolean[]> {
    const finishedAt = this.now();
    const finished = new Set<string>();
    for (const worker of new Set(held.map((each) => each.worker))) {
      const ids = held.filter((each) => each.worker === worker).map(({ id }) => id);
      const changed = await this.database.asOwner(async (queries) =>
        queries
          .update(jobs)
          .set({ state: 'done', worker: null, finishedAt, lastError: null })
          .where(and(inArray(jobs.id, ids), eq(jobs.worker, worker), eq(jobs.state, 'running')))
          .returning({ id: jobs.id }),
      );
      for (const { id } of changed) finished.add(`${worker} ${id}`);
    }
    return held.map(({ id, worker }) => finished.has(`${worker} ${id}`));
  }

  private async changeHeld(id: string, worker: string, to: PgUpdateSetSource<typeof jobs>): Promise<boolean> {
    const changed = await this.database.asOwner(async (queries) =>
      queries
        .update(jobs)
        .set(to)
        .where(and(eq(jobs.id, id), eq(jobs.worker, worker), eq(jobs.state, 'running')))
        .returning({ id: jobs.id }),
    );
    return changed.length > 0;
  }
}

function ofKinds(kinds: readonly JobKind[] | undefined): SQL | undefined {
  return kinds && inArray(jobs.kind, [...kinds]);
}

function after(now: Date, milliseconds: number): Date {
  return new Date(now.getTime() + milliseconds);
}

/** A job that nobody holds any more and that is due. */
function returned(now: Date) {
  return { state: 'waiting' as const, worker: null, dueAt: now, carryAt: now, setAt: now };
}

function byDueTime(left: { runAt: Date; id: string }, right: { runAt: Date; id: string }): number {
  return left.runAt.getTime() - right.runAt.getTime() || (left.id < right.id ? -1 : 1);
}
