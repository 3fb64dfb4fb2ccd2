/**
 * Reading, structure check, reading into the model and writing, at 3 to 5,000 lines, beside what npm offers for the same
 * bytes. CPU time of this process, so that a busy machine disturbs less; median of 5 rounds. BENCH_SLOT_MS (default 200).
 */
import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import { XmlDocument as Libxml2Document } from 'libxml2-wasm';
import { readFileSync } from 'node:fs';
import { invoiceFromJson, type Invoice } from '#invoice';
import { checkStructure, readInvoice, writeInvoice } from '#syntax';
import { readXml, type XmlDocument } from '#xml';

const SLOT_MS = Number(process.env['BENCH_SLOT_MS'] ?? 200);
const SIZES = [3, 12, 100, 1_000, 5_000];

/** Milliseconds of CPU a call. */
function cost(work: () => unknown): number {
  work();
  const rounds = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    const started = performance.now();
    let calls = 0;
    do {
      work();
      calls += 1;
    } while (performance.now() - started < SLOT_MS);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000 / calls;
  });
  return rounds.sort((one, other) => one - other)[2] as number;
}

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

const show = (ms: number): string => (ms < 0.1 ? ms.toFixed(4) : ms < 10 ? ms.toFixed(3) : ms.toFixed(1));
const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false });
const builder = new XMLBuilder({ ignoreAttributes: false });

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
      cost(() => readXml(bytes)),
      cost(() => checkStructure(document)),
      cost(() => readInvoice(document)),
      cost(() => writeInvoice(invoice, { syntax })),
      cost(() => {
        Libxml2Document.fromBuffer(bytes).dispose();
      }),
      cost(() => parser.parse(text) as object),
      cost(() => builder.build(tree)),
    ];
    console.log(`| ${syntax} | ${lines} | ${(bytes.length / 1_000).toFixed(0)} | ${figures.map(show).join(' | ')} |`);
  }
}
console.log('\nms of CPU a call; growth is linear where ten times the lines cost ten times the time.');
