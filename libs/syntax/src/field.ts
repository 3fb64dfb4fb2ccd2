import { Decimal } from '#kernel';

/** An object of the model, or one being built: the tables address its fields by name. */
export type ModelObject = Record<string, unknown>;
export type Getter = (from: ModelObject | undefined) => unknown;

/** `a.b.c` as a function; undefined as soon as a step is missing. An empty path is the object itself. */
export function getter(path: string): Getter {
  const [first, second, third] = path.split('.');
  if (first === undefined || first === '') return (from) => from;
  if (second === undefined) return (from) => from?.[first];
  if (third === undefined) return (from) => (from?.[first] as ModelObject | undefined)?.[second];
  return (from) => ((from?.[first] as ModelObject | undefined)?.[second] as ModelObject | undefined)?.[third];
}

/** A row's field: where it starts and how to read it. `/` in front means the invoice, even inside a group. */
export class FieldPath {
  readonly isHeader: boolean;
  readonly path: string;
  readonly get: Getter;
  private readonly parents: readonly string[];
  private readonly last: string;

  constructor(field: string) {
    this.isHeader = field.startsWith('/');
    this.path = this.isHeader ? field.slice(1) : field;
    this.get = getter(this.path);
    const steps = this.path.split('.');
    this.last = steps.pop() as string;
    this.parents = steps;
  }

  /** Sets the field, making the objects on the way. */
  set(into: ModelObject, value: unknown): void {
    if (this.path === '') {
      Object.assign(into, value);
      return;
    }
    let at = into;
    for (const step of this.parents) at = (at[step] ??= {}) as ModelObject;
    at[this.last] = value;
  }
}

/** The same value, told by its text: decimals with their scale. */
export function isSameValue(one: unknown, other: unknown): boolean {
  return one === other || (one instanceof Decimal && other instanceof Decimal && one.toString() === other.toString());
}
