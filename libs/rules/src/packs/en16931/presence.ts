import { path } from '../../engine/path.js';
import { isVatTax } from './cii-nodes.js';
import type { Binding } from './statement.js';
import { isVat } from './ubl-nodes.js';

const CATEGORY = path('cac:TaxCategory');
const ID = path('cbc:ID');
const TAX = path('../ram:CategoryTradeTax');
const CODE = path('ram:CategoryCode');

/** UBL: a tax category of VAT with a code. */
export function categoryPresent(context: string): Binding {
  return {
    context,
    test: (element) => CATEGORY.elements(element).some((category) => isVat(category) && ID.exists(category)),
  };
}

/** CII, asked at the charge indicator: a category tax of VAT with a code. */
export function vatPresent(context: string): Binding {
  return { context, test: (element) => TAX.elements(element).some((tax) => isVatTax(tax) && CODE.exists(tax)) };
}
