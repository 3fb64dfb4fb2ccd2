import { Decimal, parseLocalDate, type LocalDate } from '#kernel';
import { attribute, readXml, textOf, type XmlElement, type XmlFault } from '#xml';
import { HYBRID_PROFILES, type HybridProfileId } from '../hybrid-profile.table.js';

export type InvoiceSyntax = 'cii' | 'zugferd-1' | 'ubl';

/**
 * What identifies the invoice in an embedded XML. Read by element names straight from the tree, apart from the syntax
 * tables, so that reading back is a second opinion on what they wrote.
 */
export interface InvoiceFacts {
  readonly syntax: InvoiceSyntax;
  /** BT-24. */
  readonly specification?: string;
  readonly profile?: HybridProfileId;
  /** BT-1, BT-2, BT-3, BT-5. */
  readonly number?: string;
  readonly issueDate?: LocalDate;
  readonly typeCode?: string;
  readonly currency?: string;
  /** BT-112, BT-115, BT-109, BT-110. */
  readonly totalWithVat?: Decimal;
  readonly amountDue?: Decimal;
  readonly totalWithoutVat?: Decimal;
  readonly vatTotal?: Decimal;
  /** BT-27, BT-44. */
  readonly sellerName?: string;
  readonly buyerName?: string;
  readonly sellerVatId?: string;
  readonly dueDate?: LocalDate;
}

export type FactsOutcome = InvoiceFacts | { readonly fault: XmlFault } | { readonly otherRoot: string };

const ROOTS: Readonly<Record<string, InvoiceSyntax>> = {
  'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100 CrossIndustryInvoice': 'cii',
  'urn:ferd:CrossIndustryDocument:invoice:1p0 CrossIndustryDocument': 'zugferd-1',
  'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2 Invoice': 'ubl',
  'urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2 CreditNote': 'ubl',
};

/** Reads the facts of an invoice XML, or says why it is none. */
export function invoiceFacts(xml: Uint8Array): FactsOutcome {
  const document = readXml(xml);
  if (!document.ok) return { fault: document.error };
  const { root } = document.value;
  const syntax = ROOTS[`${root.uri} ${root.name}`];
  if (syntax === undefined) return { otherRoot: root.name.slice(0, 80) };
  const names = syntax === 'ubl' ? UBL : syntax === 'cii' ? CII : ZUGFERD_1;
  const text = (path: string): string | undefined => textAt(root, path);
  const specification = text(names.specification);
  const amount = (path: string): Decimal | undefined => Decimal.parse(text(path) ?? '');
  return {
    syntax,
    specification,
    profile: specification === undefined ? undefined : profileFor(specification),
    number: text(names.number),
    issueDate: dateOf(text(names.issueDate)),
    typeCode: text(names.typeCode),
    currency: text(names.currency),
    totalWithVat: amount(names.totalWithVat),
    amountDue: amount(names.amountDue),
    totalWithoutVat: amount(names.totalWithoutVat),
    vatTotal: amount(names.vatTotal),
    sellerName: text(names.sellerName),
    buyerName: text(names.buyerName),
    sellerVatId: vatIdOf(root, names.sellerParty, syntax),
    dueDate: dateOf(text(names.dueDate)),
  };
}

const settlement = (names: { settle: string; sum: string }, leaf: string): string =>
  `${names.settle}/${names.sum}/${leaf}`;

function ciiNames(transaction: string, header: string, context: string, prefix: string, sum: string) {
  const [agreement, settle] = [
    `${transaction}/Applicable${prefix}TradeAgreement`,
    `${transaction}/Applicable${prefix}TradeSettlement`,
  ];
  const at = (leaf: string): string => settlement({ settle, sum }, leaf);
  return {
    specification: `${context}/GuidelineSpecifiedDocumentContextParameter/ID`,
    number: `${header}/ID`,
    issueDate: `${header}/IssueDateTime/DateTimeString`,
    typeCode: `${header}/TypeCode`,
    currency: `${settle}/InvoiceCurrencyCode`,
    totalWithVat: at('GrandTotalAmount'),
    amountDue: at('DuePayableAmount'),
    totalWithoutVat: at('TaxBasisTotalAmount'),
    vatTotal: at('TaxTotalAmount'),
    sellerName: `${agreement}/SellerTradeParty/Name`,
    buyerName: `${agreement}/BuyerTradeParty/Name`,
    sellerParty: `${agreement}/SellerTradeParty`,
    dueDate: `${settle}/SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString`,
  };
}

const CII = ciiNames(
  'SupplyChainTradeTransaction',
  'ExchangedDocument',
  'ExchangedDocumentContext',
  'Header',
  'SpecifiedTradeSettlementHeaderMonetarySummation',
);
const ZUGFERD_1 = ciiNames(
  'SpecifiedSupplyChainTradeTransaction',
  'HeaderExchangedDocument',
  'SpecifiedExchangedDocumentContext',
  'SupplyChain',
  'SpecifiedTradeSettlementMonetarySummation',
);
const UBL = {
  specification: 'CustomizationID',
  number: 'ID',
  issueDate: 'IssueDate',
  typeCode: 'InvoiceTypeCode',
  currency: 'DocumentCurrencyCode',
  totalWithVat: 'LegalMonetaryTotal/TaxInclusiveAmount',
  amountDue: 'LegalMonetaryTotal/PayableAmount',
  totalWithoutVat: 'LegalMonetaryTotal/TaxExclusiveAmount',
  vatTotal: 'TaxTotal/TaxAmount',
  sellerName: 'AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName',
  buyerName: 'AccountingCustomerParty/Party/PartyLegalEntity/RegistrationName',
  sellerParty: 'AccountingSupplierParty/Party',
  dueDate: 'DueDate',
};

function elementAt(root: XmlElement, path: string): XmlElement | undefined {
  let element: XmlElement | undefined = root;
  for (const name of path.split('/')) element = element?.children.find((child) => child.name === name);
  return element;
}

function textAt(root: XmlElement, path: string): string | undefined {
  const text = textOf(elementAt(root, path));
  return text === '' ? undefined : text;
}

/** BT-31: the registration under scheme VA (CII), the tax scheme named VAT (UBL); others are BT-32. */
function vatIdOf(root: XmlElement, party: string, syntax: InvoiceSyntax): string | undefined {
  for (const child of elementAt(root, party)?.children ?? []) {
    if (syntax === 'ubl' && child.name === 'PartyTaxScheme' && textAt(child, 'TaxScheme/ID') === 'VAT')
      return textAt(child, 'CompanyID');
    const id = child.name === 'SpecifiedTaxRegistration' ? elementAt(child, 'ID') : undefined;
    if (attribute(id, 'schemeID') === 'VA') return textOf(id);
  }
  return undefined;
}

/** `20261124` (UNTDID 2379 format 102) or `2026-11-24`. */
function dateOf(text: string | undefined): LocalDate | undefined {
  const plain = text?.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  return plain === undefined ? undefined : parseLocalDate(plain);
}

function profileFor(specification: string): HybridProfileId | undefined {
  for (const profile of Object.values(HYBRID_PROFILES)) {
    if (profile.specifications.includes(specification)) return profile.id;
  }
  return /xrechnung/i.test(specification) ? 'XRECHNUNG' : undefined;
}
