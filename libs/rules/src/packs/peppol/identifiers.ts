import type { Context } from '../../engine/rule.js';
import type { XmlElement } from '#xml';
import { stringOf } from '../../engine/path.js';
import { attribute, ownText, type Row } from '../sheet-writing.js';
import * as check from './check-digits.js';

/** Schemes in the order in which the official rules try them; two hold for electronic addresses alone. */
const SCHEMES = [
  '0088', '0192', '0184', '0096', '0198', '0208', '0201', '0210', '9907', '0211', '9906', '0007', '0151', '0106', '0190', '9944',
]; // prettier-ignore
const ADDRESS_ONLY = new Set(['9907', '9906']);

/** One context a scheme: identifiers of the given names whose schemeID it is. */
export function identifierContexts(
  addresses: readonly string[],
  others: readonly string[],
  schemes: readonly string[] = SCHEMES,
): Context[] {
  return schemes.map((scheme) => ({
    key: scheme,
    match: ADDRESS_ONLY.has(scheme) ? addresses : [...addresses, ...others],
    where: (element) => attribute(element, 'schemeID') === scheme,
  }));
}

const trimmed = (holds: (text: string) => boolean) => (element: XmlElement) => holds(ownText(element));
const written = (form: RegExp) => (element: XmlElement) => form.test(stringOf(element));
const form = (pattern: RegExp) => trimmed((text) => pattern.test(text));

export const identifierRows: readonly Row[] = [
  ['PEPPOL-COMMON-R040', 'fatal', '0088', trimmed(check.isGln)],
  ['PEPPOL-COMMON-R041', 'fatal', '0192', trimmed(check.isNorwegianOrganisation)],
  ['PEPPOL-COMMON-R042', 'fatal', '0184', written(/^(DK)?[0-9]{8}$/)],
  ['PEPPOL-COMMON-R052', 'fatal', '0096', written(/^[0-9]{10}$/)],
  ['PEPPOL-COMMON-R053', 'fatal', '0198', written(/^DK[0-9]{8}$/)],
  ['PEPPOL-COMMON-R043', 'fatal', '0208', trimmed(check.isBelgianEnterprise)],
  ['PEPPOL-COMMON-R044', 'warning', '0201', trimmed(check.isItalianOffice)],
  ['PEPPOL-COMMON-R045', 'warning', '0210', trimmed(check.isItalianFiscalCode)],
  ['PEPPOL-COMMON-R046', 'warning', '9907', trimmed(check.isItalianFiscalCode)],
  ['PEPPOL-COMMON-R047', 'warning', '0211', trimmed(check.isItalianVatOrForeign)],
  ['PEPPOL-COMMON-R049', 'fatal', '0007', trimmed((text) => text.length === 10 && check.isSwedishOrganisation(text))],
  ['PEPPOL-COMMON-R050', 'fatal', '0151', trimmed(check.isAustralianBusiness)],
  ['PEPPOL-COMMON-R054', 'warning', '0106', form(/^[0-9]{8}$/)],
  ['PEPPOL-COMMON-R055', 'warning', '0190', form(/^[0-9]{20}$/)],
  ['PEPPOL-COMMON-R056-1', 'warning', '9944', form(/^NL[0-9]{9}B[0-9]{2}$/)],
];

/** The schemes that the rules for CII know. */
export const CII_SCHEMES = ['0088', '0192', '0184', '0208', '0201', '0210', '9907', '0211', '9906', '0007', '0151'];
