import type { Bilingual, Problem } from '#kernel';
import type { Term } from './terms.js';

const TEXTS = {
  'INVOICE_JSON.SYNTAX': {
    message: { en: 'This is not JSON.', fr: "Ce n'est pas du JSON." },
    remedy: { en: 'Send one JSON object in UTF-8.', fr: 'Envoyez un objet JSON en UTF-8.' },
  },
  'INVOICE_JSON.TYPE': {
    message: { en: 'The value has another JSON type than the field.', fr: "La valeur n'a pas le type JSON du champ." },
    remedy: {
      en: 'Texts, dates, codes and decimals are strings; groups are objects; repeated groups are arrays.',
      fr: 'Textes, dates, codes et décimaux sont des chaînes ; les groupes des objets ; les groupes répétés des tableaux.',
    },
  },
  'INVOICE_JSON.UNKNOWN': {
    message: { en: 'The model has no such field.', fr: 'Le modèle ne comporte pas ce champ.' },
    remedy: {
      en: 'Compare the name with schemas/invoice.schema.json, or leave it out.',
      fr: 'Comparez le nom avec schemas/invoice.schema.json, ou retirez-le.',
    },
  },
  'INVOICE_JSON.MISSING': {
    message: { en: 'A field that every invoice needs is missing.', fr: 'Un champ indispensable manque.' },
    remedy: { en: 'Add the field.', fr: 'Ajoutez le champ.' },
  },
  'INVOICE_JSON.EMPTY': {
    message: { en: 'The value is blank.', fr: 'La valeur est vide.' },
    remedy: { en: 'Leave the field out when there is nothing to say.', fr: "Omettez le champ s'il n'y a rien à dire." },
  },
  'INVOICE_JSON.DECIMAL': {
    message: { en: 'The value is not a decimal number.', fr: "La valeur n'est pas un nombre décimal." },
    remedy: {
      en: 'Write it like "1234.50": a point, no other marks.',
      fr: 'Écrivez-le comme "1234.50" : un point, rien d’autre.',
    },
  },
  'INVOICE_JSON.DATE': {
    message: { en: 'The value is not a calendar date.', fr: "La valeur n'est pas une date du calendrier." },
    remedy: { en: 'Write it like "2026-11-30".', fr: 'Écrivez-la comme "2026-11-30".' },
  },
  'INVOICE_JSON.BASE64': {
    message: { en: 'The value is not base64.', fr: "La valeur n'est pas du base64." },
    remedy: {
      en: 'Encode the file in base64 without line breaks.',
      fr: 'Encodez le fichier en base64, sans retour à la ligne.',
    },
  },
} as const satisfies Record<string, { readonly message: Bilingual; readonly remedy: Bilingual }>;

export type JsonProblemCode = keyof typeof TEXTS;

/** @param pointer RFC 6901, from the root of the invoice */
export function jsonProblem(code: JsonProblemCode, pointer: string, value: unknown, of?: Term): Problem {
  const { message, remedy } = TEXTS[code];
  const named = (text: string): string => (of === undefined ? text : `${of.id} ${of.name}: ${text}`);
  return {
    code,
    field: pointer,
    ...(value === undefined ? {} : { value: shown(value).slice(0, 200) }),
    message: { en: named(message.en), fr: named(message.fr) },
    remedy,
  };
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
