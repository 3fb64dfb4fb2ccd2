import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { FacteurError, newId, systemClock } from '#kernel';
import type { RunnerOptions } from '#jobs';
import { JOB_KINDS } from '#ports';
import type { JobHandler, JobKind, JobOutcome, JobRequest, JobRow, JobRunner, Log, Store } from '#ports';

/** A carrier under test: makes runners, and can lose what it carries where it carries anything. */
export interface Carrier {
  readonly store: Store;
  createRunner(options: RunnerOptions): Promise<JobRunner>;
  /** Empties what travels outside the database; absent where nothing does. */
  lose?(): Promise<void>;
  close(): Promise<void>;
}

const QUIET: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const NO_PAUSE = { maxAttempts: 3, baseMs: 1, capMs: 1 };
const POLICIES = ofEveryKind(NO_PAUSE);
const PATIENCE_MS = 20_000;

/** The contract of `JobRunner`: the same for every carrier. `loses`: the carrier can lose jobs, and `lose` makes it do so. */
export function describeRunner(name: string, open: () => Promise<Carrier>, { loses = false } = {}): void {
  describe(`jobs carried by ${name}`, () => {
    let carrier: Carrier;
    const running: JobRunner[] = [];
    const tenant = 'tenant-example';

    beforeAll(async () => {
      carrier = await open();
    }, PATIENCE_MS);
    afterAll(() => carrier.close());
    afterEach(async () => {
      await Promise.all(running.splice(0).map((runner) => runner.stop(0)));
      // What a test left behind must not reach the next one.
      for (const job of await carrier.store.queue.claim({ limit: 500, leaseMs: 1000, worker: 'sweep' }))
        await carrier.store.queue.settle(job.id, 'sweep', { state: 'done' });
    });

    async function run(handler: JobHandler, options: Partial<RunnerOptions> = {}): Promise<JobRunner> {
      const runner = await carrier.createRunner({
        queue: carrier.store.queue,
        handlers: ofEveryKind(handler),
        concurrency: 4,
        clock: systemClock,
        log: QUIET,
        policies: POLICIES,
        pollMs: 100,
        ...options,
      });
      running.push(runner);
      await runner.start();
      return runner;
    }

    const request = (key: string, over: Partial<JobRequest> = {}): JobRequest => ({
      kind: 'deliver-document',
      key,
      payload: { key },
      correlationId: 'c',
      ...over,
    });
    const enqueue = (key: string, over: Partial<JobRequest> = {}) =>
      carrier.store.transaction(tenant, (tx) => tx.jobs.enqueue(request(key, over)));
    const jobOf = async (key: string): Promise<JobRow | undefined> =>
      carrier.store.transaction(tenant, async (tx) =>
        (await tx.jobs.list({ limit: 200 })).items.find((job) => job.key === key),
      );
    const until = async (condition: () => boolean | Promise<boolean>) => {
      for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause(5)) if (await condition()) return;
      throw new Error('Waited in vain');
    };
    const settled = (key: string, state: JobRow['state']) => until(async () => (await jobOf(key))?.state === state);

    it('runs each job once, in the order they came due', async () => {
      const now = Date.now();
      const keys = ['third', 'first', 'second'].map((word) => `${word}-${newId()}`);
      await carrier.store.transaction(tenant, async (tx) => {
        for (const [index, key] of keys.entries())
          await tx.jobs.enqueue(request(key, { runAt: new Date(now - [1000, 3000, 2000][index]!) }));
      });
      const seen: string[] = [];
      const runner = await run(async (job) => done(seen.push(job.key)), { concurrency: 1 });
      await runner.idle();
      expect(seen).toEqual([keys[1], keys[2], keys[0]]);
      expect(await jobOf(keys[0]!)).toMatchObject({ state: 'done', attempts: 1 });
    });

    it('starts a job within moments of the commit that enqueued it', async () => {
      const startedAt: number[] = [];
      await run(async () => done(startedAt.push(performance.now())), { pollMs: 60_000 });
      await pause(100);
      const delays: number[] = [];
      for (let round = 0; round < 5; round += 1) {
        await enqueue(newId());
        const committedAt = performance.now();
        await until(() => startedAt.length === round + 1);
        delays.push(startedAt[round]! - committedAt);
      }
      expect(Math.min(...delays)).toBeLessThan(50);
    });

    it('leaves a job alone until it is due', async () => {
      const key = newId();
      let ranAt = 0;
      await run(async () => done((ranAt = Date.now())));
      const runAt = new Date(Date.now() + 400);
      await enqueue(key, { runAt });
      await settled(key, 'done');
      expect(ranAt).toBeGreaterThanOrEqual(runAt.getTime());
    });

    it('runs nothing of a transaction that rolled back', async () => {
      const seen: string[] = [];
      const runner = await run(async (job) => done(seen.push(job.key)));
      const failing = carrier.store.transaction(tenant, async (tx) => {
        await tx.jobs.enqueue(request(newId()));
        throw new Error('given up');
      });
      await expect(failing).rejects.toThrow('given up');
      const key = newId();
      await enqueue(key);
      await settled(key, 'done');
      await runner.idle();
      expect(seen).toEqual([key]);
    });

    it('tries again after an outage, then is done', async () => {
      const key = newId();
      const attempts: number[] = [];
      await run(async (job, { isLastAttempt }) => {
        attempts.push(job.attempts);
        return isLastAttempt ? { kind: 'done' } : { kind: 'retry', reason: 'host is down', afterMs: 10 };
      });
      await enqueue(key);
      await settled(key, 'done');
      expect(attempts).toEqual([1, 2, 3]);
      expect((await jobOf(key))?.lastError).toBeUndefined();
    });

    it('gives up after the last attempt, and keeps the reason', async () => {
      const [outage, hopeless, broken, missing] = [newId(), newId(), newId(), newId()];
      const outcomes: Record<string, () => JobOutcome> = {
        [outage]: () => ({ kind: 'retry', reason: 'host is down' }),
        [hopeless]: () => ({ kind: 'dead', reason: 'refused by the receiver' }),
        [broken]: () => {
          throw new TypeError('x is undefined');
        },
        [missing]: () => {
          throw new FacteurError('SECRET.MISSING', 'precondition', 'A secret is missing', {});
        },
      };
      await run(async (job) => outcomes[job.key]!());
      for (const key of Object.keys(outcomes)) await enqueue(key);
      for (const key of Object.keys(outcomes)) await settled(key, 'dead');
      expect(await jobOf(outage)).toMatchObject({ attempts: 3, lastError: 'host is down' });
      expect(await jobOf(hopeless)).toMatchObject({ attempts: 1, lastError: 'refused by the receiver' });
      expect(await jobOf(broken)).toMatchObject({ attempts: 3, lastError: 'INTERNAL.UNEXPECTED: x is undefined' });
      expect(await jobOf(missing)).toMatchObject({ attempts: 1, lastError: 'SECRET.MISSING: A secret is missing' });
    });

    it('never runs one job twice at the same time, with two runners on one queue', async () => {
      const inHand = new Set<string>();
      const runs = new Map<string, number>();
      let overlaps = 0;
      const handler: JobHandler = async (job) => {
        if (inHand.has(job.id)) overlaps += 1;
        inHand.add(job.id);
        await pause(Math.random() * 4);
        inHand.delete(job.id);
        return done(runs.set(job.id, (runs.get(job.id) ?? 0) + 1));
      };
      const runner = await run(handler);
      await run(handler);
      for (let batch = 0; batch < 5; batch += 1)
        await carrier.store.transaction(tenant, async (tx) => {
          for (let index = 0; index < 40; index += 1) await tx.jobs.enqueue(request(newId()));
        });
      await runner.idle();
      expect(overlaps).toBe(0);
      expect([...runs.values()]).toEqual(Array.from({ length: 200 }, () => 1));
    });

    it('takes over from a runner that is gone, once its lease has run out', async () => {
      const key = newId();
      let isGone = false;
      const cutOff = new Proxy(carrier.store.queue, {
        get(target, name, receiver) {
          const member: unknown = Reflect.get(target, name, receiver);
          if (typeof member !== 'function' || name === 'onEnqueued') return member;
          return (...parameters: unknown[]): unknown => {
            if (isGone) throw new FacteurError('STORE.UNAVAILABLE', 'unavailable', 'Gone', {});
            return Reflect.apply(member, target, parameters);
          };
        },
      });
      let wasAborted = false;
      const hanging: JobHandler = (_job, { signal }) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            wasAborted = true;
            resolve({ kind: 'done' });
          });
        });
      await run(hanging, { queue: cutOff, leaseMs: 300 });
      await enqueue(key);
      await settled(key, 'running');
      isGone = true;
      const seen: JobRow[] = [];
      await run(async (job) => done(seen.push(job)));
      await settled(key, 'done');
      expect(seen).toMatchObject([{ key, attempts: 2 }]);
      await until(() => wasAborted);
      isGone = false;
    });

    it('keeps its lease while a handler takes long', async () => {
      const key = newId();
      let runs = 0;
      const slow: JobHandler = async () => {
        runs += 1;
        await pause(1000);
        return { kind: 'done' };
      };
      await run(slow, { leaseMs: 300 });
      await run(slow, { leaseMs: 300 });
      await enqueue(key);
      await settled(key, 'done');
      expect(runs).toBe(1);
    });

    it('stops gracefully: finishes what is in hand, returns the rest untried', async () => {
      const [quick, stuck, waiting] = [newId(), newId(), newId()];
      const started: string[] = [];
      const runner = await run(
        async (job, { signal }) => {
          started.push(job.key);
          if (job.key === quick) await pause(100);
          else await new Promise((resolve) => signal.addEventListener('abort', resolve));
          return job.key === quick ? { kind: 'done' } : { kind: 'retry', reason: 'told to stop' };
        },
        { concurrency: 2 },
      );
      for (const key of [quick, stuck]) await enqueue(key);
      await until(() => started.length === 2);
      const stopping = runner.stop(300);
      await enqueue(waiting);
      await stopping;
      expect((await jobOf(quick))?.state).toBe('done');
      expect(await jobOf(stuck)).toMatchObject({ state: 'waiting', attempts: 0 });
      expect(await jobOf(waiting)).toMatchObject({ state: 'waiting', attempts: 0 });
    });

    it('leaves a job alone that this version does not know', async () => {
      const key = newId();
      const unknown = 'archive-invoice' as JobRequest['kind'];
      await carrier.store.transaction(tenant, (tx) => tx.jobs.enqueue(request(key, { kind: unknown })));
      const runner = await run(async () => ({ kind: 'dead', reason: 'never called' }));
      await pause(300);
      expect((await jobOf(key))?.state).toBe('waiting');
      await runner.stop(0);
    });

    it('tells how each job ended', async () => {
      const finished: string[] = [];
      const runner = await run(async () => ({ kind: 'done' }), {
        signals: { jobFinished: (kind, outcome) => finished.push(`${kind} ${outcome}`) },
      });
      await enqueue(newId(), { kind: 'read-orders' });
      await runner.idle();
      await until(() => finished.length === 1);
      expect(finished).toEqual(['read-orders done']);
    });

    if (loses)
      it('loses no job when the carrier loses them', async () => {
        const keys = Array.from({ length: 50 }, () => newId());
        const seen = new Set<string>();
        const runner = await run(
          async (job) => {
            await pause(5);
            return done(seen.add(job.key));
          },
          { concurrency: 1 },
        );
        await carrier.store.transaction(tenant, async (tx) => {
          for (const key of keys) await tx.jobs.enqueue(request(key));
        });
        await until(() => seen.size > 3);
        await carrier.lose?.();
        await runner.idle();
        expect([...seen].sort()).toEqual([...keys].sort());
      });
  });
}

/** The same for every kind of job. */
export function ofEveryKind<T>(value: T): Record<JobKind, T> {
  return Object.fromEntries(JOB_KINDS.map((kind) => [kind, value])) as Record<JobKind, T>;
}

function done(_work: unknown): JobOutcome {
  return { kind: 'done' };
}
