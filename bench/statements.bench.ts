/**
 * A bank statement through the whole gateway but HTTP: file read, lines kept, matched against all open documents of the store,
 * posted with their evidence. The lines are those of the adversarial scenarios whose truth the store can know, so that wrong
 * postings show here too. BENCH_SIZES (open items x lines; default 10000x1000,100000x1000,100000x10000). In memory, or on the
 * server of DATABASE_URL (`test/integration/services.sh npm run bench -- statements`).
 */
import { sql } from 'drizzle-orm';
import { readStatement } from '#flows';
import { Decimal, FixedClock } from '#kernel';
import { openStore } from '#store';
import { BOOKED_ON } from '../libs/receivables/src/proof/portfolio.js';
import { Random } from '../libs/receivables/src/proof/random.js';
import { caseOf, isRight, worldOf, type World } from '../libs/receivables/src/proof/run-proof.js';
import { SCENARIOS, type TrueCase } from '../libs/receivables/src/proof/scenarios.js';
import { openFlowBench, type FlowBench } from '../test/contract/flow-bench.js';
import { camtOf } from './statements/camt-of.js';

const SIZES = (process.env['BENCH_SIZES'] ?? '10000x1000,100000x1000,100000x10000').split(',');
/** What these need besides (settled documents, earlier payments, granted discounts, disputes) is not in the store. */
const LEFT_OUT = /discount|disputed|settled|sent twice|old template/;
const clock = new FixedClock(new Date(`${BOOKED_ON}T18:00:00Z`));
const databaseUrl = process.env['DATABASE_URL'];

console.log(databaseUrl === undefined ? 'embedded database' : 'PostgreSQL');
console.log('| open items | lines | time | CPU of this process | lines a second | posted alone | wrong | proposed |');
console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
const [pg, admin] = databaseUrl === undefined ? [] : await serverOf(databaseUrl);
for (const [at, size] of SIZES.entries()) {
  const [items = 0, lines = 0] = size.split('x').map(Number);
  await run(at, items, lines);
}
await admin?.end();

async function serverOf(url: string) {
  const { default: driver } = await import('pg');
  const client = new driver.Client({ connectionString: url });
  await client.connect();
  return [url, client] as const;
}

/** A database of its own for each size. */
async function storeOf(at: number) {
  if (pg === undefined || admin === undefined) return undefined;
  const name = `bench_statements_${at}`;
  await admin.query(`CREATE DATABASE ${name}`);
  const url = new URL(pg);
  url.pathname = `/${name}`;
  return openStore({ databaseUrl: url.href, clock });
}

async function run(at: number, items: number, lines: number): Promise<void> {
  const store = await storeOf(at);
  const bench = await openFlowBench({ clock, ...(store === undefined ? {} : { store }) });
  const random = new Random(7 + at);
  const world = worldOf(Math.round(items / 3.6), random);
  await fill(bench, world);
  const cases = casesOf(world, random, lines);
  const parcel = await bench.accept('statement', camtOf(cases), `statement-${at}.xml`);
  const started = performance.now();
  const before = process.cpuUsage();
  const read = await readStatement(bench.context, 'main', parcel.parcel.id);
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  if (read.newEntries !== cases.length) throw new Error(`${read.newEntries} of ${cases.length} entries were read`);
  const posted = await postedShares(bench);
  const truths = new Map(cases.map((each) => [each.entry.reference, each.truth]));
  const wrong = [...posted].filter(([ref, shares]) => !isRight(shares, truths.get(ref) ?? new Map()));
  for (const [ref, shares] of wrong) {
    const given = cases.find((each) => each.entry.reference === ref);
    console.error(given?.scenario, given?.entry.remittanceLines, [...shares], 'instead of', [...(given?.truth ?? [])]);
    process.exitCode = 1;
  }
  const proposed = cases.length - posted.size;
  const share = `${((100 * posted.size) / cases.length).toFixed(1)} %`;
  console.log(
    `| ${world.index.size} | ${lines} | ${seconds.toFixed(1)} s | ${((user + system) / 1e6).toFixed(1)} s | ${Math.round(lines / seconds)} | ${share} | ${wrong.length} | ${proposed} |`,
  );
  await bench.close();
}

function casesOf(world: World, random: Random, lines: number): TrueCase[] {
  const names = Object.keys(SCENARIOS).filter((name) => !LEFT_OUT.test(name));
  const cases: TrueCase[] = [];
  // Postings are seen by the next line here: nobody pays what another line has paid, or the truth would be none.
  const meant = new Set<string>();
  for (let at = 0; cases.length < lines && at < lines * 20; at += 1) {
    const made = caseOf(names[at % names.length] ?? '', world, random, at);
    if (made === undefined || [...made.truth.keys()].some((item) => meant.has(item))) continue;
    for (const item of made.truth.keys()) meant.add(item);
    cases.push(made);
  }
  return cases;
}

/** Open documents and what earlier payments taught, booked through the real triggers. */
async function fill(bench: FlowBench, world: World): Promise<void> {
  const run = (statement: ReturnType<typeof sql>) =>
    bench.store.database.asOwner((queries) => queries.execute(statement));
  const debtors = world.portfolio.debtors;
  const items = debtors.flatMap((debtor) => debtor.items.filter(({ kind }) => kind !== 'debit-note'));
  for (let at = 0; at < items.length; at += 5000) {
    const rows = items.slice(at, at + 5000).map((item) => ({
      ...{ id: item.itemId, kind: item.kind, customer: item.customerId, amount: item.openAmount.toString() },
      ...{ issued: item.issuedOn, due: item.dueOn, rf: item.creditorReference },
    }));
    const from = sql`json_to_recordset(${JSON.stringify(rows)}::json)
      AS r (id text, kind text, customer text, amount numeric, issued date, due date, rf text)`;
    await run(sql`INSERT INTO invoices (tenant_id, id, kind, type_code, number, seller_ref, customer_ref, customer_name, currency,
        issue_date, due_date, total_without_vat, total_with_vat, amount_due, creditor_reference, format, model, findings, packs,
        issued_at, correlation_id)
      SELECT 'main', id, kind, CASE kind WHEN 'invoice' THEN '380' ELSE '381' END, id, 's', customer, customer, 'EUR', issued, due,
        amount, amount, amount, rf, 'ubl', '{}', '[]', '[]', now(), 'x' FROM ${from}`);
    await run(sql`INSERT INTO ledger (tenant_id, id, customer_ref, currency, kind, amount, invoice_id, booked_on, at, cause, correlation_id)
      SELECT 'main', 'i' || id, customer, 'EUR', kind, CASE kind WHEN 'invoice' THEN amount ELSE -amount END, id, issued, now(), '{}', 'x'
        FROM ${from}`);
    if (at === 0) await run(sql`ANALYZE`);
  }
  await fillClaims(run, debtors);
  const learned = debtors.flatMap(({ iban, learned: known }) =>
    known.map((each) => ({ iban, customer: each.customerId, count: each.confirmations, against: each.contradictions })),
  );
  await run(sql`INSERT INTO payer_accounts (tenant_id, iban, customer_ref, allocation_count, contradiction_count)
    SELECT 'main', iban, customer, sum(count), sum(against)
      FROM json_to_recordset(${JSON.stringify(learned)}::json) AS r (iban text, customer text, count int, against int)
     GROUP BY iban, customer`);
  await run(sql`ANALYZE`);
}

/** Late-payment claims, each on the first invoice of its customer. */
async function fillClaims(
  run: (statement: ReturnType<typeof sql>) => Promise<unknown>,
  debtors: World['portfolio']['debtors'],
): Promise<void> {
  const rows = debtors.flatMap(({ items }) =>
    items
      .filter(({ kind }) => kind === 'debit-note')
      .map((claim) => ({
        ...{ id: claim.itemId, invoice: items[0]?.itemId, customer: claim.customerId },
        ...{ amount: claim.openAmount.toString(), issued: claim.issuedOn },
      })),
  );
  const from = sql`json_to_recordset(${JSON.stringify(rows)}::json)
    AS r (id text, invoice text, customer text, amount numeric, issued date)`;
  await run(sql`INSERT INTO claims (tenant_id, id, number, invoice_id, seller_ref, customer_ref, currency, from_on, to_on,
      interest_amount, recovery_amount, total_amount, working, sha256, made_by, made_at)
    SELECT 'main', id, id, invoice, 's', customer, 'EUR', issued, issued, amount, 0, amount, '[]', '', 'x', now() FROM ${from}`);
  await run(sql`INSERT INTO ledger (tenant_id, id, customer_ref, currency, kind, amount, claim_id, booked_on, at, cause, correlation_id)
    SELECT 'main', 'c' || id, customer, 'EUR', 'debit-note', amount, id, issued, now(), '{}', 'x' FROM ${from}`);
}

/** What the machine allocated, by the bank's reference of the line. */
async function postedShares(bench: FlowBench): Promise<Map<string, Map<string, Decimal>>> {
  const { rows } = (await bench.store.database.asOwner((queries) =>
    queries.execute(sql`SELECT e.entry ->> 'bankRef' AS ref, coalesce(l.invoice_id, l.claim_id) AS item, l.credit_invoice_id AS credit, l.amount::text AS amount
      FROM ledger l JOIN entries e ON e.tenant_id = l.tenant_id AND e.id = l.entry_id
     WHERE l.kind = 'allocation' AND l.reverses IS NULL`),
  )) as { rows: readonly { ref: string; item: string; credit: string | null; amount: string }[] };
  const posted = new Map<string, Map<string, Decimal>>();
  const add = (shares: Map<string, Decimal>, item: string, amount: Decimal) =>
    shares.set(item, (shares.get(item) ?? Decimal.ZERO).plus(amount));
  for (const { ref, item, credit, amount } of rows) {
    const shares = posted.get(ref) ?? new Map<string, Decimal>();
    posted.set(ref, shares);
    add(shares, item, Decimal.of(amount));
    if (credit !== null) add(shares, credit, Decimal.of(amount).negated());
  }
  return posted;
}
