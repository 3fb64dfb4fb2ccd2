/** Names whose values never reach a log line or a trace, at any depth: secrets, and what tells of people and their accounts. */
const HIDDEN = new Set(
  [
    ...['password', 'secret', 'token', 'authorization', 'apikey', 'passphrase', 'privatekey', 'key', 'cookie', 'hmac'],
    ...['clientsecret', 'accesstoken', 'refreshtoken', 'signature', 'credentials', 'body', 'content', 'bytes'],
    ...['iban', 'payeriban', 'email', 'mail', 'phone', 'telephone', 'contact', 'counterparty', 'remittance', 'person'],
  ].map((name) => name.toLowerCase()),
);

const CENSOR = '[hidden]';
const MAX_DEPTH = 5;
const MAX_TEXT = 4_000;

/** Masked wherever they stand in a text. Each pattern is linear: no nested repetition. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // Our own API keys.
  [/\bfk_[A-Za-z0-9_-]{8,}/g, 'fk_[hidden]'],
  // User and password in an address.
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@]{1,300}@/gi, '$1[hidden]@'],
  [/\b(Bearer|Basic) [A-Za-z0-9._~+/=-]{8,}/gi, '$1 [hidden]'],
  // ISO 13616: country, check digits, up to 30 letters and digits, perhaps in groups of four.
  [/\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g, '[iban]'],
  [/[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}/g, '[mail]'],
  [/-----BEGIN [A-Z ]{1,40}-----/g, '[key]'],
  [/\b(password|passwd|secret|token|api_?key)(["']?\s?[:=]\s?["']?)[^\s"',;&]{1,300}/gi, '$1$2[hidden]'],
];

/** Facts fit for a log line: nothing that a stranger should not read. */
export function redacted(facts: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return redactedObject(facts, 0);
}

/** A text with accounts, addresses, keys and passwords masked. */
export function redactedText(text: string): string {
  const bounded = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  return PATTERNS.reduce((masked, [pattern, mask]) => masked.replace(pattern, mask), bounded);
}

function redactedObject(facts: Readonly<Record<string, unknown>>, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      HIDDEN.has(name.replaceAll(/[_-]/g, '').toLowerCase()) ? CENSOR : redactedValue(value, depth),
    ]),
  );
}

function redactedValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactedText(value);
  if (value === null || typeof value !== 'object') return value;
  if (depth >= MAX_DEPTH) return CENSOR;
  if (value instanceof Date) return value;
  if (Array.isArray(value)) return value.slice(0, 100).map((each) => redactedValue(each, depth + 1));
  if (value instanceof Uint8Array) return CENSOR;
  return redactedObject(value as Readonly<Record<string, unknown>>, depth + 1);
}
