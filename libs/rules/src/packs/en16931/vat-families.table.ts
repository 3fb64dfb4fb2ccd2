import type { Bilingual } from '#kernel';

/** One VAT category with its rules BR-<family>-01 to -10. */
export interface VatFamily {
  /** As in the rule ids. */
  readonly family: string;
  /** Code in UNTDID 5305. */
  readonly code: string;
  readonly name: Bilingual;
  /** What the rate of an item, allowance or charge must be. */
  readonly rate: 'positive' | 'not-negative' | 'zero' | 'none';
  /** Whether the breakdown needs a reason why no VAT is charged, or must not have one. */
  readonly reason: 'needed' | 'forbidden';
  /** Which VAT identifiers the parties need. */
  readonly parties: 'seller' | 'seller-and-buyer' | 'vat-and-buyer-vat' | 'vat' | 'no-vat';
  /** Whether several breakdowns of the category may stand, one a rate. */
  readonly perRate: boolean;
}

const standard = { reason: 'forbidden', parties: 'seller', perRate: true } as const;
const untaxed = { rate: 'zero', reason: 'needed', perRate: false } as const;

/** In the order of the artefacts. */
export const VAT_FAMILIES: readonly VatFamily[] = [
  {
    family: 'AE',
    code: 'AE',
    name: { en: 'reverse charge', fr: 'autoliquidation' },
    ...untaxed,
    parties: 'seller-and-buyer',
  },
  { family: 'AF', code: 'L', name: { en: 'IGIC', fr: 'IGIC (Canaries)' }, ...standard, rate: 'not-negative' },
  { family: 'AG', code: 'M', name: { en: 'IPSI', fr: 'IPSI (Ceuta et Melilla)' }, ...standard, rate: 'not-negative' },
  { family: 'E', code: 'E', name: { en: 'exempt', fr: 'exonéré' }, ...untaxed, parties: 'seller' },
  { family: 'G', code: 'G', name: { en: 'export', fr: 'exportation hors UE' }, ...untaxed, parties: 'vat' },
  {
    family: 'IC',
    code: 'K',
    name: { en: 'intra-community supply', fr: 'livraison intracommunautaire' },
    ...untaxed,
    parties: 'vat-and-buyer-vat',
  },
  {
    family: 'O',
    code: 'O',
    name: { en: 'not subject to VAT', fr: 'hors champ de la TVA' },
    ...untaxed,
    rate: 'none',
    parties: 'no-vat',
  },
  { family: 'S', code: 'S', name: { en: 'standard rate', fr: 'taux normal ou réduit' }, ...standard, rate: 'positive' },
  {
    family: 'Z',
    code: 'Z',
    name: { en: 'zero rate', fr: 'taux zéro' },
    rate: 'zero',
    reason: 'forbidden',
    parties: 'seller',
    perRate: false,
  },
];
