import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Assembly } from '#assembly';
import { CappedLabel, LABEL_LIMITS, METRICS, inScope } from '#telemetry';

const METHODS: readonly string[] = METRICS.requestDuration.labels.method;

/** Gives each request a scope of its own, which the access guard completes with the tenant, and counts its answer. */
export function observeRequests(fastify: FastifyInstance, { instruments }: Assembly): void {
  const operations = new CappedLabel(LABEL_LIMITS.operation);
  const { requests } = instruments.counters;
  const { requestDuration } = instruments.histograms;
  fastify.addHook('onRequest', (_request, _reply, done) => inScope({}, done));
  fastify.addHook('onResponse', (request, reply, done) => {
    const status = `${Math.floor(reply.statusCode / 100)}xx`;
    requests.inc({ operation: operations.of(operationOf(request)), status });
    const method = METHODS.includes(request.method) ? request.method : 'other';
    requestDuration.observe({ labels: { method }, value: reply.elapsedTime / 1000 });
    done();
  });
}

/** The pattern of the route, never the path itself: ids must not become labels. */
function operationOf(request: FastifyRequest): string {
  const { url } = request.routeOptions;
  return url === undefined || url.includes('*') ? 'other' : `${request.method} ${url}`;
}
