import { Test } from '@nestjs/testing';
import type { INestApplicationContext } from '@nestjs/common';
import Bull from 'bull';
import { BullJobsModule, BullRunner, createEmbeddedRunner, type RunnerOptions } from '#jobs';
import { newId, systemClock } from '#kernel';
import type { JobRunner } from '#ports';
import { openStore } from '#store';
import { describeRunner, type Carrier } from '../contract/jobs-suite.js';
import { newDatabase, serviceUrls } from './services.js';

async function open(): Promise<Carrier> {
  const { redisUrl } = serviceUrls();
  const store = await openStore({ databaseUrl: await newDatabase(), clock: systemClock });
  const prefix = `test-${newId()}`;
  const applications: INestApplicationContext[] = [];
  return {
    store,
    createRunner: async (options) => {
      const module = BullJobsModule.forRoot({ ...options, redisUrl, prefix, republishMs: 500 });
      const application = await Test.createTestingModule({ imports: [module] }).compile();
      applications.push(application);
      return application.get(BullRunner);
    },
    lose: async () => {
      const queue = new Bull('flush', redisUrl);
      await queue.client.flushall();
      await queue.close();
    },
    close: async () => {
      await Promise.all(applications.map((application) => application.close()));
      await store.close();
    },
  };
}

describeRunner('Bull on Redis', open, { loses: true });

describeRunner('PostgreSQL itself', async () => {
  const store = await openStore({ databaseUrl: await newDatabase(), clock: systemClock });
  const createRunner = async (options: RunnerOptions): Promise<JobRunner> => createEmbeddedRunner(options);
  return { store, createRunner, close: () => store.close() };
});
