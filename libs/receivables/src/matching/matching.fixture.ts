import { Decimal, creditorReference, localDate } from '#kernel';
import type { BankEntry } from '#remittance';
import type { OpenItem } from './open-item.js';

const DAY = localDate('2026-11-20');

/** An invented open item; the creditor reference is that of its number. */
export function item(number: string, amount: string, more: Partial<OpenItem> = {}): OpenItem {
  const reference = creditorReference(number);
  return {
    itemId: number,
    kind: 'invoice',
    number,
    customerId: 'C1',
    currency: 'EUR',
    originalAmount: Decimal.of(amount),
    openAmount: Decimal.of(amount),
    issuedOn: localDate('2026-10-01'),
    dueOn: localDate('2026-10-31'),
    ...(reference === undefined ? {} : { creditorReference: reference }),
    ...more,
  };
}

/** An invented credit of an account; `text` is its remittance information. */
export function payment(
  amount: string,
  text: string | readonly string[] = [],
  more: Partial<BankEntry> = {},
): BankEntry {
  return {
    reference: `E${amount}`,
    amount: Decimal.of(amount),
    currency: 'EUR',
    status: 'booked',
    isReversal: false,
    bookedOn: DAY,
    transactionCode: {},
    structuredReferences: [],
    referredDocuments: [],
    remittanceLines: typeof text === 'string' ? [text] : text,
    counterparty: {},
    charges: [],
    members: [],
    raw: {},
    ...more,
  };
}

export const PAYER_IBAN = 'FR7630006000011234567890189';
