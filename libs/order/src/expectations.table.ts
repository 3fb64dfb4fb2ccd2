import type { Bilingual } from '#kernel';

interface Entry {
  readonly code: string;
  readonly message: Bilingual;
  readonly remedy: Bilingual;
}

/** What a field had to be, and the sentence for when it is not. `{name}` is filled from the facts of the check. */
export const EXPECTATIONS = {
  present: {
    code: 'MISSING',
    message: { en: 'A required value is missing.', fr: 'Une valeur obligatoire est absente.' },
    remedy: { en: 'Fill this field.', fr: 'Renseignez ce champ.' },
  },
  'unknown-field': {
    code: 'UNKNOWN_FIELD',
    message: { en: 'This field is not known.', fr: "Ce champ n'est pas connu." },
    remedy: {
      en: 'Correct its name or take it out; the schema lists the fields that exist.',
      fr: 'Corrigez son nom ou retirez-le ; le schéma donne la liste des champs.',
    },
  },
  type: {
    code: 'TYPE',
    message: {
      en: 'The value has the wrong type; expected: {expected}.',
      fr: "La valeur n'est pas du bon type ; attendu : {expected}.",
    },
    remedy: {
      en: 'Write a value of this type; text stands between quotes.',
      fr: 'Écrivez une valeur de ce type ; un texte se place entre guillemets.',
    },
  },
  decimal: {
    code: 'DECIMAL',
    message: { en: 'This is not a decimal number.', fr: "Ce n'est pas un nombre décimal." },
    remedy: {
      en: 'Write digits with a point before the decimals, without blanks or currency sign, e.g. 1234.56; in a settings file put it in quotes.',
      fr: 'Écrivez des chiffres avec un point avant les décimales, sans espace ni symbole monétaire, par ex. 1234.56 ; dans un fichier de configuration, entre guillemets.',
    },
  },
  'decimal-not-negative': {
    code: 'DECIMAL_NEGATIVE',
    message: { en: 'A number of zero or more is expected.', fr: 'Un nombre positif ou nul est attendu.' },
    remedy: {
      en: 'Write the amount without sign; what it does (invoice or credit note, allowance or charge) is said elsewhere.',
      fr: 'Écrivez le montant sans signe ; son sens (facture ou avoir, remise ou frais) est indiqué ailleurs.',
    },
  },
  'decimal-positive': {
    code: 'DECIMAL_NOT_POSITIVE',
    message: { en: 'A number above zero is expected.', fr: 'Un nombre strictement positif est attendu.' },
    remedy: {
      en: 'Write a number above zero, or leave the field out.',
      fr: 'Écrivez un nombre supérieur à zéro ou omettez le champ.',
    },
  },
  percentage: {
    code: 'PERCENTAGE',
    message: { en: 'A percentage from 0 to 100 is expected.', fr: 'Un pourcentage de 0 à 100 est attendu.' },
    remedy: { en: 'Write 20 for 20 %, not 0.20.', fr: 'Écrivez 20 pour 20 %, et non 0.20.' },
  },
  date: {
    code: 'DATE',
    message: { en: 'This is not a calendar date.', fr: "Ce n'est pas une date du calendrier." },
    remedy: {
      en: 'Write the date as 2026-11-30 (or as the mapping declares).',
      fr: 'Écrivez la date sous la forme 2026-11-30 (ou selon la correspondance déclarée).',
    },
  },
  integer: {
    code: 'INTEGER',
    message: { en: 'A whole number from 0 to {max} is expected.', fr: 'Un nombre entier de 0 à {max} est attendu.' },
    remedy: { en: 'Write a whole number.', fr: 'Écrivez un nombre entier.' },
  },
  'not-blank': {
    code: 'BLANK',
    message: { en: 'The text is blank.', fr: 'Le texte est vide.' },
    remedy: { en: 'Fill the field or leave it out.', fr: 'Renseignez le champ ou omettez-le.' },
  },
  'clean-text': {
    code: 'CHARACTERS',
    message: {
      en: 'The text holds characters that no invoice can carry (control characters or broken encoding).',
      fr: "Le texte contient des caractères qu'aucune facture ne peut porter (caractères de contrôle ou encodage abîmé).",
    },
    remedy: { en: 'Remove them, or declare the right encoding.', fr: 'Retirez-les ou déclarez le bon encodage.' },
  },
  'at-least': {
    code: 'TOO_SHORT',
    message: { en: 'The value is shorter than {minimum}.', fr: 'La valeur est plus courte que {minimum}.' },
    remedy: { en: 'Give the full value.', fr: 'Donnez la valeur complète.' },
  },
  shorter: {
    code: 'TOO_LONG',
    message: { en: 'The value is longer than {maximum} characters.', fr: 'La valeur dépasse {maximum} caractères.' },
    remedy: { en: 'Shorten it.', fr: 'Raccourcissez-la.' },
  },
  fewer: {
    code: 'TOO_MANY',
    message: { en: 'There are more than {maximum} entries.', fr: 'Il y a plus de {maximum} éléments.' },
    remedy: { en: 'Split the order.', fr: 'Scindez la commande.' },
  },
  'one-of': {
    code: 'CODE',
    message: { en: 'The value is not in the list: {values}.', fr: "La valeur n'est pas dans la liste : {values}." },
    remedy: { en: 'Use one of the listed values.', fr: "Utilisez l'une des valeurs de la liste." },
  },
  format: {
    code: 'FORMAT',
    message: {
      en: 'The value does not have the expected form ({format}).',
      fr: "La valeur n'a pas la forme attendue ({format}).",
    },
    remedy: { en: 'Write it in that form.', fr: 'Écrivez-la sous cette forme.' },
  },
  'vat-present': {
    code: 'VAT_EMPTY',
    message: {
      en: 'The VAT group says neither code nor category nor rate.',
      fr: "Le groupe TVA n'indique ni code, ni catégorie, ni taux.",
    },
    remedy: {
      en: 'Give the tax code of the ERP, or category and rate, or leave the group out to use the policy.',
      fr: "Indiquez le code taxe de l'ERP, ou la catégorie et le taux, ou omettez le groupe pour suivre la politique.",
    },
  },
  'vat-code-alone': {
    code: 'VAT_TWICE',
    message: {
      en: 'A tax code and a category or rate are both given.',
      fr: 'Un code taxe et une catégorie ou un taux sont donnés ensemble.',
    },
    remedy: { en: 'Keep one of the two.', fr: "Gardez l'un des deux." },
  },
  'amount-or-percentage': {
    code: 'ALLOWANCE_EMPTY',
    message: {
      en: 'The allowance or charge has neither amount nor percentage.',
      fr: "La remise ou les frais n'ont ni montant ni pourcentage.",
    },
    remedy: {
      en: 'Give the amount without VAT, or a percentage.',
      fr: 'Indiquez le montant hors taxes ou un pourcentage.',
    },
  },
  price: {
    code: 'PRICE_MISSING',
    message: { en: 'The line has no unit price.', fr: "La ligne n'a pas de prix unitaire." },
    remedy: {
      en: 'Give the net price, or the gross price and its discount.',
      fr: 'Indiquez le prix net, ou le prix brut et sa remise.',
    },
  },
  'order-field': {
    code: 'ORDER_FIELD',
    message: { en: 'The order has no such field.', fr: "La commande n'a pas ce champ." },
    remedy: {
      en: 'Name a field of the order schema, dotted, e.g. lines.quantity or references.purchaseOrder.',
      fr: 'Citez un champ du schéma de commande, avec des points, par ex. lines.quantity ou references.purchaseOrder.',
    },
  },
  'marks-differ': {
    code: 'MARKS',
    message: {
      en: 'The decimal mark and the grouping mark are the same.',
      fr: 'Le séparateur décimal et le séparateur de milliers sont identiques.',
    },
    remedy: { en: 'Give two different marks.', fr: 'Indiquez deux signes différents.' },
  },
  'group-mapped': {
    code: 'GROUP_BY',
    message: {
      en: 'groupBy names a field that no column is mapped to, or one of the lines.',
      fr: 'groupBy cite un champ sans colonne, ou un champ de ligne.',
    },
    remedy: {
      en: 'Name mapped fields of the order, such as number.',
      fr: 'Citez des champs de la commande qui ont une colonne, par ex. number.',
    },
  },
  'check-digits': {
    code: 'CHECK_DIGITS',
    message: { en: 'The check digits are wrong.', fr: 'La clé de contrôle est fausse.' },
    remedy: { en: 'Copy the identifier again from its source.', fr: "Recopiez l'identifiant depuis sa source." },
  },
  'no-hash': {
    code: 'HASH',
    message: {
      en: 'The text of a note holds "#", which separates notes in the French UBL convention.',
      fr: 'Le texte de la note contient « # », qui sépare les notes dans la convention française UBL.',
    },
    remedy: { en: 'Write "no." instead.', fr: 'Écrivez « n° » à la place.' },
  },
  'number-template': {
    code: 'NUMBER_TEMPLATE',
    message: {
      en: 'The template gives numbers that BR-FR-01/02 refuse, or that repeat.',
      fr: 'Le modèle produit des numéros refusés par BR-FR-01/02, ou qui se répètent.',
    },
    remedy: {
      en: 'Use {year} and one {sequence:n}, with letters, digits and + - _ / only, 35 characters at most.',
      fr: 'Utilisez {year} et un seul {sequence:n}, avec lettres, chiffres et + - _ / seulement, 35 caractères au plus.',
    },
  },
  'same-siren': {
    code: 'SIREN_SIRET',
    message: { en: 'The SIRET does not begin with the SIREN.', fr: 'Le SIRET ne commence pas par le SIREN.' },
    remedy: { en: 'Correct one of the two (BR-FR-09).', fr: "Corrigez l'un des deux (BR-FR-09)." },
  },
  'known-terms': {
    code: 'TERMS_UNKNOWN',
    message: {
      en: 'These payment terms are not in the policy.',
      fr: 'Ces conditions de paiement ne figurent pas dans la politique.',
    },
    remedy: { en: 'Name terms listed under paymentTerms.', fr: 'Citez des conditions présentes sous paymentTerms.' },
  },
  other: {
    code: 'INVALID',
    message: { en: 'The value is not accepted.', fr: "La valeur n'est pas acceptée." },
    remedy: { en: 'Compare it with the schema.', fr: 'Comparez-la au schéma.' },
  },
} satisfies Record<string, Entry>;

export type Expectation = keyof typeof EXPECTATIONS;
