const SURROGATE = /[\ud800-\udfff]/;
const UNSTORABLE = /\\u(?:0000|d[89a-f][0-9a-f]{2})/i;

/** JSON text that PostgreSQL accepts: U+0000 and lone surrogates inside strings become U+FFFD. */
export function toStorableJson(value: unknown): string {
  const text = JSON.stringify(value ?? null);
  return UNSTORABLE.test(text) ? JSON.stringify(mended(JSON.parse(text))) : text;
}

/** As `toStorableJson`, for a plain text. */
export function storableText(value: string): string {
  return value.includes('\u0000') ? value.replaceAll('\u0000', '\ufffd') : value;
}

function mended(value: unknown): unknown {
  if (typeof value === 'string') return storableText(wellFormed(value));
  if (Array.isArray(value)) return value.map(mended);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [mended(name), mended(member)]));
}

/** UTF-8 has no lone surrogates: encoding replaces each by U+FFFD. */
export function wellFormed(value: string): string {
  if (!SURROGATE.test(value)) return value;
  return Buffer.from(value, 'utf8').toString('utf8');
}
