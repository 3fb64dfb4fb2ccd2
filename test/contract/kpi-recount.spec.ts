import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, daysBetween, Decimal, FixedClock, localDate, newId, type LocalDate } from '#kernel';
import type { InvoiceRow, LedgerEntry, Transaction } from '#ports';
import { ageing, AGEING, kpiReport, standing, type KpiBasis } from '#receivables';
import type { SqlStore } from '#store';
import { openTestStore } from '#testkit';
import { AT, aBooking, anOrder, aParcel, aPayment, importEntry, issue } from './store-fixtures.js';

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
  /** Seconds from order to invoice, of each invoice that bills one. */
  readonly billed: number[];
  readonly receipts: { id: string; isAutomatic: boolean; isUndone: boolean }[];
  readonly doubtful: Set<string>;
  touches: number;
}

const CUSTOMERS = ['customer-example', 'customer-other', 'customer-third'] as const;

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
      const customerRef = CUSTOMERS[pick % 3];
      const row = await issue(tx, { kind, number, totalWithVat: amount, issueDate: bookedOn, dueDate, customerRef });
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
      const { id: invoiceId, customerRef } = target;
      const tied = { invoiceId, customerRef, paymentId: payment.id, bookedOn };
      return post(aBooking('allocation', share.toString(), tied));
    }
    case 'write-off':
      if (target)
        await post(
          aBooking('write-off', ofInvoice(history, target.id).negated().toString(), {
            ...{ invoiceId: target.id, customerRef: target.customerRef, bookedOn },
          }),
        );
      return;
    case 'undo': {
      const undoable = standing(history.entries).filter(
        (each) => each.kind === 'allocation' || each.kind === 'write-off',
      );
      const undone = undoable[pick % Math.max(1, undoable.length)];
      if (!undone) return;
      const { invoiceId, paymentId, customerRef } = undone;
      const reversal = { invoiceId, paymentId, customerRef, reverses: undone.id, bookedOn };
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
    case 'bill-order':
      return billOrder(tx, history, cents, bookedOn);
    case 'receipt':
      return receive(tx, history, amount.toString(), pick);
    case 'undo-receipt': {
      const automatic = history.receipts.filter((each) => each.isAutomatic && !each.isUndone);
      const receipt = automatic[pick % Math.max(1, automatic.length)];
      if (!receipt) return;
      receipt.isUndone = true;
      return tx.cash.setUndone(receipt.id, 'unmatched');
    }
    case 'touch': {
      const isPerson = pick % 2 === 0;
      history.touches += Number(isPerson);
      const who = isPerson ? { person: 'clerk' } : { by: 'machine' };
      const event = { subject: 'invoice', subjectId: newId(), type: 'invoice.noted', at: AT } as const;
      return tx.timeline.append({ ...event, correlationId: newId(), data: who });
    }
    case 'doubtful': {
      const customerRef = CUSTOMERS[pick % 3] as string;
      const isDoubtful = pick % 2 === 0;
      if (isDoubtful) history.doubtful.add(customerRef);
      else history.doubtful.delete(customerRef);
      return tx.receivables.setStanding({ customerRef, isDoubtful, decidedBy: 'x', decidedAt: AT });
    }
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

/** An invoice that bills an order received so many seconds before. */
async function billOrder(tx: Transaction, history: History, seconds: number, issueDate: LocalDate): Promise<void> {
  const parcel = aParcel();
  await tx.parcels.accept(parcel);
  const order = anOrder(parcel.id, { receivedAt: new Date(AT.getTime() - seconds * 1000) });
  await tx.orders.add(order);
  const row = await issue(tx, { orderId: order.id, issueDate, dueDate: addDays(issueDate, 30), issuedAt: AT });
  history.invoices.push(row);
  history.entries.push(...(await tx.ledger.ofInvoice(row.id)));
  history.billed.push(seconds);
}

/** A bank receipt: allocated by the machine, proposed, proposed and then allocated by a person, or nothing to allocate. */
async function receive(tx: Transaction, history: History, amount: string, pick: number): Promise<void> {
  const id = await importEntry(tx, amount);
  const outcome = (['machine', 'person', 'proposed', 'ignored'] as const)[pick % 4];
  if (outcome === 'machine') await tx.cash.settle([{ id, state: 'allocated', by: 'machine' }]);
  else await tx.cash.setEntryState(id, outcome === 'ignored' ? 'ignored' : 'proposed');
  if (outcome === 'person') await tx.cash.setAllocated(id, 'person');
  if (outcome !== 'ignored') history.receipts.push({ id, isAutomatic: outcome === 'machine', isUndone: false });
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
        const history: History = {
          ...{ invoices: [], entries: [], disputes: [], plans: new Map() },
          ...{ billed: [], receipts: [], doubtful: new Set<string>(), touches: 0 },
        };
        await store.transaction(tenant, async (tx) => {
          for (const each of steps) await apply(tx, history, each);
        });
        const period = { from: FIRST, to: TODAY, today: TODAY };
        const [kept] = await store.figures.kpi(tenant, period);
        if (!kept) return expect(history.entries).toEqual([]);
        const [on] = [addDays(FIRST, (steps[0]?.[3] ?? 0) * 4)];
        const [aged] = await store.figures.ageingOn(tenant, { on });
        expect(
          Object.fromEntries(
            (aged?.ageing ?? NO_AGEING).map((each) => [each.bucket, each.amount.normalized().toString()]),
          ),
        ).toEqual(ageingOn(history, on));
        expect(comparable(kpiReport(kept, DAYS, TODAY))).toEqual(comparable(kpiReport(recount(history), DAYS, TODAY)));
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});
