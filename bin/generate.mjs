// npm run generate: writes anew what is generated from the code and committed (JSON Schemas, OpenAPI, field lists, docs/metrics.md, dashboards). The suites
// that check these files write them when UPDATE_SCHEMAS is set; CI refuses to.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './prepare.mjs';

if (process.env.CI) {
  console.error('Generated files are written by a person, never in CI.');
  process.exit(2);
}
const suites = [
  'libs/order',
  'libs/billing',
  'libs/invoice',
  'libs/remittance',
  'libs/store',
  'apps/gateway',
  'libs/telemetry',
  'test/architecture/observability',
];
const { status } = spawnSync(process.execPath, [join(root, 'bin', 'test.mjs'), ...suites], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, UPDATE_SCHEMAS: '1' },
});
process.exit(status ?? 1);
