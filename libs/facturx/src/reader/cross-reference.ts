import { decodeStream } from './filters.js';
import { PdfLexer, PdfSyntaxError } from './pdf-lexer.js';
import { isArray, isDict, PdfName, PdfRef, PdfStream, PdfWord, type PdfDict, type PdfValue } from './pdf-value.js';

/** Where an object is: at a byte offset, or inside an object stream. */
export type Place = { readonly offset: number } | { readonly inside: number; readonly index: number };

export interface CrossReference {
  readonly places: ReadonlyMap<number, Place>;
  readonly trailer: PdfDict;
  /** True when the tables were unusable and the file was searched for objects instead. */
  readonly rebuilt: boolean;
}

const MAX_OBJECTS = 1_000_000;
const MAX_SECTIONS = 1000;
const DIRECT = (value: PdfValue | undefined): PdfValue | undefined => (value instanceof PdfRef ? undefined : value);

/**
 * Reads the chain of cross-reference tables and streams (ISO 32000-1, 7.5.4 to 7.5.8), newest first; where it is damaged,
 * searches the file for objects as readers do.
 * @throws PdfSyntaxError when neither gives a catalog
 */
export function readCrossReference(bytes: Buffer): CrossReference {
  try {
    const found = readChain(bytes);
    const root = found.trailer.get('Root');
    if (root instanceof PdfRef && found.places.has(root.number)) return found;
  } catch (error) {
    if (!(error instanceof PdfSyntaxError)) throw error;
  }
  return rebuild(bytes);
}

function readChain(bytes: Buffer): CrossReference {
  const mark = bytes.lastIndexOf('startxref');
  if (mark < 0) throw new PdfSyntaxError('no startxref', bytes.length);
  const places = new Map<number, Place>();
  let trailer: PdfDict | undefined;
  const pending = [
    Number(
      bytes
        .toString('latin1', mark + 9, mark + 40)
        .trim()
        .split(/\s/)[0],
    ),
  ];
  const seen = new Set<number>();
  while (pending.length > 0) {
    const offset = pending.shift() as number;
    if (seen.has(offset)) continue;
    if (!Number.isInteger(offset) || offset < 0 || offset >= bytes.length || seen.size > MAX_SECTIONS) {
      throw new PdfSyntaxError('a damaged cross-reference', offset);
    }
    seen.add(offset);
    const dict = readSection(bytes, offset, places);
    trailer ??= dict;
    for (const key of ['XRefStm', 'Prev']) {
      const next = dict.get(key);
      if (typeof next === 'number') pending.push(next);
    }
  }
  return { places, trailer: trailer ?? new Map<string, PdfValue>(), rebuilt: false };
}

function readSection(bytes: Buffer, offset: number, places: Map<number, Place>): PdfDict {
  const lexer = new PdfLexer(bytes, offset);
  const first = lexer.read();
  if (first instanceof PdfWord && first.word === 'xref') return readTable(lexer, places);
  const { value } = readObjectAt(bytes, offset, DIRECT);
  if (!(value instanceof PdfStream)) throw new PdfSyntaxError('no cross-reference here', offset);
  readXrefStream(value, places);
  return value.dict;
}

function readTable(lexer: PdfLexer, places: Map<number, Place>): PdfDict {
  for (;;) {
    const start = lexer.read();
    if (start instanceof PdfWord && start.word === 'trailer') {
      const dict = lexer.read();
      if (isDict(dict)) return dict;
    }
    const count = lexer.read();
    if (typeof start !== 'number' || typeof count !== 'number' || count > MAX_OBJECTS) {
      throw new PdfSyntaxError('a damaged cross-reference table', lexer.at);
    }
    for (let index = 0; index < count; index += 1) {
      const [offset, , kind] = [lexer.read(), lexer.read(), lexer.read()];
      const used = kind instanceof PdfWord && kind.word === 'n';
      if (!(kind instanceof PdfWord)) throw new PdfSyntaxError('a damaged cross-reference table', lexer.at);
      const number = start + index;
      if (used && typeof offset === 'number' && offset > 0 && !places.has(number)) places.set(number, { offset });
    }
  }
}

function readXrefStream(stream: PdfStream, places: Map<number, Place>): void {
  const numbers = (key: string): number[] | undefined => {
    const value = stream.dict.get(key);
    return isArray(value) ? value.filter((item) => typeof item === 'number') : undefined;
  };
  const widths = numbers('W') ?? [];
  const size = stream.dict.get('Size');
  const index = numbers('Index') ?? [0, typeof size === 'number' ? size : 0];
  const [one = 0, two = 0, three = 0] = widths;
  const bytes = decodeStream(stream, DIRECT, MAX_OBJECTS * 16);
  if (Math.max(one, three) > 6 || two < 1 || two > 6) throw new PdfSyntaxError('a damaged cross-reference stream', 0);
  let at = 0;
  const field = (width: number, fallback: number): number => {
    const value = width === 0 ? fallback : bytes.readUIntBE(at, width);
    at += width;
    return value;
  };
  for (let pair = 0; pair + 1 < index.length; pair += 2) {
    const [start, count] = [index[pair] as number, index[pair + 1] as number];
    for (let number = start; number < start + count && at + one + two + three <= bytes.length; number += 1) {
      const [kind, second, third] = [field(one, 1), field(two, 0), field(three, 0)];
      if (places.has(number)) continue;
      if (kind === 1) places.set(number, { offset: second });
      else if (kind === 2) places.set(number, { inside: second, index: third });
    }
  }
}

/** Searches for `n g obj`; the last one of a number wins, since later updates stand further down. */
function rebuild(bytes: Buffer): CrossReference {
  const places = new Map<number, Place>();
  const text = bytes.toString('latin1');
  const trailer = new Map<string, PdfValue>();
  for (const match of text.matchAll(/(?<![0-9])(\d{1,8})[ \t\r\n]{1,4}\d{1,5}[ \t\r\n]{1,4}obj\b/g)) {
    if (places.size > MAX_OBJECTS) break;
    places.set(Number(match[1]), { offset: match.index });
  }
  for (let at = text.indexOf('trailer'); at >= 0; at = text.indexOf('trailer', at + 7)) {
    try {
      const dict = new PdfLexer(bytes, at + 7).read();
      if (isDict(dict)) for (const [key, value] of dict) trailer.set(key, value);
    } catch (error) {
      if (!(error instanceof PdfSyntaxError)) throw error;
    }
  }
  if (!trailer.has('Root')) findCatalog(bytes, places, trailer);
  if (!trailer.has('Root')) throw new PdfSyntaxError('no catalog', bytes.length);
  return { places, trailer, rebuilt: true };
}

function findCatalog(bytes: Buffer, places: Map<number, Place>, trailer: Map<string, PdfValue>): void {
  for (const [number, place] of [...places]) {
    if (!('offset' in place)) continue;
    try {
      const { value } = readObjectAt(bytes, place.offset, DIRECT);
      const dict = value instanceof PdfStream ? value.dict : value;
      const type = isDict(dict) ? dict.get('Type') : undefined;
      if (!(type instanceof PdfName)) continue;
      if (type.name === 'Catalog') trailer.set('Root', new PdfRef(number, 0));
      if (type.name === 'XRef' && value instanceof PdfStream) {
        readXrefStream(value, places);
        for (const key of ['Root', 'Encrypt', 'ID']) {
          const entry = value.dict.get(key);
          if (entry !== undefined) trailer.set(key, entry);
        }
      }
    } catch (error) {
      if (!(error instanceof PdfSyntaxError)) throw error;
    }
  }
}

/** Reads `n g obj … endobj` at an offset; `resolve` answers an indirect `/Length`. */
export function readObjectAt(
  bytes: Buffer,
  offset: number,
  resolve: (value: PdfValue | undefined) => PdfValue | undefined,
): { readonly number: number; readonly value: PdfValue } {
  const lexer = new PdfLexer(bytes, offset);
  const [number, , word] = [lexer.read(), lexer.read(), lexer.read()];
  if (typeof number !== 'number' || !(word instanceof PdfWord) || word.word !== 'obj') {
    throw new PdfSyntaxError('no object here', offset);
  }
  const value = lexer.read();
  if (value === undefined) throw new PdfSyntaxError('an empty object', offset);
  if (!isDict(value)) return { number, value };
  lexer.skipSpace();
  if (bytes.toString('latin1', lexer.at, lexer.at + 6) !== 'stream') return { number, value };
  let start = lexer.at + 6;
  if (bytes[start] === 13) start += 1;
  if (bytes[start] === 10) start += 1;
  return { number, value: new PdfStream(value, streamBytes(bytes, start, resolve(value.get('Length')))) };
}

/** The stated length where `endstream` follows it, else up to the next `endstream`. */
function streamBytes(bytes: Buffer, start: number, length: PdfValue | undefined): Buffer {
  if (typeof length === 'number' && length >= 0 && start + length <= bytes.length) {
    const tail = bytes.toString('latin1', start + length, start + length + 12).trimStart();
    if (tail.startsWith('endstream')) return bytes.subarray(start, start + length);
  }
  const end = bytes.indexOf('endstream', start);
  if (end < 0) throw new PdfSyntaxError('a stream without end', start);
  let last = end;
  if (bytes[last - 1] === 10) last -= 1;
  if (bytes[last - 1] === 13) last -= 1;
  return bytes.subarray(start, last);
}
