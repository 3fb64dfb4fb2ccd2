import { logoError } from './logo-error.js';
import type { PreparedImage } from './prepared-image.js';

/** A JPEG goes into the PDF as it is; only its frame header is read (ITU-T T.81, B.2.2). */
export function readJpeg(bytes: Buffer): PreparedImage {
  let at = 2;
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) throw logoError('damaged JPEG');
    const marker = bytes[at + 1] as number;
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (frame) return prepared(bytes, at + 4);
    at += marker === 0xff ? 1 : 2 + bytes.readUInt16BE(at + 2);
  }
  throw logoError('damaged JPEG');
}

function prepared(bytes: Buffer, at: number): PreparedImage {
  const [depth, height, width, components] = [
    bytes[at],
    bytes.readUInt16BE(at + 1),
    bytes.readUInt16BE(at + 3),
    bytes[at + 5],
  ];
  if (depth !== 8 || (components !== 1 && components !== 3)) throw logoError('a JPEG must be grey or RGB with 8 bits');
  if (width === 0 || height === 0) throw logoError('damaged JPEG');
  const space = components === 1 ? 'DeviceGray' : 'DeviceRGB';
  const entries = `/Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/${space}/BitsPerComponent 8/Filter/DCTDecode`;
  return { width, height, entries, content: bytes };
}
