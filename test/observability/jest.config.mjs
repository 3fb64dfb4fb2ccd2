// What operators see, on the real thing: a real Prometheus (from the distribution's packages) scrapes real processes started by
// bin/facteur; traces go to a real OTLP receiver. Run it through ../integration/services.sh, which installs what is missing.
import base from '../../jest.config.mjs';

export default {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/test/observability'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  testTimeout: 240_000,
  maxWorkers: 1,
  bail: false,
};
