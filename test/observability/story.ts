import { expect } from '@jest/globals';
import type { ReceivedSpan } from './otlp-receiver.js';

/** One trace from the arrival of an order to its delivery: one root, everything else below it, no loose end. */
export function expectWholeTrace(spans: readonly ReceivedSpan[], traceId: string): void {
  const trace = spans.filter((span) => span.traceId === traceId);
  const names = trace.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      ...['arrival', 'parcel.received', 'order.accepted', 'job issue-invoice'],
      ...['invoice.issued', 'job deliver-document', 'delivery.accepted'],
    ]),
  );
  const roots = trace.filter(({ parentSpanId }) => parentSpanId === '');
  expect(roots.map(({ name }) => name)).toEqual(['arrival']);
  const ids = new Set(trace.map(({ spanId }) => spanId));
  expect(trace.filter(({ parentSpanId }) => parentSpanId !== '' && !ids.has(parentSpanId))).toEqual([]);
  expect(ids.size).toBe(trace.length);
}
