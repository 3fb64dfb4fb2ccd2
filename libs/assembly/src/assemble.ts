import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFolderSink } from '#connectors/sink-folder';
import { createHttpsSink } from '#connectors/sink-https';
import { createSftpSink } from '#connectors/sink-sftp';
import { createWebhookSender } from '#connectors/webhook';
import { DEFAULT_GATE_LIMITS, DestinationGate, jobHandlers, type FlowContext, type GateLimits } from '#flows';
import { systemClock, type Clock } from '#kernel';
import type { DeliveryChannel, DeliverySink, JobHandlers, Log, Store } from '#ports';
import { DEFAULT_MATCH_POLICY } from '#receivables';
import type { LoadedSettings } from '#settings';
import { openStore } from '#store';
import { createLog, type Instruments, type MetricsText, type Tracing } from '#telemetry';
import { BusinessFigures } from './business-figures.js';
import { receivablesOf } from './receivables-settings.js';
import { circuitGauge } from './circuit-gauge.js';
import { ensureKeys } from './first-key.js';
import { observedHandlers } from './observed-handlers.js';
import { openPlatforms } from './open-platforms.js';
import { openDocuments } from './open-documents.js';
import { openSources } from './open-sources.js';
import { openTelemetry, segmentMembers, type ProcessRole } from './open-telemetry.js';
import { PlatformPoller } from './platform-poller.js';
import { probeServices } from './probe-services.js';
import type { SourcePoller } from './source-poller.js';

/** One process, wired: what the gateway, the worker and the tests run on. */
export interface Assembly {
  readonly version: string;
  readonly loaded: LoadedSettings;
  readonly context: FlowContext;
  readonly handlers: JobHandlers;
  readonly instruments: Instruments;
  readonly tracing: Tracing;
  readonly figures: BusinessFigures;
  readonly log: Log;
  /** Where the first API key was written, when it still lies there. */
  readonly keyFile?: string;
  /** The text for /metrics in the format that is accepted: this process's counters, and the business gauges from the store. */
  metrics(accept?: string): Promise<MetricsText>;
  /** This process's own counters alone: what a worker shows, so that business gauges are scraped once. */
  processMetrics(accept?: string): Promise<MetricsText>;
  /** Starts looking at folders and servers for orders and statements, and at platforms for news. */
  startSources(): void;
  /** Stops the sources, closes connections and the store. Runners are stopped before by whoever started them. */
  close(): Promise<void>;
}

export interface AssembleOptions {
  readonly clock?: Clock;
  readonly log?: Log;
  readonly role?: ProcessRole;
}

/** Opens the store and wires connectors, flows and instruments as the settings say. */
export async function assemble(loaded: LoadedSettings, options: AssembleOptions = {}): Promise<Assembly> {
  const clock = options.clock ?? systemClock;
  const log = options.log ?? createLog(loaded.settings.log.level);
  const version = versionOf(loaded.root);
  const store = await openStoreOf(loaded, clock);
  for (const tenant of loaded.settings.tenants) await store.ensureTenant(tenant.id, tenant.name);
  const { keyFile } = await ensureKeys(loaded, store, clock);
  const { instruments, tracing } = await openTelemetry(loaded, store, version, options.role ?? 'gateway');
  // Platforms are asked, not only delivered to: they have a port of their own.
  const sinks: Record<Exclude<DeliveryChannel, 'platform'>, DeliverySink> = {
    sftp: createSftpSink({ secrets: loaded.secrets, log }),
    https: createHttpsSink({ secrets: loaded.secrets, log }),
    folder: createFolderSink({ root: loaded.path(loaded.settings.delivery.folderRoot), log }),
  };
  const webhookSender = createWebhookSender({ secrets: loaded.secrets, log, clock });
  const platforms = openPlatforms(loaded, log, clock);
  const context: FlowContext = {
    store,
    documents: await openDocuments(loaded),
    clock,
    profiles: loaded.profiles,
    csvMapping: csvMappingOf(loaded),
    matchPolicy: DEFAULT_MATCH_POLICY,
    ...receivablesOf(loaded),
    sinks,
    logo: logoOf(loaded),
    platforms: platforms.ofTenant,
    webhookSender,
    destinations: new DestinationGate(clock, gateLimitsOf(loaded), circuitGauge(instruments, log)),
    signals: instruments.signals,
    log,
  };
  const { metrics: metricSettings, tenants } = loaded.settings;
  const tenantIds = tenants.map(({ id }) => id);
  const figures = new BusinessFigures(store, clock, instruments, metricSettings, tenantIds, () =>
    segmentMembers(loaded),
  );
  const processMetrics = async (accept?: string) => {
    await probeServices(store, loaded.settings.redis.url, instruments);
    return instruments.expose(accept);
  };
  let sources: (SourcePoller | PlatformPoller)[] = [];
  return {
    ...{ version, loaded, context, instruments, tracing, figures, log, keyFile },
    handlers: observedHandlers(jobHandlers(context), tracing, instruments),
    metrics: async (accept) => {
      await figures.refresh();
      return processMetrics(accept);
    },
    processMetrics,
    startSources: () => {
      const pollers = platforms.all.map((each) => new PlatformPoller(context, each.tenantId, each.platform));
      sources = [...openSources(loaded, context), ...pollers];
      for (const source of sources) source.start();
    },
    close: async () => {
      await Promise.all(sources.map((source) => source.stop()));
      await Promise.all([...Object.values(sinks), webhookSender, platforms].map((each) => each.close()));
      await tracing.close();
      await store.close();
    },
  };
}

function openStoreOf(loaded: LoadedSettings, clock: Clock): Promise<Store> {
  const { url, directory } = loaded.settings.database;
  if (url !== undefined) return openStore({ databaseUrl: url, clock });
  const dataDir = loaded.path(directory);
  mkdirSync(dataDir, { recursive: true });
  return openStore({ dataDir, clock });
}

/** A destination that hangs leaves a quarter of the hands to the others. */
function gateLimitsOf(loaded: LoadedSettings): GateLimits {
  return { ...DEFAULT_GATE_LIMITS, inFlight: Math.max(1, Math.floor(loaded.settings.jobs.concurrency * 0.75)) };
}

/** A mapping named in the call (`api/<id>`) or at the source. */
function csvMappingOf(loaded: LoadedSettings): FlowContext['csvMapping'] {
  return (source) => {
    const [kind, name] = source.split(/[:/]/) as [string, string | undefined];
    if (kind === 'api') return name === undefined ? undefined : loaded.csvMapping(name);
    const declared = loaded.settings.sources.find((each) => `${each.kind}:${each.name}` === source)?.csvMapping;
    return declared === undefined ? undefined : loaded.csvMapping(declared);
  };
}

/** Logos lie in `logos/` beside the seller profiles; the profile's schema allows plain file names only. */
function logoOf(loaded: LoadedSettings): FlowContext['logo'] {
  return (tenantId, name) => {
    const tenant = loaded.settings.tenants.find((each) => each.id === tenantId);
    const file = tenant && join(loaded.path(tenant.sellers), 'logos', name);
    return file !== undefined && existsSync(file) ? readFileSync(file) : undefined;
  };
}

function versionOf(root: string): string {
  return (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
}
