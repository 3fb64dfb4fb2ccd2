import { words, type Words } from '../en16931/wording.js';
import { frenchListed } from '../fr-ctc/term-names.table.js';

type Say = (en: string, fr: string) => Words;
const fixed = (...four: Parameters<typeof words>): Say => () => words(...four); // prettier-ignore

const total =
  (en: string, fr: string): Say =>
  () =>
    words(
      `${en}, beyond a cent for every item.`,
      `${fr}, au-delà d'un centime par élément.`,
      'Work the amount out again; only lines without kind or of kind DETAIL count.',
      'Recalculez le montant ; seules comptent les lignes sans sous-type ou DETAIL.',
    );
const needed: Say = (en, fr) =>
  words(
    `A line that counts lacks: ${en}.`,
    `Une ligne de détail est sans : ${fr}.`,
    `Fill in ${en}; only lines of kind GROUP or INFORMATION may go without.`,
    `Renseignez : ${fr} ; seules les lignes GROUP ou INFORMATION peuvent s'en passer.`,
  );
const code =
  (list: string): Say =>
  (en, fr) =>
    words(
      `Not a code of ${list}: ${en}.`.replace(': .', '.'),
      `Code absent de la liste ${list} : ${fr}.`.replace(' : .', '.'),
      `Use a code of ${list}.`,
      `Employez un code de la liste ${list}.`,
    );
const breakdown = (way: string, manner: string): Say => () =>
  words(
    `The taxable amount of a VAT breakdown is not what its lines, allowances and charges add up to${way}.`,
    `La base imposable d'une ventilation de TVA n'est pas la somme de ses lignes, remises et frais${manner}.`,
    'Add up line nets less allowances plus charges of the same category, rate and exemption reason.',
    'Additionnez nets de ligne moins remises plus frais de mêmes type, taux et motif d’exonération.'.replace('’', "'"),
  ); // prettier-ignore
const unused: Say = fixed(
  'An element holds more than EXTENDED-CTC-FR knows of it.',
  'Un élément contient plus que ce que prévoit EXTENDED-CTC-FR.',
  'Leave the other elements out.',
  'Retirez les autres éléments.',
);

/** CII states some rules under ids of its own. */
const SAME: Readonly<Record<string, string>> = {
  'BR-FREXT-BR-22': 'BR-FREXT-22',
  'BR-FREXT-BR-23': 'BR-FREXT-23',
  'BR-FREXT-BR-24': 'BR-FREXT-24',
  'BR-FREXT-BR-26': 'BR-FREXT-26',
  'BR-FXEXT-S-09': 'BR-FREXT-S-09',
  'BR-FXEXT-04': 'BR-FREXT-04',
  'CII-FREXT-SR-106': 'UBL-FREXT-CR-645',
  'CII-FREXT-SR-293': 'UBL-FREXT-CR-410',
  'CII-FREXT-SR-366': 'CII-FREXT-CR-490',
};

const TERMS: Readonly<Record<string, string>> = {
  'BR-CO-27': 'BT-84',
  'BR-FREXT-BR-38': 'BT-104 BT-105',
  'BR-FREXT-BR-44': 'BT-144 BT-145',
  'BR-EXT-CL-07': 'EXT-FR-FE-01',
  'BR-FREXT-CL-19-GP': 'EXT-FR-FE-195',
  'CII-FREXT-SR-439': 'BT-146',
  'CII-SR-454': 'BT-151',
  'CII-EXT-DT-018': 'BT-122 BT-17 BT-18 EXT-FR-FE-02',
  'CII-FREXT-DT-024': 'BT-18-1 EXT-FR-FE-01',
  'CII-FREXTDT-027': 'BT-26',
  'BR-CO-25': 'BT-115 BT-9 BT-20',
  'BR-FREXT-CO-10': 'BT-106 BT-131',
  'BR-FREXT-CO-11': 'BT-107 BT-92',
  'BR-FREXT-CO-12': 'BT-108 BT-99',
  'BR-FREXT-CO-13': 'BT-109 BT-131 BT-92 BT-99',
  'BR-FREXT-CO-15': 'BT-112 BT-109 BT-110',
  'BR-FREXT-22': 'BT-129',
  'BR-FREXT-23': 'BT-130',
  'BR-FREXT-24': 'BT-131',
  'BR-FREXT-26': 'BT-146',
  'BR-FREXT-CO-04': 'BT-151',
  'BR-FREXT-54-1': 'BT-160 EXT-FR-FE-159',
  'BR-FREXT-54-2': 'BT-161 EXT-FR-FE-160',
  'UBL-FREXT-SR-48': 'BT-151',
  'BR-FREXT-CL-10': 'BT-29-1 BT-46-1 BT-60-1',
  'BR-FREXT-CL-20': 'BT-105 BT-145',
  'BR-FREXT-CL-20-TAX': 'BT-105 BT-145',
  'BR-FREXT-CL-20-LISTID': 'BT-105 BT-145',
  'BR-FREXT-CL-24': 'BT-125-1',
  'BR-FREXT-04': 'EXT-FR-FE-159',
  'BR-FREXT-05': 'EXT-FR-FE-163',
  'BR-FREXT-06': 'EXT-FR-FE-162 EXT-FR-FE-163',
  'BR-FREXT-08': 'BT-131',
  'BR-FREXT-11': 'EXT-FR-FE-162',
  'BR-FREXT-12': 'BT-131',
  'BR-55': 'BT-25',
  'UBL-SR-06': 'BG-3',
  'UBL-SR-07': 'BT-25',
  'BR-FREXT-S-09': 'BT-117 BT-116 BT-119',
};

const needsReason: Say = fixed(
  'A charge has neither a reason nor a reason code.',
  'Un frais est sans motif ni code de motif.',
  'Give the reason, or its code of UNTDID 7161.',
  'Indiquez le motif, ou son code UNTDID 7161.',
);
const misplaced = (en: string, fr: string): Say =>
  fixed(
    `${en} stands with a referenced document that may not have it.`,
    `${fr} figure sur un document référencé qui ne l'admet pas.`,
    'Leave it out there.',
    'Retirez cette donnée.',
  );

const SPEECH: Readonly<Record<string, Say>> = {
  'BR-CO-27': fixed(
    'A transfer names no account, or an IBAN and another account at once.',
    'Un virement ne nomme aucun compte, ou un IBAN et un autre compte à la fois.',
    'Give exactly one.',
    'Indiquez-en exactement un.',
  ),
  'BR-FREXT-BR-38': needsReason,
  'BR-FREXT-BR-44': needsReason,
  'BR-EXT-CL-07': code('UNTDID 1153'),
  'BR-FREXT-CL-19-GP': code('UNTDID 5189'),
  'CII-FREXT-SR-439': fixed(
    'A line has more than one net price.',
    'Une ligne a plus d’un prix net.'.replace('’', "'"),
    'Keep one.',
    "N'en gardez qu'un.",
  ),
  'CII-SR-454': fixed(
    'A line has more than one VAT category.',
    'Une ligne a plus d’un type de TVA.'.replace('’', "'"),
    'Keep one.',
    "N'en gardez qu'un.",
  ),
  'CII-EXT-DT-018': misplaced('A type code', 'Un code de type'),
  'CII-FREXT-DT-024': misplaced('A reference type', 'Un type de référence'),
  'CII-FREXTDT-027': misplaced('A date', 'Une date'),
  'BR-CO-25': fixed(
    'Something is left to pay, and neither due date (BT-9) nor payment terms (BT-20) are stated.',
    'Il reste à payer, sans échéance (BT-9) ni conditions de paiement (BT-20).',
    'Give the due date or the terms.',
    "Indiquez l'échéance ou les conditions.",
  ),
  'BR-FREXT-CO-10': total(
    'The sum of the line nets (BT-106) differs from the lines',
    'La somme des nets de ligne (BT-106) diffère des lignes',
  ),
  'BR-FREXT-CO-11': total(
    'The total of allowances (BT-107) differs from the allowances',
    'Le total des remises (BT-107) diffère des remises',
  ),
  'BR-FREXT-CO-12': total(
    'The total of charges (BT-108) differs from the charges',
    'Le total des frais (BT-108) diffère des frais',
  ),
  'BR-FREXT-CO-13': total(
    'The total without VAT (BT-109) differs from lines, allowances and charges',
    'Le total HT (BT-109) diffère des lignes, remises et frais',
  ),
  'BR-FREXT-CO-15': total(
    'The total with VAT (BT-112) differs from total without VAT plus VAT',
    'Le total TTC (BT-112) diffère du HT plus TVA',
  ),
  'BR-FREXT-22': needed,
  'BR-FREXT-23': needed,
  'BR-FREXT-24': needed,
  'BR-FREXT-26': needed,
  'BR-FREXT-CO-04': needed,
  'UBL-FREXT-SR-48': fixed(
    'A line has not exactly one VAT category; lines of kind GROUP or INFORMATION may go without.',
    "Une ligne n'a pas exactement un type de TVA ; les lignes GROUP ou INFORMATION peuvent s'en passer.",
    'Keep one category a line.',
    'Gardez un type par ligne.',
  ),
  'BR-FREXT-54-1': fixed(
    'An item attribute has neither name (BT-160) nor code.',
    "Un attribut d'article est sans nom (BT-160) ni code.",
    'Give it a name or a code.',
    'Donnez-lui un nom ou un code.',
  ),
  'BR-FREXT-54-2': fixed(
    'An item attribute has no value, or a text and a measured value at once, or a measure without unit.',
    "Un attribut d'article est sans valeur, ou a un texte et une mesure à la fois, ou une mesure sans unité.",
    'Give either a text or a measured value with its unit.',
    'Donnez soit un texte, soit une mesure avec son unité.',
  ),
  'UBL-FREXT-CR-410': unused,
  'CII-FREXT-CR-490': unused,
  'UBL-FREXT-CR-645': unused,
  'BR-FREXT-CL-10': code('ISO 6523 ICD, BY, SE'),
  'BR-FREXT-CL-20': code('UNTDID 7161'),
  'BR-FREXT-CL-20-TAX': code('UNTDID 5153'),
  'BR-FREXT-CL-20-LISTID': fixed(
    'The reason code of a charge is of another list than 7161 or 5153.',
    "Le code de motif d'un frais est d'une autre liste que 7161 ou 5153.",
    'Use a code of UNTDID 7161, or one of 5153 for a tax, with this number in listID.',
    'Employez un code UNTDID 7161, ou 5153 pour une taxe, avec ce numéro dans listID.',
  ),
  'BR-FREXT-CL-24': code('MIME (EXTENDED-CTC-FR)'),
  'BR-FREXT-CL-27': code('Incoterms 2020'),
  'BR-FREXT-04': code('UNTDID 6313'),
  'BR-FREXT-05': fixed(
    'The kind of a line is none of DETAIL, GROUP, INFORMATION.',
    "Le sous-type d'une ligne n'est ni DETAIL, ni GROUP, ni INFORMATION.",
    'Use one of the three.',
    'Employez un des trois.',
  ),
  'BR-FREXT-06': fixed(
    'A line stands below another and has no kind.',
    'Une ligne a une ligne parente mais pas de sous-type.',
    'Give it a kind: DETAIL, GROUP or INFORMATION.',
    'Donnez-lui un sous-type : DETAIL, GROUP ou INFORMATION.',
  ),
  'BR-FREXT-08': fixed(
    'The net amount of a GROUP line is not the sum of the lines below it.',
    "Le montant net d'une ligne GROUP n'est pas la somme des lignes qu'elle regroupe.",
    'Add up the DETAIL and GROUP lines of the group.',
    'Additionnez les lignes DETAIL et GROUP du groupe.',
  ),
  'BR-FREXT-11': fixed(
    'A line stands below a line that does not exist.',
    'La ligne parente indiquée n’existe pas.'.replace('’', "'"),
    'Correct the number of the parent line.',
    'Corrigez le numéro de la ligne parente.',
  ),
  'BR-FREXT-12': fixed(
    'A group has a net amount, and a group below it has none.',
    'Un groupe a un montant net, et un groupe inférieur n’en a pas.'.replace('’', "'"),
    'Give every nested GROUP line its net amount.',
    'Donnez à chaque ligne GROUP imbriquée son montant net.',
  ),
  'BR-FREXT-S-09': total(
    'The VAT of a standard rate breakdown (BT-117) is not base times rate',
    "La TVA d'une ventilation au taux (BT-117) n'est pas base × taux",
  ),
  'BR-55': fixed(
    'A preceding invoice is named without its number (BT-25).',
    'Une facture antérieure est citée sans son numéro (BT-25).',
    'Give the number of the preceding invoice.',
    'Indiquez le numéro de la facture antérieure.',
  ),
  'UBL-SR-06': fixed(
    'A preceding invoice reference (BG-3) names several invoices.',
    'Une référence à une facture antérieure (BG-3) cite plusieurs factures.',
    'Use one reference an invoice.',
    'Employez une référence par facture.',
  ),
  'UBL-SR-07': fixed(
    'A preceding invoice reference (BG-3) has no number.',
    'Une référence à une facture antérieure (BG-3) est sans numéro.',
    'Give the number (BT-25).',
    'Indiquez le numéro (BT-25).',
  ),
};

const used: Say = fixed(
  'A VAT category is used but not broken down (BG-23), or broken down but not used.',
  'Un type de TVA est employé sans ventilation (BG-23), ou ventilé sans être employé.',
  'Give each category in use its breakdown, and remove the others.',
  'Donnez à chaque type employé sa ventilation, et retirez les autres.',
);

function sentence(id: string): Say | undefined {
  const own = SPEECH[SAME[id] ?? id];
  if (own !== undefined) return own;
  if (/^BR-FREXT-\w+-01$/.test(id)) return used;
  if (/^BR-F[RX]EXT-\w+-08$/.test(id)) return breakdown('', '');
  if (/^BR-F[RX]EXT-\w+-08ini$/.test(id))
    return breakdown(' when exemption reasons are left aside', ' sans distinguer les motifs');
  if (/^BR-F[RX]EXT-\w+-08rev$/.test(id))
    return breakdown(' when told apart by exemption reason', ' en distinguant les motifs');
  return undefined;
}

export function extendedTerms(id: string): readonly string[] {
  const known = TERMS[SAME[id] ?? id];
  if (known !== undefined) return known.split(' ');
  if (id.endsWith('-01')) return ['BG-23', 'BT-118'];
  return /-08(ini|rev)?$/.test(id) ? ['BT-116', 'BT-131'] : [];
}

/** @throws Error for a rule without words: a defect that must show when the program starts */
export function extendedWords(id: string, terms: readonly string[]): Words {
  const say = sentence(id);
  if (say === undefined) throw new Error(`Rule ${id} has no wording`);
  const { en, fr } = frenchListed(terms);
  return say(en, fr);
}
