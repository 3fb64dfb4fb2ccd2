import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Decimal, localDate, type Problem } from '#kernel';
import { jsonSchemaOf, parseOrder, type Order } from '#order';
import { customer, policy, sampleReadings, seller } from '../../../test/fixtures/orders/examples.js';
import {
  billingPolicySchema,
  draftInvoice,
  partnerProfileSchema,
  platformProfileSchema,
  sellerProfileSchema,
  withNumber,
  type DraftInvoice,
  type PartnerProfile,
} from './index.js';

const issueDate = localDate('2026-11-23');

function order(changes: Record<string, unknown> = {}): Order {
  const parsed = parseOrder({
    number: 'EX-1',
    date: '2026-11-20',
    sellerRef: 'atelier-exemple',
    customerRef: 'C-MENUISERIE',
    references: { purchaseOrder: 'BC-1' },
    lines: [{ quantity: '2', unit: 'C62', netPrice: '10.00', vat: { code: 'N' }, item: { name: 'Exemple' } }],
    ...changes,
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

const line = (changes: Record<string, unknown> = {}) => ({
  quantity: '1',
  unit: 'C62',
  netPrice: '10.00',
  item: { name: 'Exemple' },
  ...changes,
});

function draft(one: Order, who: PartnerProfile = customer()): DraftInvoice {
  const drafted = draftInvoice(one, seller(), who, policy(), { issueDate });
  if (!drafted.ok) throw new Error(JSON.stringify(drafted.error, null, 1));
  return drafted.value;
}

function faults(one: Order, who: PartnerProfile = customer()): readonly Problem[] {
  const drafted = draftInvoice(one, seller(), who, policy(), { issueDate });
  return drafted.ok ? [] : drafted.error;
}

const told = (problems: readonly Problem[]) => problems.map((one) => `${one.code} ${one.field}`);

describe('drafting an invoice', () => {
  it('brings parties, references, terms, notes, process and payment together', () => {
    const { invoice } = draft(order());
    expect(invoice).toMatchObject({
      number: 'DRAFT',
      typeCode: '380',
      currency: 'EUR',
      dueDate: '2026-12-23',
      paymentTerms: 'Paiement à 30 jours, échéance le 2026-12-23',
      purchaseOrderReference: 'BC-1',
      salesOrderReference: 'EX-1',
      process: { businessProcess: 'B1', specification: 'urn:cen.eu:en16931:2017' },
      seller: { legalRegistration: { id: '100000009', scheme: '0002' } },
      buyer: { identifiers: [{ id: '20000000800017', scheme: '0009' }] },
      payment: { meansCode: '58', creditTransfers: [{ accountId: 'FR7630006000011234567890189' }] },
    });
    expect(invoice.notes.map((note) => note.subjectCode)).toEqual(['BAR', 'PMT', 'PMD', 'AAB']);
    expect(invoice.totals.amountDue.toString()).toBe('24.00');
  });

  it('takes number and payment reference at issue', () => {
    const numbered = withNumber(draft(order()), 'F2026-000042', policy());
    expect(numbered.invoice.number).toBe('F2026-000042');
    expect(numbered.creditorReference).toMatch(/^RF\d\dF2026000042$/);
    expect(numbered.invoice.payment?.remittanceInformation).toBe(numbered.creditorReference);
    const byNumber = withNumber(draft(order()), 'F2026-000042', { remittanceReference: 'number' });
    expect(byNumber.invoice.payment?.remittanceInformation).toBe('F2026-000042');
    const long = withNumber(draft(order()), 'F2026-0000000000000000000042', policy());
    expect(long.invoice.payment?.remittanceInformation).toBe('F2026-0000000000000000000042');
  });

  it('tells everything that is wrong at once, with the field of the order', () => {
    const one = order({
      references: undefined,
      currency: 'USD',
      paymentTerms: { termsId: 'net-999' },
      notes: [{ text: 'see #4' }],
      lines: [
        line({ vat: { code: 'X' } }),
        line({ vat: { rate: '0' } }),
        line({ vat: { category: 'E', rate: '20' } }),
        line({ vat: { category: 'S', rate: '20' }, netAmount: '11.00', grossPrice: '9' }),
      ],
    });
    expect(told(faults(one)).sort()).toEqual([
      'BILLING.BANK_ACCOUNT_MISSING seller atelier-exemple: /bankAccounts',
      'BILLING.EXCHANGE_RATE_MISSING /currency',
      'BILLING.NOTE_HASH /notes/0/text',
      'BILLING.PRICE_DISAGREES /lines/3/netPrice',
      'BILLING.REFERENCE_MISSING /references/purchaseOrder',
      'BILLING.TERMS_UNKNOWN /paymentTerms/termsId',
      'BILLING.VAT_RATE /lines/2/vat/rate',
      'BILLING.VAT_UNDECIDED /lines/0/vat/code',
      'BILLING.VAT_ZERO_UNEXPLAINED /lines/1/vat/rate',
    ]);
  });

  it('names fields as the ERP does when told how', () => {
    const drafted = draftInvoice(order({ references: undefined }), seller(), customer(), policy(), {
      issueDate,
      locate: (path) => ({ row: 7, field: path.join('.') === 'references.purchaseOrder' ? 'Réf. client' : '?' }),
    });
    expect(drafted.ok ? [] : drafted.error).toMatchObject([{ row: 7, field: 'Réf. client' }]);
  });
});

describe('amounts of a draft', () => {
  it('rounds each line half-up after price, base quantity, allowances and charges', () => {
    const one = order({
      lines: [
        line({ quantity: '3', netPrice: '0.335' }), // 1.005
        line({ quantity: '250', netPrice: '12.50', baseQuantity: '100' }),
        line({ quantity: '10', netPrice: '9.99', allowances: [{ percentage: '2.5' }], charges: [{ amount: '1.00' }] }),
        line({ grossPrice: '10', priceDiscount: '1.5', netPrice: undefined }),
        line({ quantity: '-1' }),
      ],
    });
    const { lines } = draft(one).invoice;
    expect(lines.map((each) => each.netAmount.toString())).toEqual(['1.01', '31.25', '98.40', '8.50', '-10.00']);
    expect(lines[2]?.allowances[0]).toMatchObject({ reason: 'Remise' });
    expect(lines[2]?.allowances[0]?.amount.toString()).toBe('2.50');
    expect(lines[3]?.price.netPrice.toString()).toBe('8.5');
  });

  it('gives document allowances and charges the VAT of the lines only where that is one', () => {
    const same = draft(order({ charges: [{ amount: '5' }] })).invoice;
    expect(same.charges[0]?.vatRate?.toString()).toBe('20');
    const mixed = order({
      lines: [line({ vat: { code: 'N' } }), line({ vat: { code: 'R' } })],
      allowances: [{ percentage: '10' }],
    });
    // The policy's rule for parts without tax code decides then.
    const { invoice, explanations } = draft(mixed);
    expect(invoice.allowances[0]?.vatRate?.toString()).toBe('20');
    expect(explanations.map((one) => one.code)).toContain('BILLING.VAT_ASSUMED');
  });

  it('refuses amounts finer than the currency and allowances that disagree with their percentage', () => {
    expect(told(faults(order({ prepaidAmount: '1.005' })))).toEqual(['BILLING.AMOUNT_DECIMALS /prepaidAmount']);
    const one = order({ lines: [line({ allowances: [{ amount: '2.00', percentage: '10' }] })] });
    expect(told(faults(one))).toEqual(['BILLING.ALLOWANCE_DISAGREES /lines/0/allowances/0/amount']);
  });

  it('explains differences of the ERP within the tolerance and holds those beyond', () => {
    const near = draft(order({ totals: { totalWithVat: '24.01' } }));
    expect(near.explanations.map((one) => one.code)).toContain('BILLING.TOTAL_DIFFERS');
    expect(near.invoice.totals.totalWithVat.toString()).toBe('24.00');
    const [far] = faults(order({ totals: { totalWithVat: '22.00' } }));
    expect(far).toMatchObject({ code: 'BILLING.TOTAL_DIFFERS', field: '/totals/totalWithVat', value: '22.00' });
    expect(far?.message.en).toContain('20.00 + 4.00 = 24.00');
    const line9 = order({ lines: [line({ netAmount: '9.00' })] });
    expect(told(faults(line9))).toEqual(['BILLING.LINE_NET_DIFFERS /lines/0/netAmount']);
  });

  it('handles prepayment, full payment and negative results', () => {
    const part = draft(order({ prepaidAmount: '4' })).invoice;
    expect([part.totals.amountDue.toString(), part.process.businessProcess]).toEqual(['20.00', 'B1']);
    const full = draft(order({ prepaidAmount: '24.00' })).invoice;
    expect(full).toMatchObject({ process: { businessProcess: 'B2' }, dueDate: '2026-11-23', payment: undefined });
    const deposit = order({ prepaidAmount: '4', precedingInvoices: [{ number: 'F1' }] });
    expect(draft(deposit).invoice.process.businessProcess).toBe('B4');
    expect(told(faults(order({ prepaidAmount: '25' })))).toEqual(['BILLING.TOTAL_NEGATIVE /lines']);
  });
});

describe('VAT of a draft', () => {
  const treated = (vatTreatment: PartnerProfile['vatTreatment'], changes: Partial<PartnerProfile> = {}) => ({
    ...customer(),
    vatTreatment,
    ...changes,
  });

  it.each([
    ['reverse-charge', 'AE', 'VATEX-EU-AE'],
    ['export', 'G', 'VATEX-EU-G'],
    ['not-subject', 'O', 'VATEX-EU-O'],
  ] as const)('bills %s as category %s with its reason', (treatment, category, reason) => {
    const { invoice } = draft(order({ lines: [line()] }), treated(treatment));
    expect(invoice.vatBreakdown).toMatchObject([{ category, exemptionReasonCode: reason }]);
    expect(invoice.totals.vatTotal?.toString()).toBe('0.00');
    expect(invoice.seller.vatId === undefined).toBe(category === 'O');
  });

  it('asks an intra-community supply for delivery date and VAT number, and takes the address of the customer', () => {
    const werkhaus = customer('C-WERKHAUS');
    const one = order({ lines: [line({ vat: { code: 'N' } })] });
    expect(told(faults(one, { ...werkhaus, vatId: undefined })).sort()).toEqual([
      'BILLING.DELIVERY_DATE_MISSING /delivery/date',
      'BILLING.VAT_NUMBER_MISSING customer C-WERKHAUS: /vatId',
    ]);
    const { invoice } = draft(order({ lines: [line()], delivery: { date: '2026-11-20' } }), werkhaus);
    expect(invoice.vatBreakdown).toMatchObject([{ category: 'K', exemptionReasonCode: 'VATEX-EU-IC' }]);
    expect(invoice.delivery?.address?.country).toBe('DE');
    expect(invoice.notes.find((note) => note.subjectCode === 'PMT')?.text).toMatch(/^In case of late payment/);
  });

  it('warns when tax is charged against the treatment of the customer', () => {
    const { explanations } = draft(order({ lines: [line({ vat: { rate: '20' } })] }), treated('export'));
    expect(explanations.filter((one) => one.severity === 'warning').map((one) => one.code)).toEqual([
      'BILLING.VAT_AGAINST_TREATMENT',
    ]);
  });

  it('wants a reason for each exemption, and one only', () => {
    const bare = { ...policy(), vatRules: [] };
    const drafted = draftInvoice(order({ lines: [line({ vat: { category: 'E' } })] }), seller(), customer(), bare, {
      issueDate,
    });
    expect(drafted.ok ? [] : told(drafted.error)).toEqual([
      'BILLING.EXEMPTION_MISSING /lines/0/vat/exemptionReasonCode',
    ]);
    const two = order({
      lines: [
        line({ vat: { category: 'E', exemptionReason: 'one' } }),
        line({ vat: { category: 'E', exemptionReason: 'other' } }),
      ],
    });
    expect(told(faults(two))).toEqual(['BILLING.EXEMPTIONS_DIFFER /lines/1/vat']);
  });
});

describe('credit notes ordered by the ERP', () => {
  it('name the invoice with its date, which may be looked up', () => {
    const one = order({ kind: 'credit-note', precedingInvoices: [{ number: 'F2025-1' }] });
    expect(told(faults(one))).toEqual(['BILLING.PRECEDING_DATE_MISSING /precedingInvoices/0/issueDate']);
    expect(told(faults(order({ kind: 'credit-note' })))).toEqual([
      'BILLING.PRECEDING_INVOICE_MISSING /precedingInvoices',
    ]);
    const drafted = draftInvoice(one, seller(), customer(), policy(), {
      issueDate,
      lookups: { issueDateOf: () => localDate('2025-12-18') },
    });
    if (!drafted.ok) throw new Error('refused');
    expect(drafted.value.invoice).toMatchObject({
      typeCode: '381',
      precedingInvoices: [{ number: 'F2025-1', issueDate: '2025-12-18' }],
      payment: undefined,
    });
    expect(drafted.value.invoice.dueDate).toBeUndefined();
  });
});

describe('the sample orders', () => {
  const outcomes = sampleReadings().flatMap(({ reading }) =>
    reading.orders.map(({ order: one }) => {
      const from = seller(one.sellerRef);
      const drafted = draftInvoice(one, from, customer(one.customerRef), policy(from.policy), { issueDate });
      return [one.number, drafted.ok ? drafted.value.invoice.totals.totalWithVat.toString() : told(drafted.error)];
    }),
  );

  it('come out as their table says', () => {
    expect(Object.fromEntries(outcomes)).toEqual({
      'EX-1001': '1279.20',
      'EX-1002': '1646.74',
      'EX-1003': '2610.00',
      'EX-1004': '1910.53',
      'EX-2001': '1440.00',
      'EX-2002': '1408.00',
      'EX-2003': '1481481.47',
      'EX-1006': ['BILLING.TOTAL_DIFFERS /totals/vatTotal', 'BILLING.TOTAL_DIFFERS /totals/totalWithVat'],
      'EX-1007': '192.00',
      'EX-3001': '1173.12',
      'EX-3002': '6771.60',
      'EX-4001': '615.60',
    });
  });

  it('have the two bad CSV rows rejected with row, column and value', () => {
    const csv = sampleReadings().find(({ name }) => name.endsWith('.csv'));
    expect(csv?.reading.problems.map((one) => `${one.row} ${one.field} ${one.value}`)).toEqual([
      '6 Qté douze',
      '7 Date 31/11/2026',
      '7 PU HT 2.15',
    ]);
  });
});

describe('the schemas of profiles and policies', () => {
  it('find what single fields cannot show', () => {
    const raw = JSON.parse(JSON.stringify({ ...customer(), siret: '30000000700017' })) as unknown;
    expect(partnerProfileSchema.safeParse(raw).error?.issues.map((one) => one.path)).toEqual([['siret']]);
    const terms = JSON.parse(JSON.stringify({ ...policy(), defaultPaymentTerms: 'net-999' })) as unknown;
    expect(billingPolicySchema.safeParse(terms).error?.issues.map((one) => one.path)).toEqual([
      ['defaultPaymentTerms'],
    ]);
  });

  it.each([
    [
      'partner',
      jsonSchemaOf(
        partnerProfileSchema,
        'https://example.com/facteur/schemas/partner.schema.json',
        'Facteur customer profile',
      ),
    ],
    [
      'seller',
      jsonSchemaOf(
        sellerProfileSchema,
        'https://example.com/facteur/schemas/seller.schema.json',
        'Facteur seller profile',
      ),
    ],
    [
      'policy',
      jsonSchemaOf(
        billingPolicySchema,
        'https://example.com/facteur/schemas/policy.schema.json',
        'Facteur billing policy',
      ),
    ],
    [
      'platform',
      jsonSchemaOf(
        platformProfileSchema,
        'https://example.com/facteur/schemas/platform.schema.json',
        'Facteur accredited platform',
      ),
    ],
  ])('%s is committed and current', (name, schema) => {
    const path = `schemas/${name}.schema.json`;
    const current = `${JSON.stringify(schema, null, 2)}\n`;
    if (process.env['UPDATE_SCHEMAS'] === '1' && !process.env['CI']) writeFileSync(path, current);
    expect(readFileSync(path, 'utf8')).toBe(current);
  });
});

it('keeps decimals out of binary floats', () => {
  expect(draft(order({ lines: [line({ quantity: '3', netPrice: '0.1' })] })).invoice.lines[0]?.netAmount).toEqual(
    Decimal.of('0.30'),
  );
});
