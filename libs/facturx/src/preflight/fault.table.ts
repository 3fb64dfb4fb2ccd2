import type { Bilingual } from '#kernel';

/** What can keep a PDF from being PDF/A-3b; the code is stable. */
export type FaultCode =
  | 'FONT_NOT_EMBEDDED'
  | 'FONT_STRUCTURE'
  | 'FONT_PROGRAM'
  | 'MISSING_GLYPH'
  | 'GLYPH_WIDTH'
  | 'CMYK_COLOUR'
  | 'COLOUR_SPACE'
  | 'GRAPHICS_STATE'
  | 'CONTENT_STREAM'
  | 'IMAGE'
  | 'ANNOTATION'
  | 'OPTIONAL_CONTENT'
  | 'ACTIVE_CONTENT'
  | 'SIGNED'
  | 'EMBEDDED_FILE'
  | 'FORBIDDEN_STREAM'
  | 'UNREADABLE_OBJECT'
  | 'LIMIT';

/** What each code means and what helps. */
export const FAULTS: Readonly<Record<FaultCode, { readonly message: Bilingual; readonly remedy: Bilingual }>> = {
  FONT_NOT_EMBEDDED: {
    message: { en: 'A font is not inside the file.', fr: 'Une police n’est pas incluse dans le fichier.' },
    remedy: {
      en: 'Have the program that prints the PDF embed all fonts, also Helvetica, Times and Courier.',
      fr: 'Faites incorporer toutes les polices par le programme qui produit le PDF, y compris Helvetica, Times et Courier.',
    },
  },
  FONT_STRUCTURE: {
    message: {
      en: 'A font is described in a way that does not fix which glyph is printed.',
      fr: 'Une police est décrite sans fixer quel glyphe est imprimé.',
    },
    remedy: {
      en: 'Have the PDF written with TrueType or OpenType fonts embedded as Unicode (Identity-H).',
      fr: 'Faites produire le PDF avec des polices TrueType ou OpenType incorporées en Unicode (Identity-H).',
    },
  },
  FONT_PROGRAM: {
    message: {
      en: 'An embedded font is damaged or of a kind that cannot be checked.',
      fr: 'Une police incorporée est endommagée ou d’un type qui ne peut pas être vérifié.',
    },
    remedy: { en: 'Use another font, or another PDF program.', fr: 'Utilisez une autre police ou un autre programme.' },
  },
  MISSING_GLYPH: {
    message: {
      en: 'Text is shown with a character that its font lacks.',
      fr: 'Du texte utilise un caractère absent de sa police.',
    },
    remedy: {
      en: 'Use a font that has the character, or leave the character out.',
      fr: 'Utilisez une police qui contient ce caractère, ou supprimez-le.',
    },
  },
  GLYPH_WIDTH: {
    message: {
      en: 'The widths that the PDF states differ from those in the font.',
      fr: 'Les largeurs indiquées dans le PDF diffèrent de celles de la police.',
    },
    remedy: {
      en: 'Have the PDF produced again by a current program; this one writes wrong widths.',
      fr: 'Faites produire le PDF par un programme actuel ; celui-ci écrit des largeurs fausses.',
    },
  },
  CMYK_COLOUR: {
    message: {
      en: 'The page uses print colours (CMYK) without a colour profile.',
      fr: 'La page utilise des couleurs d’impression (CMJN) sans profil.',
    },
    remedy: {
      en: 'Use RGB colours, or give the PDF a CMYK output intent.',
      fr: 'Utilisez des couleurs RVB, ou donnez au PDF un mode de rendu CMJN.',
    },
  },
  COLOUR_SPACE: {
    message: {
      en: 'A colour space is not defined as archiving demands.',
      fr: 'Un espace de couleurs n’est pas défini comme l’archivage l’exige.',
    },
    remedy: { en: 'Use plain RGB colours.', fr: 'Utilisez de simples couleurs RVB.' },
  },
  GRAPHICS_STATE: {
    message: {
      en: 'Transfer functions, halftones, overprint or an unknown blend mode are used.',
      fr: 'Fonctions de transfert, trames, surimpression ou mode de fusion inconnu sont utilisés.',
    },
    remedy: {
      en: 'Produce the page for the screen, not for a printing press.',
      fr: 'Produisez la page pour l’écran, non pour une presse.',
    },
  },
  CONTENT_STREAM: {
    message: {
      en: 'The drawing commands of a page break the rules of PDF.',
      fr: 'Les commandes de dessin d’une page enfreignent les règles PDF.',
    },
    remedy: {
      en: 'Have the PDF produced again by a current program.',
      fr: 'Faites produire le PDF par un programme actuel.',
    },
  },
  IMAGE: {
    message: { en: 'An image is kept in a forbidden form.', fr: 'Une image est stockée sous une forme interdite.' },
    remedy: { en: 'Use PNG or JPEG images in RGB or grey.', fr: 'Utilisez des images PNG ou JPEG en RVB ou en gris.' },
  },
  ANNOTATION: {
    message: {
      en: 'An annotation or form field has no fixed appearance, is hidden, or is of a forbidden kind.',
      fr: 'Une annotation ou un champ n’a pas d’apparence fixe, est masqué, ou est d’un type interdit.',
    },
    remedy: {
      en: 'Print the page without annotations and form fields (flattened).',
      fr: 'Produisez la page sans annotation ni champ de formulaire (aplatie).',
    },
  },
  OPTIONAL_CONTENT: {
    message: {
      en: 'Layers switch themselves on and off.',
      fr: 'Des calques s’affichent ou se masquent d’eux-mêmes.',
    },
    remedy: { en: 'Produce the page without layers.', fr: 'Produisez la page sans calques.' },
  },
  ACTIVE_CONTENT: {
    message: { en: 'The file holds active content.', fr: 'Le fichier contient du contenu actif.' },
    remedy: {
      en: 'Print the page without scripts, actions and forms.',
      fr: 'Produisez la page sans script, action ni formulaire.',
    },
  },
  SIGNED: {
    message: {
      en: 'The PDF is signed; adding the invoice would break the signature.',
      fr: 'Le PDF est signé ; ajouter la facture briserait la signature.',
    },
    remedy: {
      en: 'Give the page without signature, and sign the finished Factur-X file.',
      fr: 'Fournissez la page sans signature, et signez le fichier Factur-X terminé.',
    },
  },
  EMBEDDED_FILE: {
    message: {
      en: 'An attachment is not described as archiving demands.',
      fr: 'Une pièce jointe n’est pas décrite comme l’archivage l’exige.',
    },
    remedy: {
      en: 'Attach the file again with name, type and relation.',
      fr: 'Joignez le fichier de nouveau avec nom, type et relation.',
    },
  },
  FORBIDDEN_STREAM: {
    message: {
      en: 'A stream is kept in a way PDF/A forbids (LZW, encrypted or outside the file).',
      fr: 'Un flux est stocké d’une manière interdite par PDF/A (LZW, chiffré ou externe).',
    },
    remedy: {
      en: 'Have the PDF written again by a current program.',
      fr: 'Faites réécrire le PDF par un programme actuel.',
    },
  },
  UNREADABLE_OBJECT: {
    message: { en: 'Parts of the file are damaged.', fr: 'Des parties du fichier sont endommagées.' },
    remedy: { en: 'Have the PDF produced again.', fr: 'Faites produire le PDF à nouveau.' },
  },
  LIMIT: {
    message: {
      en: 'A number, text, name or page size is beyond what archiving allows.',
      fr: 'Un nombre, un texte, un nom ou un format de page dépasse ce que l’archivage admet.',
    },
    remedy: {
      en: 'Have the PDF produced again by a current program.',
      fr: 'Faites produire le PDF par un programme actuel.',
    },
  },
};
