const MAX_WAIT_MS = 24 * 3_600_000;

/** Retry-After in milliseconds, seconds or HTTP date (RFC 9110, section 10.2.3); never negative, at most a day. */
export function retryAfter(value: string | undefined, now: Date): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d{1,10}$/.test(text)) return Math.min(Number(text) * 1000, MAX_WAIT_MS);
  // Date.parse alone would take almost anything for a date.
  const at = /^[A-Z][a-z]{2,8}, ?\d{2}[ -][A-Z][a-z]{2}[ -]\d{2,4} \d{2}:\d{2}:\d{2} GMT$/.test(text)
    ? Date.parse(text)
    : NaN;
  return Number.isNaN(at) ? undefined : Math.min(Math.max(at - now.getTime(), 0), MAX_WAIT_MS);
}
