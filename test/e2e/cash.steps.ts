import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import type { ReceivedInvoice } from '#apps/sandbox';
import { Decimal } from '#kernel';
import { expectArrivedOnce } from './delivery.steps.js';
import type { Installation } from './installation.js';
import { expectGapless } from './orders.steps.js';
import type { InvoiceView, ProposalView } from './views.js';
import { until } from './waiting.js';

/** The bank's statement, what a person decides, a dispute and a credit note; the metrics follow every step. */
export function cashSteps(installation: () => Installation): void {
  /** Invoices with a story of their own; all others are paid in full. */
  let partly: InvoiceView;
  let disputed: InvoiceView;
  let credited: InvoiceView;
  let half: string;
  const statements: Buffer[] = [];

  const client = () => installation().client();
  const open = async ({ id }: InvoiceView) => (await client().get<InvoiceView>(`/v1/invoices/${id}`)).openAmount;

  it('settles exactly the invoices that the bank says are paid', async () => {
    const invoices = (await client().all<InvoiceView>('/v1/invoices')).filter(({ kind }) => kind === 'invoice');
    const own = invoices.filter(
      ({ customerRef, sellerRef }) => `${customerRef} ${sellerRef}` === 'C-MAGASIN atelier-exemple',
    );
    [partly, disputed, credited] = own as [InvoiceView, InvoiceView, InvoiceView];
    half = Decimal.of(partly.amountDue).dividedBy(Decimal.of(2), 2).toString();
    const kept = new Set([disputed.number, credited.number]);
    const pay = async (isPaidNow: (invoice: ReceivedInvoice) => boolean): Promise<number> => {
      const settlement = await installation().sandbox.settle((invoice) => {
        const { number, payableAmount, remittanceReference } = invoice;
        if (kept.has(number) || !isPaidNow(invoice)) return undefined;
        if (number === partly.number) return { amount: half, reference: `invoice ${number} part` };
        return { amount: payableAmount, reference: remittanceReference ?? number };
      });
      expect(settlement.statements).toHaveLength(1);
      statements.push(...settlement.statements.map(({ path }) => readFileSync(path)));
      return settlement.paid.length;
    };
    const matched = (count: number) =>
      until(`${count} bank entries matched`, async () => {
        const entries = await client().all<{ state: string }>('/v1/entries', 100);
        return entries.length === count && entries.every(({ state }) => state !== 'new');
      });
    // All customers of the sandbox pay from one account. A statement at a time, or what is learned from the one about the payer
    // would decide, by chance of order, about the other.
    const ofAtelier = await pay(({ number }) => number.startsWith('F'));
    await matched(ofAtelier);
    const ofConseil = await pay(() => true);
    await matched(ofAtelier + ofConseil);
    // The sandbox pays what came by SFTP and HTTPS; the folder's customer pays nobody yet.
    const unpaid = invoices.filter(
      (each) => each.customerRef === 'C-MAIRIE' || [partly, disputed, credited].includes(each),
    );
    expect(ofAtelier + ofConseil).toBe(invoices.length - unpaid.length + 1);
    const stillOpen = (await client().all<InvoiceView>('/v1/invoices')).filter(
      ({ kind, openAmount }) => kind === 'invoice' && !Decimal.of(openAmount).isZero(),
    );
    expect(stillOpen.map(({ number }) => number).sort()).toEqual(unpaid.map(({ number }) => number).sort());
    for (const each of stillOpen) expect(each.openAmount).toBe(each.amountDue);
    await expectOpenAmount(installation());
  });

  it('changes nothing when the same statements come again by another door', async () => {
    const before = await amountsOf(installation(), 'invoices');
    const entries = await amountsOf(installation(), 'entries');
    for (const statement of statements) {
      const first = await client().postXml('/v1/statements', statement);
      expect(first.body).toMatchObject({ repeated: false, newEntries: 0 });
      expect(await client().postXml('/v1/statements', statement)).toMatchObject({
        status: 200,
        body: { repeated: true },
      });
    }
    expect(await amountsOf(installation(), 'invoices')).toEqual(before);
    expect(await amountsOf(installation(), 'entries')).toEqual(entries);
  });

  it('proposes what is not certain, and posts it when a person accepts, once', async () => {
    const proposals = await client().all<ProposalView>('/v1/proposals?state=open');
    const proposal = proposals.find(({ lines }) => lines.some(({ invoiceId }) => invoiceId === partly.id));
    const accept = () => client().postJson(`/v1/proposals/${proposal?.id}/accept`);
    expect(await accept()).toMatchObject({ status: 200, body: { state: 'accepted' } });
    expect((await accept()).status).toBe(409);
    expect(await open(partly)).toBe(Decimal.of(partly.amountDue).minus(Decimal.of(half)).toString());
    expect((await client().all('/v1/entries?state=proposed')).length).toBe(0);
    await expectOpenAmount(installation());
  });

  it('opens, comments and resolves a dispute, and shows it in the metrics while it is open', async () => {
    const opened = await client().postJson<{ id: string }>(`/v1/invoices/${disputed.id}/disputes`, {
      ...{ cause: 'QUANTITY', amount: '10.00', comment: 'Two pieces are missing (example)' },
    });
    expect(opened).toMatchObject({ status: 201, body: { cause: 'QUANTITY', amount: '10.00' } });
    const path = `/v1/disputes/${opened.body.id}`;
    expect((await client().postJson(`${path}/comments`, { text: 'The carrier is asked (example)' })).status).toBe(201);
    expect((await client().get<{ comments: unknown[] }>(path)).comments).toHaveLength(2);
    await until('the dispute in the metrics', async () => {
      const { gateway } = await installation().metrics();
      const amount = gateway.value('facteur_disputes_open_amount', { cause: 'QUANTITY', currency: 'EUR' });
      return gateway.value('facteur_disputes_open', { cause: 'QUANTITY' }) === 1 && amount === 10;
    });
    await expectMetricNames(installation());
    const resolve = () =>
      client().postJson(`${path}/resolve`, { resolution: 'rejected', comment: 'Signed for (example)' });
    expect((await resolve()).status).toBe(200);
    expect((await resolve()).status).toBe(409);
    expect(await client().get(`/v1/invoices/${disputed.id}`)).toMatchObject({ openAmount: disputed.amountDue });
    await until('no dispute in the metrics', async () => {
      const { gateway } = await installation().metrics();
      return gateway.value('facteur_disputes_open', { cause: 'QUANTITY' }) === 0;
    });
  });

  it('credits an invoice in one call: numbered, delivered, set against it', async () => {
    const count = async () =>
      (await installation().metrics()).gateway.value('facteur_invoices_issued_total', {
        format: 'ubl',
        type: 'credit-note',
      });
    const before = await count();
    const note = await client().postJson<InvoiceView>(`/v1/invoices/${credited.id}/credit-notes`, {
      reason: 'Goods returned (example)',
    });
    expect(note).toMatchObject({ status: 201, body: { kind: 'credit-note', correctsInvoiceId: credited.id } });
    expect(await count()).toBe(before + 1);
    expect([await open(credited), await open(note.body)].map((amount) => Number(amount))).toEqual([0, 0]);
    const twice = await client().postJson(`/v1/invoices/${credited.id}/credit-notes`, { reason: 'Again (example)' });
    expect(twice).toMatchObject({ status: 422, body: { problems: [{ code: 'CREDIT_NOTE.MORE_THAN_INVOICED' }] } });
    await installation().settled();
    await expectArrivedOnce(installation());
    expectGapless(await client().all<InvoiceView>('/v1/invoices'));
    await expectOpenAmount(installation());
  });
}

/** What each resource of a list stands at; equal lists mean that nothing was posted in between. */
export async function amountsOf(installation: Installation, list: string): Promise<string[]> {
  const items = await installation
    .client()
    .all<{ id: string; openAmount?: string; state?: string }>(`/v1/${list}`, 100);
  return items.map(({ id, openAmount, state }) => `${id} ${openAmount ?? ''} ${state ?? ''}`);
}

/** The metric is what the invoices of the API add up to. It may lag by its declared age. */
async function expectOpenAmount(installation: Installation): Promise<void> {
  const invoices = await installation.client().all<InvoiceView>('/v1/invoices', 100);
  const sum = Decimal.sum(
    invoices.filter(({ kind }) => kind === 'invoice').map(({ openAmount }) => Decimal.of(openAmount)),
  );
  await until(`receivables_open_amount is ${sum.toString()}`, async () => {
    const { gateway } = await installation.metrics();
    return gateway.value('facteur_receivables_open_amount', { currency: 'EUR' }) === sum.toNumber();
  });
}

/** Every metric that dashboards are built on, with its labels. */
async function expectMetricNames(installation: Installation): Promise<void> {
  const { all } = await installation.metrics();
  const names = {
    facteur_orders_total: ['outcome', 'tenant'],
    facteur_invoices_issued_total: ['format', 'tenant', 'type'],
    facteur_deliveries_total: ['channel', 'outcome', 'tenant'],
    facteur_delivery_duration_seconds_bucket: ['channel', 'le'],
    facteur_receivables_open_amount: ['currency', 'tenant'],
    facteur_receivables_overdue_amount: ['bucket', 'currency', 'tenant'],
    facteur_dso_days: ['method', 'tenant'],
    facteur_disputes_open: ['cause', 'tenant'],
    facteur_disputes_open_amount: ['cause', 'currency', 'tenant'],
    facteur_jobs_waiting: ['kind'],
    facteur_job_oldest_age_seconds: ['kind'],
  };
  expect(Object.fromEntries(Object.keys(names).map((name) => [name, all.labelNames(name)]))).toEqual(names);
}
