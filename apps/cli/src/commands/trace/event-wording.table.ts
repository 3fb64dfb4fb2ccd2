import type { Bilingual } from '#kernel';

/** What happened, in words; an event that is not here is shown by its type. */
export const EVENT_WORDING: Readonly<Record<string, Bilingual>> = {
  'parcel.received': { en: 'came in', fr: 'reçue' },
  'parcel.read': { en: 'file read', fr: 'fichier lu' },
  'parcel.partly-read': { en: 'file read in part', fr: 'fichier lu en partie' },
  'parcel.rejected': { en: 'file rejected', fr: 'fichier rejeté' },
  'order.accepted': { en: 'order accepted', fr: 'commande acceptée' },
  'order.rejected': { en: 'order rejected', fr: 'commande rejetée' },
  'order.repeated': { en: 'sent again: the same order', fr: 'renvoyée : même commande' },
  'order.conflicted': { en: 'sent again with other content', fr: 'renvoyée avec un autre contenu' },
  'order.held': { en: 'held, no number used', fr: 'retenue, aucun numéro consommé' },
  'invoice.issued': { en: 'invoice issued', fr: 'facture émise' },
  'delivery.accepted': { en: 'delivered', fr: 'remise' },
  'delivery.postponed': { en: 'delivery failed, again later', fr: 'remise en échec, nouvel essai' },
  'delivery.refused': { en: 'refused by the receiver', fr: 'refusée par le destinataire' },
  'delivery.given-up': { en: 'delivery given up', fr: 'remise abandonnée' },
  'invoice.status-received': { en: 'status received', fr: 'statut reçu' },
  'invoice.status-sent': { en: 'status sent', fr: 'statut émis' },
  'invoice.partly-paid': { en: 'paid in part', fr: 'payée en partie' },
  'invoice.paid': { en: 'paid', fr: 'payée' },
  'invoice.credited': { en: 'credited', fr: 'avoir imputé' },
  'dispute.opened': { en: 'dispute opened', fr: 'litige ouvert' },
  'dispute.resolved': { en: 'dispute resolved', fr: 'litige résolu' },
};
