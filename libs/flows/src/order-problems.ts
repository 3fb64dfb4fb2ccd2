import type { Problem } from '#kernel';

export const orderConflict = (orderRef: string): Problem => ({
  code: 'ORDER.CONFLICT',
  field: '/number',
  value: orderRef,
  message: {
    en: 'An order with this number and other content has already been taken.',
    fr: 'Une commande de même numéro et de contenu différent a déjà été prise en charge.',
  },
  remedy: {
    en: 'Send a changed order under a new number, or a credit note for what was billed.',
    fr: 'Envoyez une commande modifiée sous un nouveau numéro, ou un avoir pour ce qui a été facturé.',
  },
});

export const noCsvMapping = (source: string): Problem => ({
  code: 'ORDER.NO_CSV_MAPPING',
  field: source,
  message: {
    en: 'No column mapping is declared for CSV from this source.',
    fr: "Aucune correspondance de colonnes n'est déclarée pour le CSV de cette source.",
  },
  remedy: {
    en: 'Declare one in config/orders-csv and name it at the source (csvMapping), or in the call (?mapping=…); then replay the parcel.',
    fr: 'Déclarez-en une dans config/orders-csv et nommez-la à la source (csvMapping) ou dans l’appel (?mapping=…), puis rejouez le colis.',
  },
});

export const unknownOrderFormat = (fileName: string): Problem => ({
  code: 'ORDER.UNKNOWN_FORMAT',
  value: fileName,
  message: {
    en: 'The content is none of the order formats: Facteur JSON, CSV, UBL Order 2.1.',
    fr: "Le contenu n'est dans aucun des formats de commande : JSON Facteur, CSV, UBL Order 2.1.",
  },
  remedy: { en: 'Send one of these formats.', fr: 'Envoyez un de ces formats.' },
});

export const unknownProfile = (kind: 'seller' | 'customer' | 'policy', field: string, value: string): Problem => ({
  code: `BILLING.UNKNOWN_${kind.toUpperCase()}`,
  field,
  value,
  message: {
    en: `No ${kind} profile has this name.`,
    fr: `Aucun profil ${{ seller: 'de vendeur', customer: 'de client', policy: 'de facturation' }[kind]} ne porte ce nom.`,
  },
  remedy: {
    en: 'Add the profile under config/, restart, and replay the order; or correct the order.',
    fr: 'Ajoutez le profil sous config/, redémarrez et rejouez la commande ; ou corrigez la commande.',
  },
});
