import { path } from '../../engine/path.js';
import type { Scope } from '../../engine/scope.js';
import { textAt } from '../../engine/values.js';
import { categoryPresent, vatPresent } from './presence.js';
import { exists, existAll, filled, statement, type Statement } from './statement.js';
import { listed, missing, named, words } from './wording.js';

const AGREEMENT = 'rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeAgreement';
const SETTLEMENT = 'rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement';
const SELLER = `${AGREEMENT}/ram:SellerTradeParty`;
const BUYER = `${AGREEMENT}/ram:BuyerTradeParty`;
const SUPPLIER = 'cac:AccountingSupplierParty/cac:Party';
const CUSTOMER = 'cac:AccountingCustomerParty/cac:Party';
const LINE_SUM =
  'ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount';

const need = (
  id: string,
  terms: readonly string[],
  ubl: Statement['ubl'],
  cii: Statement['cii'],
  said: readonly string[] = terms,
): Statement => statement(id, terms, missing(said), ubl, cii);

/** A reason in words or as a code: BR-33 and its twins, and BR-CO-21 to 24, which ask the same again. */
function reasons(context: string, terms: readonly string[], ids: readonly string[]): Statement[] {
  return ids.map((id) =>
    need(
      id,
      terms,
      exists(context, 'cbc:AllowanceChargeReason', 'cbc:AllowanceChargeReasonCode'),
      exists(context, '../ram:Reason', '../ram:ReasonCode'),
    ),
  );
}

const amount = (id: string, context: string, term: string): Statement =>
  need(id, [term], exists(context, 'cbc:Amount'), exists(context, '../ram:ActualAmount'));

/** BR-01 to BR-65, as far as they ask for something to be there. */
export const PRESENCE: readonly Statement[] = [
  need(
    'BR-01',
    ['BT-24'],
    filled('invoice', 'cbc:CustomizationID'),
    filled('invoice', 'rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID'),
  ),
  need('BR-02', ['BT-1'], filled('invoice', 'cbc:ID'), filled('invoice', 'rsm:ExchangedDocument/ram:ID')),
  need(
    'BR-03',
    ['BT-2'],
    filled('invoice', 'cbc:IssueDate'),
    filled('invoice', 'rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString[@format=102]'),
  ),
  need(
    'BR-04',
    ['BT-3'],
    filled('invoice', 'cbc:InvoiceTypeCode', 'cbc:CreditNoteTypeCode'),
    filled('invoice', 'rsm:ExchangedDocument/ram:TypeCode'),
  ),
  need(
    'BR-05',
    ['BT-5'],
    filled('invoice', 'cbc:DocumentCurrencyCode'),
    filled('invoice', `${SETTLEMENT}/ram:InvoiceCurrencyCode`),
  ),
  need(
    'BR-06',
    ['BT-27'],
    filled('invoice', `${SUPPLIER}/cac:PartyLegalEntity/cbc:RegistrationName`),
    filled('invoice', `${SELLER}/ram:Name`),
  ),
  need(
    'BR-07',
    ['BT-44'],
    filled('invoice', `${CUSTOMER}/cac:PartyLegalEntity/cbc:RegistrationName`),
    filled('invoice', `${BUYER}/ram:Name`),
  ),
  need(
    'BR-08',
    ['BG-5'],
    exists('invoice', `${SUPPLIER}/cac:PostalAddress`),
    exists('invoice', `${SELLER}/ram:PostalTradeAddress`),
  ),
  need(
    'BR-09',
    ['BT-40'],
    filled('seller-address', 'cac:Country/cbc:IdentificationCode'),
    filled('invoice', `${SELLER}/ram:PostalTradeAddress/ram:CountryID`),
  ),
  need(
    'BR-10',
    ['BG-8'],
    exists('invoice', `${CUSTOMER}/cac:PostalAddress`),
    exists('invoice', `${BUYER}/ram:PostalTradeAddress`),
  ),
  need(
    'BR-11',
    ['BT-55'],
    filled('buyer-address', 'cac:Country/cbc:IdentificationCode'),
    filled('invoice', `${BUYER}/ram:PostalTradeAddress/ram:CountryID`),
  ),
  need('BR-12', ['BT-106'], exists('totals', 'cbc:LineExtensionAmount'), exists('totals', 'ram:LineTotalAmount')),
  need('BR-13', ['BT-109'], exists('totals', 'cbc:TaxExclusiveAmount'), exists('totals', 'ram:TaxBasisTotalAmount')),
  need('BR-14', ['BT-112'], exists('totals', 'cbc:TaxInclusiveAmount'), exists('totals', 'ram:GrandTotalAmount')),
  need('BR-15', ['BT-115'], exists('totals', 'cbc:PayableAmount'), exists('totals', 'ram:DuePayableAmount')),
  need('BR-16', ['BG-25'], exists('invoice', 'cac:InvoiceLine', 'cac:CreditNoteLine'), {
    context: 'invoice',
    test: (_root, scope) => scope.everywhere('ram:IncludedSupplyChainTradeLineItem').length > 0,
  }),
  need('BR-18', ['BT-62'], filled('representative', 'cac:PartyName/cbc:Name'), filled('representative', 'ram:Name')),
  need(
    'BR-19',
    ['BG-12'],
    exists('representative', 'cac:PostalAddress'),
    exists('representative', 'ram:PostalTradeAddress'),
  ),
  need(
    'BR-20',
    ['BT-69'],
    filled('representative-address', 'cac:Country/cbc:IdentificationCode'),
    filled('representative', 'ram:PostalTradeAddress/ram:CountryID'),
  ),
  need('BR-21', ['BT-126'], filled('line', 'cbc:ID'), filled('line', 'ram:AssociatedDocumentLineDocument/ram:LineID')),
  need(
    'BR-22',
    ['BT-129'],
    exists('line', 'cbc:InvoicedQuantity', 'cbc:CreditedQuantity'),
    exists('line', 'ram:SpecifiedLineTradeDelivery/ram:BilledQuantity'),
  ),
  need(
    'BR-23',
    ['BT-130'],
    exists('line', 'cbc:InvoicedQuantity/@unitCode', 'cbc:CreditedQuantity/@unitCode'),
    exists('line', 'ram:SpecifiedLineTradeDelivery/ram:BilledQuantity/@unitCode'),
  ),
  need('BR-24', ['BT-131'], exists('line', 'cbc:LineExtensionAmount'), exists('line', LINE_SUM)),
  need('BR-25', ['BT-153'], filled('line', 'cac:Item/cbc:Name'), filled('line', 'ram:SpecifiedTradeProduct/ram:Name')),
  need(
    'BR-26',
    ['BT-146'],
    exists('line', 'cac:Price/cbc:PriceAmount'),
    exists('line', 'ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount'),
  ),
  amount('BR-31', 'document-allowance', 'BT-92'),
  statement(
    'BR-32',
    ['BT-95'],
    missing(['BT-95']),
    categoryPresent('document-allowance'),
    vatPresent('document-allowance'),
  ),
  ...reasons('document-allowance', ['BT-97', 'BT-98'], ['BR-33', 'BR-CO-21']),
  amount('BR-36', 'document-charge', 'BT-99'),
  statement(
    'BR-37',
    ['BT-102'],
    missing(['BT-102']),
    categoryPresent('document-charge'),
    vatPresent('document-charge'),
  ),
  ...reasons('document-charge', ['BT-104', 'BT-105'], ['BR-38', 'BR-CO-22']),
  amount('BR-41', 'line-allowance', 'BT-136'),
  ...reasons('line-allowance', ['BT-139', 'BT-140'], ['BR-42', 'BR-CO-23']),
  amount('BR-43', 'line-charge', 'BT-141'),
  ...reasons('line-charge', ['BT-144', 'BT-145'], ['BR-44', 'BR-CO-24']),
  need('BR-45', ['BT-116'], exists('breakdown', 'cbc:TaxableAmount'), exists('breakdown', 'ram:BasisAmount')),
  need('BR-46', ['BT-117'], exists('breakdown', 'cbc:TaxAmount'), exists('breakdown', 'ram:CalculatedAmount')),
  need('BR-49', ['BT-81'], exists('payment', 'cbc:PaymentMeansCode'), exists('payment', 'ram:TypeCode')),
  need(
    'BR-50',
    ['BT-84'],
    filled('payee-account', 'cbc:ID'),
    filled('payee-account', 'ram:IBANID', 'ram:ProprietaryID'),
  ),
  need(
    'BR-52',
    ['BT-122'],
    filled('supporting-document', 'cbc:ID'),
    filled('supporting-document', 'ram:IssuerAssignedID'),
  ),
  statement(
    'BR-54',
    ['BT-160', 'BT-161'],
    words(
      `An item attribute (BG-32) needs ${listed(['BT-160', 'BT-161'], 'and').en}.`,
      `Un attribut d'article (BG-32) demande : ${listed(['BT-160', 'BT-161'], 'and').fr}.`,
      'Give both the name and the value, or leave the attribute out.',
      "Donnez le nom et la valeur, ou supprimez l'attribut.",
    ),
    existAll('item-attribute', 'cbc:Name', 'cbc:Value'),
    existAll('item-attribute', 'ram:Description', 'ram:Value'),
  ),
  need(
    'BR-55',
    ['BT-25'],
    exists('preceding', 'cac:InvoiceDocumentReference/cbc:ID'),
    filled('preceding', 'ram:IssuerAssignedID'),
  ),
  need('BR-57', ['BT-80'], exists('delivery-address', 'cac:Country/cbc:IdentificationCode'), {
    context: 'delivery',
    test: (delivery) => {
      if (!SHIP_TO_ADDRESS.exists(delivery)) return true;
      return textAt(delivery, 'ram:ShipToTradeParty/ram:PostalTradeAddress/ram:CountryID') !== '';
    },
  }),
  scheme('BR-62', 'BT-34', 'seller-endpoint', '@schemeID', {
    context: 'invoice',
    test: (root) => firstAddressScheme(root, `${SELLER}/ram:URIUniversalCommunication`),
    about: `${SELLER}/ram:URIUniversalCommunication`,
  }),
  scheme('BR-63', 'BT-49', 'buyer-endpoint', '@schemeID', {
    context: 'invoice',
    test: (root) => firstAddressScheme(root, `${BUYER}/ram:URIUniversalCommunication`),
    about: `${BUYER}/ram:URIUniversalCommunication`,
  }),
  scheme('BR-64', 'BT-157', 'standard-id', '@schemeID', {
    context: 'line',
    test: (line) =>
      !path('ram:SpecifiedTradeProduct/ram:GlobalID').exists(line) ||
      textAt(line, 'ram:SpecifiedTradeProduct/ram:GlobalID/@schemeID') !== '',
    about: 'ram:SpecifiedTradeProduct/ram:GlobalID',
  }),
  scheme('BR-65', 'BT-158', 'classification', '@listID', {
    context: 'classification',
    test: (item) => !path('ram:ClassCode').exists(item) || textAt(item, 'ram:ClassCode/@listID') !== '',
    about: 'ram:ClassCode',
  }),
  need('BR-CO-18', ['BG-23'], exists('invoice', 'cac:TaxTotal/cac:TaxSubtotal'), {
    context: 'line',
    test: (_line, scope) => scope.fact(someBreakdown),
  }),
  need(
    'BR-CO-19',
    ['BT-73', 'BT-74'],
    exists('period', 'cbc:StartDate', 'cbc:EndDate', 'cbc:DescriptionCode'),
    exists('period', 'ram:StartDateTime', 'ram:EndDateTime'),
  ),
  need(
    'BR-CO-20',
    ['BT-134', 'BT-135'],
    exists('line-period', 'cbc:StartDate', 'cbc:EndDate'),
    exists('line-period', 'ram:StartDateTime', 'ram:EndDateTime'),
  ),
];

// Asked at every line, where the header stands behind all lines: looked up once a document.
const someBreakdown = (scope: Scope): boolean =>
  scope
    .everywhere('rsm:SupplyChainTradeTransaction')
    .some((each) => path('ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax').exists(each));

const SHIP_TO_ADDRESS = path('ram:ShipToTradeParty/ram:PostalTradeAddress');

function scheme(id: string, term: string, context: string, attribute: string, cii: Statement['cii']): Statement {
  const name = named(term);
  const text = words(
    `No scheme is given for ${name.en}.`,
    `Schéma d'identification absent : ${name.fr}.`,
    'Say in the scheme attribute which register the identifier belongs to.',
    "Indiquez dans l'attribut de schéma à quel registre appartient l'identifiant.",
  );
  return statement(id, [term, `${term}-1`], text, exists(context, attribute), cii);
}

/** The artefact looks at the first address of each party only. */
function firstAddressScheme(root: Parameters<typeof textAt>[0], addresses: string): boolean {
  const [first] = path(addresses).elements(root);
  return first === undefined || textAt(first, 'ram:URIID/@schemeID') !== '';
}
