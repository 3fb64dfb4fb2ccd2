import type { XmlElement } from '#xml';
import { path } from '../../engine/path.js';
import type { Pattern, Test } from '../../engine/rule.js';
import type { Scope } from '../../engine/scope.js';
import { normalized, single, textAt } from '../../engine/values.js';
import { codes, filled, numberAt, numberOf, rawTextAt, rulesOf, someText } from '../sheet-writing.js';
import { passesMod11 } from './check-digits.js';
import { buyerWrittenCountry, sellerCountry, sellerWrittenCountry } from './parties.js';
import { WORDINGS } from './wording.table.js';

const DOCUMENT = ['/ubl:Invoice', '/cn:CreditNote'];
const SELLER = 'cac:AccountingSupplierParty/cac:Party';
const BUYER = 'cac:AccountingCustomerParty/cac:Party';
const below = (steps: string) => DOCUMENT.map((document) => `${document}/${steps}`);

/** Registrations of a party under this tax scheme, the scheme compared without surrounding white space. */
function registrations(party: XmlElement, scheme: string): XmlElement[] {
  return path('cac:PartyTaxScheme')
    .elements(party)
    .filter((each) => textAt(each, 'cac:TaxScheme/cbc:ID') === scheme);
}

const companyIds = (party: XmlElement, scheme: string): string[] =>
  registrations(party, scheme).flatMap((each) => path('cbc:CompanyID').texts(each));

const norwegianVat: Test = (party) => {
  const numbers = companyIds(party, 'VAT');
  if (!numbers.some((number) => number.startsWith('NO'))) return true;
  const number = single(numbers).slice(2);
  return /^[0-9]{9}MVA$/.test(number) && passesMod11(number.slice(0, 9));
};

export const UBL_NORWAY: Pattern = {
  id: 'norway',
  contexts: [{ key: 'seller', match: [SELLER], where: (_, scope) => sellerCountry(scope) === 'NO' }],
  rules: rulesOf(WORDINGS, [
    ['NO-R-002', 'warning', 'seller', (party) => normalized(single(companyIds(party, 'TAX'))) === 'Foretaksregisteret'],
    ['NO-R-001', 'fatal', 'seller', norwegianVat],
  ]),
};

const danishSeller: Test = (_, scope) => sellerWrittenCountry(scope) === 'DK';
const bothDanish = (scope: Scope): boolean =>
  sellerWrittenCountry(scope) === 'DK' && buyerWrittenCountry(scope) === 'DK';
const danish: Test = (_, scope) => bothDanish(scope);
const CLASSIFICATION = 'cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode';
const DANISH_MEANS = codes('1 10 31 42 48 49 50 58 59 93 97');
const PRODUCT_LISTS = codes('19.05.01 19.0501 26.08.01 26.0801');
const means = (element: XmlElement, ...wanted: string[]): boolean =>
  wanted.some((code) => someText(element, 'cbc:PaymentMeansCode', code));
const paymentStart = (element: XmlElement): string => rawTextAt(element, 'cbc:PaymentID').slice(0, 3);
const account = 'cac:PayeeFinancialAccount/cbc:ID';

function danishReason(element: XmlElement): boolean {
  if (!someText(element, 'cbc:AllowanceChargeReasonCode', 'ZZZ')) return true;
  const reason = rawTextAt(element, 'cbc:AllowanceChargeReason');
  const number = numberOf(reason);
  if (normalized(reason).length === 4 && number >= 0 && number <= 9999) return true;
  return reason.includes('#') && !reason.startsWith('#') && !reason.endsWith('#');
}

export const UBL_DENMARK: Pattern = {
  id: 'denmark',
  contexts: [
    { key: 'document', match: DOCUMENT, where: danishSeller },
    {
      key: 'party-id',
      match: [...below(`${SELLER}/cac:PartyIdentification`), ...below(`${BUYER}/cac:PartyIdentification`)],
      where: danish,
    },
    { key: 'means', match: ['/ubl:Invoice/cac:PaymentMeans'], where: danish },
    { key: 'buyer', match: below(BUYER), where: danish },
    { key: 'line', match: ['/ubl:Invoice/cac:InvoiceLine', '/cn:CreditNote/cac:CreditNoteLine'], where: danish },
    { key: 'allowance', match: ['cac:AllowanceCharge'], where: danish },
  ],
  rules: rulesOf(WORDINGS, [
    ['DK-R-002', 'fatal', 'document', filled(`${SELLER}/cac:PartyLegalEntity/cbc:CompanyID`)],
    ['DK-R-014', 'fatal', 'document', schemeIs(`${SELLER}/cac:PartyLegalEntity/cbc:CompanyID`, '0184')],
    [
      'DK-R-016',
      'fatal',
      'document',
      (document, scope) =>
        document.name !== 'CreditNote' ||
        !bothDanish(scope) ||
        !(numberAt(document, 'cac:LegalMonetaryTotal/cbc:PayableAmount') < 0),
      'cac:LegalMonetaryTotal/cbc:PayableAmount',
    ],
    [
      'DK-R-013',
      'fatal',
      'party-id',
      (element) => !path('cbc:ID').exists(element) || textAt(element, 'cbc:ID/@schemeID') !== '',
    ],
    [
      'DK-R-005',
      'fatal',
      'means',
      (element) => DANISH_MEANS.has(rawTextAt(element, 'cbc:PaymentMeansCode')),
      'cbc:PaymentMeansCode',
    ],
    [
      'DK-R-006',
      'fatal',
      'means',
      (element, scope) =>
        !means(element, '31', '42') ||
        (filled(account)(element, scope) &&
          filled('cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID')(element, scope)),
    ],
    [
      'DK-R-007',
      'fatal',
      'means',
      (element, scope) =>
        !means(element, '49') ||
        (filled('cac:PaymentMandate/cbc:ID')(element, scope) &&
          filled('cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID')(element, scope)),
    ],
    [
      'DK-R-008',
      'fatal',
      'means',
      (element) =>
        !means(element, '50') ||
        (['01#', '04#', '15#'].includes(paymentStart(element)) && /^[0-9]{7,8}$/.test(rawTextAt(element, account))),
    ],
    [
      'DK-R-009',
      'fatal',
      'means',
      (element) =>
        !means(element, '50') ||
        !['04#', '15#'].includes(paymentStart(element)) ||
        rawTextAt(element, 'cbc:PaymentID').length === 19,
    ],
    [
      'DK-R-010',
      'fatal',
      'means',
      (element) =>
        !means(element, '93') ||
        (['71#', '73#', '75#'].includes(paymentStart(element)) && rawTextAt(element, account).length === 8),
    ],
    [
      'DK-R-011',
      'fatal',
      'means',
      (element) =>
        !means(element, '93') ||
        !['71#', '75#'].includes(paymentStart(element)) ||
        [18, 19].includes(rawTextAt(element, 'cbc:PaymentID').length),
    ],
    ['DK-R-017', 'fatal', 'buyer', schemeIs('cac:PartyLegalEntity/cbc:CompanyID', '0184')],
    [
      'DK-R-003',
      'fatal',
      'line',
      (line) =>
        !someText(line, `${CLASSIFICATION}/@listID`, 'TST') ||
        path(`${CLASSIFICATION}/@listVersionID`)
          .texts(line)
          .some((version) => PRODUCT_LISTS.has(version)),
      CLASSIFICATION,
    ],
    ['DK-R-004', 'fatal', 'allowance', danishReason, 'cbc:AllowanceChargeReason'],
  ]),
};

/** An identifier that is there has this scheme. */
function schemeIs(source: string, scheme: string): Test {
  return (element) => !path(source).exists(element) || textAt(element, `${source}/@schemeID`) === scheme;
}
