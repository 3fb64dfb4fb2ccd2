import { Decimal } from '#kernel';
import type { BankEntry, ReferredDocument } from '#remittance';
import { documentKey } from '../matching/document-key.js';
import type { OpenItem } from '../matching/open-item.js';
import { BOOKED_ON, type Debtor, type Portfolio } from './portfolio.js';
import type { Random } from './random.js';

/** A generated payment and what its payer meant by it: share by item, negative for a credit note used. */
export interface TrueCase {
  readonly scenario: string;
  readonly entry: BankEntry;
  /** Empty when the money is for nothing that is open (a double payment, an order not invoiced yet). */
  readonly truth: ReadonlyMap<string, Decimal>;
  /** A document the customer settled earlier, quoted again. */
  readonly closedNumber?: string;
  /** An equal payment of the same payer some days before. */
  readonly isRepeated?: boolean;
}

export interface Draft {
  readonly amount: Decimal;
  readonly truth: ReadonlyMap<string, Decimal>;
  readonly text?: string | readonly string[];
  readonly more?: Partial<BankEntry>;
  readonly closedNumber?: string;
  readonly isRepeated?: boolean;
}

export interface Setting {
  readonly debtor: Debtor;
  readonly portfolio: Portfolio;
  readonly random: Random;
  /** Invoices of the debtor, at least one. */
  readonly invoices: readonly OpenItem[];
  readonly credits: readonly OpenItem[];
  /** Late-payment claims of the debtor. */
  readonly claims: readonly OpenItem[];
}

const one = (item: OpenItem): ReadonlyMap<string, Decimal> => new Map([[item.itemId, item.openAmount]]);
const NOTHING: ReadonlyMap<string, Decimal> = new Map();

/** Some invoices of the debtor, one at least. */
function some(setting: Setting): OpenItem[] {
  const chosen = setting.invoices.filter(() => setting.random.chance(0.5));
  return chosen.length > 0 ? chosen : [setting.random.pick(setting.invoices)];
}

function sumOf(items: readonly OpenItem[]): Decimal {
  return Decimal.sum(items.map((item) => item.openAmount));
}

function shares(items: readonly OpenItem[], credits: readonly OpenItem[] = []): ReadonlyMap<string, Decimal> {
  return new Map([
    ...items.map((item): [string, Decimal] => [item.itemId, item.openAmount]),
    ...credits.map((item): [string, Decimal] => [item.itemId, item.openAmount.negated()]),
  ]);
}

/** One to three wrong, swapped, missing or doubled characters among the digits of a number. */
function misspelt(number: string, random: Random): string {
  let text = number;
  for (let slips = random.int(1, 2); slips > 0; slips -= 1) {
    const at = random.int(8, text.length - 1);
    const kind = random.int(0, 3);
    if (kind === 0) text = text.slice(0, at) + String(random.int(0, 9)) + text.slice(at + 1);
    else if (kind === 1) text = text.slice(0, at) + text.slice(at + 1);
    else if (kind === 2) text = text.slice(0, at) + text.charAt(at) + text.slice(at);
    else text = text.slice(0, at - 1) + text.charAt(at) + text.charAt(at - 1) + text.slice(at + 1);
  }
  return text;
}

/**
 * A slip that names another open invoice of the payer's own, of the same amount, is an indication all the same: it binds
 * (Code civil art. 1342-10), so the truth is what was named.
 */
function meant(item: OpenItem, text: string, invoices: readonly OpenItem[]): ReadonlyMap<string, Decimal> {
  return one(
    invoices.find((own) => documentKey(own.number) === documentKey(text) && own.openAmount.equals(item.openAmount)) ??
      item,
  );
}

/** An amount below the open one that is no usual fraction of it. */
function oddPart(amount: Decimal, random: Random): Decimal {
  const part = amount.times(Decimal.fromUnits(BigInt(random.int(110, 930)), 3)).rounded(2);
  return part.isPositive() ? part : Decimal.of('0.01');
}

function documents(items: readonly OpenItem[], credits: readonly OpenItem[]): ReferredDocument[] {
  return [...items, ...credits].map((item) => ({
    number: item.number,
    type: item.kind === 'credit-note' ? 'CREN' : 'CINV',
    remittedAmount: item.openAmount,
    adjustments: [],
  }));
}

/** Payers and their habits, honest and careless, by name. Each answers undefined where the debtor does not suit it. */
export const SCENARIOS: Readonly<Record<string, (setting: Setting) => Draft | undefined>> = {
  'creditor reference, exact': ({ invoices, random }) => {
    const item = random.pick(invoices);
    const reference = item.creditorReference;
    if (reference === undefined) return undefined;
    return {
      amount: item.openAmount,
      truth: one(item),
      more: { structuredReferences: [{ reference, isIso11649: true, type: 'SCOR' }] },
    };
  },
  'creditor reference in text, stranger pays': ({ invoices, random }) => {
    const item = random.pick(invoices);
    const text = (item.creditorReference ?? '').replace(/(.{4})/g, '$1 ');
    return {
      amount: item.openAmount,
      truth: one(item),
      text,
      more: { counterparty: { name: 'Payment Service Example', iban: 'FR7630006000011234567890189' } },
    };
  },
  'creditor reference of an old template': (setting) => {
    const { random, invoices } = setting;
    const item = random.pick(invoices);
    return { amount: item.openAmount, truth: one(item), closedNumber: 'FA-2025-000007', text: 'FA-2025-000007' };
  },
  'one number, exact': ({ invoices, random }) => {
    const item = random.pick(invoices);
    return { amount: item.openAmount, truth: one(item), text: `facture ${item.number} merci` };
  },
  'numbers, exact sum': (setting) => {
    const items = some(setting);
    return { amount: sumOf(items), truth: shares(items), text: items.map((item) => item.number.replace(/-/g, ' ')) };
  },
  'number cut by the bank': ({ invoices, random }) => {
    const item = random.pick(invoices);
    const text = `REGLEMENT FACTURE NO ${item.number} MERCI`;
    return { amount: item.openAmount, truth: one(item), text: [text.slice(0, 27), text.slice(27)] };
  },
  'misspelt number, known account': ({ invoices, random }) => {
    const item = random.pick(invoices);
    const text = misspelt(item.number, random);
    return { amount: item.openAmount, truth: meant(item, text, invoices), text };
  },
  'misspelt number, stranger pays': ({ invoices, random }) => {
    const item = random.pick(invoices);
    const text = misspelt(item.number, random);
    const more = { counterparty: { name: 'Parent Example Holding' } };
    return { amount: item.openAmount, truth: meant(item, text, invoices), text, more };
  },
  'one number, other amount': ({ invoices, random }) => {
    const item = random.pick(invoices);
    const amount = oddPart(item.openAmount, random);
    return { amount, truth: new Map([[item.itemId, amount]]), text: item.number };
  },
  'one number named, two paid': ({ invoices }) => {
    const [first, second] = invoices;
    if (first === undefined || second === undefined) return undefined;
    return { amount: sumOf([first, second]), truth: shares([first, second]), text: first.number };
  },
  'one of two numbers is somebody else’s': ({ invoices, portfolio, random }) => {
    const other = random.pick(portfolio.debtors).items[0];
    const item = random.pick(invoices);
    if (other === undefined || other.itemId === item.itemId) return undefined;
    return { amount: item.openAmount, truth: one(item), text: `${item.number} / ${other.number}` };
  },
  'payer’s list with credit notes': (setting) => {
    const items = some(setting);
    const credits = sumOf(setting.credits).lessThan(sumOf(items)) ? setting.credits : [];
    const amount = sumOf(items).minus(sumOf(credits));
    return { amount, truth: shares(items, credits), more: { referredDocuments: documents(items, credits) } };
  },
  'payer’s list that does not add up': (setting) => {
    const items = some(setting);
    const amount = sumOf(items).minus(Decimal.of('1.11'));
    if (!amount.isPositive()) return undefined;
    return { amount, truth: NOTHING, more: { referredDocuments: documents(items, []) } };
  },
  'number, credit note taken off silently': ({ invoices, credits, random }) => {
    const item = random.pick(invoices);
    const [credit] = credits;
    if (credit === undefined || !credit.openAmount.lessThan(item.openAmount)) return undefined;
    return { amount: item.openAmount.minus(credit.openAmount), truth: shares([item], [credit]), text: item.number };
  },
  'number, discount taken in time': ({ invoices }) => {
    const item = invoices.find((invoice) => (invoice.discounts ?? []).some((term) => term.until >= BOOKED_ON));
    const discount = item?.discounts?.[0];
    if (item === undefined || discount === undefined) return undefined;
    const amount = item.openAmount.minus(discount.amount);
    return { amount, truth: new Map([[item.itemId, amount]]), text: item.number };
  },
  'number, discount taken too late': ({ invoices }) => {
    const item = invoices.find((invoice) => (invoice.discounts ?? []).some((term) => term.until < BOOKED_ON));
    const discount = item?.discounts?.[0];
    if (item === undefined || discount === undefined) return undefined;
    const amount = item.openAmount.minus(discount.amount);
    return { amount, truth: new Map([[item.itemId, amount]]), text: item.number };
  },
  'number, disputed part held back': ({ invoices }) => {
    const item = invoices.find((invoice) => invoice.disputedAmount?.isPositive() === true);
    const disputed = item?.disputedAmount;
    if (item === undefined || disputed === undefined) return undefined;
    const amount = item.openAmount.minus(disputed);
    return { amount, truth: new Map([[item.itemId, amount]]), text: item.number };
  },
  'settled invoice paid again': ({ invoices, random }) => {
    const item = random.pick(invoices);
    return { amount: item.openAmount, truth: NOTHING, text: 'facture FA-2025-000042', closedNumber: 'FA-2025-000042' };
  },
  'equal payment sent twice, no reference': ({ invoices, random }) => {
    const item = random.pick(invoices);
    return { amount: item.openAmount, truth: NOTHING, isRepeated: true };
  },
  'no reference, one invoice': ({ invoices, random }) => {
    const item = random.pick(invoices);
    return { amount: item.openAmount, truth: one(item) };
  },
  'no reference, several invoices': (setting) => {
    const items = some(setting);
    return { amount: sumOf(items), truth: shares(items), text: 'factures' };
  },
  'no reference, credit notes taken off': (setting) => {
    const items = some(setting);
    const amount = sumOf(items).minus(sumOf(setting.credits));
    return amount.isPositive() ? { amount, truth: shares(items, setting.credits) } : undefined;
  },
  'no reference, instalment': ({ invoices, random }) => {
    const item = random.pick(invoices);
    const [top, bottom] = random.pick([
      [1, 2],
      [1, 3],
      [1, 4],
      [1, 10],
      [3, 10],
    ] as const);
    const amount = item.openAmount.times(Decimal.of(top)).dividedBy(Decimal.of(bottom), 2);
    return amount.isPositive() ? { amount, truth: new Map([[item.itemId, amount]]) } : undefined;
  },
  'no reference, any amount on account': ({ invoices, random }) => {
    const item = random.pick(invoices);
    const amount = oddPart(item.openAmount, random);
    return { amount, truth: new Map([[item.itemId, amount]]) };
  },
  'no reference, round amount on account': ({ invoices, random }) => {
    const item = random.pick(invoices);
    const amount = Decimal.of(random.pick(['50.00', '100.00', '250.00', '500.00', '1000.00']));
    return amount.lessThan(item.openAmount) ? { amount, truth: new Map([[item.itemId, amount]]) } : undefined;
  },
  'order number that looks like an invoice’s': ({ invoices, random }) => {
    const item = random.pick(invoices);
    return { amount: item.openAmount, truth: NOTHING, text: `FA-2026-${random.int(800_000, 999_999)}` };
  },
  'stranger, amount of somebody’s invoice': ({ invoices, random }) => {
    const item = random.pick(invoices);
    return {
      amount: item.openAmount,
      truth: NOTHING,
      text: 'virement',
      more: { counterparty: { name: 'Nobody Example' } },
    };
  },
  'late-payment claim, its number': ({ claims: [claim] }) =>
    claim && { amount: claim.openAmount, truth: one(claim), text: `interets de retard ${claim.number}` },
  'claim with its invoice, both numbers': ({ claims: [claim], invoices, random }) => {
    const item = random.pick(invoices);
    return (
      claim && { amount: sumOf([item, claim]), truth: shares([item, claim]), text: `${item.number} ${claim.number}` }
    );
  },
  'claim with its invoice, the invoice’s number alone': ({ claims: [claim], invoices, random }) => {
    const item = random.pick(invoices);
    return claim && { amount: sumOf([item, claim]), truth: shares([item, claim]), text: item.number };
  },
  'invoice and a part of a claim, both numbers': ({ claims: [claim], invoices, random }) => {
    if (claim === undefined) return undefined;
    const item = random.pick(invoices);
    const part = oddPart(claim.openAmount, random);
    const truth = new Map([...one(item), [claim.itemId, part] as const]);
    return { amount: item.openAmount.plus(part), truth, text: `${item.number} ${claim.number}` };
  },
  'claim paid short, its number': ({ claims: [claim], random }) => {
    if (claim === undefined) return undefined;
    const amount = oddPart(claim.openAmount, random);
    return { amount, truth: new Map([[claim.itemId, amount]]), text: claim.number };
  },
  'claim’s amount, the invoice’s number': ({ claims: [claim], invoices, random }) => {
    if (claim === undefined) return undefined;
    const item = random.pick(invoices);
    // Named with exactly what is open on it, the invoice is what the payer indicates (art. 1342-10).
    const truth = one(item.openAmount.equals(claim.openAmount) ? item : claim);
    return { amount: claim.openAmount, truth, text: item.number };
  },
  'both numbers, the claim refused': ({ claims: [claim], invoices, random }) => {
    const item = random.pick(invoices);
    return claim && { amount: item.openAmount, truth: one(item), text: `${item.number} sans ${claim.number}` };
  },
  'no reference, a claim': ({ claims: [claim] }) => claim && { amount: claim.openAmount, truth: one(claim) },
  'no reference, invoice and claim': ({ claims: [claim], invoices, random }) => {
    const item = random.pick(invoices);
    return claim && { amount: sumOf([item, claim]), truth: shares([item, claim]) };
  },
  'for another customer’s invoice, by agreement': ({ portfolio, random }) => {
    const item = random.pick(portfolio.debtors).items[0];
    if (item === undefined || item.kind === 'credit-note') return undefined;
    return { amount: item.openAmount, truth: one(item), text: item.number };
  },
};
