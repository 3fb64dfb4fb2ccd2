import { addDays, type LocalDate } from '#kernel';
import type { EntryRow, PayerRow, Transaction } from '#ports';
import {
  documentKey,
  leadsOf,
  payerKeyOf,
  type ClosedItem,
  type MatchKnowledge,
  type RecentPayment,
} from '#receivables';
import type { BankEntry, RemittanceAdvice } from '#remittance';

/** What the store knows of these entries' payers, references and numbers: look-ups by index, whatever the past. */
export async function knowledgeOf(
  tx: Transaction,
  rows: readonly EntryRow[],
  repeatDays: number,
): Promise<{ knowledge: MatchKnowledge; payers: readonly PayerRow[]; keys: readonly string[] }> {
  const keys = [...new Set(rows.flatMap((row) => leadsOf(row.entry)))];
  const ibans = [...new Set(rows.map((row) => row.entry.counterparty.iban).filter((iban) => iban !== undefined))];
  const payers = await tx.ledger.knownPayers(ibans);
  const advices = await advicesOf(tx, rows);
  const listed = [...advices.values()]
    .flat()
    .flatMap((advice) => advice.documents.map((one) => documentKey(one.number)));
  const allKeys = [...new Set([...keys, ...listed])];
  const closed = await closedOf(tx, allKeys);
  const recent = await recentOf(tx, rows, ibans, repeatDays);
  const byPayer = groupBy(payers, (payer) => documentKey(payer.iban));
  const knowledge: MatchKnowledge = {
    payers: (key) =>
      (byPayer.get(key) ?? []).map(({ customerRef, count, contradictions }) => ({
        customerId: customerRef,
        confirmations: count,
        contradictions,
      })),
    closedItem: (key) => closed.get(key),
    advices: (ref) => advices.get(documentKey(ref)) ?? [],
    recentPayments: (key) => recent.get(key) ?? [],
  };
  return { knowledge, payers, keys: allKeys };
}

async function advicesOf(tx: Transaction, rows: readonly EntryRow[]): Promise<Map<string, RemittanceAdvice[]>> {
  const keys = [...new Set(rows.flatMap((row) => paymentRefsOf(row.entry)))];
  const found = new Map<string, RemittanceAdvice[]>();
  for (const { key, advice } of await tx.advices.byReferences(keys)) {
    found.set(key, [...(found.get(key) ?? []), advice]);
  }
  return found;
}

/** References of a payment under which an advice may have announced it. */
function paymentRefsOf(entry: BankEntry): string[] {
  const { endToEndId, instructionId, transactionId, structuredReferences } = entry;
  return [endToEndId, instructionId, transactionId, ...structuredReferences.map((one) => one.reference)]
    .filter((ref) => ref !== undefined)
    .map(documentKey)
    .filter((key) => key !== '');
}

async function closedOf(tx: Transaction, keys: readonly string[]): Promise<Map<string, ClosedItem>> {
  const rows = await tx.ledger.settledByKeys(keys);
  return new Map(
    rows.map(({ key, invoiceId, number, customerRef }) => [
      key,
      { itemId: invoiceId, number, customerId: customerRef },
    ]),
  );
}

async function recentOf(
  tx: Transaction,
  rows: readonly EntryRow[],
  ibans: readonly string[],
  repeatDays: number,
): Promise<Map<string, RecentPayment[]>> {
  const days = rows.map((row) => row.bookedOn).sort();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return new Map();
  const span = (day: LocalDate, by: number): LocalDate => addDays(day, by);
  const receipts = await tx.cash.receiptsOfPayers(ibans, span(first, -repeatDays), span(last, repeatDays));
  return groupBy(
    receipts.flatMap((row) => {
      const payerKey = payerKeyOf(row.entry);
      const { entryRef, amount, currency, bookedOn } = row;
      return payerKey === undefined ? [] : [{ payerKey, entryRef, amount, currency, bookedOn }];
    }),
    (one) => one.payerKey,
  );
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
