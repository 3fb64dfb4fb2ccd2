import { readFileSync } from 'node:fs';
import { judge, judgeBytes } from '#rules';
import { readXml } from '#xml';
import { officialVerdicts, type OfficialVerdict } from './referee.js';

/** Saxon holds the double -0 for unequal to 0, against XPath (op:numeric-equal); mutants that come to it say nothing. */
export const NEGATIVE_ZERO = />-0(?:\.0*)?</;

/** One file, by which official rule set it is judged and by which packs of ours. */
export interface Case {
  readonly file: string;
  readonly ruleSet: string;
  readonly packs: readonly string[];
  /** Leaves out what the packs that these build on find. */
  readonly only?: boolean;
}

export interface OwnVerdict {
  readonly fatal: readonly string[];
  readonly warning: readonly string[];
  /**
   * Rules that had no answer here, a value being none of its type. A processor may work out the other side of an `or`
   * first and never meet the value (XPath 2.3.4), so that Saxon's silence is no contradiction.
   */
  readonly unanswered: ReadonlySet<string>;
}

/** Where both disagree; lists name what only one side found. */
export interface Difference extends Case {
  readonly missing: readonly string[];
  readonly extra: readonly string[];
  readonly stopped?: string;
}

/** Our verdict; a file that cannot be read has the one fatal id of its fault. */
export function ownVerdict({ file, packs, only = false }: Omit<Case, 'ruleSet'>): OwnVerdict {
  const read = readXml(readFileSync(file));
  if (!read.ok) return { fatal: [read.error.code], warning: [], unanswered: new Set() };
  const verdict = judge(read.value, { packs });
  const findings = verdict.findings.filter(({ pack }) => !only || packs.some((name) => pack.startsWith(name)));
  const ids = (severity: string): string[] =>
    [...new Set(findings.filter((each) => each.severity === severity).map(({ rule }) => rule))].sort();
  const unanswered = findings.filter(({ message }) => message.en.includes('could not even be worked out'));
  return {
    fatal: ids('fatal'),
    warning: ids('warning'),
    unanswered: new Set(unanswered.map(({ rule }) => rule)),
  };
}

/** Judges every case twice and returns the differences. */
export function differences(cases: readonly Case[]): Difference[] {
  const official = officialVerdicts(cases);
  return cases.flatMap((each, index) => {
    const difference = compare(each, official[index] as OfficialVerdict);
    return difference === undefined ? [] : [difference];
  });
}

function compare(each: Case, official: OfficialVerdict): Difference | undefined {
  const own = ownVerdict(each);
  // Where the official stylesheet gave up, all that can be asked is that the document is invalid here too, if only by its structure.
  if (official.stopped !== undefined || official.error !== undefined) {
    const stopped = official.stopped ?? official.error ?? '';
    const { valid } = judgeBytes(readFileSync(each.file), { packs: each.packs });
    return own.fatal.length > 0 || !valid ? undefined : { ...each, missing: ['invalid'], extra: [], stopped };
  }
  const tagged = (fatal: readonly string[], warning: readonly string[]): Set<string> =>
    new Set([...fatal, ...warning.map((id) => `warning ${id}`)]);
  const theirs = tagged(official.fatal, official.warning);
  const ours = tagged(own.fatal, own.warning);
  const missing = [...theirs].filter((id) => !ours.has(id));
  const extra = [...ours].filter((id) => !theirs.has(id) && !own.unanswered.has(id));
  return missing.length + extra.length === 0 ? undefined : { ...each, missing, extra };
}
