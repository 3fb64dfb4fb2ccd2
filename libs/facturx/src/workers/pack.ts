import { isDate } from 'node:util/types';
import { Decimal } from '#kernel';

const MARK = '$decimal';

/** A value as structured clone carries it to another thread: amounts, which would lose their class, become marked texts. */
export function pack(value: unknown): unknown {
  if (value instanceof Decimal) return { [MARK]: value.toString() };
  return through(value, pack);
}

/** The value that was packed. */
export function unpack(value: unknown): unknown {
  const marked = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[MARK] : undefined;
  return typeof marked === 'string' ? Decimal.of(marked) : through(value, unpack);
}

function through(value: unknown, change: (value: unknown) => unknown): unknown {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || isDate(value)) return value;
  if (Array.isArray(value)) return value.map(change);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, change(each)]));
}
