import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { SellerProfile } from '#billing';
import { prepareDueReports, prepareReport, undoEntry, type FlowContext } from '#flows';
import { localDate } from '#kernel';
import type { Transaction } from '#ports';
import { readFlux10 } from '#syntax';
import { readXml } from '#xml';
import { camtStatement } from './camt.js';
import { openFlowBench, type FlowBench } from './flow-bench.js';

const DAY = 86_400_000;
let bench: FlowBench;
/** The flows, with a customer that is a consumer and routes for messages. */
let context: FlowContext;
beforeEach(async () => {
  bench = await openFlowBench({ profiles: withConsumer });
  context = bench.context;
});
afterEach(() => bench.close());

const route = { channel: 'folder', directory: 'out', fileName: '{number}.{extension}' } as const;

function routed(seller: SellerProfile): SellerProfile {
  if (!seller.ereporting) return seller;
  return { ...seller, lifecycle: { collected: 'always', route }, ereporting: { ...seller.ereporting, route } };
}

function withConsumer(original: FlowContext['profiles']): FlowContext['profiles'] {
  return (tenantId) => {
    const profiles = original(tenantId);
    return {
      ...profiles,
      customer: (ref) => {
        const customer = profiles.customer(ref);
        return customer && ref === 'C-MENUISERIE' ? { ...customer, handling: 'B2C' } : customer;
      },
      seller: (ref) => {
        const seller = profiles.seller(ref);
        return seller && routed(seller);
      },
      sellers: () => profiles.sellers().map(routed),
    };
  };
}

const tx = <T>(work: (transaction: Transaction) => Promise<T>): Promise<T> => bench.store.transaction('main', work);

async function sale(): Promise<string> {
  const order = JSON.parse(readFileSync('apps/sandbox/samples/orders/01-menuiserie.json', 'utf8')) as object;
  const sold = { ...order, operation: 'services', date: '2026-11-02', delivery: undefined };
  await bench.accept('order', Buffer.from(JSON.stringify(sold)), 'order.json');
  await bench.runJobs();
  const [invoice] = (await tx((t) => t.invoices.list({ limit: 1 }))).items;
  const payments = [{ ref: 'P-1', amount: '1279.20', remittance: invoice?.number ?? '' }];
  const statement = camtStatement({ id: 'S-1', opening: '1000.00', closing: '2279.20', payments });
  await bench.accept('statement', statement, 'S-1.xml');
  await bench.runJobs();
  return invoice?.id ?? '';
}

async function reportOf(sha256: string) {
  const document = readXml(await context.documents.get(sha256));
  return document.ok ? readFlux10(document.value).report : undefined;
}

it('reports a sale to a consumer and its payment from bank cash, and corrects the period when the money goes back', async () => {
  const invoiceId = await sale();
  // Not a domestic invoice between companies: no 212, though all collections are told.
  expect(await tx((t) => t.lifecycle.history(invoiceId))).toEqual([]);
  bench.clock.advance(35 * DAY);
  const prepared = (await prepareDueReports(context, 'main')).flatMap((each) =>
    each.kind === 'prepared' ? [each.report] : [],
  );
  expect(prepared.map((each) => `${each.kind} ${each.periodStart} ${each.typeCode} ${each.dueOn}`)).toEqual([
    'transactions 2026-11-01 IN 2026-11-20',
    'payments 2026-11-01 IN 2026-12-10',
  ]);
  const [sales, cash] = await Promise.all(prepared.map((each) => reportOf(each.sha256)));
  expect(sales?.transactions?.days).toMatchObject([{ date: '2026-11-02', category: 'TPS1', count: 1 }]);
  expect(sales?.transactions?.days[0]?.taxTotal.toString()).toBe('199.20');
  const collected = cash?.payments?.days[0]?.subTotals.map(
    (each) => `${each.rate.toString()} ${each.amount.toString()}`,
  );
  expect(collected).toEqual(['10.00 184.80', '20.00 1094.40']);
  expect((await prepareDueReports(context, 'main')).some((each) => each.kind === 'prepared')).toBe(false);

  const [entry] = (await tx((t) => t.cash.listEntries({ limit: 1 }))).items;
  await undoEntry(context, 'main', { entryId: entry?.id ?? '', person: 'clerk' });
  await bench.runJobs();
  const again = await prepareReport(context, 'main', {
    sellerRef: 'atelier-exemple',
    kind: 'payments',
    on: localDate('2026-11-30'),
  });
  if (again.kind !== 'prepared') throw new Error(again.kind);
  expect([again.report.typeCode, again.report.revision, again.report.reportRef]).toEqual([
    'RE',
    2,
    '100000009-PAY-20261101-20261130-2',
  ]);
  expect((await reportOf(again.report.sha256))?.payments).toEqual({
    period: { start: '2026-11-01', end: '2026-11-30' },
    invoices: [],
    days: [],
  });
});

it('hands reports to the route, once, and tells what became of them', async () => {
  await sale();
  bench.clock.advance(35 * DAY);
  await prepareDueReports(context, 'main');
  const before = bench.sink.sent.length;
  await bench.runJobs();
  const sent = bench.sink.sent.slice(before);
  expect(sent.map((each) => each.fileName).sort()).toEqual([
    '100000009-PAY-20261101-20261130-1.xml',
    '100000009-TRX-20261101-20261110-1.xml',
  ]);
  const messages = (await tx((t) => t.outgoing.list({ limit: 10, subject: 'report' }))).items;
  expect(messages.map((each) => [each.state, each.attempts])).toEqual([
    ['delivered', 1],
    ['delivered', 1],
  ]);
  expect(new Set(sent.map((each) => each.idempotencyKey))).toEqual(new Set(messages.map((each) => each.id)));
  const events = await tx((t) => t.timeline.of('report', messages[0]?.subjectId ?? ''));
  expect(events.map((event) => event.type)).toEqual(['report.prepared', 'report.sent']);
});
