import { path } from '../../engine/path.js';
import type { XmlElement } from '#xml';
import type { Pattern, Test } from '../../engine/rule.js';
import { normalized, single, textAt } from '../../engine/values.js';
import { isDate, rulesOf, someText } from '../sheet-writing.js';
import { buyerWrittenCountry, sellerWrittenCountry } from './parties.js';
import { WORDINGS } from './wording.table.js';

const DOCUMENT = ['/ubl:Invoice', '/cn:CreditNote'];
const SELLER = 'cac:AccountingSupplierParty/cac:Party';
const below = (steps: string) => DOCUMENT.map((document) => `${document}/${steps}`);
const means = (element: XmlElement, ...wanted: string[]): boolean =>
  wanted.some((code) => someText(element, 'cbc:PaymentMeansCode', code));
const account = 'cac:PayeeFinancialAccount/cbc:ID';

const reference = (document: XmlElement): XmlElement[] =>
  path('cac:AdditionalDocumentReference')
    .elements(document)
    .filter((each) => someText(each, 'cbc:DocumentDescription', 'EINDAGI'));
const dueId = (document: XmlElement): string[] => reference(document).flatMap((each) => path('cbc:ID').texts(each));
const icelandicAccount =
  (code: string): Test =>
  (document) => {
    const payments = path('cac:PaymentMeans')
      .elements(document)
      .filter((each) => means(each, code));
    return (
      payments.length === 0 || normalized(single(payments.flatMap((each) => path(account).texts(each)))).length === 12
    );
  };
const icelandicType: Test = (document) => {
  const known = (name: string): boolean => ['380', '381'].includes(textAt(document, name));
  return known('cbc:InvoiceTypeCode') || known('cbc:CreditNoteTypeCode');
};

export const UBL_ICELAND: Pattern = {
  id: 'iceland',
  contexts: [
    { key: 'document', match: DOCUMENT, where: (_, scope) => sellerWrittenCountry(scope) === 'IS' },
    {
      key: 'buyer',
      match: below('cac:AccountingCustomerParty'),
      where: (_, scope) => sellerWrittenCountry(scope) === 'IS' && buyerWrittenCountry(scope) === 'IS',
    },
  ],
  rules: rulesOf(WORDINGS, [
    ['IS-R-001', 'warning', 'document', icelandicType],
    [
      'IS-R-002',
      'fatal',
      'document',
      (document) => someText(document, `${SELLER}/cac:PartyLegalEntity/cbc:CompanyID/@schemeID`, '0196'),
    ],
    ['IS-R-003', 'fatal', 'document', (document) => icelandicAddress(document, SELLER)],
    ['IS-R-006', 'fatal', 'document', icelandicAccount('9')],
    ['IS-R-007', 'fatal', 'document', icelandicAccount('42')],
    [
      'IS-R-008',
      'fatal',
      'document',
      (document) => reference(document).length === 0 || isDate(single(dueId(document))),
    ],
    [
      'IS-R-009',
      'fatal',
      'document',
      (document) => reference(document).length === 0 || path('cbc:DueDate').exists(document),
    ],
    [
      'IS-R-010',
      'fatal',
      'document',
      (document) =>
        reference(document).length === 0 ||
        path('cbc:DueDate')
          .texts(document)
          .some((due) => dueId(document).some((last) => due <= last)),
    ],
    [
      'IS-R-004',
      'fatal',
      'buyer',
      (element) => someText(element, 'cac:Party/cac:PartyLegalEntity/cbc:CompanyID/@schemeID', '0196'),
    ],
    ['IS-R-005', 'fatal', 'buyer', (element) => icelandicAddress(element, 'cac:Party')],
  ]),
};

function icelandicAddress(from: XmlElement, party: string): boolean {
  return (
    path(`${party}/cac:PostalAddress/cbc:StreetName`).exists(from) &&
    path(`${party}/cac:PostalAddress/cbc:PostalZone`).exists(from)
  );
}
