import { Decimal } from '#kernel';
import type { Bank, WrittenStatement } from './bank.js';
import type { BankPayment } from './camt-statement.js';
import { readInvoice, type ReceivedInvoice } from './read-invoice.js';
import type { ReceivedDocument } from './received-documents.js';

/** What the customer decides about one invoice: what it pays and what it writes, or nothing yet. */
export type Decide = (invoice: ReceivedInvoice) => { readonly amount: string; readonly reference: string } | undefined;

export interface Settlement {
  readonly statements: readonly WrittenStatement[];
  readonly paid: readonly ReceivedInvoice[];
}

/** The published examples of the IBAN registry stand for the payers' accounts, one for each buyer. */
const PAYER_IBANS = [
  'FR1420041010050500013M02606',
  'DE89370400440532013000',
  'BE68539007547034',
  'NL91ABNA0417164300',
  'ES9121000418450200051332',
  'LU280019400644750000',
] as const;

/** The customer's accounts payable: reads each received invoice once and pays it in full with its reference. */
export async function settleInvoices(
  documents: readonly ReceivedDocument[],
  bank: Bank,
  decide: Decide = inFull,
): Promise<Settlement> {
  const byAccount = new Map<string, { invoices: ReceivedInvoice[]; payments: BankPayment[] }>();
  const seen = new Set<string>();
  for (const { bytes } of documents) {
    const invoice = await readInvoice(bytes).catch(() => undefined);
    if (!invoice || invoice.isCreditNote || invoice.iban === undefined) continue;
    const mark = markOf(invoice);
    if (seen.has(mark) || bank.isPaid(mark)) continue;
    const decision = decide(invoice);
    if (!decision) continue;
    seen.add(mark);
    const key = `${invoice.iban} ${invoice.currency}`;
    const account = byAccount.get(key) ?? { invoices: [], payments: [] };
    byAccount.set(key, account);
    account.invoices.push(invoice);
    const { amount, reference } = decision;
    account.payments.push({
      amount: Decimal.of(amount),
      reference,
      payer: invoice.buyerName,
      payerIban: ibanOf(invoice.buyerName),
    });
  }
  const statements: WrittenStatement[] = [];
  for (const [key, { invoices, payments }] of byAccount) {
    const [iban, currency] = key.split(' ') as [string, string];
    statements.push(await bank.pay({ iban, currency, payments }, invoices.map(markOf)));
  }
  return { statements, paid: [...byAccount.values()].flatMap(({ invoices }) => invoices) };
}

function inFull(invoice: ReceivedInvoice): { amount: string; reference: string } | undefined {
  if (!Decimal.of(invoice.payableAmount).isPositive()) return undefined;
  return { amount: invoice.payableAmount, reference: invoice.remittanceReference ?? invoice.number };
}

function markOf(invoice: ReceivedInvoice): string {
  return `${invoice.iban ?? ''} ${invoice.number}`;
}

function ibanOf(buyer: string): string {
  const sum = [...buyer].reduce((total, character) => total + (character.codePointAt(0) ?? 0), 0);
  return PAYER_IBANS[sum % PAYER_IBANS.length] as string;
}
