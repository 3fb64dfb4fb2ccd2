import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { issueCreditNote, recordPayment, refund, splitEntry, undoBooking, undoEntry, writeOff } from '#flows';
import { Decimal, localDate, newId } from '#kernel';
import { lifecycleState, sumByRate, type LocalDateTime, type RateAmount } from '#lifecycle';
import type { InvoiceRow, Transaction } from '#ports';
import { camtStatement } from './camt.js';
import { openFlowBench, type FlowBench } from './flow-bench.js';

// Whatever happens to an invoice, status 212 tells the bank's money on it, rate by rate, and nothing else.

const ORDER = JSON.parse(readFileSync('apps/sandbox/samples/orders/01-menuiserie.json', 'utf8')) as object;
let bench: FlowBench;
let sequence = 0;
beforeAll(async () => {
  bench = await openFlowBench();
});
afterAll(() => bench.close());

const tx = <T>(work: (transaction: Transaction) => Promise<T>): Promise<T> => bench.store.transaction('main', work);
const cents = (count: number) => Decimal.fromUnits(BigInt(count), 2);

/** A fresh invoice over 1279.20 with 20 % and 10 %, whose VAT is due on collection. */
async function freshInvoice(): Promise<InvoiceRow> {
  sequence += 1;
  const number = `PROP-${sequence}`;
  const order = { ...ORDER, number, operation: 'mixed' };
  await bench.accept('order', Buffer.from(JSON.stringify(order)), `${number}.json`);
  await bench.runJobs();
  const page = await tx((t) => t.orders.list({ limit: 1, orderRef: number }));
  return (await tx((t) => t.invoices.findByOrder(page.items[0]?.id ?? ''))) as InvoiceRow;
}

const openOf = (invoice: InvoiceRow) => tx((t) => t.ledger.openAmountForUpdate(invoice.id));

async function entryOf(amount: Decimal): Promise<string> {
  sequence += 1;
  const id = `PS-${sequence}`;
  const payer = `Tiers ${sequence} (exemple)`;
  const closing = Decimal.of('1000.00').plus(amount).toString();
  const payments = [
    {
      ref: id,
      amount: amount.toString(),
      remittance: `sans reference ${sequence}`,
      payer,
    },
  ];
  await bench.accept('statement', camtStatement({ id, opening: '1000.00', closing, payments }), `${id}.xml`);
  await bench.runJobs();
  const entries = (await tx((t) => t.cash.listEntries({ limit: 5 }))).items;
  const entry = entries.find((each) => each.entry.bankRef === id);
  if (!entry) throw new Error(`no entry ${id}`);
  return entry.id;
}

type Step = {
  readonly what: 'bank' | 'hand' | 'write-off' | 'credit' | 'undo' | 'return';
  readonly size: number;
  readonly pick: number;
};

async function take(invoice: InvoiceRow, step: Step): Promise<void> {
  const open = await openOf(invoice);
  const wanted = cents(step.size);
  const amount = wanted.lessThan(open) ? wanted : open;
  const person = 'clerk';
  switch (step.what) {
    case 'bank': {
      if (!amount.isPositive()) return;
      const entryId = await entryOf(amount);
      await splitEntry(bench.context, 'main', { entryId, lines: [{ invoiceId: invoice.id, amount }], person });
      return;
    }
    case 'hand': {
      if (!amount.isPositive()) return;
      const payment = {
        customerRef: invoice.customerRef,
        currency: 'EUR',
        receivedOn: localDate('2026-11-02'),
        means: 'cash',
      } as const;
      await recordPayment(bench.context, 'main', {
        ...payment,
        amount,
        lines: [{ invoiceId: invoice.id, amount }],
        person,
      });
      return;
    }
    case 'write-off':
      if (amount.isPositive()) {
        await writeOff(bench.context, 'main', { invoiceId: invoice.id, amount, reason: 'goodwill', person });
      }
      return;
    case 'credit':
      await issueCreditNote(bench.context, 'main', {
        invoiceId: invoice.id,
        reason: 'Geste (exemple)',
        scope: { kind: 'amount', amount: wanted },
        person,
      });
      return;
    case 'undo':
    case 'return': {
      const bookings = await tx((t) => t.ledger.ofInvoice(invoice.id));
      const booking = bookings.filter((each) => each.kind === 'allocation')[step.pick % Math.max(bookings.length, 1)];
      if (!booking) return;
      if (step.what === 'undo') await undoBooking(bench.context, 'main', { bookingId: booking.id, person });
      else if (booking.entryId) await undoEntry(bench.context, 'main', { entryId: booking.entryId, person });
      return;
    }
  }
}

/** Bank money on the invoice, from the ledger alone. */
async function netCash(invoice: InvoiceRow): Promise<Decimal> {
  return tx(async (t) => {
    let net = Decimal.ZERO;
    for (const each of await t.ledger.ofInvoice(invoice.id)) {
      if (each.kind !== 'allocation' || each.paymentId === undefined || each.invoiceId !== invoice.id) continue;
      const payment = await t.ledger.find(each.paymentId);
      if (payment?.kind === 'payment' && payment.entryId !== undefined) net = net.plus(each.amount);
    }
    return net;
  });
}

const text = (amounts: readonly RateAmount[]) =>
  amounts
    .filter((each) => !each.amount.isZero())
    .map((each) => `${each.rate.toString()}=${each.amount.rounded(2).toString()}`);

async function check(invoice: InvoiceRow): Promise<void> {
  await bench.runJobs();
  const net = await netCash(invoice);
  const { collected } = lifecycleState(await tx((t) => t.lifecycle.history(invoice.id)));
  const told = sumByRate(collected);
  const kept = sumByRate((await tx((t) => t.collections.ofInvoice(invoice.id))).flatMap((each) => each.lines));
  expect(text(told)).toEqual(text(kept));
  expect(Decimal.sum(told.map((each) => each.amount)).equals(net)).toBe(true);
  for (const each of told) expect(each.amount.isNegative()).toBe(false);
  if (net.isZero()) expect(text(told)).toEqual([]);
  // Each message was judged before it was queued; none is waiting for a person.
  expect((await tx((t) => t.outgoing.list({ limit: 200, state: 'dead' }))).items).toEqual([]);
  const isWhole = net.equals(invoice.amountDue);
  if (isWhole) expect(text(told)).toEqual(['10=184.80', '20=1094.40']);
}

describe('status 212', () => {
  it('tells at each rate the net bank cash, over any sequence of events (property)', async () => {
    const step = fc.record({
      what: fc.constantFrom<Step['what']>(
        'bank',
        'bank',
        'bank',
        'hand',
        'write-off',
        'credit',
        'undo',
        'undo',
        'return',
      ),
      size: fc.integer({ min: 1, max: 130_000 }),
      pick: fc.nat(9),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 9 }), async (steps) => {
        const invoice = await freshInvoice();
        for (const each of steps) {
          await take(invoice, each);
          await check(invoice);
        }
      }),
      { numRuns: 6 },
    );
  }, 240_000);

  it('is exact when a payment in three parts is returned and made again', async () => {
    const invoice = await freshInvoice();
    for (const size of [333_33, 500_01]) await take(invoice, { what: 'bank', size, pick: 0 });
    await take(invoice, { what: 'undo', size: 0, pick: 0 });
    await check(invoice);
    await take(invoice, { what: 'bank', size: 200_000, pick: 0 });
    await check(invoice);
    expect((await openOf(invoice)).isZero()).toBe(true);
    const codes = (await tx((t) => t.lifecycle.history(invoice.id))).map((each) => each.code);
    expect(codes).toEqual(['212', '212', '212', '212']);
  });
});

describe('money paid back through the bank', () => {
  it('is told as negative on the credit note, and not at all when no bank entry is named', async () => {
    const invoice = await freshInvoice();
    await take(invoice, { what: 'bank', size: 200_000, pick: 0 });
    const request = {
      invoiceId: invoice.id,
      reason: 'Retour (exemple)',
      scope: { kind: 'whole' },
      person: 'clerk',
    } as const;
    const issued = await issueCreditNote(bench.context, 'main', request);
    if (issued.kind !== 'issued') throw new Error(issued.kind);
    const credit = issued.invoice;
    const entryId = await entryOf(Decimal.of('-1000.00'));
    const back = { creditInvoiceId: credit.id, reason: 'Retour (exemple)', person: 'clerk' } as const;
    expect((await refund(bench.context, 'main', { ...back, amount: Decimal.of('1000.00'), entryId })).kind).toBe(
      'booked',
    );
    expect((await refund(bench.context, 'main', { ...back, amount: Decimal.of('279.20') })).kind).toBe('booked');
    await bench.runJobs();
    const { collected } = lifecycleState(await tx((t) => t.lifecycle.history(credit.id)));
    expect(text(sumByRate(collected))).toEqual(['10=-144.47', '20=-855.53']);
    await check(invoice);
  });
});

describe('the database', () => {
  const row = (invoice: InvoiceRow) => ({
    invoiceId: invoice.id,
    currency: 'EUR',
    bookedOn: localDate('2026-11-02'),
    collectedAt: bench.clock.now(),
    correlationId: newId(),
  });

  it('refuses a collection that is not the cash of its booking', async () => {
    const invoice = await freshInvoice();
    const entryId = await entryOf(Decimal.of('1.00'));
    await take(invoice, { what: 'hand', size: 100, pick: 0 });
    await take(invoice, { what: 'write-off', size: 100, pick: 0 });
    await take(invoice, { what: 'credit', size: 100, pick: 0 });
    const bookings = await tx((t) => t.ledger.ofInvoice(invoice.id));
    expect(new Set(bookings.map((each) => each.kind))).toEqual(new Set(['invoice', 'allocation', 'write-off']));
    for (const booking of bookings) {
      const { amount } = booking;
      const lines = [{ rate: Decimal.of('20'), amount }];
      const forged = { ...row(invoice), bookingId: booking.id, entryId, amount, lines };
      await expect(tx((t) => t.collections.add(forged))).rejects.toThrow();
    }
  });

  it('refuses lines that are not the amount, and a 212 that no cash stands behind', async () => {
    const invoice = await freshInvoice();
    await take(invoice, { what: 'bank', size: 1_000, pick: 0 });
    const [pending] = await tx((t) => t.collections.pendingOf(invoice.id));
    if (!pending) throw new Error('nothing pending');
    const { bookingId, entryId, amount } = pending;
    const short = {
      ...row(invoice),
      bookingId,
      entryId,
      amount,
      lines: [{ rate: Decimal.of('20'), amount: Decimal.of('9.99') }],
    };
    await expect(tx((t) => t.collections.add(short))).rejects.toThrow();
    const id = newId();
    const status = {
      id,
      key: id,
      invoiceId: invoice.id,
      code: '212',
      setAt: '2026-11-02T10:00:00' as LocalDateTime,
      direction: 'sent',
      details: [{ notes: [], data: [{ typeCode: 'MEN', amount: Decimal.of('10.00'), percent: Decimal.of('20') }] }],
      recordedAt: bench.clock.now(),
      correlationId: newId(),
    } as const;
    await expect(tx((t) => t.lifecycle.add(status))).rejects.toThrow();
    // The same 212, told of another amount than its cash.
    const lines = [
      { rate: Decimal.of('20'), amount: Decimal.of('9.00') },
      { rate: Decimal.of('10'), amount: Decimal.of('1.00') },
    ];
    await expect(
      tx(async (t) => {
        await t.lifecycle.add(status);
        await t.collections.add({ ...row(invoice), bookingId, entryId, amount, lines, statusId: id });
      }),
    ).rejects.toThrow();
    await check(invoice);
  });
});
