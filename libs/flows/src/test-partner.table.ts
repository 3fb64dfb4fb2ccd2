import type { Bilingual } from '#kernel';

/** What a partner test looks at, in this order. */
export const PARTNER_CHECKS = {
  document: {
    en: 'A document in the format of the profile keeps its rules',
    fr: 'Un document au format du profil respecte ses règles',
  },
  deliver: {
    en: 'The endpoint takes the document under the agreed name',
    fr: 'Le point de réception accepte le document sous le nom convenu',
  },
  repeat: {
    en: 'The same document under the same key counts once',
    fr: 'Le même document sous la même clé ne compte qu’une fois',
  },
  acknowledge: {
    en: 'The receiver acknowledges the document',
    fr: 'Le destinataire accuse réception du document',
  },
} as const satisfies Record<string, Bilingual>;

export type PartnerCheck = keyof typeof PARTNER_CHECKS;
