import { Decimal, failed, ok, parseLocalDate, type Problem, type Result } from '#kernel';
import type { Invoice } from './invoice.js';
import { jsonProblem, type JsonProblemCode } from './json-problem.js';
import { INVOICE_SHAPE, type FieldShape } from './shape.js';

type JsonObject = Record<string, unknown>;

/**
 * Reads an invoice from JSON as `invoiceToJson` writes it (schemas/invoice.schema.json). Strict: decimals are strings,
 * unknown fields are problems, lists may be left out when empty. All problems are told at once, with JSON pointers.
 * @param json the text, or a value already parsed
 */
export function invoiceFromJson(json: unknown): Result<Invoice, readonly Problem[]> {
  const reader = new JsonReader();
  let value = json;
  if (typeof json === 'string') {
    try {
      value = JSON.parse(json);
    } catch {
      return failed([jsonProblem('INVOICE_JSON.SYNTAX', '', json)]);
    }
  }
  const invoice = reader.object(value, INVOICE_SHAPE, '');
  if (reader.problems.length > 0 || invoice === undefined) return failed(reader.problems);
  const read: object = invoice;
  return ok(read as Invoice);
}

/**
 * The invoice as JSON text, two blanks of indentation, fields in the order of the standard, decimals as strings.
 * @param invoice an `Invoice`, or as much of one as could be read
 */
export function invoiceToJson(invoice: object): string {
  return `${JSON.stringify(ordered(invoice as JsonObject, INVOICE_SHAPE), null, 2)}\n`;
}

/**
 * Whether two invoices say the same: whether their JSON texts would be equal. Decimals count with their scale.
 * @param left an `Invoice`, or as much of one as could be read; `right` likewise
 */
export function sameInvoice(left: object, right: object): boolean {
  return sameObject(left as JsonObject, right as JsonObject, INVOICE_SHAPE);
}

function sameObject(left: JsonObject, right: JsonObject, fields: readonly FieldShape[]): boolean {
  for (const { name, kind, fields: inner } of fields) {
    const [one, other] = [left[name], right[name]];
    if (one === other) continue;
    if (one === undefined || other === undefined) return false;
    if (kind === 'list') {
      const others = other as JsonObject[];
      const items = one as JsonObject[];
      if (items.length !== others.length) return false;
      if (!items.every((item, index) => sameObject(item, others[index] ?? {}, inner))) return false;
    } else if (kind === 'object') {
      if (!sameObject(one as JsonObject, other as JsonObject, inner)) return false;
    } else if (!sameValue(one, other)) return false;
  }
  return true;
}

function sameValue(one: unknown, other: unknown): boolean {
  if (one instanceof Decimal && other instanceof Decimal) return one.toString() === other.toString();
  return JSON.stringify(one) === JSON.stringify(other);
}

function ordered(object: JsonObject, fields: readonly FieldShape[]): JsonObject {
  const result: JsonObject = {};
  for (const { name, kind, fields: inner } of fields) {
    const value = object[name];
    if (value === undefined) continue;
    if (kind === 'list') result[name] = (value as JsonObject[]).map((item) => ordered(item, inner));
    else result[name] = kind === 'object' ? ordered(value as JsonObject, inner) : value;
  }
  return result;
}

class JsonReader {
  readonly problems: Problem[] = [];

  object(value: unknown, fields: readonly FieldShape[], pointer: string): JsonObject | undefined {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return this.refuse('INVOICE_JSON.TYPE', pointer, value);
    }
    const from = value as JsonObject;
    const known = new Set(fields.map((field) => field.name));
    for (const name of Object.keys(from)) {
      if (!known.has(name)) this.refuse('INVOICE_JSON.UNKNOWN', `${pointer}/${escapePointer(name)}`, from[name]);
    }
    const result: JsonObject = {};
    for (const field of fields) {
      const read = this.field(
        Object.hasOwn(from, field.name) ? from[field.name] : undefined,
        field,
        `${pointer}/${field.name}`,
      );
      if (read !== undefined) result[field.name] = read;
    }
    return result;
  }

  private field(value: unknown, field: FieldShape, pointer: string): unknown {
    if (field.kind === 'list') return this.list(value ?? [], field, pointer);
    if (value === undefined || value === null) {
      if (field.isRequired) this.refuse('INVOICE_JSON.MISSING', pointer, undefined, field);
      return undefined;
    }
    return field.kind === 'object' ? this.object(value, field.fields, pointer) : this.value(value, field, pointer);
  }

  private list(value: unknown, field: FieldShape, pointer: string): unknown {
    if (!Array.isArray(value)) return this.refuse('INVOICE_JSON.TYPE', pointer, value, field);
    return value.map((item, index) => this.object(item, field.fields, `${pointer}/${index}`));
  }

  private value(value: unknown, field: FieldShape, pointer: string): unknown {
    if (typeof value !== 'string') return this.refuse('INVOICE_JSON.TYPE', pointer, value, field);
    if (value.trim() === '') return this.refuse('INVOICE_JSON.EMPTY', pointer, value, field);
    switch (field.term.type) {
      case 'amount':
      case 'unit-price':
      case 'quantity':
      case 'percentage':
        return Decimal.parse(value) ?? this.refuse('INVOICE_JSON.DECIMAL', pointer, value, field);
      case 'date':
        return parseLocalDate(value) ?? this.refuse('INVOICE_JSON.DATE', pointer, value, field);
      case 'binary':
        return BASE64.test(value) ? value : this.refuse('INVOICE_JSON.BASE64', pointer, value, field);
      case 'identifier':
      case 'reference':
      case 'code':
      case 'text':
      case 'group':
        return value;
    }
  }

  private refuse(code: JsonProblemCode, pointer: string, value: unknown, field?: FieldShape): undefined {
    this.problems.push(jsonProblem(code, pointer, value, field?.term));
    return undefined;
  }
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** RFC 6901: `~` and `/` inside a name. */
function escapePointer(name: string): string {
  return name.replace(/~/g, '~0').replace(/\//g, '~1');
}
