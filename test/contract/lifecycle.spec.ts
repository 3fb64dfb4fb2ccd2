import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { acceptProposal, issueCreditNote, readStatus, reissueInvoice, setStatus } from '#flows';
import { Decimal } from '#kernel';
import { collectedData, lifecycleState } from '#lifecycle';
import type { InvoiceRow, Transaction } from '#ports';
import { judgeBytes } from '#rules';
import { readCdar } from '#syntax';
import { readXml } from '#xml';
import { camtStatement } from './camt.js';
import { openFlowBench, type FlowBench } from './flow-bench.js';
import { messageAbout, reason, type Told } from './lifecycle-messages.js';

let bench: FlowBench;
let invoice: InvoiceRow;
beforeEach(async () => {
  bench = await openFlowBench();
  // Goods and their fitting: the VAT of the invoice is due on collection as far as it is a service.
  const order = JSON.parse(readFileSync('apps/sandbox/samples/orders/01-menuiserie.json', 'utf8')) as object;
  await bench.accept('order', Buffer.from(JSON.stringify({ ...order, operation: 'mixed' })), 'order.json');
  await bench.runJobs();
  const [summary] = (await tx((t) => t.invoices.list({ limit: 10 }))).items;
  invoice = (await tx((t) => t.invoices.find(summary?.id ?? ''))) as InvoiceRow;
});
afterEach(() => bench.close());

const tx = <T>(work: (transaction: Transaction) => Promise<T>): Promise<T> => bench.store.transaction('main', work);
const state = () => tx(async (t) => lifecycleState(await t.lifecycle.history(invoice.id)));
const disputes = () => tx(async (t) => (await t.disputes.list({ invoiceId: invoice.id, limit: 50 })).items);
const summary = () => tx((t) => t.invoices.summary(invoice.id));
const types = () => tx(async (t) => (await t.timeline.of('invoice', invoice.id)).map((event) => event.type));

async function tell(
  told: Told,
  about: InvoiceRow | undefined = invoice,
  key = `${told.code}-${told.setAt}-${told.madeAt ?? ''}`,
) {
  const accepted = await bench.accept('status', messageAbout(about, told), `${key}.xml`, key);
  const read = await readStatus(bench.context, 'main', accepted.parcel.id);
  await bench.runJobs();
  return read;
}

let statements = 0;
async function pay(amount: string): Promise<void> {
  statements += 1;
  const closing = Decimal.of('1000.00').plus(Decimal.of(amount)).toString();
  const payments = [{ ref: `P-${statements}`, amount, remittance: invoice.number }];
  const id = `ST-${statements}`;
  await bench.accept('statement', camtStatement({ id, opening: '1000.00', closing, payments }), `${id}.xml`);
  await bench.runJobs();
  // A part payment is only proposed: a clerk agrees.
  const [proposal] = (await tx((t) => t.proposals.list({ limit: 1, state: 'open' }))).items;
  if (proposal) await acceptProposal(bench.context, 'main', { proposalId: proposal.id, person: 'clerk' });
  await bench.runJobs();
}

/** What the 212 that were sent say, by rate; each was judged by the pack of lifecycle messages. */
async function told(): Promise<Record<string, string>> {
  const history = (await tx((t) => t.lifecycle.history(invoice.id))).filter((status) => status.code === '212');
  const sums = new Map<string, Decimal>();
  for (const status of history) {
    const bytes = await bench.context.documents.get(status.sha256 ?? '');
    expect(judgeBytes(bytes, { packs: ['fr-cdar'] }).findings.filter((each) => each.severity === 'fatal')).toEqual([]);
    const document = readXml(bytes);
    const message = document.ok ? readCdar(document.value).message : undefined;
    const details = message?.acknowledgements[0]?.invoices[0]?.details ?? [];
    for (const { percent, amount } of collectedData({ details })) {
      const rate = (percent ?? Decimal.ZERO).toString();
      sums.set(rate, (sums.get(rate) ?? Decimal.ZERO).plus(amount ?? Decimal.ZERO));
    }
  }
  return Object.fromEntries([...sums].map(([rate, sum]) => [rate, sum.toString()]));
}

describe('statuses that come in', () => {
  it('are taken in any order, each once, and never change what a later one said', async () => {
    expect((await tell({ code: '205', setAt: '2026-11-03T12:00:00' })).statuses[0]?.outcome).toBe('applied');
    await tell({ code: '203', setAt: '2026-11-03T10:00:00' });
    await tell({ code: '200', setAt: '2026-11-02T10:00:00' });
    const again = { code: '205', setAt: '2026-11-03T12:00:00', madeAt: '2026-11-03T18:00:00' };
    expect((await tell(again)).statuses[0]?.outcome).toBe('repeated');
    expect(await state()).toMatchObject({ transmission: 'available', processing: 'approved', payment: 'none' });
    // Older than the approval, come after it: kept, without effect.
    await tell({ code: '207', setAt: '2026-11-03T11:00:00', details: [reason('PU_ERR')] });
    expect(await disputes()).toEqual([]);
    expect((await state()).processing).toBe('approved');
    expect(await types()).toEqual(
      expect.arrayContaining(['invoice.approved', 'invoice.made-available', 'invoice.deposited']),
    );
  });

  it('open a dispute for each cause with its amount, change it, and end it with the approval', async () => {
    const details = [reason('PU_ERR', { MNATTC: '100.00' }), reason('QTE_ERR', { MNATTC: '50.00' })];
    await tell({ code: '206', setAt: '2026-11-04T09:00:00', details });
    const opened = await disputes();
    expect(opened.map((each) => `${each.cause} ${each.amount.toString()} ${each.source}`).sort()).toEqual([
      'PRICE 100.00 lifecycle',
      'QUANTITY 50.00 lifecycle',
    ]);
    await tell({ code: '207', setAt: '2026-11-05T09:00:00', details: [reason('PU_ERR', { MNATTC: '120.00' })] });
    expect((await disputes()).map((each) => each.amount.toString()).sort()).toEqual(['120.00', '50.00']);
    expect((await summary())?.disputedAmount.toString()).toBe('170.00');
    await tell({ code: '205', setAt: '2026-11-06T09:00:00' });
    expect((await summary())?.disputedAmount.isZero()).toBe(true);
    expect((await disputes()).every((each) => each.resolution === 'withdrawn')).toBe(true);
  });

  it('dispute all that is open when no amount is told, and what is left of the approved amount', async () => {
    await tell({ code: '206', setAt: '2026-11-04T09:00:00', details: [reason('QUALITE_ERR', { MAPTTC: '1000.00' })] });
    expect((await disputes()).map((each) => each.amount.toString())).toEqual(['279.20']);
    await tell({ code: '207', setAt: '2026-11-05T09:00:00', details: [reason('QUALITE_ERR')] });
    expect((await disputes()).map((each) => each.amount.toString())).toEqual(['1279.20']);
  });

  it('of a payment inform of it and move no money', async () => {
    const details = [{ notes: [], data: [{ typeCode: 'MPA', amount: Decimal.of('1279.20'), currency: 'EUR' }] }];
    await tell({ code: '211', setAt: '2026-11-04T09:00:00', details });
    expect((await summary())?.openAmount.toString()).toBe('1279.20');
    const expected = () => tx((t) => t.lifecycle.expectations(invoice.id));
    expect((await expected()).map((each) => [each.state, each.amount?.toString()])).toEqual([['open', '1279.20']]);
    expect(await told()).toEqual({});
    await pay('1279.20');
    expect((await expected()).map((each) => each.state)).toEqual(['met']);
  });

  it('of an unknown invoice are kept and applied when it appears', async () => {
    const next = { number: 'F2026-000002', issueDate: invoice.issueDate, typeCode: '380' } as InvoiceRow;
    const read = await tell({ code: '205', setAt: '2026-11-04T09:00:00' }, next);
    expect(read.statuses).toMatchObject([{ number: 'F2026-000002', outcome: 'waiting' }]);
    expect(read.parcel.state).toBe('read');
    expect((await tx((t) => t.lifecycle.listWaiting({ limit: 10 }))).items).toHaveLength(1);
    await bench.accept('order', readFileSync('apps/sandbox/samples/orders/04-mairie.json'), '04-mairie.json');
    await bench.runJobs();
    const second = await tx((t) => t.invoices.findByNumber('F2026-000002'));
    const history = await tx((t) => t.lifecycle.history(second?.id ?? ''));
    expect(history.map((status) => status.code)).toEqual(['205']);
    expect((await tx((t) => t.lifecycle.listWaiting({ limit: 10 }))).items).toEqual([]);
  });

  it('of another seller with the same number are not applied; what is no message is named', async () => {
    const other = await tell({ code: '205', setAt: '2026-11-04T09:00:00', siren: '600000004' });
    expect(other.statuses[0]?.outcome).toBe('waiting');
    const accepted = await bench.accept('status', Buffer.from('<a/>'), 'a.xml');
    const read = await readStatus(bench.context, 'main', accepted.parcel.id);
    expect([read.parcel.state, read.problems.map((each) => each.code)]).toEqual(['rejected', ['STATUS.NOT_CDAR']]);
  });
});

describe('refusal and rejection', () => {
  it.each([
    ['210', 'TX_TVA_ERR'],
    ['213', 'REJ_SEMAN'],
  ])('%s cancels with an internal credit note and frees the order for a new invoice', async (code, why) => {
    await pay('79.20');
    await tell({ code, setAt: '2026-11-04T09:00:00', details: [reason(why)] });
    const [credit] = await tx((t) => t.invoices.creditNotesOf(invoice.id));
    expect(credit?.totalWithVat.toString()).toBe('1279.20');
    expect(await tx((t) => t.deliveries.byInvoice(credit?.id ?? ''))).toEqual([]);
    expect((await summary())?.openAmount.toString()).toBe('0.00');
    expect((await tx((t) => t.orders.find(invoice.orderId ?? '')))?.state).toBe('cancelled');
    expect(await types()).toContain('invoice.cancelled');
    // The same message by another way, and the other closing status, cancel nothing twice.
    await tell({ code, setAt: '2026-11-04T09:00:00', details: [reason(why)], madeAt: '2026-11-04T10:00:00' });
    await tell({ code: '213', setAt: '2026-11-05T09:00:00', details: [reason('REJ_UNI')] });
    expect(await tx((t) => t.invoices.creditNotesOf(invoice.id))).toHaveLength(1);
    expect((await state()).closedBy).toBe(code);
    const outcome = await reissueInvoice(bench.context, 'main', invoice.id, 'clerk');
    expect(outcome.kind).toBe('reissued');
    await bench.runJobs();
    const numbers = (await tx((t) => t.invoices.list({ limit: 10 }))).items.map((each) => each.number);
    expect(numbers).toContain('F2026-000002');
    expect((await reissueInvoice(bench.context, 'main', invoice.id, 'clerk')).kind).toBe('not-cancelled');
  });
});

describe('212', () => {
  it('tells bank cash by rate: partial, repeated, to the cent', async () => {
    await pay('100.00');
    expect(await told()).toEqual({ '20.00': '85.55', '10.00': '14.45' });
    await pay('500.01');
    await pay('679.19');
    expect(await told()).toEqual({ '20.00': '1094.40', '10.00': '184.80' });
    expect((await state()).payment).toBe('collected');
    const [message] = (await tx((t) => t.outgoing.list({ limit: 10, subject: 'status' }))).items;
    // No route is set for messages of this seller, so they are kept.
    expect(message?.state).toBe('kept');
  });

  it('is to the buyer, from the seller, with the date and number of the invoice', async () => {
    await tell({ code: '200', setAt: '2026-11-02T11:22:33' });
    await pay('1279.20');
    const status = (await tx((t) => t.lifecycle.history(invoice.id))).find((each) => each.code === '212');
    const document = readXml(await bench.context.documents.get(status?.sha256 ?? ''));
    const message = document.ok ? readCdar(document.value).message : undefined;
    expect(message).toMatchObject({
      sender: { roleCode: 'WK' },
      issuer: { roleCode: 'SE', globalIds: [{ id: '100000009', scheme: '0002' }] },
      recipients: [
        { roleCode: 'BY', globalIds: [{ id: '200000008', scheme: '0002' }], uri: { id: '200000008', scheme: '0225' } },
      ],
      acknowledgements: [
        {
          typeCode: '23',
          invoices: [
            {
              number: invoice.number,
              issuedOn: invoice.issueDate,
              statusCode: '212',
              receivedAt: '2026-11-02T11:22:33',
            },
          ],
        },
      ],
    });
  });

  it('is never said by a credit note', async () => {
    const request = {
      invoiceId: invoice.id,
      reason: 'Geste (exemple)',
      scope: { kind: 'whole' },
      person: 'clerk',
    } as const;
    expect((await issueCreditNote(bench.context, 'main', request)).kind).toBe('issued');
    await bench.runJobs();
    expect((await summary())?.openAmount.toString()).toBe('0.00');
    expect(await told()).toEqual({});
    expect((await state()).payment).toBe('none');
  });

  it('is not said after a rejection, though the cash is kept by rate', async () => {
    await tell({ code: '213', setAt: '2026-11-02T09:30:00', details: [reason('REJ_SEMAN')] });
    expect((await state()).closedBy).toBe('213');
    expect(await told()).toEqual({});
  });
});

describe('what the seller says', () => {
  it('answers a suspension, once, and is refused without one', async () => {
    const request = {
      invoiceId: invoice.id,
      status: '209',
      comment: 'Justificatif joint (exemple)',
      person: 'clerk',
    } as const;
    const early = await setStatus(bench.context, 'main', request);
    expect(early.kind === 'refused' && early.problems.map((each) => each.code)).toEqual(['STATUS.NOT_SUSPENDED']);
    await tell({ code: '208', setAt: '2026-11-02T09:30:00', details: [reason('JUSTIF_ABS')] });
    expect((await state()).isSuspended).toBe(true);
    bench.clock.advance(3_600_000);
    const first = await setStatus(bench.context, 'main', { ...request, idempotencyKey: 'k' });
    const again = await setStatus(bench.context, 'main', { ...request, idempotencyKey: 'k' });
    expect([first.kind, again.kind]).toEqual(['set', 'set']);
    expect(await state()).toMatchObject({ isSuspended: false, processing: 'completed' });
    expect((await tx((t) => t.outgoing.list({ limit: 10 }))).items).toHaveLength(1);
  });
});
