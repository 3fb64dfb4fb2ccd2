import type { XmlElement } from '#xml';
import { path, stringOf } from '../../engine/path.js';
import type { Pattern, Rule, Test } from '../../engine/rule.js';
import type { Scope } from '../../engine/scope.js';
import { anyDiffer, decimalsIn, onlyText } from '../../engine/values.js';
import { hasAncestor } from './code-rules.table.js';
import { UBL_UNUSED } from './ubl-unused.table.js';
import { UBL_REPEATS } from './ubl-repeats.table.js';
import { isCharge } from './ubl-nodes.js';
import { named, repeated, unused, words, type Words } from './wording.js';

const rule = (
  id: string,
  context: string,
  terms: readonly string[],
  text: Words,
  test: Test,
  about?: string,
): Rule => ({
  id,
  terms,
  severity: 'fatal',
  context,
  test,
  ...(about !== undefined && { about: path(about) }),
  ...text,
});

const REFERENCE_TYPE = path('cbc:DocumentTypeCode');
const isObject = (reference: XmlElement): boolean => REFERENCE_TYPE.texts(reference).includes('130');

/** Counts different texts of all elements of a name. */
function distinct(scope: Scope, name: string): number {
  return scope.once(`distinct ${name}`, () => new Set(scope.everywhere(name).map(stringOf)).size);
}

const oneText = (term: string): Words => {
  const name = named(term);
  return words(
    `Several different values: ${name.en}.`,
    `Plusieurs valeurs différentes : ${name.fr}.`,
    'An invoice has one; give the same in every payment instruction.',
    "Une facture n'en a qu'une ; répétez la même dans chaque instruction de paiement.",
  );
};

const taxSchemeIs = (vat: boolean): ((scheme: XmlElement) => boolean) => {
  return (scheme) =>
    path('cac:TaxScheme')
      .elements(scheme)
      .some((each) => (onlyText(each, path('cbc:ID')).toUpperCase() === 'VAT') === vat);
};

function identifiersOf(party: string, vat: boolean): Test {
  const schemes = path(`${party}/cac:Party/cac:PartyTaxScheme`);
  return (root) =>
    schemes
      .elements(root)
      .filter(taxSchemeIs(vat))
      .flatMap((each) => path('cbc:CompanyID').elements(each)).length <= 1;
}

const SELLER_NAME = path('../cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName');
const PAYEE_NAME = path('cac:PartyName/cbc:Name');
const otherThanSeller = (payee: XmlElement): boolean => anyDiffer(PAYEE_NAME.texts(payee), SELLER_NAME.texts(payee));
const schemeOf = (id: XmlElement): string => onlyText(id, path('@schemeID')).toUpperCase();

const payeeWords = (term: string): Words =>
  words(
    `${named(term).en} stands at most once, and the payee has another name than the seller.`,
    `${named(term).fr} : au plus une fois, et le bénéficiaire porte un autre nom que le vendeur.`,
    'Keep one, and name the payee only where it is not the seller.',
    "N'en gardez qu'un, et n'indiquez un bénéficiaire que s'il n'est pas le vendeur.",
  );

const atMostOne = (term: string): Words => repeated(named(term));
const SR: readonly Rule[] = [
  ...UBL_REPEATS.map(([id, context, term, source]) => {
    const counted = path(source);
    return rule(id, context, [term], atMostOne(term), (element) => counted.elements(element).length <= 1, source);
  }),
  rule('UBL-SR-04', 'root', ['BT-18'], atMostOne('BT-18'), (root) => {
    const objects = path('cac:AdditionalDocumentReference').elements(root).filter(isObject);
    return objects.flatMap((each) => path('cbc:ID').elements(each)).length <= 1;
  }),
  rule('UBL-SR-07', 'preceding', ['BT-25'], repeated(named('BT-25')), (reference) =>
    path('cac:InvoiceDocumentReference/cbc:ID').exists(reference),
  ),
  rule('UBL-SR-12', 'root', ['BT-31'], atMostOne('BT-31'), identifiersOf('cac:AccountingSupplierParty', true)),
  rule('UBL-SR-13', 'root', ['BT-32'], atMostOne('BT-32'), identifiersOf('cac:AccountingSupplierParty', false)),
  rule('UBL-SR-18', 'root', ['BT-48'], atMostOne('BT-48'), identifiersOf('cac:AccountingCustomerParty', true)),
  rule(
    'UBL-SR-19',
    'payee',
    ['BT-59'],
    payeeWords('BT-59'),
    (payee) => PAYEE_NAME.elements(payee).length <= 1 && otherThanSeller(payee),
    'cac:PartyName/cbc:Name',
  ),
  rule('UBL-SR-20', 'payee', ['BT-60', 'BT-59'], payeeWords('BT-60'), (payee) => {
    const ids = path('cac:PartyIdentification/cbc:ID').elements(payee);
    return ids.filter((id) => schemeOf(id) !== 'SEPA').length <= 1 && otherThanSeller(payee);
  }),
  rule(
    'UBL-SR-21',
    'payee',
    ['BT-61', 'BT-59'],
    payeeWords('BT-61'),
    (payee) => path('cac:PartyLegalEntity/cbc:CompanyID').elements(payee).length <= 1 && otherThanSeller(payee),
  ),
  rule('UBL-SR-29', 'root', ['BT-90'], atMostOne('BT-90'), (_root, scope) => {
    const ids = scope.everywhere('cac:PartyIdentification').flatMap((each) => path('cbc:ID').elements(each));
    return ids.filter((id) => schemeOf(id) === 'SEPA').length <= 1;
  }),
  rule(
    'UBL-SR-42',
    'seller-party',
    ['BT-31', 'BT-32'],
    repeated({ en: 'tax schemes of the seller (BT-31, BT-32)', fr: 'régimes fiscaux du vendeur (BT-31, BT-32)' }, 2),
    (party) => path('cac:PartyTaxScheme').elements(party).length <= 2,
  ),
  rule(
    'UBL-SR-43',
    'additional-reference',
    ['BT-18-1', 'BT-18', 'BG-24'],
    words(
      'A scheme or type stands on a document reference that is not the invoiced object (type 130).',
      "Un schéma ou un type figure sur une référence de document qui n'est pas l'objet facturé (type 130).",
      'Use type 130 for the invoiced object; give a supporting document neither type nor scheme.',
      "Employez le type 130 pour l'objet facturé ; une pièce justificative n'a ni type ni schéma.",
    ),
    (reference, scope) => {
      const types = REFERENCE_TYPE.texts(reference);
      if (types.includes('130') || (scope.root.name === 'CreditNote' && types.includes('50'))) return true;
      return types.length === 0 && !path('cbc:ID/@schemeID').exists(reference);
    },
  ),
  rule('UBL-SR-44', 'root', ['BT-83'], oneText('BT-83'), (_root, scope) => distinct(scope, 'cbc:PaymentID') <= 1),
  rule(
    'UBL-SR-47',
    'root',
    ['BT-81'],
    oneText('BT-81'),
    (_root, scope) => distinct(scope, 'cbc:PaymentMeansCode') <= 1,
  ),
  rule(
    'UBL-SR-48',
    'line',
    ['BG-30'],
    words(
      'A line needs exactly one VAT category (BG-30).',
      'Une ligne demande exactement un type de TVA (BG-30).',
      'Give one classified tax category for each line.',
      'Donnez un seul type de TVA par ligne.',
    ),
    (line) => path('cac:Item/cac:ClassifiedTaxCategory').elements(line).length === 1,
  ),
  rule(
    'UBL-SR-53',
    'party-tax',
    ['BT-31', 'BT-32', 'BT-48', 'BT-63'],
    words(
      'A party tax scheme needs the identifier and the scheme.',
      "Un régime fiscal de partie demande l'identifiant et le régime.",
      'Give CompanyID and TaxScheme/ID.',
      'Renseignez CompanyID et TaxScheme/ID.',
    ),
    (scheme) => path('cac:TaxScheme/cbc:ID').exists(scheme) && path('cbc:CompanyID').exists(scheme),
  ),
];

const DT: readonly Rule[] = [
  rule(
    'UBL-DT-01',
    'amount',
    [],
    words(
      'An amount has more than two decimals.',
      'Un montant a plus de deux décimales.',
      'Round it to two decimals; only prices may have more.',
      'Arrondissez-le à deux décimales ; seuls les prix peuvent en avoir plus.',
    ),
    (amount) => decimalsIn(onlyText(amount, path('.'))) <= 2,
  ),
  rule('UBL-DT-06', 'binary', ['BT-125-1'], attachmentNeeds('BT-125-1'), (object) => path('@mimeCode').exists(object)),
  rule('UBL-DT-07', 'binary', ['BT-125-2'], attachmentNeeds('BT-125-2'), (object) => path('@filename').exists(object)),
  {
    ...rule('UBL-DT-18', 'root', ['BT-82'], unused('@name', 'UBL'), onlyPaymentMeansNamed),
    severity: 'warning',
  },
];

function attachmentNeeds(term: string): Words {
  const name = named(term);
  return words(
    `An attached document needs ${name.en}.`,
    `Un document joint demande : ${name.fr}.`,
    'Add the attribute to the attachment.',
    "Ajoutez l'attribut à la pièce jointe.",
  );
}

/** `name` belongs to the payment means code (BT-82); the artefact compares how often it stands there and anywhere. */
function onlyPaymentMeansNamed(_root: XmlElement, scope: Scope): boolean {
  if (scope.withAttribute('name') === undefined) return true;
  let named = 0;
  for (const elements of scope.byName().values()) for (const element of elements) if (isNamed(element)) named += 1;
  return named <= scope.everywhere('cbc:PaymentMeansCode').filter(isNamed).length;
}

function isNamed({ attributes }: XmlElement): boolean {
  for (const { name, uri } of attributes) if (name === 'name' && uri === '') return true;
  return false;
}

const references = (scope: Scope): readonly XmlElement[] => scope.everywhere('cac:AdditionalDocumentReference');

const CR: readonly Rule[] = [
  ...UBL_UNUSED.map(([id, source]): Rule => ({
    id,
    terms: [],
    severity: 'warning',
    context: 'root',
    test: { absent: [source] },
    ...unused(source, 'UBL'),
  })),
  warning('UBL-CR-002', 'cbc:UBLVersionID', (root) => {
    const versions = path('cbc:UBLVersionID').texts(root);
    return versions.length === 0 || versions.includes('2.1');
  }),
  warning(
    'UBL-CR-412',
    'cac:PaymentMeans/cbc:PaymentDueDate',
    (root) => root.name === 'CreditNote' || !path('cac:PaymentMeans/cbc:PaymentDueDate').exists(root),
  ),
  warning('UBL-CR-665', 'cac:AdditionalDocumentReference/cbc:ID/@schemeID', (_root, scope) =>
    references(scope)
      .filter((each) => REFERENCE_TYPE.texts(each).some((code) => code !== '130') || !REFERENCE_TYPE.exists(each))
      .every((each) => !path('cbc:ID/@schemeID').exists(each)),
  ),
  objectHasNo('UBL-CR-666', 'cac:Attachment'),
  objectHasNo('UBL-CR-673', 'cbc:DocumentDescription'),
];

function warning(id: string, source: string, test: Test): Rule {
  return { ...rule(id, 'root', [], unused(source, 'UBL'), test), severity: 'warning' };
}

function objectHasNo(id: string, part: string): Rule {
  const text = words(
    `The invoiced object (BT-18, type 130) has ${part}, which only a supporting document may have.`,
    `L'objet facturé (BT-18, type 130) porte ${part}, réservé aux pièces justificatives.`,
    'Put the document into a reference of its own, without type.',
    'Placez le document dans une référence à part, sans type.',
  );
  return rule(id, 'root', ['BT-18', 'BG-24'], text, (_root, scope) =>
    references(scope).every((each) => !isObject(each) || !path(part).exists(each)),
  );
}

/** The syntax pattern of the UBL artefact. */
export const UBL_SYNTAX: Pattern = {
  id: 'ubl-syntax',
  contexts: [
    { key: 'address', match: ['cac:PostalAddress', 'cac:Address'] },
    { key: 'seller-party', match: ['cac:AccountingSupplierParty/cac:Party'] },
    { key: 'additional-reference', match: ['cac:AdditionalDocumentReference'] },
    {
      key: 'amount',
      match: ['*Amount'],
      where: (amount) => !amount.name.endsWith('PriceAmount') && !inPriceAllowance(amount),
    },
    { key: 'binary', match: ['*BinaryObject'] },
    { key: 'delivery', match: ['cac:Delivery'] },
    { key: 'allowance', match: ['cac:AllowanceCharge'], where: (each) => isCharge(each, false) },
    { key: 'charge', match: ['cac:AllowanceCharge'], where: (each) => isCharge(each, true) },
    { key: 'party-tax', match: ['cac:PartyTaxScheme'] },
    { key: 'root', match: ['/ubl:Invoice', '/cn:CreditNote'] },
    { key: 'line', match: ['cac:InvoiceLine', 'cac:CreditNoteLine'] },
    { key: 'payee', match: ['cac:PayeeParty'] },
    { key: 'payment', match: ['cac:PaymentMeans'] },
    { key: 'preceding', match: ['cac:BillingReference'] },
    { key: 'representative', match: ['cac:TaxRepresentativeParty'] },
    { key: 'subtotal', match: ['cac:TaxSubtotal'] },
  ],
  rules: [...SR, ...DT, ...CR],
};

function inPriceAllowance(amount: XmlElement): boolean {
  if (!hasAncestor(amount, 'AllowanceCharge')) return false;
  for (let at = amount.parent; at !== undefined; at = at.parent) {
    if (at.name === 'AllowanceCharge' && at.parent?.name === 'Price') return true;
  }
  return false;
}
