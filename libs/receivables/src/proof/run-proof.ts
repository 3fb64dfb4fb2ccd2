import type { Decimal } from '#kernel';
import type { BankEntry } from '#remittance';
import { documentKey } from '../matching/document-key.js';
import { matchEntry } from '../matching/match-entry.js';
import { DEFAULT_MATCH_POLICY, type MatchKnowledge, type MatchPolicy } from '../matching/match-policy.js';
import type { MatchCustomer, OpenItem } from '../matching/open-item.js';
import { OpenItemIndex } from '../matching/open-item-index.js';
import { BOOKED_ON, portfolio, type Debtor, type Portfolio } from './portfolio.js';
import { Random } from './random.js';
import { SCENARIOS, type Draft, type TrueCase } from './scenarios.js';

/** What a matcher says to post: share of the payment by item; undefined leaves the payment to a person. */
export type Posting = ReadonlyMap<string, Decimal> | undefined;
export type Matcher = (given: TrueCase, world: World) => Posting;

/** A portfolio with what matching may look at. */
export interface World {
  readonly index: OpenItemIndex;
  readonly portfolio: Portfolio;
  readonly debtors: ReadonlyMap<string, Debtor>;
}

export interface Tally {
  payments: number;
  posted: number;
  wrong: number;
  /** The truth stands among the proposals of what was not posted (of our matcher only). */
  proposedRight: number;
}

export function worldOf(size: number, random: Random): World {
  const made = portfolio(size, random);
  const items: OpenItem[] = made.debtors.flatMap((debtor) => debtor.items);
  const customers: MatchCustomer[] = made.debtors.map((debtor) => debtor.customer);
  const debtors = new Map(made.debtors.map((debtor) => [documentKey(debtor.iban), debtor]));
  return { index: new OpenItemIndex(items, customers), portfolio: made, debtors };
}

/** One payment of a scenario, or undefined where no debtor that suits it was found in a few tries. */
export function caseOf(scenario: string, world: World, random: Random, at: number): TrueCase | undefined {
  for (let tries = 0; tries < 50; tries += 1) {
    const debtor = random.pick(world.portfolio.debtors);
    const invoices = debtor.items.filter((item) => item.kind === 'invoice');
    const credits = debtor.items.filter((item) => item.kind === 'credit-note');
    const claims = debtor.items.filter((item) => item.kind === 'debit-note');
    const setting = { debtor, portfolio: world.portfolio, random, invoices, credits, claims };
    const draft = SCENARIOS[scenario]?.(setting);
    if (draft !== undefined) return asCase(scenario, draft, debtor, random, at);
  }
  return undefined;
}

function asCase(scenario: string, draft: Draft, debtor: Debtor, random: Random, at: number): TrueCase {
  const text = draft.text ?? [];
  const name = debtor.customer.names[0];
  const entry: BankEntry = {
    reference: `P${at}`,
    amount: draft.amount,
    currency: 'EUR',
    status: 'booked',
    isReversal: false,
    bookedOn: BOOKED_ON,
    transactionCode: {},
    structuredReferences: [],
    referredDocuments: [],
    remittanceLines: typeof text === 'string' ? [text] : text,
    counterparty: { iban: debtor.iban, ...(random.chance(0.7) ? { name } : {}) },
    charges: [],
    members: [],
    raw: {},
    ...draft.more,
  };
  return { scenario, entry, truth: draft.truth, closedNumber: draft.closedNumber, isRepeated: draft.isRepeated };
}

/** Facteur's own matcher with what it would know of this payment. */
export function ours(
  policy: MatchPolicy = DEFAULT_MATCH_POLICY,
): (given: TrueCase, world: World) => ReturnType<typeof matchEntry> {
  return (given, world) => matchEntry(given.entry, world.index, policy, knowledgeFor(given, world));
}

function knowledgeFor(given: TrueCase, world: World): MatchKnowledge {
  const closed = given.closedNumber === undefined ? '' : documentKey(given.closedNumber);
  const { entry } = given;
  const earlier = { entryRef: 'earlier', amount: entry.amount, currency: entry.currency, bookedOn: BOOKED_ON };
  return {
    payers: (key) => world.debtors.get(key)?.learned ?? [],
    closedItem: (key) =>
      key === closed && closed !== '' ? { itemId: key, number: key, customerId: 'settled' } : undefined,
    advices: () => [],
    recentPayments: () => (given.isRepeated === true ? [earlier] : []),
  };
}

/** Oldest invoice of the payer first until the money is used up: what a plain receivables tool does. */
export const firstInFirstOut: Matcher = (given, world) => {
  const debtor = world.debtors.get(documentKey(given.entry.counterparty.iban ?? ''));
  if (debtor === undefined) return undefined;
  const shares = new Map<string, Decimal>();
  let left = given.entry.amount;
  const invoices = debtor.items.filter((item) => item.kind === 'invoice');
  for (const item of [...invoices].sort((one, two) => one.dueOn.localeCompare(two.dueOn))) {
    if (!left.isPositive()) break;
    const share = left.lessThan(item.openAmount) ? left : item.openAmount;
    shares.set(item.itemId, share);
    left = left.minus(share);
  }
  return shares.size > 0 ? shares : undefined;
};

/** The one invoice of that amount: of the payer where the account is known, else of anybody. */
export const amountOnly: Matcher = (given, world) => {
  const debtor = world.debtors.get(documentKey(given.entry.counterparty.iban ?? ''));
  const alike = world.index
    .withOpenAmount(given.entry.amount, 'EUR')
    .filter(
      (item) => item.kind === 'invoice' && (debtor === undefined || item.customerId === debtor.customer.customerId),
    );
  const [first] = [...alike].sort((one, two) => one.dueOn.localeCompare(two.dueOn));
  return first === undefined ? undefined : new Map([[first.itemId, first.openAmount]]);
};

export function isRight(posting: ReadonlyMap<string, Decimal>, truth: ReadonlyMap<string, Decimal>): boolean {
  if (posting.size !== truth.size) return false;
  return [...truth].every(([id, share]) => posting.get(id)?.equals(share) === true);
}

/** A wrong posting with its payment, so that a failure can be read. */
export interface Mistake {
  readonly given: TrueCase;
  readonly posting: ReadonlyMap<string, Decimal>;
}

export interface ProofResult {
  readonly byScenario: ReadonlyMap<string, Readonly<Record<'ours' | 'fifo' | 'amount', Tally>>>;
  readonly mistakes: readonly Mistake[];
  readonly payments: number;
}

/** Runs `payments` generated cases, spread evenly over the scenarios and over portfolios of `size` customers. */
export function runProof(payments: number, size: number, seed: number, policy?: MatchPolicy): ProofResult {
  const random = new Random(seed);
  const names = Object.keys(SCENARIOS);
  const byScenario = new Map(names.map((name) => [name, { ours: tally(), fifo: tally(), amount: tally() }]));
  const mistakes: Mistake[] = [];
  const match = ours(policy);
  let world = worldOf(size, random);
  let done = 0;
  for (let at = 0; at < payments; at += 1) {
    if (at > 0 && at % 5_000 === 0) world = worldOf(size, random);
    const scenario = names[at % names.length] ?? '';
    const given = caseOf(scenario, world, random, at);
    const row = byScenario.get(scenario);
    if (given === undefined || row === undefined) continue;
    done += 1;
    const outcome = match(given, world);
    const posting =
      outcome.kind === 'allocated'
        ? new Map(outcome.solution.allocations.map((one) => [one.itemId, one.amount]))
        : undefined;
    count(row.ours, posting, given);
    if (posting !== undefined && !isRight(posting, given.truth)) mistakes.push({ given, posting });
    if (
      outcome.kind === 'proposed' &&
      outcome.proposals.some((one) =>
        isRight(new Map(one.allocations.map((part) => [part.itemId, part.amount])), given.truth),
      )
    )
      row.ours.proposedRight += 1;
    count(row.fifo, firstInFirstOut(given, world), given);
    count(row.amount, amountOnly(given, world), given);
  }
  return { byScenario, mistakes, payments: done };
}

function tally(): Tally {
  return { payments: 0, posted: 0, wrong: 0, proposedRight: 0 };
}

function count(row: Tally, posting: Posting, given: TrueCase): void {
  row.payments += 1;
  if (posting === undefined) return;
  row.posted += 1;
  if (!isRight(posting, given.truth)) row.wrong += 1;
}
