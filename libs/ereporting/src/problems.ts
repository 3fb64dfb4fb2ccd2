import type { Bilingual, Problem } from '#kernel';

type Texts = readonly [message: Bilingual, remedy: Bilingual];

/** What the public portal would refuse, or what a report cannot say; the report is prepared all the same. */
const TEXTS = {
  'EREPORT.NUMBER_LENGTH': [
    {
      en: 'The invoice number is longer than the portal takes.',
      fr: 'Le numéro de facture dépasse la longueur admise par le portail.',
    },
    {
      en: 'Use numbers of at most 20 characters until December 2026, 35 afterwards.',
      fr: 'Utilisez des numéros de 20 caractères au plus jusqu’en décembre 2026, 35 ensuite.',
    },
  ],
  'EREPORT.TYPE': [
    { en: 'The portal does not take this invoice type.', fr: 'Le portail n’accepte pas ce type de facture.' },
    {
      en: 'Use a type of the French list; 262 cannot be reported.',
      fr: 'Utilisez un type de la liste française ; le 262 ne peut être déclaré.',
    },
  ],
  'EREPORT.FRAME': [
    {
      en: 'The billing frame (BT-23) is missing or not one the portal takes.',
      fr: 'Le cadre de facturation (BT-23) manque ou n’est pas admis par le portail.',
    },
    {
      en: 'Set the operation of the order or policy: goods, services or mixed.',
      fr: 'Renseignez l’opération de la commande ou de la politique : biens, services ou mixte.',
    },
  ],
  'EREPORT.PRECEDING': [
    {
      en: 'A corrective invoice or credit note names no earlier invoice with its date.',
      fr: 'Une facture rectificative ou un avoir ne cite pas de facture antérieure datée.',
    },
    {
      en: 'Name the corrected invoice with its issue date.',
      fr: 'Citez la facture rectifiée avec sa date d’émission.',
    },
  ],
  'EREPORT.EXEMPTION': [
    { en: 'An exemption lacks its reason or its code.', fr: 'Une exonération est sans motif ou sans code.' },
    {
      en: 'Complete the VAT rule of the policy with exemption reason and code.',
      fr: 'Complétez la règle de TVA de la politique avec motif et code d’exonération.',
    },
  ],
  'EREPORT.VAT_NOT_IN_EUR': [
    {
      en: 'VAT is reported in euro, and the invoice does not tell it in euro.',
      fr: 'La TVA est déclarée en euros et la facture ne l’indique pas en euros.',
    },
    {
      en: 'Issue with euro as accounting currency (BT-6, BT-111).',
      fr: 'Émettez avec l’euro comme devise comptable (BT-6, BT-111).',
    },
  ],
  'EREPORT.RATE': [
    { en: 'A VAT rate is not one the portal takes.', fr: 'Un taux de TVA n’est pas admis par le portail.' },
    { en: 'Use a French rate.', fr: 'Utilisez un taux français.' },
  ],
  'EREPORT.NEGATIVE_PAYMENT': [
    {
      en: 'More was paid back than collected; the portal takes no negative amount, so it is left out.',
      fr: 'Il a été remboursé plus qu’encaissé ; le portail n’accepte pas de montant négatif, il est donc omis.',
    },
    {
      en: 'Agree with the platform how to declare the refund.',
      fr: 'Convenez avec la plateforme de la déclaration du remboursement.',
    },
  ],
  'EREPORT.PAYMENT_NOT_IN_EUR': [
    {
      en: 'Payments are reported in euro; this one is in another currency and is left out.',
      fr: 'Les paiements sont déclarés en euros ; celui-ci est dans une autre devise et est omis.',
    },
    { en: 'Report it by hand with its amount in euro.', fr: 'Déclarez-le à la main avec son montant en euros.' },
  ],
} satisfies Record<string, Texts>;

export type ReportProblemCode = keyof typeof TEXTS;

/** @param field the invoice's number, or the day. */
export function reportProblem(code: ReportProblemCode, field: string, value: string): Problem {
  const [message, remedy] = TEXTS[code];
  return { code, field, value: value.slice(0, 200), message, remedy };
}
