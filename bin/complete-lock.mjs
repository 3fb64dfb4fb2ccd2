// Completes package-lock.json after an install from a registry mirror that lacks the packages of other platforms: npm 11
// leaves such optional packages out of the lock file, and its own `npm ci` then refuses the file (npm/cli issue 9846).
// Run as `npm run lock` after every change of dependencies.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './prepare.mjs';

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32', 'aix'];
const PROCESSORS = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 's390x', 'riscv64', 'loong64', 'mips64el', 'wasm32'];

const path = join(root, 'package-lock.json');
const lock = JSON.parse(readFileSync(path, 'utf8'));
const added = {};
for (const [parent, entry] of Object.entries(lock.packages)) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(parent, name) || !/^\d/.test(range)) continue;
    const parts = name.split(/[-/]/);
    const os = name === 'fsevents' ? ['darwin'] : SYSTEMS.filter((system) => parts.includes(system));
    const cpu = PROCESSORS.filter((processor) => parts.some((part) => part === processor || part === `${processor}le`));
    added[`node_modules/${name}`] = {
      version: range,
      ...(entry.dev ? { dev: true } : {}),
      optional: true,
      ...(os.length > 0 ? { os } : {}),
      ...(cpu.length > 0 ? { cpu } : {}),
    };
  }
}
for (const entry of Object.values(lock.packages)) delete entry.resolved;
const packages = { ...lock.packages, ...added };
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${Object.keys(added).length} optional packages of other platforms added to package-lock.json`);

/** Whether Node's lookup from the parent's folder upwards finds an entry. */
function isLocked(parent, name) {
  for (let base = parent; ; base = base.slice(0, Math.max(0, base.lastIndexOf('node_modules/')))) {
    const prefix = base === '' ? '' : `${base.replace(/\/$/, '')}/`;
    if (lock.packages[`${prefix}node_modules/${name}`] ?? added[`${prefix}node_modules/${name}`]) return true;
    if (base === '') return false;
  }
}
