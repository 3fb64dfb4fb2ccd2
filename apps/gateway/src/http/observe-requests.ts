import type { Span, SpanStatusCode } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Assembly } from '#assembly';
import { CappedLabel, LABEL_LIMITS, METRICS, inScope } from '#telemetry';

const METHODS: readonly string[] = METRICS.requestDuration.labels.method;

/** What operators ask again and again says nothing in a trace. */
const UNTRACED = /^\/(health|metrics)/;
const ERROR: SpanStatusCode = 2;

/**
 * Gives each request a scope of its own, which the access guard completes with the tenant, counts its answer, and traces it: in
 * the caller's trace where a `traceparent` names one.
 */
export function observeRequests(fastify: FastifyInstance, { instruments, tracing }: Assembly): void {
  const operations = new CappedLabel(LABEL_LIMITS.operation);
  const { requests } = instruments.counters;
  const { requestDuration } = instruments.histograms;
  const spans = new WeakMap<FastifyRequest, Span>();
  fastify.addHook('onRequest', (request, _reply, done) => {
    const { traceparent } = request.headers;
    const isTraced = tracing.isOn && !UNTRACED.test(request.routeOptions.url ?? '');
    const span = isTraced ? tracing.request(operationOf(request), oneOf(traceparent)) : undefined;
    if (span) spans.set(request, span);
    inScope({ span }, done);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const status = `${Math.floor(reply.statusCode / 100)}xx`;
    requests.inc({ operation: operations.of(operationOf(request)), status });
    const method = METHODS.includes(request.method) ? request.method : 'other';
    requestDuration.observe({ labels: { method }, value: reply.elapsedTime / 1000 });
    const span = spans.get(request);
    if (span) endSpan(span, request, reply.statusCode);
    done();
  });
}

/** Attributes of OpenTelemetry's conventions for HTTP servers; never the address itself, which may hold anything. */
function endSpan(span: Span, request: FastifyRequest, statusCode: number): void {
  const { url = '' } = request.routeOptions;
  span.setAttributes({
    'http.request.method': request.method,
    'http.route': url,
    'http.response.status_code': statusCode,
  });
  if (statusCode >= 500) span.setStatus({ code: ERROR });
  span.end();
}

function oneOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

/** The pattern of the route, never the path itself: ids must not become labels. */
function operationOf(request: FastifyRequest): string {
  const { url } = request.routeOptions;
  return url === undefined || url.includes('*') ? 'other' : `${request.method} ${url}`;
}
