import { addDays, Decimal, type LocalDate } from '#kernel';
import type { BankEntry } from './entry.js';

/** One booking as a message tells it, with what identifies it besides money and day. */
export interface BookingReport {
  readonly bankRef?: string;
  readonly bookedOn: LocalDate;
  readonly amount: Decimal;
  readonly currency: string;
  /** Identifications by kind (`endToEndId`, `iban`, …): a common one is agreement, none in common a contradiction. */
  readonly marks: ReadonlyMap<string, ReadonlySet<string>>;
  /** Nothing tells it from another booking of the same amount and day. */
  readonly isBare: boolean;
}

export interface Pairing<L, R> {
  /** The same booking, told twice. */
  readonly pairs: ReadonlyMap<L, R>;
  /** Bookings of the left side that may be one of several of the right side. */
  readonly doubtful: ReadonlyMap<L, readonly R[]>;
}

/** Kinds that name one payment and no other. */
const IDENTIFYING = ['endToEndId', 'transactionId', 'uetr'];
const CONTRADICTING = ['endToEndId', 'uetr', 'iban', 'creditorReference'];
/** How far apart two messages may date the booking that they give the same bank reference. */
const MAX_DAYS_APART = 5;

/** What `pairReports` compares of an entry, or of the payments into which a batch was taken apart. */
export function bookingReport(entry: BankEntry, parts: readonly BankEntry[] = [entry]): BookingReport {
  const told = [...parts, ...parts.flatMap((part) => part.members)];
  const marks = new Map<string, Set<string>>();
  const add = (kind: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') marks.set(kind, (marks.get(kind) ?? new Set()).add(value));
  };
  for (const one of told) {
    add('endToEndId', one.endToEndId);
    add('transactionId', one.transactionId);
    add('uetr', one.uetr);
    add('iban', one.counterparty.iban);
    for (const { reference } of one.structuredReferences) add('creditorReference', reference.replace(/\s/g, ''));
  }
  const hasText = told.some((one) => one.remittanceLines.length > 0 || one.referredDocuments.length > 0);
  return {
    bankRef: entry.bankRef,
    bookedOn: entry.bookedOn,
    amount: Decimal.sum(parts.map((part) => part.amount)),
    currency: entry.currency,
    marks,
    isBare: marks.size === 0 && !hasText && told.every((one) => one.counterparty.name === undefined),
  };
}

/**
 * Finds which bookings of two messages are the same: by the bank's reference with amount and currency; where one of the two has
 * none, by booking day, amount and currency, told apart by the payment's identifications, and only where on both sides one can be
 * meant (or as many on either side, one side saying nothing besides). What stays unclear is named, never guessed.
 */
export function pairReports<L extends BookingReport, R extends BookingReport>(
  left: readonly L[],
  right: readonly R[],
): Pairing<L, R> {
  const pairs = new Map<L, R>();
  const doubtful = new Map<L, readonly R[]>();
  const taken = new Set<R>();
  const pair = (one: L, other: R): void => {
    pairs.set(one, other);
    taken.add(other);
  };
  for (const [one, other] of onlyPairs(left, right, refKey, isNear)) pair(one, other);
  const rest = grouped(
    right.filter((each) => !taken.has(each)),
    dayKey,
  );
  for (const [key, own] of grouped(
    left.filter((each) => !pairs.has(each)),
    dayKey,
  )) {
    const others = rest.get(key) ?? [];
    if (others.length > 0) pairDay(own, others, pair, (one, candidates) => doubtful.set(one, candidates));
  }
  return { pairs, doubtful };
}

function pairDay<L extends BookingReport, R extends BookingReport>(
  own: readonly L[],
  others: readonly R[],
  pair: (one: L, other: R) => void,
  doubt: (one: L, candidates: readonly R[]) => void,
): void {
  const agreed = [...agreeing(own, others)];
  for (const [one, other] of agreed) pair(one, other);
  const isPaired = new Set<BookingReport>(agreed.flat());
  const free = others.filter((other) => !isPaired.has(other));
  const open = own
    .filter((one) => !isPaired.has(one))
    .map((one) => ({ one, candidates: free.filter((other) => mayBeSame(one, other)) }))
    .filter(({ candidates }) => candidates.length > 0);
  const wanted = new Map<R, number>();
  for (const other of open.flatMap(({ candidates }) => candidates)) wanted.set(other, (wanted.get(other) ?? 0) + 1);
  if (isInterchangeable(open, wanted)) {
    open.forEach(({ one }, at) => pair(one, [...wanted.keys()][at] as R));
    return;
  }
  for (const { one, candidates } of open) {
    const [only] = candidates;
    if (candidates.length === 1 && only !== undefined && wanted.get(only) === 1) pair(one, only);
    else doubt(one, candidates);
  }
}

/** As many on either side, each may be each, and one side says nothing that could be given to the wrong one. */
function isInterchangeable<L extends BookingReport, R extends BookingReport>(
  open: readonly { one: L; candidates: readonly R[] }[],
  wanted: ReadonlyMap<R, number>,
): boolean {
  if (open.length !== wanted.size || open.some(({ candidates }) => candidates.length !== wanted.size)) return false;
  return open.every(({ one }) => one.isBare) || [...wanted.keys()].every((other) => other.isBare);
}

/** Bookings that name the same payment, where only these two do. */
function agreeing<L extends BookingReport, R extends BookingReport>(own: readonly L[], others: readonly R[]): [L, R][] {
  const shares = (one: BookingReport, other: BookingReport): boolean =>
    hasOtherRefs(one, other) && IDENTIFYING.some((kind) => overlap(one.marks.get(kind), other.marks.get(kind)));
  return own.flatMap((one): [L, R][] => {
    const found = others.filter((other) => shares(one, other));
    const [only] = found;
    const isMutual = only !== undefined && own.filter((each) => shares(each, only)).length === 1;
    return found.length === 1 && isMutual ? [[one, only]] : [];
  });
}

function mayBeSame(one: BookingReport, other: BookingReport): boolean {
  if (!hasOtherRefs(one, other)) return false;
  return CONTRADICTING.every((kind) => {
    const [mine, theirs] = [one.marks.get(kind), other.marks.get(kind)];
    return mine === undefined || theirs === undefined || overlap(mine, theirs);
  });
}

/** Two bank references that differ are two bookings. */
function hasOtherRefs(one: BookingReport, other: BookingReport): boolean {
  return one.bankRef === undefined || other.bankRef === undefined;
}

function overlap(left: ReadonlySet<string> | undefined, right: ReadonlySet<string> | undefined): boolean {
  return left !== undefined && right !== undefined && [...left].some((each) => right.has(each));
}

function* onlyPairs<L extends BookingReport, R extends BookingReport>(
  left: readonly L[],
  right: readonly R[],
  keyOf: (each: BookingReport) => string | undefined,
  fits: (one: L, other: R) => boolean,
): Generator<[L, R]> {
  const others = grouped(right, keyOf);
  for (const [key, own] of grouped(left, keyOf)) {
    const found = (others.get(key) ?? []).filter((other) => own.every((one) => fits(one, other)));
    const [one] = own;
    const [other] = found;
    if (own.length === 1 && found.length === 1 && one !== undefined && other !== undefined) yield [one, other];
  }
}

function grouped<T extends BookingReport>(reports: readonly T[], keyOf: (each: BookingReport) => string | undefined) {
  const groups = new Map<string, T[]>();
  for (const report of reports) {
    const key = keyOf(report);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(report);
    else groups.set(key, [report]);
  }
  return groups;
}

function refKey(report: BookingReport): string | undefined {
  return report.bankRef === undefined ? undefined : `${report.bankRef}|${moneyKey(report)}`;
}

function dayKey(report: BookingReport): string {
  return `${report.bookedOn}|${moneyKey(report)}`;
}

function moneyKey({ amount, currency }: BookingReport): string {
  return `${amount.normalized().toString()}|${currency}`;
}

function isNear({ bookedOn }: BookingReport, other: BookingReport): boolean {
  return other.bookedOn >= addDays(bookedOn, -MAX_DAYS_APART) && other.bookedOn <= addDays(bookedOn, MAX_DAYS_APART);
}
