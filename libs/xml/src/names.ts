import { interned } from './interned.js';

// NameStartChar and NameChar of XML 1.0, fifth edition, without the colon (NCName of Namespaces in XML).
const START =
  'A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-\\u200D\\u2070-\\u218F' +
  '\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}';
const NCNAME = new RegExp(`^[${START}][${START}\\-.0-9\\u00B7\\u0300-\\u036F\\u203F-\\u2040]*$`, 'u');

export function isNcName(text: string): boolean {
  return NCNAME.test(text);
}

/** A name as written, taken apart. The prefix is empty when there is none. */
export interface SplitName {
  readonly raw: string;
  readonly prefix: string;
  readonly local: string;
}

// Documents of one syntax share a few hundred names. Bounded, since names come from outside.
const MAX_KNOWN = 10_000;
const MAX_LENGTH = 100;
const KNOWN = new Map<string, SplitName>();

/** Splits `prefix:local`; undefined when it is not a QName. */
export function splitQName(raw: string): SplitName | undefined {
  const known = KNOWN.get(raw);
  if (known !== undefined) return known;
  const colon = raw.indexOf(':');
  const prefix = colon < 0 ? '' : raw.slice(0, colon);
  const local = colon < 0 ? raw : raw.slice(colon + 1);
  if (!isNcName(local) || (colon >= 0 && !isNcName(prefix))) return undefined;
  const split = { raw: interned(raw), prefix: interned(prefix), local: interned(local) };
  if (KNOWN.size < MAX_KNOWN && raw.length <= MAX_LENGTH) KNOWN.set(split.raw, split);
  return split;
}

/** Slots for names by the hash of their characters; a name that finds its slot taken by another is cut out and split anew. */
const SLOTS = 4096;
const BY_HASH: (SplitName | undefined)[] = new Array<SplitName | undefined>(SLOTS).fill(undefined);

/**
 * The name that stands at `from` to `end` of a text, without cutting it out when it is known: element names repeat, within
 * a document and from one to the next.
 * @param hash of its characters, as `hashOfName` counts them
 */
export function nameAt(text: string, from: number, end: number, hash: number): SplitName | undefined {
  const slot = hash & (SLOTS - 1);
  const known = BY_HASH[slot];
  if (known !== undefined && known.raw.length === end - from && text.startsWith(known.raw, from)) return known;
  const split = splitQName(text.slice(from, end));
  if (split !== undefined && end - from <= MAX_LENGTH) BY_HASH[slot] = split;
  return split;
}
