import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { traceIdOf } from '#telemetry';
import { Installation } from '../e2e/installation.js';
import { hasServices } from '../e2e/modes.js';
import { order } from '../e2e/orders.js';
import { until } from '../e2e/waiting.js';
import { startOtlpReceiver } from './otlp-receiver.js';
import { expectWholeTrace } from './story.js';

describe('traces across processes', () => {
  let collector: Awaited<ReturnType<typeof startOtlpReceiver>>;
  let installation: Installation;

  beforeAll(async () => {
    expect(hasServices()).toBe(true);
    collector = await startOtlpReceiver();
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = collector.url;
    installation = await Installation.open('scaled');
    await installation.start();
  });
  afterAll(async () => {
    delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
    await installation?.close();
    await collector?.stop();
  });

  it('join what the gateway took in and what workers billed and delivered', async () => {
    const client = installation.client();
    for (let index = 0; index < 3; index += 1) {
      const answer = await client.postJson('/v1/orders', order('TRACE', index), `trace-${index}`);
      expect(answer.status).toBe(201);
    }
    await installation.settled();
    const orders = await client.all<{ correlationId: string }>('/v1/orders');
    expect(orders).toHaveLength(3);
    const traces = orders.map(({ correlationId }) => traceIdOf(correlationId));
    const isComplete = (traceId: string) =>
      collector.spans.some((span) => span.traceId === traceId && span.name === 'delivery.accepted') &&
      collector.spans.some((span) => span.traceId === traceId && span.name === 'job deliver-document');
    await until('every delivery, in the traces', () => traces.every(isComplete));
    await until('no loose ends', () => {
      for (const traceId of traces) expectWholeTrace(collector.spans, traceId);
      return true;
    });
    const services = new Set(
      collector.spans.filter(({ traceId }) => traceId === traces[0]).map(({ service }) => service),
    );
    expect([...services].sort()).toEqual(['facteur-gateway', 'facteur-worker']);
  });
});
