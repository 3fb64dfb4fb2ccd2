// `npm run conformance`: our verdicts against the official artefacts. Needs Java 17 and Maven, which `npm test` does not.
import everyday from '../../jest.config.mjs';

export default {
  ...everyday,
  rootDir: '../..',
  roots: ['<rootDir>/test/conformance'],
  testPathIgnorePatterns: ['/node_modules/', '/target/'],
  modulePathIgnorePatterns: ['/target/'],
  testTimeout: 600_000,
  maxWorkers: 1,
};
