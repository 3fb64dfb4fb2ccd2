import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

export interface FaultOutcome {
  readonly fault: string;
  readonly mode: string;
  /** How often and where. */
  readonly struck: string;
  readonly outcome: string;
}

const FILE = '.cache/faults.json';
const PAGE = 'docs/reliability.md';
const [BEGIN, END] = ['<!-- faults: begin -->', '<!-- faults: end -->'];

/** Keeps the outcome; with UPDATE_DOCS=1 the table in docs/reliability.md is written anew from all that were kept. */
export function noteOutcome(outcome: FaultOutcome): void {
  mkdirSync('.cache', { recursive: true });
  const known = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as FaultOutcome[]) : [];
  const keyOf = ({ fault, mode }: FaultOutcome): string => `${fault.replace(/ \(.*/, '')} ${mode}`;
  const all = [...known.filter((each) => keyOf(each) !== keyOf(outcome)), outcome];
  writeFileSync(FILE, JSON.stringify(all, null, 2));
  console.log(`| ${outcome.fault} | ${outcome.mode} | ${outcome.struck} | ${outcome.outcome} |`);
  if (process.env['UPDATE_DOCS'] !== '1') return;
  const rows = all.map(({ fault, mode, struck, outcome: ended }) => `| ${fault} | ${mode} | ${struck} | ${ended} |`);
  const table = ['| fault | mode | struck | outcome |', '| --- | --- | --- | --- |', ...rows].join('\n');
  const page = readFileSync(PAGE, 'utf8');
  const [before] = page.split(BEGIN);
  const after = page.split(END)[1] ?? '';
  writeFileSync(PAGE, `${before}${BEGIN}\n\n${table}\n\n${END}${after}`);
}
