import { Decimal } from '#kernel';
import type { Allowance, Charge } from './allowance-charge.js';
import type { DocumentTotals, InvoiceLine, VatBreakdown } from './invoice.js';

/** Currencies of ISO 4217 without minor unit. Those with three decimals are written with two: EN 16931 allows no more (BR-DEC). */
const WITHOUT_DECIMALS = new Set('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' '));

/** Places after the point of an amount in this currency, as an EN 16931 document carries it: 0 or 2. */
export function currencyDecimals(currency: string): number {
  return WITHOUT_DECIMALS.has(currency) ? 0 : 2;
}

/** Why a category carries no tax: BT-120 and BT-121. */
export interface Exemption {
  readonly exemptionReason?: string;
  readonly exemptionReasonCode?: string;
}

/** What the totals of a document follow from. */
export interface TotalsBasis {
  /** BT-5, ISO 4217. */
  readonly currency: string;
  readonly lines: readonly Pick<InvoiceLine, 'netAmount' | 'vat'>[];
  readonly allowances: readonly Allowance[];
  readonly charges: readonly Charge[];
  /** BT-113. */
  readonly paidAmount?: Decimal;
  /** BT-114; may be negative. */
  readonly roundingAmount?: Decimal;
  /** Reason for each category other than S and Z; left out: none is written. */
  readonly exemptionOf?: (category: string) => Exemption;
}

/**
 * BG-23: one group for each VAT category and rate, in the order in which they first appear on the lines, then the charges and
 * allowances. BT-116 = lines − allowances + charges (BR-S-08 and its sisters); BT-117 = BT-116 × rate / 100, half-up
 * (BR-CO-17). Category O has neither rate nor tax.
 */
export function vatBreakdown(basis: TotalsBasis): VatBreakdown[] {
  const groups = new Map<string, { category: string; rate?: Decimal; taxable: Decimal }>();
  const add = (category: string, rate: Decimal | undefined, amount: Decimal): void => {
    const shown = category === 'O' ? undefined : (rate ?? Decimal.ZERO);
    const key = `${category} ${shown?.normalized().toString() ?? ''}`;
    const group = groups.get(key);
    if (group) group.taxable = group.taxable.plus(amount);
    else groups.set(key, { category, rate: shown, taxable: amount });
  };
  for (const { vat, netAmount } of basis.lines) add(vat.category, vat.rate, netAmount);
  for (const charge of basis.charges) add(charge.vatCategory, charge.vatRate, charge.amount);
  for (const allowance of basis.allowances) add(allowance.vatCategory, allowance.vatRate, allowance.amount.negated());
  const places = currencyDecimals(basis.currency);
  return [...groups.values()].map(({ category, rate, taxable }) => ({
    taxableAmount: taxable.rounded(places),
    taxAmount: vatOf(taxable.rounded(places), rate, places),
    category,
    ...(rate === undefined ? {} : { rate }),
    ...(category === 'S' || category === 'Z' ? {} : basis.exemptionOf?.(category)),
  }));
}

function vatOf(taxable: Decimal, rate: Decimal | undefined, places: number): Decimal {
  return taxable.times(rate ?? Decimal.ZERO).dividedBy(Decimal.HUNDRED, places);
}

/**
 * BG-22 from the lines, document allowances and charges and the VAT breakdown: BR-CO-10 to BR-CO-16. BT-107 and BT-108 are
 * there only when there is an allowance or charge (BR-CO-11, BR-CO-12).
 * @param breakdown the result of `vatBreakdown` for the same basis.
 */
export function calculateTotals(basis: TotalsBasis, breakdown: readonly VatBreakdown[]): DocumentTotals {
  const places = currencyDecimals(basis.currency);
  const sum = (amounts: readonly Decimal[]): Decimal => Decimal.sum(amounts).rounded(places);
  const lineNetTotal = sum(basis.lines.map((line) => line.netAmount));
  const allowanceTotal = sum(basis.allowances.map((allowance) => allowance.amount));
  const chargeTotal = sum(basis.charges.map((charge) => charge.amount));
  const totalWithoutVat = lineNetTotal.minus(allowanceTotal).plus(chargeTotal);
  const vatTotal = sum(breakdown.map((group) => group.taxAmount));
  const totalWithVat = totalWithoutVat.plus(vatTotal);
  const paidAmount = basis.paidAmount?.rounded(places);
  const roundingAmount = basis.roundingAmount?.rounded(places);
  return {
    lineNetTotal,
    ...(basis.allowances.length > 0 ? { allowanceTotal } : {}),
    ...(basis.charges.length > 0 ? { chargeTotal } : {}),
    totalWithoutVat,
    vatTotal,
    totalWithVat,
    ...(paidAmount ? { paidAmount } : {}),
    ...(roundingAmount ? { roundingAmount } : {}),
    amountDue: totalWithVat.minus(paidAmount ?? Decimal.ZERO).plus(roundingAmount ?? Decimal.ZERO),
  };
}
