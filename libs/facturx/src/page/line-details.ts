import { Decimal } from '#kernel';
import type { InvoiceLine, LineAllowance, LineCharge } from '#invoice';
import { countryName } from './countries.js';
import { identifierText } from './parties.js';
import type { Draft } from './sheet.js';
import { UNITS } from './units.table.js';
import type { Words } from './words.js';

/** What stands in small print under the name of an item, one text a line. */
export function lineDetails(line: InvoiceLine, { words, invoice }: Draft): string[] {
  const { item, price } = line;
  const details: string[] = [];
  if (item.description !== undefined && item.description !== item.name) details.push(item.description);
  const numbers = itemNumbers(line, words);
  if (numbers.length > 0) details.push(numbers.join('  ·  '));
  for (const attribute of item.attributes) details.push(words.colon(attribute.name, attribute.value));
  if (line.period)
    details.push(words.colon(words.label('linePeriod'), words.range(line.period.start, line.period.end)));
  const pricing = priceDetails(price, words, invoice.currency);
  if (pricing !== '') details.push(pricing);
  for (const allowance of line.allowances) details.push(adjustment('allowance', allowance, words, invoice.currency));
  for (const charge of line.charges) details.push(adjustment('charge', charge, words, invoice.currency));
  if (line.note !== undefined) details.push(line.note);
  return details;
}

function itemNumbers(
  { item, orderLineReference, object, buyerAccountingReference }: InvoiceLine,
  words: Words,
): string[] {
  const numbers: string[] = [];
  const add = (label: string, value: string | undefined): void => {
    if (value !== undefined) numbers.push(words.colon(label, value).replace(/ /g, '\u00a0'));
  };
  add(words.label('sellerItem'), item.sellerItemId);
  add(words.label('buyerItem'), item.buyerItemId);
  if (item.standardItemId) numbers.push(identifierText(item.standardItemId, words));
  for (const each of item.classifications) {
    add(words.label('classification'), each.scheme === undefined ? each.code : `${each.code} (${each.scheme})`);
  }
  add(words.label('orderLine'), orderLineReference);
  add(words.label('invoicedObject'), object?.id);
  add(words.label('accountingReference'), buyerAccountingReference);
  if (item.originCountry !== undefined) add(words.label('origin'), countryName(item.originCountry, words));
  return numbers;
}

function priceDetails(price: InvoiceLine['price'], words: Words, currency: string): string {
  const parts: string[] = [];
  if (price.grossPrice && !price.grossPrice.equals(price.netPrice)) {
    parts.push(words.colon(words.label('grossPrice'), words.amount(price.grossPrice, currency)));
  }
  if (price.discount && !price.discount.isZero()) {
    parts.push(`${words.label('priceDiscount')} ${words.amount(price.discount, currency)}`);
  }
  if (price.baseQuantity && !price.baseQuantity.equals(Decimal.ONE)) {
    const unit = price.baseQuantityUnitCode === undefined ? undefined : UNITS[price.baseQuantityUnitCode];
    const name = unit ? (words.lines(unit)[0] as string) : (price.baseQuantityUnitCode ?? '');
    parts.push(
      `${words.colon(words.label('unitPrice'), words.label('per'))} ${words.number(price.baseQuantity)} ${name}`.trimEnd(),
    );
  }
  return parts.join(', ');
}

/** `Remise : Rabais fidélité, 5 % de 120,00 : −6,00`. */
export function adjustment(
  kind: 'allowance' | 'charge',
  value: LineAllowance | LineCharge,
  words: Words,
  currency: string,
): string {
  const amount = kind === 'allowance' ? value.amount.negated() : value.amount;
  return words.colon(adjustmentTitle(kind, value, words, currency), words.amount(amount, currency));
}

/** The text of an allowance or charge without its amount. */
export function adjustmentTitle(
  kind: 'allowance' | 'charge',
  value: LineAllowance | LineCharge,
  words: Words,
  currency: string,
): string {
  const parts = [value.reason ?? words.label(kind)];
  if (value.percentage) {
    const base = value.baseAmount ? ` ${words.label('ofBase')} ${words.amount(value.baseAmount, currency)}` : '';
    parts.push(words.percent(value.percentage) + base);
  }
  return parts.join(', ');
}
