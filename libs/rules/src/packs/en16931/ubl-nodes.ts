import type { XmlElement } from '#xml';
import { path } from '../../engine/path.js';
import { normalized, onlyText, someBoolean, textAt, Unanswerable } from '../../engine/values.js';

const TAX_SCHEME = path('cac:TaxScheme');
const ID = path('cbc:ID');
const INDICATOR = path('cbc:ChargeIndicator');

/** Whether a tax category or party tax scheme is one of VAT: `VAT` in any case. */
export function isVat(element: XmlElement): boolean {
  return TAX_SCHEME.elements(element).some((scheme) => normalized(onlyText(scheme, ID).toUpperCase()) === 'VAT');
}

/** As `isVat`, where the artefact takes the one tax scheme for granted. @throws Unanswerable for several */
export function isOnlyVat(element: XmlElement): boolean {
  const [, second] = TAX_SCHEME.elements(element);
  if (second !== undefined) throw new Unanswerable('repeated', '', second);
  return isVat(element);
}

/** The category code of a tax category, without white space around it. */
export function categoryCode(element: XmlElement): string {
  return textAt(element, ID);
}

/** Whether an allowance or charge says it is a charge (true) or an allowance (false). */
export function isCharge(element: XmlElement, charge: boolean): boolean {
  return someBoolean(INDICATOR.elements(element), charge);
}
