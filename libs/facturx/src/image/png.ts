import { deflateSync, inflateSync } from 'node:zlib';
import { pngPredictor } from '../reader/filters.js';
import { logoError } from './logo-error.js';
import type { PreparedImage } from './prepared-image.js';

const MAX_PIXELS = 4_000_000;

interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colourType: number;
}

/** Samples a pixel by PNG colour type: grey, RGB, palette, grey with alpha, RGB with alpha (PNG third edition, 6.1). */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Reads a PNG without interlace; colour and transparency are parted, since a PDF keeps them in two images. */
export function readPng(bytes: Buffer): PreparedImage {
  const chunks = readChunks(bytes);
  const header = readHeader(chunks.get('IHDR')?.[0]);
  const channels = CHANNELS[header.colourType] as number;
  const bits = channels * header.depth;
  const stride = Math.ceil((header.width * bits) / 8);
  const packed = Buffer.concat(chunks.get('IDAT') ?? []);
  const rows = unfilter(inflate(packed, (stride + 1) * header.height), header.height, stride, Math.max(1, bits >> 3));
  const samples = eightBits(rows, header, channels, stride);
  const pixels = header.width * header.height;
  if (header.colourType === 3) return fromPalette(samples, header, chunks.get('PLTE')?.[0], chunks.get('tRNS')?.[0]);
  const colours = channels >= 3 ? 3 : 1;
  const alpha = channels === 2 || channels === 4 ? Buffer.alloc(pixels) : undefined;
  if (!alpha) return image(header, colours, samples);
  const colour = Buffer.alloc(pixels * colours);
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    samples.copy(colour, pixel * colours, pixel * channels, pixel * channels + colours);
    alpha[pixel] = samples[pixel * channels + colours] as number;
  }
  return image(header, colours, colour, alpha);
}

function readChunks(bytes: Buffer): Map<string, Buffer[]> {
  const chunks = new Map<string, Buffer[]>();
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const name = bytes.toString('latin1', at + 4, at + 8);
    if (at + 12 + length > bytes.length) throw logoError('damaged PNG');
    chunks.set(name, [...(chunks.get(name) ?? []), bytes.subarray(at + 8, at + 8 + length)]);
    at += 12 + length;
  }
  return chunks;
}

function readHeader(chunk: Buffer | undefined): Header {
  if (chunk?.length !== 13) throw logoError('damaged PNG');
  const header = {
    width: chunk.readUInt32BE(0),
    height: chunk.readUInt32BE(4),
    depth: chunk[8] as number,
    colourType: chunk[9] as number,
  };
  if (header.width * header.height > MAX_PIXELS || header.width * header.height === 0)
    throw logoError('more than 4 million pixels');
  if (CHANNELS[header.colourType] === undefined || ![1, 2, 4, 8, 16].includes(header.depth))
    throw logoError('damaged PNG');
  if (chunk[12] !== 0) throw logoError('an interlaced PNG');
  return header;
}

function inflate(packed: Buffer, expected: number): Buffer {
  try {
    const raw = inflateSync(packed, { maxOutputLength: expected + 16 });
    if (raw.length >= expected) return raw;
  } catch (cause) {
    throw Object.assign(logoError('damaged PNG'), { cause });
  }
  throw logoError('damaged PNG');
}

/** Undoes the row filters (PNG, clause 9). */
function unfilter(raw: Buffer, height: number, stride: number, step: number): Buffer {
  const rows = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)] as number;
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x;
      const left = x >= step ? (rows[at - step] as number) : 0;
      const up = y > 0 ? (rows[at - stride] as number) : 0;
      const corner = y > 0 && x >= step ? (rows[at - stride - step] as number) : 0;
      rows[at] = ((raw[y * (stride + 1) + 1 + x] as number) + pngPredictor(filter, left, up, corner)) & 0xff;
    }
  }
  return rows;
}

/** One byte a sample: small depths are spread (palette indexes stay), the low byte of 16 bits is dropped. */
function eightBits(
  rows: Buffer,
  { width, height, depth, colourType }: Header,
  channels: number,
  stride: number,
): Buffer {
  if (depth === 8) return rows;
  const perRow = width * channels;
  const out = Buffer.alloc(perRow * height);
  const scale = colourType === 3 ? 1 : 255 / (2 ** Math.min(depth, 8) - 1);
  for (let y = 0; y < height; y += 1) {
    for (let index = 0; index < perRow; index += 1) {
      const bit = index * depth;
      const byte = rows[y * stride + (bit >> 3)] as number;
      const value = depth === 16 ? byte : (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
      out[y * perRow + index] = depth === 16 ? value : value * scale;
    }
  }
  return out;
}

function fromPalette(
  indexes: Buffer,
  header: Header,
  palette: Buffer | undefined,
  transparency: Buffer | undefined,
): PreparedImage {
  if (!palette) throw logoError('damaged PNG');
  const colour = Buffer.alloc(indexes.length * 3);
  const alpha = transparency ? Buffer.alloc(indexes.length, 255) : undefined;
  indexes.forEach((index, pixel) => {
    palette.copy(colour, pixel * 3, index * 3, index * 3 + 3);
    if (alpha && transparency && index < transparency.length) alpha[pixel] = transparency[index] as number;
  });
  return image(header, 3, colour, alpha);
}

function image({ width, height }: Header, colours: 1 | 3, samples: Buffer, alpha?: Buffer): PreparedImage {
  const entries = (space: string): string =>
    `/Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/${space}/BitsPerComponent 8/Filter/FlateDecode`;
  const opaque = alpha?.every((value) => value === 255) ?? true;
  return {
    width,
    height,
    entries: entries(colours === 3 ? 'DeviceRGB' : 'DeviceGray'),
    content: deflateSync(samples, { level: 9 }),
    mask: alpha && !opaque ? { entries: entries('DeviceGray'), content: deflateSync(alpha, { level: 9 }) } : undefined,
  };
}
