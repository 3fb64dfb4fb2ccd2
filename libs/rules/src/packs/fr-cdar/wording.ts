import { words, type Words } from '../en16931/wording.js';
import { frenchListed } from '../fr-ctc/term-names.table.js';
import { ACTIONS, DATA_TYPES, PARTNER_ROLES, PROCESSING_CONDITIONS, REASONS_BY_STATUS, RECIPIENT_ROLES, SENDER_ROLES, TRANSMISSION_CONDITIONS } from './code-lists.table.js'; // prettier-ignore

type Say = (en: string, fr: string) => Words;

const list = (known: ReadonlySet<string>): string => [...known].join(', ');

const oneOf =
  (known: ReadonlySet<string>): Say =>
  (en, fr) =>
    words(
      `Not a value that lifecycle messages know: ${en}.`,
      `Valeur inconnue des messages de cycle de vie : ${fr}.`,
      `Use one of ${list(known)}.`,
      `Employez une de ces valeurs : ${list(known)}.`,
    );

const needed: Say = (en, fr) => words(`Missing: ${en}.`, `Absent : ${fr}.`, `Fill in ${en}.`, `Renseignez : ${fr}.`);

const reason =
  (status: keyof typeof REASONS_BY_STATUS, en: string, fr: string): Say =>
  () =>
    words(
      `This reason (MDT-113) may not stand with status ${en}.`,
      `Ce motif (MDT-113) n'est pas admis pour le statut ${fr}.`,
      `Use one of ${list(REASONS_BY_STATUS[status])}, or another status.`,
      `Employez un de ces motifs : ${list(REASONS_BY_STATUS[status])}, ou un autre statut.`,
    );

const platformOnly: Say = (en, fr) =>
  words(
    `A transmission status (305) is set and sent by a platform: ${en} is not WK.`,
    `Un statut de transmission (305) est posé et transmis par une plateforme : ${fr} différent de WK.`,
    'Use WK here, or 23 as the phase (MDT-77) when a company sets the status.',
    'Employez WK, ou la phase 23 (MDT-77) si une entreprise pose le statut.',
  );

const SPEECH: Readonly<Record<string, Say>> = {
  'BR-FR-04_MDT-91': (en, fr) =>
    words(
      `Not an invoice type of the reform: ${en}.`,
      `Type de facture hors de la réforme : ${fr}.`,
      'Repeat BT-3 of the invoice: 380, 381, 384, 386, 389, 393, 396 …',
      'Reprenez le BT-3 de la facture : 380, 381, 384, 386, 389, 393, 396…',
    ),
  'BR-FR-CDV-01_MDG-3': needed,
  'BR-FR-CDV-02_MDT-3': () =>
    words(
      'The guideline (MDT-3) is not that of an invoice lifecycle message, or the one for the public portal is used for somebody else.',
      "Le profil (MDT-3) n'est pas celui d'un message de cycle de vie de facture, ou celui du portail public est employé pour un autre.",
      'Write urn.cpro.gouv.fr:1p0:CDV:invoice; …:einvoicingF2 only where the one recipient is 0000 (scheme 0238, role DFH).',
      "Écrivez urn.cpro.gouv.fr:1p0:CDV:invoice ; …:einvoicingF2 seulement si l'unique destinataire est 0000 (schéma 0238, rôle DFH).",
    ),
  'BR-FR-CDV-03_MDT-4': needed,
  'BR-FR-CDV-04_MDG-4': needed,
  'BR-FR-CDV-05_MDG-9': needed,
  'BR-FR-CDV-06_MDT-21': needed,
  'BR-FR-CDV-07_MDT-38_yes': () =>
    words(
      'A processing status (23) does not say by which company it was set (MDT-38).',
      "Un statut de traitement (23) ne dit pas quelle entreprise l'a posé (MDT-38).",
      'Give the identifier of the issuer, e.g. its SIREN with scheme 0002.',
      "Indiquez l'identifiant de l'auteur, p. ex. son SIREN avec le schéma 0002.",
    ),
  'BR-FR-CDV-07_MDT-38_no': () =>
    words(
      'A transmission status (305) names its issuer (MDT-38) although it does not go to the public portal.',
      'Un statut de transmission (305) nomme son auteur (MDT-38) sans être destiné au portail public.',
      'Leave the identifier of the issuer out.',
      "Retirez l'identifiant de l'auteur.",
    ),
  'BR-FR-CDV-08_MDT-73': () =>
    words(
      'A recipient other than a platform or the public portal has no electronic address (MDT-73).',
      "Un destinataire autre qu'une plateforme ou le portail public est sans adresse électronique (MDT-73).",
      'Give the address with scheme 0225.',
      "Indiquez l'adresse avec le schéma 0225.",
    ),
  'BR-FR-CDV-09_MDT-77': (en, fr) =>
    words(
      `Neither transmission nor processing: ${en}.`,
      `Ni transmission ni traitement : ${fr}.`,
      'Write 305 for a status set by a platform, 23 for one set by a company.',
      'Écrivez 305 pour un statut de plateforme, 23 pour un statut d’entreprise.'.replace('’', "'"),
    ),
  'BR-FR-CDV-10_MDT-87': needed,
  'BR-FR-CDV-11_MDG-35': needed,
  'BR-FR-CDV-12_MDT-105': needed,
  'BR-FR-CDV-13_MDT-129': needed,
  'BR-FR-CDV-14_MDT-207': () =>
    words(
      'Status 212 (collected) needs the amount collected for each VAT rate: a datum MEN with amount and rate is missing.',
      'Le statut 212 (encaissée) exige le montant encaissé par taux de TVA : il manque une donnée MEN avec montant et taux.',
      'State one datum MEN a rate, each with ValueAmount (with VAT) and ValuePercent.',
      'Indiquez une donnée MEN par taux, chacune avec ValueAmount (TTC) et ValuePercent.',
    ),
  'BR-FR-CDV-15_MDT-113': () =>
    words(
      'This status needs a reason (MDT-113) and has none.',
      'Ce statut exige un motif (MDT-113), absent ici.',
      'Give the reason code of the status: 206, 207, 208, 210, 213 and 501 each have their list.',
      'Indiquez le code motif : 206, 207, 208, 210, 213 et 501 ont chacun leur liste.',
    ),
  'BR-FR-CDV-16_MDT-124-2': needed,
  'BR-FR-CDV-CL-01_MDT-2': () =>
    words(
      'The business process (MDT-2) is not one of the list, or is longer than three characters towards the public portal.',
      'Le processus métier (MDT-2) est hors liste, ou dépasse trois caractères à destination du portail public.',
      'Write REGULATED for invoices of the reform; leave it out towards the public portal.',
      'Écrivez REGULATED pour les factures de la réforme ; omettez-le à destination du portail public.',
    ),
  'BR-FR-CDV-CL-02_MDT-21_305': platformOnly,
  'BR-FR-CDV-CL-02_MDT-21_23': oneOf(SENDER_ROLES),
  'BR-FR-CDV-CL-03_MDT-40_305': platformOnly,
  'BR-FR-CDV-CL-03_MDT-40_23': oneOf(PARTNER_ROLES),
  'BR-FR-CDV-CL-04_MDT-59': oneOf(RECIPIENT_ROLES),
  'BR-FR-CDV-CL-05_MDT-88_305': oneOf(TRANSMISSION_CONDITIONS),
  'BR-FR-CDV-CL-05_MDT-88_23': oneOf(PROCESSING_CONDITIONS),
  'BR-FR-CDV-CL-06_MDT-105': (en, fr) => status(en, fr),
  'BR-FR-CDV-CL-06_MDT-115': (en, fr) => status(en, fr),
  'BR-FR-CDV-CL-07_MDT-132': oneOf(new Set(['SE'])),
  'BR-FR-CDV-CL-08_MDT-158': oneOf(RECIPIENT_ROLES),
  'BR-FR-CDV-CL-09_MDT-113': (en, fr) =>
    words(
      `No reason that lifecycle messages know: ${en}.`,
      `Motif inconnu des messages de cycle de vie : ${fr}.`,
      'Use a reason of the list for the status, e.g. TX_TVA_ERR, CMD_ERR, DOUBLON.',
      'Employez un motif de la liste du statut, p. ex. TX_TVA_ERR, CMD_ERR, DOUBLON.',
    ),
  'BR-FR-CDV-CL-09_MDT-113_200': reason('200', '200 (deposited)', '200 (déposée)'),
  'BR-FR-CDV-CL-09_MDT-113_206': reason('206', '206 (approved in part)', '206 (approuvée partiellement)'),
  'BR-FR-CDV-CL-09_MDT-113_207': reason('207', '207 (disputed)', '207 (en litige)'),
  'BR-FR-CDV-CL-09_MDT-113_208': reason('208', '208 (suspended)', '208 (suspendue)'),
  'BR-FR-CDV-CL-09_MDT-113_210': reason('210', '210 (refused)', '210 (refusée)'),
  'BR-FR-CDV-CL-09_MDT-113_210B2G': reason('210B2G', '210 of the public sector', '210 du secteur public'),
  'BR-FR-CDV-CL-09_MDT-113_213': reason('213', '213 (rejected)', '213 (rejetée)'),
  'BR-FR-CDV-CL-09_MDT-113_221': reason('221', '221 (routing error)', '221 (erreur de routage)'),
  'BR-FR-CDV-CL-09_MDT-113_501': reason('501', '501 (inadmissible)', '501 (irrecevable)'),
  'BR-FR-CDV-CL-10_MDT-121': oneOf(ACTIONS),
  'BR-FR-CDV-CL-11_MDT-207': oneOf(DATA_TYPES),
};

function status(en: string, fr: string): Words {
  return words(
    `No status that the reform publishes: ${en}. Partners may have agreed on it.`,
    `Statut non publié par la réforme : ${fr}. Les partenaires ont pu en convenir.`,
    'Use 200 to 214, 220, 221, 224 to 228 for invoices, 501 for what cannot be admitted.',
    'Employez 200 à 214, 220, 221, 224 à 228 pour les factures, 501 pour une irrecevabilité.',
  );
}

/** @throws Error for a rule without words: a defect that must show when the program starts */
export function cdarWords(id: string, terms: readonly string[]): Words {
  const say = SPEECH[id];
  if (say === undefined) throw new Error(`Rule ${id} has no wording`);
  const { en, fr } = frenchListed(terms);
  return say(en, fr);
}
