import { Decimal, localDate, newId, sha256, type LocalDate } from '#kernel';
import type { Invoice } from '#invoice';
import type { InvoiceRow, LedgerEntry, LedgerKind, NewOrder, NewParcel, Transaction } from '#ports';
import type { BankEntry, BankStatement } from '#remittance';

// All companies, amounts and references here are invented.

export const AT = new Date('2026-11-20T09:30:00.123Z');
export const IBAN = 'FR7630006000011234567890189';

export function aParcel(over: Partial<NewParcel> = {}): NewParcel {
  return {
    id: newId(),
    purpose: 'order',
    source: 'api',
    sourceKey: newId(),
    sha256: sha256(newId()),
    size: 120,
    mediaType: 'application/json',
    fileName: 'orders-0001.json',
    receivedAt: AT,
    correlationId: newId(),
    ...over,
  };
}

export function anOrder(parcelId: string, over: Partial<NewOrder> = {}): NewOrder {
  return {
    id: newId(),
    parcelId,
    position: 0,
    orderRef: `ORD-${newId()}`,
    sellerRef: 'seller-example',
    customerRef: 'customer-example',
    state: 'accepted',
    body: { lines: [{ quantity: '12.50' }], note: 'Café “Exemple”' },
    contentHash: sha256('order'),
    problems: [],
    receivedAt: AT,
    correlationId: newId(),
    ...over,
  };
}

export function aModel(number: string, totalWithVat: Decimal): Invoice {
  return {
    number,
    issueDate: localDate('2026-11-20'),
    typeCode: '380',
    currency: 'EUR',
    notes: [{ subjectCode: 'AAI', text: 'Livraison en 2 fois' }],
    process: { businessProcess: 'M1', specification: 'urn:cen.eu:en16931:2017' },
    precedingInvoices: [],
    seller: { name: 'Vendeur (exemple)', identifiers: [], address: { country: 'FR' } },
    buyer: { name: 'Acheteur (exemple)', identifiers: [{ id: '0012.50' }], address: { country: 'FR' } },
    allowances: [],
    charges: [],
    totals: { lineNetTotal: totalWithVat, totalWithoutVat: totalWithVat, totalWithVat, amountDue: totalWithVat },
    vatBreakdown: [
      { taxableAmount: totalWithVat, taxAmount: Decimal.of('0.00'), category: 'E', rate: Decimal.of('0') },
    ],
    attachments: [],
    lines: [
      {
        id: '1',
        quantity: Decimal.of('1.000'),
        unitCode: 'C62',
        netAmount: totalWithVat,
        allowances: [],
        charges: [],
        price: { netPrice: Decimal.of('0.333333') },
        vat: { category: 'E', rate: Decimal.of('0') },
        item: { name: 'Article (exemple)', classifications: [], attributes: [{ name: 'rate', value: '7.50' }] },
      },
    ],
  };
}

export function anInvoice(over: Partial<InvoiceRow> = {}): InvoiceRow {
  const number = over.number ?? `F-${newId()}`;
  const total = over.totalWithVat ?? Decimal.of('120.00');
  return {
    id: newId(),
    kind: 'invoice',
    typeCode: '380',
    number,
    sellerRef: 'seller-example',
    customerRef: 'customer-example',
    customerName: 'Acheteur (exemple)',
    currency: 'EUR',
    issueDate: localDate('2026-11-20'),
    dueDate: localDate('2026-12-20'),
    totalWithoutVat: total,
    totalWithVat: total,
    amountDue: total,
    format: 'ubl',
    model: aModel(number, total),
    findings: [],
    packs: [{ id: 'en16931', version: '1.3.16' }],
    issuedAt: AT,
    correlationId: newId(),
    ...over,
  };
}

export function aBooking(kind: LedgerKind, amount: string, over: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    id: newId(),
    customerRef: 'customer-example',
    currency: 'EUR',
    kind,
    amount: Decimal.of(amount),
    bookedOn: localDate('2026-11-20'),
    at: AT,
    cause: { why: 'test' },
    correlationId: newId(),
    ...over,
  };
}

/** A payment received; its own id is its payment's. */
export function aPayment(amount: string, over: Partial<LedgerEntry> = {}): LedgerEntry {
  const id = newId();
  return aBooking('payment', `-${amount}`, { id, paymentId: id, ...over });
}

/** Adds the invoice with its first booking, as the issuing transaction does. */
export async function issue(tx: Transaction, over: Partial<InvoiceRow> = {}): Promise<InvoiceRow> {
  const invoice = anInvoice(over);
  await tx.invoices.add(invoice);
  const signed = invoice.kind === 'invoice' ? invoice.amountDue : invoice.amountDue.negated();
  const { customerRef, currency } = invoice;
  await tx.ledger.post([
    aBooking(invoice.kind, signed.toString(), {
      invoiceId: invoice.id,
      customerRef,
      currency,
      bookedOn: invoice.issueDate,
    }),
  ]);
  return invoice;
}

export function anEntry(reference: string, amount: string, over: Partial<BankEntry> = {}): BankEntry {
  return {
    reference,
    amount: Decimal.of(amount),
    currency: 'EUR',
    status: 'booked',
    isReversal: false,
    bookedOn: localDate('2026-11-20'),
    transactionCode: {},
    members: [],
    structuredReferences: [],
    referredDocuments: [{ number: 'F-1', dueAmount: Decimal.of('12.50'), adjustments: [] }],
    remittanceLines: ['F-1'],
    counterparty: { name: 'Acheteur (exemple)', iban: IBAN },
    charges: [],
    raw: { amount: '12,50', rate: '1' },
    ...over,
  };
}

export function aStatement(statementRef: string, entries: readonly BankEntry[], toOn?: LocalDate): BankStatement {
  return {
    format: 'camt.053',
    account: { ref: IBAN, iban: IBAN },
    statementRef,
    currency: 'EUR',
    opening: { code: 'OPBD', amount: Decimal.of('1000.00'), currency: 'EUR' },
    closing: { code: 'CLBD', amount: Decimal.of('1120.00'), currency: 'EUR' },
    balances: [],
    toOn,
    entries,
    findings: [],
  };
}

/** Imports one entry and answers its id. */
export async function importEntry(tx: Transaction, amount: string): Promise<string> {
  const parcel = aParcel({ purpose: 'statement' });
  await tx.parcels.accept(parcel);
  const statementId = newId();
  const entry = anEntry(newId(), amount);
  await tx.cash.addStatement(statementId, parcel.id, aStatement(newId(), [entry]), AT);
  const [row] = await tx.cash.addEntries(statementId, IBAN, [{ id: newId(), entry, correlationId: newId() }]);
  if (!row) throw new Error('The entry was not imported');
  return row.id;
}
