import { reference } from '../camt/camt-facts.js';
import { isIban } from '../camt/camt-parties.js';
import { entryDraft } from '../entry-draft.js';
import type { EntryDraft } from '../entry-reference.js';
import type { LocalDate } from '#kernel';
import { mtDate } from '../mt/mt-line.js';
import { bai2Amount, fundsWidth, type Bai2Record } from './bai2-records.js';

/** Type codes of returned payments: deposited items and ACH returned, wires returned. */
const RETURNS: ReadonlySet<string> = new Set(['255', '257', '261', '266', '555', '557', '561', '566']);

/**
 * A `16` transaction. Codes 100–399 are credits, 400–699 debits; other codes (900–999) are the bank's own and carry
 * their sign in the amount. Undefined when the amount cannot be read.
 */
export function bai2Entry(record: Bai2Record, currency: string, asOf: LocalDate): EntryDraft | undefined {
  const own = (record.lines[0] ?? '').split(',');
  const [type = '', figure = ''] = own;
  const code = Number(type);
  const amount = bai2Amount(figure === '' ? '0' : figure, currency);
  if (amount === undefined || !/^\d{3}$/.test(type)) return undefined;
  const isDebit = code >= 400 && code < 700;
  const after = 2 + fundsWidth(own, 2);
  const valueOn = own[2]?.trim().toUpperCase() === 'V' ? mtDate(own[3] ?? '') : undefined;
  const text = own
    .slice(after + 2)
    .join(',')
    .trim();
  const lines = [text, ...record.lines.slice(1)].map((line) => line.trim()).filter((line) => line !== '');
  const bankRef = reference(own[after]?.trim() === '' ? undefined : own[after]?.trim());
  const customerRef = reference(own[after + 1]?.trim() === '' ? undefined : own[after + 1]?.trim());
  return entryDraft(isDebit ? amount.negated() : amount, currency, asOf, {
    ...(valueOn === undefined ? {} : { valueOn }),
    ...(bankRef === undefined ? {} : { bankRef }),
    ...(customerRef === undefined ? {} : { transactionId: customerRef }),
    transactionCode: { proprietary: type, issuer: 'BAI' },
    ...(RETURNS.has(type) ? { returnReason: {} } : {}),
    ...tagged(lines, isDebit),
    raw: Object.fromEntries(record.lines.map((line, at) => [at === 0 ? '16' : `88[${at}]`, line])),
  });
}

/** Continuations of the form `EREF: …`, which several banks write; everything else is text. */
function tagged(lines: readonly string[], isDebit: boolean): Partial<EntryDraft> {
  const tags = new Map<string, string>();
  for (const line of lines) {
    const match = /^([A-Z]{4}):\s?(.*)$/.exec(line);
    const name = match?.[1];
    if (name !== undefined && !tags.has(name)) tags.set(name, match?.[2]?.trim() ?? '');
  }
  const value = (name: string): string | undefined => (tags.get(name) === '' ? undefined : tags.get(name));
  const endToEndId = reference(value('EREF'));
  const name = value(isDebit ? 'CRNM' : 'DBNM');
  const account = value(isDebit ? 'CACT' : 'DACT');
  const bic = value(isDebit ? 'CBIC' : 'DBIC');
  const remittance = value('REMI');
  return {
    ...(endToEndId === undefined ? {} : { endToEndId }),
    remittanceLines:
      remittance === undefined ? lines : [remittance, ...lines.filter((line) => !/^[A-Z]{4}:/.test(line))],
    counterparty: {
      ...(name === undefined ? {} : { name }),
      ...(account === undefined ? {} : isIban(account) ? { iban: account } : { accountRef: account }),
      ...(bic === undefined ? {} : { bic }),
    },
  };
}
