// Processes that are killed, services that restart, connections that are cut. The scaled mode needs PostgreSQL and Redis: run it
// through ../integration/services.sh. FACTEUR_FAULT_RUNS: kills in all (200; 1,000 by `npm run faults`); FACTEUR_FUZZ_INPUTS.
import base from '../../jest.config.mjs';

export default {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/test/faults'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  testTimeout: 3_600_000,
  maxWorkers: 1,
};
