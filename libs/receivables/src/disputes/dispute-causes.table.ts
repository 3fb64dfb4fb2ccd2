import type { Bilingual } from '#kernel';

/** Who in the creditor's house can end a dispute of this cause. */
export type DisputeOwner =
  'sales' | 'logistics' | 'quality' | 'tax' | 'billing' | 'sales-admin' | 'master-data' | 'credit' | 'treasury';

export interface CauseRow {
  readonly label: Bilingual;
  readonly owner: DisputeOwner;
  /** Reason codes of the French lifecycle messages (CDAR) that mean this cause; the first is the one we write. */
  readonly reasons: readonly string[];
  /** Working time allowed in hours: to qualify, to a first answer, to an end. */
  readonly sla: readonly [qualify: number, answer: number, resolve: number];
}

const QUICK = [8, 24, 120] as const;
const NORMAL = [24, 48, 240] as const;
const SLOW = [24, 72, 480] as const;

/** Causes of a dispute. Codes are permanent and a closed label set for metrics. */
export const DISPUTE_CAUSES = {
  PRICE: { label: { en: 'Price', fr: 'Prix' }, owner: 'sales', reasons: ['PU_ERR'], sla: NORMAL },
  DISCOUNT: {
    label: { en: 'Discount missing or wrong', fr: 'Remise absente ou erronée' },
    owner: 'sales',
    reasons: ['REM_ERR'],
    sla: NORMAL,
  },
  QUANTITY: { label: { en: 'Quantity', fr: 'Quantité' }, owner: 'logistics', reasons: ['QTE_ERR'], sla: NORMAL },
  DELIVERY_INCOMPLETE: {
    label: { en: 'Incomplete delivery', fr: 'Livraison incomplète' },
    owner: 'logistics',
    reasons: ['LIVR_INCOMP'],
    sla: NORMAL,
  },
  QUALITY: { label: { en: 'Quality', fr: 'Qualité' }, owner: 'quality', reasons: ['QUALITE_ERR'], sla: SLOW },
  WRONG_ITEM: {
    label: { en: 'Wrong article', fr: 'Article erroné' },
    owner: 'logistics',
    reasons: ['ART_ERR'],
    sla: NORMAL,
  },
  VAT: {
    label: { en: 'VAT rate or category', fr: 'Taux ou régime de TVA' },
    owner: 'tax',
    reasons: ['TX_TVA_ERR'],
    sla: NORMAL,
  },
  TOTAL: { label: { en: 'Total', fr: 'Montant total' }, owner: 'billing', reasons: ['MONTANTTOTAL_ERR'], sla: QUICK },
  CALCULATION: { label: { en: 'Calculation', fr: 'Calcul' }, owner: 'billing', reasons: ['CALCUL_ERR'], sla: QUICK },
  PO_MISSING: {
    label: { en: 'Order number missing or wrong', fr: 'Numéro de commande absent ou erroné' },
    owner: 'sales-admin',
    reasons: ['CMD_ERR'],
    sla: QUICK,
  },
  REFERENCE_MISSING: {
    label: { en: 'Contract or other reference', fr: 'Référence de contrat ou autre' },
    owner: 'sales-admin',
    reasons: ['REF_CT_ABSENT', 'REF_ERR'],
    sla: QUICK,
  },
  RECIPIENT: {
    label: { en: 'Wrong recipient or address', fr: 'Destinataire ou adresse erronés' },
    owner: 'master-data',
    reasons: ['DEST_ERR', 'SIRET_ERR', 'CODE_ROUTAGE_ERR', 'ADR_ERR'],
    sla: QUICK,
  },
  DUPLICATE: {
    label: { en: 'Invoiced twice', fr: 'Double facturation' },
    owner: 'billing',
    reasons: ['DOUBLE_FACT', 'DOUBLON'],
    sla: QUICK,
  },
  UNKNOWN_DEAL: {
    label: { en: 'Unknown transaction or supplier', fr: 'Transaction ou émetteur inconnu' },
    owner: 'sales',
    reasons: ['TRANSAC_INC', 'EMMET_INC'],
    sla: NORMAL,
  },
  CONTRACT_ENDED: {
    label: { en: 'Contract ended', fr: 'Contrat terminé' },
    owner: 'sales',
    reasons: ['CONTRAT_TERM'],
    sla: NORMAL,
  },
  TERMS: {
    label: { en: 'Payment terms', fr: 'Conditions de paiement' },
    owner: 'credit',
    reasons: ['MODPAI_ERR'],
    sla: QUICK,
  },
  BANK_DETAILS: {
    label: { en: 'Bank details: call back and verify', fr: 'Coordonnées bancaires : rappeler et vérifier' },
    owner: 'treasury',
    reasons: ['COORD_BANC_ERR'],
    sla: QUICK,
  },
  PAPER_MISSING: {
    label: { en: 'Supporting paper missing', fr: 'Justificatif absent' },
    owner: 'sales-admin',
    reasons: ['JUSTIF_ABS'],
    sla: QUICK,
  },
  LEGAL_MENTION: {
    label: { en: 'Legal mention', fr: 'Mention légale' },
    owner: 'billing',
    reasons: ['NON_CONFORME'],
    sla: QUICK,
  },
  OTHER: { label: { en: 'Other', fr: 'Autre' }, owner: 'credit', reasons: ['AUTRE'], sla: NORMAL },
} as const satisfies Record<string, CauseRow>;

export type DisputeCause = keyof typeof DISPUTE_CAUSES;

/** Reasons a buyer may give with status 210 (refused, final). Price, quantity and quality arrive as 207 or 206 instead. */
export const REFUSAL_REASONS: ReadonlySet<string> = new Set([
  'TX_TVA_ERR',
  'MONTANTTOTAL_ERR',
  'CALCUL_ERR',
  'NON_CONFORME',
  'DOUBLON',
  'DEST_ERR',
  'TRANSAC_INC',
  'EMMET_INC',
  'CONTRAT_TERM',
  'DOUBLE_FACT',
  'CMD_ERR',
  'ADR_ERR',
  'REF_CT_ABSENT',
]);
