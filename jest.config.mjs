// Jest in ESM mode: NestJS 12 ships ES modules only. Run with NODE_OPTIONS=--experimental-vm-modules.
import { readFileSync } from 'node:fs';

const swc = JSON.parse(readFileSync(new URL('.swcrc', import.meta.url), 'utf8'));
delete swc.exclude;
delete swc.$schema;

export default {
  testEnvironment: 'node',
  // A first start of the embedded database takes seconds on a busy machine; a hang is still found.
  testTimeout: 60_000,
  // Every core: the default leaves one to the terminal, which doubles the time on a machine of two.
  maxWorkers: '100%',
  // What a worker keeps of the specs that it ran is given back in between.
  workerIdleMemoryLimit: '1GB',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  // Suites that need real services, Java or a browser run by their own configuration from .ci/run.
  testPathIgnorePatterns: [
    '/node_modules/',
    '/dist/',
    '/test/integration/',
    '/test/e2e/',
    '/test/faults/',
    '/test/observability/',
    '/test/conformance/',
  ],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^#apps/(.+)$': '<rootDir>/apps/$1/src/index.ts',
    '^#connectors/(.+)$': '<rootDir>/libs/connectors/$1/src/index.ts',
    '^#([a-z0-9-]+)$': '<rootDir>/libs/$1/src/index.ts',
  },
  transform: { '\\.ts$': ['@swc/jest', { ...swc, swcrc: false }] },
};
