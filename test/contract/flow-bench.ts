import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAfnorPlatform } from '#connectors/platform-afnor';
import { createWebhookSender } from '#connectors/webhook';
import { acceptParcel, DestinationGate, jobHandlers, type FlowContext } from '#flows';
import { FixedClock } from '#kernel';
import type { DeliveryOutcome, DeliverySink, JobRow, OutgoingDocument, ParcelPurpose } from '#ports';
import { DEFAULT_MATCH_POLICY } from '#receivables';
import { loadSettings } from '#settings';
import { openDocumentStore, type SqlStore } from '#store';
import { createInstruments, createLog, inScope } from '#telemetry';
import { openTestStore } from '#testkit';
import { secretsOf } from './outgoing.js';

/** Remembers what it was given; answers what it is told. The real connectors have suites of their own. */
export class RecordingSink implements DeliverySink {
  readonly channel = 'sftp' as const;
  readonly sent: OutgoingDocument[] = [];
  answer: DeliveryOutcome = { kind: 'accepted', receipt: 'received' };

  deliver(document: OutgoingDocument): Promise<DeliveryOutcome> {
    this.sent.push(document);
    return Promise.resolve(this.answer);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** The flows over a real database in memory, the example profiles of config/, and a clock that stands still. */
export async function openFlowBench(
  options: {
    secrets?: Readonly<Record<string, string>>;
    /** Over the defaults of config/. */
    environment?: Readonly<Record<string, string>>;
    clock?: FixedClock;
    /** Another store than one in memory; closed with the bench. */
    store?: SqlStore;
    /** Other profiles than those of config/. */
    profiles?: (original: FlowContext['profiles']) => FlowContext['profiles'];
  } = {},
) {
  const loaded = loadSettings(process.cwd(), { ...options.environment, LOG_LEVEL: 'silent' });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error, null, 2));
  const directory = mkdtempSync(join(tmpdir(), 'facteur-flows-'));
  const clock = options.clock ?? new FixedClock(new Date('2026-11-02T09:00:00Z'));
  const store = options.store ?? (await openTestStore({ clock }));
  await store.ensureTenant('main', 'Test');
  const sink = new RecordingSink();
  const instruments = createInstruments({ buildVersion: 'test', processDefaults: false });
  const webhookSender = createWebhookSender({ secrets: secretsOf(options.secrets ?? {}) });
  const platforms = loaded.value
    .profiles('main')
    .platforms()
    .filter(({ enabled }) => enabled)
    .map((profile) => createAfnorPlatform(profile, { secrets: secretsOf(options.secrets ?? {}), clock }));
  const context: FlowContext = {
    store,
    documents: await openDocumentStore(directory),
    clock,
    profiles: options.profiles?.(loaded.value.profiles) ?? loaded.value.profiles,
    csvMapping: () => loaded.value.csvMapping('negoce-exemple'),
    matchPolicy: DEFAULT_MATCH_POLICY,
    sinks: { sftp: sink, https: sink, folder: sink },
    logo: () => undefined,
    platforms: () => platforms,
    webhookSender: webhookSender,
    destinations: new DestinationGate(clock),
    signals: instruments.signals,
    log: createLog('silent'),
  };
  const handlers = jobHandlers(context);
  const attempt = { isLastAttempt: false, signal: new AbortController().signal };

  /** Runs whatever is due until nothing is; answers the jobs that ran. */
  async function runJobs(): Promise<JobRow[]> {
    const ran: JobRow[] = [];
    for (;;) {
      const jobs = await store.queue.claim({ limit: 20, leaseMs: 60_000, worker: 'bench' });
      if (jobs.length === 0) return ran;
      for (const job of jobs) {
        const outcome = await inScope({ tenantId: job.tenantId }, () => handlers[job.kind](job, attempt));
        const result =
          outcome.kind === 'retry' || outcome.kind === 'postponed'
            ? {
                state: 'waiting' as const,
                runAt: new Date(clock.now().getTime() + 60_000),
                error: outcome.reason,
                isUncounted: outcome.kind === 'postponed',
              }
            : outcome.kind === 'dead'
              ? { state: 'dead' as const, error: outcome.reason }
              : { state: 'done' as const };
        await store.queue.settle(job.id, 'bench', result);
        ran.push(job);
      }
    }
  }

  function accept(purpose: ParcelPurpose, bytes: Uint8Array, fileName: string, sourceKey = fileName, source = 'api') {
    return acceptParcel(context, {
      tenantId: 'main',
      purpose,
      source,
      sourceKey,
      isKeyUnique: true,
      bytes,
      fileName,
      mediaType: 'application/octet-stream',
    });
  }

  /** Replaces the stored bytes of a document, or removes them, behind the store's back. */
  function damage(hash: string, bytes: Uint8Array | undefined): void {
    const path = join(directory, hash.slice(0, 2), hash);
    if (bytes) writeFileSync(path, bytes);
    else rmSync(path);
  }

  return {
    damage,
    context,
    store,
    clock,
    sink,
    handlers,
    registry: instruments.registry,
    runJobs,
    accept,
    close: async () => {
      await webhookSender.close();
      await Promise.all(platforms.map((platform) => platform.close()));
      await store.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

export type FlowBench = Awaited<ReturnType<typeof openFlowBench>>;
