/** Formats of orders that can be read. */
export const ORDER_FORMATS = ['json', 'csv', 'ubl'] as const;
export type OrderFormat = (typeof ORDER_FORMATS)[number];

const BY_MEDIA_TYPE: Record<string, OrderFormat> = {
  'application/json': 'json',
  'text/json': 'json',
  'application/xml': 'ubl',
  'text/xml': 'ubl',
  'text/csv': 'csv',
  'application/csv': 'csv',
};
const BY_EXTENSION: Record<string, OrderFormat> = { json: 'json', xml: 'ubl', csv: 'csv' };

/**
 * The format of an order file. The content decides where it is plain (`{`, `[` or `<` as first mark); CSV has no mark of its
 * own, so there the media type or the extension must say it. Undefined: not one of ours.
 * @param fileName as the sender gave it; only its extension is looked at.
 * @param mediaType with or without parameters.
 */
export function detectOrderFormat(
  fileName: string | undefined,
  mediaType: string | undefined,
  bytes: Uint8Array,
): OrderFormat | undefined {
  const first = firstMark(bytes);
  if (first === '<') return 'ubl';
  if (first === '{' || first === '[') return 'json';
  if (first === undefined) return undefined;
  const byType = BY_MEDIA_TYPE[(mediaType ?? '').split(';')[0]?.trim().toLowerCase() ?? ''];
  const extension = /\.([A-Za-z0-9]{1,5})$/.exec(fileName ?? '')?.[1]?.toLowerCase() ?? '';
  const byName = Object.hasOwn(BY_EXTENSION, extension) ? BY_EXTENSION[extension] : undefined;
  const said = byType ?? byName;
  return said === 'csv' || byName === 'csv' ? 'csv' : undefined;
}

/** First character that is neither a byte order mark, a NUL (UTF-16) nor white space. */
function firstMark(bytes: Uint8Array): string | undefined {
  const skipped = new Set([0xef, 0xbb, 0xbf, 0xff, 0xfe, 0x00, 0x20, 0x09, 0x0a, 0x0d]);
  const code = bytes.subarray(0, 1024).find((byte) => !skipped.has(byte));
  return code === undefined ? undefined : String.fromCharCode(code);
}
