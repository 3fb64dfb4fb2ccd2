import type { XmlElement } from '#xml';
import { path, stringOf } from '../../engine/path.js';
import type { Pattern, Test } from '../../engine/rule.js';
import type { Scope } from '../../engine/scope.js';
import { decimalAt, decimalOf, normalized, single, textAt } from '../../engine/values.js';
import { attribute, codes, numberOf, ownText, present, rawTextAt, rulesOf, someText } from '../sheet-writing.js';
import { isGreekTin } from './check-digits.js';
import {
  buyerAddressCountry,
  buyerCountry,
  ownSellerCountry,
  representativeAddressCountry,
  sellerAddressCountry,
  sellerCountry,
} from './parties.js';
import { WORDINGS } from './wording.table.js';

const SELLER = 'cac:AccountingSupplierParty/cac:Party';
const BUYER = 'cac:AccountingCustomerParty/cac:Party';
const italian: Test = (_, scope) => sellerCountry(scope) === 'IT';

export const UBL_ITALY: Pattern = {
  id: 'italy',
  contexts: [
    {
      key: 'tax-code',
      match: [`${SELLER}/cac:PartyTaxScheme`],
      where: (element, scope) =>
        italian(element, scope) &&
        path('cac:TaxScheme/cbc:ID').exists(element) &&
        textAt(element, 'cac:TaxScheme/cbc:ID') !== 'VAT',
    },
    { key: 'seller', match: [SELLER], where: italian },
  ],
  rules: rulesOf(WORDINGS, [
    ['IT-R-001', 'fatal', 'tax-code', (element) => /^[A-Z0-9]{11,16}$/.test(textAt(element, 'cbc:CompanyID'))],
    ['IT-R-002', 'fatal', 'seller', present('cac:PostalAddress/cbc:StreetName')],
    ['IT-R-003', 'fatal', 'seller', present('cac:PostalAddress/cbc:CityName')],
    ['IT-R-004', 'fatal', 'seller', present('cac:PostalAddress/cbc:PostalZone')],
  ]),
};

const GREECE = ['GR', 'EL'];
const greekSender = (scope: Scope): boolean => GREECE.includes(sellerCountry(scope));
const fromGreece: Test = (_, scope) => greekSender(scope);
const withinGreece: Test = (_, scope) => greekSender(scope) && GREECE.includes(buyerCountry(scope));
const COUNTRY = 'cac:PostalAddress/cac:Country/cbc:IdentificationCode';
const fromGreekAddress: Test = (_, scope) => greekSender(scope) && someText(scope.root, `${SELLER}/${COUNTRY}`, 'GR');
const GREEK_TYPES = codes('1.1 1.6 2.1 2.4 5.1 5.2');
const DATE = /^(0?[1-9]|[12][0-9]|3[01])[-\\/ ]?(0?[1-9]|1[0-2])[-\\/ ]?(19|20)[0-9]{2}/;
const MARK = '##M.AR.K##';
const URL = '##INVOICE|URL##';

const segment = (id: XmlElement, number: number): string => stringOf(id).split('|')[number - 1] ?? '';

/** VAT identifiers of a party, the scheme read without surrounding white space. */
const vatIds = (party: XmlElement): string[] =>
  path('cac:PartyTaxScheme')
    .elements(party)
    .filter((each) => textAt(each, 'cac:TaxScheme/cbc:ID') === 'VAT')
    .flatMap((each) => path('cbc:CompanyID').texts(each));

const greekVat: Test = (party) => {
  const ids = vatIds(party);
  return ids.length === 1 && single(ids).startsWith('EL') && isGreekTin(single(ids).slice(2));
};

const sellerTin: Test = (id, { root }) => {
  const tin = segment(id, 1);
  if (normalized(tin).length !== 9 || !isGreekTin(tin)) return false;
  const parties = [SELLER, 'cac:TaxRepresentativeParty'].flatMap((party) => path(party).elements(root));
  return parties.flatMap(exactVatIds).some((vat) => vat.slice(2, 11) === tin);
};

const exactVatIds = (party: XmlElement): string[] =>
  path('cac:PartyTaxScheme')
    .elements(party)
    .filter((each) => someText(each, 'cac:TaxScheme/cbc:ID', 'VAT'))
    .map((each) => rawTextAt(each, 'cbc:CompanyID'));

const issueDate: Test = (id, { root }) => {
  const date = segment(id, 2);
  const [year, month, day] = rawTextAt(root, 'cbc:IssueDate').split('-');
  const parts = date.split('/');
  return DATE.test(date) && parts[0] === day && parts[1] === month && parts[2] === year;
};

const counter: Test = (id) => {
  const number = segment(id, 3);
  return normalized(number) !== '' && !Number.isNaN(numberOf(number)) && Number.parseInt(number.trim(), 10) >= 0;
};

const described = (document: XmlElement, description: string): number =>
  path('cac:AdditionalDocumentReference')
    .elements(document)
    .filter((each) => someText(each, 'cbc:DocumentDescription', description)).length;

const named: Test = (party) => rawTextAt(party, 'cac:PartyName/cbc:Name') !== '';
const greekAddress: Test = (element) => attribute(element, 'schemeID') === '9933' && isGreekTin(stringOf(element));
const isReference = (description: string) => (element: XmlElement) =>
  someText(element, 'cbc:DocumentDescription', description);

export const UBL_GREECE: readonly Pattern[] = [
  {
    id: 'greece',
    contexts: [
      { key: 'number', match: ['/ubl:Invoice/cbc:ID', '/cn:CreditNote/cbc:ID'], where: fromGreece },
      { key: 'seller', match: [SELLER], where: fromGreece },
      {
        key: 'seller-vat',
        match: [`${SELLER}/cac:PartyTaxScheme/cbc:CompanyID`],
        where: (element, scope) => greekSender(scope) && textAt(element, '../cac:TaxScheme/cbc:ID') === 'VAT',
      },
      { key: 'document', match: ['/ubl:Invoice', '/cn:CreditNote'], where: fromGreekAddress },
      {
        key: 'mark',
        match: ['cac:AdditionalDocumentReference/cbc:ID'],
        where: (element, scope) =>
          fromGreekAddress(element, scope) && element.parent !== undefined && isReference(MARK)(element.parent),
      },
      {
        key: 'url',
        match: ['cac:AdditionalDocumentReference'],
        where: (element, scope) => greekSender(scope) && isReference(URL)(element),
      },
      { key: 'buyer', match: [BUYER], where: fromGreece },
      {
        key: 'seller-address',
        match: [`${SELLER}/cbc:EndpointID`],
        where: (_, scope) => GREECE.includes(ownSellerCountry(scope)),
      },
    ],
    rules: rulesOf(WORDINGS, [
      ['GR-R-001-1', 'fatal', 'number', (id) => stringOf(id).split('|').length === 6],
      ['GR-R-001-2', 'fatal', 'number', sellerTin],
      ['GR-R-001-3', 'fatal', 'number', issueDate],
      ['GR-R-001-4', 'fatal', 'number', counter],
      ['GR-R-001-5', 'fatal', 'number', (id) => GREEK_TYPES.has(segment(id, 4))],
      ['GR-R-001-6', 'fatal', 'number', (id) => segment(id, 5) !== ''],
      ['GR-R-001-7', 'fatal', 'number', (id) => segment(id, 6) !== ''],
      ['GR-R-002', 'fatal', 'seller', named],
      ['GR-S-011', 'warning', 'seller', greekVat],
      [
        'GR-R-003',
        'fatal',
        'seller-vat',
        (element) => stringOf(element).startsWith('EL') && isGreekTin(stringOf(element).slice(2)),
      ],
      ['GR-R-004-1', 'fatal', 'document', (document) => described(document, MARK) === 1],
      ['GR-S-008-1', 'warning', 'document', (document) => described(document, URL) === 1],
      ['GR-R-008-2', 'fatal', 'document', (document) => described(document, URL) <= 1],
      ['GR-R-004-2', 'fatal', 'mark', (element) => /^[1-9]/.test(stringOf(element))],
      [
        'GR-R-008-3',
        'fatal',
        'url',
        (element) => textAt(element, 'cac:Attachment/cac:ExternalReference/cbc:URI') !== '',
      ],
      ['GR-R-005', 'fatal', 'buyer', named],
      ['GR-R-009', 'fatal', 'seller-address', greekAddress],
    ]),
  },
  {
    id: 'greece-domestic',
    contexts: [
      { key: 'buyer', match: [BUYER], where: withinGreece },
      { key: 'buyer-address', match: [`${BUYER}/cbc:EndpointID`], where: withinGreece },
    ],
    rules: rulesOf(WORDINGS, [
      ['GR-R-006', 'fatal', 'buyer', greekVat],
      ['GR-R-010', 'fatal', 'buyer-address', greekAddress],
    ]),
  },
];

const dutch = (scope: Scope): boolean => sellerAddressCountry(scope) === 'NL';
const fromNetherlands: Test = (_, scope) => dutch(scope);
const withinNetherlands: Test = (_, scope) => dutch(scope) && buyerAddressCountry(scope) === 'NL';
const fullAddress: Test = (element) =>
  ['cbc:StreetName', 'cbc:CityName', 'cbc:PostalZone'].every((name) => path(name).exists(element));
const dutchRegister: Test = (element) =>
  ['0106', '0190'].includes(attribute(element, 'schemeID')) && ownText(element) !== '';
const DUTCH_MEANS = codes('30 48 49 57 58 59');

const paymentIsSettled: Test = (total, scope) => {
  if (scope.everywhere('cac:PaymentMeans').length > 0) return true;
  const payable = decimalAt(total, path('cbc:PayableAmount'));
  if (payable === undefined) return false;
  const sign = payable.compare(decimalOf('0'));
  return scope.root.name === 'Invoice' ? sign <= 0 : sign >= 0;
};

export const UBL_NETHERLANDS: Pattern = {
  id: 'netherlands',
  contexts: [
    { key: 'credit-note', match: ['cbc:CreditNoteTypeCode'], where: fromNetherlands },
    { key: 'seller-address', match: [`${SELLER}/cac:PostalAddress`], where: fromNetherlands },
    { key: 'seller-id', match: [`${SELLER}/cac:PartyLegalEntity/cbc:CompanyID`], where: fromNetherlands },
    { key: 'buyer-address', match: [`${BUYER}/cac:PostalAddress`], where: withinNetherlands },
    { key: 'buyer-id', match: [`${BUYER}/cac:PartyLegalEntity/cbc:CompanyID`], where: withinNetherlands },
    {
      key: 'representative',
      match: ['cac:TaxRepresentativeParty/cac:PostalAddress'],
      where: (_, scope) => dutch(scope) && representativeAddressCountry(scope) === 'NL',
    },
    { key: 'total', match: ['cac:LegalMonetaryTotal'], where: fromNetherlands },
    { key: 'means', match: ['cac:PaymentMeans'], where: withinNetherlands },
    { key: 'order-line', match: ['cac:OrderLineReference/cbc:LineID'], where: fromNetherlands },
  ],
  rules: rulesOf(WORDINGS, [
    [
      'NL-R-001',
      'fatal',
      'credit-note',
      (_, { root }) => path('cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID').exists(root),
    ],
    ['NL-R-002', 'fatal', 'seller-address', fullAddress],
    ['NL-R-003', 'fatal', 'seller-id', dutchRegister],
    ['NL-R-004', 'fatal', 'buyer-address', fullAddress],
    ['NL-R-005', 'fatal', 'buyer-id', dutchRegister],
    ['NL-R-006', 'fatal', 'representative', fullAddress],
    ['NL-R-007', 'fatal', 'total', paymentIsSettled],
    ['NL-R-008', 'fatal', 'means', (element) => DUTCH_MEANS.has(textAt(element, 'cbc:PaymentMeansCode'))],
    ['NL-R-009', 'fatal', 'order-line', (_, { root }) => path('cac:OrderReference/cbc:ID').exists(root)],
  ]),
};
