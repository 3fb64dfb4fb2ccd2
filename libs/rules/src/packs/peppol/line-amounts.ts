import { Decimal } from '#kernel';
import type { XmlElement } from '#xml';
import { path } from '../../engine/path.js';
import { decimalAt, decimalsAt, roundHalfUp, textAt } from '../../engine/values.js';

const SLACK = Decimal.fromUnits(2n, 2);
const ZERO = Decimal.fromUnits(0n, 0);
const ONE = Decimal.fromUnits(1n, 0);
const PLACES = 18;

/** Whether both are at most two cents apart; a missing amount counts as nothing. */
export function withinSlack(stated: Decimal | undefined, expected: Decimal): boolean {
  return (stated ?? ZERO).minus(expected).abs().compare(SLACK) <= 0;
}

/** What a line amount is worked out from. */
export interface LineFacts {
  readonly net: Decimal;
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly baseQuantity: Decimal;
  readonly charges: Decimal;
  readonly allowances: Decimal;
}

/** BT-131 = BT-129 × (BT-146 ÷ BT-149) + charges − allowances, to two cents; the division keeps as many places as Saxon's. */
export function lineNetAgrees({ net, quantity, price, baseQuantity, charges, allowances }: LineFacts): boolean {
  const unitPrice = price.dividedBy(baseQuantity, Math.max(PLACES, price.scale, baseQuantity.scale));
  return withinSlack(net, quantity.times(unitPrice).plus(charges).minus(allowances));
}

const paths = {
  net: path('cbc:LineExtensionAmount'),
  invoiced: path('cbc:InvoicedQuantity'),
  credited: path('cbc:CreditedQuantity'),
  price: path('cac:Price/cbc:PriceAmount'),
  baseQuantity: path('cac:Price/cbc:BaseQuantity'),
  allowance: path('cac:AllowanceCharge'),
  amount: path('cbc:Amount'),
};

/** Reads a UBL line. @throws Unanswerable */
export function lineFacts(line: XmlElement, invoice: boolean): LineFacts {
  const sum = (indicator: string): Decimal => {
    const chosen = paths.allowance.elements(line).filter((each) => textAt(each, 'cbc:ChargeIndicator') === indicator);
    return total(chosen.flatMap((each) => decimalsAt(each, paths.amount)));
  };
  return {
    net: decimalAt(line, paths.net) ?? ZERO,
    quantity: decimalAt(line, invoice ? paths.invoiced : paths.credited) ?? ONE,
    price: decimalAt(line, paths.price) ?? ZERO,
    baseQuantity: nonZero(decimalAt(line, paths.baseQuantity)),
    charges: sum('true'),
    allowances: sum('false'),
  };
}

/** Sum, rounded to the cent as the official rule rounds. */
export function total(amounts: readonly Decimal[]): Decimal {
  return roundHalfUp(amounts.reduce((sum, amount) => sum.plus(amount), ZERO));
}

/** The base quantity; one when it is missing or nothing. */
export function nonZero(quantity: Decimal | undefined): Decimal {
  return quantity === undefined || quantity.compare(ZERO) === 0 ? ONE : quantity;
}
