import type { Bilingual } from '#kernel';
import { CII_VAT_MORE, ciiVatBindings } from './cii-vat.js';
import { statement, type Statement } from './statement.js';
import { UBL_VAT_MORE, ublVatBindings } from './ubl-vat.js';
import { VAT_FAMILIES, type VatFamily } from './vat-families.table.js';
import { listed, words, type Words } from './wording.js';

const WHERE: Readonly<Record<string, { readonly place: Bilingual; readonly code: string; readonly rate: string }>> = {
  '02': { place: { en: 'on a line', fr: 'sur une ligne' }, code: 'BT-151', rate: 'BT-152' },
  '03': { place: { en: 'on a document allowance', fr: 'sur une remise du document' }, code: 'BT-95', rate: 'BT-96' },
  '04': { place: { en: 'on a document charge', fr: 'sur des frais du document' }, code: 'BT-102', rate: 'BT-103' },
};

const PARTY_TERMS: Readonly<Record<VatFamily['parties'], readonly string[]>> = {
  seller: ['BT-31', 'BT-32', 'BT-63'],
  'seller-and-buyer': ['BT-31', 'BT-32', 'BT-63', 'BT-48', 'BT-47'],
  vat: ['BT-31', 'BT-63'],
  'vat-and-buyer-vat': ['BT-31', 'BT-63', 'BT-48'],
  'no-vat': ['BT-31', 'BT-63', 'BT-48'],
};

const PARTY_NEEDS: Readonly<Record<VatFamily['parties'], Bilingual>> = {
  seller: {
    en: `one of ${listed(['BT-31', 'BT-32', 'BT-63']).en}`,
    fr: `l'un de : ${listed(['BT-31', 'BT-32', 'BT-63']).fr}`,
  },
  'seller-and-buyer': {
    en: `one of ${listed(['BT-31', 'BT-32', 'BT-63']).en}, and ${listed(['BT-48', 'BT-47']).en}`,
    fr: `l'un de : ${listed(['BT-31', 'BT-32', 'BT-63']).fr}, et ${listed(['BT-48', 'BT-47']).fr}`,
  },
  vat: { en: listed(['BT-31', 'BT-63']).en, fr: listed(['BT-31', 'BT-63']).fr },
  'vat-and-buyer-vat': {
    en: `${listed(['BT-31', 'BT-63']).en}, and ${listed(['BT-48']).en}`,
    fr: `${listed(['BT-31', 'BT-63']).fr}, et ${listed(['BT-48']).fr}`,
  },
  'no-vat': { en: 'no VAT identifier of any party', fr: "aucun identifiant à la TVA d'aucune partie" },
};

const RATE_NEEDS: Readonly<Record<VatFamily['rate'], Bilingual>> = {
  positive: { en: 'a rate above zero', fr: 'un taux supérieur à zéro' },
  'not-negative': { en: 'a rate of zero or more', fr: 'un taux nul ou positif' },
  zero: { en: 'the rate 0', fr: 'le taux 0' },
  none: { en: 'no rate at all', fr: 'aucun taux' },
};

const category = ({ code, name }: VatFamily): Bilingual => ({
  en: `VAT category ${code} (${name.en})`,
  fr: `Type de TVA ${code} (${name.fr})`,
});

/** What rule BR-x-<number> of a category says. */
function wordsOf(family: VatFamily, number: string): { readonly terms: readonly string[]; readonly text: Words } {
  const { en, fr } = category(family);
  const where = WHERE[number];
  if (where !== undefined) return partyWords(family, where);
  switch (number) {
    case '01':
      return { terms: ['BG-23', 'BT-118', 'BT-151', 'BT-95', 'BT-102'], text: useWords(family) };
    case '05':
    case '06':
    case '07':
      return rateWords(family, `0${Number(number) - 3}`);
    case '08':
      return {
        terms: ['BT-116', 'BT-131', 'BT-92', 'BT-99'],
        text: words(
          `${en}: the taxable amount (BT-116) is not lines - allowances + charges of the category.`,
          `${fr} : la base imposable (BT-116) diffère de lignes - remises + frais de ce type.`,
          'Add up the amounts of this category (and rate) again.',
          'Recalculez la somme des montants de ce type (et de ce taux).',
        ),
      };
    case '09':
      return { terms: ['BT-117', 'BT-116', 'BT-119'], text: taxWords(family) };
    default:
      return { terms: ['BT-120', 'BT-121'], text: reasonWords(family) };
  }
}

function partyWords(family: VatFamily, where: NonNullable<(typeof WHERE)[string]>) {
  const { en, fr } = category(family);
  const need = PARTY_NEEDS[family.parties];
  const text = words(
    `${en} ${where.place.en} asks for ${need.en}.`,
    `${fr} ${where.place.fr} : exige ${need.fr}.`,
    family.parties === 'no-vat' ? 'Take the VAT identifiers out, or use another category.' : 'Add the identifiers.',
    family.parties === 'no-vat'
      ? 'Retirez les identifiants à la TVA, ou employez un autre type.'
      : 'Ajoutez les identifiants.',
  );
  return { terms: [where.code, ...PARTY_TERMS[family.parties]], text };
}

function rateWords(family: VatFamily, place: string) {
  const where = WHERE[place] as NonNullable<(typeof WHERE)[string]>;
  const { en, fr } = category(family);
  const need = RATE_NEEDS[family.rate];
  const text = words(
    `${en} ${where.place.en} asks for ${need.en}.`,
    `${fr} ${where.place.fr} : exige ${need.fr}.`,
    'Correct the rate or the category.',
    'Corrigez le taux ou le type de TVA.',
  );
  return { terms: [where.code, where.rate], text };
}

function useWords(family: VatFamily): Words {
  const { en, fr } = category(family);
  return family.perRate
    ? words(
        `${en} is used, but the VAT breakdown does not have it, or the other way round.`,
        `${fr} : employé sans figurer dans la ventilation de la TVA, ou l'inverse.`,
        'Give one VAT breakdown for each rate of the category that is used.',
        'Donnez une ventilation de TVA par taux employé.',
      )
    : words(
        `${en} needs exactly one VAT breakdown where it is used, and none elsewhere.`,
        `${fr} : exige exactement une ventilation de TVA s'il est employé, aucune sinon.`,
        'Join the breakdowns of this category into one, or take out the one that nothing uses.',
        'Regroupez les ventilations de ce type, ou supprimez celle qui ne sert pas.',
      );
}

function taxWords(family: VatFamily): Words {
  const { en, fr } = category(family);
  return family.perRate
    ? words(
        `${en}: the VAT amount (BT-117) is not taxable amount x rate.`,
        `${fr} : le montant de TVA (BT-117) diffère de base x taux.`,
        'Work the VAT amount out again.',
        'Recalculez le montant de TVA.',
      )
    : words(
        `${en}: the VAT amount (BT-117) must be 0.`,
        `${fr} : le montant de TVA (BT-117) doit être 0.`,
        'Write 0.00, or use the category that bears tax.',
        'Écrivez 0.00, ou employez un type de TVA taxé.',
      );
}

function reasonWords(family: VatFamily): Words {
  const { en, fr } = category(family);
  return family.reason === 'needed'
    ? words(
        `${en} needs a reason why no VAT is charged (BT-120 or BT-121).`,
        `${fr} : exige un motif d'exonération (BT-120 ou BT-121).`,
        'Give the reason as a text or as a VATEX code.',
        'Donnez le motif en clair ou par un code VATEX.',
      )
    : words(
        `${en} must not have an exemption reason (BT-120, BT-121).`,
        `${fr} : ne doit pas porter de motif d'exonération (BT-120, BT-121).`,
        'Take the reason out.',
        'Supprimez le motif.',
      );
}

function familyStatements(family: VatFamily): Statement[] {
  const ubl = ublVatBindings(family);
  const cii = ciiVatBindings(family);
  return Object.keys(ubl)
    .sort()
    .map((number) => {
      const { terms, text } = wordsOf(family, number);
      return statement(`BR-${family.family}-${number}`, terms, text, ubl[number], cii[number]);
    });
}

const more = (id: string, terms: readonly string[], text: Words): Statement =>
  statement(id, terms, text, UBL_VAT_MORE[id], CII_VAT_MORE[id]);

const onlyO = (id: string, term: string, en: string, fr: string): Statement =>
  more(
    id,
    ['BT-118', term],
    words(
      `VAT category O (not subject to VAT) cannot stand beside another category ${en}.`,
      `Le type de TVA O (hors champ) ne peut voisiner avec un autre type ${fr}.`,
      'Invoice what is not subject to VAT by itself.',
      'Facturez à part ce qui est hors champ de la TVA.',
    ),
  );

/** The families BR-S, Z, E, AE, IC, G, O, AF, AG and BR-B. */
export const VAT: readonly Statement[] = [
  ...VAT_FAMILIES.flatMap(familyStatements),
  more(
    'BR-IC-11',
    ['BT-72', 'BG-14'],
    words(
      'An intra-community supply needs the delivery date (BT-72) or the invoicing period (BG-14).',
      'Une livraison intracommunautaire demande la date de livraison (BT-72) ou la période de facturation (BG-14).',
      'Give the date or the period.',
      'Indiquez la date ou la période.',
    ),
  ),
  more(
    'BR-IC-12',
    ['BT-80'],
    words(
      'An intra-community supply needs the country of delivery (BT-80).',
      'Une livraison intracommunautaire demande le pays de livraison (BT-80).',
      'Give the country to which the goods go.',
      'Indiquez le pays de destination.',
    ),
  ),
  onlyO('BR-O-11', 'BT-118', 'in the VAT breakdown', 'dans la ventilation de la TVA'),
  onlyO('BR-O-12', 'BT-151', 'on a line', 'sur une ligne'),
  onlyO('BR-O-13', 'BT-95', 'on a document allowance', 'sur une remise du document'),
  onlyO('BR-O-14', 'BT-102', 'on a document charge', 'sur des frais du document'),
  more(
    'BR-B-01',
    ['BT-118', 'BT-151'],
    words(
      'VAT category B (split payment) is for domestic Italian invoices only.',
      'Le type de TVA B (paiement scindé) est réservé aux factures italiennes intérieures.',
      'Use another category, or correct the country codes.',
      'Employez un autre type, ou corrigez les codes de pays.',
    ),
  ),
  more(
    'BR-B-02',
    ['BT-118', 'BT-151'],
    words(
      'VAT categories B (split payment) and S (standard rate) exclude each other.',
      "Les types de TVA B (paiement scindé) et S (taux normal) s'excluent.",
      'Issue two invoices, one for each category.',
      'Établissez deux factures, une par type.',
    ),
  ),
];
