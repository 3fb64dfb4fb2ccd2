/**
 * Reading the key figures against the number of invoices. Generated bookings (one invoice, nine in ten paid) go through the real
 * triggers; then the figures are read. BENCH_SIZES (default 1000,10000,100000): invoices at which reading is measured. In memory,
 * or on the server of DATABASE_URL (`test/integration/services.sh npm run bench -- kpis`).
 */
import { sql } from 'drizzle-orm';
import { FixedClock, localDate } from '#kernel';
import { openStore } from '#store';
import { closeTestStores, openTestStore } from '#testkit';

const SIZES = (process.env['BENCH_SIZES'] ?? '1000,10000,100000').split(',').map(Number);
const BATCH = 5000;
const TENANT = 'bench';
const TODAY = localDate('2026-11-20');
const period = { from: localDate('2026-08-23'), to: TODAY, today: TODAY };

const clock = new FixedClock(new Date('2026-11-20T10:00:00Z'));
const databaseUrl = process.env['DATABASE_URL'];
const store = await (databaseUrl === undefined ? openTestStore({ clock }) : openStore({ databaseUrl, clock }));
let made = 0;
console.log(databaseUrl === undefined ? 'embedded database' : 'PostgreSQL');
console.log('| invoices | bookings | rows of sums | bookings a second | reading, median of 15 | CPU of this process |');
console.log('| --- | --- | --- | --- | --- | --- |');
for (const size of SIZES) {
  const started = performance.now();
  const before = made;
  while (made < size) {
    const isFirst = made === 0;
    await add(Math.min(BATCH, size - made));
    // What autovacuum does by itself on a server some seconds later: plans that suit full tables.
    if (isFirst || made === size) await store.database.asOwner((queries) => queries.execute(sql`ANALYZE`));
  }
  const rate = Math.round(((made - before) * 2.8) / ((performance.now() - started) / 1000));
  const [median, cpu] = await measure();
  const [bookings, sums] = [await count('ledger'), (await count('kpi_days')) + (await count('due_days'))];
  console.log(`| ${made} | ${bookings} | ${sums} | ${rate} | ${median.toFixed(1)} ms | ${cpu.toFixed(1)} ms |`);
}
await store.close();
await closeTestStores();

/** Invoices over three years; nine in ten are paid 20 to 60 days later. */
async function add(count: number): Promise<void> {
  const first = made;
  made += count;
  const rows = sql`generate_series(${first}::int, ${made - 1}::int) AS n`;
  const id = sql`lpad(n::text, 12, '0')`;
  const day = sql`('2023-12-01'::date + (n::bigint * 7919 % 1080)::int)`;
  const amount = sql`(100 + (n::bigint * 104729) % 90000 / 100.0)::numeric(12, 2)`;
  const run = (statement: ReturnType<typeof sql>) => store.database.asOwner((queries) => queries.execute(statement));
  await run(sql`INSERT INTO invoices (tenant_id, id, kind, type_code, number, seller_ref, customer_ref, customer_name, currency,
      issue_date, due_date, total_without_vat, total_with_vat, amount_due, format, model, findings, packs, issued_at, correlation_id)
    SELECT ${TENANT}, ${id}, 'invoice', '380', 'F' || ${id}, 's', 'c' || n % 2000, 'x', 'EUR', ${day}, ${day} + 30, ${amount},
      ${amount}, ${amount}, 'ubl', '{}', '[]', '[]', now(), 'x' FROM ${rows}`);
  await run(sql`INSERT INTO ledger (tenant_id, id, customer_ref, currency, kind, amount, invoice_id, booked_on, at, cause, correlation_id)
    SELECT ${TENANT}, 'i' || ${id}, 'c' || n % 2000, 'EUR', 'invoice', ${amount}, ${id}, ${day}, now(), '{}', 'x' FROM ${rows}`);
  await run(sql`INSERT INTO ledger (tenant_id, id, customer_ref, currency, kind, amount, payment_id, booked_on, at, cause, correlation_id)
    SELECT ${TENANT}, 'p' || ${id}, 'c' || n % 2000, 'EUR', 'payment', -${amount}, 'p' || ${id}, ${day} + 20 + n % 40, now(), '{}', 'x'
      FROM ${rows} WHERE n % 10 <> 0`);
  await run(sql`INSERT INTO ledger (tenant_id, id, customer_ref, currency, kind, amount, invoice_id, payment_id, booked_on, at, cause, correlation_id)
    SELECT ${TENANT}, 'a' || ${id}, 'c' || n % 2000, 'EUR', 'allocation', ${amount}, ${id}, 'p' || ${id}, ${day} + 20 + n % 40, now(), '{}', 'x'
      FROM ${rows} WHERE n % 10 <> 0`);
}

async function count(table: string): Promise<number> {
  const answer = (await store.database.asOwner((queries) =>
    queries.execute(sql`SELECT count(*)::int AS number FROM ${sql.identifier(table)}`),
  )) as { rows: readonly { number: number }[] };
  return answer.rows[0]?.number ?? 0;
}

async function measure(): Promise<readonly [median: number, cpu: number]> {
  await store.figures.kpi(TENANT, period);
  const times: number[] = [];
  const cpu = process.cpuUsage();
  for (let round = 0; round < 15; round += 1) {
    const started = performance.now();
    await store.figures.kpi(TENANT, period);
    times.push(performance.now() - started);
  }
  const used = process.cpuUsage(cpu);
  times.sort((left, right) => left - right);
  return [times[7] ?? 0, (used.user + used.system) / 15_000];
}
