// Installs from the lock file and builds, each only when what is there is older than its source. Plain JavaScript on
// purpose: it runs before anything is installed. Used by npm start, npm test and bin/facteur.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const say = (line) => process.stderr.write(`${line}\n`);

export function requireNode() {
  const [major] = process.versions.node.split('.').map(Number);
  if (major >= 20) return;
  say(`Facteur needs Node.js 20 or later; this is ${process.versions.node}.`);
  process.exit(2);
}

/** Runs npm ci unless every package of the lock file is there in its version (those of other platforms excepted). */
export function install() {
  if (isInstalled()) return;
  say('Installing packages from the lock file …');
  const started = Date.now();
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  say(`Packages installed in ${seconds(started)} s.`);
}

function isInstalled() {
  // npm writes this file after each install: what node_modules really holds.
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const there = JSON.parse(readFileSync(installed, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || entry.version === there[path]?.version,
  );
}

/** Runs the build when a source is newer than the last one. */
export function build() {
  const stamp = join(root, 'dist', '.facteur-sources');
  const sources = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
  const started = Date.now();
  run(process.execPath, [join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js'), 'build'], 'pipe');
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, sources);
  say(`Built in ${seconds(started)} s.`);
}

/** Name, size and modification time of every source, hashed: a few milliseconds for the whole tree. */
function fingerprint() {
  const hash = createHash('sha256');
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts')) {
        const { size, mtimeMs } = statSync(path);
        hash.update(`${path}:${size}:${mtimeMs}\n`);
      }
    }
  };
  for (const folder of ['apps', 'libs']) walk(join(root, folder));
  for (const file of ['.swcrc', 'nest-cli.json', 'package-lock.json']) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

function run(command, args, stdio = ['ignore', 2, 2]) {
  const result = spawnSync(command, args, { cwd: root, stdio, encoding: 'utf8' });
  if (result.status === 0) return;
  if (stdio === 'pipe') say(`${result.stdout}${result.stderr}`);
  say(`"${command} ${args.join(' ')}" failed${result.error ? `: ${result.error.message}` : ''}.`);
  process.exit(2);
}

const seconds = (since) => ((Date.now() - since) / 1000).toFixed(1);
