/**
 * Reading and judging EN 16931, in one run beside the official stylesheets: under saxon-js in this process, and under Saxon-HE
 * on the JVM, warm. Milliseconds of CPU, so that a busy machine disturbs less. Where the peers cannot be installed or there is
 * no JDK, this is said and our figures stand alone. The first run compiles the stylesheets for saxon-js, a minute each.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readXml } from '#xml';
import { judge, judgeBytes } from '#rules';
import { cost, show } from './peers/cost.js';
import { CEN, hasJava, installPeers, saxonHe, saxonJs, type Syntax } from './peers/peers.js';

const FIXTURES = new URL('../../test/fixtures/rules/en16931/', import.meta.url);
const WORK = join(process.cwd(), '.cache', 'bench');
const EN16931 = { packs: ['en16931'] };
const ROOMY = { maxBytes: 500_000_000, maxNodes: 50_000_000 };
const LINES: Readonly<Record<Syntax, string>> = { ubl: 'cac:InvoiceLine', cii: 'ram:IncludedSupplyChainTradeLineItem' };

interface Subject {
  readonly name: string;
  readonly syntax: Syntax;
  readonly bytes: Buffer;
  /** What the issue tracker asks for: times saxon-js, times Saxon-HE. */
  readonly asked: readonly [saxonJs: number, saxonHe: number | undefined];
}

function judged(bytes: Uint8Array): void {
  const read = readXml(bytes, ROOMY);
  if (!read.ok) throw new Error(read.error.code);
  judge(read.value, EN16931);
}

const fixture = (name: string): Buffer => readFileSync(new URL(name, FIXTURES));

/** The fixture with its first line repeated; the totals no longer agree, which costs the rules nothing. */
function withLines(file: string, tag: string, lines: number): Buffer {
  const text = fixture(file).toString('utf8');
  const end = text.indexOf(`</${tag}>`) + tag.length + 3;
  const line = text.slice(text.indexOf(`<${tag}>`), end);
  return Buffer.from(text.slice(0, end) + line.repeat(lines - 1) + text.slice(end));
}

/** Repeats lines until the document has about 10 KB. */
function tenKilobytes(file: string, tag: string): Buffer {
  let lines = 1;
  while (withLines(file, tag, lines + 1).length <= 10_000) lines += 1;
  return withLines(file, tag, lines);
}

const subjects: readonly Subject[] = [
  { name: 'UBL, 10 KB', syntax: 'ubl', bytes: tenKilobytes('ubl-vat.xml', LINES.ubl), asked: [100, 5] },
  { name: 'CII, 10 KB', syntax: 'cii', bytes: tenKilobytes('cii-vat.xml', LINES.cii), asked: [100, 5] },
  { name: 'UBL, every term', syntax: 'ubl', bytes: fixture('ubl-invoice.xml'), asked: [100, 5] },
  { name: 'CII, every term', syntax: 'cii', bytes: fixture('cii-invoice.xml'), asked: [100, 5] },
  { name: 'CII, 1,000 lines', syntax: 'cii', bytes: withLines('cii-vat.xml', LINES.cii, 1_000), asked: [1_000, undefined] },
]; // prettier-ignore

/** Milliseconds of each subject under saxon-js; undefined where the stylesheet cannot be had. */
async function underSaxonJs(): Promise<(number | undefined)[]> {
  const times: (number | undefined)[] = [];
  for (const { syntax, bytes } of subjects) {
    const transform = await saxonJs(syntax);
    const text = bytes.toString('utf8');
    // A long document takes a minute: once is enough.
    times.push(bytes.length < 100_000 ? cost(() => transform(text), 1_000) : once(() => transform(text)));
  }
  return times;
}

function once(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

function underSaxonHe(): number[] {
  mkdirSync(WORK, { recursive: true });
  const files = subjects.map(({ bytes }, index) => {
    const file = join(WORK, `subject-${index}.xml`);
    writeFileSync(file, bytes);
    return file;
  });
  const bySyntax = (syntax: Syntax): Map<string, number> => {
    const own = files.filter((_, index) => subjects[index]?.syntax === syntax);
    return new Map(saxonHe(syntax, own).map((ms, index) => [own[index] as string, ms]));
  };
  const times = new Map([...bySyntax('ubl'), ...bySyntax('cii')]);
  return files.map((file) => times.get(file) as number);
}

const ratio = (theirs: number | undefined, ours: number, asked: number | undefined): string => {
  if (theirs === undefined) return 'not run';
  const times = theirs / ours;
  const verdict = asked === undefined ? '' : times >= asked ? ` (≥ ${asked}: yes)` : ` (≥ ${asked}: NO)`;
  return `${show(theirs)} = ${times.toFixed(times < 20 ? 1 : 0)} ×${verdict}`;
};

interface Ours {
  readonly judging: number;
  readonly whole: number;
}

/** Before the peers: the heap that saxon-js fills makes every collection dearer, for us too. */
function measureOurs(): Ours[] {
  return subjects.map(({ bytes }) => ({
    judging: cost(() => judged(bytes), 400),
    whole: cost(() => judgeBytes(bytes, { ...EN16931, limits: ROOMY }), 400),
  }));
}

async function compared(own: readonly Ours[]): Promise<void> {
  const java = hasJava();
  if (!java) console.log('No JDK with Maven: the official stylesheets are not there to be compared with.');
  const peers = java && installPeers();
  if (java && !peers) console.log('The packages to compare with could not be installed: saxon-js is not run.');
  const js = peers ? await underSaxonJs() : [];
  const he = java ? underSaxonHe() : [];
  console.log('\n| document | KB | read + judge, ms | with structure, ms | saxon-js, ms | Saxon-HE warm, ms |');
  console.log('|---|---|---|---|---|---|');
  subjects.forEach(({ name, bytes, asked }, index) => {
    const { judging: ours, whole } = own[index] as Ours;
    const cells = [
      (bytes.length / 1_000).toFixed(1),
      show(ours),
      show(whole),
      ratio(js[index], ours, asked[0]),
      ratio(he[index], ours, asked[1]),
    ];
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  });
  console.log(`Stylesheets: ${Object.values(CEN).join(', ')}; ratios are theirs over read + judge.\n`);
}

function large(): void {
  console.log('| document | MB | ms of CPU, best of 3 | µs a line |');
  console.log('|---|---|---|---|');
  for (const syntax of ['ubl', 'cii'] as const) {
    for (const lines of [1_000, 5_000, 50_000]) {
      const bytes = withLines(`${syntax}-vat.xml`, LINES[syntax], lines);
      const least = Math.min(...[1, 2, 3].map(() => once(() => judged(bytes))));
      const size = (bytes.length / 1e6).toFixed(1);
      const verdict = lines === 5_000 ? (least <= 300 ? ' (≤ 300: yes)' : ' (≤ 300: NO)') : '';
      console.log(
        `| ${syntax}, ${lines} lines | ${size} | ${least.toFixed(0)}${verdict} | ${((least * 1000) / lines).toFixed(1)} |`,
      );
    }
  }
}

const own = measureOurs();
large();
await compared(own);
