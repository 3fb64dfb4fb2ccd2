import type { Bilingual } from '#kernel';
import { TERM_NAMES } from './term-names.table.js';

/** What a finding says and what to do about it. */
export interface Words {
  readonly message: Bilingual;
  readonly remedy: Bilingual;
}

/** `Invoice number (BT-1)`. A term without a name here stands by its id. */
export function named(term: string): Bilingual {
  const name = TERM_NAMES[term];
  return name === undefined ? { en: term, fr: term } : { en: `${name.en} (${term})`, fr: `${name.fr} (${term})` };
}

/** Several terms, joined by "or" or "and". */
export function listed(terms: readonly string[], join: 'or' | 'and' = 'or'): Bilingual {
  const words = join === 'or' ? { en: ' or ', fr: ' ou ' } : { en: ' and ', fr: ' et ' };
  return { en: joined(terms, 'en', words.en), fr: joined(terms, 'fr', words.fr) };
}

function joined(terms: readonly string[], language: 'en' | 'fr', word: string): string {
  const names = terms.map((term) => named(term)[language]);
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')}${word}${names.at(-1)}`;
}

export function words(en: string, fr: string, remedyEn: string, remedyFr: string): Words {
  return { message: { en, fr }, remedy: { en: remedyEn, fr: remedyFr } };
}

/** A term that has to be there; several when any of them will do. */
export function missing(terms: readonly string[]): Words {
  const names = listed(terms);
  return words(
    `Missing or empty: ${names.en}.`,
    `Donnée absente ou vide : ${names.fr}.`,
    `Fill in ${names.en}.`,
    `Renseignez : ${names.fr}.`,
  );
}

export function tooManyDecimals(term: string): Words {
  const name = named(term);
  return words(
    `More than two decimals: ${name.en}.`,
    `Plus de deux décimales : ${name.fr}.`,
    'Round the amount to two decimals and write no more digits than that.',
    "Arrondissez le montant à deux décimales et n'écrivez pas plus de chiffres.",
  );
}

/** A term that may stand once. */
export function repeated(what: Bilingual, times = 1): Words {
  return words(
    `Stands more often than allowed (${times}): ${what.en}.`,
    `Figure plus souvent que permis (${times}) : ${what.fr}.`,
    `Keep at most ${times}.`,
    `N'en gardez que ${times} au plus.`,
  );
}

export function notInList(what: Bilingual, list: string): Words {
  return words(
    `Not a code of ${list}: ${what.en}.`,
    `Code absent de la liste ${list} : ${what.fr}.`,
    `Use a code of ${list}, written exactly as in the list.`,
    `Employez un code de la liste ${list}, écrit exactement comme dans la liste.`,
  );
}

/** An element or attribute outside the model. */
export function unused(path: string, syntax: 'UBL' | 'CII'): Words {
  return words(
    `Not part of EN 16931 in ${syntax}: ${path}.`,
    `Ne fait pas partie de l'EN 16931 en ${syntax} : ${path}.`,
    'Leave it out, or carry the information in a term of the standard.',
    'Supprimez-le, ou portez l’information dans une donnée de la norme.'.replace('’', "'"),
  );
}
