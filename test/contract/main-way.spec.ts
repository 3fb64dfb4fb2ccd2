import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  acceptProposal,
  commentDispute,
  issueCreditNote,
  issueInvoice,
  openDispute,
  readOrders,
  replayDelivery,
  replayOrder,
  replayParcel,
  resolveDispute,
} from '#flows';
import { Decimal } from '#kernel';
import type { InvoiceRow, Transaction } from '#ports';
import { camtStatement } from './camt.js';
import { openFlowBench, type FlowBench } from './flow-bench.js';

const SAMPLES = 'apps/sandbox/samples/orders';
const sample = (name: string) => readFileSync(join(SAMPLES, name));

let bench: FlowBench;
beforeEach(async () => {
  bench = await openFlowBench();
});
afterEach(() => bench.close());

const tx = <T>(work: (transaction: Transaction) => Promise<T>): Promise<T> => bench.store.transaction('main', work);

/** Issues the invoice of the first sample order. */
async function issueFirst(): Promise<InvoiceRow> {
  await bench.accept('order', sample('01-menuiserie.json'), '01-menuiserie.json');
  await bench.runJobs();
  const [summary] = (await tx((t) => t.invoices.list({ limit: 10 }))).items;
  return (await tx((t) => t.invoices.find((summary as { id: string }).id))) as InvoiceRow;
}

const openAmount = (id: string): Promise<string> =>
  tx(async (t) => ((await t.invoices.summary(id)) as { openAmount: Decimal }).openAmount.toString());

async function pay(remittance: string, amount: string, id = 'ST-1'): Promise<void> {
  const closing = Decimal.of('1000.00').plus(Decimal.of(amount)).toString();
  const payments = [{ ref: `${id}-1`, amount, remittance }];
  await bench.accept('statement', camtStatement({ id, opening: '1000.00', closing, payments }), `${id}.xml`);
  await bench.runJobs();
}

describe('from order to delivery', () => {
  it('every sample order ends as one invoice, one held or one rejected order', async () => {
    const names = readdirSync(SAMPLES).filter((name) => !name.endsWith('.md'));
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) await bench.accept('order', sample(name), name);
    await bench.runJobs();
    const orders = (await tx((t) => t.orders.list({ limit: 200 }))).items;
    const refs = (state: string) => orders.filter((order) => order.state === state).map((order) => order.orderRef);
    expect(refs('held')).toEqual(['EX-1006']);
    expect(refs('rejected').sort()).toEqual(['EX-3003', 'EX-3004']);
    expect(refs('invoiced')).toHaveLength(11);
    const invoices = (await tx((t) => t.invoices.list({ limit: 200 }))).items;
    expect(invoices).toHaveLength(11);
    expect(invoices.every((invoice) => invoice.deliveryState === 'delivered')).toBe(true);
    expect(invoices.every((invoice) => invoice.packs.length > 0)).toBe(true);
    expect(new Set(bench.sink.sent.map((document) => document.idempotencyKey)).size).toBe(11);
  });

  it('tells the whole story under one correlation id', async () => {
    const invoice = await issueFirst();
    const story = await tx((t) => t.timeline.story(invoice.correlationId));
    expect(story.map((event) => event.type)).toEqual([
      'parcel.received',
      'order.accepted',
      'parcel.read',
      'invoice.issued',
      'delivery.accepted',
    ]);
  });

  it('takes the same content under the same key once, and other content as a conflict', async () => {
    const first = await bench.accept('order', sample('01-menuiserie.json'), 'a.json', 'key-1');
    const again = await bench.accept('order', sample('01-menuiserie.json'), 'a.json', 'key-1');
    const other = await bench.accept('order', sample('04-mairie.json'), 'a.json', 'key-1');
    expect([first.kind, again.kind, other.kind]).toEqual(['new', 'known', 'conflict']);
    expect(again.parcel.id).toBe(first.parcel.id);
    await bench.runJobs();
    expect((await tx((t) => t.orders.list({ limit: 10 }))).items).toHaveLength(1);
  });

  it('takes the same order out of two files once, and a changed one as a conflict that says so', async () => {
    await bench.accept('order', sample('01-menuiserie.json'), 'a.json');
    await bench.runJobs();
    const text = sample('01-menuiserie.json').toString('utf8');
    await bench.accept('order', Buffer.from(`${text}\n`), 'same-order.json');
    await bench.runJobs();
    expect((await tx((t) => t.orders.list({ limit: 10 }))).items).toHaveLength(1);
    const changed = JSON.parse(text) as { references: Record<string, string> };
    changed.references['purchaseOrder'] = 'CHANGED';
    await bench.accept('order', Buffer.from(JSON.stringify(changed)), 'changed.json');
    await bench.runJobs();
    const rejected = (await tx((t) => t.orders.list({ limit: 10, state: 'rejected' }))).items;
    expect(rejected.map((order) => order.problems.map((problem) => problem.code))).toEqual([['ORDER.CONFLICT']]);
    const parcels = (await tx((t) => t.parcels.list({ limit: 10 }))).items;
    expect(parcels.map((parcel) => parcel.state)).toEqual(['rejected', 'read', 'read']);
    expect((await tx((t) => t.invoices.list({ limit: 10 }))).items).toHaveLength(1);
  });

  it('keeps a bad order with every problem at once; its corrected form takes its place', async () => {
    const { totals: _, ...order } = JSON.parse(sample('01-menuiserie.json').toString('utf8')) as Record<
      string,
      unknown
    >;
    const bad = { ...order, date: 'yesterday', currency: 'EURO', customerRef: undefined };
    const outcome = await bench.accept('order', Buffer.from(JSON.stringify(bad)), 'bad.json');
    const read = await readOrders(bench.context, 'main', outcome.parcel.id);
    expect(read.parcel.state).toBe('rejected');
    expect(read.problems.map((problem) => problem.field).sort()).toEqual(['/currency', '/customerRef', '/date']);
    for (const problem of read.problems) {
      expect(problem.message.fr).not.toBe('');
      expect(problem.remedy.en).not.toBe('');
    }
    await bench.accept('order', Buffer.from(JSON.stringify(order)), 'good.json');
    await bench.runJobs();
    const states = (await tx((t) => t.orders.list({ limit: 10 }))).items.map((each) => each.state);
    expect(states.sort()).toEqual(['invoiced', 'superseded']);
  });

  it('reads a rejected parcel again on replay', async () => {
    const { parcel } = await bench.accept('order', Buffer.from('no order at all'), 'noise.bin');
    await bench.runJobs();
    expect(await replayParcel(bench.context, 'main', parcel.id)).toEqual({ kind: 'replayed', what: 'parcel' });
    const ran = await bench.runJobs();
    expect(ran.map((job) => job.kind)).toEqual(['read-orders']);
    expect((await tx((t) => t.parcels.find(parcel.id)))?.state).toBe('rejected');
  });
});

describe('issuing', () => {
  it('holds an order whose totals do not agree, consumes no number, and issues it on replay when mended', async () => {
    await bench.accept('order', sample('06-wrong-totals.json'), 'wrong.json');
    await bench.runJobs();
    const [held] = (await tx((t) => t.orders.list({ limit: 10, state: 'held' }))).items;
    expect(held?.problems.length).toBeGreaterThan(0);
    expect(await replayOrder(bench.context, 'main', held?.id as string)).toEqual({ kind: 'replayed', what: 'order' });
    await bench.runJobs();
    expect((await tx((t) => t.orders.find(held?.id as string)))?.state).toBe('held');
    const invoice = await issueFirst();
    expect(invoice.number).toBe('F2026-000001');
  });

  it('gives 20 concurrent issuers gapless numbers, one invoice for each order', async () => {
    const order = JSON.parse(sample('01-menuiserie.json').toString('utf8')) as Record<string, unknown>;
    const orders = Array.from({ length: 20 }, (_, index) => ({ ...order, number: `N-${index}` }));
    const { parcel } = await bench.accept('order', Buffer.from(JSON.stringify(orders)), 'twenty.json');
    const read = await readOrders(bench.context, 'main', parcel.id);
    expect(read.orders).toHaveLength(20);
    // Each order twice at once: a job may run twice.
    const twice = [...read.orders, ...read.orders];
    const outcomes = await Promise.all(twice.map((row) => issueInvoice(bench.context, 'main', row.id)));
    expect(outcomes.filter((outcome) => outcome.kind === 'issued')).toHaveLength(20);
    expect(outcomes.filter((outcome) => outcome.kind === 'already-issued')).toHaveLength(20);
    const numbers = (await tx((t) => t.invoices.list({ limit: 50 }))).items.map((invoice) => invoice.number).sort();
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => `F2026-${String(index + 1).padStart(6, '0')}`));
  });

  it('posts the invoice to the ledger as open', async () => {
    const invoice = await issueFirst();
    expect(await openAmount(invoice.id)).toBe(invoice.amountDue.toString());
  });
});

describe('delivering', () => {
  it('waits after an outage, with the same key and bytes at the next attempt', async () => {
    bench.sink.answer = { kind: 'unavailable', reason: 'connection refused' };
    const invoice = await issueFirst();
    expect((await tx((t) => t.invoices.summary(invoice.id)))?.deliveryState).toBe('waiting');
    bench.sink.answer = { kind: 'accepted', receipt: 'ok' };
    bench.clock.advance(120_000);
    await bench.runJobs();
    const [first, second] = bench.sink.sent;
    expect(second?.idempotencyKey).toBe(first?.idempotencyKey);
    expect(second?.sha256).toBe(first?.sha256);
    expect((await tx((t) => t.invoices.summary(invoice.id)))?.deliveryState).toBe('delivered');
  });

  it('tells a refusal apart from an outage, and sends again only on replay', async () => {
    bench.sink.answer = { kind: 'refused', reason: 'unknown purchase order' };
    const invoice = await issueFirst();
    const [delivery] = await tx((t) => t.deliveries.byInvoice(invoice.id));
    expect(delivery).toMatchObject({ state: 'refused', detail: 'unknown purchase order' });
    bench.sink.answer = { kind: 'accepted', receipt: 'ok' };
    expect(await bench.runJobs()).toEqual([]);
    expect(await replayDelivery(bench.context, 'main', delivery?.id as string)).toMatchObject({ kind: 'replayed' });
    await bench.runJobs();
    expect((await tx((t) => t.deliveries.find(delivery?.id as string)))?.state).toBe('delivered');
    expect(await replayDelivery(bench.context, 'main', delivery?.id as string)).toEqual({
      kind: 'not-needed',
      state: 'delivered',
    });
  });
});

describe('cash', () => {
  it('allocates an exact reference and settles the invoice; the same statement again changes nothing', async () => {
    const invoice = await issueFirst();
    const amount = invoice.amountDue.toString();
    await pay(invoice.creditorReference as string, amount);
    expect(await openAmount(invoice.id)).toBe('0.00');
    await pay(invoice.creditorReference as string, amount);
    const entries = (await tx((t) => t.cash.listEntries({ limit: 10 }))).items;
    expect(entries.map((entry) => entry.state)).toEqual(['allocated']);
    const kinds = (await tx((t) => t.ledger.ofInvoice(invoice.id))).map((entry) => entry.kind);
    expect(kinds.sort()).toEqual(['allocation', 'invoice']);
  });

  it('leaves what is not certain to a person, whose decision settles it once', async () => {
    const invoice = await issueFirst();
    const half = invoice.amountDue.dividedBy(Decimal.of(2), 2);
    await pay(`invoice ${invoice.number} part`, half.toString());
    const open = await tx((t) => t.proposals.list({ limit: 10, state: 'open' }));
    expect(open.items.length).toBeGreaterThan(0);
    expect(await openAmount(invoice.id)).toBe(invoice.amountDue.toString());
    const chosen = open.items.find((each) => each.lines.some((line) => line.invoiceId === invoice.id));
    const id = chosen?.id as string;
    expect((await acceptProposal(bench.context, 'main', { proposalId: id, person: 'clerk' })).kind).toBe('accepted');
    expect((await acceptProposal(bench.context, 'main', { proposalId: id, person: 'clerk' })).kind).toBe('too-late');
    expect(await openAmount(invoice.id)).toBe(invoice.amountDue.minus(half).toString());
  });

  it('keeps a file that is no statement, with the reason', async () => {
    const { parcel } = await bench.accept('statement', Buffer.from('hello'), 'hello.txt');
    await bench.runJobs();
    const kept = await tx((t) => t.parcels.find(parcel.id));
    expect(kept?.state).toBe('rejected');
    expect(kept?.problems.length).toBeGreaterThan(0);
  });
});

describe('credit notes and disputes', () => {
  it('credits a whole invoice in one call: numbered, delivered, set against the invoice', async () => {
    const invoice = await issueFirst();
    const request = {
      invoiceId: invoice.id,
      reason: 'Goods returned',
      scope: { kind: 'whole' as const },
      person: 'clerk',
    };
    const outcome = await issueCreditNote(bench.context, 'main', request);
    if (outcome.kind !== 'issued') throw new Error(JSON.stringify(outcome.problems));
    await bench.runJobs();
    expect(outcome.invoice).toMatchObject({
      kind: 'credit-note',
      number: 'A2026-000001',
      correctsInvoiceId: invoice.id,
    });
    expect(outcome.invoice.model.precedingInvoices[0]?.number).toBe(invoice.number);
    expect(await openAmount(invoice.id)).toBe('0.00');
    expect(await openAmount(outcome.invoice.id)).toBe('0.00');
    expect(bench.sink.sent.at(-1)?.invoiceNumber).toBe('A2026-000001');
    const more = await issueCreditNote(bench.context, 'main', request);
    expect(more).toMatchObject({ kind: 'refused', problems: [{ code: 'CREDIT_NOTE.MORE_THAN_INVOICED' }] });
    const again = await tx((t) => t.numbers.next('atelier-exemple', 'A', 2026));
    expect(again).toBe(2);
  });

  it('answers a repeated request for a credit note with the one it made', async () => {
    const invoice = await issueFirst();
    const scope = { kind: 'amount' as const, amount: Decimal.of('12.00') };
    const request = { invoiceId: invoice.id, reason: 'Gesture', scope, person: 'clerk', idempotencyKey: 'key-1' };
    const first = await issueCreditNote(bench.context, 'main', request);
    const again = await issueCreditNote(bench.context, 'main', request);
    if (first.kind !== 'issued' || again.kind !== 'issued') throw new Error('not issued');
    expect(again.invoice.id).toBe(first.invoice.id);
    expect(await tx((t) => t.invoices.creditNotesOf(invoice.id))).toHaveLength(1);
    await expect(issueCreditNote(bench.context, 'main', { ...request, reason: 'Other' })).rejects.toMatchObject({
      code: 'CREDIT_NOTE.KEY_REUSED',
    });
  });

  it('opens, comments and resolves a dispute about a part; no more than is open', async () => {
    const invoice = await issueFirst();
    const person = 'clerk';
    const opened = await openDispute(bench.context, 'main', {
      ...{ invoiceId: invoice.id, cause: 'QUANTITY', person },
      amount: Decimal.of('10.00'),
      comment: 'Two are missing',
    });
    if (opened.kind !== 'opened') throw new Error(opened.kind);
    expect((await tx((t) => t.invoices.summary(invoice.id)))?.disputedAmount.toString()).toBe('10.00');
    const tooMuch = await openDispute(bench.context, 'main', {
      ...{ invoiceId: invoice.id, cause: 'PRICE', person },
      amount: invoice.amountDue,
    });
    expect(tooMuch.kind).toBe('too-much');
    await commentDispute(bench.context, 'main', opened.dispute.id, { person, text: 'Checked' });
    const resolution = { person, resolution: 'rejected' as const };
    expect((await resolveDispute(bench.context, 'main', opened.dispute.id, resolution)).kind).toBe('resolved');
    expect((await resolveDispute(bench.context, 'main', opened.dispute.id, resolution)).kind).toBe('already-resolved');
    expect(await tx((t) => t.disputes.comments(opened.dispute.id))).toHaveLength(2);
    expect((await tx((t) => t.invoices.summary(invoice.id)))?.disputedAmount.isZero()).toBe(true);
  });
});

describe('counting', () => {
  it('signals each outcome once', async () => {
    await bench.accept('order', sample('08-export-negoce.csv'), 'negoce.csv');
    await bench.accept('order', sample('06-wrong-totals.json'), 'wrong.json');
    await bench.runJobs();
    const text = await bench.registry.metrics();
    expect(text).toContain('facteur_orders_total{tenant="main",outcome="accepted"} 3');
    expect(text).toContain('facteur_orders_total{tenant="main",outcome="rejected"} 2');
    expect(text).toContain('facteur_orders_total{tenant="main",outcome="held"} 1');
    expect(text).toMatch(/facteur_deliveries_total\{tenant="main",channel="\w+",outcome="accepted"\} [12]/);
  });
});
