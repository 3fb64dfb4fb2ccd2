import type { Decimal, LocalDate } from '#kernel';
import type { EntryDraft } from './entry-reference.js';

/** A plain booked entry; readers of the older formats add what their format carries. */
export function entryDraft(
  amount: Decimal,
  currency: string,
  bookedOn: LocalDate,
  more: Partial<EntryDraft> = {},
): EntryDraft {
  return {
    amount,
    currency,
    bookedOn,
    status: 'booked',
    isReversal: false,
    transactionCode: {},
    structuredReferences: [],
    referredDocuments: [],
    remittanceLines: [],
    counterparty: {},
    charges: [],
    members: [],
    raw: {},
    ...more,
  };
}
