import { createEmbeddedRunner } from '#jobs';
import { openTestStore } from '#testkit';
import { describeRunner } from './jobs-suite.js';

describeRunner('the database itself', async () => {
  const store = await openTestStore();
  return { store, createRunner: async (options) => createEmbeddedRunner(options), close: () => store.close() };
});
