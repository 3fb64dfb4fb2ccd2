import { parseCreditorReference } from '#kernel';
import type { BankEntry } from '#remittance';
import { documentKey } from './document-key.js';

const MAX_TEXT = 4_000;
const MAX_WINDOW = 8;
/** Line widths at which banks cut remittance text without regard for words. */
const CUT_WIDTHS: ReadonlySet<number> = new Set([27, 32, 35, 65, 70, 140]);

/** A run of letters and digits with what stands before it. */
interface Run {
  readonly text: string;
  /** True when only a separator other than white space parts it from the run before. */
  readonly isTied: boolean;
}

/** A piece of text that could be a document number. */
export interface TextCandidate {
  readonly key: string;
  readonly from: number;
  readonly to: number;
  /** All its runs are tied (`FA-2026/0001`), so a writer meant them as one. */
  readonly isTied: boolean;
}

/** The remittance texts to search: lines joined with a blank, and joined tight where a line has a width banks cut at. */
export function textsOf(entry: BankEntry): { plain: string; rejoined?: string } {
  const lines = entry.remittanceLines.length > 0 ? entry.remittanceLines : [entry.additionalInfo ?? ''];
  const plain = lines.join(' ').slice(0, MAX_TEXT).toUpperCase();
  let rejoined = '';
  lines.forEach((line, at) => {
    const isCut = CUT_WIDTHS.has(lines[at - 1]?.length ?? 0);
    rejoined += at === 0 || isCut ? line : ` ${line}`;
  });
  const tight = rejoined.slice(0, MAX_TEXT).toUpperCase();
  return tight === plain ? { plain } : { plain, rejoined: tight };
}

/** Every window of one to eight runs, longest first, then from the left: a longer number wins over one inside it. */
export function candidatesOf(text: string): TextCandidate[] {
  const runs = runsOf(text);
  const found: TextCandidate[] = [];
  for (let from = 0; from < runs.length; from += 1) {
    let key = '';
    let isTied = true;
    for (let to = from; to < Math.min(runs.length, from + MAX_WINDOW); to += 1) {
      const run = runs[to];
      if (run === undefined) break;
      key += run.text;
      if (to > from) isTied &&= run.isTied;
      if (key.length > 40) break;
      if (/\d/.test(key)) found.push({ key, from, to, isTied });
    }
  }
  return found.sort((left, right) => right.key.length - left.key.length || left.from - right.from);
}

function runsOf(text: string): Run[] {
  const runs: Run[] = [];
  const pattern = /[A-Z0-9]+/g;
  let end = 0;
  for (let match = pattern.exec(text); match !== null && runs.length < 300; match = pattern.exec(text)) {
    const gap = text.slice(end, match.index);
    runs.push({ text: match[0], isTied: gap !== '' && !/\s/.test(gap) && gap.length <= 2 });
    end = match.index + match[0].length;
  }
  return runs;
}

/** Creditor references in the text, printed in groups of four or not, proven by their check digits. */
export function referencesIn(candidates: readonly TextCandidate[]): TextCandidate[] {
  return candidates.filter((one) => one.key.startsWith('RF') && parseCreditorReference(one.key) !== undefined);
}

/** Structured references and the end-to-end id as keys. */
export function structuredKeys(entry: BankEntry): string[] {
  return entry.structuredReferences.map((one) => documentKey(one.reference)).filter((key) => key !== '');
}
