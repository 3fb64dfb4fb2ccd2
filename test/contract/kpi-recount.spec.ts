import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, daysBetween, Decimal, FixedClock, localDate, newId, type LocalDate } from '#kernel';
import { ageing, AGEING, kpiReport, type KpiBasis } from '#receivables';
import type { SqlStore } from '#store';
import { openTestStore } from '#testkit';
import { apply, FIRST, historyIn, ofInvoice, type History } from './kpi-history.js';
import { AT } from './store-fixtures.js';

const TODAY = localDate('2026-11-20');
const DAYS = 173;

let store: SqlStore;
beforeAll(async () => {
  store = await openTestStore({ clock: new FixedClock(AT) });
});
afterAll(() => store.close());

/** Every sum from the entries alone, one after the other, as docs/kpis.md defines it. */
function recount(history: History): KpiBasis {
  const measures: Record<string, Decimal> = {};
  const add = (name: string, value: Decimal | number) => {
    measures[name] = (measures[name] ?? Decimal.ZERO).plus(Decimal.of(value));
  };
  const byId = new Map(history.invoices.map((each) => [each.id, each]));
  const state = new Map<string, { open: Decimal; paid: Decimal; collectedOn?: LocalDate }>();
  const months = new Map<string, Decimal>();
  const entries = new Map(history.entries.map((each) => [each.id, each]));
  for (const entry of history.entries) {
    const invoice = byId.get(entry.invoiceId ?? '');
    if (!invoice) continue;
    const before = state.get(invoice.id) ?? { open: Decimal.ZERO, paid: Decimal.ZERO };
    const isTied = entry.kind === 'allocation';
    const change = isTied ? entry.amount.negated() : entry.amount;
    const open = before.open.plus(change);
    const paid = isTied && entry.paymentId !== undefined ? before.paid.plus(entry.amount) : before.paid;
    const isCollected = invoice.kind === 'invoice' && open.isZero() && paid.isPositive();
    const collectedOn = isCollected ? (before.collectedOn ?? entry.bookedOn) : undefined;
    state.set(invoice.id, { open, paid, ...(collectedOn === undefined ? {} : { collectedOn }) });
    if (invoice.kind === 'invoice') add('receivable', change);
    if (collectedOn !== before.collectedOn) {
      const days = (on: LocalDate | undefined) => (on === undefined ? 0 : daysBetween(invoice.issueDate, on));
      add('collected.count', Number(collectedOn !== undefined) - Number(before.collectedOn !== undefined));
      add('collected.days', days(collectedOn) - days(before.collectedOn));
    }
    if (entry.kind === 'invoice' || entry.kind === 'credit-note') {
      add(`${entry.kind}.count`, 1);
      add(`${entry.kind}.amount`, invoice.totalWithVat);
      const month = entry.bookedOn.slice(0, 7);
      const signed = entry.kind === 'invoice' ? invoice.totalWithVat : invoice.totalWithVat.negated();
      months.set(month, (months.get(month) ?? Decimal.ZERO).plus(signed));
    }
    if (isTied && entry.paymentId !== undefined) {
      const paidOn = entries.get(entry.reverses ?? '')?.bookedOn ?? entry.bookedOn;
      add('collected.amount', entry.amount);
      add('late.weight', entry.amount.times(Decimal.of(daysBetween(invoice.dueDate ?? invoice.issueDate, paidOn))));
    }
  }
  const disputed = new Set(history.disputes.map((each) => each.invoiceId));
  add('disputed.count', disputed.size);
  for (const { amount } of history.disputes) add('disputed.amount', amount);
  add('billed.count', history.billed.length);
  for (const seconds of history.billed) add('billed.seconds', seconds);
  add('receipt.count', history.receipts.length);
  add('receipt.automatic', history.receipts.filter((each) => each.isAutomatic).length);
  add('receipt.reversed', history.receipts.filter((each) => each.isUndone).length);
  add('touch', history.touches);
  const doubtful = history.invoices.filter((each) => each.kind === 'invoice' && history.doubtful.has(each.customerRef));
  return {
    measures,
    ...levelsOf(history),
    receivableAfter: Decimal.ZERO,
    doubtfulAmount: Decimal.sum(doubtful.map((each) => ofInvoice(history, each.id))),
    salesByMonth: [...months]
      .map(([month, amount]) => ({ month, amount }))
      .sort((a, b) => (a.month < b.month ? 1 : -1)),
  };
}

/** What is open by due date: the latest instalments are paid last. */
function duesOf(history: History): { dueOn: LocalDate; openAmount: Decimal }[] {
  return history.invoices.flatMap((row) => {
    let rest = ofInvoice(history, row.id);
    const parts = [...(history.plans.get(row.id) ?? [])].reverse().flatMap(({ dueOn, amount }) => {
      const part = rest.lessThan(amount) ? rest : amount;
      rest = rest.minus(part);
      return part.isPositive() ? [{ dueOn, openAmount: part }] : [];
    });
    return rest.isPositive() ? [...parts, { dueOn: row.dueDate ?? row.issueDate, openAmount: rest }] : parts;
  });
}

const NO_AGEING = AGEING.map(({ bucket }) => ({ bucket, amount: Decimal.ZERO }));

/** Ageing of a day from what was booked up to it; a plan counts from the day it was made. */
function ageingOn(history: History, on: LocalDate): Record<string, string> {
  const known = { ...history, entries: history.entries.filter((each) => each.bookedOn <= on) };
  const booked = new Set(known.entries.filter(({ kind }) => kind === 'invoice').map((each) => each.invoiceId));
  const plans = on < AT.toISOString().slice(0, 10) ? new Map<string, never>() : history.plans;
  const invoices = history.invoices.filter(
    (each) => each.kind === 'invoice' && booked.has(each.id) && ofInvoice(known, each.id).isPositive(),
  );
  const aged = ageing(duesOf({ ...known, plans, invoices }), on);
  return Object.fromEntries(Object.entries(aged).map(([bucket, amount]) => [bucket, amount.normalized().toString()]));
}

function levelsOf(history: History): Pick<KpiBasis, 'levels' | 'ageing'> {
  const open = history.invoices.map((each) => ({ row: each, open: ofInvoice(history, each.id) }));
  const invoices = open.filter((each) => each.row.kind === 'invoice' && !each.open.isZero());
  const aged = ageing(duesOf({ ...history, invoices: invoices.map(({ row }) => row) }), TODAY);
  return {
    levels: {
      open: Decimal.sum(invoices.map((each) => each.open)),
      'open.count': Decimal.of(invoices.length),
      credit: Decimal.sum(open.filter((each) => each.row.kind === 'credit-note').map((each) => each.open.negated())),
      unallocated: Decimal.sum(
        history.entries.filter((each) => each.paymentId !== undefined).map((each) => each.amount.negated()),
      ),
    },
    ageing: AGEING.flatMap(({ bucket }) => (aged[bucket].isZero() ? [] : [{ bucket, amount: aged[bucket], count: 0 }])),
  };
}

/** Decimals without their scale, so that 1.0 and 1 are one; counts of parts are left out. */
function comparable(report: ReturnType<typeof kpiReport>): Record<string, unknown> {
  const text = (value: unknown): unknown => (value instanceof Decimal ? value.normalized().toString() : value);
  const entries = Object.entries(report).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      name === 'ageing' ? report.ageing.map((each) => [each.bucket, text(each.amount)]) : text(value),
    ]),
  );
}

/** Bank receipts of the fixtures are in euro; who is doubtful and what people do is of the tenant. */
const IN_EURO_ALONE = new Set(['receipt', 'undo-receipt', 'touch', 'doubtful']);

type Sums = Awaited<ReturnType<SqlStore['figures']['kpi']>>;

/** One currency as it is kept against what happened in it. */
async function compare(tenant: string, history: History, sums: Sums, pick: number): Promise<void> {
  const kept = sums.find(({ currency }) => currency === history.currency);
  const on = addDays(FIRST, pick * 4);
  const aged = (await store.figures.ageingOn(tenant, { on })).find(({ currency }) => currency === history.currency);
  expect(
    Object.fromEntries((aged?.ageing ?? NO_AGEING).map((each) => [each.bucket, each.amount.normalized().toString()])),
  ).toEqual(ageingOn(history, on));
  if (!kept) return expect(history.entries).toEqual([]);
  expect(comparable(kpiReport(kept, DAYS, TODAY))).toEqual(comparable(kpiReport(recount(history), DAYS, TODAY)));
}

describe('key figures', () => {
  it('equal a recount from the ledger, whatever happened (property)', async () => {
    const kinds = [
      'invoice',
      'invoice',
      'credit-note',
      'payment',
      'payment',
      'allocate',
      'allocate',
      'write-off',
      'undo',
      'refund',
      'dispute',
      'plan',
      'bill-order',
      'receipt',
      'receipt',
      'undo-receipt',
      'touch',
      'doubtful',
    ];
    const step = fc.tuple(
      fc.constantFrom(...kinds),
      fc.integer({ min: 1, max: 500_000 }),
      fc.integer({ min: 0, max: DAYS - 1 }),
      fc.nat(50),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 45 }), async (steps) => {
        const tenant = newId();
        const [history, other] = [historyIn('EUR'), historyIn('USD')];
        await store.transaction(tenant, async (tx) => {
          // Currencies never mix: every other booking is in another one, of the same customers.
          for (const [at, each] of steps.entries()) {
            await apply(tx, at % 3 === 1 && !IN_EURO_ALONE.has(each[0]) ? other : history, each);
          }
        });
        for (const name of history.doubtful) other.doubtful.add(name);
        other.touches = history.touches;
        const period = { from: FIRST, to: TODAY, today: TODAY };
        const sums = await store.figures.kpi(tenant, period);
        for (const each of [history, other]) await compare(tenant, each, sums, steps[0]?.[3] ?? 0);
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});
