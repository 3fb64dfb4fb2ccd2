import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request as forward, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAfnorPlatform } from '#connectors/platform-afnor';
import { localDate } from '#kernel';
import { platformProfileSchema, type Platform } from '#ports';
import { startPlatform, type PlatformPeer } from '../../apps/sandbox/src/index.js';
import { patient, secretsOf } from './outgoing.js';
import { openApiJudge, type Exchange } from './openapi-judge.js';
import { cashedMessage, outgoingFlow } from './platform-documents.js';

const FOLDER = '../shared/corpora/openapi';
const isHere = existsSync(FOLDER);
if (!isHere) console.warn(`SKIPPED: ${FOLDER} is not here, client and simulator were not held against the OpenAPI`);
const withAnnexes = isHere ? describe : describe.skip;
const annex = (name: string): unknown =>
  JSON.parse(readFileSync(join(FOLDER, `afnor-xp-z12-013-${name}-1.3.0.json`), 'utf8'));

withAnnexes('client and simulator by the OpenAPI of XP Z12-013', () => {
  let directory: string;
  let peer: PlatformPeer;
  let proxy: Server;
  let platform: Platform;
  const exchanges: Exchange[] = [];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'facteur-openapi-'));
    const client = { clientId: 'facteur', clientSecret: 's', organizations: ['org-1'] };
    peer = await startPlatform({ directory, port: 0, clients: [client] });
    proxy = createServer((incoming, answer) => {
      const body: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => body.push(chunk));
      incoming.on('end', () => {
        const { method = '', url = '', headers } = incoming;
        const onward = forward(`${peer.url}${url}`, { method, headers }, (response) => {
          const parts: Buffer[] = [];
          response.on('data', (chunk: Buffer) => parts.push(chunk));
          response.on('end', () => {
            const status = response.statusCode ?? 0;
            const given = { status, headers: response.headers, body: Buffer.concat(parts) };
            exchanges.push({ method, url, headers, body: Buffer.concat(body), answer: given });
            answer.writeHead(status, response.headers).end(given.body);
          });
        });
        onward.end(Buffer.concat(body));
      });
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    platform = createAfnorPlatform(
      platformProfileSchema.parse({
        ...{
          platformId: 'pa',
          name: 'PA (exemple)',
          clientId: 'facteur',
          clientSecret: 'PA',
          tokenUrl: `${url}/token`,
        },
        ...{ flowServiceUrl: `${url}/flow-service`, directoryServiceUrl: `${url}/directory-service` },
        ...{ organizations: { vendeur: 'org-1' }, allowPrivateNetwork: true, poll: { pageSize: 2 } },
      }),
      { secrets: secretsOf({ PA: 's' }) },
    );
    await everyOperation();
  });
  afterAll(async () => {
    await platform.close();
    await new Promise((resolve) => proxy.close(resolve));
    await peer.stop();
    await rm(directory, { recursive: true });
  });

  /** Each call of the port, with its successes and its refusals. */
  async function everyOperation(): Promise<void> {
    const organization = 'org-1';
    const invoice = outgoingFlow();
    await platform.submit(invoice, { mayBeThere: true, signal: patient });
    await platform.submit(outgoingFlow({ sha256: 'ab'.repeat(32) }), { mayBeThere: false, signal: patient });
    const bytes = cashedMessage(invoice.number, [['12.00', '20.00']]);
    const message = outgoingFlow({ syntax: 'CDAR', profile: undefined, processingRule: 'NotApplicable', bytes });
    await platform.submit(message, { mayBeThere: false, signal: patient });
    await platform.submit(outgoingFlow({ syntax: 'XYZ' as never }), { mayBeThere: false, signal: patient });
    const first = await platform.news(organization, undefined, patient);
    if (first.kind !== 'found') throw new Error(first.reason);
    await platform.news(organization, first.value.position, patient);
    const flowRef = peer.desk.find(invoice.number)?.flowId ?? '';
    await platform.flow(flowRef, organization, patient);
    await platform.flow('nobody', organization, patient);
    for (const which of ['original', 'converted', 'readable'] as const) {
      await platform.document(flowRef, which, organization, patient);
    }
    const made = await platform.subscribe('https://facteur.example.com/hook', organization, patient);
    await platform.webhooks(organization, patient);
    if (made.kind === 'found') await platform.unsubscribe(made.value.webhookRef, organization, patient);
    peer.addresses.register({ addressingIdentifier: '200000008_STATUTS', addressingSuffix: 'STATUTS' });
    await platform.lookUp('200000008_STATUTS', localDate('2026-11-23'), patient);
    await platform.lookUp('200000008', localDate('2026-11-23'), patient);
    await platform.linesOf('200000008', patient);
    await platform.health(patient);
  }

  it('touches every operation there is for a company, and every request is as the annexes say', () => {
    const judge = openApiJudge([
      { base: '/flow-service', document: annex('flow-service') },
      { base: '/directory-service', document: annex('directory-service') },
    ]);
    const judged = exchanges.filter(({ url }) => url !== '/token').map((exchange) => judge(exchange));
    expect(judged.flatMap(({ request }) => request)).toEqual([
      // The one request that is wrong on purpose.
      expect.stringMatching(/createFlow: .*flowSyntax/),
    ]);
    expect(new Set(judged.map(({ operation }) => operation))).toEqual(
      new Set([
        ...['createFlow', 'searchFlows', 'getFlow', 'createWebhook', 'listWebhooks', 'deleteWebhook', 'getHealth'],
        ...['searchDirectoryLine', 'getDirectoryLineById'],
      ]),
    );
  });

  it('and so is every answer of the simulator', () => {
    const judge = openApiJudge([
      { base: '/flow-service', document: annex('flow-service') },
      { base: '/directory-service', document: annex('directory-service') },
    ]);
    const answers = exchanges.filter(({ url }) => url !== '/token').flatMap((exchange) => judge(exchange).answer);
    expect(answers).toEqual([]);
  });
});
