import { CODE_LIST_ROWS } from './code-lists.generated.js';

export type CodeListId = keyof typeof CODE_LIST_ROWS;

/** A closed list of codes in the version that the rules of EN 16931 use. */
export interface CodeList {
  readonly id: CodeListId;
  readonly title: string;
  /** Version of the CEN validation artefacts whose values these are. */
  readonly version: string;
  /** In the order of the source. */
  readonly codes: readonly string[];
  /** Exact match: case matters, white space too. */
  has(code: string): boolean;
}

const known = new Map<CodeListId, CodeList>();

/** The ids of all lists. */
export const CODE_LIST_IDS = Object.keys(CODE_LIST_ROWS) as readonly CodeListId[];

/** A code list; split up on first use, then kept. */
export function codeList(id: CodeListId): CodeList {
  let list = known.get(id);
  if (list === undefined) {
    const { title, version, codes: text } = CODE_LIST_ROWS[id];
    const codes = text.split(' ');
    const lookup = new Set(codes);
    list = { id, title, version, codes, has: (code) => lookup.has(code) };
    known.set(id, list);
  }
  return list;
}
