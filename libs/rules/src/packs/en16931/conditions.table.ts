import { codeList } from '#invoice';
import type { XmlElement } from '#xml';
import { path } from '../../engine/path.js';
import type { Test } from '../../engine/rule.js';
import { anyEqual, dateOf, doublesAt, onlyText, textAt } from '../../engine/values.js';
import { isVatTax } from './cii-nodes.js';
import { exists, filled, statement, type Binding, type Statement } from './statement.js';
import { isOnlyVat, isVat } from './ubl-nodes.js';
import { listed, missing, named, words } from './wording.js';

const SETTLEMENT = '/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement';
const SELLER_CII = '../../ram:ApplicableHeaderTradeAgreement/ram:SellerTradeParty';
const SELLER_UBL = '../cac:AccountingSupplierParty/cac:Party';
const at = (context: string, test: Test, about?: string): Binding => ({ context, test, ...(about && { about }) });

/** Left and right text sets never share a text. */
function apart(pairs: readonly (readonly [string, string])[]): (element: XmlElement) => boolean {
  const compiled = pairs.map(([left, right]) => [path(left), path(right)] as const);
  return (element) => compiled.every(([left, right]) => !anyEqual(left.texts(element), right.texts(element)));
}

function notNegative(source: string, optional: boolean): Test {
  const price = path(source);
  return (line) => doublesAt(line, price).some((value) => value >= 0) || (optional && !price.exists(line));
}

const notBefore = (terms: readonly [string, string]): ReturnType<typeof words> =>
  words(
    `${named(terms[1]).en} lies before ${named(terms[0]).en}.`,
    `${named(terms[1]).fr} : antérieure à ${named(terms[0]).fr}.`,
    'Correct one of the two dates.',
    "Corrigez l'une des deux dates.",
  );

const UBL_END = path('cbc:EndDate');
const UBL_START = path('cbc:StartDate');
const ublPeriod: Test = (period) => {
  if (!UBL_START.exists(period) || !UBL_END.exists(period)) return true;
  return dateOf(onlyText(period, UBL_END)) >= dateOf(onlyText(period, UBL_START));
};
const CII_END = path('ram:EndDateTime/udt:DateTimeString[@format=102]');
const CII_START = path('ram:StartDateTime/udt:DateTimeString[@format=102]');
// The artefact compares the texts, which orders dates in form 102 rightly.
const ciiPeriod: Test = (period) => {
  const starts = CII_START.texts(period);
  if (CII_END.texts(period).some((end) => starts.some((start) => end >= start))) return true;
  return !path('ram:EndDateTime').exists(period) || !path('ram:StartDateTime').exists(period);
};

const CATEGORY = path('cac:TaxCategory');
const vatCategories = (subtotal: XmlElement): XmlElement[] => CATEGORY.elements(subtotal).filter(isVat);
const CII_CODE = path('ram:CategoryCode');
const isTransfer = (code: string): boolean => code === '30' || code === '58';

export const CONDITIONS: readonly Statement[] = [
  statement(
    'BR-17',
    ['BT-59', 'BG-10'],
    words(
      `A payee (BG-10) needs a name and must be another party than the seller.`,
      `Un bénéficiaire (BG-10) doit être nommé et être distinct du vendeur.`,
      'Name the payee, or leave the payee out where the seller is paid directly.',
      'Nommez le bénéficiaire, ou supprimez-le si le vendeur est payé directement.',
    ),
    at('payee', (payee) => path('cac:PartyName/cbc:Name').exists(payee) && UBL_PAYEE_APART(payee)),
    at('payee', (payee) => path('ram:Name').exists(payee) && CII_PAYEE_APART(payee)),
  ),
  statement(
    'BR-27',
    ['BT-146'],
    words(
      `Missing or negative: ${named('BT-146').en}.`,
      `Absent ou négatif : ${named('BT-146').fr}.`,
      'A price is never below zero; make the quantity negative to take goods back.',
      "Un prix n'est jamais négatif ; pour un retour, rendez la quantité négative.",
    ),
    at('line', notNegative('cac:Price/cbc:PriceAmount', false), 'cac:Price/cbc:PriceAmount'),
    at(
      'line',
      notNegative('ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount', false),
      'ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount',
    ),
  ),
  statement(
    'BR-28',
    ['BT-148'],
    words(
      `Negative: ${named('BT-148').en}.`,
      `Négatif : ${named('BT-148').fr}.`,
      'Give the gross price as zero or more.',
      'Indiquez un prix brut nul ou positif.',
    ),
    at(
      'line',
      notNegative('cac:Price/cac:AllowanceCharge/cbc:BaseAmount', true),
      'cac:Price/cac:AllowanceCharge/cbc:BaseAmount',
    ),
    at(
      'line',
      notNegative('ram:SpecifiedLineTradeAgreement/ram:GrossPriceProductTradePrice/ram:ChargeAmount', true),
      'ram:SpecifiedLineTradeAgreement/ram:GrossPriceProductTradePrice/ram:ChargeAmount',
    ),
  ),
  statement(
    'BR-29',
    ['BT-73', 'BT-74'],
    notBefore(['BT-73', 'BT-74']),
    at('period', ublPeriod, 'cbc:EndDate'),
    at('period', ciiPeriod, 'ram:EndDateTime'),
  ),
  statement(
    'BR-30',
    ['BT-134', 'BT-135'],
    notBefore(['BT-134', 'BT-135']),
    at('line-period', ublPeriod, 'cbc:EndDate'),
    at('line-period', ciiPeriod, 'ram:EndDateTime'),
  ),
  statement(
    'BR-47',
    ['BT-118'],
    missing(['BT-118']),
    at('breakdown', (subtotal) => vatCategories(subtotal).some((each) => path('cbc:ID').exists(each))),
    at('breakdown', (tax) => isVatTax(tax) && CII_CODE.exists(tax)),
  ),
  statement(
    'BR-48',
    ['BT-119'],
    missing(['BT-119']),
    at('breakdown', (subtotal) => {
      const categories = vatCategories(subtotal);
      if (categories.some((each) => path('cbc:Percent').exists(each))) return true;
      return categories.some((each) => path('cbc:ID').elements(each).length > 0 && textAt(each, 'cbc:ID') === 'O');
    }),
    at(
      'breakdown',
      (tax) => isVatTax(tax) && (path('ram:RateApplicablePercent').exists(tax) || CII_CODE.texts(tax).includes('O')),
    ),
  ),
  statement(
    'BR-51',
    ['BT-87'],
    words(
      `More than 10 characters: ${named('BT-87').en}.`,
      `Plus de 10 caractères : ${named('BT-87').fr}.`,
      'Show at most the first six and the last four digits of the card, as card security rules ask.',
      "Ne montrez que les six premiers et les quatre derniers chiffres de la carte, comme l'exige la sécurité des cartes.",
    ),
    { ...at('card', (card) => [...textAt(card, '.')].length <= 10), severity: 'warning' },
    at('card', (card) => [...textAt(card, 'ram:ID')].length <= 10, 'ram:ID'),
  ),
  statement(
    'BR-53',
    ['BT-6', 'BT-111'],
    words(
      `${named('BT-6').en} is given, but not ${named('BT-111').en}.`,
      `${named('BT-6').fr} : indiqué, sans ${named('BT-111').fr}.`,
      'Give the VAT total in the accounting currency, or leave that currency out where it is the invoice currency.',
      'Donnez le total de TVA dans la devise de comptabilisation, ou retirez cette devise si elle est celle de la facture.',
    ),
    at('invoice', (root, scope) => {
      const totals = scope
        .everywhere('cac:TaxTotal')
        .flatMap((total) => path('cbc:TaxAmount/@currencyID').texts(total));
      return path('cbc:TaxCurrencyCode')
        .texts(root)
        .every((code) => totals.includes(code));
    }),
    at('totals', (totals) => {
      const codes = path(`${SETTLEMENT}/ram:TaxCurrencyCode`).texts(totals);
      const invoice = path(`${SETTLEMENT}/ram:InvoiceCurrencyCode`).texts(totals);
      if (codes.length === 0) return true;
      return anyEqual(path('ram:TaxTotalAmount/@currencyID').texts(totals), codes) && !anyEqual(codes, invoice);
    }),
  ),
  statement(
    'BR-56',
    ['BT-63'],
    missing(['BT-63']),
    at('representative', (party) =>
      path('cac:PartyTaxScheme')
        .elements(party)
        .some((each) => isOnlyVat(each) && path('cbc:CompanyID').exists(each)),
    ),
    filled('representative', 'ram:SpecifiedTaxRegistration/ram:ID[@schemeID=VA]'),
  ),
  statement(
    'BR-61',
    ['BT-84', 'BT-81'],
    words(
      `A credit transfer (payment means 30 or 58) needs ${named('BT-84').en}.`,
      `Un virement (moyen de paiement 30 ou 58) demande : ${named('BT-84').fr}.`,
      'Give the IBAN or account number to which the buyer shall pay.',
      "Indiquez l'IBAN ou le numéro de compte à créditer.",
    ),
    at('payment', (means) => {
      const transfer = isTransfer(textAt(means, 'cbc:PaymentMeansCode'));
      return !transfer || path('cac:PayeeFinancialAccount/cbc:ID').exists(means);
    }),
    exists('payee-account', 'ram:IBANID', 'ram:ProprietaryID'),
  ),
  statement(
    'BR-CO-03',
    ['BT-7', 'BT-8'],
    words(
      `${listed(['BT-7', 'BT-8'], 'and').en} exclude each other.`,
      `${listed(['BT-7', 'BT-8'], 'and').fr} s'excluent.`,
      'Keep either the date or the code.',
      'Gardez soit la date, soit le code.',
    ),
    at(
      'invoice',
      (root) => !(path('cbc:TaxPointDate').exists(root) && path('cac:InvoicePeriod/cbc:DescriptionCode').exists(root)),
    ),
    at(
      'breakdown',
      (_tax, scope) =>
        scope.everywhere('ram:TaxPointDate').length === 0 || scope.everywhere('ram:DueDateTypeCode').length === 0,
    ),
  ),
  statement(
    'BR-CO-04',
    ['BT-151'],
    missing(['BT-151']),
    at('line', (line) =>
      path('cac:Item/cac:ClassifiedTaxCategory')
        .elements(line)
        .some((each) => isOnlyVat(each) && path('cbc:ID').exists(each)),
    ),
    at('line', (line) =>
      path('ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax')
        .elements(line)
        .some((tax) => isVatTax(tax) && CII_CODE.exists(tax)),
    ),
  ),
  ...['05', '06', '07', '08'].map((number, index) => sameReason(number, index)),
  statement(
    'BR-CO-09',
    ['BT-31', 'BT-48', 'BT-63'],
    words(
      'A VAT identifier does not begin with a country prefix.',
      'Un identifiant à la TVA ne commence pas par un préfixe de pays.',
      'Write the ISO 3166-1 country code in front (EL for Greece, XI for Northern Ireland), e.g. FR32123456789.',
      "Faites-le précéder du code pays ISO 3166-1 (EL pour la Grèce, XI pour l'Irlande du Nord), p. ex. FR32123456789.",
    ),
    at('vat-identifier', (scheme) => inUblPrefixes(onlyText(scheme, path('cbc:CompanyID'))), 'cbc:CompanyID'),
    at('vat-identifier', (id) => CII_PREFIXES.has(onlyText(id, path('.')).slice(0, 2))),
  ),
  statement(
    'BR-CO-26',
    ['BT-29', 'BT-30', 'BT-31'],
    missing(['BT-29', 'BT-30', 'BT-31']),
    at('seller', (seller) => {
      const vat = path('cac:Party/cac:PartyTaxScheme').elements(seller);
      if (vat.some((each) => isVat(each) && path('cbc:CompanyID').exists(each))) return true;
      const ids = path('cac:Party/cac:PartyIdentification/cbc:ID').elements(seller);
      if (ids.some((id) => !path('@schemeID').texts(id).includes('SEPA'))) return true;
      return path('cac:Party/cac:PartyLegalEntity/cbc:CompanyID').exists(seller);
    }),
    exists(
      'seller',
      'ram:ID',
      'ram:GlobalID',
      'ram:SpecifiedLegalOrganization/ram:ID',
      'ram:SpecifiedTaxRegistration/ram:ID[@schemeID=VA]',
    ),
  ),
];

const UBL_PAYEE_APART = apart([
  ['cac:PartyName/cbc:Name', `${SELLER_UBL}/cac:PartyName/cbc:Name`],
  ['cac:PartyIdentification/cbc:ID', `${SELLER_UBL}/cac:PartyIdentification/cbc:ID`],
]);
const CII_PAYEE_APART = apart([
  ['ram:Name', `${SELLER_CII}/ram:Name`],
  ['ram:ID', `${SELLER_CII}/ram:ID`],
  ['ram:SpecifiedLegalOrganization/ram:ID', `${SELLER_CII}/ram:SpecifiedLegalOrganization/ram:ID`],
]);

/** BR-CO-05 to 08 ask a person whether text and code mean the same; the artefacts never break them. */
function sameReason(number: string, index: number): Statement {
  const contexts = ['document-allowance', 'document-charge', 'line-allowance', 'line-charge'];
  const pairs = [
    ['BT-98', 'BT-97'],
    ['BT-105', 'BT-104'],
    ['BT-140', 'BT-139'],
    ['BT-145', 'BT-144'],
  ];
  const terms = pairs[index] ?? [];
  const always = at(contexts[index] as string, () => true);
  return statement(
    `BR-CO-${number}`,
    terms,
    words(
      `${listed(terms, 'and').en} shall mean the same.`,
      `${listed(terms, 'and').fr} doivent avoir le même sens.`,
      'Compare the text with the code.',
      'Comparez le texte et le code.',
    ),
    always,
    always,
  );
}

const CII_PREFIXES = new Set([...codeList('iso3166-cii').codes, 'EL']);
const UBL_PREFIX_TEXT = ` ${[...codeList('iso3166').codes, 'EL'].sort().join(' ')} `;

/** The UBL artefact looks for the first two characters anywhere in its list, so that one letter or none passes too. */
function inUblPrefixes(id: string): boolean {
  return UBL_PREFIX_TEXT.includes([...id].slice(0, 2).join(''));
}
