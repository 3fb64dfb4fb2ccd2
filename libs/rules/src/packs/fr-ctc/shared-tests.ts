import type { XmlElement } from '#xml';
import { path, stringOf } from '../../engine/path.js';
import type { Test } from '../../engine/rule.js';
import { normalized, onlyText, single, textAt } from '../../engine/values.js';
import type { Check } from './french-pattern.js';
import { ATTACHMENTS, belongsTo, CATEGORIES, FOREIGN_CATEGORIES, isSiren, lengthOf } from './french-texts.js';

/** The text of the element itself, as written. */
export const own =
  (holds: (text: string) => boolean): Test =>
  (element) =>
    holds(stringOf(element));

/** The text of the element itself, white space normalised. */
export const ownNormal =
  (holds: (text: string) => boolean): Test =>
  (element) =>
    holds(normalized(stringOf(element)));

export const notBlank: Test = ownNormal((text) => text !== '');
export const atMostLong = (most: number): Test => own((text) => lengthOf(text) <= most);
export const sirenText: Test = ownNormal(isSiren);

/** What stands at the path, as written; undefined when nothing does. @throws Unanswerable for several */
export function textOrNone(from: XmlElement, source: string): string | undefined {
  const texts = path(source).texts(from);
  return texts.length === 0 ? undefined : single(texts);
}

/** As written, empty when nothing stands there. @throws Unanswerable for several */
export const oneText = (from: XmlElement, source: string): string => onlyText(from, path(source));

export const texts = (from: XmlElement, source: string): string[] => path(source).texts(from);

export const anyOf = (from: XmlElement, source: string, known: ReadonlySet<string>): boolean =>
  texts(from, source).some((text) => known.has(text));

/** BR-FR-15 at an element that holds a category code: of the list where there is one, and never L or M. */
export function categoryChecks(id: string, foreignId: string, source: string, mayLack: Test): Check[] {
  return [
    [
      id,
      (element, scope) => {
        const code = textOrNone(element, source);
        return code === undefined ? mayLack(element, scope) : CATEGORIES.has(code);
      },
      source,
    ],
    [foreignId, (element) => !anyOf(element, source, FOREIGN_CATEGORIES), source],
  ];
}

/** BR-FR-17. */
export const attachmentNamed =
  (source: string): Test =>
  (element) => {
    const name = textOrNone(element, source);
    return name === undefined || ATTACHMENTS.has(name);
  };

/** BR-FR-09: where a SIRET stands, it belongs to the SIREN. */
export function siretFits(siretPath: string, sirenPath: string, sirenNeeded: boolean, firstOnly = true): Test {
  return (party) => {
    const sirets = texts(party, siretPath);
    const [siret] = sirets;
    if (siret === undefined) return true;
    if (sirenNeeded) return belongsTo(siret, oneText(party, sirenPath));
    const siren = oneText(party, sirenPath);
    if (siren !== '') return belongsTo(siret, siren);
    return belongsTo(siret, (firstOnly ? siret : single(sirets)).slice(0, 9));
  };
}

/** BR-FR-CO-10: every identifier has a scheme, and no scheme stands twice. */
export function schemeChecks(id: string, source: string): Check[] {
  return [
    [
      `${id}-1`,
      (party) =>
        path(source)
          .elements(party)
          .every((each) => each.attributes.some(({ name, uri }) => name === 'schemeID' && uri === '')),
      source,
    ],
    [
      `${id}-2`,
      (party) => {
        const schemes = texts(party, `${source}/@schemeID`);
        return new Set(schemes).size === schemes.length;
      },
      source,
    ],
  ];
}

/** BR-FR-10, -11: a SIREN is there and has nine digits. */
export const sirenAt = (from: XmlElement, source: string): boolean =>
  path(source).exists(from) && isSiren(textAt(from, path(source)));

/** BR-FR-21, -22: the address begins with the SIREN and has the scheme of French addresses. */
export function addressFits(from: XmlElement, endpoint: string, siren: string): boolean {
  return (
    oneText(from, endpoint).startsWith(oneText(from, siren)) && texts(from, `${endpoint}/@schemeID`).includes('0225')
  );
}

/** BR-FR-28: a value, or a measured value with its unit, but not both. */
export function oneValue(value: string, measured: string): Test {
  return (property) => {
    if (path(value).exists(property)) return !path(measured).exists(property);
    return texts(property, `${measured}/@unitCode`).some((unit) => unit !== '');
  };
}
