import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createAfnorPlatform } from '#connectors/platform-afnor';
import { localDate } from '#kernel';
import { platformProfileSchema, type FlowNews, type FlowPosition, type Platform, type PlatformProfile } from '#ports';
import { startPlatform, type PlatformPeer } from '../../apps/sandbox/src/index.js';
import { deadPort, patient, secretsOf } from './outgoing.js';
import { cashedMessage, outgoingFlow } from './platform-documents.js';

const CLIENT = { clientId: 'facteur', clientSecret: 'p:a ss+wörd', organizations: ['org-1', 'org-2'] };

let directory: string;
let peer: PlatformPeer;
let platforms: Platform[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'facteur-platform-'));
  platforms = [];
  peer = await startPlatform({ directory, port: 0, clients: [CLIENT] });
});
afterEach(async () => {
  await Promise.all(platforms.map((platform) => platform.close()));
  await peer.stop();
  await rm(directory, { recursive: true });
});

type Over = Record<string, unknown>;

function profile(over: Over = {}): PlatformProfile {
  return platformProfileSchema.parse({
    platformId: 'pa-exemple',
    name: 'PA (exemple)',
    flowServiceUrl: peer.flowServiceUrl,
    directoryServiceUrl: peer.directoryServiceUrl,
    tokenUrl: peer.tokenUrl,
    clientId: CLIENT.clientId,
    clientSecret: 'PA',
    allowPrivateNetwork: true,
    timeoutMs: 3000,
    quirks: { lineFromMember: 'validFrom', lineUntilMember: 'validUntil' },
    ...over,
  });
}

function open(over: Over = {}): Platform {
  const platform = createAfnorPlatform(profile(over), { secrets: secretsOf({ PA: CLIENT.clientSecret, WRONG: 'no' }) });
  platforms.push(platform);
  return platform;
}

const submit = (platform: Platform, flow = outgoingFlow(), mayBeThere = false) =>
  platform.submit(flow, { mayBeThere, signal: patient });
/** Our flows at the platform that were not turned away. */
const held = () =>
  peer.desk.books
    .all()
    .filter(({ flow }) => flow.flowDirection === 'Out' && flow.acknowledgement.status !== 'Error')
    .map(({ flow }) => flow.trackingId);

/** Reads news until nothing is left, with every state of every flow met on the way. */
async function readAll(platform: Platform, from?: FlowPosition, organization?: string) {
  const met: FlowNews[] = [];
  let position = from;
  for (let round = 0; round < 100; round += 1) {
    const batch = await platform.news(organization, position, patient);
    if (batch.kind !== 'found') throw new Error(JSON.stringify(batch));
    met.push(...batch.value.flows);
    position = batch.value.position;
    if (batch.value.isLast) return { met, position };
  }
  throw new Error('The search never ends');
}
const refs = (flows: readonly FlowNews[]) => new Set(flows.map(({ flowRef }) => flowRef));

describe('submitting to an accredited platform', () => {
  it('brings the bytes with checksum, tracking id and rule, and hears the acknowledgement', async () => {
    const platform = open();
    const flow = outgoingFlow();
    const outcome = await submit(platform, flow);
    expect(outcome).toMatchObject({ kind: 'accepted', wasThere: false, acknowledgement: { state: 'pending' } });
    const flowRef = outcome.kind === 'accepted' ? outcome.flowRef : '';
    expect((await peer.desk.books.content(flowRef)).equals(flow.bytes)).toBe(true);
    expect(await platform.flow(flowRef, undefined, patient)).toMatchObject({
      kind: 'found',
      value: { trackingId: flow.trackingId, direction: 'out', acknowledgement: { state: 'ok' } },
    });
    expect(peer.desk.books.find(flowRef)?.flow).toMatchObject({ processingRule: 'B2B', flowProfile: 'CIUS' });
  });

  it('looks before it sends again after a time-out: one copy', async () => {
    const platform = open({ timeoutMs: 400 });
    const flow = outgoingFlow();
    peer.faults.set({ kind: 'accept-then-timeout', times: 1 });
    expect(await submit(platform, flow)).toMatchObject({ kind: 'unknown' });
    expect(await submit(platform, flow, true)).toMatchObject({ kind: 'accepted', wasThere: true });
    expect(held()).toEqual([flow.trackingId]);
  });

  it('looks before it sends again after a 500 that came too late', async () => {
    const platform = open();
    const flow = outgoingFlow();
    peer.faults.set({ kind: 'accept-then-fail', times: 1 });
    expect(await submit(platform, flow)).toMatchObject({ kind: 'unavailable' });
    expect(await submit(platform, flow, true)).toMatchObject({ kind: 'accepted', wasThere: true });
    expect(held()).toEqual([flow.trackingId]);
  });

  it('does not send while it cannot tell whether the flow is there', async () => {
    const platform = open();
    const flow = outgoingFlow();
    peer.faults.set({ kind: 'fail', status: 503, path: 'search', times: 1 });
    expect(await submit(platform, flow, true)).toMatchObject({ kind: 'unavailable' });
    expect(held()).toEqual([]);
  });

  it('is saved by the platform’s own check where the search lags behind: one copy counts', async () => {
    const platform = open({ timeoutMs: 400 });
    const flow = outgoingFlow();
    peer.faults.set({ kind: 'accept-then-timeout', times: 1 });
    await submit(platform, flow);
    peer.faults.set({ kind: 'blind-search', times: 1 });
    await submit(platform, flow, true);
    expect(held()).toEqual([flow.trackingId]);
    // The doubled one was turned away as AlreadyExistingFlow; the look finds the one that stands.
    expect(await submit(platform, flow, true)).toMatchObject({ kind: 'accepted', wasThere: true });
  });

  it('waits as long as a busy platform asks, and takes an outage for an outage', async () => {
    const platform = open();
    peer.faults.set({ kind: 'fail', status: 429, retryAfter: '17', path: '/flows', times: 1 });
    expect(await submit(platform)).toMatchObject({ kind: 'unavailable', retryAfterMs: 17_000 });
    peer.faults.set({ kind: 'fail', status: 503, times: 1 });
    expect(await submit(open())).toMatchObject({ kind: 'unavailable' });
    const dead = `http://127.0.0.1:${await deadPort()}`;
    expect(await submit(open({ flowServiceUrl: dead }))).toMatchObject({ kind: 'unavailable' });
    expect(await submit(open({ tokenUrl: dead }))).toMatchObject({ kind: 'unavailable' });
    expect(held()).toEqual([]);
  });

  it('survives the end of its token in the middle: sent once', async () => {
    const platform = open();
    await submit(platform);
    peer.faults.set({ kind: 'token-expiry', times: 1 });
    expect(await submit(platform)).toMatchObject({ kind: 'accepted' });
    expect(held()).toHaveLength(2);
    expect(peer.tokens.granted).toBe(2);
  });

  it('shows its credentials in the form where the platform wants them there', async () => {
    expect(await submit(open({ clientAuthentication: 'body' }))).toMatchObject({ kind: 'accepted' });
  });

  it.each([
    ['a wrong secret', { clientSecret: 'WRONG' }, 'invalid_client'],
    ['a secret nobody set', { clientSecret: 'NOBODY' }, 'NOBODY'],
    ['a company that is not ours', { organizations: { vendeur: 'org-9' } }, '403'],
    ['an address that is not the service', { flowServiceUrl: 'http://127.0.0.1/elsewhere' }, ''],
    ['plain HTTP to the outside', { allowPrivateNetwork: false }, 'https'],
  ])('asks a person to act on %s', async (_what, over, words) => {
    const at = 'flowServiceUrl' in over ? { flowServiceUrl: `${peer.url}/elsewhere` } : over;
    const outcome = await submit(open(at));
    expect(outcome).toMatchObject({ kind: 'misconfigured', reason: expect.stringContaining(words) });
    expect(JSON.stringify(outcome)).not.toContain(CLIENT.clientSecret);
    expect(held()).toEqual([]);
  });

  it('hears a refusal of the request itself, and of the content by the acknowledgement', async () => {
    const platform = open();
    expect(await submit(platform, outgoingFlow({ syntax: 'XYZ' as never }))).toMatchObject({ kind: 'refused' });
    const wrong = outgoingFlow({ sha256: 'ab'.repeat(32) });
    await submit(platform, wrong);
    const found = await platform.findByTracking(wrong.trackingId, 'vendeur', patient);
    expect(found).toMatchObject({
      value: [{ acknowledgement: { state: 'error', reasons: [expect.stringMatching(/^ChecksumMismatch: .*sha256/)] } }],
    });
    expect(await submit(platform, wrong, true)).toMatchObject({ kind: 'refused' });
  });

  it('sends again what a person mended, though an earlier attempt was refused', async () => {
    const platform = open();
    const flow = outgoingFlow({ sha256: 'ab'.repeat(32) });
    const first = await submit(platform, flow);
    const exceptFlowRef = first.kind === 'accepted' ? first.flowRef : '';
    const mended = { ...flow, sha256: outgoingFlow({ bytes: flow.bytes }).sha256 };
    expect(await platform.submit(mended, { mayBeThere: true, exceptFlowRef, signal: patient })).toMatchObject({
      kind: 'accepted',
      wasThere: false,
    });
    expect(held()).toEqual([flow.trackingId]);
  });

  it('keeps the companies apart', async () => {
    const platform = open({ organizations: { vendeur: 'org-1', autre: 'org-2' } });
    const [one, two] = [outgoingFlow(), outgoingFlow({ sellerRef: 'autre' })];
    await submit(platform, one);
    await submit(platform, two);
    expect(platform.organizations).toEqual(['org-1', 'org-2']);
    const { met } = await readAll(platform, undefined, 'org-2');
    expect(new Set(met.map(({ trackingId }) => trackingId).filter(Boolean))).toEqual(new Set([two.trackingId]));
    expect(await platform.findByTracking(one.trackingId, 'autre', patient)).toEqual({ kind: 'found', value: [] });
  });

  it('leaves out what a platform does not take', async () => {
    const platform = open({ quirks: { sendsProcessingRule: false, sendsFlowProfile: false, sendsSha256: false } });
    const outcome = await submit(platform);
    expect(peer.desk.books.find(outcome.kind === 'accepted' ? outcome.flowRef : '')?.flow).toMatchObject({
      processingRuleSource: 'Computed',
      flowProfile: 'Undefined',
    });
  });

  it('carries lifecycle messages, and hears that one was not taken', async () => {
    const platform = open();
    const invoice = outgoingFlow();
    await submit(platform, invoice);
    const message = (blocks: [string, string?][]) =>
      outgoingFlow({
        ...{ syntax: 'CDAR', profile: undefined, processingRule: 'NotApplicable' },
        bytes: cashedMessage(invoice.number, blocks),
      });
    await submit(platform, message([['120.00', '20.00']]));
    expect(peer.desk.heard).toMatchObject([
      { status: '212', number: invoice.number, collected: [{ amount: '120.00' }] },
    ]);
    const bad = message([['120.00']]);
    await submit(platform, bad);
    expect(await platform.findByTracking(bad.trackingId, 'vendeur', patient)).toMatchObject({
      value: [{ acknowledgement: { state: 'error', reasons: [expect.stringContaining('InvoiceLCAmountError')] } }],
    });
    expect(peer.desk.heard).toHaveLength(1);
  });
});

describe('hearing what is new', () => {
  async function fill(count: number): Promise<string> {
    const platform = open();
    const invoice = outgoingFlow();
    await submit(platform, invoice);
    for (let index = 0; index < count; index += 1) await peer.tell(invoice.number, { code: 204 });
    return invoice.number;
  }
  const everything = () => new Set(peer.desk.books.all().map(({ flow }) => flow.flowId));

  it.each([
    ['by cursor', { poll: { pageSize: 3 } }, undefined],
    ['by date on a platform that ignores cursors', { poll: { pageSize: 3 } }, 'no-cursor'],
    ['by date on 1.2', { version: '1.2', poll: { pageSize: 3 } }, undefined],
    ['when flows come twice', { poll: { pageSize: 3 } }, 'duplicates'],
    ['when flows come out of order', { poll: { pageSize: 3 } }, 'out-of-order'],
    ['when cursors go stale', { poll: { pageSize: 3 } }, 'stale-cursor'],
  ] as const)('misses nothing %s', async (_how, over, fault) => {
    await fill(14);
    if (fault === 'stale-cursor') peer.faults.set({ kind: fault, times: 2 });
    else if (fault) peer.faults.set({ kind: fault });
    const { met, position } = await readAll(open(over));
    expect(refs(met)).toEqual(everything());
    peer.faults.clear();
    expect((await readAll(open(over), position)).position.since).toEqual(position.since);
  });

  it('goes on from where it was, and an overlap catches what came late', async () => {
    const number = await fill(2);
    const platform = open({ poll: { overlapSeconds: 60 } });
    const { position } = await readAll(platform);
    const late = new Date(position.since.getTime() - 30_000).toISOString();
    const kept = await peer.desk.tell(number, { code: 205 }, { updatedAt: late });
    const { met } = await readAll(platform, position);
    expect(refs(met)).toContain(kept.flow.flowId);
    const blind = await readAll(open({ poll: { overlapSeconds: 0 } }), position);
    expect(refs(blind.met)).not.toContain(kept.flow.flowId);
  });

  it('fetches a message whole or not at all', async () => {
    const number = await fill(0);
    const { flow } = await peer.tell(number, { code: 207, reason: 'TX_TVA_ERR', comment: 'Taux (exemple)' });
    const platform = open();
    peer.faults.set({ kind: 'cut-document', times: 1 });
    expect(await platform.document(flow.flowId, 'original', undefined, patient)).toMatchObject({ kind: 'unavailable' });
    const whole = await platform.document(flow.flowId, 'original', undefined, patient);
    expect(whole).toMatchObject({ kind: 'found', value: { fileName: flow.name } });
    expect(whole.kind === 'found' && Buffer.from(whole.value.bytes).toString()).toContain('TX_TVA_ERR');
    expect(await platform.document(flow.flowId, 'readable', undefined, patient)).toMatchObject({ kind: 'absent' });
    expect(await platform.document('nobody', 'original', undefined, patient)).toMatchObject({ kind: 'absent' });
    const ours = peer.desk.find(number)?.flowId ?? '';
    expect(await platform.document(ours, 'converted', undefined, patient)).toMatchObject({
      value: { fileName: `converted-${number}.xml` },
    });
    expect(await platform.document(ours, 'readable', undefined, patient)).toMatchObject({
      value: { fileName: `readable-${number}.xml.pdf` },
    });
  });

  it('tells an outage of the search from an end of news', async () => {
    peer.faults.set({ kind: 'fail', status: 500, path: 'search', times: 1 });
    expect(await open().news(undefined, undefined, patient)).toMatchObject({ kind: 'unavailable' });
  });
});

describe('webhooks', () => {
  it('are made, listed and ended, and their calls are judged by signature and time', async () => {
    const calls: { body: Buffer; signature?: string; timestamp?: string }[] = [];
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const one = (name: string) => request.headers[name] as string | undefined;
        calls.push({
          body: Buffer.concat(chunks),
          signature: one('afnor-signature'),
          timestamp: one('afnor-signature-timestamp'),
        });
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const callbackUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    const platform = open();
    const made = await platform.subscribe(callbackUrl, undefined, patient);
    if (made.kind !== 'found') throw new Error(made.reason);
    expect(await platform.webhooks(undefined, patient)).toMatchObject({ value: [{ callbackUrl }] });
    await submit(platform);
    await peer.callbacks.settled();
    await new Promise((resolve) => server.close(resolve));
    expect(calls.length).toBeGreaterThanOrEqual(4);
    const key = made.value.signingKey;
    const judging = createAfnorPlatform(profile({ webhook: { keySecret: 'KEY' } }), {
      secrets: secretsOf({ PA: CLIENT.clientSecret, KEY: key }),
    });
    platforms.push(judging);
    const [first] = calls as [(typeof calls)[0]];
    expect(judging.judgeCallback(first)).toMatchObject({ kind: 'genuine', flow: { flowType: 'CustomerInvoice' } });
    const forged = { ...first, body: Buffer.from(first.body.toString().replace('"Ok"', '"Error"')) };
    expect(judging.judgeCallback(forged)).toEqual({ kind: 'rejected', reason: 'wrong-signature' });
    expect(judging.judgeCallback({ ...first, timestamp: '1' })).toEqual({
      kind: 'rejected',
      reason: 'wrong-signature',
    });
    expect(judging.judgeCallback({ body: first.body })).toEqual({ kind: 'rejected', reason: 'unsigned' });
    expect(platform.judgeCallback(first)).toEqual({ kind: 'rejected', reason: 'no-key' });
    expect(await platform.unsubscribe(made.value.webhookRef, undefined, patient)).toMatchObject({ kind: 'found' });
    expect(await platform.unsubscribe(made.value.webhookRef, undefined, patient)).toMatchObject({ kind: 'absent' });
  });
});

describe('the directory', () => {
  const on = localDate('2026-11-23');

  it.each([
    ['an open line', {}, { kind: 'reachable', line: { platformKind: 'private' } }],
    ['a line without platform', { directoryLineStatus: 'Disabled' }, { kind: 'unreachable', cause: 'disabled' }],
    [
      'a line to come',
      { directoryLineStatus: 'Upcoming', validFrom: '2026-12-01' },
      { kind: 'unreachable', cause: 'not-yet' },
    ],
    [
      'a line that begins later',
      { validFrom: '2026-12-01' },
      { kind: 'unreachable', cause: 'not-yet', line: { from: '2026-12-01' } },
    ],
    ['a line that ended', { validUntil: '2026-11-22' }, { kind: 'unreachable', cause: 'ended' }],
    ['a line on its last day', { validUntil: '2026-11-23' }, { kind: 'reachable' }],
  ] as const)('tells %s', async (_what, over, expected) => {
    const address = '200000008_20000000800017_SERVICE-1';
    peer.addresses.register({ addressingIdentifier: address, ...over });
    expect(await open().lookUp(address, on, patient)).toMatchObject(expected);
    expect(
      await open({
        quirks: { readsAddress: false, lineFromMember: 'validFrom', lineUntilMember: 'validUntil' },
      }).lookUp(address, on, patient),
    ).toMatchObject(expected);
  });

  it('takes the exact address alone', async () => {
    peer.addresses.register({ addressingIdentifier: '200000008_STATUTS' });
    const platform = open();
    expect(await platform.lookUp('200000008', on, patient)).toMatchObject({ kind: 'unreachable', cause: 'no-line' });
    expect(await platform.lookUp('200000008_statuts', on, patient)).toMatchObject({ cause: 'no-line' });
    expect(await platform.lookUp('../siren', on, patient)).toMatchObject({ cause: 'no-line' });
    expect(await platform.linesOf('200000008', patient)).toMatchObject({ value: [{ address: '200000008_STATUTS' }] });
  });

  it('never takes an outage for an absence', async () => {
    peer.addresses.register({ addressingIdentifier: '200000008' });
    peer.faults.set({ kind: 'fail', status: 503, retryAfter: '5', path: 'directory', times: 1 });
    expect(await open().lookUp('200000008', on, patient)).toMatchObject({
      kind: 'unknown',
      retryAfterMs: 5000,
      isOurs: false,
    });
    const nobody = open({ directoryServiceUrl: undefined });
    expect(nobody.directoryCheck).toBe('off');
    const elsewhere = open({ clientSecret: 'WRONG' });
    expect(await elsewhere.lookUp('200000008', on, patient)).toMatchObject({ kind: 'unknown', isOurs: true });
  });

  it('reads many lines page by page', async () => {
    for (let index = 0; index < 230; index += 1) {
      peer.addresses.register({ addressingIdentifier: `200000008_SUFFIX-${index}` });
    }
    const lines = await open().linesOf('200000008', patient);
    expect(lines.kind === 'found' && lines.value.length).toBe(230);
  });

  it('tells its health', async () => {
    expect(await open().health(patient)).toEqual({ flows: 'ok', directory: 'ok' });
    expect((await open({ clientSecret: 'WRONG' }).health(patient)).flows).toContain('invalid_client');
  });
});
