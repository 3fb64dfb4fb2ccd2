export { BullJobsModule, type BullJobsOptions } from './bull-jobs.module.js';
export { BullRunner } from './bull-runner.js';
export { createEmbeddedRunner } from './embedded-runner.js';
export { RETRY_POLICIES, type RetryPolicies, type RetryPolicy } from './retry.table.js';
export type { RunnerOptions } from './runner-options.js';
