// npm run bench [-- NAME…]: compiles bench/ beside the built product and runs every benchmark, or those named. Their figures
// mean something on an idle machine only.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build, install, requireNode, root } from './prepare.mjs';

requireNode();
install();
build();
const swc = join(root, 'node_modules', '@swc', 'cli', 'bin', 'swc.js');
run(swc, ['bench', 'test', '-d', 'dist', '--config-file', '.swcrc', '--quiet']);
const wanted = process.argv.slice(2);
const all = readdirSync(join(root, 'bench'))
  .filter((name) => name.endsWith('.bench.ts'))
  .map((name) => name.replace(/\.bench\.ts$/, ''));
const unknown = wanted.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`No benchmark is named ${unknown.join(', ')}; there are: ${all.join(', ')}`);
  process.exit(2);
}
for (const name of wanted.length > 0 ? wanted : all) {
  console.log(`\n=== ${name}`);
  run(join(root, 'dist', 'bench', `${name}.bench.js`), []);
}

function run(script, args) {
  const { status } = spawnSync(process.execPath, ['--expose-gc', script, ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
