import { describe, expect, it } from '@jest/globals';
import { outcomeOfAnswer } from './answer-outcome.js';

const now = new Date('2026-11-23T12:00:00Z');
const json = { 'content-type': 'application/problem+json' };
const kindOf = (status: number, headers = {}, body = '') =>
  outcomeOfAnswer({ status, headers, body }, 'key-1', now).kind;

describe('what an answer means', () => {
  it.each([
    [[200, 201, 202, 204], 'accepted'],
    [[400, 404, 409, 410, 413, 415, 422], 'refused'],
    [[301, 302, 303, 307, 308, 401, 403, 405, 407, 411, 421, 426], 'misconfigured'],
    [[408, 425, 429, 500, 502, 503, 504, 507], 'unavailable'],
  ])('%j is %s', (statuses, kind) => {
    for (const status of statuses) expect(kindOf(status)).toBe(kind);
  });

  it('takes 409 for a repetition only when the receiver names the very key', () => {
    expect(kindOf(409, { 'x-facteur-repetition': 'key-1' })).toBe('accepted');
    expect(kindOf(409, { 'x-facteur-repetition': 'key-2' })).toBe('refused');
    expect(kindOf(409, json, '{"repetition":true,"idempotencyKey":"key-1"}')).toBe('accepted');
    expect(kindOf(409, json, '{"repetition":true}')).toBe('refused');
    expect(kindOf(409, {}, '{"repetition":true,"idempotencyKey":"key-1"}')).toBe('refused');
  });

  it('passes the receiver’s reason on, bounded and on one line', () => {
    const body = JSON.stringify({ title: 'No such order', detail: 'PO 4711 \u0007\n is unknown' });
    expect(outcomeOfAnswer({ status: 422, headers: json, body }, 'k', now)).toEqual({
      kind: 'refused',
      reason: 'HTTP 422 No such order: PO 4711 is unknown',
    });
    const long = outcomeOfAnswer({ status: 400, headers: {}, body: 'x'.repeat(100_000) }, 'k', now);
    expect(JSON.stringify(long).length).toBeLessThan(600);
    const page = outcomeOfAnswer({ status: 400, headers: { 'content-type': 'text/html' }, body: '<html>' }, 'k', now);
    expect(page).toEqual({ kind: 'refused', reason: 'HTTP 400' });
    expect(kindOf(422, json, '{broken')).toBe('refused');
  });

  it('passes on how long to wait', () => {
    expect(outcomeOfAnswer({ status: 503, headers: { 'retry-after': '7' }, body: '' }, 'k', now)).toMatchObject({
      retryAfterMs: 7000,
    });
  });
});
