/**
 * Safety and speed of matching. Safety: generated payments with known truth, posted by Facteur, by first-in-first-out and by
 * amount alone; wrong postings by scenario. Speed: a statement against a portfolio of open items.
 * BENCH_PAYMENTS (default 100,000), BENCH_ITEMS (100,000), BENCH_LINES (10,000), BENCH_SEED.
 */
import { Random } from '../libs/receivables/src/proof/random.js';
import { caseOf, ours, runProof, worldOf, type Tally } from '../libs/receivables/src/proof/run-proof.js';
import { SCENARIOS } from '../libs/receivables/src/proof/scenarios.js';

const PAYMENTS = Number(process.env['BENCH_PAYMENTS'] ?? 100_000);
const ITEMS = Number(process.env['BENCH_ITEMS'] ?? 100_000);
const LINES = Number(process.env['BENCH_LINES'] ?? 10_000);
const SEED = Number(process.env['BENCH_SEED'] ?? 7);
const CUSTOMERS = 2_000;

const percent = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);
const cell = (row: Tally): string => `${percent(row.posted, row.payments)} | ${row.wrong}`;

function safety(): void {
  const started = performance.now();
  const result = runProof(PAYMENTS, CUSTOMERS, SEED);
  const total = { ours: 0, posted: 0, payments: 0, fifo: 0, amount: 0, fifoPosted: 0, amountPosted: 0 };
  console.log(
    '| scenario | payments | posted | wrong | right among proposals | FIFO posted | wrong | amount posted | wrong |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|');
  for (const [name, row] of result.byScenario) {
    const open = row.ours.payments - row.ours.posted;
    const right = percent(row.ours.proposedRight, open);
    console.log(
      `| ${name} | ${row.ours.payments} | ${cell(row.ours)} | ${right} | ${cell(row.fifo)} | ${cell(row.amount)} |`,
    );
    total.payments += row.ours.payments;
    total.posted += row.ours.posted;
    total.ours += row.ours.wrong;
    total.fifo += row.fifo.wrong;
    total.fifoPosted += row.fifo.posted;
    total.amount += row.amount.wrong;
    total.amountPosted += row.amount.posted;
  }
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `\nFacteur: ${total.payments} payments, ${percent(total.posted, total.payments)} posted, ${total.ours} wrong`,
  );
  console.log(`first in, first out: ${percent(total.fifoPosted, total.payments)} posted, ${total.fifo} wrong`);
  console.log(`amount only: ${percent(total.amountPosted, total.payments)} posted, ${total.amount} wrong`);
  console.log(`seed ${SEED}, ${seconds.toFixed(1)} s`);
  if (total.ours > 0) process.exitCode = 1;
}

function speed(): void {
  const random = new Random(SEED);
  const building = performance.now();
  const world = worldOf(Math.round(ITEMS / 3.6), random);
  console.log(
    `\n${world.index.size} open items indexed in ${(performance.now() - building).toFixed(0)} ms (with generation)`,
  );
  const names = Object.keys(SCENARIOS);
  const cases = Array.from({ length: LINES }, (_, at) =>
    caseOf(names[at % names.length] ?? '', world, random, at),
  ).filter((one) => one !== undefined);
  const match = ours();
  const times: number[] = [];
  const started = performance.now();
  for (const one of cases) {
    const before = performance.now();
    match(one, world);
    times.push(performance.now() - before);
  }
  const seconds = (performance.now() - started) / 1000;
  times.sort((left, right) => left - right);
  const at = (share: number): string => (times[Math.floor(times.length * share)] ?? 0).toFixed(2);
  console.log(
    `${cases.length} lines in ${seconds.toFixed(2)} s: ${Math.round(cases.length / seconds)} a second, median ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${(times.at(-1) ?? 0).toFixed(1)} ms`,
  );
  console.log(`memory ${Math.round(process.memoryUsage().rss / 1_048_576)} MB`);
}

speed();
safety();
