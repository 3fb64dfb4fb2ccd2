import { inflateSync, constants } from 'node:zlib';
import { PdfSyntaxError } from './pdf-lexer.js';
import { isArray, isDict, PdfName, type PdfDict, type PdfStream, type PdfValue } from './pdf-value.js';

type Resolve = (value: PdfValue | undefined) => PdfValue | undefined;

/**
 * The bytes of a stream with its filters undone (ISO 32000-1, 7.4): Flate, ASCII hexadecimal, ASCII base 85, run length.
 * @param limit bytes that the result may have at most
 * @param strict refuse compressed data that is cut short, which readers put up with
 * @throws PdfSyntaxError for damaged data, another filter, or more bytes than allowed
 */
export function decodeStream(stream: PdfStream, resolve: Resolve, limit: number, strict = false): Buffer {
  const filters = listOf(resolve(stream.dict.get('Filter') ?? stream.dict.get('F')), resolve);
  const parameters = listOf(resolve(stream.dict.get('DecodeParms') ?? stream.dict.get('DP')), resolve);
  let bytes = stream.raw;
  if (filters.length > 8) throw new PdfSyntaxError('too many filters', 0);
  filters.forEach((filter, index) => {
    const name = filter instanceof PdfName ? filter.name : '';
    const options = parameters[index];
    bytes = decode(name, bytes, limit, isDict(options) ? options : new Map<string, PdfValue>(), resolve, strict);
  });
  return bytes;
}

function listOf(value: PdfValue | undefined, resolve: Resolve): (PdfValue | undefined)[] {
  if (value === undefined || value === null) return [];
  return isArray(value) ? value.map((item) => resolve(item)) : [value];
}

function decode(
  name: string,
  bytes: Buffer,
  limit: number,
  options: PdfDict,
  resolve: Resolve,
  strict: boolean,
): Buffer {
  switch (name) {
    case 'FlateDecode':
    case 'Fl':
      return unpredicted(inflate(bytes, limit, strict), options, resolve);
    case 'ASCIIHexDecode':
    case 'AHx': {
      const hex = bytes.toString('latin1').split('>')[0]?.replace(/\s/g, '') ?? '';
      return Buffer.from(hex.length % 2 === 1 ? `${hex}0` : hex, 'hex');
    }
    case 'ASCII85Decode':
    case 'A85':
      return base85(bytes);
    case 'RunLengthDecode':
    case 'RL':
      return runLength(bytes, limit);
    default:
      throw new PdfSyntaxError(`a filter that is not read (${name.slice(0, 40)})`, 0);
  }
}

function inflate(bytes: Buffer, limit: number, strict: boolean): Buffer {
  try {
    // A stream cut short still gives what it has, as readers do; the limit stands against bombs.
    return inflateSync(bytes, {
      maxOutputLength: limit,
      finishFlush: strict ? constants.Z_FINISH : constants.Z_SYNC_FLUSH,
    });
  } catch (cause) {
    const tooLong = cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';
    throw new PdfSyntaxError(tooLong ? 'more data than allowed' : 'damaged compressed data', 0);
  }
}

/** Undoes the PNG predictors (7.4.4.4); the TIFF predictor occurs with images only. */
function unpredicted(bytes: Buffer, options: PdfDict, resolve: Resolve): Buffer {
  const number = (key: string, fallback: number): number => {
    const value = resolve(options.get(key));
    return typeof value === 'number' ? value : fallback;
  };
  if (number('Predictor', 1) < 10) return bytes;
  const bits = number('Colors', 1) * number('BitsPerComponent', 8);
  const step = Math.max(1, bits >> 3);
  const stride = Math.ceil((number('Columns', 1) * bits) / 8);
  if (!(stride > 0 && stride < 1_000_000)) throw new PdfSyntaxError('damaged predictor', 0);
  const height = Math.floor(bytes.length / (stride + 1));
  const rows = Buffer.alloc(height * stride);
  for (let y = 0; y < height; y += 1) {
    const filter = bytes[y * (stride + 1)] as number;
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x;
      const left = x >= step ? (rows[at - step] as number) : 0;
      const up = y > 0 ? (rows[at - stride] as number) : 0;
      const corner = y > 0 && x >= step ? (rows[at - stride - step] as number) : 0;
      rows[at] = ((bytes[y * (stride + 1) + 1 + x] as number) + pngPredictor(filter, left, up, corner)) & 0xff;
    }
  }
  return rows;
}

/** The predicted byte of a PNG row filter (PNG third edition, clause 9). */
export function pngPredictor(filter: number, left: number, up: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

function base85(bytes: Buffer): Buffer {
  const out: number[] = [];
  let group: number[] = [];
  const flush = (count: number): void => {
    const padded = [...group, ...Array<number>(5 - group.length).fill(84)];
    const value = padded.reduce((sum, digit) => sum * 85 + digit, 0) >>> 0;
    out.push(...[24, 16, 8, 0].slice(0, count).map((shift) => (value >>> shift) & 0xff));
    group = [];
  };
  for (const code of bytes) {
    if (code === 0x7e) break;
    if (code === 0x7a && group.length === 0) out.push(0, 0, 0, 0);
    else if (code >= 0x21 && code <= 0x75) group.push(code - 0x21);
    if (group.length === 5) flush(4);
  }
  if (group.length > 1) flush(group.length - 1);
  return Buffer.from(out);
}

function runLength(bytes: Buffer, limit: number): Buffer {
  const parts: Buffer[] = [];
  let total = 0;
  for (let at = 0; at < bytes.length;) {
    const length = bytes[at] as number;
    if (length === 128) break;
    const part = length < 128 ? bytes.subarray(at + 1, at + 2 + length) : Buffer.alloc(257 - length, bytes[at + 1]);
    at += length < 128 ? length + 2 : 2;
    total += part.length;
    if (total > limit) throw new PdfSyntaxError('more data than allowed', 0);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
