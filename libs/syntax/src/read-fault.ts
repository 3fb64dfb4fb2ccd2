import { term, type Term } from '#invoice';
import { pathOf, type XmlElement } from '#xml';
import type { ReadFault } from './read-report.js';

/** A value that is not of its term's type. */
export function valueFault(id: string, element: XmlElement, attribute: string | undefined, text: string): ReadFault {
  const name = term(id)?.name;
  return {
    code: 'SYNTAX.VALUE',
    terms: [id],
    row: element.position.line,
    field: attribute === undefined ? pathOf(element) : `${pathOf(element)}/@${attribute}`,
    value: text.trim().slice(0, 200),
    position: element.position,
    message: {
      en: `${name === undefined ? id : `${id} ${name}`}: the value is not in the form that this term has.`,
      fr: `${name === undefined ? id : `${id} (${name})`} : la valeur n’a pas la forme prévue pour ce terme.`,
    },
    remedy: {
      en: 'Dates are calendar dates, amounts and quantities are decimal numbers with a point, codes come from their list.',
      fr: 'Les dates sont des dates du calendrier, les montants et quantités des nombres décimaux à point, les codes ceux de leur liste.',
    },
  };
}

/** A term that the model cannot be without. */
export function missingFault(missing: Term, place: XmlElement): ReadFault {
  return {
    code: 'SYNTAX.MISSING',
    terms: [missing.id],
    row: place.position.line,
    field: pathOf(place),
    position: place.position,
    message: {
      en: `${missing.id} ${missing.name} is missing.`,
      fr: `${missing.id} (${missing.name}) manque.`,
    },
    remedy: {
      en: `Ask the sender for a document with ${missing.id}.`,
      fr: `Demandez à l’émetteur un document comportant ${missing.id}.`,
    },
  };
}
