// npm run check: the fast gate before a commit. Format, lint and types run beside the unit tests (import layers included);
// the suites over databases, real peers and the shared corpora are left to npm test and .ci/run.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build, install, requireNode, root } from './prepare.mjs';

requireNode();
install();
build();
const tool = (...parts) => join(root, 'node_modules', ...parts);
const jest = [
  '--experimental-vm-modules',
  '--no-warnings',
  tool('jest', 'bin', 'jest.js'),
  'libs/',
  'apps/',
  'test/architecture/',
];
const started = Date.now();
const [statics, tests] = await Promise.all([
  inTurn([
    ['format', [tool('prettier', 'bin', 'prettier.cjs'), '--check', '.', '--log-level', 'warn']],
    ['lint', [tool('eslint', 'bin', 'eslint.js'), '.', '--cache', '--cache-location', '.cache/eslint/']],
    [
      'types',
      [tool('typescript', 'bin', 'tsc'), '--noEmit', '--incremental', '--tsBuildInfoFile', '.cache/types.tsbuildinfo'],
    ],
  ]),
  inTurn([['unit tests', [...jest, '--testPathIgnorePatterns', 'corpora', 'libxml2', '/xsd']]]),
]);
console.log(
  `${statics && tests ? 'All in order' : 'NOT in order'} after ${((Date.now() - started) / 1000).toFixed(0)} s`,
);
process.exit(statics && tests ? 0 : 1);

/** Runs one after the other, all of them whatever the first says; shows output of those that fail. */
async function inTurn(steps) {
  let isGood = true;
  for (const [name, args] of steps) {
    const { status, output } = await run(args);
    console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name}`);
    if (status !== 0) {
      console.log(output);
      isGood = false;
    }
  }
  return isGood;
}

function run(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root });
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('close', (status) => resolve({ status, output: Buffer.concat(chunks).toString('utf8').trimEnd() }));
  });
}
