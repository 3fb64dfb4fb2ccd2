import { failed, ok, type LocalDate, type Problem, type Result } from '#kernel';
import { draftInvoice } from '#billing';
import type { Locate, Order } from '#order';
import type { OrderRow } from '#ports';
import type { FlowContext } from './context.js';
import { unknownProfile } from './order-problems.js';
import type { Billing } from './write-document.js';

/** Issue dates of our own invoices, by seller and number. */
export type PrecedingDates = ReadonlyMap<string, LocalDate>;

/** What an order says of the invoices before it. */
export type Referring = Pick<Order, 'sellerRef'> & Partial<Pick<Order, 'precedingInvoices'>>;

/**
 * Drafts the invoice of an order from today's profiles: complete save for its number, or every problem at once.
 * @param locate names fields of the order as its file has them; left out: JSON pointers.
 */
export function prepareBilling(
  context: FlowContext,
  tenantId: string,
  order: Order,
  issueDates: PrecedingDates,
  locate?: Locate,
): Result<Billing, readonly Problem[]> {
  const profiles = context.profiles(tenantId);
  const seller = profiles.seller(order.sellerRef);
  const customer = profiles.customer(order.customerRef);
  const policy = seller && profiles.policy(seller.policy);
  if (!seller || !customer || !policy) {
    const field = (name: 'sellerRef' | 'customerRef'): string => locate?.([name]).field ?? `/${name}`;
    return failed([
      ...(seller ? [] : [unknownProfile('seller', field('sellerRef'), order.sellerRef)]),
      ...(customer ? [] : [unknownProfile('customer', field('customerRef'), order.customerRef)]),
      ...(seller && !policy ? [unknownProfile('policy', field('sellerRef'), seller.policy)] : []),
    ]);
  }
  const drafted = draftInvoice(order, seller, customer, policy, {
    issueDate: context.clock.today(),
    locate,
    lookups: { issueDateOf: (number) => issueDates.get(ofSeller(order.sellerRef, number)) },
  });
  return drafted.ok ? ok({ draft: drafted.value, seller, customer, policy }) : drafted;
}

/** Issue dates of our own invoices that the orders refer to: BT-26 where the ERP does not give it. */
export async function precedingDates(
  context: FlowContext,
  tenantId: string,
  orders: readonly Referring[],
): Promise<PrecedingDates> {
  const named = orders.flatMap(({ sellerRef, precedingInvoices = [] }) =>
    precedingInvoices.map(({ number }) => ({ number, sellerRef })),
  );
  if (named.length === 0) return new Map();
  const profiles = context.profiles(tenantId);
  return context.store.transaction(tenantId, async (tx) => {
    const dates = new Map<string, LocalDate>();
    for (const { number, sellerRef } of named) {
      const invoice = await tx.invoices.findByNumber(number, profiles.seller(sellerRef)?.sellerRef ?? sellerRef);
      if (invoice) dates.set(ofSeller(sellerRef, number), invoice.issueDate);
    }
    return dates;
  });
}

/** Sellers of a tenant may use the same number. */
const ofSeller = (sellerRef: string, number: string): string => JSON.stringify([sellerRef, number]);

/** What a stored order says of the invoices before it, without reading the whole of it. */
export function orderOf({ body, sellerRef }: OrderRow): Referring {
  if (body === null || typeof body !== 'object' || !('precedingInvoices' in body)) return { sellerRef };
  const { precedingInvoices } = body;
  if (!Array.isArray(precedingInvoices)) return { sellerRef };
  const named = precedingInvoices.filter(
    (each): each is { number: string } => typeof (each as { number?: unknown } | null)?.number === 'string',
  );
  return { sellerRef, precedingInvoices: named };
}
