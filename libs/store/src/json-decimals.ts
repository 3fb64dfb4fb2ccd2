import { Decimal } from '#kernel';

/**
 * Turns the members of these names, wherever they stand, from JSON text back into decimals. Members named in `opaque` are left
 * as they are with all that is in them: they hold a partner's own names.
 */
export function reviveDecimals(value: unknown, names: ReadonlySet<string>, opaque?: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => reviveDecimals(item, names, opaque));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]: [string, unknown]) => {
      if (opaque?.has(name)) return [name, member];
      if (typeof member === 'string' && names.has(name)) return [name, Decimal.of(member)];
      return [name, reviveDecimals(member, names, opaque)];
    }),
  );
}
