import { CFF_STANDARD_STRINGS, STANDARD_ENCODING } from '../encodings.table.js';
import { type2Width, type Type2Context } from './charstring-width.js';
import { FontBytes, FontProgramError, type FontProgram } from './font-program.js';

type Dict = ReadonlyMap<number, readonly number[]>;

/** Operators of the dictionaries, escaped ones plus 1200 (Technical Note 5176, tables 9, 10 and 23). */
const OPERATOR = {
  charset: 15,
  encoding: 16,
  charStrings: 17,
  private: 18,
  ros: 1230,
  fdArray: 1236,
  fdSelect: 1237,
} as const;
const [FONT_MATRIX, SUBRS, DEFAULT_WIDTH, NOMINAL_WIDTH] = [1207, 19, 20, 21] as const;

interface PrivateFacts extends Type2Context {
  readonly defaultWidth: number;
  readonly nominalWidth: number;
  readonly scale: number;
}

/**
 * Reads a Compact Font Format program (Technical Note 5176), name-keyed or CID-keyed.
 * @throws FontProgramError when it is damaged
 */
export function readCff(content: Buffer): FontProgram {
  const bytes = new FontBytes(content);
  const names = readIndex(bytes, bytes.uint(2, 1));
  const tops = readIndex(bytes, names.end);
  const strings = readIndex(bytes, tops.end);
  const globals = readIndex(bytes, strings.end);
  const top = readDict(tops.items[0] ?? Buffer.alloc(0));
  const charStrings = readIndex(bytes, top.get(OPERATOR.charStrings)?.[0] ?? -1).items;
  const cidKeyed = top.has(OPERATOR.ros);
  const charset = readCharset(bytes, top.get(OPERATOR.charset)?.[0] ?? 0, charStrings.length, cidKeyed);
  const privates = readPrivates(bytes, top, globals.items, cidKeyed);
  const select = cidKeyed ? readSelect(bytes, top.get(OPERATOR.fdSelect)?.[0] ?? -1, charStrings.length) : undefined;
  const nameOf = (id: number): string =>
    CFF_STANDARD_STRINGS[id] ?? (id > 390 ? (strings.items[id - 391]?.toString('latin1') ?? '') : `expert${id}`);
  const byId = new Map(charset.map((id, glyph) => [id, glyph] as const).reverse());
  const byName = new Map(cidKeyed ? [] : charset.map((id, glyph) => [nameOf(id), glyph] as const).reverse());
  return {
    widthOf: (glyph) => {
      const code = charStrings[glyph];
      const facts = privates[select?.[glyph] ?? 0];
      if (!code || !facts) return undefined;
      const width = type2Width(code, facts);
      return (width === 'default' ? facts.defaultWidth : facts.nominalWidth + width) * facts.scale;
    },
    notdef: 0,
    glyphNamed: (name) => byName.get(name),
    glyphOfCid: (cid) => (cidKeyed ? byId.get(cid) : cid < charStrings.length ? cid : undefined),
    encoding: cidKeyed ? new Map() : readEncoding(bytes, top.get(OPERATOR.encoding)?.[0] ?? 0, charset.map(nameOf)),
  };
}

function readIndex(bytes: FontBytes, start: number): { readonly items: readonly Buffer[]; readonly end: number } {
  const count = bytes.uint(start, 2);
  if (count === 0) return { items: [], end: start + 2 };
  const size = bytes.uint(start + 2, 1);
  if (size < 1 || size > 4) throw new FontProgramError('a damaged index');
  const data = start + 2 + (count + 1) * size;
  const offset = (index: number): number => data + bytes.uint(start + 3 + index * size, size);
  const items = Array.from({ length: count }, (_each, index) => bytes.slice(offset(index), offset(index + 1)));
  return { items, end: offset(count) };
}

function readDict(data: Buffer): Dict {
  const dict = new Map<number, readonly number[]>();
  let operands: number[] = [];
  for (let at = 0; at < data.length;) {
    const byte = data[at] as number;
    if (byte <= 21) {
      const escaped = byte === 12;
      dict.set(escaped ? 1200 + (data[at + 1] ?? 0) : byte, operands);
      operands = [];
      at += escaped ? 2 : 1;
    } else {
      const { value, size } = dictNumber(data, at, byte);
      operands.push(value);
      at += size;
    }
  }
  return dict;
}

function dictNumber(data: Buffer, at: number, byte: number): { value: number; size: number } {
  const next = (offset: number): number => data[at + offset] ?? 0;
  if (byte === 28) return { value: ((next(1) << 24) | (next(2) << 16)) >> 16, size: 3 };
  if (byte === 29) return { value: (next(1) << 24) | (next(2) << 16) | (next(3) << 8) | next(4), size: 5 };
  if (byte === 30) return realNumber(data, at);
  if (byte >= 32 && byte <= 246) return { value: byte - 139, size: 1 };
  if (byte >= 247 && byte <= 250) return { value: (byte - 247) * 256 + next(1) + 108, size: 2 };
  if (byte >= 251 && byte <= 254) return { value: -(byte - 251) * 256 - next(1) - 108, size: 2 };
  throw new FontProgramError('a damaged dictionary');
}

/** Packed decimal digits: a to f are point, E, E-, reserved, minus, end. */
function realNumber(data: Buffer, start: number): { value: number; size: number } {
  let text = '';
  for (let at = start + 1; at < data.length; at += 1) {
    const byte = data[at] as number;
    for (const nibble of [byte >> 4, byte & 15]) {
      if (nibble === 15) return { value: Number(text), size: at - start + 1 };
      text += nibble < 10 ? String(nibble) : (['.', 'E', 'E-', '', '-'][nibble - 10] as string);
    }
  }
  throw new FontProgramError('a number without end');
}

/** String ids (or CIDs) by glyph. The predefined charsets 1 and 2 are those of expert fonts. */
function readCharset(bytes: FontBytes, offset: number, count: number, cidKeyed: boolean): number[] {
  if (offset <= 2) {
    if (offset !== 0 && !cidKeyed) throw new FontProgramError('an expert character set');
    return Array.from({ length: count }, (_each, glyph) => glyph);
  }
  const ids = [0];
  const format = bytes.uint(offset, 1);
  let at = offset + 1;
  while (ids.length < count) {
    const first = bytes.uint(at, 2);
    const size = format === 0 ? 0 : format;
    const left = size === 0 ? 0 : bytes.uint(at + 2, size);
    if (format > 2) throw new FontProgramError('a damaged character set');
    for (let id = first; id <= first + left && ids.length < count; id += 1) ids.push(id);
    at += 2 + size;
  }
  return ids;
}

function readEncoding(bytes: FontBytes, offset: number, names: readonly string[]): ReadonlyMap<number, string> {
  if (offset === 0) return STANDARD_ENCODING;
  // The expert set; its names beyond the Latin ones are not known here, so a glyph that relies on it counts as missing.
  if (offset === 1) return new Map();
  const encoding = new Map<number, string>();
  const format = bytes.uint(offset, 1);
  const count = bytes.uint(offset + 1, 1);
  let glyph = 1;
  let at = offset + 2;
  for (let index = 0; index < count; index += 1) {
    const first = bytes.uint(at, 1);
    const left = (format & 127) === 0 ? 0 : bytes.uint(at + 1, 1);
    for (let code = first; code <= first + left; code += 1, glyph += 1) encoding.set(code, names[glyph] ?? '.notdef');
    at += (format & 127) === 0 ? 1 : 2;
  }
  if (format & 128) {
    const supplements = bytes.uint(at, 1);
    for (let index = 0; index < supplements; index += 1) {
      const id = bytes.uint(at + 2 + index * 3, 2);
      encoding.set(bytes.uint(at + 1 + index * 3, 1), CFF_STANDARD_STRINGS[id] ?? '.notdef');
    }
  }
  return encoding;
}

function readPrivates(bytes: FontBytes, top: Dict, globals: readonly Buffer[], cidKeyed: boolean): PrivateFacts[] {
  const topScale = (top.get(FONT_MATRIX)?.[0] ?? 0.001) * 1000;
  if (!cidKeyed) return [readPrivate(bytes, top, globals, topScale)];
  return readIndex(bytes, top.get(OPERATOR.fdArray)?.[0] ?? -1).items.map((item) => {
    const dict = readDict(item);
    const own = dict.get(FONT_MATRIX)?.[0];
    // The matrix of the font dictionary is combined with that of the top dictionary where both are given.
    const scale = own === undefined ? topScale : top.has(FONT_MATRIX) ? own * topScale : own * 1000;
    return readPrivate(bytes, dict, globals, scale);
  });
}

function readPrivate(bytes: FontBytes, dict: Dict, globals: readonly Buffer[], scale: number): PrivateFacts {
  const [size = 0, offset = 0] = dict.get(OPERATOR.private) ?? [];
  const facts = readDict(bytes.slice(offset, offset + size));
  const subrs = facts.get(SUBRS)?.[0];
  return {
    defaultWidth: facts.get(DEFAULT_WIDTH)?.[0] ?? 0,
    nominalWidth: facts.get(NOMINAL_WIDTH)?.[0] ?? 0,
    subroutines: subrs === undefined ? [] : readIndex(bytes, offset + subrs).items,
    globalSubroutines: globals,
    scale,
  };
}

/** The font dictionary of each glyph. */
function readSelect(bytes: FontBytes, offset: number, count: number): number[] {
  const format = bytes.uint(offset, 1);
  if (format === 0) return Array.from({ length: count }, (_each, glyph) => bytes.uint(offset + 1 + glyph, 1));
  if (format !== 3) throw new FontProgramError('a damaged font selection');
  const ranges = bytes.uint(offset + 1, 2);
  const select: number[] = [];
  for (let index = 0; index < ranges; index += 1) {
    const at = offset + 3 + index * 3;
    const [dict, next] = [bytes.uint(at + 2, 1), Math.min(count, bytes.uint(at + 3, 2))];
    for (let glyph = bytes.uint(at, 2); glyph < next; glyph += 1) select[glyph] = dict;
  }
  return select;
}
