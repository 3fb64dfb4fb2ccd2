import type { Bilingual } from '#kernel';

/** The three things a status can speak of. They are told apart: an invoice may be delivered, disputed and half paid at once. */
export type StatusTrack = 'transmission' | 'processing' | 'payment';

export interface StatusRow {
  readonly label: Bilingual;
  /** MDT-106 as the FNFE examples write it. */
  readonly name: string;
  readonly track: StatusTrack;
  /** MDT-77: 305 transmission, 23 processing. */
  readonly phase: '305' | '23';
  /** MDT-88 (UNTDID 1373), where the French profile pairs one with the status. */
  readonly conditionCode?: string;
  /** MDT-113 must be given (BR-FR-CDV-15). */
  readonly needsReason?: true;
  /** Nothing moves the invoice any more after it. Statuses that still come are kept. */
  readonly closes?: true;
  /** Carried on to the public portal (PPF): at most one of the closing ones. */
  readonly isMandatory?: true;
}

/**
 * The statuses of an invoice (XP Z12-012), keyed by MDT-105. No closed matrix of moves exists: transmission follows a chain,
 * processing statuses may come at any time and in any order.
 */
export const STATUSES = {
  '200': {
    label: { en: 'Deposited', fr: 'Déposée' },
    name: 'Déposée',
    track: 'transmission',
    phase: '305',
    conditionCode: '10',
    isMandatory: true,
  },
  '201': {
    label: { en: 'Issued by the platform', fr: 'Émise par la plateforme' },
    name: 'Émise',
    track: 'transmission',
    phase: '305',
    conditionCode: '51',
  },
  '202': {
    label: { en: 'Received by the platform', fr: 'Reçue par la plateforme' },
    name: 'Reçue',
    track: 'transmission',
    phase: '305',
    conditionCode: '43',
  },
  '203': {
    label: { en: 'Made available', fr: 'Mise à disposition' },
    name: 'Mise_à_disposition',
    track: 'transmission',
    phase: '305',
    conditionCode: '48',
  },
  '204': {
    label: { en: 'Taken in charge', fr: 'Prise en charge' },
    name: 'Prise_en_charge',
    track: 'processing',
    phase: '23',
    conditionCode: '45',
  },
  '205': {
    label: { en: 'Approved', fr: 'Approuvée' },
    name: 'Approuvée',
    track: 'processing',
    phase: '23',
    conditionCode: '1',
  },
  '206': {
    label: { en: 'Partially approved', fr: 'Approuvée partiellement' },
    name: 'Approuvée_partiellement',
    track: 'processing',
    phase: '23',
    conditionCode: '49',
    needsReason: true,
  },
  '207': {
    label: { en: 'Disputed', fr: 'En litige' },
    name: 'En_litige',
    track: 'processing',
    phase: '23',
    conditionCode: '46',
    needsReason: true,
  },
  '208': {
    label: { en: 'Suspended', fr: 'Suspendue' },
    name: 'Suspendue',
    track: 'processing',
    phase: '23',
    conditionCode: '39',
    needsReason: true,
  },
  '209': {
    label: { en: 'Completed', fr: 'Complétée' },
    name: 'Complétée',
    track: 'processing',
    phase: '23',
    conditionCode: '37',
  },
  '210': {
    label: { en: 'Refused', fr: 'Refusée' },
    name: 'Refusée',
    track: 'processing',
    phase: '23',
    conditionCode: '50',
    needsReason: true,
    closes: true,
    isMandatory: true,
  },
  '211': {
    label: { en: 'Payment sent', fr: 'Paiement transmis' },
    name: 'Paiement_transmis',
    track: 'payment',
    phase: '23',
    conditionCode: '47',
  },
  '212': {
    label: { en: 'Collected', fr: 'Encaissée' },
    name: 'Encaissée',
    track: 'payment',
    phase: '23',
    conditionCode: '47',
    isMandatory: true,
  },
  '213': {
    label: { en: 'Rejected', fr: 'Rejetée' },
    name: 'Rejetée',
    track: 'transmission',
    phase: '305',
    conditionCode: '8',
    needsReason: true,
    closes: true,
    isMandatory: true,
  },
  '214': {
    label: { en: 'Endorsed by a third party', fr: 'Visée' },
    name: 'Visée',
    track: 'processing',
    phase: '23',
    conditionCode: '5',
  },
  '220': {
    label: { en: 'Cancelled by a corrective invoice', fr: 'Annulée' },
    name: 'Annulée',
    track: 'processing',
    phase: '23',
    conditionCode: '5',
    closes: true,
  },
  '221': {
    label: { en: 'Routing error', fr: 'Erreur de routage' },
    name: 'Erreur_de_routage',
    track: 'transmission',
    phase: '305',
  },
  '224': {
    label: { en: 'Direct payment asked for', fr: 'Demande de paiement direct' },
    name: 'Demande_de_paiement_direct',
    track: 'processing',
    phase: '23',
    conditionCode: '5',
  },
  '225': {
    label: { en: 'Factored', fr: 'Affacturée' },
    name: 'Affacturée',
    track: 'processing',
    phase: '23',
    conditionCode: '5',
  },
  '226': {
    label: { en: 'Factored in confidence', fr: 'Affacturée confidentiel' },
    name: 'Affacturée_confidentiel',
    track: 'processing',
    phase: '23',
    conditionCode: '5',
  },
  '227': {
    label: { en: 'Account to pay changed', fr: 'Changement de compte à payer' },
    name: 'Changement_de_compte_à_payer',
    track: 'processing',
    phase: '23',
    conditionCode: '5',
  },
  '228': {
    label: { en: 'Not factored', fr: 'Non affacturée' },
    name: 'Non_affacturée',
    track: 'processing',
    phase: '23',
    conditionCode: '5',
  },
  '501': {
    label: { en: 'Inadmissible', fr: 'Irrecevable' },
    name: 'Irrecevable',
    track: 'transmission',
    phase: '305',
    needsReason: true,
  },
} as const satisfies Record<string, StatusRow>;

export type StatusCode = keyof typeof STATUSES;

/** What the seller may say of its own invoice. 212 is not among them: only bank cash says that (see `collectedMessage`). */
export const SELLER_STATUSES = ['209', '211', '220', '224', '225', '226', '227', '228'] as const;
export type SellerStatus = (typeof SELLER_STATUSES)[number];
