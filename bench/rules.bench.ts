/**
 * Speed of validation: reading and judging EN 16931 in UBL and CII, and growth with the number of lines. Compared with the
 * official stylesheets as measured on this kind of machine (2 virtual cores, Node 20.20, OpenJDK 17): saxon-js 40 ms and warm
 * Saxon-HE 1.3 ms for an invoice of 10 KB; saxon-js is not run here, since compiling its stylesheets takes longer than this.
 */
import { readFileSync } from 'node:fs';
import { readXml } from '#xml';
import { judge, judgeBytes } from '#rules';

const FIXTURES = new URL('../test/fixtures/rules/en16931/', import.meta.url);
const RECORDED_MS = { 'saxon-js': 40, 'Saxon-HE, warm': 1.3 };
const ROUNDS = 7;

interface Measured {
  readonly median: number;
  readonly least: number;
}

function measure(work: () => void, milliseconds = 400): Measured {
  for (const until = performance.now() + milliseconds; performance.now() < until;) work();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = performance.now();
    let count = 0;
    while (performance.now() - started < milliseconds) {
      work();
      count += 1;
    }
    times.push((performance.now() - started) / count);
  }
  times.sort((left, right) => left - right);
  return { median: times[Math.floor(ROUNDS / 2)] as number, least: times[0] as number };
}

function judged(bytes: Uint8Array): void {
  const read = readXml(bytes, { maxBytes: 500_000_000, maxNodes: 50_000_000 });
  if (!read.ok) throw new Error(read.error.code);
  judge(read.value, { packs: ['en16931'] });
}

/** The fixture with its first line repeated; the totals no longer agree, which costs the rules nothing. */
function withLines(file: string, tag: string, lines: number): Buffer {
  const text = readFileSync(new URL(file, FIXTURES), 'utf8');
  const end = text.indexOf(`</${tag}>`) + tag.length + 3;
  const line = text.slice(text.indexOf(`<${tag}>`), end);
  return Buffer.from(text.slice(0, end) + line.repeat(lines - 1) + text.slice(end));
}

function small(): void {
  console.log('| one invoice | KB | read + judge, ms | with structure, ms | × saxon-js | × Saxon-HE |');
  console.log('|---|---|---|---|---|---|');
  for (const file of ['ubl-invoice.xml', 'ubl-vat.xml', 'cii-invoice.xml', 'cii-vat.xml']) {
    const bytes = readFileSync(new URL(file, FIXTURES));
    const { median } = measure(() => judged(bytes));
    const whole = measure(() => judgeBytes(bytes, { packs: ['en16931'] })).median;
    const scale = bytes.length / 10_000;
    const times = Object.values(RECORDED_MS).map((recorded) => ((recorded * scale) / median).toFixed(0));
    console.log(
      `| ${file} | ${(bytes.length / 1000).toFixed(1)} | ${median.toFixed(3)} | ${whole.toFixed(3)} | ${times.join(' | ')} |`,
    );
  }
  console.log('The recorded times of the stylesheets are scaled to the size of the file.\n');
}

function large(): void {
  console.log('| lines | MB | ms, best of 3 | µs a line |');
  console.log('|---|---|---|---|');
  for (const [file, tag] of [
    ['ubl-vat.xml', 'cac:InvoiceLine'],
    ['cii-vat.xml', 'ram:IncludedSupplyChainTradeLineItem'],
  ] as const) {
    for (const lines of [1_000, 5_000, 50_000]) {
      const bytes = withLines(file, tag, lines);
      const times = [1, 2, 3].map(() => {
        const started = performance.now();
        judged(bytes);
        return performance.now() - started;
      });
      const least = Math.min(...times);
      const size = (bytes.length / 1e6).toFixed(1);
      console.log(`| ${file} ${lines} | ${size} | ${least.toFixed(0)} | ${((least * 1000) / lines).toFixed(1)} |`);
    }
  }
}

small();
large();
