import { path, stringOf } from '../../engine/path.js';
import type { XmlElement } from '#xml';
import type { Pattern, Test } from '../../engine/rule.js';
import type { Scope } from '../../engine/scope.js';
import { normalized, single, textAt } from '../../engine/values.js';
import { never, numberAt, numberOf, ownText, rawTextAt, rulesOf, someText } from '../sheet-writing.js';
import { isSwedishOrganisation } from './check-digits.js';
import { WORDINGS } from './wording.table.js';

const SELLER = 'cac:AccountingSupplierParty/cac:Party';
const means = (element: XmlElement, ...wanted: string[]): boolean =>
  wanted.some((code) => someText(element, 'cbc:PaymentMeansCode', code));

const swedishAddress = (party: XmlElement): boolean =>
  someText(party, 'cac:PostalAddress/cac:Country/cbc:IdentificationCode', 'SE');
const swedishVat = (party: XmlElement): boolean =>
  path('cac:PartyTaxScheme')
    .elements(party)
    .some((each) => someText(each, 'cac:TaxScheme/cbc:ID', 'VAT') && rawTextAt(each, 'cbc:CompanyID').startsWith('SE'));
const parties = (scope: Scope, role: string): XmlElement[] =>
  scope.everywhere(`cac:${role}`).flatMap((each) => path('cac:Party').elements(each));
const swedishSeller = (scope: Scope): boolean => parties(scope, 'AccountingSupplierParty').some(swedishAddress);
const swedishTaxable = (scope: Scope): boolean =>
  scope.once('swedish taxable seller', () =>
    parties(scope, 'AccountingSupplierParty').some((party) => swedishAddress(party) && swedishVat(party)),
  );
const swedishVatId = (party: XmlElement): string[] =>
  path('cac:PartyTaxScheme')
    .elements(party)
    .filter((each) => someText(each, 'cac:TaxScheme/cbc:ID', 'VAT'))
    .flatMap((each) => path('cbc:CompanyID').texts(each));
const SWEDISH_RATES = [25, 12, 6];
const giro =
  (branch: string): Test =>
  (element, scope) => {
    const payment = element.parent?.parent;
    return (
      payment !== undefined &&
      swedishSeller(scope) &&
      textAt(payment, 'cbc:PaymentMeansCode') === '30' &&
      textAt(payment, 'cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID') === branch
    );
  };
const isNumeric: Test = (element) => !Number.isNaN(numberOf(ownText(element)));
const GIRO = ['cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID'];

export const UBL_SWEDEN: Pattern = {
  id: 'sweden',
  contexts: [
    { key: 'seller', match: [SELLER], where: (party) => swedishAddress(party) && swedishVat(party) },
    {
      key: 'legal-entity',
      match: [`${SELLER}/cac:PartyLegalEntity`],
      where: (element) =>
        element.parent !== undefined && swedishAddress(element.parent) && path('cbc:CompanyID').exists(element),
    },
    {
      key: 'f-tax',
      match: [`${SELLER}/cac:PartyTaxScheme/cbc:CompanyID`],
      where: (element) => {
        const party = element.parent?.parent;
        return (
          party !== undefined &&
          swedishAddress(party) &&
          path('cac:PartyLegalEntity/cbc:CompanyID').exists(party) &&
          normalized(rawTextAt(element, '../cac:TaxScheme/cbc:ID').toUpperCase()) !== 'VAT'
        );
      },
    },
    {
      key: 'standard-rate',
      match: ['cac:TaxCategory', 'cac:ClassifiedTaxCategory'],
      where: (element, scope) => swedishTaxable(scope) && someText(element, 'cbc:ID', 'S'),
    },
    { key: 'plusgiro', match: GIRO, where: giro('SE:PLUSGIRO') },
    { key: 'bankgiro', match: GIRO, where: giro('SE:BANKGIRO') },
    {
      key: 'old-giro-code',
      match: ['cac:PaymentMeans'],
      where: (element, scope) => swedishSeller(scope) && means(element, '50', '56'),
    },
    {
      key: 'domestic-transfer',
      match: ['cac:PaymentMeans'],
      where: (element, scope) =>
        swedishSeller(scope) && parties(scope, 'AccountingCustomerParty').some(swedishAddress) && means(element, '31'),
    },
  ],
  rules: rulesOf(WORDINGS, [
    ['SE-R-001', 'fatal', 'seller', (party) => normalized(single(swedishVatId(party))).length === 14],
    ['SE-R-002', 'fatal', 'seller', (party) => !Number.isNaN(numberOf(single(swedishVatId(party)).slice(2, 14)))],
    [
      'SE-R-003',
      'fatal',
      'legal-entity',
      (element) => !Number.isNaN(numberAt(element, 'cbc:CompanyID')),
      'cbc:CompanyID',
    ],
    ['SE-R-004', 'fatal', 'legal-entity', (element) => textAt(element, 'cbc:CompanyID').length === 10, 'cbc:CompanyID'],
    [
      'SE-R-013',
      'fatal',
      'legal-entity',
      (element) => isSwedishOrganisation(textAt(element, 'cbc:CompanyID')),
      'cbc:CompanyID',
    ],
    ['SE-R-005', 'fatal', 'f-tax', (element) => normalized(stringOf(element).toUpperCase()) === 'GODKÄND FÖR F-SKATT'],
    [
      'SE-R-006',
      'fatal',
      'standard-rate',
      (element) => SWEDISH_RATES.includes(numberAt(element, 'cbc:Percent')),
      'cbc:Percent',
    ],
    ['SE-R-007', 'warning', 'plusgiro', isNumeric],
    ['SE-R-010', 'warning', 'plusgiro', (element) => ownText(element).length >= 2 && ownText(element).length <= 8],
    ['SE-R-008', 'warning', 'bankgiro', isNumeric],
    ['SE-R-009', 'warning', 'bankgiro', (element) => [7, 8].includes(ownText(element).length)],
    ['SE-R-011', 'warning', 'old-giro-code', never],
    ['SE-R-012', 'warning', 'domestic-transfer', never],
  ]),
};
