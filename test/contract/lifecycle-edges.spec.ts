import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { acceptProposal, claimLatePayment, queueStatus, readStatus, replayMessage } from '#flows';
import { Decimal, newId } from '#kernel';
import { sellerMessage, type LocalDateTime, type StatusDetail } from '#lifecycle';
import type { InvoiceRow, OutgoingMessage, Transaction } from '#ports';
import { judgeBytes } from '#rules';
import { camtStatement } from './camt.js';
import { openFlowBench, type FlowBench } from './flow-bench.js';
import { messageAbout, reason, type Told } from './lifecycle-messages.js';

/* What is rarer: one number at two sellers, amounts without VAT, announced payments, messages that the rules refused. */

let bench: FlowBench;
beforeAll(async () => {
  bench = await openFlowBench({ profiles: numberedAlike });
});
afterAll(() => bench.close());

/** The second seller numbers its invoices as the first does. */
function numberedAlike(original: FlowBench['context']['profiles']): FlowBench['context']['profiles'] {
  return (tenantId) => {
    const known = original(tenantId);
    const numbering = known.seller('atelier-exemple')?.numbering;
    const seller = (ref: string) => {
      const found = known.seller(ref);
      return found && numbering && ref === 'studio-exemple' ? { ...found, numbering, policy: 'standard' } : found;
    };
    return Object.assign(Object.create(known) as typeof known, { seller });
  };
}

const tx = <T>(work: (transaction: Transaction) => Promise<T>): Promise<T> => bench.store.transaction('main', work);
const ORDER = JSON.parse(readFileSync('apps/sandbox/samples/orders/01-menuiserie.json', 'utf8')) as object;
let orders = 0;

async function issue(change: object = {}): Promise<InvoiceRow> {
  orders += 1;
  const before = new Set((await tx((t) => t.invoices.list({ limit: 50 }))).items.map(({ id }) => id));
  const content = { ...ORDER, number: `CMD-EDGE-${orders}`, operation: 'mixed', ...change };
  await bench.accept('order', Buffer.from(JSON.stringify(content)), `order-${orders}.json`);
  await bench.runJobs();
  const held = (await tx((t) => t.orders.list({ limit: 50, state: 'held' }))).items;
  expect(held.flatMap(({ problems }) => problems)).toEqual([]);
  const issued = (await tx((t) => t.invoices.list({ limit: 50 }))).items.find(({ id }) => !before.has(id));
  return (await tx((t) => t.invoices.find(issued?.id ?? ''))) as InvoiceRow;
}

async function tell(invoice: InvoiceRow, told: Told): Promise<string | undefined> {
  const bytes = messageAbout(invoice, told);
  const { parcel } = await bench.accept('status', bytes, `${newId()}.xml`);
  const read = await readStatus(bench.context, 'main', parcel.id);
  await bench.runJobs();
  return read.statuses[0]?.outcome;
}

const disputes = (invoice: InvoiceRow) =>
  tx(async (t) => (await t.disputes.list({ invoiceId: invoice.id, limit: 50 })).items.map((each) => each.amount.toString())); // prettier-ignore

it('sets a status on the invoice of the seller it names, where two sellers use the same number', async () => {
  const ours = await issue();
  const theirs = await issue({ sellerRef: 'studio-exemple' });
  expect(theirs.number).toBe(ours.number);
  const details = [reason('PU_ERR', { MNATTC: '100.00' })];
  expect(await tell(ours, { code: '206', setAt: '2026-11-03T09:00:00', details, siren: '700000003' })).toBe('applied');
  expect([await disputes(ours), await disputes(theirs)]).toEqual([[], ['100.00']]);
  expect(await tell(ours, { code: '207', setAt: '2026-11-03T10:00:00', details })).toBe('applied');
  expect([await disputes(ours), await disputes(theirs)]).toEqual([['100.00'], ['100.00']]);
});

it('adds VAT to an amount that is told without: at its rate, else in the proportion of the invoice', async () => {
  const invoice = await issue();
  const mna = (amount: string, percent?: string): StatusDetail => ({
    reasonCode: 'QTE_ERR',
    reason: 'Motif (exemple)',
    notes: [],
    data: [{ typeCode: 'MNA', amount: Decimal.of(amount), currency: 'EUR', ...(percent && { percent: Decimal.of(percent) }) }], // prettier-ignore
  });
  await tell(invoice, { code: '206', setAt: '2026-11-03T09:00:00', details: [mna('100.00', '20.00')] });
  expect(await disputes(invoice)).toEqual(['120.00']);
  await tell(invoice, { code: '206', setAt: '2026-11-03T10:00:00', details: [mna('100.00')] });
  // 1,279.20 with VAT, 1,080.00 without.
  expect(await disputes(invoice)).toEqual(['118.44']);
});

it('shows a payment that a buyer announced (211) to whoever looks at an unclear bank line, and books nothing by it', async () => {
  const [one, other] = [await issue(), await issue()];
  const data = [{ typeCode: 'MPA', amount: Decimal.of('333.33'), currency: 'EUR' }];
  await tell(other, { code: '211', setAt: '2026-11-01T09:00:00', details: [{ notes: [], data }] });
  const payments = [{ ref: 'P-1', amount: '333.33', remittance: 'virement (exemple)' }];
  const statement = camtStatement({ id: 'ST-211', opening: '0.00', closing: '333.33', payments });
  await bench.accept('statement', statement, 'st-211.xml');
  await bench.runJobs();
  const { items } = await tx((t) => t.proposals.list({ limit: 10, state: 'open' }));
  const announced = items.find(({ lines }) => lines.some(({ invoiceId }) => invoiceId === other.id));
  expect(announced).toMatchObject({ level: 'announced', reason: { en: expect.stringContaining('211 of 2026-11-01') } });
  expect(items.some(({ lines }) => lines.some(({ invoiceId }) => invoiceId === one.id))).toBe(false);
  await acceptProposal(bench.context, 'main', { proposalId: announced?.id ?? '', person: 'clerk' });
  await bench.runJobs();
  expect((await tx((t) => t.lifecycle.expectations(other.id))).map(({ state }) => state)).toEqual(['met']);
  const codes = (await tx((t) => t.lifecycle.history(other.id))).map(({ code }) => code);
  expect(codes).toEqual(['211', '212']);
});

it('claims nothing for late payment while the buyer waits for what is missing (208)', async () => {
  const invoice = await issue();
  await tell(invoice, { code: '208', setAt: '2026-11-03T09:00:00', details: [reason('JUSTIF_ABS')] });
  const claim = claimLatePayment(bench.context, 'main', { invoiceId: invoice.id, person: 'clerk' });
  await expect(claim).rejects.toMatchObject({ code: 'CLAIM.SUSPENDED' });
});

describe('a message that the rules refused', () => {
  async function refused(details: readonly StatusDetail[], hasAddress: boolean): Promise<OutgoingMessage> {
    const invoice = await issue();
    const id = newId();
    const { seller, buyer } = invoice.model;
    const address = hasAddress ? buyer.electronicAddress : undefined;
    const subject = {
      number: invoice.number,
      typeCode: invoice.typeCode,
      issuedOn: invoice.issueDate,
      seller: { siren: seller.legalRegistration?.id, name: seller.name },
      buyer: { siren: buyer.legalRegistration?.id, name: buyer.name, address },
    };
    const at = '2026-11-03T09:00:00' as LocalDateTime;
    const moment = { setAt: at, madeAt: at, mark: 'abcd1234' };
    const message = sellerMessage('225', subject, moment, details);
    return (await tx((t) => queueStatus(bench.context, t, invoice, message, { id }))).message;
  }

  it('is written anew when the profile was mended, and the old one is not sent any more', async () => {
    const dead = await refused([], false);
    expect(dead).toMatchObject({ state: 'dead', detail: expect.stringContaining('BR-FR-CDV-08') });
    const replay = await replayMessage(bench.context, 'main', dead.id);
    const id = replay.kind === 'replayed' ? replay.messageId : '';
    expect(id).not.toBe(dead.id);
    const again = await tx((t) => t.outgoing.find(id));
    // No route is set for messages of this seller, so it is kept.
    expect(again).toMatchObject({ state: 'kept', subjectId: dead.subjectId });
    const bytes = await bench.context.documents.get(again?.sha256 ?? '');
    expect(judgeBytes(bytes, { packs: ['fr-cdar'] })).toMatchObject({ valid: true });
    const text = Buffer.from(bytes).toString();
    expect(text).toContain('20261103090000</udt:DateTimeString>');
    expect(text).toContain('<ram:ProcessConditionCode>225<');
    expect(await replayMessage(bench.context, 'main', dead.id)).toEqual({
      kind: 'not-needed',
      state: `replaced by ${id}`,
    });
  });

  it('stays as it is while what is wrong is not mended', async () => {
    const dead = await refused([reason('NO_SUCH_REASON')], true);
    const replay = await replayMessage(bench.context, 'main', dead.id);
    expect(replay).toMatchObject({ kind: 'invalid', detail: expect.stringContaining('BR-FR-CDV-CL-09') });
    expect(await tx((t) => t.outgoing.bySubject(dead.subjectId))).toHaveLength(1);
  });
});
