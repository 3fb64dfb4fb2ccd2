import { Decimal } from '#kernel';
import type { Invoice } from '#invoice';
import type { ProposalRow } from '#ports';
import type { BankEntry, RemittanceAdvice } from '#remittance';
import { reviveDecimals } from './json-decimals.js';

/** Every member of `Invoice` that is a decimal. No member of these names is anything else. */
const INVOICE_DECIMALS = new Set([
  'amount',
  'baseAmount',
  'percentage',
  'vatRate',
  'lineNetTotal',
  'allowanceTotal',
  'chargeTotal',
  'totalWithoutVat',
  'vatTotal',
  'vatTotalInVatCurrency',
  'totalWithVat',
  'paidAmount',
  'roundingAmount',
  'amountDue',
  'taxableAmount',
  'taxAmount',
  'rate',
  'quantity',
  'netAmount',
  'netPrice',
  'discount',
  'grossPrice',
  'baseQuantity',
]);

/** Every member of `BankEntry` that is a decimal. `raw` holds the bank's own names and stays text. */
const ENTRY_DECIMALS = new Set([
  'amount',
  'dueAmount',
  'remittedAmount',
  'discountAmount',
  'creditNoteAmount',
  'rate',
  'totalAmount',
]);
const ENTRY_OPAQUE = new Set(['raw']);

/** An invoice as it was before it became JSON. */
export function revivedInvoice(stored: unknown): Invoice {
  return reviveDecimals(stored, INVOICE_DECIMALS) as Invoice;
}

/** A bank entry as it was before it became JSON. */
export function revivedEntry(stored: unknown): BankEntry {
  return reviveDecimals(stored, ENTRY_DECIMALS, ENTRY_OPAQUE) as BankEntry;
}

/** A proposal's lines as they were before they became JSON. */
export function revivedLines(stored: unknown): ProposalRow['lines'] {
  return (stored as { invoiceId?: string; claimId?: string; amount: string }[]).map(({ amount, ...document }) => ({
    ...document,
    amount: Decimal.of(amount),
  }));
}

/** A remittance advice as it was before it became JSON; its decimals have the names of an entry's. */
export function revivedAdvice(stored: unknown): RemittanceAdvice {
  return reviveDecimals(stored, ENTRY_DECIMALS) as RemittanceAdvice;
}
