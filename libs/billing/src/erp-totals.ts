import { Decimal, type Bilingual } from '#kernel';
import type { DocumentTotals } from '#invoice';
import type { OrderTotals } from '#order';
import type { DraftNotebook } from './draft-notebook.js';
import { worded } from './worded.js';

interface ComparedTotal {
  readonly name: keyof OrderTotals;
  readonly term: string;
  readonly label: Bilingual;
  /** Our figure with the working that leads to it. */
  readonly ours: (totals: DocumentTotals) => { amount: Decimal; working: string };
}

const nil = Decimal.fromUnits(0n, 2);

const COMPARED: readonly ComparedTotal[] = [
  {
    name: 'lineNetTotal',
    term: 'BT-106',
    label: { en: 'sum of line nets', fr: 'total net des lignes' },
    ours: (t) => ({ amount: t.lineNetTotal, working: worded`Σ BT-131 = ${t.lineNetTotal}` }),
  },
  {
    name: 'allowanceTotal',
    term: 'BT-107',
    label: { en: 'document allowances', fr: 'remises de pied' },
    ours: (t) => ({ amount: t.allowanceTotal ?? nil, working: worded`Σ BT-92 = ${t.allowanceTotal ?? nil}` }),
  },
  {
    name: 'chargeTotal',
    term: 'BT-108',
    label: { en: 'document charges', fr: 'frais de pied' },
    ours: (t) => ({ amount: t.chargeTotal ?? nil, working: worded`Σ BT-99 = ${t.chargeTotal ?? nil}` }),
  },
  {
    name: 'totalWithoutVat',
    term: 'BT-109',
    label: { en: 'total without VAT', fr: 'total hors taxes' },
    ours: (t) => ({
      amount: t.totalWithoutVat,
      working: worded`${t.lineNetTotal} − ${t.allowanceTotal ?? nil} + ${t.chargeTotal ?? nil} = ${t.totalWithoutVat}`,
    }),
  },
  {
    name: 'vatTotal',
    term: 'BT-110',
    label: { en: 'VAT total', fr: 'total de TVA' },
    ours: (t) => ({ amount: t.vatTotal ?? nil, working: worded`Σ BT-117 = ${t.vatTotal ?? nil}` }),
  },
  {
    name: 'totalWithVat',
    term: 'BT-112',
    label: { en: 'total with VAT', fr: 'total TTC' },
    ours: (t) => ({
      amount: t.totalWithVat,
      working: worded`${t.totalWithoutVat} + ${t.vatTotal ?? nil} = ${t.totalWithVat}`,
    }),
  },
  {
    name: 'amountDue',
    term: 'BT-115',
    label: { en: 'amount due', fr: 'net à payer' },
    ours: (t) => ({
      amount: t.amountDue,
      working: worded`${t.totalWithVat} − ${t.paidAmount ?? nil} + ${t.roundingAmount ?? nil} = ${t.amountDue}`,
    }),
  },
];

/**
 * Compares the ERP's own totals with ours. A difference within the tolerance is explained, one beyond it is a problem with the
 * working; nothing is ever changed to fit.
 */
export function compareTotals(
  erp: OrderTotals | undefined,
  ours: DocumentTotals,
  tolerance: Decimal,
  notebook: DraftNotebook,
): void {
  for (const { name, term, label, ours: figure } of COMPARED) {
    const stated = erp?.[name];
    if (stated === undefined) continue;
    const { amount, working } = figure(ours);
    const difference = stated.minus(amount);
    if (difference.isZero()) continue;
    if (!difference.abs().greaterThan(tolerance)) {
      notebook.explain(
        'TOTAL_DIFFERS',
        [term],
        worded`${term} ${label.en}: the ERP has ${stated}, the invoice ${working}; the difference of ${difference} is within the tolerance of ${tolerance}.`,
        worded`${term} ${label.fr} : l'ERP indique ${stated}, la facture ${working} ; l'écart de ${difference} est dans la tolérance de ${tolerance}.`,
      );
      continue;
    }
    notebook.fault(
      'TOTAL_DIFFERS',
      ['totals', name],
      stated,
      {
        en: worded`${term} ${label.en}: the ERP has ${stated}, the lines give ${working}; the difference is ${difference}.`,
        fr: worded`${term} ${label.fr} : l'ERP indique ${stated}, les lignes donnent ${working} ; l'écart est de ${difference}.`,
      },
      {
        en: 'Correct the line, allowance, tax code or total in the ERP and send the order again.',
        fr: "Corrigez la ligne, la remise, le code taxe ou le total dans l'ERP et renvoyez la commande.",
      },
    );
  }
}
