import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { assemble } from '#assembly';
import { acceptParcel, issueInvoice, readOrders, type Rehearsal } from '#flows';
import { loadSettings } from '#settings';
import { createLog } from '#telemetry';
import { makeDataDirectory } from '#testkit';
import { main } from '../main.js';

let directory: string;
let number: string;
let printed: string;
const write = process.stdout.write.bind(process.stdout);
const writeError = process.stderr.write.bind(process.stderr);

beforeAll(async () => {
  directory = await makeDataDirectory('verify-cli');
  process.env['FACTEUR_DATA'] = directory;
  const loaded = loadSettings(process.cwd(), { FACTEUR_DATA: directory, LOG_LEVEL: 'silent' });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  const assembly = await assemble(loaded.value, { log: createLog('silent') });
  const { parcel } = await acceptParcel(assembly.context, {
    ...{ tenantId: 'main', purpose: 'order', source: 'api', sourceKey: 'order', isKeyUnique: true },
    bytes: readFileSync('apps/sandbox/samples/orders/01-menuiserie.json'),
    ...{ fileName: 'order.json', mediaType: 'application/json' },
  });
  const { orders } = await readOrders(assembly.context, 'main', parcel.id);
  const issued = await issueInvoice(assembly.context, 'main', orders[0]?.id ?? '');
  if (issued.kind !== 'issued') throw new Error(JSON.stringify(issued));
  number = issued.invoice.number;
  await assembly.close();
});
afterAll(() => {
  delete process.env['FACTEUR_DATA'];
  rmSync(directory, { recursive: true, force: true });
});
beforeEach(() => {
  const catching = (chunk: unknown): boolean => {
    printed += String(chunk);
    return true;
  };
  process.stdout.write = catching;
  process.stderr.write = catching;
});
afterEach(() => {
  process.stdout.write = write;
  process.stderr.write = writeError;
  process.exitCode = 0;
});

async function facteur(...words: string[]): Promise<{ text: string; code: number | string | undefined }> {
  printed = '';
  process.exitCode = 0;
  await main(['node', 'facteur', ...words]);
  return { text: printed, code: process.exitCode };
}

describe('facteur rules rehearse', () => {
  const rehearse = (...words: string[]) => facteur('rules', 'rehearse', '--tenant', 'main', ...words);

  it('finds nothing by the rules in force, and says which they are', async () => {
    const { code, text } = await rehearse();
    expect({ code, text }).toEqual({ code: 0, text: expect.stringContaining('1 invoice') });
    expect(text).toContain('fr-ctc 1.4.0');
  });

  it('judges by a pack that is not in force yet, which nothing else does', async () => {
    const { code, text } = await rehearse('--pack', 'fr-ctc', '--pack-version', '2027-09', '--format', 'json');
    expect(code).toBe(0);
    const [{ judged, packs, breaking }] = JSON.parse(text) as [Rehearsal];
    expect({ judged, breaking }).toEqual({ judged: 1, breaking: [] });
    expect(packs).toContainEqual({ id: 'fr-ctc', version: '2027-09' });
  });

  it('names who would break, with rule and remedy, and changes nothing', async () => {
    const told = await rehearse('--pack', 'xrechnung', '--lang', 'fr');
    expect(told.code).toBe(1);
    expect(told.text).toMatch(new RegExp(`${number}  C-MENUISERIE.*\\n +BR-DE-15.*\\n +→ `));
    expect(await facteur('verify', 'archive')).toMatchObject({ code: 0 });
  });

  it('knows no version that does not exist', async () => {
    expect(await rehearse('--pack', 'fr-ctc', '--pack-version', '9.9')).toMatchObject({ code: 2 });
  });
});

describe('facteur verify', () => {
  it('proves numbers and archive, as text and as JSON', async () => {
    const numbers = await facteur('verify', 'numbers');
    expect(numbers).toMatchObject({ code: 0, text: expect.stringContaining('gapless, 1 to 1') });
    const archive = await facteur('verify', 'archive', '--tenant', 'main', '--format', 'json');
    expect(archive.code).toBe(0);
    expect(JSON.parse(archive.text)).toMatchObject([{ tenantId: 'main', findings: [] }]);
  });

  it("writes an invoice's whole file", async () => {
    const output = join(directory, 'file.zip');
    const exported = await facteur('verify', 'archive', '--export', number, '-o', output);
    expect(exported).toMatchObject({ code: 0, text: expect.stringContaining('order/order.json') });
    const index = unzipSync(readFileSync(output))['index.json'];
    expect(JSON.parse(strFromU8(index ?? new Uint8Array()))).toMatchObject({ invoice: { number } });
  });

  it('answers 1 to a swapped document, 2 to a tenant or an invoice that does not exist', async () => {
    const folder = join(directory, 'documents');
    const [name] = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((each) =>
      /[0-9a-f]{64}$/.test(each),
    );
    writeFileSync(join(folder, name ?? ''), 'forged');
    const archive = await facteur('verify', 'archive');
    expect(archive).toMatchObject({ code: 1, text: expect.stringContaining('DOCUMENT.DAMAGED') });
    expect((await facteur('verify', 'archive', '--tenant', 'nobody')).code).toBe(2);
    expect((await facteur('verify', 'archive', '--export', 'NOTHING')).code).toBe(2);
  });
});
