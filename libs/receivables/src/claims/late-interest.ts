import { addDays, daysBetween, Decimal, FacteurError, type LocalDate } from '#kernel';

/** The rates of a half-year, per cent a year, as a dated setting with its source. */
export interface HalfYearRates {
  /** 1 January or 1 July. */
  readonly from: LocalDate;
  /** Central bank main refinancing rate on that day. */
  readonly refinancingRate: Decimal;
  /** Legal interest rate between professionals, of which the contract rate's floor is a multiple. */
  readonly legalRate?: Decimal;
}

/** Where rates are set that this version does not know. */
export const RATES_SETTING = 'receivables.interestRates';

/** First day of the half-year of `on` when nothing is known of its rates: interest of today then cannot be claimed. */
export function halfYearWithoutRate(on: LocalDate, rates: readonly HalfYearRates[]): LocalDate | undefined {
  const start = startOfHalfYear(on);
  return rates.some((row) => row.from === start) ? undefined : start;
}

/** Rules of a country, dated settings too: France adds 10 points and sets the floor at three times the legal rate. */
export interface InterestRule {
  readonly points: Decimal;
  readonly floorMultiple: Decimal;
  readonly recoveryAmount: Decimal;
  readonly daysInYear: number;
}

/** Code de commerce L441-10 and D441-5. */
export const FRENCH_INTEREST: InterestRule = {
  points: Decimal.of('10'),
  floorMultiple: Decimal.of('3'),
  recoveryAmount: Decimal.of('40.00'),
  daysInYear: 365,
};

export interface LateInvoice {
  readonly amount: Decimal;
  readonly dueOn: LocalDate;
  /** What was paid or credited, and when; in any order. */
  readonly payments: readonly { readonly paidOn: LocalDate; readonly amount: Decimal }[];
  /** Rate written in the contract, per cent a year. */
  readonly contractRate?: Decimal;
  /** Interest law for merchants does not apply to consumers: no indemnity for them. */
  readonly isBusiness: boolean;
}

/** One line of the working: days at one rate on one balance, both days included. */
export interface InterestPart {
  readonly fromOn: LocalDate;
  readonly toOn: LocalDate;
  readonly days: number;
  readonly balanceAmount: Decimal;
  readonly rate: Decimal;
  /** Where the rate is from: the contract, the floor that binds it, or the default. */
  readonly basis: 'contract' | 'floor' | 'default';
  readonly amount: Decimal;
}

export interface LateClaim {
  readonly interestAmount: Decimal;
  readonly recoveryAmount: Decimal;
  readonly totalAmount: Decimal;
  readonly parts: readonly InterestPart[];
}

/**
 * Interest from the day after the due date to `on`, both included, cut at each half-year and after each payment; the day
 * of a payment still bears interest on the balance before it. Simple interest, each part rounded to cents. The indemnity
 * is owed once for an invoice that was late at all. The claim does not end when the principal is paid.
 * @throws FacteurError `INTEREST.RATE_MISSING` (precondition) when a half-year has no rate.
 */
export function lateClaim(
  invoice: LateInvoice,
  on: LocalDate,
  rates: readonly HalfYearRates[],
  rule: InterestRule = FRENCH_INTEREST,
): LateClaim {
  const parts: InterestPart[] = [];
  const payments = [...invoice.payments].sort((one, two) => one.paidOn.localeCompare(two.paidOn));
  let balance = invoice.amount.minus(
    Decimal.sum(payments.filter((one) => one.paidOn <= invoice.dueOn).map((one) => one.amount)),
  );
  let from = addDays(invoice.dueOn, 1);
  for (const payment of payments.filter((one) => one.paidOn > invoice.dueOn && one.paidOn <= on)) {
    parts.push(...accrue(invoice, from, payment.paidOn, balance, rates, rule));
    balance = balance.minus(payment.amount);
    if (payment.paidOn >= from) from = addDays(payment.paidOn, 1);
  }
  parts.push(...accrue(invoice, from, on, balance, rates, rule));
  const interestAmount = Decimal.sum(parts.map((part) => part.amount));
  const recoveryAmount = parts.length > 0 && invoice.isBusiness ? rule.recoveryAmount : Decimal.of('0.00');
  return { interestAmount, recoveryAmount, totalAmount: interestAmount.plus(recoveryAmount), parts };
}

function accrue(
  invoice: LateInvoice,
  from: LocalDate,
  to: LocalDate,
  balance: Decimal,
  rates: readonly HalfYearRates[],
  rule: InterestRule,
): InterestPart[] {
  if (from > to || !balance.isPositive()) return [];
  const parts: InterestPart[] = [];
  for (let start = from; start <= to;) {
    const end = least(to, endOfHalfYear(start));
    const days = daysBetween(start, end) + 1;
    const { rate, basis } = rateOn(start, invoice.contractRate, rates, rule);
    const yearly = balance.times(rate).times(Decimal.of(days));
    const amount = yearly.dividedBy(Decimal.of(100 * rule.daysInYear), 2);
    parts.push({ fromOn: start, toOn: end, days, balanceAmount: balance, rate, basis, amount });
    start = addDays(end, 1);
  }
  return parts;
}

/** The rate in force: the contract's, but never under the floor of that half-year; without a contract rate the default. */
export function rateOn(
  on: LocalDate,
  contractRate: Decimal | undefined,
  rates: readonly HalfYearRates[],
  rule: InterestRule = FRENCH_INTEREST,
): { readonly rate: Decimal; readonly basis: InterestPart['basis'] } {
  const start = startOfHalfYear(on);
  const row = rates.find((one) => one.from === start);
  const missing = (what: string): FacteurError =>
    new FacteurError(
      'INTEREST.RATE_MISSING',
      'precondition',
      `No ${what} is known for the half-year from ${start}: add it to the setting ${RATES_SETTING}`,
      { from: start, setting: RATES_SETTING },
    );
  if (row === undefined) throw missing('interest rate');
  if (contractRate === undefined) return { rate: row.refinancingRate.plus(rule.points), basis: 'default' };
  if (row.legalRate === undefined) throw missing('legal interest rate');
  const floor = row.legalRate.times(rule.floorMultiple);
  return contractRate.lessThan(floor) ? { rate: floor, basis: 'floor' } : { rate: contractRate, basis: 'contract' };
}

function startOfHalfYear(on: LocalDate): LocalDate {
  return `${on.slice(0, 4)}-${Number(on.slice(5, 7)) <= 6 ? '01' : '07'}-01` as LocalDate;
}

function endOfHalfYear(on: LocalDate): LocalDate {
  return `${on.slice(0, 4)}-${Number(on.slice(5, 7)) <= 6 ? '06-30' : '12-31'}` as LocalDate;
}

function least(left: LocalDate, right: LocalDate): LocalDate {
  return left < right ? left : right;
}
