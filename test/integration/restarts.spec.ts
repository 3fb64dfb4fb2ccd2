import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import type { INestApplicationContext } from '@nestjs/common';
import { BullJobsModule, BullRunner } from '#jobs';
import { newId, systemClock } from '#kernel';
import type { JobHandler, Store } from '#ports';
import { openStore } from '#store';
import { newDatabase, serviceUrls } from './services.js';
import { ofEveryKind } from '../contract/jobs-suite.js';

const run = promisify(execFile);
const JOBS = 200;
const PATIENCE_MS = 50_000;

describe('services that go away and come back', () => {
  let store: Store;
  let application: INestApplicationContext;
  const done = new Set<string>();
  const tenant = 'tenant-example';

  beforeAll(async () => {
    store = await openStore({ databaseUrl: await newDatabase(), clock: systemClock });
    const handler: JobHandler = async (job) => {
      await pause(10);
      done.add(job.key);
      return { kind: 'done' };
    };
    const quiet = () => undefined;
    const module = BullJobsModule.forRoot({
      queue: store.queue,
      handlers: ofEveryKind(handler),
      concurrency: 4,
      clock: systemClock,
      log: { info: quiet, warn: quiet, error: quiet },
      leaseMs: 3000,
      pollMs: 100,
      redisUrl: serviceUrls().redisUrl,
      prefix: `test-${newId()}`,
      republishMs: 1000,
    });
    application = await Test.createTestingModule({ imports: [module] }).compile();
    await application.init();
  });
  afterAll(async () => {
    await application.close();
    await store.close();
  });

  async function enqueueMany(): Promise<string[]> {
    const keys = Array.from({ length: JOBS }, () => newId());
    await store.transaction(tenant, async (tx) => {
      for (const key of keys) await tx.jobs.enqueue({ kind: 'deliver-document', key, payload: {}, correlationId: 'c' });
    });
    return keys;
  }

  async function allDone(keys: readonly string[]): Promise<void> {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause(50))
      if (keys.every((key) => done.has(key))) return;
    expect(keys.filter((key) => !done.has(key))).toEqual([]);
  }

  it.each([['restart-redis'], ['restart-postgres', 'immediate']])(
    'loses no job when %s runs',
    async (script, ...mode) => {
      const keys = await enqueueMany();
      while (keys.filter((key) => done.has(key)).length < JOBS / 10) await pause(5);
      await run(join(process.env['SERVICES_DIR'] ?? '', script), mode);
      await allDone(keys);
      await application.get(BullRunner).idle();
      const rows = await store.transaction(tenant, async (tx) => (await tx.jobs.list({ limit: JOBS })).items);
      expect(rows.map((row) => row.state)).toEqual(rows.map(() => 'done'));
    },
  );
});
