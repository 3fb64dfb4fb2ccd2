import type { Bilingual } from '#kernel';

export type NotCarriedReason = 'PROFILE' | 'NEEDS' | 'VALUE' | 'CHARACTERS' | 'VERSION';

/** A value of the model that the written document does not have. */
export interface NotCarried {
  readonly term: string;
  /** Place in the model: `lines[3].note`. */
  readonly field: string;
  /** Cut at 200 characters; for a whole group, the number of its members. */
  readonly value: string;
  readonly reason: NotCarriedReason;
  readonly message: Bilingual;
}

export const NOT_CARRIED_TEXTS: Readonly<Record<NotCarriedReason, Bilingual>> = {
  PROFILE: {
    en: 'The chosen profile does not carry this term.',
    fr: 'Le profil choisi ne porte pas ce terme.',
  },
  NEEDS: {
    en: 'The syntax has this term only beside another one, which is absent.',
    fr: "La syntaxe ne porte ce terme qu'avec un autre, absent ici.",
  },
  VALUE: {
    en: 'The syntax has no way to write this value so that it reads back the same.',
    fr: 'La syntaxe ne permet pas d’écrire cette valeur pour la relire à l’identique.',
  },
  CHARACTERS: {
    en: 'Characters that XML forbids were left out.',
    fr: 'Des caractères interdits en XML ont été omis.',
  },
  VERSION: {
    en: 'This version of the syntax allows fewer repetitions.',
    fr: 'Cette version de la syntaxe admet moins de répétitions.',
  },
};
