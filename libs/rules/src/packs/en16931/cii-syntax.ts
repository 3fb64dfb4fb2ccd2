import type { XmlElement } from '#xml';
import { path } from '../../engine/path.js';
import type { Pattern, Rule, Test } from '../../engine/rule.js';
import { normalized, someBoolean, stringOf, textAt } from '../../engine/index.js';
import type { Scope } from '../../engine/scope.js';
import type { Severity } from '../../finding.js';
import { CII_SYNTAX_CONTEXTS, LINE } from './cii-syntax-contexts.js';
import { CII_REPEATS } from './cii-repeats.table.js';
import { CII_UNUSED_RULES } from './cii-unused.js';
import { hasAncestor } from './code-rules.table.js';
import { named, repeated, unused, words, type Words } from './wording.js';

interface More {
  readonly severity?: Severity;
  readonly about?: string;
}
function rule(id: string, context: string, terms: readonly string[], text: Words, test: Test, more: More = {}): Rule {
  const { severity = 'fatal', about } = more;
  return { id, terms, severity, context, test, ...(about !== undefined && { about: path(about) }), ...text };
}

const exactlyOne = (what: string): Words =>
  words(
    `${what} must stand exactly once.`,
    `${what} doit figurer exactement une fois.`,
    'Give it once.',
    'Donnez-le une fois.',
  );

function once(id: string, context: string, terms: readonly string[], source: string): Rule {
  const counted = path(source);
  return rule(id, context, terms, exactlyOne(source), (element) => counted.elements(element).length === 1, {
    about: source,
  });
}

const repeats = CII_REPEATS.map(([id, severity, context, term, source]) =>
  rule(
    id,
    context,
    term === '' ? [] : [term],
    repeated(term === '' ? { en: source, fr: source } : named(term)),
    (element) => path(source).elements(element).length <= 1,
    { severity, about: source },
  ),
);

/** `ID` or `GlobalID` of a party, not both. */
function oneKindOfId(id: string, context: string, term: string, party: string): Rule {
  const text = words(
    `${named(term).en} is given both with and without scheme.`,
    `${named(term).fr} : donné à la fois avec et sans schéma.`,
    'Give either ID or GlobalID.',
    'Donnez soit ID, soit GlobalID.',
  );
  return rule(
    id,
    context,
    [term],
    text,
    (element) => !(path(`${party}/ram:ID`).exists(element) && path(`${party}/ram:GlobalID`).exists(element)),
    { severity: 'warning', about: `${party}/ram:GlobalID` },
  );
}

function oneContact(id: string, term: string, party: string): Rule {
  const contact = `${party}/ram:DefinedTradeContact`;
  const text = words(
    `${named(term).en} is given both as a person and as a department.`,
    `${named(term).fr} : donné à la fois comme personne et comme service.`,
    'Give either PersonName or DepartmentName.',
    'Donnez soit PersonName, soit DepartmentName.',
  );
  return rule(
    id,
    'agreement',
    [term],
    text,
    (element) =>
      !(path(`${contact}/ram:PersonName`).exists(element) && path(`${contact}/ram:DepartmentName`).exists(element)),
    { severity: 'warning', about: contact },
  );
}

const TYPE = path('ram:TypeCode');
const REFERENCE = path('ram:AdditionalReferencedDocument');

/** At most one additional reference of a type; `strip` says whether white space around the code counts. */
function references(id: string, context: string, term: string, code: string, strip: boolean, part?: string): Rule {
  const isOfType = (reference: XmlElement): boolean =>
    strip ? textAt(reference, TYPE) === code : TYPE.texts(reference).includes(code);
  const test: Test = (element) => {
    const found = REFERENCE.elements(element).filter(isOfType);
    return (part === undefined ? found : found.flatMap((each) => path(part).elements(each))).length <= 1;
  };
  return rule(id, context, [term], repeated(named(term)), test, { severity: 'warning' });
}

/** All nodes of a name under payment means agree with the first. */
function agreeing(id: string, term: string, name: string): Rule {
  const text = words(
    `Payment instructions differ: ${named(term).en}.`,
    `Les instructions de paiement diffèrent : ${named(term).fr}.`,
    'Repeat the same value in every payment means.',
    'Répétez la même valeur dans chaque moyen de paiement.',
  );
  return rule(id, 'root', [term], text, (_root, scope) => {
    const found = scope
      .everywhere('ram:SpecifiedTradeSettlementPaymentMeans')
      .flatMap((means) => path(name).elements(means))
      .map((element) => normalized(stringOf(element)));
    return found.every((value) => value === found[0]);
  });
}

const SR: readonly Rule[] = [
  ...repeats,
  once('CII-SR-009', 'process-control', ['BT-24'], 'ram:GuidelineSpecifiedDocumentContextParameter'),
  once('CII-SR-010', 'process-control', ['BT-24'], 'ram:GuidelineSpecifiedDocumentContextParameter/ram:ID'),
  once('CII-SR-014', 'document', ['BT-3'], 'ram:TypeCode'),
  rule(
    'CII-SR-046',
    'product',
    ['BT-157', 'BT-157-1'],
    words(
      `No scheme is given for ${named('BT-157').en}.`,
      `Schéma absent : ${named('BT-157').fr}.`,
      'Add schemeID to GlobalID.',
      'Ajoutez schemeID à GlobalID.',
    ),
    (product) => !path('ram:GlobalID').exists(product) || path('ram:GlobalID/@schemeID').exists(product),
    { about: 'ram:GlobalID' },
  ),
  once('CII-SR-069', 'item-attribute', ['BT-160'], 'ram:Description'),
  once('CII-SR-072', 'item-attribute', ['BT-161'], 'ram:Value'),
  rule(
    'CII-SR-090',
    'product',
    ['BT-159'],
    exactlyOne('ram:OriginTradeCountry/ram:ID'),
    (product) =>
      !path('ram:OriginTradeCountry').exists(product) ||
      path('ram:OriginTradeCountry/ram:ID').elements(product).length === 1,
    { about: 'ram:OriginTradeCountry' },
  ),
  once('CII-SR-439', 'line-agreement', ['BT-146'], 'ram:NetPriceProductTradePrice/ram:ChargeAmount'),
  rule(
    'CII-SR-119',
    'line-agreement',
    ['BT-147'],
    words(
      'A price discount (BT-147) needs both the indicator false and the amount.',
      "Un rabais sur le prix (BT-147) demande l'indicateur false et le montant.",
      'Give ChargeIndicator false with ActualAmount; a charge on the price is not foreseen.',
      'Donnez ChargeIndicator false et ActualAmount ; des frais sur le prix ne sont pas prévus.',
    ),
    priceDiscount,
    { severity: 'warning' },
  ),
  rule(
    'CII-SR-454',
    'line-settlement',
    ['BG-30'],
    exactlyOne('ram:ApplicableTradeTax'),
    (settlement) => path('ram:ApplicableTradeTax').elements(settlement).length === 1,
    { severity: 'warning', about: 'ram:ApplicableTradeTax' },
  ),
  references('CII-SR-474', 'line-settlement', 'BT-128', '130', true),
  oneKindOfId('CII-SR-449', 'delivery', 'BT-71', 'ram:ShipToTradeParty'),
  oneKindOfId('CII-SR-450', 'agreement', 'BT-46', 'ram:BuyerTradeParty'),
  oneKindOfId('CII-SR-451', 'settlement', 'BT-60', 'ram:PayeeTradeParty'),
  references('CII-SR-457', 'agreement', 'BT-17', '50', false),
  references('CII-SR-458', 'agreement', 'BT-18', '130', false),
  oneContact('CII-SR-465', 'BT-41', 'ram:SellerTradeParty'),
  oneContact('CII-SR-466', 'BT-56', 'ram:BuyerTradeParty'),
  references('CII-SR-475', 'agreement', 'BT-123', '916', true, 'ram:Name'),
  references('CII-SR-476', 'agreement', 'BT-125', '916', true, 'ram:AttachmentBinaryObject'),
  rule(
    'CII-SR-462',
    'settlement',
    ['BT-8'],
    words(
      `Several different values: ${named('BT-8').en}.`,
      `Plusieurs valeurs différentes : ${named('BT-8').fr}.`,
      'Repeat the same code in every VAT breakdown.',
      'Répétez le même code dans chaque ventilation de TVA.',
    ),
    (_settlement, scope) => {
      const taxes = scope.everywhere('ram:ApplicableTradeTax');
      return new Set(taxes.flatMap((tax) => path('ram:DueDateTypeCode').texts(tax))).size <= 1;
    },
  ),
  rule(
    'CII-SR-463',
    'allowance-charge',
    [],
    words(
      'An allowance or charge does not say which of the two it is.',
      "Une remise ou des frais n'indiquent pas lequel des deux.",
      'Add ChargeIndicator with true (charge) or false (allowance).',
      'Ajoutez ChargeIndicator avec true (frais) ou false (remise).',
    ),
    (element) => path('ram:ChargeIndicator').exists(element),
  ),
  agreeing('CII-SR-467', 'BT-81', 'ram:TypeCode'),
  agreeing('CII-SR-468', 'BT-82', 'ram:Information'),
  rule('CII-SR-469', 'root', ['BT-83'], repeated(named('BT-83')), (_root, scope) => {
    const settlements = scope.everywhere('ram:ApplicableHeaderTradeSettlement');
    return settlements.flatMap((each) => path('ram:PaymentReference').elements(each)).length <= 1;
  }),
  rule(
    'CII-SR-470',
    'settlement',
    ['BT-84', 'BT-81'],
    words(
      `A credit transfer (payment means 30 or 58) needs ${named('BT-84').en}.`,
      `Un virement (moyen de paiement 30 ou 58) demande : ${named('BT-84').fr}.`,
      'Give IBANID or ProprietaryID.',
      'Donnez IBANID ou ProprietaryID.',
    ),
    (settlement) =>
      path('ram:SpecifiedTradeSettlementPaymentMeans')
        .elements(settlement)
        .every((means) => !['30', '58'].includes(textAt(means, TYPE)) || ACCOUNT.exists(means)),
  ),
];
const ACCOUNT = path('ram:PayeePartyCreditorFinancialAccount/ram:IBANID|ram:ProprietaryID');

function priceDiscount(agreement: XmlElement): boolean {
  const discount = 'ram:GrossPriceProductTradePrice/ram:AppliedTradeAllowanceCharge';
  const indicators = path(`${discount}/ram:ChargeIndicator`).elements(agreement);
  const amounts = path(`${discount}/ram:ActualAmount`).exists(agreement);
  const isAllowance = indicators.some((each) => someBoolean(path('udt:Indicator').elements(each), false));
  return (isAllowance && amounts) || (indicators.length === 0 && !amounts);
}

/** An element of a referenced document that only additional references of some types may have. */
function onlyFor(id: string, part: string, types: readonly string[], term: string): Rule {
  const allowedTypes = types.join(', ');
  const text = words(
    `${part} stands on a reference that is not an additional document of type ${allowedTypes}.`,
    `${part} figure sur une référence qui n'est pas un document complémentaire de type ${allowedTypes}.`,
    'Take it out, or correct the type code.',
    'Supprimez-le, ou corrigez le code de type.',
  );
  const test: Test = (reference) =>
    !path(part).exists(reference) ||
    (reference.name === 'AdditionalReferencedDocument' && TYPE.texts(reference).some((code) => types.includes(code)));
  return rule(id, 'referenced-document', [term], text, test, { about: part });
}

function onHeaderOnly(id: string, part: string, term: string): Rule {
  return rule(
    id,
    'trade-tax',
    [term],
    unused(part, 'CII'),
    (tax) => !path(part).exists(tax) || hasAncestor(tax, 'ApplicableHeaderTradeSettlement'),
    { severity: 'warning', about: part },
  );
}

function onApplicableOnly(id: string, part: string, term: string): Rule {
  return rule(
    id,
    'trade-tax',
    [term],
    unused(part, 'CII'),
    (tax) => !path(part).exists(tax) || tax.name === 'ApplicableTradeTax',
    { severity: 'warning', about: part },
  );
}

const DATE_102 = /^[ \t\r\n]*\p{Nd}{4}(?:1[0-2]|0[1-9])(?:3[01]|[12][0-9]|0[1-9])[ \t\r\n]*$/u;
const BILLED_UNIT = path(`${LINE}/ram:SpecifiedLineTradeDelivery/ram:BilledQuantity/@unitCode`);

const someBilledUnit = ({ root }: Scope): boolean => BILLED_UNIT.exists(root);

const DT: readonly Rule[] = [
  onlyFor('CII-DT-015', 'ram:URIID', ['916'], 'BG-24'),
  onlyFor('CII-DT-018', 'ram:TypeCode', ['50', '130', '916'], 'BG-24'),
  onlyFor('CII-DT-021', 'ram:Name', ['916'], 'BT-123'),
  onlyFor('CII-DT-022', 'ram:AttachmentBinaryObject', ['916'], 'BT-125'),
  onlyFor('CII-DT-024', 'ram:ReferenceTypeCode', ['130'], 'BT-18-1'),
  rule(
    'CII-DT-027',
    'referenced-document',
    ['BG-3'],
    unused('ram:FormattedIssueDateTime', 'CII'),
    (reference) =>
      !path('ram:FormattedIssueDateTime').exists(reference) || reference.name === 'InvoiceReferencedDocument',
    { about: 'ram:FormattedIssueDateTime' },
  ),
  rule(
    'CII-DT-033',
    'quantity',
    ['BT-130', 'BT-150'],
    words(
      'A quantity has a unit although no billed quantity of the invoice has one.',
      "Une quantité porte une unité alors qu'aucune quantité facturée n'en porte.",
      'Give the unit of the billed quantities (BT-130).',
      "Indiquez l'unité des quantités facturées (BT-130).",
    ),
    (quantity, scope) => !path('@unitCode').exists(quantity) || scope.fact(someBilledUnit),
    { about: '@unitCode' },
  ),
  rule(
    'CII-DT-037',
    'trade-tax',
    ['BG-23', 'BG-30'],
    words(
      'The type of a tax is not VAT.',
      "Le type d'une taxe n'est pas VAT.",
      'Write VAT; EN 16931 knows no other tax.',
      "Écrivez VAT ; l'EN 16931 ne connaît pas d'autre taxe.",
    ),
    (tax) => !TYPE.exists(tax) || TYPE.texts(tax).includes('VAT'),
    { about: 'ram:TypeCode' },
  ),
  onHeaderOnly('CII-DT-041', 'ram:BasisAmount', 'BT-116'),
  onApplicableOnly('CII-DT-052', 'ram:ExemptionReasonCode', 'BT-121'),
  onApplicableOnly('CII-DT-098', 'ram:ExemptionReason', 'BT-120'),
  onHeaderOnly('CII-DT-054', 'ram:TaxPointDate', 'BT-7'),
  onHeaderOnly('CII-DT-058', 'ram:DueDateTypeCode', 'BT-8'),
  rule(
    'CII-DT-097',
    'date-102',
    [],
    words(
      'A date in form 102 is not written YYYYMMDD.',
      "Une date au format 102 n'est pas écrite AAAAMMJJ.",
      'Write eight digits: year, month, day.',
      'Écrivez huit chiffres : année, mois, jour.',
    ),
    (date) => DATE_102.test(stringOf(date)),
  ),
];

/** The syntax pattern of the CII artefact. */
export const CII_SYNTAX: Pattern = {
  id: 'cii-syntax',
  contexts: CII_SYNTAX_CONTEXTS,
  rules: [...SR, ...DT, ...CII_UNUSED_RULES],
};
