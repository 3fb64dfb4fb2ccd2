import { INVOICE_SHAPE, type FieldShape } from './shape.js';
import type { TermType } from './terms.table.js';

interface JsonSchema {
  readonly [keyword: string]: unknown;
}

const DECIMAL = { type: 'string', pattern: '^[+-]?(\\d+\\.?\\d*|\\.\\d+)$' };
const TEXT = { type: 'string', pattern: '\\S' };
const VALUES: Readonly<Record<TermType, JsonSchema>> = {
  identifier: TEXT,
  reference: TEXT,
  code: TEXT,
  text: TEXT,
  group: TEXT,
  date: { type: 'string', format: 'date' },
  amount: DECIMAL,
  'unit-price': DECIMAL,
  quantity: DECIMAL,
  percentage: DECIMAL,
  binary: { type: 'string', contentEncoding: 'base64' },
};

/** JSON Schema (2020-12) of what `invoiceFromJson` reads; schemas/invoice.schema.json is this, written out. */
export function invoiceJsonSchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:facteur:schema:invoice',
    title: 'Invoice or credit note (EN 16931-1 semantic model)',
    description: 'Decimals are strings, so that no reader turns them into binary floats.',
    ...objectSchema(INVOICE_SHAPE),
  };
}

function objectSchema(fields: readonly FieldShape[]): JsonSchema {
  return {
    type: 'object',
    additionalProperties: false,
    required: fields.filter((field) => field.isRequired).map((field) => field.name),
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field)])),
  };
}

function fieldSchema(field: FieldShape): JsonSchema {
  const description = `${field.term.id} ${field.term.name}`;
  if (field.kind === 'value') return { description, ...VALUES[field.term.type] };
  const object = objectSchema(field.fields);
  return field.kind === 'list' ? { description, type: 'array', items: object } : { description, ...object };
}
