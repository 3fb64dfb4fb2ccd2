import { reference } from '../camt/camt-facts.js';
import { structuredReference } from '../camt/camt-remittance.js';
import type { EntryDraft } from '../entry-reference.js';
import { Decimal } from '#kernel';
import { part } from './cfonb-fields.js';

/** Adds what one `05` record says to its movement. Unknown qualifiers stay in the raw fields and in the text. */
export function withDetail(entry: EntryDraft, line: string): EntryDraft {
  const qualifier = part(line, 46, 48).trim();
  const text = part(line, 49, 118).trimEnd();
  const trimmed = text.trim();
  const next: EntryDraft = { ...entry, raw: { ...entry.raw, [rawKey(entry, qualifier)]: text } };
  if (trimmed === '') return next;
  const head = text.slice(0, 35).trim();
  const tail = text.slice(35).trim();
  switch (qualifier) {
    case 'NPY':
    case 'NBE':
      return { ...next, counterparty: { ...entry.counterparty, name: trimmed } };
    case 'NPO':
      return { ...next, ultimateDebtor: { name: trimmed } };
    case 'NBU':
      return { ...next, ultimateCreditor: { name: trimmed } };
    case 'IPY':
    case 'IBE':
      return { ...next, counterparty: { ...entry.counterparty, partyRef: head } };
    case 'LCS':
      return { ...next, structuredReferences: [...entry.structuredReferences, structuredReference(head)] };
    case 'RCN':
      return { ...next, endToEndId: reference(head), ...(tail === '' ? {} : { purpose: tail }) };
    case 'REF':
      return { ...next, transactionId: head };
    case 'RUM':
      return { ...next, mandateRef: head };
    case 'MMO':
      return withForeign(next, text);
    case 'LIB':
    case 'LCC':
    case 'LC2':
    default:
      return { ...next, remittanceLines: [...entry.remittanceLines, text] };
  }
}

function rawKey(entry: EntryDraft, qualifier: string): string {
  const key = `05 ${qualifier}`;
  let count = 1;
  while (`${key}${count === 1 ? '' : `[${count}]`}` in entry.raw) count += 1;
  return count === 1 ? key : `${key}[${count}]`;
}

/** `MMO`: currency, number of decimals, amount of 14 digits, then the exchange rate with its own decimals. */
function withForeign(entry: EntryDraft, text: string): EntryDraft {
  const match = /^([A-Z]{3})(\d)(\d{14})(?:(\d)(\d{1,11}))?/.exec(text);
  if (match === null) return entry;
  const [, currency = '', decimals = '2', digits = '0', rateDecimals, rateDigits] = match;
  const rate =
    rateDigits === undefined ? undefined : Decimal.fromUnits(BigInt(rateDigits), Number(rateDecimals)).normalized();
  const amount = Decimal.fromUnits(BigInt(digits), Number(decimals));
  return { ...entry, foreign: { amount, currency, ...(rate === undefined || rate.isZero() ? {} : { rate }) } };
}
