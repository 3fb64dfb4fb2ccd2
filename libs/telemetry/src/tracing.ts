import type { Span, SpanContext, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { TimelineEvent } from '#ports';
import { redacted, redactedText } from './redact.js';
import { currentScope, inScope } from './scope.js';
import { rootSpanIdOf, traceIdOf } from './trace-id.js';

export interface TracingSettings {
  /** OTLP over HTTP: the collector's address, e.g. `http://127.0.0.1:4318`. Left out: no traces, and nothing of it is loaded. */
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Share of traces that are kept, 0 to 1; decided by the trace id, so all processes decide alike. */
  readonly ratio: number;
  readonly serviceName: string;
  readonly version: string;
}

export type SpanFacts = Readonly<Record<string, string | number | boolean>>;

/** Traces of one process. Every span belongs to the trace of the correlation id it is about. */
export interface Tracing {
  readonly isOn: boolean;
  /** Runs the work as a span of this correlation id's trace, below the span in progress where that is of the same trace. */
  span<T>(name: string, correlationId: string, facts: SpanFacts, work: () => Promise<T>): Promise<T>;
  /** What was committed to the timeline, each as a span without length; an arrival opens its trace. */
  committed(tenantId: string, events: readonly TimelineEvent[]): void;
  /**
   * Opens the span of a request that comes in, in the trace that its `traceparent` header names (W3C Trace Context) or in one of its
   * own; undefined when that trace is not kept. An arrival that the request brings is linked to it.
   */
  request(name: string, traceparent: string | undefined): Span | undefined;
  /** Sends what is left and stops. */
  close(): Promise<void>;
}

const OFF: Tracing = {
  isOn: false,
  span: (_name, _correlationId, _facts, work) => work(),
  committed: () => undefined,
  request: () => undefined,
  close: () => Promise.resolve(),
};

// The values of OpenTelemetry's enumerations, so that nothing of it is loaded while traces are off.
const CONSUMER: SpanKind = 4;
const INTERNAL: SpanKind = 0;
const SERVER: SpanKind = 1;
const ERROR: SpanStatusCode = 2;
const SAMPLED = 1;
const EXPORT_EVERY_MS = 1_000;

/** Opens the exporter, or answers tracing that does nothing. */
export async function createTracing(settings: TracingSettings): Promise<Tracing> {
  if (settings.url === undefined) return OFF;
  const [api, sdk, otlp, resources] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const ids = new AgreedIds(new sdk.RandomIdGenerator());
  const exporter = new otlp.OTLPTraceExporter({
    url: `${settings.url.replace(/\/+$/, '')}/v1/traces`,
    headers: { ...settings.headers },
    timeoutMillis: 5_000,
  });
  const provider = new sdk.TracerProvider({
    idGenerator: ids,
    sampler: new sdk.AlwaysOnSampler(),
    resource: resources.resourceFromAttributes({
      'service.name': settings.serviceName,
      'service.version': settings.version,
    }),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter, scheduledDelayMillis: EXPORT_EVERY_MS })],
  });
  const tracer = provider.getTracer('facteur', settings.version);
  const isKept = (traceId: string) => parseInt(traceId.slice(-8), 16) < settings.ratio * 0x1_0000_0000;

  /** Below the span in progress where that belongs to the trace, else below the arrival, whose ids everybody knows. */
  const parentOf = (correlationId: string) => {
    const traceId = traceIdOf(correlationId);
    const current = currentScope().span?.spanContext();
    const spanContext =
      current?.traceId === traceId
        ? current
        : { traceId, spanId: rootSpanIdOf(correlationId), traceFlags: SAMPLED, isRemote: true };
    return api.trace.setSpanContext(api.ROOT_CONTEXT, spanContext);
  };

  const note = (tenantId: string, event: TimelineEvent) => {
    const traceId = traceIdOf(event.correlationId);
    if (!isKept(traceId)) return;
    const attributes = eventAttributes(tenantId, event);
    if (event.type === 'parcel.received') {
      ids.next = { traceId, spanId: rootSpanIdOf(event.correlationId) };
      // The request that brought it has a trace of its own, which may be the caller's.
      const request = currentScope().span?.spanContext();
      const links = request === undefined || request.traceId === traceId ? [] : [{ context: request }];
      const options = { startTime: event.at, attributes, kind: CONSUMER, root: true, links };
      tracer.startSpan('arrival', options, api.ROOT_CONTEXT).end(event.at);
    }
    const options = { startTime: event.at, attributes, kind: INTERNAL };
    tracer.startSpan(event.type, options, parentOf(event.correlationId)).end(event.at);
  };

  return {
    isOn: true,
    span: async (name, correlationId, facts, work) => {
      if (!isKept(traceIdOf(correlationId))) return work();
      const span = tracer.startSpan(name, { attributes: { ...facts }, kind: CONSUMER }, parentOf(correlationId));
      return inScope({ correlationId, span }, () => ended(span, work));
    },
    committed: (tenantId, events) => events.forEach((event) => note(tenantId, event)),
    request: (name, traceparent) => {
      const caller = callerOf(traceparent);
      const isKeptHere = caller ? (caller.traceFlags & SAMPLED) === SAMPLED : Math.random() < settings.ratio;
      if (!isKeptHere) return undefined;
      const parent = caller ? api.trace.setSpanContext(api.ROOT_CONTEXT, caller) : api.ROOT_CONTEXT;
      return tracer.startSpan(name, { kind: SERVER }, parent);
    },
    // A collector that is away must not hold up a stop.
    close: () => provider.shutdown().catch(() => undefined),
  };
}

/** Who calls, as a `traceparent` header says it; undefined for anything that is none. */
function callerOf(traceparent: string | undefined): SpanContext | undefined {
  const [, traceId, spanId, flags] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, traceFlags: parseInt(flags, 16), isRemote: true };
}

async function ended<T>(span: Span, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    span.setStatus({ code: ERROR, message: redactedText(String(thrown)) });
    throw thrown;
  } finally {
    span.end();
  }
}

/** Ids and codes alone: what a timeline event tells of people and amounts stays in the database. */
function eventAttributes(tenantId: string, event: TimelineEvent): Record<string, string> {
  const told = redacted(
    Object.fromEntries(
      ['source', 'format', 'channel', 'outcome', 'typeCode', 'status', 'cause', 'level', 'resolution']
        .filter((name) => typeof event.data[name] === 'string')
        .map((name) => [`facteur.${name}`, event.data[name]]),
    ),
  );
  return {
    ...(told as Record<string, string>),
    'facteur.tenant': tenantId,
    'facteur.subject': event.subject,
    'facteur.subject_id': event.subjectId,
    'facteur.correlation_id': event.correlationId,
  };
}

interface Ids {
  readonly traceId: string;
  readonly spanId: string;
}

/** Random ids, but for the span that opens a trace: its ids follow from the correlation id. */
class AgreedIds {
  next: Ids | undefined;

  constructor(private readonly random: { generateTraceId(): string; generateSpanId(): string }) {}

  generateSpanId(): string {
    return this.next?.spanId ?? this.random.generateSpanId();
  }

  /** Asked after the span id, so the agreed ids are used up here. */
  generateTraceId(): string {
    const traceId = this.next?.traceId ?? this.random.generateTraceId();
    this.next = undefined;
    return traceId;
  }
}
