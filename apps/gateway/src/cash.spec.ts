import { describe, expect, it } from '@jest/globals';
import { Decimal } from '#kernel';
import { camtStatement } from '../../../test/contract/camt.js';
import {
  api,
  bring,
  call,
  called,
  clock,
  CUSTOMER,
  entryOf,
  get,
  half,
  issue,
  keyed,
  openCashApp,
  openOf,
  type Invoice,
  type Json,
} from '../../../test/contract/cash-app.js';

openCashApp();

describe('cash by HTTP', () => {
  it('matches a statement, proposes, is accepted, rejected, split and undone', async () => {
    const [paid, partly, split] = [await issue('H-1'), await issue('H-2'), await issue('H-3')];
    expect(await bring({ ref: 'E1', amount: paid.amountDue, remittance: paid.number })).toMatchObject({
      newEntries: 1,
    });
    expect(await openOf(paid)).toBe(0);
    const whole = await entryOf('E1');
    expect(await get(`/v1/entries/${whole.id}`)).toMatchObject({ state: 'allocated' });

    await bring({ ref: 'E2', amount: half(partly.amountDue), remittance: partly.number });
    const open = await get<{ items: { id: string }[] }>('/v1/proposals?state=open');
    const proposal = `/v1/proposals/${open.items[0]?.id}`;
    await keyed(`${proposal}/accept`, { shortfall: { kind: 'dispute', cause: 'PRICE' } }, {}, 200);
    expect((await call('post', `${proposal}/reject`)).body).toMatchObject({ status: 409, code: 'PROPOSAL.TOO_LATE' });
    expect(await get('/v1/disputes?open=true')).toMatchObject({ items: [{ invoiceId: partly.id, state: 'detected' }] });

    await bring({ ref: 'E3', amount: half(split.amountDue), remittance: split.number });
    for (const other of (await get<{ items: { id: string }[] }>('/v1/proposals?state=open')).items) {
      expect((await call('post', `/v1/proposals/${other.id}/reject`)).body).toMatchObject({ state: 'rejected' });
    }
    const third = await entryOf('E3');
    expect(third.state).toBe('unmatched');
    const lines = [{ invoiceId: split.id, amount: '10.00' }];
    const wrong = { lines: [{ invoiceId: split.id, amount: '99999.00' }], customerRef: CUSTOMER };
    expect((await call('post', `/v1/entries/${third.id}/allocate`, wrong)).body).toMatchObject({ status: 422 });
    await keyed(`/v1/entries/${third.id}/allocate`, { lines, customerRef: CUSTOMER }, { lines: [] }, 200);
    await keyed(`/v1/entries/${third.id}/undo`, { note: 'wrong customer' }, {}, 200);
    expect(await openOf(split)).toBe(Decimal.of(split.amountDue).toNumber());
    expect((await call('post', `/v1/entries/${third.id}/undo`)).body).toMatchObject({ status: 422 });

    await bring({ ref: 'E4', amount: `-${paid.amountDue}`, remittance: 'chargeback' });
    const debit = await entryOf('E4');
    await keyed(`/v1/entries/${debit.id}/take-back`, { receiptId: whole.id }, { receiptId: third.id }, 200);
    expect(await openOf(paid)).toBe(Decimal.of(paid.amountDue).toNumber());
    expect((await call('post', '/v1/statements', Buffer.from('not a statement'))).body).toMatchObject({ status: 422 });
    expect((await call('post', '/v1/remittance-advices', Buffer.from('no advice'))).body).toMatchObject({
      status: 422,
    });
  });

  it('records, allocates, refunds, writes off and takes back; gives receipts', async () => {
    const invoice = await issue('P-1');
    const payment = {
      customerRef: CUSTOMER,
      amount: '500.00',
      receivedOn: '2026-05-04',
      means: 'cheque',
      reference: '0001',
    };
    const booked = await keyed('/v1/payments', payment, { ...payment, amount: '501.00' });
    const [{ id: paymentId }] = booked['bookings'] as [{ id: string }];
    const tied = { paymentId, invoiceId: invoice.id, amount: '100.00' };
    const allocated = await keyed('/v1/allocations', tied, { ...tied, amount: '1.00' });
    const before = await openOf(invoice);
    const [allocation] = allocated['bookings'] as [{ id: string }];
    await keyed(`/v1/bookings/${allocation.id}/undo`, { note: 'not meant' }, {});
    expect(await openOf(invoice)).toBe(before + 100);
    const refund = { paymentId, amount: '400.00', reason: 'sent twice' };
    await keyed('/v1/refunds', refund, { ...refund, amount: '1.00' });
    const overdrawn = await call('post', '/v1/refunds', { ...refund, amount: '400.00' });
    expect(overdrawn.body).toMatchObject({ status: 422, problems: [{ message: { fr: expect.any(String) } }] });
    const writeOff = { invoiceId: invoice.id, amount: '2.00', reason: 'small-difference' };
    await keyed('/v1/write-offs', writeOff, { ...writeOff, amount: '3.00' });
    expect((await call('post', '/v1/write-offs', { ...writeOff, reason: 'whim' })).body).toMatchObject({ status: 400 });
    const payments = await get<{ items: Json[] }>(`/v1/payments?customerRef=${CUSTOMER}&onAccount=true`);
    expect(payments.items.find((each) => each['paymentId'] === paymentId)).toMatchObject({
      unallocatedAmount: '100.00',
    });
    const receipt = await keyed(`/v1/payments/${paymentId}/receipt`, { language: 'en' }, { language: 'fr' });
    const file = await call('get', `/v1/payments/${paymentId}/receipts/${String(receipt['id'])}`);
    expect(file.type).toBe('application/pdf');
    expect(file.bytes.subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('moves a dispute on, keeps its evidence, closes it only when the amount is explained', async () => {
    const invoice = await issue('D-1');
    const wanted = { cause: 'PRICE', amount: '50.00', comment: 'agreed price was lower' };
    const dispute = await keyed(`/v1/invoices/${invoice.id}/disputes`, wanted, { ...wanted, amount: '1.00' });
    const path = `/v1/disputes/${String(dispute['id'])}`;
    expect((await call('post', `${path}/close`)).body).toMatchObject({ status: 409, code: 'DISPUTE.NOT_ALLOWED' });
    await keyed(`${path}/moves`, { move: 'qualify' }, { move: 'assign', assignee: 'sales' }, 200);
    await keyed(`${path}/moves`, { move: 'ask-customer', comment: 'which price list?' }, { move: 'answer' }, 200);
    await keyed(`${path}/moves`, { move: 'answer' }, { move: 'qualify' }, 200);
    await keyed(`${path}/comments`, { text: 'list of March' }, { text: 'list of April' });
    const evidence = Buffer.from('%PDF-1.4 invented price list (exemple)');
    const added = await call('post', `${path}/evidence?fileName=list.pdf`, evidence, 'evidence-1');
    expect(await call('post', `${path}/evidence?fileName=list.pdf`, evidence, 'evidence-1')).toMatchObject({
      status: 201,
      body: added.body,
    });
    expect((await call('post', `${path}/evidence?fileName=b.pdf`, Buffer.from('b'), 'evidence-1')).status).toBe(409);
    const kept = await call('get', `${path}/evidence/${String(added.body['id'])}`);
    expect([kept.type, Buffer.from(kept.bytes).equals(evidence)]).toEqual(['application/octet-stream', true]);
    const resolution = { resolution: 'credit-note' };
    expect((await call('post', `${path}/resolve`, resolution, 'r-1')).body).toMatchObject({
      status: 422,
      code: 'DISPUTE.UNEXPLAINED',
    });
    const credit = await call('post', `/v1/invoices/${invoice.id}/credit-notes`, { reason: 'price', amount: '50.00' });
    expect(credit.status).toBe(201);
    // Refused before: the key is free for the same request once its cause is mended.
    expect((await call('post', `${path}/resolve`, resolution, 'r-1')).body).toMatchObject({ state: 'resolved' });
    expect((await call('post', `${path}/close`, {}, 'c-1')).body).toMatchObject({ state: 'closed' });
    expect((await call('post', `${path}/close`, {}, 'c-1')).status).toBe(200);
    const shown = await get<{ state: string; steps: unknown[]; evidence: unknown[]; comments: unknown[] }>(path);
    expect(shown).toMatchObject({ state: 'closed', evidence: [{ fileName: 'list.pdf' }] });
    expect(shown.steps.length).toBeGreaterThan(5);
  });

  it('corrects in one step: corrective, cancel and reissue, gesture with refund', async () => {
    const [first, second, third] = [await issue('C-1'), await issue('C-2'), await issue('C-3')];
    const change = { reason: 'quantity was 1', lines: [{ id: '20', quantity: '1' }] };
    const corrective = await keyed(`/v1/invoices/${first.id}/corrective`, change, { ...change, reason: 'other' });
    expect(corrective).toMatchObject({ kind: 'corrected', documents: [{ typeCode: '384' }] });
    expect(await openOf(first)).toBe(0);
    const reissued = await keyed(
      `/v1/invoices/${second.id}/cancel-and-reissue`,
      { reason: 'order number', purchaseOrderReference: 'PO-9' },
      change,
    );
    expect(reissued).toMatchObject({ documents: [{ typeCode: '381' }, { typeCode: '380' }] });
    expect((await call('post', `/v1/invoices/${second.id}/cancel-and-reissue`, change)).body).toMatchObject({
      status: 422,
    });
    const gesture = { reason: 'late delivery', amount: '20.00' };
    expect(await keyed(`/v1/invoices/${third.id}/goodwill`, gesture, { ...gesture, amount: '21.00' })).toMatchObject({
      documents: [{ typeCode: '381', amountDue: '20.00' }],
    });
    expect(
      (await call('post', `/v1/invoices/${third.id}/goodwill`, { ...gesture, amount: '999999.00' })).body,
    ).toMatchObject({ status: 422 });
  });

  it('shows the early-payment discount with its working, by VAT rate', async () => {
    const invoice = await issue('E-0');
    const path = `/v1/invoices/${invoice.id}/early-payment`;
    const shown = await get<{ discountAmount: string; parts: unknown[]; working: { fr: string }[] }>(path);
    const wanted = Decimal.of(invoice.amountDue).times(Decimal.of('0.03')).rounded(2).toString();
    expect(shown).toMatchObject({ state: 'available', discountAmount: wanted });
    expect(shown.parts.length + 2).toBe(shown.working.length);
    expect(shown.working[0]?.fr).toContain('si payé au plus tard');
    expect(await get(`${path}?on=2027-01-01`)).toMatchObject({ state: 'too-late' });
    expect((await call('get', '/v1/invoices/00000000-0000-4000-8000-000000000000/early-payment')).status).toBe(404);
  });

  it('credits an early-payment discount with its VAT, in place of the write-off', async () => {
    const invoice = await issue('E-1');
    const taken = Decimal.of(invoice.amountDue).times(Decimal.of('0.02')).rounded(2);
    const paid = Decimal.of(invoice.amountDue).minus(taken).toString();
    await bring({ ref: 'E5', amount: paid, remittance: invoice.number });
    const open = await get<{ items: { id: string; lines: { invoiceId: string }[] }[] }>('/v1/proposals?state=open');
    const proposal = open.items.find((each) => each.lines.some((line) => line.invoiceId === invoice.id));
    const accepted = { shortfall: { kind: 'discount' } };
    expect((await call('post', `/v1/proposals/${proposal?.id}/accept`, accepted)).status).toBe(200);
    expect(await openOf(invoice)).toBe(0);
    const hook = { name: 'erp-discount', url: 'https://erp.example.com/hook', secretName: 'ERP_HOOK' };
    await call('post', '/v1/webhooks', { ...hook, events: ['invoice.discount-credited'] });
    const path = `/v1/invoices/${invoice.id}/discount-credit-note`;
    const credited = await keyed(path, { reason: 'Escompte 2 %' }, { reason: 'other' });
    expect(credited).toMatchObject({ documents: [{ typeCode: '381', amountDue: taken.toString() }] });
    expect(await openOf(invoice)).toBe(0);
    const [note] = credited['documents'] as [Invoice];
    expect(await openOf(note)).toBe(0);
    expect((await call('post', path, { reason: 'again' })).body).toMatchObject({
      problems: [{ code: 'CORRECTION.NO_DISCOUNT' }],
    });
    const told = await get<{ items: Json[] }>('/v1/webhooks/erp-discount/messages');
    expect(told.items).toMatchObject([{ type: 'invoice.discount-credited', thread: invoice.number }]);
  });

  it('plans, promises and claims', async () => {
    const invoice = await issue('L-1');
    const open = invoice.amountDue;
    const rest = Decimal.of(open).minus(Decimal.of('100.00')).toString();
    const instalments = [
      { dueOn: '2026-07-01', amount: '100.00' },
      { dueOn: '2026-08-01', amount: rest },
    ];
    expect(
      (await call('post', `/v1/invoices/${invoice.id}/plans`, { instalments: instalments.slice(1) })).body,
    ).toMatchObject({ status: 422, code: 'PLAN.UNSOUND' });
    const plan = await keyed(`/v1/invoices/${invoice.id}/plans`, { instalments }, { instalments, note: 'x' });
    expect((await call('post', `/v1/invoices/${invoice.id}/plans`, { instalments })).body).toMatchObject({
      status: 409,
    });
    expect(await get(`/v1/invoices/${invoice.id}/plans`)).toMatchObject({ items: [{ state: 'active' }] });
    expect((await call('post', `/v1/plans/${String(plan['id'])}/cancel`)).body).toMatchObject({ state: 'cancelled' });
    const promise = { promisedOn: '2026-05-20', madeBy: 'Ms Example', channel: 'phone' };
    await keyed(`/v1/invoices/${invoice.id}/promises`, promise, { ...promise, channel: 'mail' });
    expect(
      (await call('post', `/v1/invoices/${invoice.id}/promises`, { ...promise, amount: '999999.00' })).body,
    ).toMatchObject({ status: 422 });
    expect(await get(`/v1/invoices/${invoice.id}/promises`)).toMatchObject({ items: [{ state: 'open' }] });

    expect((await call('post', `/v1/invoices/${invoice.id}/claims`)).body).toMatchObject({
      status: 422,
      code: 'CLAIM.NOTHING',
    });
    clock.advance(Date.parse('2026-06-29T09:00:00Z') - clock.now().getTime());
    expect(await get(`/v1/invoices/${invoice.id}/late-payment?on=2026-06-29`)).toMatchObject({
      recoveryAmount: '40.00',
    });
    const unset = await call('get', `/v1/invoices/${invoice.id}/late-payment?on=2026-07-15`);
    expect(unset.body).toMatchObject({ code: 'INTEREST.RATE_MISSING', status: 409 });
    expect(JSON.stringify(unset.body)).toContain('receivables.interestRates');
    const claim = await keyed(`/v1/invoices/${invoice.id}/claims`, { language: 'en' }, { language: 'fr' });
    const document = await call('get', `/v1/claims/${String(claim['id'])}/document`);
    expect([document.type, document.bytes.subarray(0, 5).toString()]).toEqual(['application/pdf', '%PDF-']);
    expect(await get(`/v1/claims?customerRef=${CUSTOMER}&open=true`)).toMatchObject({ items: [{ id: claim['id'] }] });
  });

  it('states the account in JSON and PDF, in both languages, and the key figures', async () => {
    const path = `/v1/customers/${CUSTOMER}/statement`;
    const statement = await get<{ currencies: { currency: string }[] }>(path);
    expect(statement.currencies.map((each) => each.currency)).toEqual(['EUR']);
    for (const lang of ['fr', 'en']) {
      const pdf = await call('get', `${path}?format=pdf&lang=${lang}`);
      expect([pdf.type, pdf.bytes.subarray(0, 5).toString()]).toEqual(['application/pdf', '%PDF-']);
    }
    expect((await call('get', '/v1/customers/NOBODY/statement')).status).toBe(404);
    expect(
      (await call('post', `/v1/customers/${CUSTOMER}/standing`, { doubtful: true, reason: 'insolvency' })).body,
    ).toMatchObject({ isDoubtful: true });
    expect(await get('/v1/kpis?days=90')).toMatchObject({ currencies: [{ currency: 'EUR', doubtfulShare: '1.0000' }] });
  });

  it('lists statements, and takes advices: read, repeated, refused, matched again', async () => {
    const [invoice, other] = [await issue('A-1'), await issue('A-2')];
    const amount = Decimal.of(invoice.amountDue).plus(Decimal.of(other.amountDue)).toString();
    await bring({ ref: 'A9', amount, remittance: 'see advice', endToEndId: 'ADV-77' });
    const listed = await get<{ items: Json[] }>('/v1/statements?limit=1');
    expect(listed.items).toMatchObject([
      { format: 'camt.053', entryCount: 1, closingBalance: expect.any(String), findings: [{ code: 'STATEMENT.GAP' }] },
    ]);
    const lines = [invoice, other].map(({ number, amountDue }) => `DOC+380+${number}'MOA+12:${amountDue}'`).join('');
    const advice = Buffer.from(
      "UNB+UNOC:3+A+B+261120:1200+1'UNH+1+REMADV:D:96A:UN'BGM+481+ADV-77'DTM+137:20260504:102'CUX+2:EUR'" +
        `${lines}UNS+S'MOA+12:${amount}'UNT+9+1'UNZ+1+1'`,
    );
    const sent = await call('post', '/v1/remittance-advices', advice, 'advice-1');
    expect(sent).toMatchObject({ status: 201, body: { advices: 1, newAdvices: 1, rematched: 1, problems: [] } });
    expect([await openOf(invoice), await openOf(other)]).toEqual([0, 0]);
    expect(await call('post', '/v1/remittance-advices', advice, 'advice-1')).toMatchObject({
      status: 200,
      body: { repeated: true },
    });
    expect((await call('post', '/v1/remittance-advices', Buffer.from('<x/>'), 'advice-1')).status).toBe(409);
    expect((await call('post', '/v1/remittance-advices', Buffer.from('<x/>'), 'advice-2')).body).toMatchObject({
      status: 422,
      code: 'ADVICE.REJECTED',
    });
    const kept = await get<{ items: Json[] }>('/v1/remittance-advices');
    expect(kept.items).toMatchObject([{ adviceRef: 'ADV-77', isPayment: true, totalAmount: amount }]);
  });

  it('holds what two messages may tell twice until a person says', async () => {
    const bare = camtStatement({
      id: 'BARE',
      opening: '0.00',
      closing: '22.00',
      payments: [
        { ref: 'X', amount: '11.00', remittance: '' },
        { ref: 'Y', amount: '11.00', remittance: '' },
      ],
    });
    const notice = bare
      .toString()
      .replaceAll('camt.053', 'camt.054')
      .replaceAll('BkToCstmrStmt', 'BkToCstmrDbtCdtNtfctn');
    const told = notice
      .replaceAll('Stmt>', 'Ntfctn>')
      .replaceAll(/<AcctSvcrRef>.<\/AcctSvcrRef>/g, '')
      .replace(/<Bal>.*<\/Bal>/s, '');
    const single = (id: string) =>
      Buffer.from(told.replaceAll('BARE', id).replace(/(<Ntry>.*?<\/Ntry>)\s*<Ntry>.*<\/Ntry>/s, '$1'));
    expect((await call('post', '/v1/statements', bare)).status).toBe(201);
    expect((await call('post', '/v1/statements', single('N-1'))).body).toMatchObject({ newEntries: 0 });
    const held = await get<{ items: { id: string }[] }>('/v1/entries?state=held');
    const entry = `/v1/entries/${held.items[0]?.id}`;
    const { heldFor } = await get<{ heldFor: string[] }>(entry);
    expect(heldFor).toHaveLength(2);
    expect((await call('post', `${entry}/same`, { sameAs: [held.items[0]?.id] })).body).toMatchObject({ status: 422 });
    await keyed(`${entry}/same`, { sameAs: heldFor.slice(0, 1) }, { sameAs: heldFor }, 200);
    expect((await call('post', `${entry}/release`)).body).toMatchObject({ status: 422, code: 'CASH.NOT_HELD' });
    expect(await get(entry)).toMatchObject({ state: 'ignored', heldFor: [] });
  });

  it('ages what was open on any day', async () => {
    const now = await get<{ currencies: { openAmount: string; ageing: { amount: string }[] }[] }>('/v1/ageing');
    const [euro] = now.currencies;
    expect(Decimal.sum((euro?.ageing ?? []).map(({ amount }) => Decimal.of(amount))).toString()).toBe(euro?.openAmount);
    const kpis = await get<{ currencies: { receivableAmount: string; ageing: Json[] }[] }>('/v1/kpis');
    expect(euro?.openAmount).toBe(kpis.currencies[0]?.receivableAmount);
    expect(await get(`/v1/ageing?on=2026-05-03&customerRef=${CUSTOMER}`)).toEqual({
      on: '2026-05-03',
      customerRef: CUSTOMER,
      currencies: [],
    });
  });

  it('leaves no route of cash untried: every one that OpenAPI has was called above', () => {
    const tags = new Set(['cash', 'receivables', 'payments', 'customers', 'disputes']);
    const described = Object.entries(api.paths).flatMap(([path, methods]) =>
      Object.entries(methods as Record<string, { tags?: string[] }>)
        .filter(([, route]) => route.tags?.some((tag) => tags.has(tag)))
        .map(([method]) => `${method} ${path}`),
    );
    expect(described.length).toBeGreaterThan(45);
    expect(described.filter((route) => !called.has(route))).toEqual([]);
  });
});
