import { addDays, creditorReference, Decimal, localDate, type LocalDate } from '#kernel';
import type { MatchCustomer, OpenItem } from '../matching/open-item.js';
import type { PayerKnowledge } from '../matching/match-policy.js';
import { Random } from './random.js';

/** Day on which every generated payment is booked. */
export const BOOKED_ON: LocalDate = localDate('2026-11-20');

/** A generated customer with its open items and how its money arrives. */
export interface Debtor {
  readonly customer: MatchCustomer;
  readonly iban: string;
  /** What earlier matches taught about the account. */
  readonly learned: readonly PayerKnowledge[];
  readonly items: OpenItem[];
}

/** Open items of many customers with known debtors. */
export interface Portfolio {
  readonly debtors: readonly Debtor[];
}

const WORDS = [
  'Alpha',
  'Borea',
  'Cassio',
  'Delta',
  'Ember',
  'Fjord',
  'Gamma',
  'Helio',
  'Indigo',
  'Juno',
  'Kappa',
  'Lumen',
];

/** Prices that whole customer bases share: subscriptions are the hardest case for amounts and near numbers. */
const FLAT_PRICES = ['49.90', '99.00', '100.00', '119.00', '250.00', '1000.00'];

/**
 * An invented portfolio made to mislead: running numbers that differ by one digit, flat prices shared by strangers, twins
 * within a customer, credit notes, discounts, disputes, nearly equal names.
 */
export function portfolio(size: number, random: Random): Portfolio {
  let number = random.int(1, 500);
  const debtors = Array.from({ length: size }, (_, at): Debtor => {
    const customerId = `C${at + 1}`;
    const iban = `DE${String(10 + (at % 89))}${String(500_105_170_000_000_000n + BigInt(at))}`;
    const isFlat = random.chance(0.3);
    const count = random.pick([1, 1, 2, 2, 3, 4, 5, 8]);
    const items = Array.from({ length: count }, () =>
      invoice(`FA-2026-${String((number += 1)).padStart(6, '0')}`, customerId, isFlat, random),
    );
    if (random.chance(0.25))
      items.push(creditNote(`AV-2026-${String((number += 1)).padStart(6, '0')}`, customerId, random));
    if (random.chance(0.2)) items.push(claim(`PR2026-${String(10_000 + number).padStart(5, '0')}`, customerId, random));
    const twin = items[0];
    if (twin !== undefined && random.chance(0.1)) items.push({ ...named(twin, (number += 1)) });
    return {
      customer: { customerId, names: [nameOf(at, random)] },
      iban,
      learned: learnedOf(customerId, size, random),
      items,
    };
  });
  return { debtors };
}

function nameOf(at: number, random: Random): string {
  const word = WORDS[at % WORDS.length] ?? 'Alpha';
  return `${word} ${WORDS[Math.floor(at / WORDS.length) % WORDS.length] ?? ''} ${at} (exemple) ${random.pick(['SAS', 'SARL', 'GmbH'])}`;
}

function learnedOf(customerId: string, size: number, random: Random): PayerKnowledge[] {
  const roll = random.next();
  if (roll < 0.2) return [];
  if (roll < 0.3) return [{ customerId, confirmations: 1, contradictions: 0 }];
  const own = { customerId, confirmations: random.int(2, 30), contradictions: roll < 0.35 ? 1 : 0 };
  const other = { customerId: `C${random.int(1, size)}`, confirmations: 4, contradictions: 0 };
  return roll < 0.42 && other.customerId !== customerId ? [own, other] : [own];
}

function invoice(number: string, customerId: string, isFlat: boolean, random: Random): OpenItem {
  const amount = isFlat
    ? Decimal.of(random.pick(FLAT_PRICES))
    : Decimal.fromUnits(BigInt(random.int(2_000, 2_000_000)), 2);
  const issuedOn = addDays(BOOKED_ON, -random.int(5, 120));
  const discount = amount.times(Decimal.of('0.02')).rounded(2);
  const reference = creditorReference(number);
  return {
    itemId: number,
    kind: 'invoice',
    number,
    customerId,
    currency: 'EUR',
    originalAmount: amount,
    openAmount: amount,
    issuedOn,
    dueOn: addDays(issuedOn, 30),
    ...(reference === undefined ? {} : { creditorReference: reference }),
    ...(random.chance(0.15)
      ? { discounts: [{ amount: discount, until: addDays(BOOKED_ON, random.int(-20, 20)) }] }
      : {}),
    ...(random.chance(0.08) ? { disputedAmount: amount.times(Decimal.of('0.25')).rounded(2) } : {}),
  };
}

function creditNote(number: string, customerId: string, random: Random): OpenItem {
  const amount = Decimal.fromUnits(BigInt(random.int(500, 20_000)), 2);
  const issuedOn = addDays(BOOKED_ON, -random.int(1, 60));
  return {
    itemId: number,
    kind: 'credit-note',
    number,
    customerId,
    currency: 'EUR',
    originalAmount: amount,
    openAmount: amount,
    issuedOn,
    dueOn: issuedOn,
  };
}

/** A late-payment claim: often the indemnity of 40 alone, or 40 and little interest. */
function claim(number: string, customerId: string, random: Random): OpenItem {
  const interest = random.chance(0.3) ? 0 : random.int(10, 9_000);
  const amount = Decimal.fromUnits(BigInt(4_000 + interest), 2);
  const issuedOn = addDays(BOOKED_ON, -random.int(1, 60));
  return {
    itemId: number,
    kind: 'debit-note',
    number,
    customerId,
    currency: 'EUR',
    originalAmount: amount,
    openAmount: amount,
    issuedOn,
    dueOn: issuedOn,
  };
}

function named(item: OpenItem, sequence: number): OpenItem {
  const number = `FA-2026-${String(sequence).padStart(6, '0')}`;
  return {
    ...item,
    itemId: number,
    number,
    creditorReference: creditorReference(number),
    discounts: undefined,
    disputedAmount: undefined,
  };
}
