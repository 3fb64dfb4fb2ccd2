import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  cancelAndReissue,
  creditAndRefund,
  creditDiscount,
  giveReceipt,
  issueCorrective,
  issueCreditNote,
  recordPayment,
  validateDocument,
  type CorrectionOutcome,
} from '#flows';
import { extractInvoice } from '#facturx';
import { Decimal } from '#kernel';
import type { InvoiceRow, OutgoingDocument, Transaction } from '#ports';
import { openFlowBench, type FlowBench } from './flow-bench.js';

/** Every way to correct a document, for each syntax: judged by its packs, delivered to the partner, naming what it corrects. */

const PERSON = 'clerk@example.com';
const REASON = 'Erreur de prix (exemple)';
const SAMPLES = [
  ['01-menuiserie', 'Factur-X, French buyer'],
  ['02-magasin', 'UBL, French buyer'],
  ['03-werkhaus', 'CII, German buyer'],
] as const;
const d = (text: string) => Decimal.of(text);

let bench: FlowBench;
beforeAll(async () => {
  bench = await openFlowBench();
}, 30_000);
afterAll(() => bench.close());

const tx = <T>(work: (transaction: Transaction) => Promise<T>): Promise<T> => bench.store.transaction('main', work);

async function issue(sample: string, number: string): Promise<InvoiceRow> {
  const order = JSON.parse(readFileSync(`apps/sandbox/samples/orders/${sample}.json`, 'utf8')) as Record<
    string,
    unknown
  >;
  const references = { ...(order['references'] as object | undefined), purchaseOrder: `BC-${number}` };
  await bench.accept('order', Buffer.from(JSON.stringify({ ...order, number, references })), `${number}.json`);
  await bench.runJobs();
  const row = (await tx((t) => t.orders.list({ limit: 200 }))).items.find((each) => each.orderRef === number);
  const invoice = await tx((t) => t.invoices.findByOrder(row?.id ?? ''));
  if (!invoice) throw new Error(JSON.stringify(row?.problems));
  return invoice;
}

/** Money for the invoice; `discount` is what was taken off for paying early. */
async function pay(invoice: InvoiceRow, discount?: Decimal) {
  const amount = invoice.amountDue.minus(discount ?? Decimal.ZERO);
  const deductions = discount === undefined ? [] : [{ kind: 'discount' as const, amount: discount }];
  const { customerRef, currency } = invoice;
  const outcome = await recordPayment(bench.context, 'main', {
    ...{ customerRef, currency, amount, means: 'transfer' as const, receivedOn: bench.clock.today() },
    ...{ lines: [{ invoiceId: invoice.id, amount, deductions }], person: PERSON },
  });
  if (outcome.kind !== 'booked') throw new Error(JSON.stringify(outcome));
  return outcome.bookings[0]?.paymentId ?? '';
}

interface Expected {
  /** UNTDID 1001 of the documents made, in their order. */
  readonly types: readonly string[];
  /** What is due on them, of what was invoiced. */
  readonly amounts: (invoice: InvoiceRow) => readonly string[];
}

type Correct = (invoice: InvoiceRow) => Promise<readonly string[]>;

const idsOf = (outcome: CorrectionOutcome): readonly string[] => {
  if (outcome.kind !== 'corrected') throw new Error(JSON.stringify(outcome.problems, null, 1));
  return outcome.documents.map(({ id }) => id);
};
const asked = (invoice: InvoiceRow) => ({ invoiceId: invoice.id, reason: REASON, person: PERSON });
const noteOf =
  (scope: (invoice: InvoiceRow) => Parameters<typeof issueCreditNote>[2]['scope']): Correct =>
  async (invoice) => {
    const outcome = await issueCreditNote(bench.context, 'main', { ...asked(invoice), scope: scope(invoice) });
    if (outcome.kind !== 'issued') throw new Error(JSON.stringify(outcome.problems, null, 1));
    return [outcome.invoice.id];
  };
const lineOf = (invoice: InvoiceRow) => {
  const [line] = invoice.model.lines;
  if (line === undefined) throw new Error('no line');
  return line;
};
const whole = (invoice: InvoiceRow): string => invoice.totalWithVat.toString();
const halved = (invoice: InvoiceRow) => ({
  lines: [{ id: lineOf(invoice).id, netPrice: lineOf(invoice).price.netPrice.dividedBy(d('2'), 2) }],
});

const CORRECTIONS: Readonly<Record<string, readonly [correct: Correct, expected: Partial<Expected>]>> = {
  'credit note for one line': [
    noteOf((invoice) => ({ kind: 'lines', lines: [{ id: lineOf(invoice).id, quantity: d('1') }] })),
    { types: ['381'] },
  ],
  'credit note over an amount': [
    noteOf(() => ({ kind: 'amount', amount: d('12.34'), basis: 'with-vat' })),
    { types: ['381'], amounts: () => ['12.34'] },
  ],
  'credit note for the whole': [
    noteOf(() => ({ kind: 'whole' })),
    { types: ['381'], amounts: (invoice) => [whole(invoice)] },
  ],
  'corrective invoice': [
    async (invoice) =>
      idsOf(await issueCorrective(bench.context, 'main', { ...asked(invoice), changes: halved(invoice) })),
    { types: ['384'] },
  ],
  'corrective invoice of a paid one': [
    async (invoice) => {
      await pay(invoice);
      return idsOf(await issueCorrective(bench.context, 'main', { ...asked(invoice), changes: halved(invoice) }));
    },
    { types: ['384'] },
  ],
  'cancelled and issued anew': [
    async (invoice) =>
      idsOf(
        await cancelAndReissue(bench.context, 'main', { ...asked(invoice), changes: { buyerReference: 'SERVICE-7' } }),
      ),
    { types: ['381', '380'], amounts: (invoice) => [whole(invoice), whole(invoice)] },
  ],
  'commercial gesture': [
    async (invoice) => {
      const scope = { kind: 'amount', amount: d('10.00') } as const;
      const request = { ...asked(invoice), scope, isGoodwill: true, refunds: false };
      return idsOf(await creditAndRefund(bench.context, 'main', request));
    },
    { types: ['381'] },
  ],
  'credit note with its refund': [
    async (invoice) => {
      await pay(invoice);
      const request = { ...asked(invoice), scope: { kind: 'whole' } as const, isGoodwill: false, refunds: true };
      const outcome = await creditAndRefund(bench.context, 'main', request);
      expect(outcome).toMatchObject({ refunded: whole(invoice) });
      return idsOf(outcome);
    },
    { types: ['381'], amounts: (invoice) => [whole(invoice)] },
  ],
  'credit note of an early-payment discount': [
    async (invoice) => {
      await pay(invoice, d('9.99'));
      return idsOf(await creditDiscount(bench.context, 'main', asked(invoice)));
    },
    { types: ['381'], amounts: () => ['9.99'] },
  ],
};

/** The XML that the partner got. */
async function sentXml(document: OutgoingDocument): Promise<string> {
  if (!document.mediaType.includes('pdf')) return Buffer.from(document.bytes).toString('utf8');
  const extracted = await extractInvoice(document.bytes);
  if (!extracted.ok) throw new Error(extracted.error.code);
  return Buffer.from(extracted.value.xml).toString('utf8');
}

describe.each(SAMPLES.map(([sample, what]) => ({ sample, what })))('$sample ($what)', ({ sample }) => {
  it.each(Object.entries(CORRECTIONS))('%s', async (name, [correct, expected]) => {
    const number = `${sample}-${Object.keys(CORRECTIONS).indexOf(name)}`;
    const invoice = await issue(sample, number);
    const ids = await correct(invoice);
    await bench.runJobs();
    const rows = await Promise.all(ids.map((id) => tx((t) => t.invoices.find(id))));
    expect(rows.map((row) => row?.typeCode)).toEqual(expected.types);
    if (expected.amounts) expect(rows.map((row) => row?.amountDue.toString())).toEqual(expected.amounts(invoice));
    for (const row of rows) {
      if (!row) throw new Error('not kept');
      expect(row.model.precedingInvoices).toMatchObject([{ number: invoice.number, issueDate: invoice.issueDate }]);
      const sent = bench.sink.sent.filter((each) => each.invoiceNumber === row.number);
      const deliveries = await tx((t) => t.deliveries.byInvoice(row.id));
      expect(deliveries.map(({ state }) => state)).toEqual(['delivered']);
      expect(sent).toHaveLength(1);
      const [document] = sent as [OutgoingDocument];
      const judged = await validateDocument(document.bytes, { packs: 'auto' });
      if (!judged.ok) throw new Error(judged.error.code);
      const fatal = judged.value.findings.filter((finding) => finding.severity === 'fatal');
      expect(fatal.map(({ rule, location, value }) => `${rule} ${location} ${value}`)).toEqual([]);
      expect(judged.value.packs.some((pack) => pack.id.startsWith('en16931'))).toBe(true);
      expect(judged.value.packs.some((pack) => pack.id.startsWith('fr-ctc'))).toBe(true);
      const xml = await sentXml(document);
      expect(xml).toContain(invoice.number);
      expect(xml).toContain(row.number);
    }
  });

  it('receipt for what was paid, in both languages, once each', async () => {
    const invoice = await issue(sample, `${sample}-receipt`);
    const paymentId = await pay(invoice);
    for (const language of ['fr', 'en'] as const) {
      const given = await giveReceipt(bench.context, 'main', { paymentId, language, person: PERSON });
      const again = await giveReceipt(bench.context, 'main', { paymentId, language, person: PERSON });
      expect(again).toEqual(given);
      if (given.kind !== 'given') throw new Error(given.kind);
      const bytes = Buffer.from(await bench.context.documents.get(given.receipt.sha256));
      expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    }
  });
});
