import type { Bilingual } from '#kernel';

interface FaultText {
  readonly message: Bilingual;
  readonly remedy: Bilingual;
}

const WELL_FORMED: Bilingual = {
  en: 'Export the document again with an XML writer; it must be well-formed XML 1.0.',
  fr: 'Réexportez le document avec un générateur XML ; il doit être du XML 1.0 bien formé.',
};

/** Every reason for which a document is refused, with its sentences. The codes are permanent. */
export const FAULT_TEXTS = {
  'XML.EMPTY': {
    message: { en: 'The document is empty.', fr: 'Le document est vide.' },
    remedy: {
      en: 'Send the file again; it holds no element.',
      fr: 'Renvoyez le fichier ; il ne contient aucun élément.',
    },
  },
  'XML.SIZE': {
    message: { en: 'The document is larger than allowed.', fr: 'Le document dépasse la taille autorisée.' },
    remedy: {
      en: 'Split the document or shrink its attachments, or raise the size limit.',
      fr: 'Scindez le document ou réduisez ses pièces jointes, ou relevez la limite de taille.',
    },
  },
  'XML.ENCODING': {
    message: {
      en: 'The character encoding is not supported, or the declared one is not the one used.',
      fr: "L'encodage n'est pas pris en charge, ou l'encodage déclaré n'est pas celui employé.",
    },
    remedy: {
      en: 'Write the document in UTF-8 and declare that.',
      fr: 'Écrivez le document en UTF-8 et déclarez cet encodage.',
    },
  },
  'XML.ENCODING_BYTES': {
    message: {
      en: 'The bytes are not text in the declared encoding.',
      fr: "Les octets ne forment pas un texte dans l'encodage déclaré.",
    },
    remedy: {
      en: 'Declare the encoding that the file really has, or write it in UTF-8.',
      fr: "Déclarez l'encodage réel du fichier, ou écrivez-le en UTF-8.",
    },
  },
  'XML.DECLARATION': {
    message: { en: 'The XML declaration is malformed.', fr: 'La déclaration XML est mal formée.' },
    remedy: {
      en: 'Begin with <?xml version="1.0" encoding="UTF-8"?> and nothing before it.',
      fr: 'Commencez par <?xml version="1.0" encoding="UTF-8"?>, sans rien devant.',
    },
  },
  'XML.DTD': {
    message: {
      en: 'The document has a document type declaration (DTD), which is refused for safety.',
      fr: 'Le document comporte une déclaration de type (DTD), refusée par sécurité.',
    },
    remedy: { en: 'Remove the <!DOCTYPE …> declaration.', fr: 'Retirez la déclaration <!DOCTYPE …>.' },
  },
  'XML.ENTITY': {
    message: { en: 'An entity is used that XML does not define.', fr: 'Une entité non définie par XML est employée.' },
    remedy: {
      en: 'Only &amp; &lt; &gt; &quot; &apos; and numeric references are allowed.',
      fr: 'Seules &amp; &lt; &gt; &quot; &apos; et les références numériques sont admises.',
    },
  },
  'XML.REFERENCE': {
    message: {
      en: 'A character reference is malformed or names a character that XML forbids.',
      fr: 'Une référence de caractère est mal formée ou désigne un caractère interdit en XML.',
    },
    remedy: { en: 'Write & as &amp; in text.', fr: 'Écrivez & sous la forme &amp; dans le texte.' },
  },
  'XML.DEPTH': {
    message: { en: 'Elements are nested deeper than allowed.', fr: "L'imbrication des éléments dépasse la limite." },
    remedy: { en: 'Flatten the document.', fr: 'Réduisez la profondeur du document.' },
  },
  'XML.NODES': {
    message: {
      en: 'The document has more elements and attributes than allowed.',
      fr: "Le document comporte plus d'éléments et d'attributs que la limite.",
    },
    remedy: { en: 'Split the document, or raise the limit.', fr: 'Scindez le document, ou relevez la limite.' },
  },
  'XML.ATTRIBUTES': {
    message: {
      en: 'An element has more attributes than allowed.',
      fr: "Un élément porte plus d'attributs que la limite.",
    },
    remedy: { en: 'Remove the surplus attributes.', fr: 'Retirez les attributs superflus.' },
  },
  'XML.ATTRIBUTE_DUPLICATE': {
    message: { en: 'An attribute stands twice on one element.', fr: 'Un attribut figure deux fois sur un élément.' },
    remedy: { en: 'Keep one of the two.', fr: "N'en conservez qu'un." },
  },
  'XML.PREFIX': {
    message: { en: 'A namespace prefix is not declared.', fr: "Un préfixe d'espace de noms n'est pas déclaré." },
    remedy: { en: 'Declare it: xmlns:prefix="…".', fr: 'Déclarez-le : xmlns:préfixe="…".' },
  },
  'XML.NAMESPACE': {
    message: {
      en: 'A namespace declaration breaks the rules of Namespaces in XML.',
      fr: "Une déclaration d'espace de noms enfreint les règles des espaces de noms XML.",
    },
    remedy: {
      en: 'Do not declare xmlns, redefine xml, or bind a prefix to an empty name.',
      fr: 'Ne déclarez pas xmlns, ne redéfinissez pas xml, ne liez pas de préfixe à un nom vide.',
    },
  },
  'XML.NAME': {
    message: { en: 'A name is not a valid XML name.', fr: "Un nom n'est pas un nom XML valide." },
    remedy: WELL_FORMED,
  },
  'XML.NAME_LENGTH': {
    message: { en: 'A name is longer than allowed.', fr: 'Un nom dépasse la longueur autorisée.' },
    remedy: WELL_FORMED,
  },
  'XML.CHARACTER': {
    message: {
      en: 'The text holds a character that XML forbids.',
      fr: 'Le texte contient un caractère interdit en XML.',
    },
    remedy: {
      en: 'Remove control characters from the texts before export.',
      fr: "Retirez les caractères de contrôle des textes avant l'export.",
    },
  },
  'XML.NESTING': {
    message: {
      en: 'An end tag does not match the element that is open.',
      fr: "Une balise de fin ne correspond pas à l'élément ouvert.",
    },
    remedy: WELL_FORMED,
  },
  'XML.UNCLOSED': {
    message: {
      en: 'The document ends before everything that was opened is closed; it may be cut off.',
      fr: "Le document s'arrête avant la fermeture de ce qui est ouvert ; il est peut-être tronqué.",
    },
    remedy: { en: 'Send the whole file again.', fr: 'Renvoyez le fichier complet.' },
  },
  'XML.TRAILING': {
    message: { en: 'There is content after the root element.', fr: "Du contenu suit l'élément racine." },
    remedy: {
      en: 'One file holds one document; remove what follows.',
      fr: 'Un fichier contient un seul document ; retirez ce qui suit.',
    },
  },
  'XML.SYNTAX': {
    message: { en: 'The markup is not well-formed XML.', fr: "Le balisage n'est pas du XML bien formé." },
    remedy: WELL_FORMED,
  },
} as const satisfies Record<string, FaultText>;

export type XmlFaultCode = keyof typeof FAULT_TEXTS;
