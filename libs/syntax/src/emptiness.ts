import type { FieldPath, ModelObject } from './field.js';
import type { Content, ElementNode } from './plan.js';

/** A field by its first two steps, which is enough to see that it is absent. */
export interface Watched {
  readonly key: string;
  readonly under: string | undefined;
}

/** More fields than this are not asked one by one: writing the element and taking it back costs no more. */
const MOST = 4;

/**
 * The fields of the item that an element is written from: while all of them are absent, there is nothing to write below it,
 * as it is with most elements of a syntax in most invoices. Empty where it cannot be told from a few fields of the item
 * alone, or where an absent value is written or reported too.
 */
export function fieldsOf(node: ElementNode): readonly Watched[] {
  const paths = new Set<string>();
  const isTold = isLeaf(node) ? collectContent(node.content as Content, paths) : collect(node, paths);
  if (!isTold) return [];
  const whole = watched(paths, 2);
  const fields = whole.length <= MOST ? whole : watched(paths, 1);
  return fields.length <= MOST ? fields : [];
}

/** Whether all of the fields are absent. An item that is not there tells nothing. */
export function areAbsent(fields: readonly Watched[], item: ModelObject | undefined): boolean {
  if (item === undefined) return false;
  for (const { key, under } of fields) if (pick(item, key, under) !== undefined) return false;
  return true;
}

/** The field of an item by its first two steps. */
export function pick(item: ModelObject, key: string, under: string | undefined): unknown {
  const value = item[key];
  return under === undefined || value === undefined ? value : (value as ModelObject | null)?.[under];
}

function watched(paths: ReadonlySet<string>, depth: 1 | 2): readonly Watched[] {
  const short = new Set([...paths].map((path) => path.split('.').slice(0, depth).join('.')));
  return [...short].map((path) => {
    const [key, under] = path.split('.') as [string, string | undefined];
    return { key, under };
  });
}

/** An element of text alone is not written without its text, whatever its attributes say. */
function isLeaf(node: ElementNode): boolean {
  return node.group === undefined && node.children.length === 0 && node.content !== undefined;
}

/** Adds the fields of an element; false when the element may be written though all of them are absent. */
function collect(node: ElementNode, fields: Set<string>): boolean {
  if (node.group !== undefined) {
    const { row, list } = node.group;
    return row.or === undefined && !mentionsHeader(node) && collectField(list, fields);
  }
  if (node.isAlways || !hasValue(node)) return false;
  const own = [node.content, ...node.attributes.values()];
  return (
    own.every((content) => content === undefined || collectContent(content, fields)) &&
    node.children.every((child) => !hasValue(child) || collect(child, fields))
  );
}

/** Constants stand beside values: an element without a value below it is not written for them alone. */
function hasValue(node: ElementNode): boolean {
  if (node.group !== undefined || node.isAlways) return true;
  return [node.content, ...node.attributes.values()].some((it) => it?.kind === 'value') || node.children.some(hasValue);
}

function collectContent(content: Content, fields: Set<string>): boolean {
  if (content.kind === 'ignored') return true;
  if (content.kind === 'constant') return true;
  if (content.row.echo) return true;
  const { filler, sum, total } = content.row;
  return filler === undefined && sum === undefined && total === undefined && collectField(content.field, fields);
}

function collectField({ isHeader, path }: FieldPath, fields: Set<string>): boolean {
  fields.add(path);
  return !isHeader && path !== '';
}

/** A value of the invoice itself inside a list: when the list is empty, the writer reports it. */
function mentionsHeader(node: ElementNode): boolean {
  const contents = [node.content, ...node.attributes.values()];
  const own = contents.some((content) => content?.kind === 'value' && content.field.isHeader);
  return own || node.children.some(mentionsHeader);
}
