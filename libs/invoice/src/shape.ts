import { TERMS, type Term } from './terms.js';

/** A field of the model with what it holds: derived from the terms, so that readers, JSON and schema agree. */
export interface FieldShape {
  readonly name: string;
  readonly kind: 'value' | 'object' | 'list';
  /** The term of a value, the group of an object or list; an object such as an identifier has the term of its value. */
  readonly term: Term;
  readonly isRequired: boolean;
  /** Of an object, or of a list's items. */
  readonly fields: readonly FieldShape[];
}

interface Draft {
  readonly name: string;
  kind: FieldShape['kind'];
  readonly term: Term;
  readonly isRequired: boolean;
  readonly fields: Draft[];
}

/** The fields of an invoice. */
export const INVOICE_SHAPE: readonly FieldShape[] = buildShape();

function buildShape(): readonly FieldShape[] {
  const top: Draft[] = [];
  for (const entry of TERMS) {
    const steps = entry.path.split('.');
    let fields = top;
    steps.forEach((step, index) => {
      const isLast = index === steps.length - 1;
      const name = step.replace('[]', '');
      let field = fields.find((known) => known.name === name);
      if (field === undefined) {
        field = draft(name, step, entry, isLast, fields);
        fields.push(field);
      }
      fields = field.fields;
    });
  }
  return top;
}

function draft(name: string, step: string, entry: Term, isLast: boolean, siblings: readonly Draft[]): Draft {
  const kind = step.endsWith('[]') ? 'list' : isLast && entry.type !== 'group' ? 'value' : 'object';
  // An identifier, a classification, an attachment: its first term is its value, which it cannot be without.
  const isValueOfParent = isLast && kind === 'value' && siblings.length === 0 && isComposite(entry);
  return { name, kind, term: entry, isRequired: kind !== 'list' && (entry.isRequired || isValueOfParent), fields: [] };
}

function isComposite(entry: Term): boolean {
  return /\.(id|base64)$|\[\]\.code$/.test(entry.path);
}
