// What operators see, on the real thing: a real Prometheus (from the distribution's packages) scrapes real processes started by
// bin/facteur; traces go to a real OTLP receiver. Run it through ../integration/services.sh, which installs what is missing.
import base from '../../jest.config.mjs';

// Every alert provoked, in time that runs thousands of times faster: by hand, or with OBSERVABILITY=all, lest a slow machine refuse a
// change that has nothing to do with it.
const apart = process.env.CI && process.env.OBSERVABILITY !== 'all' ? ['provoked\\.spec'] : [];

export default {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/test/observability'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', ...apart],
  testTimeout: 240_000,
  maxWorkers: 1,
  bail: false,
};
