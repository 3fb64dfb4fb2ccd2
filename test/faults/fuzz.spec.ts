import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../apps/gateway/src/create-app.js';
import { assemble, type Assembly } from '#assembly';
import { composeFacturX, extractInvoice } from '#facturx';
import { readCsvOrders, readJsonOrders, readUblOrders, type OrderReading } from '#order';
import { readRemittanceAdvices, readStatements } from '#remittance';
import { judgeBytes } from '#rules';
import { loadSettings } from '#settings';
import { readCdar, readFlux10, readInvoice, writeInvoice } from '#syntax';
import { createLog } from '#telemetry';
import { readXml } from '#xml';
import { STANDARD } from '../golden/facturx/invoices.js';
import { ADVICE_SEEDS, BANK_SEEDS, MESSAGE_SEEDS } from './fuzz-seeds.js';
import { mutated } from './mutations.js';
import { noteOutcome } from './outcome-table.js';
import { seededRandom } from './seeded-random.js';

const INPUTS = Number(process.env['FACTEUR_FUZZ_INPUTS'] ?? 100_000);
const SLOWEST_MS = 2000;
const GROWTH_MB = 64;
const { random, seed } = seededRandom();

/** What a reader said of an input: undefined when it took it, else the names of what it refuses. */
type Reader = (bytes: Buffer) => Promise<readonly string[] | undefined> | readonly string[] | undefined;

interface Target {
  readonly name: string;
  readonly seeds: readonly Uint8Array[];
  readonly read: Reader;
}

const folder = (path: string, pattern: RegExp): Uint8Array[] =>
  readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => pattern.test(name))
    .map((name) => readFileSync(join(path, name)));

const settings = loadSettings(process.cwd(), { LOG_LEVEL: 'silent' });
if (!settings.ok) throw new Error(JSON.stringify(settings.error));
const mapping = settings.value.csvMapping('negoce-exemple');
if (!mapping) throw new Error('No CSV mapping negoce-exemple');

const ofOrders = ({ orders, rejected, problems }: OrderReading): readonly string[] | undefined =>
  orders.length > 0 && rejected.length === 0
    ? undefined
    : [...problems, ...rejected.flatMap((order) => order.problems)].map(({ code }) => code);

function ofXml(bytes: Buffer): readonly string[] | undefined {
  const document = readXml(bytes);
  if (!document.ok) return [document.error.code];
  readCdar(document.value);
  readFlux10(document.value);
  const { invoice, faults, syntax } = readInvoice(document.value);
  if (syntax === undefined) return ['SYNTAX.UNKNOWN'];
  return invoice ? undefined : faults.map(({ code }) => code);
}

function targets(): readonly Target[] {
  const samples = 'apps/sandbox/samples/orders';
  const xml = [
    writeInvoice(STANDARD, { syntax: 'cii', profile: 'EN16931' }).bytes,
    writeInvoice(STANDARD, { syntax: 'ubl', profile: 'EN16931' }).bytes,
  ];
  const createdAt = new Date('2026-11-24T10:00:00Z');
  const pdf = composeFacturX({
    invoice: STANDARD,
    xml: xml[0] as Uint8Array,
    profile: 'EN16931',
    language: 'fr',
    createdAt,
  });
  const bank = [...folder('test/fixtures/bank', /\.(xml|txt|sta)$/), ...BANK_SEEDS];
  const json = folder(samples, /\.json$/);
  return [
    { name: 'orders as JSON', seeds: json, read: (bytes) => ofOrders(readJsonOrders(bytes)) },
    {
      name: 'orders as CSV',
      seeds: folder(samples, /\.csv$/),
      read: (bytes) => ofOrders(readCsvOrders(bytes, mapping!)),
    },
    { name: 'orders as UBL', seeds: folder(samples, /\.xml$/), read: (bytes) => ofOrders(readUblOrders(bytes)) },
    {
      name: 'bank statements',
      seeds: bank,
      read: (bytes) => {
        const read = readStatements(bytes);
        return read.ok ? undefined : read.error.map(({ code }) => code);
      },
    },
    {
      name: 'remittance advices',
      seeds: [...ADVICE_SEEDS, ...bank, ...xml],
      read: (bytes) => {
        const read = readRemittanceAdvices(bytes);
        return read.ok ? undefined : read.error.map(({ code }) => code);
      },
    },
    { name: 'invoices and messages as XML', seeds: [...xml, ...MESSAGE_SEEDS], read: ofXml },
    {
      name: 'rules over XML',
      seeds: xml,
      read: (bytes) => {
        const verdict = judgeBytes(bytes, { packs: 'auto' });
        return verdict.valid ? undefined : verdict.findings.map(({ rule }) => rule);
      },
    },
    {
      name: 'Factur-X files',
      seeds: [pdf],
      read: async (bytes) => {
        const extracted = await extractInvoice(bytes);
        return extracted.ok ? undefined : [extracted.error.code];
      },
    },
  ];
}

/** Megabytes that live objects take, after a full collection. */
function liveMegabytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}

describe(`malformed inputs (seed ${seed})`, () => {
  const all = targets();
  const share = Math.ceil((INPUTS * 0.95) / all.length);
  const counts: string[] = [];

  it.each(all.map((target) => [target.name, target] as const))('%s', async (name, { seeds, read }) => {
    expect(seeds.length).toBeGreaterThan(0);
    let refused = 0;
    let slowest = 0;
    let before = 0;
    for (let input = 0; input < share; input += 1) {
      if (input === Math.floor(share / 5)) before = liveMegabytes();
      const bytes = mutated(seeds[Math.floor(random() * seeds.length)] as Uint8Array, random);
      const started = performance.now();
      const codes = await read(bytes);
      const took = performance.now() - started;
      slowest = Math.max(slowest, took);
      if (took > SLOWEST_MS)
        throw new Error(`Input ${input} took ${took} ms: ${bytes.toString('base64').slice(0, 4000)}`);
      if (codes === undefined) continue;
      refused += 1;
      if (codes.length === 0 || codes.some((code) => !/^[A-Z][\w.-]+$/i.test(code)))
        throw new Error(
          `Input ${input} is refused without a name: ${JSON.stringify(codes)} ${bytes.toString('base64').slice(0, 4000)}`,
        );
    }
    const grown = liveMegabytes() - before;
    expect(grown).toBeLessThan(GROWTH_MB);
    counts.push(
      `${name} ${share}, ${refused} refused, slowest ${slowest.toFixed(0)} ms, heap ${grown < 0 ? '' : '+'}${grown.toFixed(1)} MB`,
    );
  });

  it('starts from seeds that are right', () => {
    for (const bytes of BANK_SEEDS) expect(readStatements(bytes)).toMatchObject({ ok: true });
    for (const bytes of ADVICE_SEEDS) expect(readRemittanceAdvices(bytes)).toMatchObject({ ok: true });
    for (const bytes of MESSAGE_SEEDS) {
      const document = readXml(bytes);
      expect(document.ok && readCdar(document.value).message).toMatchObject({ acknowledgements: [{}] });
    }
  });

  describe('every endpoint', () => {
    let directory: string;
    let assembly: Assembly;
    let app: NestFastifyApplication;
    let key: string;
    beforeAll(async () => {
      directory = mkdtempSync(join(tmpdir(), 'facteur-fuzz-'));
      const loaded = loadSettings(process.cwd(), { FACTEUR_DATA: directory, LOG_LEVEL: 'silent' });
      if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
      assembly = await assemble(loaded.value, { log: createLog('silent') });
      app = await createApp(assembly);
      await app.listen(0, '127.0.0.1');
      key = readFileSync(join(directory, 'admin.key'), 'utf8').trim();
    });
    afterAll(async () => {
      await app.close();
      await assembly.close();
      rmSync(directory, { recursive: true, force: true });
    });

    it('answers with success or a named problem, never 500', async () => {
      const { paths } = JSON.parse(readFileSync('schemas/openapi.json', 'utf8')) as {
        paths: Record<string, Record<string, unknown>>;
      };
      const routes = Object.entries(paths).flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => [method.toUpperCase(), path] as const),
      );
      const bodies = all.flatMap(({ seeds }) => seeds).filter((bytes) => bytes.length < 100_000);
      const types = [
        'application/json',
        'text/csv',
        'application/xml',
        'application/pdf',
        'application/octet-stream',
        'a',
      ];
      const base = await app.getUrl();
      const wrong: string[] = [];
      const counted = Math.ceil(INPUTS * 0.05);
      for (let input = 0; input < counted; input += 1) {
        const [method, path] = routes[Math.floor(random() * routes.length)] as readonly [string, string];
        // Reading everything again for each of thousands of calls proves nothing more.
        if (/verification|metrics/.test(path) && random() < 0.9) continue;
        const word = (): string =>
          encodeURIComponent(
            mutated(Buffer.from('00000000-0000-7000-8000-000000000000'), random).toString('latin1').slice(0, 200),
          );
        const query = random() < 0.5 ? '' : `?limit=${word()}&cursor=${word()}&state=${word()}`;
        const payload = mutated(bodies[Math.floor(random() * bodies.length)] as Uint8Array, random);
        const headers = {
          authorization: `Bearer ${key}`,
          ...(random() < 0.3 ? { 'idempotency-key': word() } : {}),
          ...(method === 'GET' ? {} : { 'content-type': types[Math.floor(random() * types.length)] as string }),
        };
        const started = performance.now();
        const response = await fetch(`${base}${path.replaceAll(/\{\w+\}/g, word)}${query}`, {
          method,
          headers,
          ...(method === 'GET' ? {} : { body: new Uint8Array(payload) }),
        });
        const answer = await response.text();
        const took = performance.now() - started;
        const isNamed = response.status < 400 || /"(code|type)":"[^"]+"/.test(answer);
        if (response.status >= 500 && response.status !== 503)
          wrong.push(`${method} ${path}: ${response.status} ${answer.slice(0, 300)}`);
        else if (!isNamed || took > SLOWEST_MS * 2)
          wrong.push(`${method} ${path}: ${response.status} after ${took.toFixed(0)} ms`);
      }
      expect([...new Set(wrong)].slice(0, 20)).toEqual([]);
      counts.push(`endpoints ${counted} over ${routes.length} routes`);
    });

    afterAll(() => {
      noteOutcome({
        fault: 'Malformed inputs',
        mode: 'readers and endpoints',
        struck: `${INPUTS} inputs, seed ${seed}`,
        outcome: `no crash, none above 2 s, each refusal named: ${counts.join('; ')}`,
      });
    });
  });
});
