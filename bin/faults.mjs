// npm run faults [-- NAME…]: the long form of test/faults. 1,000 kills, 100,000 malformed inputs, a new seed each time, and the
// table in docs/reliability.md written from the run. Starts its own PostgreSQL and Redis; hours on a small machine.
import { spawnSync } from 'node:child_process';
import { build, install, requireNode, root } from './prepare.mjs';

requireNode();
install();
build();
const jest = [
  '--experimental-vm-modules',
  '--no-warnings',
  'node_modules/jest/bin/jest.js',
  '-c',
  'test/faults/jest.config.mjs',
];
const environment = { FACTEUR_FAULT_RUNS: '1000', FACTEUR_FUZZ_INPUTS: '100000', UPDATE_DOCS: '1', ...process.env };
const { status } = spawnSync(
  'bash',
  ['test/integration/services.sh', process.execPath, ...jest, ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit', env: environment },
);
process.exit(status ?? 1);
