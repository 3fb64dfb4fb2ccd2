import { Decimal, type LocalDate } from '#kernel';
import { inOrder, type LifecycleStatus } from './history.js';
import type { LocalDateTime, StatusDatum } from './message.js';
import { statusRow } from './statuses.js';

/** How far the invoice has come on its way. 213 ends it; 501 and 221 only say that this attempt did not get through. */
export type TransmissionState =
  'none' | 'deposited' | 'issued' | 'received' | 'available' | 'inadmissible' | 'misrouted' | 'rejected';

/** What the buyer (or, for 209, 220 and factoring, the seller) said last; refusal and cancellation are final. */
export type ProcessingState =
  | 'none'
  | 'taken-in-charge'
  | 'approved'
  | 'partly-approved'
  | 'disputed'
  | 'suspended'
  | 'completed'
  | 'refused'
  | 'endorsed'
  | 'cancelled'
  | 'direct-payment'
  | 'factored'
  | 'account-changed'
  | 'not-factored';

/** What was said of money: 211 announces it, 212 states what the bank booked. */
export type PaymentState = 'none' | 'announced' | 'collected' | 'returned';

export interface CollectedAtRate {
  /** VAT rate in percent. */
  readonly rate: Decimal;
  /** Including VAT. */
  readonly amount: Decimal;
  readonly currency: string;
}

export interface LifecycleState {
  readonly transmission: TransmissionState;
  readonly processing: ProcessingState;
  readonly payment: PaymentState;
  /** The last 208 has not been answered: nothing is due on what the buyer has not accepted. */
  readonly isSuspended: boolean;
  /** The terminal status that closed the invoice: 210, 213 or 220. */
  readonly closedBy?: string;
  /** Sum of all 212 by rate, negatives included. */
  readonly collected: readonly CollectedAtRate[];
  /** When 203 was set: the best date of receipt there is. */
  readonly availableAt?: LocalDateTime;
  readonly lastAt?: LocalDateTime;
  /** Codes set after the closing status, and codes we know nothing of: kept, without effect. */
  readonly withoutEffect: readonly string[];
}

const CHAIN: Readonly<Record<string, TransmissionState>> = {
  '200': 'deposited',
  '201': 'issued',
  '202': 'received',
  '203': 'available',
};
const PROCESSING: Readonly<Record<string, ProcessingState>> = {
  '204': 'taken-in-charge',
  '205': 'approved',
  '206': 'partly-approved',
  '207': 'disputed',
  '208': 'suspended',
  '209': 'completed',
  '210': 'refused',
  '214': 'endorsed',
  '220': 'cancelled',
  '224': 'direct-payment',
  '225': 'factored',
  '226': 'factored',
  '227': 'account-changed',
  '228': 'not-factored',
};
/** Statuses that say what became of a suspension. */
const ABOUT_SUSPENSION = new Set(['205', '206', '208', '209', '210']);
/** When several closing statuses were set, the one of the earliest instant closed the invoice. */
const isClosing = (status: LifecycleStatus): boolean => statusRow(status.code)?.closes === true;

/**
 * The state of an invoice, from its history alone: the order in which the statuses arrived, and how often, makes no difference.
 * Nothing is ever refused for its place; only 210, 213 and 220 close.
 */
export function lifecycleState(history: Iterable<LifecycleStatus>): LifecycleState {
  const statuses = inOrder(history);
  const closed = statuses.findIndex(isClosing);
  const closing = closed < 0 ? undefined : statuses[closed];
  const effective = closed < 0 ? statuses : statuses.slice(0, closed + 1);
  // Money is stated whatever became of the invoice: a payment of a refused invoice is still cash that was collected.
  const collected = collectedByRate(statuses);
  return {
    transmission: transmissionOf(statuses),
    processing: processingOf(effective),
    payment: paymentOf(statuses, collected),
    isSuspended: lastOf(effective, ABOUT_SUSPENSION)?.code === '208',
    ...(closing ? { closedBy: closing.code } : {}),
    collected,
    ...dated('availableAt', statuses.find((status) => status.code === '203')?.setAt),
    ...dated('lastAt', statuses.at(-1)?.setAt),
    withoutEffect: statuses.flatMap((status, index) =>
      statusRow(status.code) === undefined || (closed >= 0 && index > closed && !STILL_SAID.has(status.code))
        ? [status.code]
        : [],
    ),
  };
}

/** Transmission and cash are facts whatever closed the invoice. */
const STILL_SAID = new Set(['200', '201', '202', '203', '211', '212', '213']);

function transmissionOf(statuses: readonly LifecycleStatus[]): TransmissionState {
  const codes = new Set(statuses.map((status) => status.code));
  if (codes.has('213')) return 'rejected';
  for (const code of ['203', '202', '201', '200']) if (codes.has(code)) return CHAIN[code] as TransmissionState;
  if (codes.has('221')) return 'misrouted';
  return codes.has('501') ? 'inadmissible' : 'none';
}

function processingOf(statuses: readonly LifecycleStatus[]): ProcessingState {
  const last = statuses.findLast((status) => PROCESSING[status.code] !== undefined);
  return last === undefined ? 'none' : (PROCESSING[last.code] as ProcessingState);
}

function lastOf(statuses: readonly LifecycleStatus[], codes: ReadonlySet<string>): LifecycleStatus | undefined {
  return statuses.findLast((status) => codes.has(status.code));
}

function paymentOf(statuses: readonly LifecycleStatus[], collected: readonly CollectedAtRate[]): PaymentState {
  if (!statuses.some((status) => status.code === '212')) {
    return statuses.some((status) => status.code === '211') ? 'announced' : 'none';
  }
  return collected.every((each) => each.amount.isZero()) ? 'returned' : 'collected';
}

function collectedByRate(statuses: readonly LifecycleStatus[]): CollectedAtRate[] {
  const sums = new Map<string, CollectedAtRate>();
  for (const datum of statuses.filter((status) => status.code === '212').flatMap(collectedData)) {
    const rate = (datum.percent ?? Decimal.ZERO).normalized();
    const currency = datum.currency ?? 'EUR';
    const key = `${rate.toString()} ${currency}`;
    const known = sums.get(key)?.amount ?? Decimal.ZERO;
    sums.set(key, { rate, currency, amount: known.plus(datum.amount ?? Decimal.ZERO) });
  }
  return [...sums.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
}

/** The amounts (MEN) of a 212. */
export function collectedData(status: Pick<LifecycleStatus, 'details'>): StatusDatum[] {
  return status.details.flatMap((detail) => detail.data.filter((datum) => datum.typeCode?.trim() === 'MEN'));
}

/** What a 211 announces: the amount (MPA) and the day, where they are told. */
export function announcedPayment(status: Pick<LifecycleStatus, 'details'>): {
  amount?: Decimal;
  currency?: string;
  on?: LocalDate;
} {
  const data = status.details.flatMap((detail) => detail.data);
  const paid = data.find((datum) => datum.typeCode?.trim() === 'MPA') ?? data.find((datum) => datum.amount);
  const day = paid?.on ?? data.find((datum) => datum.on)?.on;
  return { amount: paid?.amount, currency: paid?.currency, on: day };
}

function dated<K extends string>(name: K, value: LocalDateTime | undefined): { readonly [P in K]?: LocalDateTime } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [P in K]?: LocalDateTime };
}
