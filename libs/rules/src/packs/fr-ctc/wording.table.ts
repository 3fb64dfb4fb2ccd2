import { words, type Words } from '../en16931/wording.js';
import { ATTACHMENTS, FRAMES, TREATMENTS, TYPES } from './french-texts.js';
import { frenchListed } from './term-names.table.js';

type Say = (en: string, fr: string) => Words;
const list = (known: ReadonlySet<string>): string => [...known].join(', ');
const fixed = (...four: Parameters<typeof words>): Say => () => words(...four); // prettier-ignore

const NOTES = fixed(
  'A mandatory note is missing: recovery charge (PMT), late payment penalties (PMD) and cash discount (AAB) must all stand.',
  'Une mention obligatoire manque : indemnité de recouvrement (PMT), pénalités de retard (PMD) et escompte (AAB) doivent toutes figurer.',
  'Add the notes PMT, PMD and AAB, once each.',
  'Ajoutez les notes PMT, PMD et AAB, une fois chacune.',
);

const SIREN_NEEDED: Say = (en, fr) =>
  words(
    `Not a SIREN of nine digits with scheme 0002: ${en}.`,
    `SIREN à neuf chiffres avec le schéma 0002 absent ou faux : ${fr}.`,
    'Give the SIREN, nine digits without spaces, with scheme 0002.',
    'Indiquez le SIREN, neuf chiffres sans espace, avec le schéma 0002.',
  );

const MISSING: Say = (en, fr) =>
  words(`Missing or blank: ${en}.`, `Absent ou vide : ${fr}.`, `Fill in ${en}.`, `Renseignez : ${fr}.`);

const decimals =
  (en: string, fr: string): Say =>
  (enTerms, frTerms) =>
    words(
      `Not written as ${en}: ${enTerms}.`,
      `Forme attendue, ${fr} : ${frTerms}.`,
      'Write digits and one decimal point only, within these bounds.',
      'Écrivez des chiffres et un seul point décimal, dans ces limites.',
    );

const ADDRESS: Say = (en, fr) =>
  words(
    `Characters that a French address may not have: ${en}.`,
    `Caractères interdits dans une adresse française : ${fr}.`,
    'Use letters without accents, digits, + - _ and . only.',
    'Employez seulement lettres sans accent, chiffres, + - _ et .',
  );

const longer =
  (most: number): Say =>
  (en, fr) =>
    words(
      `Longer than ${most} characters: ${en}.`,
      `Plus de ${most} caractères : ${fr}.`,
      `Shorten it to ${most} characters.`,
      `Ramenez la valeur à ${most} caractères.`,
    );

const GROUPS = (twoWay: boolean): Say =>
  twoWay
    ? fixed(
        'A two-way invoice (B9, S9, M9) has exactly two line groups on top: one of the seller (BT-30), one of the buyer (BT-47).',
        "Une facture bidirectionnelle (B9, S9, M9) a exactement deux groupes de lignes : un du vendeur (BT-30), un de l'acheteur (BT-47).",
        'Keep one GROUP line without parent for each party, with its legal identifier as the seller of the line.',
        'Gardez une ligne GROUP sans parent par partie, avec son identifiant légal comme vendeur de la ligne.',
      )
    : fixed(
        'An invoice of several sellers (B8, S8, M8) has no line group on top.',
        "Une facture multi-vendeurs (B8, S8, M8) n'a aucun groupe de lignes.",
        'Open a GROUP line without parent for each seller.',
        'Ouvrez une ligne GROUP sans parent par vendeur.',
      );

const PREVIOUS: Say = (en, fr) =>
  words(
    `A line group of a corrective invoice or credit note lacks: ${en}.`,
    `Un groupe de lignes d'une facture rectificative ou d'un avoir est sans : ${fr}.`,
    'Name number and date of the invoice that the group corrects.',
    'Indiquez numéro et date de la facture que le groupe corrige.',
  );

/** What the rules say, by number; a longer key goes before a shorter one. */
const SPEECH: Readonly<Record<string, Say>> = {
  'BR-FR-01': (en, fr) =>
    words(
      `Longer than 35 characters, or with characters that are not allowed: ${en}.`,
      `Plus de 35 caractères, ou caractères non admis : ${fr}.`,
      'Keep to 35 letters, digits, + - _ / without spaces (the public portal takes 20 until the end of 2026).',
      "Limitez-vous à 35 lettres, chiffres, + - _ / sans espace (le portail public en admet 20 jusqu'à fin 2026).",
    ),
  'BR-FR-02': (en, fr) =>
    words(
      `Characters that are not allowed: ${en}.`,
      `Caractères non admis : ${fr}.`,
      'Use letters without accents, digits, + - _ / and no space.',
      'Employez lettres sans accent, chiffres, + - _ /, sans espace.',
    ),
  'BR-FR-03': (en, fr) =>
    words(
      `Not a calendar date of the years 2000 to 2099: ${en}.`,
      `Date hors calendrier ou hors des années 2000 à 2099 : ${fr}.`,
      'Write a real date, YYYY-MM-DD in UBL, YYYYMMDD in CII.',
      'Écrivez une date réelle, AAAA-MM-JJ en UBL, AAAAMMJJ en CII.',
    ),
  'BR-FR-04': (en, fr) =>
    words(
      `Not an invoice type of the reform: ${en}.`,
      `Type de facture hors de la réforme : ${fr}.`,
      `Use one of ${list(TYPES)}.`,
      `Employez un de ces codes : ${list(TYPES)}.`,
    ),
  'BR-FR-05': NOTES,
  'BR-FR-06': fixed(
    'A note of which one may stand is repeated: PMT, PMD, AAB or TXD.',
    'Une note unique figure plusieurs fois : PMT, PMD, AAB ou TXD.',
    'Keep one note of each of these subjects.',
    'Gardez une seule note par sujet.',
  ),
  'BR-FR-08': fixed(
    'The frame of billing (BT-23) is missing or not one of the list.',
    'Le cadre de facturation (BT-23) manque ou est hors liste.',
    `Use one of ${list(FRAMES)}: B goods, S services, M both.`,
    `Employez un de ces codes : ${list(FRAMES)} (B biens, S services, M mixte).`,
  ),
  'BR-FR-09': (en, fr) =>
    words(
      `The SIRET (scheme 0009) has not 14 digits or does not begin with the party's SIREN: ${en}.`,
      `Le SIRET (schéma 0009) n'a pas 14 chiffres ou ne commence pas par le SIREN de la partie : ${fr}.`,
      'Check SIRET and SIREN of the party: the first nine digits are the same.',
      'Vérifiez SIRET et SIREN de la partie : les neuf premiers chiffres sont les mêmes.',
    ),
  'BR-FR-10': SIREN_NEEDED,
  'BR-FR-11': SIREN_NEEDED,
  'BR-FR-12': MISSING,
  'BR-FR-13': MISSING,
  'BR-FR-08_BT-151-2': (en, fr) => category(en, fr),
  'BR-FR-15': (en, fr) => category(en, fr),
  'BR-FR-16': (en, fr) =>
    words(
      `Not a VAT rate of the list: ${en}.`,
      `Taux de TVA hors liste : ${fr}.`,
      'Use a French rate (20, 10, 5.5, 2.1, 8.5 …) with one or two decimals.',
      'Employez un taux français (20, 10, 5.5, 2.1, 8.5…) avec une ou deux décimales.',
    ),
  'BR-FR-17': fixed(
    'The description of an attachment (BT-123) is not one of the list.',
    "La description d'une pièce jointe (BT-123) est hors liste.",
    `Use one of ${list(ATTACHMENTS)}.`,
    `Employez une de ces valeurs : ${list(ATTACHMENTS)}.`,
  ),
  'BR-FR-18': fixed(
    'More than one attachment is described as LISIBLE (the readable copy).',
    'Plusieurs pièces jointes sont décrites comme LISIBLE (la copie lisible).',
    'Keep one readable copy.',
    'Gardez une seule copie lisible.',
  ),
  'BR-FR-20': fixed(
    'The processing of the invoice (note BAR) is not one of the list.',
    'Le traitement de la facture (note BAR) est hors liste.',
    `Use one of ${list(TREATMENTS)}, or leave the note out.`,
    `Employez une de ces valeurs : ${list(TREATMENTS)}, ou omettez la note.`,
  ),
  'BR-FR-21': fixed(
    "The buyer's electronic address does not begin with the buyer's SIREN, or has another scheme than 0225.",
    "L'adresse électronique de l'acheteur ne commence pas par son SIREN, ou a un autre schéma que 0225.",
    "Look the buyer's address up in the directory and use it with scheme 0225.",
    "Cherchez l'adresse de l'acheteur dans l'annuaire et employez-la avec le schéma 0225.",
  ),
  'BR-FR-22': fixed(
    "In a self-billed invoice the seller's electronic address does not begin with the seller's SIREN, or has another scheme than 0225.",
    "Dans une autofacture, l'adresse électronique du vendeur ne commence pas par son SIREN, ou a un autre schéma que 0225.",
    "Use the seller's address of the directory with scheme 0225.",
    "Employez l'adresse du vendeur dans l'annuaire, avec le schéma 0225.",
  ),
  'BR-FR-23': ADDRESS,
  'BR-FR-24': ADDRESS,
  'BR-FR-25': longer(125),
  'BR-FR-26': longer(100),
  'BR-FR-27': (en, fr) =>
    words(
      `An item attribute has neither name nor code, or a blank one: ${en}.`,
      `Un attribut d'article est sans nom ni code, ou vide : ${fr}.`,
      'Give the attribute a name or a code.',
      'Donnez à l’attribut un nom ou un code.'.replace('’', "'"),
    ),
  'BR-FR-28': fixed(
    'An item attribute has no value, or both a text and a measured value, or a measured value without unit.',
    "Un attribut d'article est sans valeur, ou a un texte et une mesure, ou une mesure sans unité.",
    'Give either a text (BT-161) or a measured value with its unit.',
    'Donnez soit un texte (BT-161), soit une mesure avec son unité.',
  ),
  'BR-FR-29': (en, fr) => object(en, fr),
  'BR-FR-30': (en, fr) => object(en, fr),
  'BR-FR-30_BT-21': (en, fr) => treatments(en, fr),
  'BR-FR-31': (en, fr) => treatments(en, fr),
  'BR-FR-32': fixed(
    'An identifier of scheme 0002 or 0231 has not nine digits.',
    "Un identifiant de schéma 0002 ou 0231 n'a pas neuf chiffres.",
    'Write the SIREN with nine digits, without spaces.',
    'Écrivez le SIREN en neuf chiffres, sans espace.',
  ),
  'BR-FR-CO-03': fixed(
    'A credit note for a global discount (262) needs the contract (BT-12) and start and end of its period (BG-14).',
    'Un avoir de remise globale (262) exige le contrat (BT-12) et le début et la fin de sa période (BG-14).',
    'Give contract, start and end of the period.',
    'Indiquez contrat, début et fin de période.',
  ),
  'BR-FR-CO-04': fixed(
    'A corrective invoice (384, 471, 472, 473) names exactly one preceding invoice (BG-3).',
    'Une facture rectificative (384, 471, 472, 473) nomme exactement une facture antérieure (BG-3).',
    'Name the one invoice that is replaced.',
    'Nommez la seule facture remplacée.',
  ),
  'BR-FR-CO-05': fixed(
    'A credit note does not name the invoice it credits with number and date, neither in the header nor on every line.',
    'Un avoir ne nomme pas la facture créditée avec numéro et date, ni en en-tête ni sur chaque ligne.',
    'Give number and date of the credited invoice (BG-3), or on every line.',
    'Indiquez numéro et date de la facture créditée (BG-3), ou sur chaque ligne.',
  ),
  'BR-FR-CO-07': fixed(
    'The due date (BT-9) lies before the issue date (BT-2).',
    "L'échéance (BT-9) précède la date d'émission (BT-2).",
    'Correct the due date; only deposits and invoices already paid may be due earlier.',
    "Corrigez l'échéance ; seuls acomptes et factures déjà payées peuvent être échus avant.",
  ),
  'BR-FR-CO-08': fixed(
    'The frame of a final invoice after deposit (B4, S4, M4) stands with a deposit type (386, 500, 503).',
    "Le cadre de facture définitive après acompte (B4, S4, M4) est employé avec un type d'acompte (386, 500, 503).",
    'Use frame 1 or 2 for the deposit, or another type.',
    "Employez un cadre 1 ou 2 pour l'acompte, ou un autre type.",
  ),
  'BR-FR-CO-09': fixed(
    'An invoice already paid (B2, S2, M2) must be paid in full (BT-113 = BT-112), have nothing left to pay and give the date of payment as due date.',
    'Une facture déjà payée (B2, S2, M2) doit être payée en totalité (BT-113 = BT-112), sans reste à payer, avec la date de paiement en échéance.',
    'Correct paid amount, amount due and due date, or use another frame.',
    'Corrigez montant payé, reste à payer et échéance, ou changez de cadre.',
  ),
  'BR-FR-CO-10': (en, fr) =>
    words(
      `An identifier has no scheme, or a scheme stands twice: ${en}.`,
      `Un identifiant est sans schéma, ou un schéma figure deux fois : ${fr}.`,
      'Give every identifier its ISO 6523 scheme, each once.',
      'Donnez à chaque identifiant son schéma ISO 6523, une fois chacun.',
    ),
  'BR-FR-CO-12': fixed(
    'The invoice is not in euro, and VAT is not stated in euro too (BT-6 = EUR, BT-111).',
    "La facture n'est pas en euros, et la TVA n'est pas donnée aussi en euros (BT-6 = EUR, BT-111).",
    'Set the accounting currency to EUR and state the VAT total in euro.',
    'Mettez la devise de comptabilisation à EUR et le total de TVA en euros.',
  ),
  'BR-FR-CO-14': fixed(
    'The seller is member of a VAT group (identifier 0231), and the note TXD does not say MEMBRE_ASSUJETTI_UNIQUE.',
    "Le vendeur est membre d'un assujetti unique (identifiant 0231), et la note TXD ne dit pas MEMBRE_ASSUJETTI_UNIQUE.",
    'Add the note TXD with exactly this text.',
    'Ajoutez la note TXD avec exactement ce texte.',
  ),
  'BR-FR-CO-15': fixed(
    'The seller is member of a VAT group (identifier 0231), and the group is not named as tax representative with its VAT number (BG-11, BT-63).',
    "Le vendeur est membre d'un assujetti unique (identifiant 0231), et celui-ci n'est pas nommé comme représentant fiscal avec son numéro de TVA (BG-11, BT-63).",
    'Name the group and its VAT number in BG-11.',
    "Nommez l'assujetti unique et son numéro de TVA en BG-11.",
  ),
  'BR-FR-DEC-01': decimals(
    'an amount of at most 19 characters and 2 decimals',
    'montant de 19 caractères et 2 décimales au plus',
  ),
  'BR-FR-DEC-02': decimals(
    'a quantity of at most 19 characters and 4 decimals',
    'quantité de 19 caractères et 4 décimales au plus',
  ),
  'BR-FR-DEC-03': decimals(
    'a price that is not negative, of at most 19 characters and 6 decimals',
    'prix non négatif de 19 caractères et 6 décimales au plus',
  ),
  'BR-FR-DEC-04': decimals(
    'a rate that is not negative, of at most 4 digits and 2 decimals',
    'taux non négatif de 4 chiffres et 2 décimales au plus',
  ),
  'BR-FR-MV-01': fixed(
    'A line of an invoice of several sellers or of a two-way invoice has no kind (GROUP, DETAIL or INFORMATION).',
    "Une ligne d'une facture multi-vendeurs ou bidirectionnelle est sans sous-type (GROUP, DETAIL ou INFORMATION).",
    'Give every line its kind.',
    'Donnez à chaque ligne son sous-type.',
  ),
  'BR-FR-MV-02': GROUPS(false),
  'BR-FR-BD-02': GROUPS(true),
  'BR-FR-MV-03': (en, fr) =>
    words(
      `A line group of one seller lacks: ${en}. Its frame (AVV) may not be B8, S8 or M8.`,
      `Un groupe de lignes d'un vendeur est sans : ${fr}. Son cadre (AVV) ne peut être B8, S8 ou M8.`,
      'Fill in the group: seller, country, VAT totals, number (AFL) and frame (AVV).',
      'Complétez le groupe : vendeur, pays, totaux de TVA, numéro (AFL) et cadre (AVV).',
    ),
  'BR-FR-MV-05': fixed(
    'The net amount of a line group is not the sum of its lines.',
    "Le montant net d'un groupe de lignes n'est pas la somme de ses lignes.",
    'Add up the lines below the group, those for information left out.',
    'Additionnez les lignes du groupe, hors lignes d’information.'.replace('’', "'"),
  ),
  'BR-FR-MV-06': fixed(
    "A line does not name its seller's legal identifier, or another than the line above it.",
    "Une ligne ne nomme pas l'identifiant légal de son vendeur, ou un autre que sa ligne parente.",
    'Repeat the legal identifier of the group on each of its lines.',
    "Reprenez l'identifiant légal du groupe sur chacune de ses lignes.",
  ),
  'BR-FR-MV-07': fixed(
    'A line does not carry the number of its part (BT-128, AFL), or another than the line above it.',
    'Une ligne ne porte pas le numéro de sa sous-facture (BT-128, AFL), ou un autre que sa ligne parente.',
    'Repeat the number of the group on each of its lines.',
    'Reprenez le numéro du groupe sur chacune de ses lignes.',
  ),
  'BR-FR-MV-08': fixed(
    'The exemption reason of a DETAIL line does not begin with the number of its part between #.',
    "Le motif d'exonération d'une ligne DETAIL ne commence pas par le numéro de sa sous-facture entre #.",
    'Put #number# in front of the reason.',
    'Placez #numéro# devant le motif.',
  ),
  'BR-FR-MV-09': fixed(
    'The VAT total of a line group is not the sum of the VAT breakdowns of its part.',
    "Le total de TVA d'un groupe de lignes n'est pas la somme des ventilations de sa sous-facture.",
    'Add up the breakdowns whose reason begins with #number#.',
    'Additionnez les ventilations dont le motif commence par #numéro#.',
  ),
  'BR-FR-MV-10': fixed(
    'The total with VAT of a line group is not its net amount plus its VAT.',
    "Le total TTC d'un groupe de lignes n'est pas son net plus sa TVA.",
    'Work the total out again.',
    'Recalculez le total.',
  ),
  'BR-FR-MV-11': fixed(
    "Not exactly one group of the main seller carries the invoice's own number (BT-128, AFL = BT-1).",
    'Il faut exactement un groupe du vendeur principal portant le numéro de la facture (BT-128, AFL = BT-1).',
    "Give one group of the main seller the invoice's number.",
    'Donnez à un groupe du vendeur principal le numéro de la facture.',
  ),
  'BR-FR-MV-12': fixed(
    'Two line groups carry the same number (BT-128, AFL).',
    'Deux groupes de lignes portent le même numéro (BT-128, AFL).',
    'Give each part its own number.',
    'Donnez à chaque sous-facture son numéro.',
  ),
  'BR-FR-MV-13': fixed(
    'An invoice of several sellers (B8, S8, M8) cannot be self-billed.',
    'Une facture multi-vendeurs (B8, S8, M8) ne peut être une autofacture.',
    'Use a type that is not self-billed.',
    'Employez un type hors autofacturation.',
  ),
  'BR-FR-BD-13': (en, fr) => twoWayType(en, fr),
  'BR-FR-MV-BD': (en, fr) => twoWayType(en, fr),
  'BR-FR-MV-14': PREVIOUS,
  'BR-FR-BD-14': PREVIOUS,
};

function category(en: string, fr: string): Words {
  return words(
    `Not a VAT category of the reform, or L or M: ${en}.`,
    `Type de TVA hors de la réforme, ou L ou M : ${fr}.`,
    'Use S, E, AE, K, G, O or Z.',
    'Employez S, E, AE, K, G, O ou Z.',
  );
}

function object(en: string, fr: string): Words {
  return words(
    `An object identifier with scheme AFL or AVV is repeated or blank. ${en}`.trim(),
    `Un identifiant d'objet de schéma AFL ou AVV est répété ou vide. ${fr}`.trim(),
    'Keep one AFL and one AVV, each with a value.',
    'Gardez un AFL et un AVV, chacun avec une valeur.',
  );
}

function treatments(_en: string, _fr: string): Words {
  return words(
    'More than one note says how the invoice is to be processed (BAR).',
    'Plusieurs notes disent le traitement de la facture (BAR).',
    'Keep one note BAR.',
    'Gardez une seule note BAR.',
  );
}

function twoWayType(_en: string, _fr: string): Words {
  return words(
    'A two-way invoice (B9, S9, M9) must have a self-billed type.',
    "Une facture bidirectionnelle (B9, S9, M9) doit avoir un type d'autofacturation.",
    'Use 389, 261, 501, 500, 502, 471 or 473.',
    'Employez 389, 261, 501, 500, 502, 471 ou 473.',
  );
}

/** @throws Error for a rule without words: a defect that must show when the program starts */
export function frenchWords(id: string, terms: readonly string[]): Words {
  const family = /^BR-FR-(?:(?:CO|DEC|MV|BD)-)?\w\w(?![A-Za-z0-9])/.exec(id.replace(/_/g, ' '))?.[0];
  const say = SPEECH[id] ?? SPEECH[family ?? ''];
  if (say === undefined) throw new Error(`Rule ${id} has no wording`);
  const { en, fr } = frenchListed(terms);
  return say(en, fr);
}
