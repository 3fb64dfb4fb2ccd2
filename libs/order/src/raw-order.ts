import { pointer, type FieldOrigin } from './issue-problems.js';

type Step = string | number;

/** A value that a reader could not turn into the field's form; no schema accepts it, so it becomes a problem. */
export class UnreadValue {
  constructor(readonly text: string) {}
}

/** An order in the making, with the place in the source that each value came from. */
export class RawOrder {
  readonly value: Record<string, unknown> = {};
  private readonly origins = new Map<string, FieldOrigin>();

  /** @param unseen names a field that the source does not have, as its sender would look for it. */
  constructor(private readonly unseen: (path: readonly Step[]) => FieldOrigin) {}

  /** Sets the value at a path, making the groups and lists on the way. Empty values are not set. */
  set(path: readonly Step[], value: unknown, origin: FieldOrigin): void {
    if (value === undefined || value === '') return;
    let group: Record<Step, unknown> = this.value;
    path.forEach((step, index) => {
      if (index === path.length - 1) group[step] = value;
      else group = (group[step] ??= typeof path[index + 1] === 'number' ? [] : {}) as Record<Step, unknown>;
    });
    this.origins.set(pointer(path), origin);
  }

  /** Remembers where a group stands, for problems about what is missing in it. */
  mark(path: readonly Step[], origin: FieldOrigin): void {
    this.origins.set(pointer(path), origin);
  }

  originOf(path: readonly Step[]): FieldOrigin | undefined {
    return this.origins.get(pointer(path));
  }

  /** The origin of a path; for one that was never set, its sender's name with the row of the nearest group that was. */
  readonly locate = (path: readonly PropertyKey[]): FieldOrigin => {
    const steps = path.map((step) => (typeof step === 'symbol' ? String(step) : step));
    const exact = this.originOf(steps);
    if (exact) return exact;
    const unseen = this.unseen(steps);
    for (let length = steps.length - 1; length > 0; length -= 1) {
      const near = this.originOf(steps.slice(0, length));
      if (near) return { ...unseen, row: near.row ?? unseen.row };
    }
    return unseen;
  };

  /** Lists hold no gaps: a mapping to `notes.1` alone becomes the first note. */
  finished(): unknown {
    return compact(this.value);
  }
}

function compact(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((one) => one !== undefined).map(compact);
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, compact(inner)]));
}
