import { Decimal, localDate } from '#kernel';
import type { Invoice } from '#invoice';

const d = (text: string) => Decimal.of(text);

/** An invented invoice of a French seller; services at 20 % unless said otherwise. */
export function anInvoice(number: string, over: Partial<Invoice> = {}): Invoice {
  return {
    number,
    issueDate: localDate('2026-10-05'),
    typeCode: '380',
    currency: 'EUR',
    notes: [{ subjectCode: 'BAR', text: 'B2C' }],
    process: { businessProcess: 'S1', specification: 'urn:cen.eu:en16931:2017' },
    precedingInvoices: [],
    seller: {
      name: 'Vendeur (exemple)',
      identifiers: [],
      legalRegistration: { id: '100000009', scheme: '0002' },
      vatId: 'FR88100000009',
      address: { country: 'FR' },
    },
    buyer: { name: 'Client (exemple)', identifiers: [], address: { country: 'FR' } },
    allowances: [],
    charges: [],
    totals: {
      lineNetTotal: d('100.00'),
      totalWithoutVat: d('100.00'),
      vatTotal: d('20.00'),
      totalWithVat: d('120.00'),
      amountDue: d('120.00'),
    },
    vatBreakdown: [{ taxableAmount: d('100.00'), taxAmount: d('20.00'), category: 'S', rate: d('20.00') }],
    attachments: [],
    lines: [
      {
        id: '1',
        quantity: d('2'),
        unitCode: 'HUR',
        netAmount: d('100.00'),
        allowances: [],
        charges: [],
        price: { netPrice: d('50.00') },
        vat: { category: 'S', rate: d('20.00') },
        item: { name: 'Prestation (exemple)', classifications: [], attributes: [] },
      },
    ],
    ...over,
  };
}

export const GERMAN: Invoice['buyer'] = {
  name: 'Käufer GmbH (example)',
  identifiers: [],
  vatId: 'DE123456788',
  address: { country: 'DE' },
};
