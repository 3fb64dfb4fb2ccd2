// `npm run conformance`: our verdicts against the official artefacts. Needs Java 17 and Maven, which `npm test` does not.
import everyday from '../../jest.config.mjs';

// The French rules in force are on no package registry: FACTEUR_FRANCE_RFE names a checkout of fnfempe/France_RFE to compare with.
const french = process.env.FACTEUR_FRANCE_RFE ? [] : ['french\\.spec'];

export default {
  ...everyday,
  rootDir: '../..',
  roots: ['<rootDir>/test/conformance'],
  testPathIgnorePatterns: ['/node_modules/', '/target/', ...french],
  modulePathIgnorePatterns: ['/target/'],
  testTimeout: 600_000,
  maxWorkers: 1,
};
