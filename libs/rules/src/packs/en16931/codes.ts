import { CODE_LISTS } from './code-lists.table.js';

export type CodeListName = keyof typeof CODE_LISTS;

const SETS = new Map<CodeListName, ReadonlySet<string>>();

/** Whether the list holds the code, written exactly so. */
export function isCode(list: CodeListName, code: string): boolean {
  let set = SETS.get(list);
  if (set === undefined) {
    set = new Set(CODE_LISTS[list].split(' '));
    SETS.set(list, set);
  }
  return set.has(code);
}
