import { localDate } from '#kernel';
import type { XmlElement } from '#xml';
import { path } from '../../engine/path.js';
import type { Adjustment, Context, DocumentIds, Pack, Pattern, RuleSyntax, Test } from '../../engine/rule.js';
import { doublesAt, normalized, single } from '../../engine/values.js';
import {
  attribute,
  codes,
  filled,
  missing,
  numberOf,
  ownText,
  rawTextAt,
  rulesOf,
  someText,
  type Row,
} from '../sheet-writing.js';
import { GERMAN_CII_CONTEXTS, GERMAN_CII_ROWS } from './cii-german.js';
import { UBL_EXTENSION } from './extension.js';
import { isSpacedIban } from './german-texts.js';
import { GERMAN_CONTEXTS, GERMAN_ROWS } from './ubl-german.js';
import { WORDINGS } from './wording.table.js';

/*
 * XRechnung 2.1.1: the German rules as they stood for documents that name the editions 1 and 2 in BT-24. It took no rules
 * over from Peppol yet, and had fewer of its own.
 */

const FAMILY = /:kosit:standard:xrechnung_[12]\./;
const CIUS = 'urn:cen.eu:en16931:2017#compliant#urn:xoev-de:kosit:standard:xrechnung_2.1';
const EXTENSION = `${CIUS}#conformant#urn:xoev-de:kosit:extension:xrechnung_2.1`;
const UBL: readonly RuleSyntax[] = ['ubl-invoice', 'ubl-credit-note'];

/** Rules that later editions brought. */
const LATER = new Set(['BR-DE-27', 'BR-DE-28', 'BR-DE-30', 'BR-DE-31', 'BR-DE-TMP-32', 'BR-TMP-2', 'BR-TMP-3']);

const VAT_CATEGORIES = codes('S Z E AE K G L M');
const DISCOUNT = /#(?:SKONTO|VERZUG)#TAGE=[0-9]+#PROZENT=[0-9]+\.[0-9]{2}(?:#BASISBETRAG=-?[0-9]+\.[0-9]{2})?#$/;

/** Lines that begin with # have the agreed form, and the text of the only note that has one ends with a line break. */
function discounts(notes: readonly string[]): boolean {
  const entries = notes.flatMap((note) => note.split(/\r?\n/).map(normalized)).filter((line) => line.startsWith('#'));
  return entries.every((line) => DISCOUNT.test(line) && /\n[ \t\r\n]*$/.test(single(notes)));
}

const ublDiscounts: Test = (document) =>
  discounts(
    path('cac:PaymentTerms')
      .elements(document)
      .flatMap((terms) => path('cbc:Note').texts(terms).slice(0, 1)),
  );

const SETTLEMENT = 'rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement';
const ciiDiscounts: Test = (document) =>
  discounts(path(`${SETTLEMENT}/ram:SpecifiedTradePaymentTerms/ram:Description`).texts(document));

const isVat = (category: XmlElement): boolean => someText(category, 'cac:TaxScheme/cbc:ID', 'VAT');
const isListed = (category: XmlElement): boolean =>
  path('cbc:ID')
    .texts(category)
    .some((code) => VAT_CATEGORIES.has(code));
const says = (adjustment: XmlElement, indicator: string): boolean =>
  someText(adjustment, 'cbc:ChargeIndicator', indicator);

/** The scheme VAT is asked for with allowances of invoices, and with lines of credit notes. */
function chargedVat(document: XmlElement): boolean {
  const isInvoice = document.name === 'Invoice';
  const adjustments = path('cac:AllowanceCharge').elements(document);
  const of = (indicator: string): XmlElement[] =>
    adjustments.filter((each) => says(each, indicator)).flatMap((each) => path('cac:TaxCategory').elements(each));
  const lines = path('cac:InvoiceLine|cac:CreditNoteLine/cac:Item/cac:ClassifiedTaxCategory').elements(document);
  return (
    of('false').some((category) => isListed(category) && (!isInvoice || isVat(category))) ||
    of('true').some(isListed) ||
    lines.some((category) => isListed(category) && (isInvoice || isVat(category)))
  );
}

const ublRegistered: Test = (document, scope) =>
  !chargedVat(document) ||
  path('cac:TaxRepresentativeParty').exists(document) ||
  filled('cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID')(document, scope);

const AGREEMENT = 'rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeAgreement';
const LINE_TAX =
  'rsm:SupplyChainTradeTransaction/ram:IncludedSupplyChainTradeLineItem/ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax';

const ciiRegistered: Test = (document) => {
  const charged =
    someText(document, `${LINE_TAX}/ram:TypeCode`, 'VAT') &&
    path(`${LINE_TAX}/ram:CategoryCode`).texts(document).some((code) => VAT_CATEGORIES.has(code)); // prettier-ignore
  return (
    !charged ||
    path(`${AGREEMENT}/ram:SellerTaxRepresentativeTradeParty`).exists(document) ||
    path(`${AGREEMENT}/ram:SellerTradeParty/ram:SpecifiedTaxRegistration/ram:ID`)
      .elements(document)
      .some((id) => ['VA', 'VAT', 'FC'].includes(attribute(id, 'schemeID')) && ownText(id) !== '')
  );
};

const specifies = (document: XmlElement, source: string, ...ids: readonly string[]): boolean =>
  ids.some((id) => someText(document, source, id));

/**
 * Only invoices are corrected (384): the rule about the preceding invoice is not asked of credit notes. The edition compares
 * the code as a number, so that a code that is none has no answer.
 */
const corrects: Test = (document) =>
  document.name !== 'Invoice' ||
  !doublesAt(document, path('cbc:InvoiceTypeCode')).includes(384) ||
  path('cac:BillingReference/cac:InvoiceDocumentReference').exists(document);

const TYPES = codes('326 380 384 389 381 875 876 877');
const typed =
  (source: string): Test =>
  (document) =>
    path(source).texts(document).some((code) => TYPES.has(code)); // prettier-ignore

const ciiCorrects: Test = (document) =>
  !doublesAt(document, path('rsm:ExchangedDocument/ram:TypeCode')).includes(384) ||
  path(`${SETTLEMENT}/ram:InvoiceReferencedDocument`).exists(document);

/**
 * Payment means are told apart by their codes as numbers (XPath compares text with a number as xs:double), so that `0058` is
 * a transfer. Where one of them is no number there is no answer, and a pattern without an answer matches nothing (XSLT 2.0, 5.5.4).
 */
function paidBy(codePath: string, ...wanted: readonly number[]): Test {
  const at = path(codePath);
  return (means) => {
    const numbers = at.texts(means).map(numberOf);
    return numbers.some((each) => wanted.includes(each)) && !numbers.some(Number.isNaN);
  };
}

function asNumbers(contexts: readonly Context[], codePath: string): Context[] {
  const kinds: Readonly<Record<string, Test>> = {
    transfer: paidBy(codePath, 30, 58),
    card: paidBy(codePath, 48, 54, 55),
    debit: paidBy(codePath, 59),
  };
  return contexts.map((context) => {
    const where = kinds[context.key];
    return where === undefined ? context : { ...context, where };
  });
}

/** The account is asked for an IBAN where one of the codes is, character by character, the one of SEPA. */
const sepaIban =
  (codePath: string, code: string, account: string): Test =>
  (means) =>
    !someText(means, codePath, code) || isSpacedIban(rawTextAt(means, account));

const UBL_CODE = 'cbc:PaymentMeansCode';
const CII_CODE = 'ram:TypeCode';

const CHANGED_UBL: Readonly<Record<string, Test>> = {
  'BR-DE-16': ublRegistered,
  'BR-DE-17': typed('cbc:InvoiceTypeCode|cbc:CreditNoteTypeCode'),
  'BR-DE-18': ublDiscounts,
  'BR-DE-19': sepaIban(UBL_CODE, '58', 'cac:PayeeFinancialAccount/cbc:ID'),
  'BR-DE-20': sepaIban(UBL_CODE, '59', 'cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID'),
  'BR-DE-26': corrects,
};
const CHANGED_CII: Readonly<Record<string, Test>> = {
  'BR-DE-16': ciiRegistered,
  'BR-DE-17': typed('rsm:ExchangedDocument/ram:TypeCode'),
  'BR-DE-26': ciiCorrects,
  'BR-DE-18': ciiDiscounts,
  'BR-DE-19': sepaIban(CII_CODE, '58', 'ram:PayeePartyCreditorFinancialAccount/ram:IBANID'),
  'BR-DE-20': sepaIban(CII_CODE, '59', 'ram:PayerPartyDebtorFinancialAccount/ram:IBANID'),
  'BR-DE-21': (element) => specifies(element, 'ram:GuidelineSpecifiedDocumentContextParameter/ram:ID', CIUS),
  'BR-DE-25-b': missing('ram:PayeePartyCreditorFinancialAccount', 'ram:ApplicableTradeSettlementFinancialCard'),
};

function asThen(rows: readonly Row[], changed: Readonly<Record<string, Test>>): Row[] {
  return rows
    .filter(([id]) => !LATER.has(id))
    .map(([id, severity, context, test, ...about]): Row => [id, severity, context, changed[id] ?? test, ...about]);
}

const ublGerman: Pattern = {
  id: 'german',
  contexts: asNumbers(GERMAN_CONTEXTS, UBL_CODE),
  rules: rulesOf(WORDINGS, [
    ...asThen(GERMAN_ROWS, CHANGED_UBL),
    [
      'BR-DE-21',
      'warning',
      'document',
      (document) => specifies(document, 'cbc:CustomizationID', CIUS, EXTENSION),
      'cbc:CustomizationID',
    ],
  ]),
};
const ciiGerman: Pattern = {
  id: 'german',
  contexts: asNumbers(GERMAN_CII_CONTEXTS, CII_CODE),
  rules: rulesOf(WORDINGS, asThen(GERMAN_CII_ROWS, CHANGED_CII)),
};

const isExtension: Test = (_, { root }) =>
  root.name === 'Invoice' && path('cbc:CustomizationID').texts(root).includes(EXTENSION);
const EXTENSION_RULES = new Set(['BR-DEX-01', 'BR-DEX-02', 'BR-DEX-03']);

/** The three rules that the extension had, asked of invoices that follow it. */
const extension: Pattern = {
  ...UBL_EXTENSION,
  contexts: UBL_EXTENSION.contexts.map((context) => ({ ...context, where: isExtension })),
  rules: UBL_EXTENSION.rules.filter(({ id }) => EXTENSION_RULES.has(id)),
};

const THEN = 'Not judged so by the rules of EN 16931 of that time (1.3.7)';
const AT_MOST: readonly (readonly [rule: string, to: Adjustment['to'], reason: string])[] = [
  ['BR-CL-01', 'warning', THEN],
  ['BR-50', 'warning', THEN],
  ['UBL-SR-53', 'warning', THEN],
  ['BR-CL-21', 'warning', 'KoSIT judges these lists, which grow between releases, as warnings'],
  ['BR-CL-23', 'warning', 'KoSIT judges these lists, which grow between releases, as warnings'],
];

/** XRechnung 2.1.1, for documents that name an edition before 3. */
export const XRECHNUNG_2_1: Pack = {
  id: 'xrechnung',
  version: '2.1.1',
  validFrom: localDate('2021-07-31'),
  validTo: localDate('2024-02-01'),
  source: 'KoSIT XRechnung Schematron for XRechnung 2.1.1',
  claims: ({ specification }) => FAMILY.test(specification),
  speaksFor: ({ specification }) => FAMILY.test(specification),
  buildsOn: (ids) => ['en16931', ...(isExtensionId(ids) ? ['xrechnung-extension-2.1'] : [])],
  adjusts: AT_MOST.map(([rule, to, reason]) => ({ rule, to, reason })),
  sheets: [
    { syntaxes: UBL, patterns: [ublGerman, extension] },
    { syntaxes: ['cii'], patterns: [ciiGerman] },
  ],
};

function isExtensionId({ specification }: DocumentIds): boolean {
  return specification === EXTENSION;
}

/** What the extension of 2.1 eases: attachments of more kinds. */
export const XRECHNUNG_EXTENSION_2_1: Pack = {
  id: 'xrechnung-extension-2.1',
  version: '2.1.1',
  validFrom: XRECHNUNG_2_1.validFrom,
  source: XRECHNUNG_2_1.source,
  inner: true,
  claims: () => false,
  buildsOn: () => ['en16931'],
  adjusts: [
    { rule: 'BR-CL-24', to: 'info', reason: 'The extension has a longer list of attachments (BR-DEX-01)' },
    { rule: 'UBL-CR-470', to: 'info', reason: 'The extension knows sub-lines (BR-DEX-02)' },
  ],
  sheets: [{ syntaxes: UBL, patterns: [] }],
};
