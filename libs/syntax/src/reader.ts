import { pathOf, type XmlAttribute, type XmlElement } from '#xml';
import { CODECS } from './codec.js';
import { isSameValue, type FieldPath, type ModelObject } from './field.js';
import type { Content, ElementNode } from './plan.js';
import { predicateHolds } from './predicate.js';
import { valueFault } from './read-fault.js';
import type { ReadFault, Unread } from './read-report.js';
import type { ValueRow } from './row.js';

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

const MAX_REPORTED = 10_000;

interface Echo {
  readonly field: FieldPath;
  readonly into: ModelObject;
  readonly value: unknown;
  readonly text: string;
  readonly element: XmlElement;
  readonly attribute: string | undefined;
}

/** One reading: fills the model and keeps account of everything that found no place in it. */
export class Reading {
  readonly invoice: ModelObject = {};
  readonly unread: Unread[] = [];
  readonly faults: ReadFault[] = [];
  /** Of `unread`, beyond those that are listed. */
  unreadCount = 0;
  /** The element of each repeated group, so that a missing term can be shown where it is missed. */
  readonly places = new Map<ModelObject, XmlElement>();
  /** Fields whose value could not be read: already reported, not to be reported as missing. */
  readonly unreadable = new Map<ModelObject, Set<string>>();
  private readonly echoes: Echo[] = [];

  constructor(private readonly currencies: { readonly currency?: string; readonly vatCurrency?: string }) {}

  /** Reads the children and attributes of an element whose node is known. `item` is the innermost group's object. */
  element(element: XmlElement, node: ElementNode, item: ModelObject): void {
    const isStored = node.content === undefined || this.content(element, node.content, item);
    if (element.attributes.length > 0 || node.attributes.size > 0) this.attributes(element, node, item, isStored);
    if (node.content === undefined) {
      if (element.children.length > 0) this.children(element, node, item);
      // Text between elements: white space says nothing, anything else would be lost.
      if (node.children.length > 0 && hasOwnText(element)) this.leave(element, element.text.trim());
    } else {
      for (const child of element.children) this.leaveWhole(child);
    }
  }

  /** Takes note of a fault, up to a bound: a hostile document must not be answered by a report of its own size. */
  addFault(make: () => ReadFault): void {
    if (this.faults.length < MAX_REPORTED) this.faults.push(make());
  }

  /** Values that stand in two places: the second counts when the first is empty, and must not contradict it. */
  finishEchoes(): void {
    for (const { field, into, value, text, element, attribute } of this.echoes) {
      const known = field.get(into);
      if (known === undefined) field.set(into, value);
      else if (!isSameValue(known, value)) this.leave(element, text, attribute);
    }
  }

  private children(element: XmlElement, node: ElementNode, item: ModelObject): void {
    const seen: ElementNode[] = [];
    for (const child of element.children) {
      const match = this.match(child, node, seen);
      if (match === undefined) this.leaveWhole(child);
      else if (match.group !== undefined) this.groupItem(child, match, item);
      else {
        seen.push(match);
        this.element(child, match, item);
      }
    }
  }

  private match(child: XmlElement, node: ElementNode, seen: readonly ElementNode[]): ElementNode | undefined {
    const candidates = node.byName.get(child.name);
    if (candidates === undefined) return undefined;
    for (const candidate of candidates) {
      const { step } = candidate;
      if (step.uri !== child.uri || (candidate.group === undefined && seen.includes(candidate))) continue;
      if (step.predicate === undefined || predicateHolds(step.predicate, child, this.currencies)) return candidate;
    }
    return undefined;
  }

  private groupItem(element: XmlElement, node: ElementNode, scope: ModelObject): void {
    const { list } = node.group as NonNullable<ElementNode['group']>;
    const item: ModelObject = {};
    this.element(element, node, item);
    if (Object.keys(item).length === 0 && !this.unreadable.has(item)) return;
    const into = list.isHeader ? this.invoice : scope;
    const items = list.get(into) as ModelObject[] | undefined;
    if (items === undefined) list.set(into, [item]);
    else items.push(item);
    this.places.set(item, element);
  }

  /** True when the text was taken into the model, or says only what the syntax demands. */
  private content(element: XmlElement, content: Content, item: ModelObject): boolean {
    if (content.kind === 'ignored') return true;
    const { text } = element;
    if (text.trim() === '') return false;
    if (content.kind === 'constant') return this.constant(element, text, content.row.value, undefined);
    return this.value(element, text, content.row, content.field, item, undefined);
  }

  private attributes(element: XmlElement, node: ElementNode, item: ModelObject, isStored: boolean): void {
    for (const attribute of element.attributes) {
      if (attribute.uri === XSI) continue;
      const content = attribute.uri === '' ? node.attributes.get(attribute.name) : undefined;
      if (content === undefined) this.otherAttribute(element, node, attribute);
      else if (content.kind === 'constant') this.constant(element, attribute.value, content.row.value, attribute.name);
      else if (content.kind === 'ignored' || attribute.value.trim() === '') continue;
      else if (!isStored) this.leave(element, attribute.value, attribute.name);
      else this.value(element, attribute.value, content.row, content.field, item, attribute.name);
    }
  }

  private otherAttribute(element: XmlElement, node: ElementNode, { name, value }: XmlAttribute): void {
    if (name === 'currencyID' && node.content?.kind === 'value') {
      const field = CODECS[node.content.row.codec].currency ?? 'currency';
      if (value === (this.currencies[field] ?? value)) return;
    }
    this.leave(element, value, name);
  }

  private constant(element: XmlElement, text: string, expected: string, attribute: string | undefined): boolean {
    const seen = text.trim();
    const isSame = seen === expected || (expected === 'false' && seen === '0') || (expected === 'true' && seen === '1');
    // The predicate of a != row accepts any other value: its constant is only what we write ourselves.
    if (!isSame && expected !== 'FC') this.leave(element, seen, attribute);
    return true;
  }

  private value(
    element: XmlElement,
    text: string,
    row: ValueRow,
    field: FieldPath,
    item: ModelObject,
    attribute: string | undefined,
  ): boolean {
    const into = field.isHeader ? this.invoice : item;
    if (row.filler !== undefined && text.trim() === row.filler) return true;
    const decoded = CODECS[row.codec].decode(text);
    if (decoded === undefined) {
      this.addFault(() => valueFault(row.term, element, attribute, text));
      const known = this.unreadable.get(into);
      if (known) known.add(field.path);
      else this.unreadable.set(into, new Set([field.path]));
      return false;
    }
    if (row.echo) {
      this.echoes.push({ field, into, value: decoded, text: text.trim(), element, attribute });
      return true;
    }
    const known = field.path === '' ? undefined : field.get(into);
    if (known === undefined) field.set(into, decoded);
    else if (!isSameValue(known, decoded)) {
      this.leave(element, text.trim(), attribute);
      return false;
    }
    return true;
  }

  private leave(element: XmlElement, value: string, attribute?: string): void {
    this.unreadCount += 1;
    if (this.unread.length >= MAX_REPORTED) return;
    const path = attribute === undefined ? pathOf(element) : `${pathOf(element)}/@${attribute}`;
    this.unread.push({ path, value: value.slice(0, 200), position: element.position });
  }

  /** Everything in an element that no row knows: one entry for each text and attribute. */
  private leaveWhole(element: XmlElement): void {
    if (hasOwnText(element)) this.leave(element, element.text.trim());
    for (const { name, uri, value } of element.attributes) if (uri !== XSI) this.leave(element, value, name);
    for (const child of element.children) this.leaveWhole(child);
  }
}

function hasOwnText(element: XmlElement): boolean {
  return element.text.trim() !== '';
}
