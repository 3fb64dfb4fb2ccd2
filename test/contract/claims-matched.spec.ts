import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { acceptProposal, claimLatePayment, splitEntry, undoEntry } from '#flows';
import { Decimal, localDate } from '#kernel';
import type { EntryState, InvoiceRow, Transaction } from '#ports';
import { balancesOf } from '#receivables';
import { camtStatement, type CamtPayment } from './camt.js';
import { openFlowBench, type FlowBench } from './flow-bench.js';

const ORDER = JSON.parse(readFileSync('apps/sandbox/samples/orders/01-menuiserie.json', 'utf8')) as object;
const PERSON = 'clerk@example.com';
const CUSTOMER = 'C-MENUISERIE';
const d = (text: string) => Decimal.of(text);

describe('a late-payment claim is paid from the bank', () => {
  let bench: FlowBench;
  let invoice: InvoiceRow;
  let claim: { id: string; number: string; totalAmount: Decimal };
  const tx = <T>(work: (transaction: Transaction) => Promise<T>): Promise<T> => bench.store.transaction('main', work);
  const rows = async (state: EntryState) => (await tx((t) => t.cash.listEntries({ limit: 50, state }))).items;
  const openClaim = async () => (await tx((t) => t.receivables.findClaim(claim.id)))?.openAmount.toString();
  const openInvoice = async () => (await tx((t) => t.invoices.summary(invoice.id)))?.openAmount.toString();
  const typesOf = async () => (await tx((t) => t.timeline.of('invoice', invoice.id))).map((event) => event.type);

  async function bring(id: string, ...payments: CamtPayment[]): Promise<void> {
    const sum = Decimal.sum(payments.map((each) => d(each.amount)));
    const statement = { id, opening: '1000.00', closing: d('1000.00').plus(sum).toString(), payments };
    await bench.accept('statement', camtStatement(statement), `${id}.xml`);
    await bench.runJobs();
  }

  beforeEach(async () => {
    bench = await openFlowBench();
    const references = { purchaseOrder: 'BC-K' };
    await bench.accept('order', Buffer.from(JSON.stringify({ ...ORDER, number: 'K-1', references })), 'K-1.json');
    await bench.runJobs();
    const order = (await tx((t) => t.orders.list({ limit: 5 }))).items[0];
    invoice = (await tx((t) => t.invoices.findByOrder(order?.id ?? ''))) as InvoiceRow;
    const rate = { from: localDate('2026-07-01'), refinancingRate: d('2.00'), legalRate: d('2.50') };
    const made = await claimLatePayment({ ...bench.context, interestRates: [rate] }, 'main', {
      invoiceId: invoice.id,
      on: localDate('2026-12-28'),
      person: PERSON,
    });
    if (made.kind !== 'claimed') throw new Error(made.kind);
    claim = made.claim;
  });
  afterEach(async () => {
    const page = await tx((t) => t.ledger.ofCustomer(CUSTOMER, { limit: 200 }));
    const derived = balancesOf([...page.items].reverse()).documents;
    expect(await openClaim()).toBe(derived.get(claim.id)?.openAmount.toString());
    expect(await openInvoice()).toBe(derived.get(invoice.id)?.openAmount.toString());
    await bench.close();
  });

  it('by its number, the principal staying open; a return reopens it, so does undoing', async () => {
    const amount = claim.totalAmount.toString();
    const due = invoice.amountDue.toString();
    await bring('S1', { ref: 'B1', amount, remittance: `Interets ${claim.number}`, endToEndId: 'E-1' });
    expect(await openClaim()).toMatch(/^0/);
    expect(await openInvoice()).toBe(due);
    expect(await typesOf()).toContain('invoice.claim-paid');
    const back = { ref: 'B2', amount: `-${amount}`, remittance: 'RETURN', endToEndId: 'E-1', returnCode: 'AM04' };
    await bring('S2', back);
    expect(await openClaim()).toBe(amount);
    await bring('S3', { ref: 'B3', amount, remittance: claim.number, endToEndId: 'E-3' });
    const entry = (await rows('allocated')).find((row) => row.entry.endToEndId === 'E-3');
    expect(await undoEntry(bench.context, 'main', { entryId: entry?.id ?? '', person: PERSON })).toMatchObject({
      kind: 'undone',
      bookings: 2,
    });
    expect(await openClaim()).toBe(amount);
  });

  it('with its principal, in one payment that names both', async () => {
    const amount = invoice.amountDue.plus(claim.totalAmount).toString();
    await bring('S1', { ref: 'B1', amount, remittance: `${invoice.number} ${claim.number}` });
    expect([await openInvoice(), await openClaim()]).toEqual(['0.00', '0.00']);
    const [payment] = await tx((t) => t.ledger.payments({ customerRef: CUSTOMER }));
    expect(payment?.unallocatedAmount.isZero()).toBe(true);
  });

  it('in part only by a person: a proposal with the claim, accepted', async () => {
    await bring('S1', { ref: 'B1', amount: '30.00', remittance: claim.number });
    expect(await openClaim()).toBe(claim.totalAmount.toString());
    const [entry] = await rows('proposed');
    const proposals = await tx((t) => t.proposals.byEntry(entry?.id ?? ''));
    expect(proposals[0]?.lines).toMatchObject([{ claimId: claim.id }]);
    const accepted = { proposalId: proposals[0]?.id ?? '', person: PERSON };
    expect(await acceptProposal(bench.context, 'main', accepted)).toMatchObject({ kind: 'accepted' });
    expect(await openClaim()).toBe(claim.totalAmount.minus(d('30.00')).toString());
    expect(await typesOf()).toContain('invoice.claim-partly-paid');
  });

  it('beside its principal, a part of it by hand', async () => {
    const amount = invoice.amountDue.plus(d('10.00'));
    await bring('S1', { ref: 'B1', amount: amount.toString(), remittance: `${invoice.number} ${claim.number}` });
    expect([await openInvoice(), await openClaim()]).toEqual([
      invoice.amountDue.toString(),
      claim.totalAmount.toString(),
    ]);
    const [entry] = await rows('proposed');
    const lines = [
      { invoiceId: invoice.id, amount: invoice.amountDue },
      { claimId: claim.id, amount: d('10.00') },
    ];
    const request = { entryId: entry?.id ?? '', lines, person: PERSON };
    expect(await splitEntry(bench.context, 'main', request)).toMatchObject({ kind: 'allocated', onAccount: '0.00' });
    expect(await openClaim()).toBe(claim.totalAmount.minus(d('10.00')).toString());
  });

  it('once: its number again, after it is settled, is left to a person', async () => {
    const amount = claim.totalAmount.toString();
    await bring('S1', { ref: 'B1', amount, remittance: claim.number });
    await bring('S2', { ref: 'B2', amount, remittance: claim.number });
    expect((await rows('allocated')).map(({ entryRef }) => entryRef)).toHaveLength(1);
    const told = await tx(async (t) => {
      const [second] = [...(await t.cash.listEntries({ limit: 5 })).items].filter(({ state }) => state !== 'allocated');
      return t.timeline.of('entry', second?.id ?? '');
    });
    expect(told.at(-1)?.data['reasons']).toContain('MATCH.CLOSED_ITEM');
  });
});
