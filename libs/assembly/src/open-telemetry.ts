import type { SegmentMembers, Store } from '#ports';
import type { LoadedSettings } from '#settings';
import { LABEL_LIMITS, createInstruments, createTracing, type Instruments, type Tracing } from '#telemetry';

/** What a process calls itself in its traces. */
export type ProcessRole = 'gateway' | 'worker';

/** Instruments and traces of one process, fed with everything it commits. */
export async function openTelemetry(
  loaded: LoadedSettings,
  store: Store,
  version: string,
  role: ProcessRole,
): Promise<{ instruments: Instruments; tracing: Tracing }> {
  const { tenants, tracing: settings } = loaded.settings;
  const instruments = createInstruments({
    buildVersion: version,
    processDefaults: true,
    tenants: tenants.map(({ id }) => id),
  });
  const { url, ratio, headersSecret } = settings;
  const headers = url !== undefined && headersSecret !== undefined ? headersOf(loaded.secrets.get(headersSecret)) : {};
  const tracing = await createTracing({ url, headers, ratio, serviceName: `facteur-${role}`, version });
  store.onCommitted((tenantId, events) => {
    instruments.committed(tenantId, events);
    tracing.committed(tenantId, events);
  });
  return { instruments, tracing };
}

/** `name=value,name=value`, as OTEL_EXPORTER_OTLP_HEADERS is written. */
function headersOf(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split(',').flatMap((part) => {
      const at = part.indexOf('=');
      return at < 1 ? [] : [[part.slice(0, at).trim(), decodeURIComponent(part.slice(at + 1).trim())]];
    }),
  );
}

/** The customers of the segments that are shown by name, as the profiles have them. */
export function segmentMembers(loaded: LoadedSettings): readonly SegmentMembers[] {
  const { tenants, metrics } = loaded.settings;
  const shown = metrics.segments.slice(0, LABEL_LIMITS.segment - 1);
  return tenants.flatMap(({ id: tenantId }) =>
    shown.map((segment) => ({
      ...{ tenantId, segment },
      customerRefs: loaded
        .profiles(tenantId)
        .customers()
        .filter((customer) => customer.segment === segment)
        .map((customer) => customer.customerRef),
    })),
  );
}
