import type { Context, Pattern } from '../../engine/rule.js';
import { rulesOf, type Row, type Wording } from '../sheet-writing.js';
import { GERMAN_CONTEXTS, GERMAN_ROWS } from '../xrechnung/ubl-german.js';
import { WORDINGS } from '../xrechnung/wording.table.js';
import { bothGerman } from './parties.js';

/** Peppol repeats the German rules under ids of its own, for invoices within Germany. */
const OWN_IDS: Readonly<Record<string, string>> = { 'BR-TMP-2': 'DE-R-T02' };
const NOT_IN_PEPPOL = new Set(['BR-DE-TMP-32']);

function ownId(id: string): string {
  const [, number = '', part] = /^BR-DE-(\d+)(?:-([ab]))?$/.exec(id) ?? [];
  return OWN_IDS[id] ?? `DE-R-${number.padStart(3, '0')}${part === undefined ? '' : part === 'a' ? '-1' : '-2'}`;
}

const kept = GERMAN_ROWS.filter(([id]) => !NOT_IN_PEPPOL.has(id));
const rows = kept.map(([id, ...rest]): Row => [ownId(id), ...rest]);
const wordings: Record<string, Wording> = Object.fromEntries(
  kept.flatMap(([id]) => {
    const wording = WORDINGS[id];
    return wording === undefined ? [] : [[ownId(id), wording]];
  }),
);

const contexts: Context[] = GERMAN_CONTEXTS.map(({ where, ...context }) => ({
  ...context,
  where: (element, scope) => bothGerman(scope) && (where === undefined || where(element, scope)),
}));

export const UBL_GERMANY: Pattern = { id: 'germany', contexts, rules: rulesOf(wordings, rows) };
