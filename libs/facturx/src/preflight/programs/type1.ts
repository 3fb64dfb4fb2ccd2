import { STANDARD_ENCODING } from '../encodings.table.js';
import { FontProgramError, type FontProgram } from './font-program.js';

const MAX_GLYPHS = 70_000;

/**
 * Reads a Type 1 font program (Adobe Type 1 Font Format): the clear text for encoding and matrix, the encrypted part for the
 * glyphs and their widths.
 * @param clearLength `/Length1` of the stream; where it is wrong, `eexec` is searched
 * @throws FontProgramError when it is damaged
 */
export function readType1(content: Buffer, clearLength: number): FontProgram {
  const unwrapped = withoutSegments(content);
  const mark = unwrapped.indexOf('eexec');
  if (mark < 0) throw new FontProgramError('no encrypted part');
  const clear = unwrapped.toString('latin1', 0, mark);
  let start = mark + 5;
  while ([32, 9, 10, 13].includes(unwrapped[start] ?? 0) && start < Math.max(clearLength, mark + 9)) start += 1;
  const body = decrypt(binary(unwrapped.subarray(start)), 55_665, 4);
  const scale = Number(/\/FontMatrix\s*\[\s*([-+.\deE]+)/.exec(clear)?.[1] ?? '0.001') * 1000;
  const glyphs = readGlyphs(body);
  const widths = [...glyphs.values()].map((code) => widthOf(code));
  const byName = new Map([...glyphs.keys()].map((name, index) => [name, index]));
  return {
    widthOf: (glyph) => {
      const width = widths[glyph];
      return width === undefined ? undefined : width * scale;
    },
    notdef: byName.get('.notdef') ?? -1,
    glyphNamed: (name) => byName.get(name),
    glyphOfCid: () => undefined,
    encoding: readEncoding(clear),
  };
}

/** The segment headers of a PFB file, which some programs leave in. */
function withoutSegments(content: Buffer): Buffer {
  if (content[0] !== 0x80) return content;
  const parts: Buffer[] = [];
  for (let at = 0; content[at] === 0x80 && (content[at + 1] === 1 || content[at + 1] === 2);) {
    const length = at + 6 <= content.length ? content.readUInt32LE(at + 2) : 0;
    parts.push(content.subarray(at + 6, at + 6 + length));
    at += 6 + length;
  }
  return Buffer.concat(parts);
}

/** The encrypted part may stand in hexadecimal; then its first four characters are digits. */
function binary(part: Buffer): Buffer {
  return /^[0-9A-Fa-f]{4}/.test(part.toString('latin1', 0, 4))
    ? Buffer.from(part.toString('latin1').replace(/[^0-9A-Fa-f]/g, ''), 'hex')
    : part;
}

/** Chapter 7: each byte is mixed with the sum of those before it; the first `skip` bytes are random. */
function decrypt(cipher: Buffer, key: number, skip: number): Buffer {
  const plain = Buffer.alloc(cipher.length);
  let state = key;
  for (let at = 0; at < cipher.length; at += 1) {
    const byte = cipher[at] as number;
    plain[at] = byte ^ (state >> 8);
    state = ((byte + state) * 52_845 + 22_719) & 0xffff;
  }
  return plain.subarray(skip);
}

/** `/name length RD bytes` entries after `/CharStrings`, decrypted. */
function readGlyphs(body: Buffer): Map<string, Buffer> {
  const text = body.toString('latin1');
  const skip = Number(/\/lenIV\s+(-?\d+)/.exec(text)?.[1] ?? '4');
  const begin = text.indexOf('/CharStrings');
  if (begin < 0) throw new FontProgramError('no glyphs');
  const entry = /\/(\S{1,200})\s+(\d{1,6})\s+(?:RD|-\||\S{1,20})[ ]/y;
  const glyphs = new Map<string, Buffer>();
  let at = text.indexOf('/', begin + 12);
  while (at >= 0 && glyphs.size < MAX_GLYPHS) {
    entry.lastIndex = at;
    const match = entry.exec(text);
    if (!match) break;
    const start = entry.lastIndex;
    const end = start + Number(match[2]);
    if (end > body.length) throw new FontProgramError('ends too early');
    const code = body.subarray(start, end);
    glyphs.set(match[1] as string, skip < 0 ? code : decrypt(code, 4330, skip));
    at = text.indexOf('/', end);
    // Behind the last glyph the dictionary ends; what follows is no glyph.
    if (/\bend\b/.test(text.slice(end, at < 0 ? undefined : at))) break;
  }
  if (glyphs.size === 0) throw new FontProgramError('no glyphs');
  return glyphs;
}

/** The width that `hsbw` or `sbw` sets at the start of a glyph; undefined where it does not begin so. */
function widthOf(code: Buffer): number | undefined {
  const stack: number[] = [];
  for (let at = 0; at < code.length;) {
    const byte = code[at] as number;
    const next = code[at + 1] ?? 0;
    if (byte >= 32) {
      if (byte <= 246) stack.push(byte - 139);
      else if (byte <= 250) stack.push((byte - 247) * 256 + next + 108);
      else if (byte <= 254) stack.push(-(byte - 251) * 256 - next - 108);
      else stack.push(at + 5 <= code.length ? code.readInt32BE(at + 1) : 0);
      at += byte <= 246 ? 1 : byte <= 254 ? 2 : 5;
    } else if (byte === 13) return stack[1];
    else if (byte === 12 && next === 7) return stack[2];
    else if (byte === 12 && next === 12) {
      const divisor = stack.pop() ?? 1;
      stack.push((stack.pop() ?? 0) / divisor);
      at += 2;
    } else return undefined;
  }
  return undefined;
}

function readEncoding(clear: string): ReadonlyMap<number, string> {
  if (/\/Encoding\s+StandardEncoding\b/.test(clear)) return STANDARD_ENCODING;
  const encoding = new Map<number, string>();
  for (const match of clear.matchAll(/\bdup\s+(\d{1,3})\s*\/(\S{1,200})\s+put\b/g)) {
    encoding.set(Number(match[1]), match[2] as string);
  }
  return encoding;
}
