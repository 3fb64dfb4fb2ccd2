import type { Bilingual } from '#kernel';

/** `error`: receivers may refuse the file; `warning`: the standard asks for it, most readers cope. */
export type CheckLevel = 'error' | 'warning';

/** Every container check: what is demanded, where it says so. */
export const CHECKS = {
  HEADER: {
    level: 'error',
    source: 'ISO 19005-3 6.1.2',
    text: { en: 'The file begins with the PDF header', fr: 'Le fichier commence par l’en-tête PDF' },
  },
  END: {
    level: 'error',
    source: 'ISO 19005-3 6.1.3',
    text: { en: 'Nothing follows the end of the PDF', fr: 'Rien ne suit la fin du PDF' },
  },
  INTACT: {
    level: 'error',
    source: 'ISO 32000-1 7.5.4',
    text: { en: 'The cross-reference table is intact', fr: 'La table des références croisées est intacte' },
  },
  FILE_ID: {
    level: 'error',
    source: 'ISO 19005-3 6.1.3',
    text: { en: 'The file has an identifier', fr: 'Le fichier a un identifiant' },
  },
  METADATA: {
    level: 'error',
    source: 'ISO 19005-3 6.6.2.1',
    text: { en: 'XMP metadata is present and readable', fr: 'Les métadonnées XMP sont présentes et lisibles' },
  },
  PDFA: {
    level: 'error',
    source: 'BR-HYBRID-02',
    text: { en: 'The file declares itself PDF/A-3', fr: 'Le fichier se déclare PDF/A-3' },
  },
  FX_PROPERTIES: {
    level: 'error',
    source: 'BR-HYBRID-05 to 09',
    text: {
      en: 'The metadata names the invoice file and its profile',
      fr: 'Les métadonnées nomment le fichier de facture et son profil',
    },
  },
  FX_SCHEMA: {
    level: 'error',
    source: 'BR-HYBRID-03, 04',
    text: {
      en: 'The invoice properties are described by an extension schema',
      fr: 'Les propriétés de facture sont décrites par un schéma d’extension',
    },
  },
  FILE_NAME: {
    level: 'warning',
    source: 'BR-HYBRID-14',
    text: {
      en: 'The metadata names the file as it is embedded',
      fr: 'Les métadonnées nomment le fichier comme il est embarqué',
    },
  },
  PROFILE: {
    level: 'warning',
    source: 'BR-HYBRID-15',
    text: {
      en: 'The profile in the metadata is that of the XML (BT-24)',
      fr: 'Le profil des métadonnées est celui du XML (BT-24)',
    },
  },
  EMBEDDING: {
    level: 'error',
    source: 'BR-HYBRID-12, ISO 19005-3 6.8',
    text: {
      en: 'The XML is embedded with both names, a MIME type, in the list of files and as associated file',
      fr: 'Le XML est embarqué avec ses deux noms, un type MIME, dans la liste des fichiers et comme fichier associé',
    },
  },
  RELATIONSHIP: {
    level: 'error',
    source: 'ISO 19005-3 6.8',
    text: {
      en: 'Every embedded file says how it relates to the page',
      fr: 'Chaque fichier embarqué indique sa relation avec la page',
    },
  },
  RELATIONSHIP_PROFILE: {
    level: 'warning',
    source: 'BR-HYBRID-11',
    text: {
      en: 'The relation of the XML is the one its profile calls for',
      fr: 'La relation du XML est celle que demande son profil',
    },
  },
  OUTPUT_INTENT: {
    level: 'warning',
    source: 'ISO 19005-3 6.2.3',
    text: {
      en: 'An output intent with a colour profile is present (needed where colours depend on the device)',
      fr: 'Un mode de rendu avec profil de couleur est présent (nécessaire si les couleurs dépendent du périphérique)',
    },
  },
  FONTS: {
    level: 'error',
    source: 'ISO 19005-3 6.2.11.4',
    text: { en: 'All fonts are embedded', fr: 'Toutes les polices sont embarquées' },
  },
  FONT_DATA: {
    level: 'error',
    source: 'ISO 19005-3 6.2.11',
    text: {
      en: 'Fonts hold every character shown, with the widths stated',
      fr: 'Les polices contiennent chaque caractère affiché, aux largeurs indiquées',
    },
  },
  COLOURS: {
    level: 'error',
    source: 'ISO 19005-3 6.2.4, 6.2.5, 6.2.10',
    text: {
      en: 'Colours are defined independently of the device',
      fr: 'Les couleurs sont définies indépendamment du périphérique',
    },
  },
  PAGE_CONTENT: {
    level: 'error',
    source: 'ISO 19005-3 6.1.13, 6.2, 6.9',
    text: {
      en: 'Drawing commands, images and layers keep the rules',
      fr: 'Commandes de dessin, images et calques respectent les règles',
    },
  },
  ANNOTATIONS: {
    level: 'error',
    source: 'ISO 19005-3 6.3',
    text: {
      en: 'Annotations are visible, printed and fixed in appearance',
      fr: 'Les annotations sont visibles, imprimées et d’apparence fixe',
    },
  },
  ATTACHED_FILES: {
    level: 'error',
    source: 'ISO 19005-3 6.8',
    text: {
      en: 'Every embedded file has both names and a MIME type',
      fr: 'Chaque fichier embarqué a ses deux noms et un type MIME',
    },
  },
  ACTIVE_CONTENT: {
    level: 'error',
    source: 'ISO 19005-3 6.5',
    text: {
      en: 'No scripts, launch actions or dynamic forms',
      fr: 'Ni script, ni action de lancement, ni formulaire dynamique',
    },
  },
  STREAMS: {
    level: 'error',
    source: 'ISO 19005-3 6.1.7',
    text: {
      en: 'No LZW compression, no data outside the file',
      fr: 'Pas de compression LZW, pas de données hors du fichier',
    },
  },
} as const satisfies Record<string, { level: CheckLevel; source: string; text: Bilingual }>;

export type CheckId = keyof typeof CHECKS;
