import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { accountStatement, claimLatePayment, frameFor, giveReceipt, recordPayment, statementLetter } from '#flows';
import { addDays, Decimal, FixedClock } from '#kernel';
import { openFlowBench, type FlowBench } from '../contract/flow-bench.js';
import { issue } from '../contract/store-fixtures.js';
import { judgePdfs } from './verapdf.js';

const WORK = mkdtempSync(join(tmpdir(), 'facteur-letters-'));
const clock = new FixedClock(new Date('2026-06-20T10:00:00Z'));
const CUSTOMER = 'C-MENUISERIE';
let bench: FlowBench;
beforeAll(async () => {
  bench = await openFlowBench({ clock });
});
afterAll(async () => {
  await bench.close();
  rmSync(WORK, { recursive: true, force: true });
});

/** The letters say that they are PDF/A-3. */
it('lets veraPDF find no failure in statements, receipts and claims of either language', async () => {
  const { context, store } = bench;
  const issueDate = addDays(clock.today(), -90);
  const invoices = await store.transaction('main', async (tx) => {
    const rows = [];
    for (let at = 0; at < 60; at += 1) {
      const totalWithVat = Decimal.of('120.00');
      const dates = { issueDate, dueDate: addDays(issueDate, 30) };
      rows.push(
        await issue(tx, {
          ...dates,
          number: `F2026-${at}`,
          customerRef: CUSTOMER,
          sellerRef: 'atelier-exemple',
          totalWithVat,
        }),
      );
    }
    return rows;
  });
  const hashes: string[] = [];
  const files: string[] = [];
  const queue = (bytes: Uint8Array) => {
    const file = join(WORK, `${files.length}.pdf`);
    writeFileSync(file, bytes);
    files.push(file);
  };
  for (const [at, language] of (['fr', 'en'] as const).entries()) {
    const invoiceId = invoices[at]?.id ?? '';
    const claimed = await claimLatePayment(context, 'main', { invoiceId, language, person: 'clerk' });
    if (claimed.kind === 'claimed') hashes.push(claimed.claim.sha256);
    const amount = Decimal.of('100.00');
    const paid = await recordPayment(context, 'main', {
      ...{
        customerRef: CUSTOMER,
        currency: 'EUR',
        amount,
        receivedOn: clock.today(),
        means: 'cheque',
        person: 'clerk',
      },
      lines: [{ invoiceId, amount: Decimal.of('90.00') }],
    });
    if (paid.kind !== 'booked') throw new Error(JSON.stringify(paid));
    const paymentId = paid.bookings.find((each) => each.kind === 'payment')?.id ?? '';
    const given = await giveReceipt(context, 'main', { paymentId, language, person: 'clerk' });
    if (given.kind === 'given') hashes.push(given.receipt.sha256);
    const statement = await accountStatement(context, 'main', { customerRef: CUSTOMER });
    if (!statement) throw new Error('no statement');
    queue(statementLetter(context, statement, frameFor(context, 'main', { customerRef: CUSTOMER, language })));
  }
  expect(hashes).toHaveLength(4);
  for (const hash of hashes) queue(await context.documents.get(hash));
  const verdicts = judgePdfs(files);
  expect(verdicts.filter((each) => !each.compliant)).toEqual([]);
  expect(verdicts).toHaveLength(6);
});
