import { INVOICE_SHAPE, type FieldShape } from '#invoice';
import type { XmlElement } from '#xml';
import type { ModelObject } from './field.js';
import { missingFault } from './read-fault.js';
import type { Reading } from './reader.js';

/** Gives every object its lists and reports every term that the model cannot be without. */
export function complete(reading: Reading, root: XmlElement): void {
  completeObject(reading, reading.invoice, INVOICE_SHAPE, root, '', reading.invoice);
}

/**
 * @param scope innermost group object: unreadable fields are noted there, by their path from it (`prefix`)
 */
function completeObject(
  reading: Reading,
  object: ModelObject,
  fields: readonly FieldShape[],
  place: XmlElement,
  prefix: string,
  scope: ModelObject,
): void {
  for (const field of fields) {
    const value = object[field.name];
    if (field.kind === 'list') {
      const items = (value ?? (object[field.name] = [])) as ModelObject[];
      for (const item of items)
        completeObject(reading, item, field.fields, reading.places.get(item) ?? place, '', item);
    } else if (value === undefined) {
      if (field.isRequired) reportMissing(reading, field, place, prefix, scope);
      if (field.isRequired && field.kind === 'object') {
        completeObject(reading, (object[field.name] = {}), field.fields, place, `${prefix}${field.name}.`, scope);
      }
    } else if (field.kind === 'object') {
      completeObject(reading, value as ModelObject, field.fields, place, `${prefix}${field.name}.`, scope);
    }
  }
}

function reportMissing(
  reading: Reading,
  field: FieldShape,
  place: XmlElement,
  prefix: string,
  scope: ModelObject,
): void {
  // A required group is missing through its required members; they are reported one by one.
  if (field.kind === 'object') return;
  if (reading.unreadable.get(scope)?.has(prefix + field.name)) return;
  reading.addFault(() => missingFault(field.term, place));
}
