import { readJpeg } from './jpeg.js';
import { logoError } from './logo-error.js';
import { readPng } from './png.js';
import type { PreparedImage } from './prepared-image.js';

const MAX_BYTES = 2_000_000;
const known = new WeakMap<Uint8Array, PreparedImage>();

/**
 * A seller's logo, ready to be embedded; kept for as long as the caller keeps the array.
 * @throws FacteurError `FACTURX.LOGO` (category input) when it is neither PNG nor JPEG, too large, or of a kind that PDF/A
 * cannot hold beside an RGB output intent (CMYK).
 */
export function readLogo(bytes: Uint8Array): PreparedImage {
  let image = known.get(bytes);
  if (image) return image;
  if (bytes.length > MAX_BYTES) throw logoError('larger than 2 MB');
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (buffer.readUInt32BE(0) === 0x89504e47) image = readPng(buffer);
  else if (buffer.readUInt16BE(0) === 0xffd8) image = readJpeg(buffer);
  else throw logoError('neither PNG nor JPEG');
  known.set(bytes, image);
  return image;
}
