import type { Bilingual } from '#kernel';

/** Why a file could not be looked at. */
export interface Unreadable {
  /** Stable, `AREA.REASON`. */
  readonly rule: string;
  readonly message: Bilingual;
  readonly remedy: Bilingual;
}

export const FILE_MISSING: Unreadable = {
  rule: 'FILE.MISSING',
  message: { en: 'There is no such file.', fr: "Ce fichier n'existe pas." },
  remedy: { en: 'Check the path.', fr: 'Vérifiez le chemin.' },
};

export const FILE_UNREADABLE: Unreadable = {
  rule: 'FILE.UNREADABLE',
  message: { en: 'The file cannot be read.', fr: 'Le fichier ne peut pas être lu.' },
  remedy: { en: 'Check the permissions of the file.', fr: 'Vérifiez les droits du fichier.' },
};

export const FILE_TOO_LARGE: Unreadable = {
  rule: 'FILE.SIZE',
  message: { en: 'The file is larger than allowed.', fr: 'Le fichier dépasse la taille autorisée.' },
  remedy: { en: 'Shrink its attachments.', fr: 'Réduisez ses pièces jointes.' },
};

export const PDF_REMEDY: Bilingual = {
  en: 'Send a Factur-X PDF with its XML attached, or the XML itself.',
  fr: 'Envoyez un PDF Factur-X avec son XML joint, ou le XML lui-même.',
};
