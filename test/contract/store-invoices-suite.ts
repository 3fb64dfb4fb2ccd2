import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Decimal, FixedClock, localDate, newId, sha256 } from '#kernel';
import type { SqlStore } from '#store';
import { sql } from 'drizzle-orm';
import { AT, aBooking, anInvoice, aPayment, importEntry, issue } from './store-fixtures.js';
import type { StoreOpener } from './store-intake-suite.js';

/** What invoices, numbers, the ledger, disputes and figures promise, on any database. */
export function describeInvoices(open: StoreOpener): void {
  describe('invoices and ledger', () => {
    let store: SqlStore;
    beforeAll(async () => {
      store = await open(new FixedClock(AT));
    });
    afterAll(() => store.close());

    it('gives an invoice back as it was issued, amounts with their scale', async () => {
      const tenant = newId();
      await store.transaction(tenant, async (tx) => {
        const invoice = anInvoice({ totalWithVat: Decimal.of('1000.10'), creditorReference: 'RF18539007547034' });
        await tx.invoices.add(invoice);
        const found = await tx.invoices.findByNumber(invoice.number);
        expect(found).toEqual(invoice);
        expect(found?.totalWithVat.toString()).toBe('1000.10');
        expect(found?.model.lines[0]?.quantity.toString()).toBe('1.000');
        expect(found?.model.lines[0]?.item.attributes[0]?.value).toBe('7.50');
        expect(found?.model.buyer.identifiers[0]?.id).toBe('0012.50');
      });
    });

    it('gives gapless numbers to 20 concurrent issuers, also when some roll back', async () => {
      const tenant = newId();
      const attempts = Array.from({ length: 60 }, (_, index) =>
        store
          .transaction(tenant, async (tx) => {
            const sequence = await tx.numbers.next('seller-example', 'F', 2026);
            const number = `F2026-${String(sequence).padStart(5, '0')}`;
            const invoice = await issue(tx, { number });
            const entry = { sellerRef: 'seller-example', series: 'F', fiscalYear: 2026, sequence, number };
            await tx.numbers.record({ ...entry, invoiceId: invoice.id });
            if (index % 3 === 0) throw new Error('given up');
            return sequence;
          })
          .catch(() => undefined),
      );
      const given = (await Promise.all(attempts)).filter((sequence) => sequence !== undefined);
      expect(given.sort((left, right) => left - right)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
      await store.transaction(tenant, async (tx) => {
        expect(await tx.numbers.next('seller-example', 'F', 2026)).toBe(41);
        expect(await tx.numbers.next('seller-example', 'F', 2027)).toBe(1);
        expect(await tx.numbers.next('seller-example', 'A', 2026)).toBe(1);
      });
    });

    it('takes promised numbers in turn only, and voids promises when the turn is broken', async () => {
      const tenant = newId();
      const of = { sellerRef: newId(), series: 'P', fiscalYear: 2026 };
      const ask = (count: number) => store.transaction(tenant, (tx) => tx.numbers.promise(of, count));
      const take = (promise: Awaited<ReturnType<typeof ask>>) =>
        store.transaction(tenant, (tx) => tx.numbers.takePromised(promise));
      const [first, second] = [await ask(3), await ask(2)];
      expect([first.first, second.first]).toEqual([1, 4]);
      expect(await take(second)).toBe('not-yet');
      expect(await take(first)).toBe('taken');
      expect(await take(first)).toBe('void');
      await store.transaction(tenant, (tx) => tx.numbers.breakPromises(second));
      expect(await take(second)).toBe('void');
      const third = await ask(1);
      expect(third.first).toBe(4);
      // Somebody takes the number at once: the promise of it is void.
      expect(await store.transaction(tenant, (tx) => tx.numbers.takeNow(of, 2))).toBe(4);
      expect(await take(third)).toBe('void');
      expect(await take(await ask(1))).toBe('taken');
      expect(await store.transaction(tenant, (tx) => tx.numbers.next(of.sellerRef, of.series, 2026))).toBe(7);
    });

    it('refuses a second invoice for one order', async () => {
      const tenant = newId();
      const number = `F-${newId()}`;
      await store.transaction(tenant, (tx) => issue(tx, { number }));
      const repeated = store.transaction(tenant, (tx) => issue(tx, { number }));
      await expect(repeated).rejects.toMatchObject({ code: 'STORE.DUPLICATE', category: 'conflict' });
    });

    it('derives what is open from the bookings', async () => {
      const tenant = newId();
      await store.transaction(tenant, async (tx) => {
        const entryId = await importEntry(tx, '100.00');
        const invoice = await issue(tx, { totalWithVat: Decimal.of('120.00') });
        const credit = await issue(tx, {
          kind: 'credit-note',
          typeCode: '381',
          totalWithVat: Decimal.of('30.00'),
          correctsInvoiceId: invoice.id,
        });
        const openOf = async (id: string) => (await tx.ledger.openAmountForUpdate(id)).toString();
        expect([await openOf(invoice.id), await openOf(credit.id)]).toEqual(['120.00', '-30.00']);
        const payment = aPayment('100.00', { entryId });
        const tied = aBooking('allocation', '90.00', { invoiceId: invoice.id, entryId, paymentId: payment.id });
        await tx.ledger.post([
          payment,
          tied,
          aBooking('allocation', '20.00', { invoiceId: invoice.id, creditInvoiceId: credit.id }),
        ]);
        expect([await openOf(invoice.id), await openOf(credit.id)]).toEqual(['10.00', '-10.00']);
        expect((await tx.ledger.freeAmountForUpdate(payment.id))?.toString()).toBe('10.00');
        await tx.ledger.post([aBooking('write-off', '-10.00', { invoiceId: invoice.id })]);
        expect(await openOf(invoice.id)).toBe('0.00');
        const undo = { invoiceId: invoice.id, entryId, paymentId: payment.id, reverses: tied.id };
        await tx.ledger.post([aBooking('allocation', '-90.00', undo)]);
        expect(await openOf(invoice.id)).toBe('90.00');
        const free = await tx.ledger.payments({ customerRef: 'customer-example', free: true });
        expect(free.map((one) => [one.paymentId, one.unallocatedAmount.toString()])).toEqual([[payment.id, '100.00']]);
        expect((await tx.ledger.ofInvoice(credit.id)).map((booking) => booking.kind)).toEqual([
          'credit-note',
          'allocation',
        ]);
        expect((await tx.invoices.creditNotesOf(invoice.id)).map((row) => row.id)).toEqual([credit.id]);
        expect(await tx.ledger.knownPayers()).toEqual([]);
      });
      const [figures] = await store.figures.receivables(localDate('2026-11-25'), tenant);
      // 100 came in; its one allocation was taken back, so all of it is on account.
      expect(figures).toMatchObject({ openCount: 1, paidCount: 0 });
      expect(figures?.unallocatedCashAmount.toString()).toBe('100.00');
      expect(figures?.creditAmount.toString()).toBe('10.00');
      expect(figures?.openAmount.toString()).toBe('90.00');
    });

    it('carries balances that equal the sum of the bookings', async () => {
      const differences = await store.database.asOwner((queries) =>
        queries.execute(sql`SELECT * FROM facteur_ledger_differences()`),
      );
      expect(differences).toMatchObject({ rows: [] });
    });

    it('lets two allocations not both take the last euro', async () => {
      const tenant = newId();
      const invoice = await store.transaction(tenant, (tx) => issue(tx));
      const taken = await Promise.all(
        [1, 2, 3].map(() =>
          store.transaction(tenant, async (tx) => {
            const open = await tx.ledger.openAmountForUpdate(invoice.id);
            const payment = aPayment(open.toString());
            const tied = { invoiceId: invoice.id, paymentId: payment.id };
            if (open.isPositive()) await tx.ledger.post([payment, aBooking('allocation', open.toString(), tied)]);
            return open.isPositive();
          }),
        ),
      );
      expect(taken.filter(Boolean)).toHaveLength(1);
    });

    it('lists what is open with what is disputed and how delivery stands', async () => {
      const tenant = newId();
      await store.transaction(tenant, async (tx) => {
        const invoice = await issue(tx);
        const paid = await issue(tx, { totalWithVat: Decimal.of('5.00') });
        const payment = aPayment('5.00');
        const tied = { invoiceId: paid.id, paymentId: payment.id };
        await tx.ledger.post([payment, aBooking('allocation', '5.00', tied)]);
        const dispute = {
          id: newId(),
          invoiceId: invoice.id,
          cause: 'price',
          amount: Decimal.of('20.00'),
          currency: 'EUR',
          state: 'open',
          openedAt: AT,
          openedBy: 'clerk@example.com',
          correlationId: newId(),
          lines: [],
          source: 'person',
        };
        await tx.disputes.add(dispute);
        await tx.disputes.comment(dispute.id, { at: AT, author: 'a', text: 'Prix convenu 9,50' });
        const documentId = newId();
        const fileName = 'f.xml';
        await tx.documents.add({
          id: documentId,
          invoiceId: invoice.id,
          format: 'ubl',
          sha256: sha256('x'),
          size: 1,
          mediaType: 'application/xml',
          fileName,
          createdAt: AT,
        });
        const delivery = {
          documentId,
          fileName,
          partner: 'p',
          channel: 'sftp',
          attempts: 0,
          correlationId: 'c',
        } as const;
        const common = { ...delivery, invoiceId: invoice.id, createdAt: AT };
        await tx.deliveries.add({ ...common, id: newId(), idempotencyKey: newId(), state: 'delivered' });
        const waiting = newId();
        await tx.deliveries.add({ ...common, id: waiting, idempotencyKey: newId(), state: 'waiting' });
        const [open, ...others] = (await tx.invoices.list({ limit: 10, open: true })).items;
        expect(others).toEqual([]);
        expect(open).toMatchObject({ id: invoice.id, deliveryState: 'waiting' });
        expect(open).not.toHaveProperty('model');
        expect([open?.openAmount.toString(), open?.disputedAmount.toString()]).toEqual(['120.00', '20.00']);
        expect(await tx.ledger.openInvoices()).toMatchObject([
          { invoiceId: invoice.id, dueDate: '2026-12-20', disputedAmount: Decimal.of('20.00') },
        ]);
        await tx.deliveries.record(waiting, { state: 'refused', detail: 'Unknown customer', at: AT });
        expect(await tx.deliveries.find(waiting)).toMatchObject({ attempts: 1, state: 'refused', settledAt: AT });
        expect((await tx.invoices.summary(invoice.id))?.deliveryState).toBe('refused');
        for (const state of ['waiting', 'dead'] as const)
          await tx.deliveries.record(waiting, { state, detail: 'Given up', at: AT });
        expect(await tx.deliveries.find(waiting)).toMatchObject({ state: 'refused', detail: 'Unknown customer' });
        await tx.disputes.setState(dispute.id, { state: 'resolved', resolvedAt: AT, resolution: 'credited' });
        expect((await tx.invoices.summary(invoice.id))?.disputedAmount.isZero()).toBe(true);
        expect(await tx.disputes.comments(dispute.id)).toHaveLength(1);
        expect((await tx.disputes.list({ limit: 5, open: true })).items).toEqual([]);
      });
      expect(await store.figures.counts(tenant)).toEqual({
        orders: {},
        invoices: { invoice: 2 },
        deliveries: { delivered: 1, refused: 1 },
        entries: {},
        disputesOpen: 0,
        paidInvoices: 1,
      });
    });

    it('ages what is open and adds up sales by month', async () => {
      const tenant = newId();
      await store.transaction(tenant, async (tx) => {
        await issue(tx, { issueDate: localDate('2026-08-01'), dueDate: localDate('2026-08-31') });
        await issue(tx, { issueDate: localDate('2026-11-01'), dueDate: localDate('2026-12-01') });
        await issue(tx, { issueDate: localDate('2026-11-02'), dueDate: undefined, currency: 'USD' });
        await issue(tx, {
          kind: 'credit-note',
          issueDate: localDate('2026-11-03'),
          totalWithVat: Decimal.of('20.00'),
        });
      });
      const [euro, dollar] = await store.figures.receivables(localDate('2026-12-02'), tenant);
      expect(euro?.ageing.map((row) => [row.bucket, row.amount.toString(), row.count])).toEqual([
        ['1-30', '120.00', 1],
        ['91-180', '120.00', 1],
      ]);
      expect(euro?.salesByMonth.map((row) => [row.month, row.amount.toString()])).toEqual([
        ['2026-11', '100.00'],
        ['2026-08', '120.00'],
      ]);
      expect(euro?.sales90Days.toString()).toBe('100.00');
      expect(dollar?.ageing[0]).toMatchObject({ bucket: 'not-due', count: 1 });
    });
  });
}
