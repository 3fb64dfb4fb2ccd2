import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Case, Difference } from './parity.js';

const FOUND = fileURLToPath(new URL('found/', import.meta.url));
/** Rule sets of the French reform, judged by a suite of their own. */
export const FRENCH = /^fr-/;
const INDEX = `${FOUND}cases.json`;

/** A difference that some run found, kept so that every later run judges it again. */
interface Kept {
  readonly file: string;
  readonly ruleSet: string;
  readonly packs: readonly string[];
}

function kept(): Kept[] {
  return existsSync(INDEX) ? (JSON.parse(readFileSync(INDEX, 'utf8')) as Kept[]) : [];
}

/** The differences of earlier runs as cases. */
export function foundCases(): Case[] {
  return kept().map(({ file, ruleSet, packs }) => ({ file: FOUND + file, ruleSet, packs }));
}

/** Writes the documents of new differences down. Only documents of our own making are kept: the corpora stay outside. */
export function keep(differences: readonly Difference[], own: (file: string) => boolean): void {
  const known = kept();
  const fresh = differences.filter(({ file }) => own(file)).map((each) => copied(each));
  const added = fresh.filter(({ file }) => !known.some((each) => each.file === file));
  if (added.length === 0) return;
  writeFileSync(INDEX, `${JSON.stringify([...known, ...added], null, 2)}\n`);
}

function copied({ file, ruleSet, packs }: Difference): Kept {
  mkdirSync(FOUND, { recursive: true });
  const digest = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 12);
  const name = `${ruleSet}-${digest}.xml`;
  copyFileSync(file, FOUND + name);
  return { file: name, ruleSet, packs };
}
