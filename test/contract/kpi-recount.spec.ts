import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, daysBetween, Decimal, FixedClock, localDate, newId, type LocalDate } from '#kernel';
import type { InvoiceRow, LedgerEntry, Transaction } from '#ports';
import { ageing, AGEING, kpiReport, standing, type KpiBasis } from '#receivables';
import type { SqlStore } from '#store';
import { openTestStore } from '#testkit';
import { AT, aBooking, aPayment, issue } from './store-fixtures.js';

const FIRST = localDate('2026-06-01');
const TODAY = localDate('2026-11-20');
const DAYS = 173;

let store: SqlStore;
beforeAll(async () => {
  store = await openTestStore({ clock: new FixedClock(AT) });
});
afterAll(() => store.close());

type Step = readonly [kind: string, cents: number, day: number, pick: number];

/** What happened, beside the ledger: the recount looks at nothing that a trigger keeps. */
interface History {
  readonly invoices: InvoiceRow[];
  readonly entries: LedgerEntry[];
  readonly disputes: { invoiceId: string; amount: Decimal }[];
  readonly plans: Map<string, { dueOn: LocalDate; amount: Decimal }[]>;
}

const ofInvoice = (history: History, id: string) =>
  Decimal.sum(
    history.entries.flatMap((each) => {
      if (each.invoiceId === id) return [each.kind === 'allocation' ? each.amount.negated() : each.amount];
      return each.creditInvoiceId === id ? [each.amount] : [];
    }),
  );
const freeOf = (history: History, id: string) =>
  Decimal.sum(history.entries.filter((each) => each.paymentId === id).map((each) => each.amount.negated()));

async function apply(tx: Transaction, history: History, [kind, cents, day, pick]: Step): Promise<void> {
  const amount = Decimal.fromUnits(BigInt(cents), 2);
  const bookedOn = addDays(FIRST, day);
  const post = async (...entries: LedgerEntry[]) => {
    await tx.ledger.post(entries);
    history.entries.push(...entries);
  };
  const open = history.invoices.filter((each) => each.kind === 'invoice' && ofInvoice(history, each.id).isPositive());
  const target = open[pick % Math.max(1, open.length)];
  const payments = history.entries.filter((each) => each.kind === 'payment' && freeOf(history, each.id).isPositive());
  const payment = payments[pick % Math.max(1, payments.length)];
  switch (kind) {
    case 'invoice':
    case 'credit-note': {
      const number = `F-${newId()}`;
      const dueDate = addDays(bookedOn, 30);
      const row = await issue(tx, { kind, number, totalWithVat: amount, issueDate: bookedOn, dueDate });
      history.invoices.push(row);
      history.entries.push(...(await tx.ledger.ofInvoice(row.id)));
      return;
    }
    case 'payment':
      return post(aPayment(amount.toString(), { bookedOn }));
    case 'allocate': {
      if (!target || !payment) return;
      const [free, left] = [freeOf(history, payment.id), ofInvoice(history, target.id)];
      const share = free.lessThan(left) ? free : left;
      const tied = { invoiceId: target.id, paymentId: payment.id, bookedOn };
      return post(aBooking('allocation', share.toString(), tied));
    }
    case 'write-off':
      if (target)
        await post(
          aBooking('write-off', ofInvoice(history, target.id).negated().toString(), { invoiceId: target.id, bookedOn }),
        );
      return;
    case 'undo': {
      const undoable = standing(history.entries).filter(
        (each) => each.kind === 'allocation' || each.kind === 'write-off',
      );
      const undone = undoable[pick % Math.max(1, undoable.length)];
      if (!undone) return;
      const { invoiceId, paymentId } = undone;
      const reversal = { invoiceId, paymentId, reverses: undone.id, bookedOn };
      return post(aBooking(undone.kind, undone.amount.negated().toString(), reversal));
    }
    case 'refund':
      if (payment)
        await post(aBooking('refund', freeOf(history, payment.id).toString(), { paymentId: payment.id, bookedOn }));
      return;
    case 'dispute':
      if (!target) return;
      history.disputes.push({ invoiceId: target.id, amount });
      return tx.disputes.add({
        ...{ id: newId(), invoiceId: target.id, cause: 'PRICE', amount, currency: 'EUR', state: 'detected' },
        ...{ openedAt: AT, openedBy: 'x', correlationId: newId(), lines: [], source: 'person' },
      });
    default: {
      if (!target || history.plans.has(target.id)) return;
      const left = ofInvoice(history, target.id);
      const half = left.dividedBy(Decimal.of('2'), 2);
      const parts = [
        { dueOn: addDays(bookedOn, 20), amount: half },
        { dueOn: addDays(bookedOn, 150), amount: left.minus(half) },
      ].filter((part) => part.amount.isPositive());
      history.plans.set(target.id, parts);
      return tx.receivables.addPlan({
        ...{ id: newId(), invoiceId: target.id, amount: left, madeBy: 'x', madeAt: AT, instalments: parts },
      });
    }
  }
}

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
  return {
    measures,
    ...levelsOf(history),
    receivableAfter: Decimal.ZERO,
    doubtfulAmount: Decimal.ZERO,
    salesByMonth: [...months]
      .map(([month, amount]) => ({ month, amount }))
      .sort((a, b) => (a.month < b.month ? 1 : -1)),
  };
}

function levelsOf(history: History): Pick<KpiBasis, 'levels' | 'ageing'> {
  const open = history.invoices.map((each) => ({ row: each, open: ofInvoice(history, each.id) }));
  const invoices = open.filter((each) => each.row.kind === 'invoice' && !each.open.isZero());
  const dues = invoices.flatMap(({ row, open: left }) => {
    let rest = left;
    const parts = [...(history.plans.get(row.id) ?? [])].reverse().flatMap(({ dueOn, amount }) => {
      const part = rest.lessThan(amount) ? rest : amount;
      rest = rest.minus(part);
      return part.isPositive() ? [{ dueOn, openAmount: part }] : [];
    });
    return rest.isPositive() ? [...parts, { dueOn: row.dueDate ?? row.issueDate, openAmount: rest }] : parts;
  });
  const aged = ageing(dues, TODAY);
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
        const history: History = { invoices: [], entries: [], disputes: [], plans: new Map() };
        await store.transaction(tenant, async (tx) => {
          for (const each of steps) await apply(tx, history, each);
        });
        const period = { from: FIRST, to: TODAY, today: TODAY };
        const [kept] = await store.figures.kpi(tenant, period);
        if (!kept) return expect(history.entries).toEqual([]);
        expect(comparable(kpiReport(kept, DAYS, TODAY))).toEqual(comparable(kpiReport(recount(history), DAYS, TODAY)));
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});
