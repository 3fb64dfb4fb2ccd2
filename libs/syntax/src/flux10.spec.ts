import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { XmlDocument as PeerDocument, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';
import type { EReport } from '#ereporting';
import { Decimal, localDate } from '#kernel';
import { parseLocalDateTime, type LocalDateTime } from '#lifecycle';
import { readXml } from '#xml';
import { readFlux10, writeFlux10 } from './index.js';

const XSD = '../shared/corpora/xsd/flux10/ereporting.xsd';
const isHere = existsSync(XSD);
if (!isHere) console.warn(`skipped: e-reports against XML Schema (${XSD} is not here)`);

const d = (text: string) => Decimal.of(text);
const period = { start: localDate('2026-10-01'), end: localDate('2026-10-31') };
const document: EReport['document'] = {
  id: '100000009-TRX-20261001-1',
  issuedAt: parseLocalDateTime('2026-11-02T08:00:00') as LocalDateTime,
  typeCode: 'IN',
  sender: { id: '0123', scheme: '0238', name: 'Plateforme (exemple)', roleCode: 'WK' },
  issuer: { id: '100000009', scheme: '0002', name: 'Vendeur (exemple)', roleCode: 'SE' },
};

const TRANSACTIONS: EReport = {
  document,
  transactions: {
    period,
    invoices: [
      {
        number: 'F-1',
        issueDate: localDate('2026-10-05'),
        typeCode: '381',
        currency: 'EUR',
        dueDate: localDate('2026-11-05'),
        taxPointDateCode: '3',
        notes: [{ subjectCode: 'AAI', text: 'Note <exemple> & suite' }],
        businessProcess: 'S1',
        precedingInvoices: [{ number: 'F-0', issueDate: localDate('2026-09-05') }],
        seller: { id: '100000009', scheme: '0002', vatId: 'FR88100000009', country: 'FR' },
        buyer: { id: 'DE123456788', scheme: '0223', vatId: 'DE123456788', country: 'DE' },
        taxRepresentativeVatId: 'FR00000000000',
        deliveries: [{ date: localDate('2026-10-04'), line1: '1 Weg', city: 'Köln', postCode: '50667', country: 'DE' }],
        period: { start: localDate('2026-10-01'), end: localDate('2026-10-04') },
        allowances: [{ amount: d('5.00'), vatCategory: 'S', vatRate: d('20.00') }],
        charges: [{ amount: d('1.00'), vatCategory: 'S', vatRate: d('20.00') }],
        taxExclusiveAmount: d('96.00'),
        taxAmount: d('0.00'),
        taxCurrency: 'EUR',
        vatBreakdown: [
          {
            taxableAmount: d('96.00'),
            taxAmount: d('0.00'),
            category: 'E',
            rate: d('0.00'),
            exemptionReason: 'Exonération (exemple)',
            exemptionReasonCode: 'VATEX-EU-AE',
          },
        ],
        lines: [
          {
            notes: [{ code: 'AAI', text: 'Ligne' }],
            quantity: d('2'),
            unitCode: 'HUR',
            period: { start: localDate('2026-10-01'), end: localDate('2026-10-04') },
            allowances: [{ amount: d('1.00') }],
            charges: [{ amount: d('2.00') }],
            netPrice: d('50.00'),
            discount: d('1.00'),
            grossPrice: d('51.00'),
            name: 'Prestation (exemple)',
          },
        ],
      },
    ],
    days: [
      {
        date: localDate('2026-10-03'),
        currency: 'EUR',
        taxPointDateCode: '5',
        category: 'TPS1',
        taxExclusiveAmount: d('1500.00'),
        taxTotal: d('255.00'),
        count: 42,
        vatBreakdown: [{ rate: d('20.00'), taxableAmount: d('1189.66'), taxAmount: d('237.93') }],
      },
    ],
  },
};

const PAYMENTS: EReport = {
  document: { ...document, id: '100000009-PAY-20261001-2', name: 'Paiements', typeCode: 'RE' },
  payments: {
    period,
    invoices: [
      {
        number: 'F-1',
        issueDate: localDate('2026-09-15'),
        date: localDate('2026-10-20'),
        subTotals: [
          { rate: d('5.50'), currency: 'EUR', amount: d('105.50') },
          { rate: d('20.00'), currency: 'EUR', amount: d('600.00') },
        ],
      },
    ],
    days: [{ date: localDate('2026-10-21'), subTotals: [{ rate: d('20.00'), currency: 'EUR', amount: d('12.00') }] }],
  },
};

describe('Flux 10', () => {
  it.each([
    ['transactions', TRANSACTIONS],
    ['payments', PAYMENTS],
    [
      'an empty correction',
      { document: { ...document, typeCode: 'RE' as const }, payments: { period, invoices: [], days: [] } },
    ],
  ])('writes %s and reads the same back', (_name, report) => {
    const { bytes, notCarried } = writeFlux10(report);
    expect(notCarried).toEqual([]);
    const xml = readXml(bytes);
    const back = readFlux10(xml.ok ? xml.value : (undefined as never));
    expect({ unread: back.unread, faults: back.faults }).toEqual({ unread: [], faults: [] });
    expect(JSON.stringify(sorted(back.report))).toBe(JSON.stringify(sorted(report)));
  });

  (isHere ? it : it.skip)('is valid against the schema of the specification', () => {
    xmlRegisterFsInputProviders();
    const schema = XsdValidator.fromDoc(PeerDocument.fromBuffer(readFileSync(XSD), { url: XSD }));
    for (const report of [TRANSACTIONS, PAYMENTS]) {
      const peer = PeerDocument.fromBuffer(writeFlux10(report).bytes);
      expect(() => schema.validate(peer)).not.toThrow();
      peer.dispose();
    }
    const broken = PeerDocument.fromString('<Report><ReportDocument/></Report>');
    expect(() => schema.validate(broken)).toThrow();
  });

  it('is no other document', () => {
    const xml = readXml(Buffer.from('<Report xmlns="urn:example"/>'));
    expect(xml.ok && readFlux10(xml.value).report).toBeUndefined();
  });
});

/** Members in the order of their names, those without value left out. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object' || value instanceof Decimal) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}
