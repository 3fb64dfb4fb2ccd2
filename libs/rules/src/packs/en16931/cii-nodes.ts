import type { XmlElement } from '#xml';
import { path } from '../../engine/path.js';
import { onlyText } from '../../engine/values.js';

const TYPE_CODE = path('ram:TypeCode');

/** Whether a trade tax is VAT: `VAT` in any case, no white space. */
export function isVatTax(tax: XmlElement): boolean {
  return onlyText(tax, TYPE_CODE).toUpperCase() === 'VAT';
}
