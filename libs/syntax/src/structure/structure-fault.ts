import type { Bilingual } from '#kernel';
import { pathOf, type XmlElement, type XmlPosition } from '#xml';
import { termsOf } from '../terms-of.js';

/** Permanent ids of what a schema refuses. */
export type StructureRule =
  | 'STRUCT-ROOT'
  | 'STRUCT-UNKNOWN'
  | 'STRUCT-ORDER'
  | 'STRUCT-REPEATED'
  | 'STRUCT-MISSING'
  | 'STRUCT-TYPE'
  | 'STRUCT-TEXT'
  | 'STRUCT-ATTRIBUTE'
  | 'STRUCT-ATTRIBUTE-MISSING'
  | 'STRUCT-ATTRIBUTE-TYPE';

/** Something that the schema of the syntax refuses. */
export interface StructureFault {
  readonly rule: StructureRule;
  /** Business terms of the element; empty when it has none. */
  readonly terms: readonly string[];
  /** Element path with positions; of the element that should hold it when something is missing. */
  readonly path: string;
  readonly position: XmlPosition;
  /** The value seen, cut at 200 characters; empty when something is missing. */
  readonly value: string;
  readonly message: Bilingual;
  readonly remedy: Bilingual;
}

type Sentence = (subject: string) => readonly [message: Bilingual, remedy: Bilingual];

const SENTENCES: Readonly<Record<StructureRule, Sentence>> = {
  'STRUCT-ROOT': (name) => [
    {
      en: `The root element ${name} is of no syntax known here.`,
      fr: `L’élément racine ${name} n’est d’aucune syntaxe connue.`,
    },
    {
      en: 'Send a UBL 2.1 Invoice or CreditNote, a Cross Industry Invoice or a CDAR message.',
      fr: 'Envoyez une Invoice ou CreditNote UBL 2.1, une Cross Industry Invoice ou un message CDAR.',
    },
  ],
  'STRUCT-UNKNOWN': (name) => [
    { en: `${name} may not stand here.`, fr: `${name} n’a pas sa place ici.` },
    {
      en: 'Remove the element, or correct its name or namespace.',
      fr: 'Retirez l’élément, ou corrigez son nom ou son espace de noms.',
    },
  ],
  'STRUCT-ORDER': (name) => [
    {
      en: `${name} stands too late: the schema wants it further up.`,
      fr: `${name} arrive trop tard : le schéma le veut plus haut.`,
    },
    { en: 'Put the elements into the order of the schema.', fr: 'Placez les éléments dans l’ordre du schéma.' },
  ],
  'STRUCT-REPEATED': (name) => [
    { en: `${name} stands more often than allowed.`, fr: `${name} figure plus souvent qu’autorisé.` },
    { en: 'Keep as many as the schema allows.', fr: 'N’en conservez que le nombre admis par le schéma.' },
  ],
  'STRUCT-MISSING': (name) => [
    { en: `${name} is missing.`, fr: `${name} manque.` },
    { en: 'Add the element.', fr: 'Ajoutez l’élément.' },
  ],
  'STRUCT-TYPE': (type) => [
    { en: `The value is not of the type ${type}.`, fr: `La valeur n’est pas du type ${type}.` },
    { en: 'Write the value in the form of its type.', fr: 'Écrivez la valeur dans la forme de son type.' },
  ],
  'STRUCT-TEXT': (name) => [
    {
      en: `${name} holds text, but may hold only elements.`,
      fr: `${name} contient du texte, mais n’admet que des éléments.`,
    },
    { en: 'Remove the text.', fr: 'Retirez le texte.' },
  ],
  'STRUCT-ATTRIBUTE': (name) => [
    { en: `The attribute ${name} is not allowed here.`, fr: `L’attribut ${name} n’est pas admis ici.` },
    { en: 'Remove the attribute.', fr: 'Retirez l’attribut.' },
  ],
  'STRUCT-ATTRIBUTE-MISSING': (name) => [
    { en: `The attribute ${name} is missing.`, fr: `L’attribut ${name} manque.` },
    { en: 'Add the attribute.', fr: 'Ajoutez l’attribut.' },
  ],
  'STRUCT-ATTRIBUTE-TYPE': (name) => [
    {
      en: `The value of the attribute ${name} is not allowed.`,
      fr: `La valeur de l’attribut ${name} n’est pas admise.`,
    },
    { en: 'Write the value in the form of its type.', fr: 'Écrivez la valeur dans la forme de son type.' },
  ],
};

/** @param subject the element, attribute or type that the sentence names */
export function structureFault(
  rule: StructureRule,
  element: XmlElement,
  subject: string,
  value: string,
): StructureFault {
  const [message, remedy] = SENTENCES[rule](subject);
  const isAttribute = rule === 'STRUCT-ATTRIBUTE' || rule === 'STRUCT-ATTRIBUTE-TYPE';
  return {
    rule,
    terms: termsOf(element),
    path: isAttribute ? `${pathOf(element)}/@${subject}` : pathOf(element),
    position: element.position,
    value: value.slice(0, 200),
    message,
    remedy,
  };
}
