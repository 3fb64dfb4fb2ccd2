/**
 * Reading, structure check, reading into the model and writing, at 3 to 5,000 lines, beside what npm offers for the same
 * bytes; and writing beside node-zugferd, the fastest npm writer whose output is valid, from the same invoice in the same run. CPU time of this process, so that a busy machine disturbs less; median of 5 rounds. BENCH_SLOT_MS (default 200).
 */
import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import { XmlDocument as Libxml2Document } from 'libxml2-wasm';
import { readFileSync } from 'node:fs';
import { invoiceFromJson, type Invoice } from '#invoice';
import { checkStructure, readInvoice, writeInvoice } from '#syntax';
import { readXml, type XmlDocument } from '#xml';
import { cost, costOf, show } from './peers/cost.js';
import { forNodeZugferd } from './peers/node-zugferd.js';
import { installPeers, peer } from './peers/peers.js';

const SLOT_MS = Number(process.env['BENCH_SLOT_MS'] ?? 200);
const SIZES = [3, 12, 100, 1_000, 5_000];

function invoiceOf(lines: number): Invoice {
  const plain = JSON.parse(readFileSync('test/golden/syntax/plain.json', 'utf8')) as {
    lines: Record<string, unknown>[];
  };
  const [line] = plain.lines as [Record<string, unknown>];
  const many = Array.from({ length: lines }, (_, index) => ({
    ...line,
    id: String(index + 1),
    note: `Delivered in week ${(index % 52) + 1}`,
    item: { ...(line['item'] as object), description: `Made to order, batch ${index}`, sellerItemId: `A-${index}` },
  }));
  const read = invoiceFromJson({ ...plain, lines: many });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}

function documentOf(bytes: Uint8Array): XmlDocument {
  const read = readXml(bytes);
  if (!read.ok) throw new Error(read.error.code);
  return read.value;
}

const timed = (work: () => unknown): number => cost(work, SLOT_MS);
const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false });
const builder = new XMLBuilder({ ignoreAttributes: false });

interface Zugferd {
  create(data: object): { toXML(): Promise<string> };
}

async function nodeZugferd(): Promise<Zugferd> {
  const { zugferd } = (await peer('node-zugferd')) as { zugferd: (options: object) => Zugferd };
  const { EN16931 } = await peer('node-zugferd/profile/en16931');
  return zugferd({ profile: EN16931, strict: false });
}

/** Writing UBL and CII from the model, and CII by the peer, which builds from an object of its own. */
async function writers(): Promise<void> {
  if (!installPeers()) {
    console.log('node-zugferd could not be installed: writing is not compared.');
    return;
  }
  const theirs = await nodeZugferd();
  console.log('\n| lines | UBL, ms | CII, ms | node-zugferd CII, ms | node-zugferd / UBL | node-zugferd / CII |');
  console.log('|---|---|---|---|---|---|');
  for (const lines of [3, 1_000]) {
    const invoice = invoiceOf(lines);
    const data = forNodeZugferd(invoice);
    const xml = await theirs.create(data).toXML();
    if ((xml.match(/<ram:IncludedSupplyChainTradeLineItem>/g) ?? []).length !== lines) {
      throw new Error('node-zugferd left lines out');
    }
    const [ubl, cii] = (['ubl', 'cii'] as const).map((syntax) => timed(() => writeInvoice(invoice, { syntax }))) as [
      number,
      number,
    ];
    const other = await costOf(() => theirs.create(data).toXML(), SLOT_MS);
    const times = (own: number): string => `${(other / own).toFixed(0)} × (≥ 50: ${other / own >= 50 ? 'yes' : 'NO'})`;
    console.log(`| ${lines} | ${show(ubl)} | ${show(cii)} | ${show(other)} | ${times(ubl)} | ${times(cii)} |`);
  }
}

// First, as the heap that the other measurements leave makes every collection dearer.
await writers();

console.log(
  '| syntax | lines | KB | read XML | structure | into model | write | libxml2 parse | fxp parse | fxp build |',
);
console.log('|---|---|---|---|---|---|---|---|---|---|');
for (const syntax of ['ubl', 'cii'] as const) {
  for (const lines of SIZES) {
    const { bytes } = writeInvoice(invoiceOf(lines), { syntax });
    const document = documentOf(bytes);
    const invoice = readInvoice(document).invoice as Invoice;
    const text = Buffer.from(bytes).toString();
    const tree: unknown = parser.parse(text);
    const figures = [
      timed(() => readXml(bytes)),
      timed(() => checkStructure(document)),
      timed(() => readInvoice(document)),
      timed(() => writeInvoice(invoice, { syntax })),
      timed(() => {
        Libxml2Document.fromBuffer(bytes).dispose();
      }),
      timed(() => parser.parse(text) as object),
      timed(() => builder.build(tree)),
    ];
    console.log(`| ${syntax} | ${lines} | ${(bytes.length / 1_000).toFixed(0)} | ${figures.map(show).join(' | ')} |`);
  }
}
console.log('\nms of CPU a call; growth is linear where ten times the lines cost ten times the time.');
