import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  accountStatement,
  addEvidence,
  allocate,
  cancelAndReissue,
  cancelPlan,
  claimableOf,
  claimLatePayment,
  creditAndRefund,
  giveReceipt,
  issueCorrective,
  issueCreditNote,
  makePlan,
  moveDisputeTo,
  openDispute,
  recordPayment,
  recordPromise,
  refund,
  resolveDispute,
  splitEntry,
  takeBackEntry,
  undoBooking,
  undoEntry,
  writeOff,
} from '#flows';
import { Decimal, localDate } from '#kernel';
import type { InvoiceRow, Transaction } from '#ports';
import { balancesOf, kpiReport } from '#receivables';
import { camtStatement, type CamtPayment } from './camt.js';
import { openFlowBench, type FlowBench } from './flow-bench.js';

const ORDER = JSON.parse(readFileSync('apps/sandbox/samples/orders/01-menuiserie.json', 'utf8')) as object;
const PERSON = 'clerk@example.com';
const d = (text: string) => Decimal.of(text);

let bench: FlowBench;
beforeEach(async () => {
  bench = await openFlowBench();
});
afterEach(async () => {
  await expectSoundLedger();
  await bench.close();
});

const tx = <T>(work: (transaction: Transaction) => Promise<T>): Promise<T> => bench.store.transaction('main', work);

async function issueInvoice(number: string): Promise<InvoiceRow> {
  const references = { purchaseOrder: `BC-${number}` };
  await bench.accept('order', Buffer.from(JSON.stringify({ ...ORDER, number, references })), `${number}.json`);
  await bench.runJobs();
  const order = (await tx((t) => t.orders.list({ limit: 50 }))).items.find((each) => each.orderRef === number);
  const row = await tx((t) => t.invoices.findByOrder(order?.id ?? ''));
  if (!row) throw new Error(JSON.stringify(order?.problems));
  return row;
}

async function bring(id: string, ...payments: CamtPayment[]): Promise<void> {
  const sum = Decimal.sum(payments.map((each) => d(each.amount)));
  const opening = '1000.00';
  const statement = { id, opening, closing: d(opening).plus(sum).toString(), payments };
  await bench.accept('statement', camtStatement(statement), `${id}.xml`);
  await bench.runJobs();
}

const openOf = async (id: string) => (await tx((t) => t.invoices.summary(id)))?.openAmount.toString();
const entriesIn = async (state: 'allocated' | 'proposed' | 'unmatched' | 'ignored') =>
  (await tx((t) => t.cash.listEntries({ limit: 50, state }))).items;
const typesOf = async (id: string) => (await tx((t) => t.timeline.of('invoice', id))).map((event) => event.type);

/** Whatever a test did: the entries alone give every balance that the database carries. */
async function expectSoundLedger(): Promise<void> {
  const { entries, payments } = await tx(async (t) => ({
    entries: [...(await t.ledger.ofCustomer('C-MENUISERIE', { limit: 200 })).items].reverse(),
    payments: await t.ledger.payments({ customerRef: 'C-MENUISERIE' }),
  }));
  const derived = balancesOf(entries);
  for (const [id, balance] of derived.documents) {
    if (balance.kind !== 'debit-note') expect(await openOf(id)).toBe(balance.openAmount.toString());
  }
  for (const payment of payments) {
    const balance = derived.payments.get(payment.paymentId);
    expect(payment.unallocatedAmount.equals(balance?.unallocatedAmount ?? d('-1'))).toBe(true);
  }
}

describe('payments', () => {
  it('are undone wholly and by booking, and teach against the payer', async () => {
    const invoice = await issueInvoice('U-1');
    const amount = invoice.amountDue.toString();
    await bring('S1', { ref: 'B1', amount, remittance: invoice.number });
    expect(await openOf(invoice.id)).toMatch(/^0/);
    const [entry] = await entriesIn('allocated');
    const request = { entryId: entry?.id ?? '', person: PERSON, idempotencyKey: 'undo-1' };
    const first = await undoEntry(bench.context, 'main', request);
    expect(first).toMatchObject({ kind: 'undone', bookings: 2 });
    expect(await undoEntry(bench.context, 'main', request)).toEqual(first);
    expect(await openOf(invoice.id)).toBe(amount);
    expect(await typesOf(invoice.id)).toContain('invoice.reopened');
    expect(await tx((t) => t.ledger.knownPayers())).toMatchObject([{ count: 0, contradictions: 1 }]);
    const again = await splitEntry(bench.context, 'main', {
      entryId: entry?.id ?? '',
      lines: [{ invoiceId: invoice.id, amount: d('100') }],
      person: PERSON,
    });
    expect(again).toMatchObject({ kind: 'allocated', onAccount: invoice.amountDue.minus(d('100')).toString() });
    const bookings = await tx((t) => t.ledger.ofInvoice(invoice.id));
    const last = bookings.at(-1);
    expect(last?.entryId).toBe(entry?.id);
    const undone = await undoBooking(bench.context, 'main', { bookingId: last?.id ?? '', person: PERSON });
    expect(undone.kind).toBe('booked');
    expect(await undoBooking(bench.context, 'main', { bookingId: last?.id ?? '', person: PERSON })).toMatchObject({
      kind: 'refused',
    });
    const [free] = await tx((t) => t.ledger.payments({ customerRef: 'C-MENUISERIE', free: true }));
    expect(free?.unallocatedAmount.toString()).toBe(amount);
    const tied = await allocate(bench.context, 'main', {
      paymentId: free?.paymentId,
      invoiceId: invoice.id,
      amount: invoice.amountDue,
      person: PERSON,
    });
    expect(tied).toMatchObject({ kind: 'booked', bookings: [{ entryId: entry?.id, cause: { proof: 'bank-entry' } }] });
  });

  it('that the bank takes back reopen the invoice; a chargeback without a reference is for a person', async () => {
    const invoice = await issueInvoice('R-1');
    const amount = invoice.amountDue.toString();
    await bring('S1', { ref: 'B1', amount, remittance: invoice.number, endToEndId: 'DD-1' });
    await bring('S2', {
      ref: 'B2',
      amount: `-${amount}`,
      remittance: 'RETURN',
      endToEndId: 'DD-1',
      returnCode: 'AM04',
    });
    expect(await openOf(invoice.id)).toBe(amount);
    const types = await typesOf(invoice.id);
    expect(types.filter((type) => type === 'invoice.reopened')).toHaveLength(1);
    expect(types.indexOf('invoice.reopened')).toBeGreaterThan(types.indexOf('invoice.paid'));
    await bring('S3', { ref: 'B3', amount, remittance: invoice.number, endToEndId: 'DD-2' });
    expect(await openOf(invoice.id)).toMatch(/^0/);
    await bring('S4', { ref: 'B4', amount: `-${amount}`, remittance: 'CHARGEBACK' });
    const debit = (await entriesIn('ignored'))[0];
    const receipt = (await entriesIn('allocated')).find((row) => row.entry.endToEndId === 'DD-2');
    const request = { entryId: debit?.id ?? '', receiptId: receipt?.id ?? '', person: PERSON };
    expect(await takeBackEntry(bench.context, 'main', request)).toMatchObject({ kind: 'taken-back' });
    expect(await openOf(invoice.id)).toBe(amount);
    expect(await takeBackEntry(bench.context, 'main', request)).toMatchObject({ kind: 'refused' });
  });

  it('by hand are no bank evidence; the rest is on account and can be given back', async () => {
    const invoice = await issueInvoice('H-1');
    const request = {
      customerRef: 'C-MENUISERIE',
      currency: 'EUR',
      amount: invoice.amountDue.plus(d('50.00')),
      receivedOn: localDate('2026-11-02'),
      means: 'cheque' as const,
      lines: [{ invoiceId: invoice.id, amount: invoice.amountDue }],
      person: PERSON,
      idempotencyKey: 'pay-1',
    };
    const paid = await recordPayment(bench.context, 'main', request);
    await recordPayment(bench.context, 'main', request);
    if (paid.kind !== 'booked') throw new Error(JSON.stringify(paid));
    expect(paid.bookings.every((each) => each.entryId === undefined && each.cause['proof'] === 'none')).toBe(true);
    const [payment] = await tx((t) => t.ledger.payments({ customerRef: 'C-MENUISERIE' }));
    expect(payment?.unallocatedAmount.toString()).toBe('50.00');
    const back = { paymentId: payment?.paymentId, amount: d('50.00'), reason: 'paid twice', person: PERSON };
    expect((await refund(bench.context, 'main', back)).kind).toBe('booked');
    expect(await refund(bench.context, 'main', back)).toMatchObject({ problem: { code: 'CASH.MORE_THAN_FREE' } });
    const receipt = await giveReceipt(bench.context, 'main', { paymentId: payment?.paymentId ?? '', person: PERSON });
    if (receipt.kind !== 'given') throw new Error('no receipt');
    expect(receipt.receipt.number).toBe('Q2026-00001');
    const pdf = await bench.context.documents.get(receipt.receipt.sha256);
    expect(Buffer.from(pdf.subarray(0, 5)).toString()).toBe('%PDF-');
  });

  it('follow a remittance advice, whichever comes first, with its deductions as disputes', async () => {
    const [one, two] = [await issueInvoice('A-1'), await issueInvoice('A-2')];
    const total = one.amountDue.plus(two.amountDue).minus(d('30.00')).toString();
    await bring('S1', { ref: 'B1', amount: total, remittance: 'PAYMENT', endToEndId: 'PAY-77' });
    expect(await entriesIn('allocated')).toHaveLength(0);
    const advice = ublAdvice('PAY-77', [
      [one.number, one.amountDue.toString()],
      [two.number, two.amountDue.minus(d('30.00')).toString()],
    ]);
    await bench.accept('remittance-advice', advice, 'advice.xml');
    await bench.runJobs();
    expect(await entriesIn('allocated')).toHaveLength(1);
    expect([await openOf(one.id), await openOf(two.id)]).toEqual(['0.00', '30.00']);
    await bench.accept('remittance-advice', Buffer.concat([advice, Buffer.from('\n')]), 'again.xml');
    await bench.runJobs();
    expect((await tx((t) => t.advices.list({ limit: 5 }))).items).toHaveLength(1);
    const gone = await writeOff(bench.context, 'main', { invoiceId: two.id, reason: 'goodwill', person: PERSON });
    expect(gone.kind).toBe('booked');
    expect(await openOf(two.id)).toBe('0.00');
  });

  it('look up only the open documents that lines can lead to', async () => {
    const [one, two] = [await issueInvoice('Q-1'), await issueInvoice('Q-2')];
    const found = async (search: Partial<Parameters<Transaction['ledger']['findOpen']>[0]>) => {
      const rows = await tx((t) => t.ledger.findOpen({ keys: [], customerRefs: [], amounts: [], ...search }));
      return rows.map((row) => row.number).sort();
    };
    const key = one.number.replaceAll(/[^A-Z0-9]/g, '');
    expect(await found({ keys: [key] })).toEqual([one.number]);
    expect(await found({ keys: [two.creditorReference ?? ''] })).toEqual([two.number]);
    expect(await found({ keys: ['BCQ1'] })).toEqual([one.number]);
    expect(await found({ customerRefs: ['C-MENUISERIE'] })).toEqual([one.number, two.number].sort());
    expect(await found({ amounts: [one.amountDue] })).toContain(one.number);
    expect(await found({})).toEqual([]);
    expect(await tx((t) => t.ledger.openCount())).toBe(2);
    expect([...(await tx((t) => t.ledger.knownShapes()))]).toEqual([key.replaceAll(/\d/g, '#')]);
  });

  it('tell a hole between statements', async () => {
    await bring('S1', { ref: 'B1', amount: '10.00', remittance: 'x' });
    const late = {
      id: 'S9',
      opening: '5000.00',
      closing: '5001.00',
      payments: [{ ref: 'B9', amount: '1.00', remittance: 'y' }],
    };
    await bench.accept('statement', camtStatement(late), 'S9.xml');
    await bench.runJobs();
    const [statement] = (await tx((t) => t.cash.listStatements({ limit: 5 }))).items;
    expect(statement?.findings.map((finding) => finding.code)).toEqual(['STATEMENT.GAP']);
  });
});

describe('disputes', () => {
  it('by line, along the allowed moves, closed only when the amount is explained', async () => {
    const invoice = await issueInvoice('D-1');
    const [line] = invoice.model.lines;
    const request = {
      invoiceId: invoice.id,
      cause: 'PRICE' as const,
      lines: [{ lineId: line?.id ?? '' }],
      person: PERSON,
    };
    const opened = await openDispute(bench.context, 'main', { ...request, idempotencyKey: 'd-1' });
    if (opened.kind !== 'opened') throw new Error(JSON.stringify(opened));
    const again = await openDispute(bench.context, 'main', { ...request, idempotencyKey: 'd-1' });
    expect(again).toMatchObject({ dispute: { id: opened.dispute.id } });
    expect(opened.dispute).toMatchObject({ owner: 'sales', state: 'detected', source: 'person' });
    const { id } = opened.dispute;
    const move = (name: 'qualify' | 'ask-customer' | 'answer') =>
      moveDisputeTo(bench.context, 'main', id, { move: name, person: PERSON });
    expect(await move('answer')).toMatchObject({ kind: 'not-allowed', state: 'detected' });
    await move('qualify');
    await move('ask-customer');
    expect(await move('answer')).toMatchObject({ kind: 'moved', dispute: { state: 'assigned' } });
    const file = {
      bytes: Buffer.from('proof of delivery'),
      mediaType: 'text/plain',
      fileName: 'pod.txt',
      person: PERSON,
    };
    const evidence = await addEvidence(bench.context, 'main', id, file);
    expect((await addEvidence(bench.context, 'main', id, file)).id).toBe(evidence.id);
    const end = { person: PERSON, resolution: 'credit-note' as const };
    expect((await resolveDispute(bench.context, 'main', id, end)).kind).toBe('unexplained');
    const amount = opened.dispute.amount;
    const scope = { kind: 'amount' as const, amount, basis: 'with-vat' as const };
    const credited = await creditAndRefund(bench.context, 'main', {
      ...{ invoiceId: invoice.id, reason: 'Prix convenu', scope, isGoodwill: false, refunds: false, person: PERSON },
    });
    expect(credited).toMatchObject({ kind: 'corrected', documents: [{ typeCode: '381' }] });
    expect((await resolveDispute(bench.context, 'main', id, end)).kind).toBe('resolved');
  });
});

describe('corrections', () => {
  it('replace a paid invoice by a corrective one that takes the money over', async () => {
    const invoice = await issueInvoice('K-1');
    await bring('S1', { ref: 'B1', amount: invoice.amountDue.toString(), remittance: invoice.number });
    const [line] = invoice.model.lines;
    const changes = { lines: [{ id: line?.id ?? '', quantity: line?.quantity.plus(Decimal.ONE) }] };
    const request = {
      invoiceId: invoice.id,
      reason: 'Quantité corrigée',
      changes,
      person: PERSON,
      idempotencyKey: 'c',
    };
    const outcome = await issueCorrective(bench.context, 'main', request);
    if (outcome.kind !== 'corrected') throw new Error(JSON.stringify(outcome));
    expect(await issueCorrective(bench.context, 'main', request)).toEqual(outcome);
    const [corrective] = outcome.documents;
    expect(corrective?.typeCode).toBe('384');
    expect(await openOf(invoice.id)).toBe('0.00');
    const left = d(corrective?.amountDue ?? '0').minus(invoice.amountDue);
    expect(await openOf(corrective?.id ?? '')).toBe(left.toString());
    await bench.runJobs();
    const row = await tx((t) => t.invoices.find(corrective?.id ?? ''));
    expect(row?.model.precedingInvoices).toEqual([{ number: invoice.number, issueDate: invoice.issueDate }]);
    expect(row?.findings.filter((finding) => finding.severity === 'fatal')).toEqual([]);
    expect(bench.sink.sent).toHaveLength(2);
  });

  it('replace an invoice that was credited, written off and paid in part: all of it moves over', async () => {
    const invoice = await issueInvoice('K-3');
    const credited = await issueCreditNote(bench.context, 'main', {
      ...{ invoiceId: invoice.id, reason: 'Remise (exemple)', person: PERSON },
      scope: { kind: 'amount', amount: d('24.00'), basis: 'with-vat' },
    });
    if (credited.kind !== 'issued') throw new Error(JSON.stringify(credited));
    const small = { invoiceId: invoice.id, amount: d('1.00'), reason: 'small-difference', person: PERSON } as const;
    await writeOff(bench.context, 'main', small);
    await recordPayment(bench.context, 'main', {
      ...{ customerRef: 'C-MENUISERIE', currency: 'EUR', amount: d('100.00'), means: 'cheque' as const },
      ...{
        receivedOn: localDate('2026-11-02'),
        lines: [{ invoiceId: invoice.id, amount: d('100.00') }],
        person: PERSON,
      },
    });
    const request = {
      invoiceId: invoice.id,
      reason: 'Référence',
      changes: { buyerReference: 'REF-9' },
      person: PERSON,
    };
    expect(await cancelAndReissue(bench.context, 'main', request)).toMatchObject({ kind: 'refused' });
    const outcome = await issueCorrective(bench.context, 'main', request);
    if (outcome.kind !== 'corrected') throw new Error(JSON.stringify(outcome));
    const [corrective] = outcome.documents;
    expect(await openOf(invoice.id)).toBe('0.00');
    expect(await openOf(credited.invoice.id)).toBe('0.00');
    expect(await openOf(corrective?.id ?? '')).toBe(invoice.amountDue.minus(d('125.00')).toString());
  });

  it('cancel and reissue with all references; a gesture gives the unused credit back', async () => {
    const invoice = await issueInvoice('K-2');
    const changes = { purchaseOrderReference: 'BC-NEW' };
    const outcome = await cancelAndReissue(bench.context, 'main', {
      ...{ invoiceId: invoice.id, reason: 'Mauvaise commande', changes, person: PERSON },
    });
    if (outcome.kind !== 'corrected') throw new Error(JSON.stringify(outcome));
    expect(outcome.documents.map((each) => each.typeCode)).toEqual(['381', '380']);
    const anew = await tx((t) => t.invoices.find(outcome.documents[1]?.id ?? ''));
    expect(anew?.model).toMatchObject({
      purchaseOrderReference: 'BC-NEW',
      precedingInvoices: [{ number: invoice.number }],
    });
    expect(await openOf(invoice.id)).toBe('0.00');
    await bring('S1', { ref: 'B1', amount: anew?.amountDue.toString() ?? '', remittance: anew?.number ?? '' });
    const scope = { kind: 'amount' as const, amount: d('12.00'), basis: 'with-vat' as const };
    const gesture = await creditAndRefund(bench.context, 'main', {
      ...{
        invoiceId: anew?.id ?? '',
        reason: 'Geste commercial',
        scope,
        isGoodwill: true,
        refunds: true,
        person: PERSON,
      },
    });
    expect(gesture).toMatchObject({ kind: 'corrected', refunded: '12.00' });
  });
});

describe('due dates and claims', () => {
  it('follow a plan, and go back when it ends; a promise is kept by what is paid', async () => {
    const invoice = await issueInvoice('P-1');
    const half = invoice.amountDue.dividedBy(d('2'), 2);
    const instalments = [
      { dueOn: localDate('2026-10-01'), amount: half },
      { dueOn: localDate('2027-01-31'), amount: invoice.amountDue.minus(half) },
    ];
    const unsound = { invoiceId: invoice.id, instalments: instalments.slice(1), person: PERSON };
    expect(await makePlan(bench.context, 'main', unsound)).toMatchObject({ kind: 'unsound', fault: 'wrong-sum' });
    const planned = await makePlan(bench.context, 'main', { invoiceId: invoice.id, instalments, person: PERSON });
    if (planned.kind !== 'planned') throw new Error(JSON.stringify(planned));
    const buckets = async () => {
      const period = { from: localDate('2026-11-01'), to: localDate('2026-11-02'), today: localDate('2026-11-02') };
      const [sums] = await bench.store.figures.kpi('main', period);
      return sums?.ageing.map((each) => [each.bucket, each.amount.toString()]);
    };
    expect(await buckets()).toEqual([
      ['not-due', invoice.amountDue.minus(half).toString()],
      ['31-60', half.toString()],
    ]);
    const statement = await accountStatement(bench.context, 'main', { customerRef: 'C-MENUISERIE' });
    expect(statement?.currencies[0]?.openInvoices[0]).toMatchObject({ daysLate: 32 });
    await cancelPlan(bench.context, 'main', planned.plan.id, PERSON);
    expect(await buckets()).toEqual([['not-due', invoice.amountDue.toString()]]);
    const promised = {
      invoiceId: invoice.id,
      promisedOn: localDate('2026-11-10'),
      madeBy: 'Mme Exemple',
      channel: 'phone',
      person: PERSON,
    };
    expect(await recordPromise(bench.context, 'main', promised)).toMatchObject({ promise: { state: 'open' } });
  });

  it('claim interest with its working, once, and outlive the principal', async () => {
    const invoice = await issueInvoice('L-1');
    const dueDate = invoice.dueDate ?? invoice.issueDate;
    bench.clock.advance(Date.parse('2026-12-30T10:00:00Z') - bench.clock.now().getTime());
    expect(dueDate < '2026-12-30').toBe(true);
    await expect(claimableOf(bench.context, 'main', { invoiceId: invoice.id })).rejects.toMatchObject({
      code: 'INTEREST.RATE_MISSING',
    });
    const rate = { from: localDate('2026-07-01'), refinancingRate: d('2.00'), legalRate: d('2.50') };
    const context = { ...bench.context, interestRates: [rate] };
    const late = await claimableOf(context, 'main', { invoiceId: invoice.id });
    const request = { invoiceId: invoice.id, person: PERSON };
    await expect(claimLatePayment(context, 'main', request)).resolves.toMatchObject({ kind: 'claimed' });
    expect(await claimLatePayment(context, 'main', request)).toEqual({ kind: 'nothing' });
    expect(late.recoveryAmount.toString()).toBe('40.00');
    await recordPayment(bench.context, 'main', {
      ...{ customerRef: 'C-MENUISERIE', currency: 'EUR', amount: invoice.amountDue, means: 'transfer' as const },
      ...{
        receivedOn: localDate('2026-12-30'),
        lines: [{ invoiceId: invoice.id, amount: invoice.amountDue }],
        person: PERSON,
      },
    });
    const statement = await accountStatement(bench.context, 'main', { customerRef: 'C-MENUISERIE' });
    const euro = statement?.currencies[0];
    expect(euro?.openInvoices).toEqual([]);
    expect(euro?.balanceAmount.equals(late.totalAmount)).toBe(true);
    const { items } = await tx((t) => t.receivables.claims({ limit: 5, open: true }));
    expect(items).toHaveLength(1);
    const [payment] = await tx((t) => t.ledger.payments({ customerRef: 'C-MENUISERIE' }));
    expect(payment?.unallocatedAmount.isZero()).toBe(true);
    const paid = await recordPayment(bench.context, 'main', {
      ...{ customerRef: 'C-MENUISERIE', currency: 'EUR', amount: late.totalAmount, means: 'transfer' as const },
      ...{ receivedOn: localDate('2026-12-30'), lines: [], person: PERSON },
    });
    if (paid.kind !== 'booked') throw new Error('refused');
    const tied = { paymentId: paid.bookings[0]?.id, claimId: items[0]?.id, amount: late.totalAmount, person: PERSON };
    expect((await allocate(bench.context, 'main', tied)).kind).toBe('booked');
    expect((await tx((t) => t.receivables.claims({ limit: 5, open: true }))).items).toEqual([]);
    const period = { from: localDate('2026-10-01'), to: localDate('2026-12-30'), today: localDate('2026-12-30') };
    const [sums] = await bench.store.figures.kpi('main', period);
    if (!sums) throw new Error('no figures');
    const report = kpiReport(sums, 90, period.to);
    expect(report.collectedCount.toString()).toBe('1');
    expect(report.receivableAmount.isZero()).toBe(true);
  });
});

/** A UBL remittance advice; invented parties. */
function ublAdvice(paymentRef: string, lines: readonly (readonly [number: string, amount: string])[]): Buffer {
  const body = lines
    .map(
      ([number, amount], at) => `<cac:RemittanceAdviceLine><cbc:ID>${at + 1}</cbc:ID>
<cbc:DebitLineAmount currencyID="EUR">${amount}</cbc:DebitLineAmount>
<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>${number}</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>
</cac:RemittanceAdviceLine>`,
    )
    .join('');
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<RemittanceAdvice xmlns="urn:oasis:names:specification:ubl:schema:xsd:RemittanceAdvice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:ID>ADV-1</cbc:ID><cbc:IssueDate>2026-11-02</cbc:IssueDate><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cbc:PaymentOrderReference>${paymentRef}</cbc:PaymentOrderReference>
<cac:AccountingCustomerParty><cac:Party><cac:PartyName><cbc:Name>Menuiserie (exemple)</cbc:Name></cac:PartyName></cac:Party></cac:AccountingCustomerParty>
<cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>Atelier (exemple)</cbc:Name></cac:PartyName></cac:Party></cac:AccountingSupplierParty>
${body}</RemittanceAdvice>`);
}
