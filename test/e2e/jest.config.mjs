// The product as its users meet it: processes started by bin/facteur, driven through the front doors only. The scaled mode
// needs PostgreSQL and Redis: run it through ../integration/services.sh. One suite at a time, each test builds on the one before.
import base from '../../jest.config.mjs';

export default {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/test/e2e'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  // Everything waits for conditions; this only ends a hang.
  testTimeout: 240_000,
  maxWorkers: 1,
  bail: false,
};
