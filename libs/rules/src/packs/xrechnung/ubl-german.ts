import type { XmlElement } from '#xml';
import { path } from '../../engine/path.js';
import type { Context, Test } from '../../engine/rule.js';
import { normalized, single, textAt } from '../../engine/values.js';
import { codes, filled, missing, present, rawTextAt, someText, type Row } from '../sheet-writing.js';
import {
  discountsAreWellFormed,
  isSpacedIban,
  looksLikeEmail,
  looksLikeTelephone,
  looksLikeUrl,
} from './german-texts.js';

const DOCUMENT = ['/ubl:Invoice', '/cn:CreditNote'];
const below = (steps: string): string[] => DOCUMENT.map((document) => `${document}/${steps}`);
const SELLER = 'cac:AccountingSupplierParty/cac:Party';
const MANDATE = 'cac:PaymentMeans/cac:PaymentMandate';

const VAT_CATEGORIES = codes('S Z E AE K G L M');
const TYPES = codes('326 380 384 389 381 875 876 877');
const TRANSFER = codes('30 58');
const CARD = codes('48 54 55');

const paidBy =
  (wanted: (code: string) => boolean): Test =>
  (element) =>
    wanted(textAt(element, 'cbc:PaymentMeansCode'));

/** Contexts of the German rules for UBL in the order of the official pattern. */
export const GERMAN_CONTEXTS: readonly Context[] = [
  { key: 'document', match: DOCUMENT },
  { key: 'external', match: below('cac:AdditionalDocumentReference/cac:Attachment/cac:ExternalReference') },
  { key: 'seller', match: below('cac:AccountingSupplierParty') },
  { key: 'seller-address', match: below(`${SELLER}/cac:PostalAddress`) },
  { key: 'contact', match: below(`${SELLER}/cac:Contact`) },
  { key: 'buyer-address', match: below('cac:AccountingCustomerParty/cac:Party/cac:PostalAddress') },
  { key: 'delivery-address', match: below('cac:Delivery/cac:DeliveryLocation/cac:Address') },
  { key: 'transfer', match: below('cac:PaymentMeans'), where: paidBy((code) => TRANSFER.has(code)) },
  { key: 'card', match: below('cac:PaymentMeans'), where: paidBy((code) => CARD.has(code)) },
  { key: 'debit', match: below('cac:PaymentMeans'), where: paidBy((code) => code === '59') },
  { key: 'vat', match: below('cac:TaxTotal/cac:TaxSubtotal') },
];

const chargedVat = (document: XmlElement): boolean => {
  const categories = path('cac:AllowanceCharge')
    .elements(document)
    .filter((each) => someText(each, 'cbc:ChargeIndicator', 'true') || someText(each, 'cbc:ChargeIndicator', 'false'))
    .flatMap((each) => path('cac:TaxCategory/cbc:ID').texts(each));
  const lines = path('cac:InvoiceLine|cac:CreditNoteLine/cac:Item/cac:ClassifiedTaxCategory/cbc:ID').texts(document);
  return [...categories, ...lines].some((category) => VAT_CATEGORIES.has(category));
};

const sellerIsRegistered: Test = (document, scope) =>
  !chargedVat(document) ||
  path('cac:TaxRepresentativeParty').exists(document) ||
  filled(`${SELLER}/cac:PartyTaxScheme/cbc:CompanyID`)(document, scope);

const typeIs = (document: XmlElement, holds: (code: string) => boolean): boolean =>
  holds(textAt(document, 'cbc:InvoiceTypeCode')) || holds(textAt(document, 'cbc:CreditNoteTypeCode'));

const discounts: Test = (document) => {
  const notes = path('cac:PaymentTerms')
    .elements(document)
    .map((terms) => path('cbc:Note').texts(terms)[0])
    .filter((note) => note !== undefined);
  if (!notes.some((note) => note.split(/\r?\n/).some((line) => normalized(line).startsWith('#')))) return true;
  return discountsAreWellFormed(single(notes), normalized);
};

/** No attachment has the file name of an earlier one. */
export function fileNamesDiffer(references: readonly XmlElement[], source: string): boolean {
  const seen = new Map<XmlElement | undefined, Set<string>>();
  return references.every((reference) => {
    const names = path(source).texts(reference);
    const earlier = seen.get(reference.parent) ?? new Set<string>();
    const fresh = names.every((name) => !earlier.has(name));
    for (const name of names) earlier.add(name);
    seen.set(reference.parent, earlier);
    return fresh;
  });
}

const sepaId = (party: string) => (document: XmlElement) =>
  path(`${party}/cac:PartyIdentification/cbc:ID`)
    .elements(document)
    .some((id) => id.attributes.some(({ name, value }) => name === 'schemeID' && value === 'SEPA'));
const sellerSepa = sepaId(SELLER);
const payeeSepa = sepaId('cac:PayeeParty');

const lineOfPeriod: Test = (document) => {
  if (path('cac:Delivery/cbc:ActualDeliveryDate').exists(document) || path('cac:InvoicePeriod').exists(document))
    return true;
  return path('cac:InvoiceLine|cac:CreditNoteLine')
    .elements(document)
    .every((line) => path('cac:InvoicePeriod').exists(line));
};

/** The German rules for UBL, under the ids that XRechnung gives them. */
export const GERMAN_ROWS: readonly Row[] = [
  ['BR-DE-1', 'fatal', 'document', present('cac:PaymentMeans')],
  ['BR-DE-15', 'fatal', 'document', filled('cbc:BuyerReference'), 'cbc:BuyerReference'],
  ['BR-DE-16', 'fatal', 'document', sellerIsRegistered],
  ['BR-DE-17', 'warning', 'document', (document) => typeIs(document, (code) => TYPES.has(code)), 'cbc:InvoiceTypeCode|cbc:CreditNoteTypeCode'],
  ['BR-DE-18', 'fatal', 'document', discounts, 'cac:PaymentTerms/cbc:Note'],
  ['BR-DE-22', 'fatal', 'document', (document) => fileNamesDiffer(path('cac:AdditionalDocumentReference').elements(document), 'cac:Attachment/cbc:EmbeddedDocumentBinaryObject/@filename')],
  ['BR-DE-26', 'warning', 'document', (document) => !typeIs(document, (code) => code === '384') || path('cac:BillingReference/cac:InvoiceDocumentReference').exists(document)],
  ['BR-DE-30', 'fatal', 'document', (document) => !path(MANDATE).exists(document) || sellerSepa(document) || payeeSepa(document)],
  ['BR-DE-31', 'fatal', 'document', (document) => !path(MANDATE).exists(document) || path(`${MANDATE}/cac:PayerFinancialAccount/cbc:ID`).exists(document)],
  ['BR-DE-TMP-32', 'info', 'document', lineOfPeriod],
  ['BR-TMP-2', 'warning', 'external', (element) => looksLikeUrl(rawTextAt(element, 'cbc:URI')), 'cbc:URI'],
  ['BR-DE-2', 'fatal', 'seller', present('cac:Party/cac:Contact')],
  ['BR-DE-3', 'fatal', 'seller-address', filled('cbc:CityName')],
  ['BR-DE-4', 'fatal', 'seller-address', filled('cbc:PostalZone')],
  ['BR-DE-5', 'fatal', 'contact', filled('cbc:Name')],
  ['BR-DE-6', 'fatal', 'contact', filled('cbc:Telephone')],
  ['BR-DE-7', 'fatal', 'contact', filled('cbc:ElectronicMail')],
  ['BR-DE-27', 'warning', 'contact', (element) => looksLikeTelephone(textAt(element, 'cbc:Telephone')), 'cbc:Telephone'],
  ['BR-DE-28', 'warning', 'contact', (element) => looksLikeEmail(textAt(element, 'cbc:ElectronicMail')), 'cbc:ElectronicMail'],
  ['BR-DE-8', 'fatal', 'buyer-address', filled('cbc:CityName')],
  ['BR-DE-9', 'fatal', 'buyer-address', filled('cbc:PostalZone')],
  ['BR-DE-10', 'fatal', 'delivery-address', filled('cbc:CityName')],
  ['BR-DE-11', 'fatal', 'delivery-address', filled('cbc:PostalZone')],
  ['BR-DE-19', 'warning', 'transfer', (element) => textAt(element, 'cbc:PaymentMeansCode') !== '58' || isSpacedIban(rawTextAt(element, 'cac:PayeeFinancialAccount/cbc:ID')), 'cac:PayeeFinancialAccount/cbc:ID'],
  ['BR-DE-23-a', 'fatal', 'transfer', present('cac:PayeeFinancialAccount')],
  ['BR-DE-23-b', 'fatal', 'transfer', missing('cac:CardAccount', 'cac:PaymentMandate')],
  ['BR-DE-24-a', 'fatal', 'card', present('cac:CardAccount')],
  ['BR-DE-24-b', 'fatal', 'card', missing('cac:PayeeFinancialAccount', 'cac:PaymentMandate')],
  ['BR-DE-20', 'warning', 'debit', (element) => isSpacedIban(rawTextAt(element, 'cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID')), 'cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID'],
  ['BR-DE-25-a', 'fatal', 'debit', present('cac:PaymentMandate')],
  ['BR-DE-25-b', 'fatal', 'debit', missing('cac:PayeeFinancialAccount', 'cac:CardAccount')],
  ['BR-DE-14', 'fatal', 'vat', filled('cac:TaxCategory/cbc:Percent')],
]; // prettier-ignore
