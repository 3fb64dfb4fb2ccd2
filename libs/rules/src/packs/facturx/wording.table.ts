import type { Wording } from '../sheet-writing.js';

/** What each rule says, in our own words. */
export const WORDINGS: Readonly<Record<string, Wording>> = {
  'PEPPOL-EN16931-R008': [
    '',
    'The document has an empty element.',
    'Le document contient un élément vide.',
    'Fill the element or leave it out.',
    "Remplissez l'élément ou supprimez-le.",
  ],
  'FX-SCH-A-000346': [
    '',
    'An allowance lacks its indicator, or a contact names both a person and a department.',
    'Une remise est sans indicateur, ou un contact nomme à la fois une personne et un service.',
    'Give the indicator; keep one of the two names.',
    "Indiquez l'indicateur ; ne gardez qu'un des deux noms.",
  ],
};
