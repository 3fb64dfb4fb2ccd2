import { addDays, Decimal } from '#kernel';
import type { EntryRow, OpenDocument, OpenSearch, PayerRow, Transaction } from '#ports';
import { namesAgree, OpenItemIndex, type MatchCustomer, type OpenItem } from '#receivables';
import type { FlowContext } from './context.js';

/** Up to this many lines the open documents they can lead to are looked up; beyond it, reading all once is cheaper. */
const MAX_LOOKED_UP = 500;
/** Below this many open documents nothing is saved by looking up. */
const FEW = 2000;

export interface LoadedItems {
  readonly index: OpenItemIndex;
  readonly byId: Map<string, OpenDocument>;
}

/**
 * The open documents that matching of these entries can see. Many open documents and few lines: only those that the lines'
 * tokens, payers and amounts lead to, by index, and all of each customer they lead to. The outcome is the same as with all.
 */
export async function loadOpenItems(
  context: FlowContext,
  tx: Transaction,
  rows: readonly EntryRow[],
  leads: { keys: readonly string[]; payers: readonly PayerRow[] },
): Promise<LoadedItems> {
  const customers = customersOf(context, tx.tenantId);
  const isLookedUp = rows.length <= MAX_LOOKED_UP && (await tx.ledger.openCount()) > FEW;
  const open = isLookedUp ? await lookUp(tx, rows, leads, customers) : await findOpen(tx);
  const shapes = await tx.ledger.knownShapes();
  const discounts = discountsOf(context, tx.tenantId);
  const items = open.map((each) => openItem(each, discounts));
  return {
    index: new OpenItemIndex(items, customers, shapes),
    byId: new Map(open.map((each) => [each.invoiceId, each])),
  };
}

async function lookUp(
  tx: Transaction,
  rows: readonly EntryRow[],
  { keys, payers }: { keys: readonly string[]; payers: readonly PayerRow[] },
  customers: readonly MatchCustomer[],
): Promise<readonly OpenDocument[]> {
  const amounts = rows.map((row) => row.amount);
  const named = customersNamed(rows, customers);
  const first = await findOpen(tx, {
    keys,
    customerRefs: [...new Set([...payers.map((payer) => payer.customerRef), ...named])],
    amounts,
  });
  // What a number or an amount led to brings its customer's other documents (credit notes), and its own amount's neighbours.
  const more = await findOpen(tx, {
    keys: [],
    customerRefs: [...new Set(first.map((each) => each.customerRef))],
    amounts: first.map((each) => each.openAmount.abs()),
  });
  const all = new Map([...first, ...more].map((each) => [each.invoiceId, each]));
  return [...all.values()].sort((left, right) => (left.invoiceId < right.invoiceId ? -1 : 1));
}

/** Invoices, credit notes and late-payment claims. */
async function findOpen(tx: Transaction, search?: OpenSearch): Promise<readonly OpenDocument[]> {
  const invoices = search === undefined ? await tx.ledger.openInvoices() : await tx.ledger.findOpen(search);
  return [...invoices, ...(await tx.ledger.openClaims(search))];
}

function customersNamed(rows: readonly EntryRow[], customers: readonly MatchCustomer[]): string[] {
  const names = rows.flatMap(({ entry }) => [entry.ultimateDebtor?.name, entry.counterparty.name]);
  const said = [...new Set(names.filter((name) => name !== undefined && name !== ''))] as string[];
  return customers
    .filter((customer) => customer.names.some((own) => said.some((name) => namesAgree(own, name))))
    .map((customer) => customer.customerId);
}

function customersOf(context: FlowContext, tenantId: string): MatchCustomer[] {
  return context
    .profiles(tenantId)
    .customers()
    .map((customer) => ({
      customerId: customer.customerRef,
      names: [customer.name, ...(customer.tradingName ? [customer.tradingName] : [])],
      refs: [customer.siren, customer.vatId].filter((ref) => ref !== undefined),
    }));
}

/** The early-payment discount of each seller's policy: amount off a total, and until when. */
function discountsOf(context: FlowContext, tenantId: string): (open: OpenDocument) => OpenItem['discounts'] {
  const profiles = context.profiles(tenantId);
  return ({ kind, sellerRef, issueDate, totalWithVat }) => {
    const seller = profiles.seller(sellerRef);
    const granted = seller && profiles.policy(seller.policy)?.earlyPayment;
    if (granted === undefined || kind !== 'invoice') return undefined;
    const amount = totalWithVat.times(granted.percentage).dividedBy(Decimal.HUNDRED, 2);
    return [{ amount, until: addDays(issueDate, granted.days) }];
  };
}

export function openItem(open: OpenDocument, discounts: (open: OpenDocument) => OpenItem['discounts']): OpenItem {
  return {
    itemId: open.invoiceId,
    kind: open.kind,
    number: open.number,
    customerId: open.customerRef,
    currency: open.currency,
    originalAmount: open.totalWithVat,
    openAmount: open.openAmount.abs(),
    disputedAmount: open.disputedAmount,
    issuedOn: open.issueDate,
    dueOn: open.dueDate ?? open.issueDate,
    creditorReference: open.creditorReference,
    orderRefs: open.orderRef === undefined ? [] : [open.orderRef],
    discounts: discounts(open),
  };
}
