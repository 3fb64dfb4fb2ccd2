import { sha256, type Decimal } from '#kernel';
import type { BankEntry } from './entry.js';

export type EntryDraft = Omit<BankEntry, 'reference'>;

/**
 * Gives each booking a reference that is the same whenever and wherever the bank reports it again. It comes from what a
 * booking is (date, amount, and the bank's reference, or else all its details), never from its place in a file, so an
 * overlapping statement repeats it. Equal bookings on one day are legal: the second and later ones carry `-2`, `-3` …
 */
export class EntryReferences {
  private readonly seen = new Map<string, number>();

  reference(entry: EntryDraft): string {
    const fingerprint = sha256(JSON.stringify(identity(entry))).slice(0, 24);
    const occurrence = (this.seen.get(fingerprint) ?? 0) + 1;
    this.seen.set(fingerprint, occurrence);
    return occurrence === 1 ? fingerprint : `${fingerprint}-${occurrence}`;
  }
}

function identity(entry: EntryDraft): unknown[] {
  const core = [entry.bookedOn, amountText(entry.amount), entry.currency, entry.status === 'info' ? 'info' : ''];
  // camt.052, 053 and 054 carry the same booking with more or less detail: the bank's reference alone must do.
  if (entry.bankRef !== undefined) return [...core, 'bank', entry.bankRef];
  const text = [...entry.remittanceLines, entry.additionalInfo ?? ''].join(' ').replace(/\s+/g, ' ').trim();
  const ends = [entry.endToEndId ?? '', entry.transactionId ?? '', entry.counterparty.iban ?? '', text];
  const structured = entry.structuredReferences.map((one) => one.reference);
  const members = entry.members.map((one) => [one.endToEndId ?? '', one.transactionId ?? '', one.remittanceLines]);
  return [...core, 'detail', entry.valueOn ?? '', ...ends, structured, members];
}

function amountText(amount: Decimal): string {
  return amount.normalized().toString();
}
