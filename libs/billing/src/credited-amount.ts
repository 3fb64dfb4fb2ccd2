import { Decimal } from '#kernel';
import { currencyDecimals, type Invoice, type InvoiceLine, type VatBreakdown } from '#invoice';
import type { CreditedParts } from './credit-note.js';
import type { DraftNotebook } from './draft-notebook.js';
import { worded } from './worded.js';

/**
 * Credits an amount: one line for each VAT group of the invoice, in proportion to the group, the last one taking what rounding
 * left. Where no net amount gives the asked amount with VAT to the cent, the cent is carried as rounding (BT-114).
 */
export function creditedAmount(
  invoice: Invoice,
  amount: Decimal,
  basis: 'with-vat' | 'without-vat',
  reason: string,
  notebook: DraftNotebook,
): CreditedParts | undefined {
  const places = currencyDecimals(invoice.currency);
  const whole = basis === 'with-vat' ? invoice.totals.totalWithVat : invoice.totals.totalWithoutVat;
  if (!amount.isPositive() || amount.greaterThan(whole) || amount.normalized().scale > places) {
    amountBeyond(amount, whole, notebook);
    return undefined;
  }
  const groups = invoice.vatBreakdown.filter((group) => group.taxableAmount.isPositive());
  const sizes = groups.map((group) =>
    basis === 'with-vat' ? group.taxableAmount.plus(group.taxAmount) : group.taxableAmount,
  );
  const shares = spread(amount.rounded(places), sizes, places);
  const nets = shares.map((share, index) =>
    basis === 'with-vat' ? netOf(share, groups[index] as VatBreakdown, places) : share,
  );
  const lines = nets.flatMap((net, index) =>
    net.isZero() ? [] : [creditLine(net, groups[index] as VatBreakdown, index, reason)],
  );
  if (basis === 'without-vat') return { lines, allowances: [], charges: [] };
  const reached = Decimal.sum(nets.map((net, index) => net.plus(vatOf(net, groups[index] as VatBreakdown, places))));
  const rest = amount.minus(reached).rounded(places);
  if (rest.isZero()) return { lines, allowances: [], charges: [] };
  notebook.explain(
    'CREDIT_ROUNDED',
    ['BT-114'],
    worded`No net amount gives ${amount} with VAT to the cent; ${rest} is carried as rounding.`,
    worded`Aucun montant net ne donne ${amount} TTC au centime ; ${rest} est porté en arrondi.`,
  );
  return { lines, allowances: [], charges: [], roundingAmount: rest };
}

/** Parts in proportion to the sizes that add up to the whole exactly. */
function spread(whole: Decimal, sizes: readonly Decimal[], places: number): Decimal[] {
  const total = Decimal.sum(sizes);
  let left = whole;
  return sizes.map((size, index) => {
    const share = index === sizes.length - 1 ? left : whole.times(size).dividedBy(total, places);
    left = left.minus(share);
    return share;
  });
}

function netOf(gross: Decimal, group: VatBreakdown, places: number): Decimal {
  const divisor = Decimal.HUNDRED.plus(group.rate ?? Decimal.ZERO);
  return gross.times(Decimal.HUNDRED).dividedBy(divisor, places);
}

function vatOf(net: Decimal, group: VatBreakdown, places: number): Decimal {
  return net.times(group.rate ?? Decimal.ZERO).dividedBy(Decimal.HUNDRED, places);
}

function creditLine(net: Decimal, group: VatBreakdown, index: number, reason: string): InvoiceLine {
  return {
    id: String(index + 1),
    quantity: Decimal.ONE,
    unitCode: 'C62',
    netAmount: net,
    allowances: [],
    charges: [],
    price: { netPrice: net },
    vat: { category: group.category, ...(group.rate ? { rate: group.rate } : {}) },
    item: { name: reason, classifications: [], attributes: [] },
  };
}

function amountBeyond(amount: Decimal, whole: Decimal, notebook: DraftNotebook): void {
  notebook.fault(
    'CREDIT_AMOUNT',
    ['amount'],
    amount,
    {
      en: worded`The amount to credit must be above zero and at most ${whole}.`,
      fr: worded`Le montant à créditer doit être positif et d'au plus ${whole}.`,
    },
    {
      en: 'Give an amount within the invoice, in whole cents.',
      fr: 'Indiquez un montant dans la limite de la facture, au centime.',
    },
  );
}
