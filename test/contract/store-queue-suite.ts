import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FixedClock, newId } from '#kernel';
import type { JobRequest } from '#ports';
import type { SqlStore } from '#store';
import { AT } from './store-fixtures.js';
import type { StoreOpener } from './store-intake-suite.js';

const LEASE = { leaseMs: 30_000, worker: 'w1' };

/** What the queue promises to runners, on any database. */
export function describeQueue(open: StoreOpener): void {
  describe('queue', () => {
    let store: SqlStore;
    const clock = new FixedClock(AT);
    const tenant = 'tenant-example';

    beforeAll(async () => {
      store = await open(clock);
    });
    afterAll(() => store.close());
    beforeEach(async () => {
      clock.advance(3_600_000);
      for (const job of await store.queue.claim({ ...LEASE, limit: 500, worker: 'sweep' }))
        await store.queue.settle(job.id, 'sweep', { state: 'done' });
    });

    const request = (over: Partial<JobRequest> = {}): JobRequest => ({
      kind: 'deliver-document',
      key: newId(),
      payload: { deliveryId: 'd1' },
      correlationId: 'c',
      ...over,
    });
    const enqueue = (over: Partial<JobRequest> = {}, again = false) =>
      store.transaction(tenant, (tx) => tx.jobs.enqueue(request(over), { again }));
    const find = (key: string) =>
      store.transaction(tenant, async (tx) =>
        (await tx.jobs.list({ limit: 200 })).items.find((job) => job.key === key),
      );

    it('hands out due jobs in the order they are due, each to one worker', async () => {
      const later = new Date(clock.now().getTime() + 1000);
      await enqueue({ key: 'b' });
      await enqueue({ key: 'later', runAt: later });
      await enqueue({ key: 'a', runAt: new Date(clock.now().getTime() - 5000) });
      const [mine, others] = await Promise.all([
        store.queue.claim({ ...LEASE, limit: 1 }),
        store.queue.claim({ ...LEASE, limit: 9, worker: 'w2' }),
      ]);
      expect([...mine, ...others].map((job) => job.key).sort()).toEqual(['a', 'b']);
      expect(mine[0]).toMatchObject({ key: 'a', attempts: 1, state: 'running', payload: { deliveryId: 'd1' } });
      expect(await store.queue.nextDueAt()).toEqual(later);
      expect(await store.queue.isBusy()).toBe(true);
      await store.queue.settle(mine[0]?.id ?? '', 'w1', { state: 'done' });
      await store.queue.release('w2');
      expect((await find('b'))?.attempts).toBe(0);
    });

    it('moves back what was set while a clock stood in the future', async () => {
      const HOUR = 3_600_000;
      await enqueue({ key: 'retried' });
      clock.advance(2 * HOUR);
      const future = clock.now().getTime();
      for (const job of await store.queue.claim({ ...LEASE, limit: 1 }))
        await store.queue.settle(job.id, 'w1', { state: 'waiting', runAt: new Date(future + 5000), error: 'busy' });
      await enqueue({ key: 'due at once' });
      await enqueue({ key: 'after an hour', runAt: new Date(future + HOUR) });
      clock.advance(-2 * HOUR);
      const keys = async () => (await store.queue.claim({ ...LEASE, limit: 9 })).map(({ key }) => key);
      expect(await keys()).toEqual(['due at once']);
      clock.advance(5000);
      expect(await keys()).toEqual(['retried']);
      clock.advance(HOUR - 5000);
      expect(await keys()).toContain('after an hour');
      await store.queue.release('w1');
    });

    it('makes one job of the same work, and again only when asked', async () => {
      const key = newId();
      await enqueue({ key });
      await enqueue({ key });
      await enqueue({ key }, true);
      const [job, ...more] = await store.queue.claim({ ...LEASE, limit: 9 });
      expect(more).toEqual([]);
      await store.queue.settle(job?.id ?? '', 'w1', { state: 'dead', error: 'no use' });
      expect(await find(key)).toMatchObject({ state: 'dead', lastError: 'no use', finishedAt: clock.now() });
      await enqueue({ key });
      expect((await find(key))?.state).toBe('dead');
      await enqueue({ key, payload: { deliveryId: 'd2' } }, true);
      expect(await find(key)).toMatchObject({
        id: job?.id,
        state: 'waiting',
        attempts: 0,
        payload: { deliveryId: 'd2' },
      });
    });

    it('gives a job to another worker when its lease has run out, and refuses the late one', async () => {
      await enqueue();
      const [job] = await store.queue.claim({ ...LEASE, limit: 1 });
      const id = job?.id ?? '';
      clock.advance(20_000);
      expect(await store.queue.renew(id, LEASE)).toBe(true);
      clock.advance(20_000);
      expect(await store.queue.claimOne(id, { ...LEASE, worker: 'w2' })).toBeUndefined();
      clock.advance(20_000);
      expect(await store.queue.claimOne(id, { ...LEASE, worker: 'w2' })).toMatchObject({ id, attempts: 2 });
      expect(await store.queue.renew(id, LEASE)).toBe(false);
      expect(await store.queue.settle(id, 'w1', { state: 'done' })).toBe(false);
      expect(await store.queue.settle(id, 'w2', { state: 'done' })).toBe(true);
      expect(await store.queue.claimOne(id, LEASE)).toBeUndefined();
    });

    it('lets one of many workers take a job', async () => {
      await enqueue();
      const [due] = await store.queue.publishDue({ limit: 1, republishMs: 1 });
      const claims = await Promise.all(
        Array.from({ length: 8 }, (_, index) => store.queue.claimOne(due?.id ?? '', { ...LEASE, worker: `w${index}` })),
      );
      expect(claims.filter(Boolean)).toHaveLength(1);
    });

    it('never claims more than the limit, whoever races', async () => {
      await store.transaction(tenant, async (tx) => {
        for (let index = 0; index < 100; index += 1) await tx.jobs.enqueue(request());
      });
      const claims = await Promise.all(
        Array.from({ length: 10 }, (_, index) => store.queue.claim({ ...LEASE, limit: 7, worker: `w${index}` })),
      );
      expect(claims.every((claim) => claim.length <= 7)).toBe(true);
      const ids = claims.flat().map((job) => job.id);
      expect(new Set(ids).size).toBe(ids.length);
    });

    it('waits for the next attempt, with the reason', async () => {
      const key = newId();
      await enqueue({ key });
      const [job] = await store.queue.claim({ ...LEASE, limit: 1 });
      const runAt = new Date(clock.now().getTime() + 5000);
      await store.queue.settle(job?.id ?? '', 'w1', { state: 'waiting', runAt, error: 'host is down' });
      expect(await find(key)).toMatchObject({ state: 'waiting', runAt, lastError: 'host is down', attempts: 1 });
      expect(await store.queue.claim({ ...LEASE, limit: 1 })).toEqual([]);
      clock.advance(5000);
      expect(await store.queue.claim({ ...LEASE, limit: 1, kinds: ['read-orders'] })).toEqual([]);
      expect(await store.queue.claim({ ...LEASE, limit: 1, kinds: ['deliver-document'] })).toHaveLength(1);
    });

    it('publishes a due job once, and again when nobody took it for a while', async () => {
      await enqueue();
      const options = { limit: 10, republishMs: 10_000 };
      const [due] = await store.queue.publishDue(options);
      expect(due).toMatchObject({ attempts: 0 });
      expect(await store.queue.publishDue(options)).toEqual([]);
      clock.advance(10_000);
      expect(await store.queue.publishDue(options)).toEqual([due]);
      await store.queue.claimOne(due?.id ?? '', LEASE);
      clock.advance(10_000);
      expect(await store.queue.publishDue(options)).toEqual([]);
      clock.advance(30_000);
      expect(await store.queue.publishDue(options)).toEqual([{ id: due?.id, attempts: 1 }]);
    });

    it('lets a person retry a dead job and cancel a waiting one', async () => {
      const key = newId();
      await enqueue({ key });
      const [job] = await store.queue.claim({ ...LEASE, limit: 1 });
      const id = job?.id ?? '';
      await store.transaction(tenant, async (tx) => {
        expect(await tx.jobs.retry(id)).toBe(false);
        expect(await tx.jobs.cancel(id)).toBe(false);
      });
      await store.queue.settle(id, 'w1', { state: 'dead', error: 'x' });
      const dead = (await store.figures.jobs()).find((row) => row.kind === 'deliver-document');
      expect(dead?.dead).toBeGreaterThanOrEqual(1);
      await store.transaction(tenant, async (tx) => {
        expect(await tx.jobs.retry(id)).toBe(true);
        expect(await tx.jobs.find(id)).toMatchObject({ state: 'waiting', attempts: 0 });
        expect(await tx.jobs.cancel(id)).toBe(true);
      });
      expect(await store.queue.claim({ ...LEASE, limit: 1 })).toEqual([]);
    });

    it('takes many at once, and none that another holds', async () => {
      for (let job = 0; job < 5; job += 1) await enqueue({ key: newId() });
      const due = (await store.queue.publishDue({ limit: 5, republishMs: 1 })).map(({ id }) => id);
      const first = await store.queue.claimThese(due.slice(0, 3), { ...LEASE, worker: 'w1' });
      const second = await store.queue.claimThese(due, { ...LEASE, worker: 'w2' });
      expect([first.length, second.length]).toEqual([3, 2]);
      const settled = await Promise.all(
        due.map((id, index) => store.queue.settle(id, index < 3 ? 'w2' : 'w1', { state: 'done' })),
      );
      expect(settled).toEqual([false, false, false, false, false]);
      await Promise.all([
        ...first.map(({ id }) => store.queue.settle(id, 'w1', { state: 'done' })),
        ...second.map(({ id }) => store.queue.settle(id, 'w2', { state: 'done' })),
      ]);
    });

    it('removes finished jobs of long ago, and nothing else', async () => {
      clock.advance(1000);
      const before = clock.now();
      await store.queue.purge({ done: before, dead: before });
      await enqueue({ key: newId() });
      const [job] = await store.queue.claim({ ...LEASE, limit: 1 });
      await store.queue.settle(job?.id ?? '', 'w1', { state: 'done' });
      expect(await store.queue.purge({ done: before, dead: before })).toBe(0);
      clock.advance(1000);
      await enqueue({ key: newId() });
      expect(await store.queue.purge({ done: clock.now(), dead: before })).toBeGreaterThan(0);
      expect(await store.queue.purge({ done: clock.now(), dead: before })).toBe(0);
      expect(await store.queue.claim({ ...LEASE, limit: 10 })).toHaveLength(1);
    });

    it('rings after a commit that enqueued, and only then', async () => {
      let rings = 0;
      const unsubscribe = store.queue.onEnqueued(() => (rings += 1));
      await store.transaction(tenant, async () => undefined);
      expect(rings).toBe(0);
      await store.transaction(tenant, async (tx) => {
        await tx.jobs.enqueue(request());
        expect(rings).toBe(0);
      });
      expect(rings).toBe(1);
      unsubscribe();
      await enqueue();
      expect(rings).toBe(1);
    });
  });
}
