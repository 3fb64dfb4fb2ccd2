import { deflateSync } from 'node:zlib';

/**
 * A display profile of the sRGB colour space (IEC 61966-2-1), version 2.1 of the ICC format (ICC.1:1998-09), built from the
 * published primaries and transfer curve, so that no profile file with a licence of its own is carried.
 */
export function srgbProfile(): Buffer {
  const curve = toneCurve(1024);
  const entries: [string, Buffer][] = [
    ['desc', describe('sRGB IEC61966-2.1')],
    ['cprt', textType('No copyright, use freely')],
    ['wtpt', xyz(0.9642, 1, 0.8249)], // D50, as matrix profiles state the adapted white
    ['rXYZ', xyz(0.43607, 0.22249, 0.01392)], // the sRGB primaries adapted from D65 to D50 (Bradford)
    ['gXYZ', xyz(0.38515, 0.71687, 0.09708)],
    ['bXYZ', xyz(0.14307, 0.06061, 0.7141)],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ];
  const table = Buffer.alloc(4 + entries.length * 12);
  table.writeUInt32BE(entries.length, 0);
  const parts: Buffer[] = [];
  const placed = new Map<Buffer, number>();
  let offset = 128 + table.length;
  entries.forEach(([tag, content], index) => {
    let at = placed.get(content);
    if (at === undefined) {
      at = offset;
      placed.set(content, at);
      const padded = Buffer.concat([content, Buffer.alloc((4 - (content.length % 4)) % 4)]);
      parts.push(padded);
      offset += padded.length;
    }
    table.write(tag, 4 + index * 12, 'latin1');
    table.writeUInt32BE(at, 8 + index * 12);
    table.writeUInt32BE(content.length, 12 + index * 12);
  });
  return Buffer.concat([header(offset), table, ...parts]);
}

function header(size: number): Buffer {
  const bytes = Buffer.alloc(128);
  bytes.writeUInt32BE(size, 0);
  bytes.writeUInt32BE(0x02100000, 8);
  bytes.write('mntrRGB XYZ ', 12, 'latin1');
  [1998, 2, 9, 0, 0, 0].forEach((part, index) => bytes.writeUInt16BE(part, 24 + index * 2));
  bytes.write('acsp', 36, 'latin1');
  fixed([0.9642, 1, 0.8249]).copy(bytes, 68);
  return bytes;
}

/** s15Fixed16 numbers. */
function fixed(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeInt32BE(Math.round(value * 65536), index * 4));
  return bytes;
}

function typed(signature: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(signature, 0, 'latin1');
  return Buffer.concat([head, body]);
}

const xyz = (x: number, y: number, z: number): Buffer => typed('XYZ ', fixed([x, y, z]));
const textType = (text: string): Buffer => typed('text', Buffer.from(`${text}\0`, 'latin1'));

/** textDescriptionType: ASCII part, then empty Unicode and Macintosh parts of fixed size. */
function describe(text: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length + 1, 0);
  return typed('desc', Buffer.concat([length, Buffer.from(`${text}\0`, 'latin1'), Buffer.alloc(4 + 4 + 2 + 1 + 67)]));
}

function toneCurve(points: number): Buffer {
  const bytes = Buffer.alloc(4 + points * 2);
  bytes.writeUInt32BE(points, 0);
  for (let index = 0; index < points; index += 1) {
    const encoded = index / (points - 1);
    const linear = encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;
    bytes.writeUInt16BE(Math.round(linear * 65535), 4 + index * 2);
  }
  return typed('curv', bytes);
}

/** The profile compressed once per process. */
export const SRGB_DEFLATED: Buffer = deflateSync(srgbProfile(), { level: 9 });
