import { fieldsOf } from './emptiness.js';
import type { ModelObject } from './field.js';
import type { ElementNode } from './plan.js';
import type { Write } from './writing.js';

/** From so many items on, a writer made for their shape earns back its making. */
export const WORTH_A_SHAPE = 32;
const MOST_SHAPES = 12;

/** Which fields an item has, and the objects in it that rows look into. */
interface Shape {
  readonly keys: readonly string[];
  readonly inner: readonly { readonly key: string; readonly keys: readonly string[] }[];
  readonly write: Write;
}

/** Whether a field, by its first two steps, is absent from every item of a shape. */
export type IsAbsent = (key: string, under: string | undefined) => boolean;

/**
 * Writers of a repeated element, each for items that have the same fields: lines of one invoice nearly always do. What such
 * items never have is left out of their writer once, instead of being asked of each of a thousand lines.
 */
export class Shapes {
  private readonly known: Shape[] = [];
  private last: Shape | undefined;
  private readonly innerKeys: readonly string[];

  /** @param make a writer without what is absent */
  constructor(
    node: ElementNode,
    private readonly make: (isAbsent: IsAbsent) => Write,
  ) {
    this.innerKeys = [...new Set(watchedBelow(node))];
  }

  /** Undefined for an item like none of the shapes that are remembered: their number is bounded. */
  writerFor(item: ModelObject): Write | undefined {
    if (Object.getPrototypeOf(item) !== Object.prototype) return undefined;
    if (this.last !== undefined && fits(this.last, item)) return this.last.write;
    let shape = this.known.find((each) => fits(each, item));
    if (shape === undefined && this.known.length < MOST_SHAPES) {
      shape = this.shapeOf(item);
      this.known.push(shape);
    }
    this.last = shape;
    return shape?.write;
  }

  private shapeOf(item: ModelObject): Shape {
    const keys = keysOf(item);
    const inner = this.innerKeys.filter((key) => isInner(item[key])).map((key) => ({ key, keys: keysOf(item[key]) }));
    const isAbsent: IsAbsent = (key, under) => {
      if (!keys.includes(key)) return true;
      const within = under === undefined ? undefined : inner.find((each) => each.key === key);
      return within !== undefined && !within.keys.includes(under as string);
    };
    return { keys, inner, write: this.make(isAbsent) };
  }
}

function fits({ keys, inner }: Shape, item: ModelObject): boolean {
  if (!hasKeys(item, keys)) return false;
  for (const { key, keys: below } of inner) if (!hasKeys(item[key], below)) return false;
  return true;
}

function hasKeys(value: unknown, keys: readonly string[]): boolean {
  let at = 0;
  for (const key in value as object) {
    if (keys[at] !== key) return false;
    at += 1;
  }
  return at === keys.length;
}

function keysOf(value: unknown): string[] {
  const keys: string[] = [];
  for (const key in value as object) keys.push(key);
  return keys;
}

/** A plain object; what has methods of its own, as a decimal has, is a value. */
function isInner(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** First steps of the fields of two steps that the elements below are written from. */
function watchedBelow(node: ElementNode): string[] {
  return node.children.flatMap((child) => [
    ...fieldsOf(child).flatMap(({ key, under }) => (under === undefined ? [] : [key])),
    ...(child.group === undefined ? watchedBelow(child) : []),
  ]);
}
