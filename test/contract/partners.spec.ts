import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeliveryRoute, PartnerProfile } from '#billing';
import { createHttpsSink } from '#connectors/sink-https';
import { createSftpSink } from '#connectors/sink-sftp';
import { hearVerdict, jobHandlers, pausePartner, resumePartner, testPartner, type FlowContext } from '#flows';
import type { DeliveryRow, DeliverySink, JobOutcome } from '#ports';
import { startSandbox, type Sandbox } from '../../apps/sandbox/src/index.js';
import { openFlowBench, type FlowBench } from './flow-bench.js';
import { secretsOf } from './outgoing.js';

let directory: string;
let sandbox: Sandbox;
let bench: FlowBench;
let sinks: { sftp: DeliverySink; https: DeliverySink };
let partner: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'facteur-partners-'));
  sandbox = await startSandbox({ directory, sftpPort: 0, httpsPort: 0 });
  await mkdir(join(sandbox.sftp.folder, 'ack'), { recursive: true });
  const { password, hmacSecret, bearerToken } = sandbox.credentials;
  const secrets = secretsOf({ PASSWORD: password, HMAC: hmacSecret, BEARER: bearerToken });
  sinks = { sftp: createSftpSink({ secrets }), https: createHttpsSink({ secrets }) };
});
afterAll(async () => {
  await Promise.all(Object.values(sinks).map((sink) => sink.close()));
  await sandbox.stop();
  await rm(directory, { recursive: true });
});
beforeEach(async () => {
  bench = await openFlowBench();
  const order = JSON.parse(readFileSync('apps/sandbox/samples/orders/01-menuiserie.json', 'utf8')) as {
    customerRef: string;
  };
  partner = order.customerRef;
});
afterEach(async () => {
  sandbox.https.faults.clear();
  sandbox.sftp.faults.clear();
  await bench.close();
});

const sftpRoute = (over: Record<string, unknown> = {}): DeliveryRoute => ({
  ...{ channel: 'sftp', host: '127.0.0.1', port: sandbox.sftp.port, user: sandbox.credentials.user },
  ...{ passwordSecret: 'PASSWORD', hostKeys: [sandbox.sftp.hostKey], directory: '/in' },
  ...{ fileName: '{number}.{extension}', ...over },
});

const httpsRoute = (over: Record<string, unknown> = {}): DeliveryRoute => ({
  ...{ channel: 'https', url: sandbox.https.url, hmacSecret: 'HMAC', bearerSecret: 'BEARER', headers: {} },
  ...{ trustedCertificate: sandbox.https.certificateFingerprint, timeoutMs: 5000, allowPrivateNetwork: true },
  ...{ hashReceipt: false, fileName: '{number}.{extension}', ...over },
});

/** The bench's flows with the partner's documents going to the sandbox's real servers. */
function contextWith(delivery: DeliveryRoute, over: Partial<PartnerProfile> = {}): FlowContext {
  return {
    ...bench.context,
    sinks,
    profiles: (tenantId) => {
      const profiles = bench.context.profiles(tenantId);
      return {
        seller: (name) => profiles.seller(name),
        policy: (name) => profiles.policy(name),
        customers: () => profiles.customers(),
        sellers: () => profiles.sellers(),
        platforms: () => profiles.platforms(),
        customer: (name) => {
          const found = profiles.customer(name);
          return found && { ...found, ...over, delivery };
        },
      };
    },
  };
}

async function issueOne(): Promise<DeliveryRow> {
  const bytes = readFileSync('apps/sandbox/samples/orders/01-menuiserie.json');
  await bench.accept('order', bytes, '01-menuiserie.json');
  for (const kind of ['read-orders', 'issue-invoice'] as const) await runOnly(kind, bench.context);
  const page = await bench.store.transaction('main', (tx) => tx.deliveries.list({ limit: 5 }));
  return page.items[0] as DeliveryRow;
}

async function runOnly(
  kind: 'read-orders' | 'issue-invoice' | 'deliver-document' | 'await-acknowledgement',
  context: FlowContext,
): Promise<JobOutcome[]> {
  const outcomes: JobOutcome[] = [];
  const jobs = await bench.store.queue.claim({ limit: 5, leaseMs: 60_000, worker: 'spec', kinds: [kind] });
  for (const job of jobs) {
    const outcome = await jobHandlers(context)[kind](job, {
      isLastAttempt: false,
      signal: new AbortController().signal,
    });
    outcomes.push(outcome);
    const now = bench.clock.now().getTime();
    await bench.store.queue.settle(
      job.id,
      'spec',
      outcome.kind === 'done'
        ? { state: 'done' }
        : outcome.kind === 'dead'
          ? { state: 'dead', error: outcome.reason }
          : {
              state: 'waiting',
              runAt: new Date(now + (outcome.afterMs ?? 1000)),
              error: outcome.reason,
              isUncounted: outcome.kind === 'postponed',
            },
    );
  }
  return outcomes;
}

const deliveryNow = (id: string) => bench.store.transaction('main', (tx) => tx.deliveries.find(id));
const events = async (id: string) =>
  (await bench.store.transaction('main', (tx) => tx.timeline.of('delivery', id))).map(({ type }) => type);

describe('a partner’s contract, tried before go-live', () => {
  it('passes against an HTTPS endpoint that keeps it, and issues nothing', async () => {
    const test = await testPartner(contextWith(httpsRoute()), 'main', partner);
    expect(test.checks.map(({ check, outcome }) => [check, outcome])).toEqual([
      ['document', 'passed'],
      ['deliver', 'passed'],
      ['repeat', 'passed'],
      ['acknowledge', 'skipped'],
    ]);
    expect(test.passed).toBe(true);
    expect((await sandbox.received()).filter(({ name }) => name.startsWith('TEST-'))).toHaveLength(1);
    const invoices = await bench.store.transaction('main', (tx) => tx.invoices.list({ limit: 5 }));
    expect(invoices.items).toEqual([]);
  });

  it('says what the endpoint refuses', async () => {
    sandbox.https.faults.set({ kind: 'refuse', reason: 'Order 4711 is unknown' });
    const test = await testPartner(contextWith(httpsRoute()), 'main', partner);
    expect(test).toMatchObject({ passed: false });
    expect(test.checks[1]).toMatchObject({
      outcome: 'failed',
      detail: expect.stringContaining('Order 4711 is unknown'),
    });
    expect(test.checks[2]).toMatchObject({ outcome: 'skipped' });
  });

  it('notices an endpoint whose receipt lacks the hash', async () => {
    const test = await testPartner(contextWith(httpsRoute({ hashReceipt: true })), 'main', partner);
    expect(test.checks[1]).toMatchObject({ outcome: 'failed', detail: expect.stringContaining('SHA-256') });
  });

  it('waits for the acknowledgement file of an SFTP partner', async () => {
    const acknowledgement = { directory: '/ack', accepted: '{file}.ack', withHash: false, withinMinutes: 5 };
    const route = sftpRoute({ acknowledgement });
    const late = await testPartner(contextWith(route), 'main', partner, { acknowledgementMs: 50 });
    expect(late.checks[3]).toMatchObject({ outcome: 'failed', detail: 'No acknowledgement came' });
    const testing = testPartner(contextWith(route), 'main', partner, { acknowledgementMs: 20_000 });
    const inbox = join(sandbox.sftp.folder, 'in');
    const answering = setInterval(() => {
      void readdir(inbox).then((names) =>
        Promise.all(
          names
            .filter((name) => name.startsWith('TEST-'))
            .map((name) => writeFile(join(sandbox.sftp.folder, 'ack', `${name}.ack`), 'ok')),
        ),
      );
    }, 100);
    expect((await testing).checks[3]).toMatchObject({ outcome: 'passed' });
    clearInterval(answering);
  }, 30_000);

  it('tells what the profile itself lacks', async () => {
    const noTerms = contextWith(httpsRoute(), { paymentTerms: 'no-such-terms' });
    const test = await testPartner(noTerms, 'main', partner);
    expect(test.checks[0]).toMatchObject({ outcome: 'failed', detail: expect.stringMatching(/[A-Z]+\.[A-Z_]+/) });
    await expect(testPartner(noTerms, 'main', 'nobody')).rejects.toMatchObject({ code: 'PARTNER.UNKNOWN' });
  });
});

describe('a paused partner', () => {
  it('gets nothing and loses no attempt, and everything at once when resumed', async () => {
    const delivery = await issueOne();
    const context = contextWith(httpsRoute());
    const by = { reason: 'migration', pausedBy: 'ops' };
    expect(await pausePartner(context, 'main', partner, by)).toBe(true);
    expect(await pausePartner(context, 'main', partner, by)).toBe(false);
    expect(await runOnly('deliver-document', context)).toMatchObject([{ kind: 'postponed' }]);
    expect(await deliveryNow(delivery.id)).toMatchObject({ state: 'waiting', attempts: 0 });
    expect(await runOnly('deliver-document', context)).toEqual([]);
    expect(await resumePartner(context, 'main', partner, 'ops')).toBe(true);
    expect(await resumePartner(context, 'main', partner, 'ops')).toBe(false);
    expect(await runOnly('deliver-document', context)).toEqual([{ kind: 'done' }]);
    expect(await deliveryNow(delivery.id)).toMatchObject({ state: 'delivered', attempts: 1 });
    const [job] = (await bench.store.transaction('main', (tx) => tx.jobs.list({ limit: 5, kind: 'deliver-document' })))
      .items;
    expect(job).toMatchObject({ state: 'done', attempts: 1 });
  });
});

describe('what a receiver says later', () => {
  it('turns a delivery into a refusal, once', async () => {
    const delivery = await issueOne();
    const context = contextWith(httpsRoute());
    await runOnly('deliver-document', context);
    const verdict = { outcome: 'refused' as const, detail: 'Duplicate of EX-9' };
    expect(await hearVerdict(context, 'main', delivery.id, verdict)).toBe('recorded');
    expect(await hearVerdict(context, 'main', delivery.id, verdict)).toBe('already-known');
    expect(await deliveryNow(delivery.id)).toMatchObject({ state: 'refused', detail: 'Duplicate of EX-9' });
    expect(await events(delivery.id)).toEqual(['delivery.accepted', 'delivery.refused']);
  });

  it('is looked for by file until it comes, and becomes an alarm when it does not', async () => {
    const acknowledgement = { directory: '/ack', accepted: '{file}.ack', withHash: true, withinMinutes: 5 };
    const context = contextWith(sftpRoute({ acknowledgement }));
    const delivery = await issueOne();
    await runOnly('deliver-document', context);
    expect(await runOnly('await-acknowledgement', context)).toEqual([]);
    bench.clock.advance(61_000);
    expect(await runOnly('await-acknowledgement', context)).toMatchObject([{ kind: 'postponed' }]);
    const [document] = await bench.store.transaction('main', (tx) => tx.deliveries.errands([delivery.id]));
    bench.clock.advance(360_000);
    expect(await runOnly('await-acknowledgement', context)).toMatchObject([{ kind: 'dead' }]);
    expect(await events(delivery.id)).toEqual(['delivery.accepted', 'delivery.acknowledgement-overdue']);
    const [job] = (
      await bench.store.transaction('main', (tx) => tx.jobs.list({ limit: 5, kind: 'await-acknowledgement' }))
    ).items;
    await writeFile(
      join(sandbox.sftp.folder, 'ack', `${delivery.fileName}.ack`),
      `sha256 ${document?.document.sha256}`,
    );
    await bench.store.transaction('main', (tx) => tx.jobs.retry(job?.id ?? ''));
    expect(await runOnly('await-acknowledgement', context)).toEqual([{ kind: 'done' }]);
    expect(await events(delivery.id)).toContain('delivery.acknowledged');
  });
});
