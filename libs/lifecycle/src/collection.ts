import { Decimal, FacteurError } from '#kernel';
import type { BankCash } from './bank-cash.js';

/** An amount including VAT at one rate (percent). */
export interface RateAmount {
  readonly rate: Decimal;
  readonly amount: Decimal;
}

/** What is known of a document's rates when money comes. Rates are unique within each list. */
export interface CollectionBasis {
  /** The amount due (BT-115) over the rates; see `dueByRate`. */
  readonly due: readonly RateAmount[];
  /** What credit notes took off, by rate. */
  readonly credited: readonly RateAmount[];
  /** What was collected before, by rate. */
  readonly collected: readonly RateAmount[];
  /** The lines of the collection that this cash takes back. */
  readonly reversed?: readonly RateAmount[];
  /** Minor units of the currency. */
  readonly places: number;
}

declare const SPREAD: unique symbol;

/** Bank cash spread over the VAT rates of its document; the lines add up to the cash, to the cent. Made by `collect` alone. */
export interface Collection {
  readonly [SPREAD]: true;
  readonly cash: BankCash;
  /** Rates in ascending order; none is zero. */
  readonly lines: readonly RateAmount[];
}

/**
 * Spreads cash over the rates by what is still open at each (gross less credited less collected), largest remainder first, so
 * that partial payments together give each rate exactly its due. What exceeds the open amounts follows the amounts due. A reversal
 * takes back the very lines of what it reverses; money paid out otherwise is taken from what was collected, then from the due.
 */
export function collect(cash: BankCash, basis: CollectionBasis): Collection {
  const rates = ratesOf(basis);
  const lines = basis.reversed
    ? takenBack(cash, basis.reversed)
    : spread(
        cash.amount,
        cash.amount.isPositive() ? openOf(basis, rates) : positive(basis.collected, rates),
        basis,
        rates,
      );
  const kept = lines.filter((line) => !line.amount.isZero()).sort((one, other) => one.rate.compare(other.rate));
  const made: Omit<Collection, typeof SPREAD> = { cash, lines: kept };
  return made as Collection;
}

function takenBack(cash: BankCash, reversed: readonly RateAmount[]): RateAmount[] {
  const lines = reversed.map(({ rate, amount }) => ({ rate, amount: amount.negated() }));
  if (!Decimal.sum(lines.map((line) => line.amount)).equals(cash.amount)) {
    throw new FacteurError(
      'COLLECTION.NOT_REVERSED',
      'defect',
      'A reversal takes back another amount than was collected',
      {
        bookingId: cash.bookingId,
        amount: cash.amount.toString(),
      },
    );
  }
  return lines;
}

function spread(
  amount: Decimal,
  open: readonly Decimal[],
  basis: CollectionBasis,
  rates: readonly Decimal[],
): RateAmount[] {
  const size = amount.abs();
  const room = Decimal.sum(open);
  const first = size.greaterThan(room) ? open : apportion(size, open, basis.places);
  const rest = size.minus(Decimal.sum(first));
  const due = positive(basis.due, rates);
  const more = rest.isPositive() ? apportion(rest, due, basis.places) : undefined;
  return rates.map((rate, index) => {
    const share = (first[index] as Decimal).plus(more?.[index] ?? Decimal.ZERO);
    return { rate, amount: amount.isNegative() ? share.negated() : share };
  });
}

function ratesOf(basis: CollectionBasis): Decimal[] {
  const rates = new Map<string, Decimal>();
  for (const { rate } of [...basis.due, ...basis.collected]) rates.set(rate.normalized().toString(), rate.normalized());
  if (rates.size === 0) rates.set('0', Decimal.ZERO);
  return [...rates.values()].sort((one, other) => one.compare(other));
}

function openOf(basis: CollectionBasis, rates: readonly Decimal[]): Decimal[] {
  return rates.map((rate) =>
    atLeastZero(amountAt(basis.due, rate).minus(amountAt(basis.credited, rate)).minus(amountAt(basis.collected, rate))),
  );
}

function positive(amounts: readonly RateAmount[], rates: readonly Decimal[]): Decimal[] {
  return rates.map((rate) => atLeastZero(amountAt(amounts, rate)));
}

function amountAt(amounts: readonly RateAmount[], rate: Decimal): Decimal {
  return Decimal.sum(amounts.filter((one) => one.rate.equals(rate)).map((one) => one.amount));
}

function atLeastZero(amount: Decimal): Decimal {
  return amount.isNegative() ? Decimal.ZERO : amount;
}

/**
 * Parts of a positive amount in proportion to weights (none negative), in whole minor units: each gets its share rounded down, the
 * units left go to the largest remainders, the first of equals first. No part exceeds its weight while the amount does not exceed
 * their sum. Without any weight, the first part takes all.
 */
export function apportion(amount: Decimal, weights: readonly Decimal[], places: number): Decimal[] {
  const total = Decimal.sum(weights);
  if (total.isZero()) return weights.map((_, index) => (index === 0 ? amount : Decimal.ZERO));
  const parts = weights.map((weight, index) => {
    const exact = amount.times(weight);
    const floor = exact.dividedBy(total, places, 'down');
    return { index, floor, remainder: exact.minus(floor.times(total)) };
  });
  const unit = Decimal.fromUnits(1n, places);
  let left = amount.minus(Decimal.sum(parts.map((part) => part.floor)));
  const shares = parts.map((part) => part.floor);
  for (const { index } of [...parts].sort((a, b) => b.remainder.compare(a.remainder) || a.index - b.index)) {
    if (!left.isPositive()) break;
    const share = left.lessThan(unit) ? left : unit;
    shares[index] = (shares[index] as Decimal).plus(share);
    left = left.minus(share);
  }
  return shares;
}

/** One group of a VAT breakdown (BG-23), as far as it matters here. */
export interface VatGroup {
  readonly taxableAmount: Decimal;
  readonly taxAmount: Decimal;
  readonly rate?: Decimal;
}

/**
 * The amount due of a document over its VAT rates: gross by rate, brought down in proportion where a part was paid in advance or
 * rounded. Groups of one rate are one; a group without rate counts as 0.
 */
export function dueByRate(groups: readonly VatGroup[], amountDue: Decimal, places: number): RateAmount[] {
  const gross = new Map<string, RateAmount>();
  for (const group of groups) {
    const rate = (group.rate ?? Decimal.ZERO).normalized();
    const known = gross.get(rate.toString())?.amount ?? Decimal.ZERO;
    gross.set(rate.toString(), { rate, amount: known.plus(group.taxableAmount).plus(group.taxAmount) });
  }
  const all = [...gross.values()].sort((one, other) => one.rate.compare(other.rate));
  const weights = all.map((one) => atLeastZero(one.amount));
  if (Decimal.sum(all.map((one) => one.amount)).equals(amountDue)) return all;
  const shares = apportion(atLeastZero(amountDue), weights, places);
  return all.map(({ rate }, index) => ({ rate, amount: shares[index] as Decimal }));
}

/** Sums lists of amounts by rate; rates that come to nothing stay. */
export function sumByRate(amounts: Iterable<RateAmount>): RateAmount[] {
  const sums = new Map<string, RateAmount>();
  for (const { rate, amount } of amounts) {
    const key = rate.normalized().toString();
    const known = sums.get(key)?.amount ?? Decimal.ZERO;
    sums.set(key, { rate: rate.normalized(), amount: known.plus(amount) });
  }
  return [...sums.values()].sort((one, other) => one.rate.compare(other.rate));
}
