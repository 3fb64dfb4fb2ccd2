import type { XmlElement } from '#xml';
import { path, stringOf } from '../../engine/path.js';
import type { Pattern, Test } from '../../engine/rule.js';
import type { Scope } from '../../engine/scope.js';
import { decimalAt, decimalOf, normalized, single, textAt, Unanswerable } from '../../engine/values.js';
import {
  attribute,
  codes,
  filled,
  never,
  numberAt,
  numberOf,
  ownText,
  present,
  rawTextAt,
  rulesOf,
  someText,
  upperAt,
} from '../sheet-writing.js';
import { isSwedishOrganisation, passesMod11 } from './check-digits.js';
import { WORDINGS } from './wording.table.js';

const ROOT = '/rsm:CrossIndustryInvoice';
const TRADE = 'rsm:SupplyChainTradeTransaction';
const AGREEMENT = `${TRADE}/ram:ApplicableHeaderTradeAgreement`;
const SETTLEMENT = `${TRADE}/ram:ApplicableHeaderTradeSettlement`;
const SELLER = `${AGREEMENT}/ram:SellerTradeParty`;
const BUYER = `${AGREEMENT}/ram:BuyerTradeParty`;
const REPRESENTATIVE = `${AGREEMENT}/ram:SellerTaxRepresentativeTradeParty`;
const COUNTRY = 'ram:PostalTradeAddress/ram:CountryID';
const MEANS = `${SETTLEMENT}/ram:SpecifiedTradeSettlementPaymentMeans`;
const below = (steps: string): string[] => [`${ROOT}/${steps}`];

/** Registrations that call their scheme VAT; CII proper writes VA, which the official rules do not look at. */
const registrations = (party: XmlElement): XmlElement[] =>
  path('ram:SpecifiedTaxRegistration')
    .elements(party)
    .filter((each) => someText(each, 'ram:ID/@schemeID', 'VAT'));

function sellerCountry(scope: Scope): string {
  return scope.once('cii seller country', ({ root }) => {
    for (const party of [SELLER, REPRESENTATIVE]) {
      const starts = path(party)
        .elements(root)
        .flatMap(registrations)
        .map((each) => rawTextAt(each, 'ram:ID').slice(0, 2));
      if (starts.length > 1) throw new Unanswerable('repeated', starts[1] as string);
      if (starts[0]) return normalized(starts[0]).toUpperCase();
    }
    return path(`${SELLER}/${COUNTRY}`).exists(root) ? upperAt(root, `${SELLER}/${COUNTRY}`) : 'XX';
  });
}

const vatIds = (party: XmlElement): string[] =>
  path('ram:SpecifiedTaxRegistration/ram:ID')
    .elements(party)
    .filter((id) => attribute(id, 'schemeID') === 'VAT')
    .map(stringOf);

const norwegianVat: Test = (party) => {
  const numbers = registrations(party).map((each) => rawTextAt(each, 'ram:ID'));
  if (!numbers.some((number) => number.startsWith('NO'))) return true;
  const number = single(numbers).slice(2);
  return /^[0-9]{9}MVA$/.test(number) && passesMod11(number.slice(0, 9));
};
const norwegianRegister: Test = (party) =>
  path('ram:SpecifiedTaxRegistration/ram:ID')
    .elements(party)
    .some((id) => attribute(id, 'schemeID') === 'FC' && ownText(id) === 'Foretaksregisteret');

const NORWAY: Pattern = {
  id: 'norway',
  contexts: [{ key: 'seller', match: ['ram:SellerTradeParty'], where: (_, scope) => sellerCountry(scope) === 'NO' }],
  rules: rulesOf(WORDINGS, [
    ['NO-R-002', 'warning', 'seller', norwegianRegister],
    ['NO-R-001', 'fatal', 'seller', norwegianVat],
  ]),
};

const danishSeller: Test = (_, { root }) => someText(root, `${SELLER}/${COUNTRY}`, 'DK');
const danishBuyer = (root: XmlElement): boolean => someText(root, `${BUYER}/${COUNTRY}`, 'DK');
const danish: Test = (element, scope) => danishSeller(element, scope) && danishBuyer(scope.root);
const DANISH_MEANS = codes('1 10 31 42 48 49 50 58 59 93 97');
const PRODUCT_LISTS = codes('19.05.01 19.0501 26.08.01 26.0801');
const CLASS = 'ram:SpecifiedTradeProduct/ram:DesignatedProductClassification/ram:ClassCode';
const ALLOWANCE = `${SETTLEMENT}/ram:SpecifiedTradeAllowanceCharge`;
const paidBy = (element: XmlElement, ...types: string[]): boolean =>
  types.some((type) => someText(element, 'ram:TypeCode', type));
const card = (element: XmlElement): string => rawTextAt(element, '../ram:PaymentReference').slice(0, 3);
const referenceLength = (element: XmlElement): number => rawTextAt(element, '../ram:PaymentReference').length;
const ACCOUNT = 'ram:PayeePartyCreditorFinancialAccount/ram:IBANID';
const accountLength = (element: XmlElement): number => rawTextAt(element, ACCOUNT).length;

const danishReason: Test = (document) => {
  if (!danishBuyer(document) || !someText(document, `${ALLOWANCE}/ram:ReasonCode`, 'ZZZ')) return true;
  const reason = rawTextAt(document, `${ALLOWANCE}/ram:Reason`);
  if (normalized(reason).length === 4 && numberOf(reason) >= 0) return true;
  return reason.includes('#') && !reason.startsWith('#') && !reason.endsWith('#');
};
const danishSchemes: Test = (document) =>
  !danishBuyer(document) ||
  [SELLER, BUYER].every(
    (party) =>
      !path(`${party}/ram:GlobalID`).exists(document) || textAt(document, `${party}/ram:GlobalID/@schemeID`) !== '',
  );
const LEGAL_ID = `${SELLER}/ram:SpecifiedLegalOrganization/ram:ID`;
const DUE = `${SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:DuePayableAmount`;
const TYPE = 'rsm:ExchangedDocument/ram:TypeCode';

const DENMARK: Pattern = {
  id: 'denmark',
  contexts: [
    { key: 'document', match: [ROOT], where: danishSeller },
    { key: 'means', match: below(MEANS), where: danish },
    { key: 'line', match: below(`${TRADE}/ram:IncludedSupplyChainTradeLineItem`), where: danish },
  ],
  rules: rulesOf(WORDINGS, [
    ['DK-R-002', 'fatal', 'document', filled(LEGAL_ID)],
    ['DK-R-004', 'fatal', 'document', danishReason],
    ['DK-R-013', 'fatal', 'document', danishSchemes],
    ['DK-R-014', 'fatal', 'document', (document) => !path(LEGAL_ID).exists(document) || textAt(document, `${LEGAL_ID}/@schemeID`) === '0184'],
    ['DK-R-016', 'fatal', 'document', (document) => !(danishBuyer(document) && textAt(document, TYPE) === '381' && numberAt(document, DUE) < 0)],
    ['DK-R-005', 'fatal', 'means', (element) => DANISH_MEANS.has(rawTextAt(element, 'ram:TypeCode')), 'ram:TypeCode'],
    ['DK-R-006', 'fatal', 'means', (element, scope) => !paidBy(element, '31', '42') || (filled(ACCOUNT)(element, scope) && filled('ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID')(element, scope))],
    ['DK-R-007', 'fatal', 'means', (element, scope) => !paidBy(element, '49') || (filled('../ram:CreditorReferenceID')(element, scope) && filled('ram:SpecifiedTradePaymentTerms/ram:DirectDebitMandateID')(element, scope))],
    ['DK-R-008', 'fatal', 'means', (element) => !paidBy(element, '50') || (['01#', '04#', '15#'].includes(card(element)) && accountLength(element) === 7)],
    ['DK-R-009', 'fatal', 'means', (element) => !paidBy(element, '50') || !['04#', '15#'].includes(card(element)) || referenceLength(element) === 19],
    ['DK-R-010', 'fatal', 'means', (element) => !paidBy(element, '93') || (['71#', '73#', '75#'].includes(card(element)) && accountLength(element) === 8)],
    ['DK-R-011', 'fatal', 'means', (element) => !paidBy(element, '93') || !['71#', '75#'].includes(card(element)) || [18, 19].includes(referenceLength(element))],
    ['DK-R-003', 'warning', 'line', (line) => !someText(line, `${CLASS}/@listID`, 'TST') || path(`${CLASS}/@listVersionID`).texts(line).some((version) => PRODUCT_LISTS.has(version))],
  ]),
}; // prettier-ignore

const ITALY: Pattern = {
  id: 'italy',
  contexts: [
    {
      key: 'tax-code',
      match: ['ram:SellerTradeParty/ram:SpecifiedTaxRegistration'],
      where: (_, scope) => sellerCountry(scope) === 'IT',
    },
    { key: 'seller', match: ['ram:SellerTradeParty'], where: (_, scope) => sellerCountry(scope) === 'IT' },
  ],
  rules: rulesOf(WORDINGS, [
    [
      'IT-R-001',
      'fatal',
      'tax-code',
      (element) => {
        const ids = path('ram:ID').elements(element);
        const isCode = (id: XmlElement): boolean => normalized(attribute(id, 'schemeID')) === 'FC';
        return (
          ids.some((id) => !isCode(id)) ||
          /^[A-Z0-9]{11,16}$/.test(normalized(single(ids.filter(isCode).map(stringOf))))
        );
      },
    ],
    ['IT-R-002', 'fatal', 'seller', present('ram:PostalTradeAddress/ram:LineOne')],
    ['IT-R-003', 'fatal', 'seller', present('ram:PostalTradeAddress/ram:CityName')],
    ['IT-R-004', 'fatal', 'seller', present('ram:PostalTradeAddress/ram:PostcodeCode')],
  ]),
};

const swedishAddress = (party: XmlElement): boolean => someText(party, COUNTRY, 'SE');
const swedishVat = (party: XmlElement): boolean => vatIds(party).some((id) => id.startsWith('SE'));
const sellers = ({ root }: Scope): XmlElement[] => path(SELLER).elements(root);
const swedish = (scope: Scope): boolean => sellers(scope).some(swedishAddress);
const taxedInSweden: Test = (_, scope) => sellers(scope).some((party) => swedishAddress(party) && swedishVat(party));
const GIRO = below(`${MEANS}/ram:PayeePartyCreditorFinancialAccount/ram:ProprietaryID`);
const giro =
  (bank: string): Test =>
  (element, scope) => {
    const means = element.parent?.parent;
    return (
      means !== undefined &&
      swedish(scope) &&
      textAt(means, 'ram:TypeCode') === '30' &&
      textAt(means, 'ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID') === bank
    );
  };
const isNumeric: Test = (element) => !Number.isNaN(numberOf(ownText(element)));
const typed = (element: XmlElement, ...types: string[]): boolean => types.includes(textAt(element, 'ram:TypeCode'));

const SWEDEN: Pattern = {
  id: 'sweden',
  contexts: [
    { key: 'seller', match: below(SELLER), where: (party) => swedishAddress(party) && swedishVat(party) },
    {
      key: 'legal-entity',
      match: below(`${SELLER}/ram:SpecifiedLegalOrganization`),
      where: (element) =>
        element.parent !== undefined && swedishAddress(element.parent) && path('ram:ID').exists(element),
    },
    {
      key: 'f-tax',
      match: below(`${SELLER}/ram:SpecifiedTaxRegistration/ram:ID`),
      where: (element) => {
        const party = element.parent?.parent;
        return (
          party !== undefined &&
          attribute(element, 'schemeID') === 'FC' &&
          swedishAddress(party) &&
          path('ram:SpecifiedLegalOrganization/ram:ID').exists(party)
        );
      },
    },
    { key: 'rate', match: ['ram:ApplicableTradeTax', 'ram:CategoryTradeTax'], where: taxedInSweden },
    { key: 'plusgiro', match: GIRO, where: giro('SE:PLUSGIRO') },
    { key: 'bankgiro', match: GIRO, where: giro('SE:BANKGIRO') },
    {
      key: 'old-giro-code',
      match: below(MEANS),
      where: (element, scope) => swedish(scope) && typed(element, '50', '56'),
    },
    {
      key: 'domestic-transfer',
      match: below(MEANS),
      where: (element, scope) =>
        swedish(scope) && someText(scope.root, `${BUYER}/${COUNTRY}`, 'SE') && typed(element, '31'),
    },
  ],
  rules: rulesOf(WORDINGS, [
    ['SE-R-001', 'fatal', 'seller', (party) => normalized(single(vatIds(party))).length === 14],
    ['SE-R-002', 'fatal', 'seller', (party) => !Number.isNaN(numberOf(single(vatIds(party)).slice(2, 14)))],
    ['SE-R-003', 'fatal', 'legal-entity', (element) => !Number.isNaN(numberAt(element, 'ram:ID')), 'ram:ID'],
    ['SE-R-004', 'fatal', 'legal-entity', (element) => textAt(element, 'ram:ID').length === 10, 'ram:ID'],
    ['SE-R-013', 'fatal', 'legal-entity', (element) => isSwedishOrganisation(textAt(element, 'ram:ID')), 'ram:ID'],
    ['SE-R-005', 'fatal', 'f-tax', (element) => normalized(stringOf(element).toUpperCase()) === 'GODKÄND FÖR F-SKATT'],
    ['SE-R-006', 'fatal', 'rate', (element) => [25, 12, 6].includes(numberAt(element, 'ram:RateApplicablePercent'))],
    ['SE-R-007', 'warning', 'plusgiro', isNumeric],
    ['SE-R-010', 'warning', 'plusgiro', (element) => ownText(element).length >= 2 && ownText(element).length <= 8],
    ['SE-R-008', 'warning', 'bankgiro', isNumeric],
    ['SE-R-009', 'warning', 'bankgiro', (element) => [7, 8].includes(ownText(element).length)],
    ['SE-R-011', 'warning', 'old-giro-code', never],
    ['SE-R-012', 'warning', 'domestic-transfer', never],
  ]),
};

const country = (party: string, { root }: Scope): string => upperAt(root, `${party}/${COUNTRY}`);
const dutch: Test = (_, scope) => country(SELLER, scope) === 'NL';
const bothDutch: Test = (element, scope) => dutch(element, scope) && country(BUYER, scope) === 'NL';
const fullAddress: Test = (element) =>
  ['ram:LineOne', 'ram:CityName', 'ram:PostcodeCode'].every((name) => path(name).exists(element));
const dutchRegister: Test = (element) =>
  ['0106', '0190'].includes(attribute(element, 'schemeID')) && ownText(element) !== '';
const CREDIT_NOTES = codes('81 83 381 396 532');
const settled: Test = (element, { root }) => {
  if (path(MEANS).exists(root)) return true;
  const due = decimalAt(element, path('ram:DuePayableAmount'));
  if (due === undefined) return false;
  const sign = due.compare(decimalOf('0'));
  return textAt(root, TYPE) === '381' ? sign >= 0 : sign <= 0;
};

const NETHERLANDS: Pattern = {
  id: 'netherlands',
  contexts: [
    {
      key: 'credit-note',
      match: below('rsm:ExchangedDocument'),
      where: (element, scope) => CREDIT_NOTES.has(textAt(element, 'ram:TypeCode')) && dutch(element, scope),
    },
    { key: 'seller-address', match: below(`${SELLER}/ram:PostalTradeAddress`), where: dutch },
    { key: 'seller-id', match: below(`${SELLER}/ram:SpecifiedLegalOrganization/ram:ID`), where: dutch },
    { key: 'buyer-address', match: below(`${BUYER}/ram:PostalTradeAddress`), where: bothDutch },
    { key: 'buyer-id', match: below(`${BUYER}/ram:SpecifiedLegalOrganization/ram:ID`), where: bothDutch },
    {
      key: 'representative',
      match: below(`${REPRESENTATIVE}/ram:PostalTradeAddress`),
      where: (element, scope) => dutch(element, scope) && country(REPRESENTATIVE, scope) === 'NL',
    },
    { key: 'total', match: below(`${SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation`), where: dutch },
    { key: 'means', match: below(MEANS), where: bothDutch },
    {
      key: 'order-line',
      match: below(
        `${TRADE}/ram:IncludedSupplyChainTradeLineItem/ram:SpecifiedLineTradeAgreement/ram:BuyerOrderReferencedDocument/ram:LineID`,
      ),
      where: dutch,
    },
  ],
  rules: rulesOf(WORDINGS, [
    [
      'NL-R-001',
      'fatal',
      'credit-note',
      (_, { root }) => path(`${SETTLEMENT}/ram:InvoiceReferencedDocument/ram:IssuerAssignedID`).exists(root),
    ],
    ['NL-R-002', 'fatal', 'seller-address', fullAddress],
    ['NL-R-003', 'fatal', 'seller-id', dutchRegister],
    ['NL-R-004', 'fatal', 'buyer-address', fullAddress],
    ['NL-R-005', 'fatal', 'buyer-id', dutchRegister],
    ['NL-R-006', 'fatal', 'representative', fullAddress],
    ['NL-R-007', 'fatal', 'total', settled],
    ['NL-R-008', 'fatal', 'means', (element) => typed(element, '30', '48', '49', '57', '58', '59')],
    [
      'NL-R-009',
      'fatal',
      'order-line',
      (_, { root }) => path(`${AGREEMENT}/ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID`).exists(root),
    ],
  ]),
};

export const CII_NATIONAL: readonly Pattern[] = [NORWAY, DENMARK, ITALY, SWEDEN, NETHERLANDS];
