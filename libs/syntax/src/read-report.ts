import type { Problem } from '#kernel';
import type { Invoice } from '#invoice';
import type { XmlPosition } from '#xml';
import type { SyntaxId } from './syntax.js';

/** As much of an invoice as could be read: lists are always there, everything else may be missing. */
export type Partially<T> = T extends readonly (infer Item)[]
  ? readonly Partially<Item>[]
  : T extends string | number | boolean | { readonly units: bigint }
    ? T
    : { readonly [Key in keyof T]?: Partially<T[Key]> };

/** Something in the document that has no place in the model. */
export interface Unread {
  /** Element path, `/@name` behind it for an attribute. */
  readonly path: string;
  /** Cut at 200 characters. */
  readonly value: string;
  readonly position: XmlPosition;
}

/** A term that the model needs and the document lacks (`SYNTAX.MISSING`), or a value that is none (`SYNTAX.VALUE`). */
export interface ReadFault extends Problem {
  readonly code: 'SYNTAX.MISSING' | 'SYNTAX.VALUE';
  readonly terms: readonly string[];
  readonly position: XmlPosition;
}

export interface ReadReport {
  /** Undefined when the root element is of none of our invoice syntaxes; nothing is read then. */
  readonly syntax: SyntaxId | undefined;
  /** The whole invoice; undefined when something that the model requires is missing or unreadable (see `faults`). */
  readonly invoice: Invoice | undefined;
  readonly partial: Partially<Invoice>;
  /** The first 10,000; `unreadCount` is the number of all. */
  readonly unread: readonly Unread[];
  readonly unreadCount: number;
  /** The first 10,000. */
  readonly faults: readonly ReadFault[];
}
