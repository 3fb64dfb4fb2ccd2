import type { CodecName } from './codec.js';
import type { ProfileId } from './profile.table.js';

/** What a row may say besides its term, path, field and codec. Everything is data: the interpreter knows what it means. */
export interface RowOptions {
  /** Lowest Factur-X profile that carries the row; MINIMUM when not said. */
  readonly since?: ProfileId;
  /** Written only into the first repetition of its group. */
  readonly first?: true;
  /** Written only when this field has a value too, because the syntax demands it; otherwise reported as not carried. */
  readonly needs?: string;
  /** Written only when this field is present (`given`) or absent (`unless`): two elements share one field. */
  readonly given?: string;
  readonly unless?: string;
  /** Stands in for an absent value where the schema demands the element; read as absent. */
  readonly filler?: string;
  /** Written as the sum of these two fields when it is absent and both are there, because the schema demands it. */
  readonly sum?: readonly [string, string];
  /** Likewise as the total of a field of every item of a list: `[list, field]`. An empty list makes no total. */
  readonly total?: readonly [string, string];
  /** A second place of the same value: never written, read when the first place is empty. */
  readonly echo?: true;
  /** Root element that has the row; both when not said. */
  readonly only?: 'invoice' | 'credit-note';
}

/** A business term at a place. `field` is relative to the repeated group, or to the invoice when it begins with `/`. */
export interface ValueRow extends RowOptions {
  readonly kind: 'value';
  readonly term: string;
  readonly at: string;
  readonly field: string;
  readonly codec: CodecName;
}

/** A value that the syntax demands beside others, and that tells elements of the same name apart. */
export interface ConstantRow extends RowOptions {
  readonly kind: 'constant';
  readonly at: string;
  readonly value: string;
}

/** A repeated element with the list it stands for. */
export interface GroupRow extends RowOptions {
  readonly kind: 'group';
  readonly term: string;
  readonly at: string;
  readonly each: string;
  /** Written once when the list is empty but this field is present. */
  readonly or?: string;
  /** Most repetitions that CII D16B allows. */
  readonly maxD16B?: number;
  readonly rows: readonly Row[];
}

/** An element that the schema demands even when it is empty. */
export interface AlwaysRow extends RowOptions {
  readonly kind: 'always';
  readonly at: string;
}

/** An element or attribute without business content, read over in silence. */
export interface IgnoredRow extends RowOptions {
  readonly kind: 'ignored';
  readonly at: string;
}

export type Row = ValueRow | ConstantRow | GroupRow | AlwaysRow | IgnoredRow;

/**
 * `at` is an element path in schema order, relative to the group: `cac:Party/cbc:ID`, `cbc:ID/@schemeID`, `.` for the
 * group's own element. `cac:PartyTaxScheme[cac:TaxScheme/cbc:ID='VAT']` names one of several elements of the same name;
 * the predicate decides on reading, the constant row writes it.
 */
export function value(term: string, at: string, field: string, codec: CodecName, options: RowOptions = {}): ValueRow {
  return { kind: 'value', term, at, field, codec, ...options };
}

export function constant(at: string, text: string, options: RowOptions = {}): ConstantRow {
  return { kind: 'constant', at, value: text, ...options };
}

export function group(
  term: string,
  at: string,
  each: string,
  rows: readonly Row[],
  options: RowOptions & Pick<GroupRow, 'or' | 'maxD16B'> = {},
): GroupRow {
  return { kind: 'group', term, at, each, rows, ...options };
}

export function always(at: string): AlwaysRow {
  return { kind: 'always', at };
}

export function ignored(at: string): IgnoredRow {
  return { kind: 'ignored', at };
}
