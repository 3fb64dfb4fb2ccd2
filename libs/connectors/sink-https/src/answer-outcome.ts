import { boundedText, retryAfter, type HttpAnswer } from '#http';
import type { DeliveryOutcome } from '#ports';

/** The receiver's verdict on this very document. */
const REFUSALS = new Set([400, 404, 409, 410, 413, 415, 422]);
/** Not now: the same again later (RFC 9110, RFC 8470, RFC 6585). */
const LATER = new Set([408, 423, 425, 429]);

/** What an answer means for the delivery (docs/connectors.md has the table for receivers). */
export function outcomeOfAnswer(answer: HttpAnswer, idempotencyKey: string, now: Date): DeliveryOutcome {
  const { status } = answer;
  if (status >= 200 && status < 300) return { kind: 'accepted', receipt: receiptOf(answer) };
  if (status === 409 && isRepetition(answer, idempotencyKey)) {
    return { kind: 'accepted', receipt: `${receiptOf(answer)} (already there)` };
  }
  const reason = reasonOf(answer);
  if (REFUSALS.has(status)) return { kind: 'refused', reason };
  if (LATER.has(status) || status >= 500) {
    const retryAfterMs = retryAfter(first(answer.headers['retry-after']), now);
    return { kind: 'unavailable', reason, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  }
  // Redirects are not followed: the signed document goes where the settings say, nowhere else.
  if (status >= 300 && status < 400) {
    return {
      kind: 'misconfigured',
      reason: `HTTP ${status}: the receiver redirects; put the final address into the route`,
    };
  }
  return { kind: 'misconfigured', reason };
}

/** A receiver that answers a repetition with 409 says so: in a header, or in a JSON body that names the key. */
function isRepetition(answer: HttpAnswer, idempotencyKey: string): boolean {
  if (first(answer.headers['x-facteur-repetition']) === idempotencyKey) return true;
  const body = jsonOf(answer);
  return body['repetition'] === true && body['idempotencyKey'] === idempotencyKey;
}

function receiptOf(answer: HttpAnswer): string {
  const body = jsonOf(answer);
  const named = [
    first(answer.headers['x-facteur-receipt']),
    textOf(body['receipt']),
    textOf(body['id']),
    first(answer.headers['location']),
  ].find((each) => each !== undefined && each !== '');
  return boundedText(`HTTP ${answer.status} ${named ?? ''}`);
}

/** The receiver's own words: RFC 9457 `title` and `detail`, the usual `error` and `message`, or the text as it is. */
function reasonOf(answer: HttpAnswer): string {
  const body = jsonOf(answer);
  const words = ['title', 'detail', 'error', 'message', 'reason'].map((name) => textOf(body[name])).filter(Boolean);
  const type = first(answer.headers['content-type']) ?? '';
  const plain = type.startsWith('text/plain') || type === '' ? answer.body : '';
  return boundedText(`HTTP ${answer.status} ${words.length > 0 ? words.join(': ') : plain}`);
}

function jsonOf(answer: HttpAnswer): Readonly<Record<string, unknown>> {
  if (!/[/+]json/.test(first(answer.headers['content-type']) ?? '')) return {};
  try {
    const value: unknown = JSON.parse(answer.body);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
