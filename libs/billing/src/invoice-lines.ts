import { Decimal } from '#kernel';
import { currencyDecimals, type InvoiceLine, type LineAllowance, type PriceDetails } from '#invoice';
import type { OrderAllowanceOrCharge, OrderLine } from '#order';
import { allowanceOf, type AmountContext } from './allowance-amount.js';
import type { VatResolution } from './vat-resolution.js';
import { worded } from './worded.js';

/** Most decimals of quantities (BR-FR-DEC-02) and prices (BR-FR-DEC-03). */
const QUANTITY_DECIMALS = 4;
const PRICE_DECIMALS = 6;

/**
 * BG-25 from an order line. BT-131 = quantity × net price ÷ base quantity, rounded half-up to the currency, less allowances,
 * plus charges.
 */
export function invoiceLine(
  line: OrderLine,
  index: number,
  vatResolution: VatResolution,
  context: AmountContext,
): InvoiceLine | undefined {
  const path = ['lines', index];
  const price = priceOf(line, path, context);
  const vat = vatResolution.resolve(line.vat, line.vat ? [...path, 'vat'] : path);
  if (!price) return undefined;
  const places = currencyDecimals(context.currency);
  const base = line.quantity.times(price.netPrice).dividedBy(line.baseQuantity ?? Decimal.ONE, places);
  const parts = (list: readonly OrderAllowanceOrCharge[] | undefined, kind: 'allowance' | 'charge') =>
    (list ?? []).flatMap((one, place): LineAllowance[] => {
      const made = allowanceOf(one, kind, base.abs(), [...path, `${kind}s`, place], context);
      return made ? [made] : [];
    });
  const allowances = parts(line.allowances, 'allowance');
  const charges = parts(line.charges, 'charge');
  const netAmount = base.minus(sum(allowances)).plus(sum(charges)).rounded(places);
  compareNet(line, netAmount, base, path, context);
  if (!vat) return undefined;
  return {
    id: line.id ?? String(index + 1),
    note: line.note,
    object: line.object,
    quantity: tidied(line.quantity, QUANTITY_DECIMALS),
    unitCode: line.unit,
    netAmount,
    orderLineReference: line.orderLineReference,
    buyerAccountingReference: line.buyerAccountingReference,
    period: line.period,
    allowances,
    charges,
    price,
    vat,
    item: {
      ...line.item,
      classifications: line.item.classifications ?? [],
      attributes: line.item.attributes ?? [],
    },
  };
}

function sum(parts: readonly { amount: Decimal }[]): Decimal {
  return Decimal.sum(parts.map((one) => one.amount));
}

/** Zeros beyond the allowed places say nothing and would break the rules on decimals. */
function tidied(value: Decimal, places: number): Decimal {
  return value.scale > places ? value.normalized() : value;
}

/** BG-29: net price, or gross price less discount; where all three are given they must agree (BT-146 = BT-148 − BT-147). */
function priceOf(line: OrderLine, path: readonly PropertyKey[], context: AmountContext): PriceDetails | undefined {
  const { grossPrice, priceDiscount } = line;
  const derived = grossPrice?.minus(priceDiscount ?? Decimal.ZERO);
  const netPrice = line.netPrice ?? derived;
  if (netPrice === undefined) return undefined;
  const isConsistent = derived === undefined || priceDiscount === undefined || derived.equals(netPrice);
  if (netPrice.isNegative() || !isConsistent || (grossPrice && netPrice.greaterThan(grossPrice))) {
    context.notebook.fault(
      'PRICE_DISAGREES',
      [...path, 'netPrice'],
      netPrice,
      {
        en: worded`Gross price ${grossPrice ?? '-'} less discount ${priceDiscount ?? '0'} does not give the net price ${netPrice}.`,
        fr: worded`Le prix brut ${grossPrice ?? '-'} moins la remise ${priceDiscount ?? '0'} ne donne pas le prix net ${netPrice}.`,
      },
      { en: 'Correct the prices of the line.', fr: 'Corrigez les prix de la ligne.' },
    );
    return undefined;
  }
  const discount = grossPrice && (priceDiscount ?? grossPrice.minus(netPrice));
  return {
    netPrice: tidied(netPrice, PRICE_DECIMALS),
    ...(grossPrice ? { grossPrice: tidied(grossPrice, PRICE_DECIMALS) } : {}),
    ...(discount && !discount.isZero() ? { discount: tidied(discount, PRICE_DECIMALS) } : {}),
    ...(line.baseQuantity
      ? { baseQuantity: tidied(line.baseQuantity, QUANTITY_DECIMALS), baseQuantityUnitCode: line.unit }
      : {}),
  };
}

function compareNet(
  line: OrderLine,
  netAmount: Decimal,
  base: Decimal,
  path: readonly PropertyKey[],
  context: AmountContext,
): void {
  if (line.netAmount === undefined || line.netAmount.equals(netAmount)) return;
  const working = worded`${line.quantity} × ${line.netPrice ?? line.grossPrice ?? '?'} ÷ ${line.baseQuantity ?? 1} = ${base} → ${netAmount}`;
  const difference = line.netAmount.minus(netAmount);
  if (!difference.abs().greaterThan(context.tolerance)) {
    context.notebook.explain(
      'LINE_NET_DIFFERS',
      ['BT-131'],
      worded`Line ${line.id ?? String(path[1])}: the ERP has ${line.netAmount}, we have ${working}; within the tolerance of ${context.tolerance}.`,
      worded`Ligne ${line.id ?? String(path[1])} : l'ERP indique ${line.netAmount}, notre calcul ${working} ; dans la tolérance de ${context.tolerance}.`,
    );
    return;
  }
  context.notebook.fault(
    'LINE_NET_DIFFERS',
    [...path, 'netAmount'],
    line.netAmount,
    {
      en: worded`The net amount of the line differs by ${difference} from ours: ${working}, less allowances, plus charges.`,
      fr: worded`Le net de la ligne diffère de ${difference} du nôtre : ${working}, moins remises, plus frais.`,
    },
    {
      en: 'Correct quantity, price, allowances or net amount in the ERP.',
      fr: "Corrigez quantité, prix, remises ou net dans l'ERP.",
    },
  );
}
