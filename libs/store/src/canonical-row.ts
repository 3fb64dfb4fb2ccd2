import { sha256 } from '#kernel';
import { storableText, toStorableJson, wellFormed } from './storable-json.js';

/**
 * One text for one content, whichever way it came: member names sorted, what is absent left out, instants in UTC, decimals with
 * their scale. A row gives the same text before it is written and after it was read again.
 */
export function canonicalText(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return JSON.stringify(storableText(wellFormed(value)));
  if (typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if ('toJSON' in value && typeof value.toJSON === 'function') return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  members.sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalText(member)}`).join(',')}}`;
}

/** SHA-256 of the canonical text. */
export function digestOf(row: object): string {
  return sha256(canonicalText(row));
}

/** A value as it comes back from a `jsonb` column. */
export function asStored<T>(value: T): T {
  return JSON.parse(toStorableJson(value)) as T;
}
