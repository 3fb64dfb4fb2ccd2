import { addDays, daysBetween, Decimal, type LocalDate } from '#kernel';
import type { LedgerEntry, OpenInvoice, PlanRow, Transaction } from '#ports';
import { ageing, AGEING, type AgeBucket } from '#receivables';
import type { FlowContext } from '../context.js';

/** One movement on the account; allocations move nothing and are no lines. */
export interface StatementLine {
  readonly bookedOn: LocalDate;
  readonly kind: LedgerEntry['kind'];
  /** Number of the document, where there is one. */
  readonly number?: string;
  readonly invoiceId?: string;
  readonly paymentId?: string;
  readonly claimId?: string;
  readonly isReversal: boolean;
  readonly reason?: string;
  readonly amount: Decimal;
  readonly balanceAmount: Decimal;
}

export interface StatementDocument {
  readonly invoiceId: string;
  readonly number: string;
  readonly issueDate: LocalDate;
  readonly dueDate?: LocalDate;
  readonly totalAmount: Decimal;
  readonly openAmount: Decimal;
  readonly disputedAmount: Decimal;
  readonly daysLate: number;
  /** Open instalments of a plan in place of the due date. */
  readonly instalments: readonly { readonly dueOn: LocalDate; readonly openAmount: Decimal }[];
}

/** A customer's account in one currency: how the balance came about and what it consists of. */
export interface CurrencyStatement {
  readonly currency: string;
  readonly openingAmount: Decimal;
  readonly lines: readonly StatementLine[];
  readonly closingAmount: Decimal;
  /** What the balance consists of now. */
  readonly openInvoices: readonly StatementDocument[];
  readonly openCredits: readonly StatementDocument[];
  readonly onAccount: readonly { readonly paymentId: string; readonly bookedOn: LocalDate; readonly amount: Decimal }[];
  readonly openClaims: readonly { readonly claimId: string; readonly number: string; readonly openAmount: Decimal }[];
  readonly balanceAmount: Decimal;
  readonly overdueAmount: Decimal;
  readonly ageing: Readonly<Record<AgeBucket, Decimal>>;
}

export interface AccountStatement {
  readonly customerRef: string;
  readonly customerName: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly asOf: LocalDate;
  readonly currencies: readonly CurrencyStatement[];
}

/**
 * A customer's statement of account: movements of the period with the running balance, and what is open now, credits and cash on
 * account included. One part for each currency: they are never added up. Undefined for a customer nobody knows.
 */
export async function accountStatement(
  context: FlowContext,
  tenantId: string,
  request: { customerRef: string; from?: LocalDate; to?: LocalDate },
): Promise<AccountStatement | undefined> {
  const asOf = context.clock.today();
  const to = request.to ?? asOf;
  const from = request.from ?? addDays(to, -90);
  const profile = context.profiles(tenantId).customer(request.customerRef);
  return context.store.transaction(tenantId, async (tx) => {
    const accounts = await tx.ledger.accounts(request.customerRef);
    if (!profile && accounts.length === 0) return undefined;
    const currencies: CurrencyStatement[] = [];
    for (const { currency, balanceAmount } of accounts) {
      currencies.push(await inCurrency(tx, request.customerRef, currency, { from, to, asOf }, balanceAmount));
    }
    const { customerRef } = request;
    return { customerRef, customerName: profile?.name ?? customerRef, from, to, asOf, currencies };
  });
}

async function inCurrency(
  tx: Transaction,
  customerRef: string,
  currency: string,
  { from, to, asOf }: { from: LocalDate; to: LocalDate; asOf: LocalDate },
  balanceAmount: Decimal,
): Promise<CurrencyStatement> {
  const history = (await tx.ledger.history(customerRef, currency, to)).filter((each) => each.kind !== 'allocation');
  const ordered = [...history].sort((one, two) =>
    one.bookedOn === two.bookedOn ? (one.id < two.id ? -1 : 1) : one.bookedOn < two.bookedOn ? -1 : 1,
  );
  const before = ordered.filter((each) => each.bookedOn < from);
  const openingAmount = Decimal.sum(before.map((each) => each.amount));
  const numbers = await numbersOf(tx, ordered.slice(before.length));
  let running = openingAmount;
  const lines = ordered.slice(before.length).map((entry): StatementLine => {
    running = running.plus(entry.amount);
    return lineOf(entry, running, numbers);
  });
  const open = await tx.ledger.openInvoices({ customerRef, currency });
  const documents = await Promise.all(open.map((each) => documentOf(tx, each, asOf)));
  const openInvoices = documents.filter((each) => each.openAmount.isPositive());
  const aged = ageing(openInvoices.flatMap(duesOf), asOf);
  const overdue = AGEING.filter(({ bucket }) => bucket !== 'not-due').map(({ bucket }) => aged[bucket]);
  const free = await tx.ledger.payments({ customerRef, free: true });
  const claims = await tx.receivables.claims({ limit: 200, customerRef, open: true });
  return {
    currency,
    openingAmount,
    lines,
    closingAmount: running,
    openInvoices,
    openCredits: documents.filter((each) => each.openAmount.isNegative()),
    onAccount: free
      .filter((each) => each.currency === currency)
      .map(({ paymentId, bookedOn, unallocatedAmount }) => ({ paymentId, bookedOn, amount: unallocatedAmount })),
    openClaims: claims.items
      .filter((each) => each.currency === currency)
      .map(({ id, number, openAmount }) => ({ claimId: id, number, openAmount })),
    balanceAmount,
    overdueAmount: Decimal.sum(overdue),
    ageing: aged,
  };
}

function lineOf(entry: LedgerEntry, balanceAmount: Decimal, numbers: ReadonlyMap<string, string>): StatementLine {
  const { bookedOn, kind, invoiceId, paymentId, claimId, amount, cause } = entry;
  const id = invoiceId ?? claimId;
  const reason = cause['reason'] ?? cause['reasonCode'] ?? (kind === 'write-off' ? cause['code'] : undefined);
  return {
    ...{ bookedOn, kind, amount, balanceAmount, isReversal: entry.reverses !== undefined },
    ...(id === undefined ? {} : { number: numbers.get(id) }),
    ...{ invoiceId, paymentId, claimId },
    ...(typeof reason === 'string' ? { reason } : {}),
  };
}

async function numbersOf(tx: Transaction, entries: readonly LedgerEntry[]): Promise<Map<string, string>> {
  const numbers = new Map<string, string>();
  for (const { invoiceId, claimId } of entries) {
    if (invoiceId !== undefined && !numbers.has(invoiceId)) {
      const invoice = await tx.invoices.summary(invoiceId);
      if (invoice) numbers.set(invoiceId, invoice.number);
    }
    if (claimId !== undefined && !numbers.has(claimId)) {
      const claim = await tx.receivables.findClaim(claimId);
      if (claim) numbers.set(claimId, claim.number);
    }
  }
  return numbers;
}

async function documentOf(tx: Transaction, open: OpenInvoice, asOf: LocalDate): Promise<StatementDocument> {
  const plans = open.kind === 'invoice' ? await tx.receivables.plansOf(open.invoiceId) : [];
  const plan = plans.find((each) => each.state === 'active');
  const instalments = plan ? openInstalments(plan, open.openAmount) : [];
  const dueOn = instalments[0]?.dueOn ?? open.dueDate;
  const late = dueOn === undefined ? 0 : daysBetween(dueOn, asOf);
  return {
    invoiceId: open.invoiceId,
    number: open.number,
    issueDate: open.issueDate,
    dueDate: open.dueDate,
    totalAmount: open.totalWithVat,
    openAmount: open.openAmount,
    disputedAmount: open.disputedAmount,
    daysLate: open.openAmount.isPositive() ? Math.max(0, late) : 0,
    instalments,
  };
}

/** What of each instalment is open: money fills the first ones first. */
export function openInstalments(
  plan: PlanRow,
  open: Decimal,
): readonly { readonly dueOn: LocalDate; readonly openAmount: Decimal }[] {
  let left = open;
  const parts: { dueOn: LocalDate; openAmount: Decimal }[] = [];
  for (const { dueOn, amount } of [...plan.instalments].reverse()) {
    if (!left.isPositive()) break;
    const openAmount = left.lessThan(amount) ? left : amount;
    parts.unshift({ dueOn, openAmount });
    left = left.minus(openAmount);
  }
  return parts;
}

function duesOf(document: StatementDocument): { dueOn: LocalDate; openAmount: Decimal }[] {
  const planned = Decimal.sum(document.instalments.map((each) => each.openAmount));
  const rest = document.openAmount.minus(planned);
  const dueOn = document.dueDate ?? ('9999-12-31' as LocalDate);
  return [...document.instalments, ...(rest.isPositive() ? [{ dueOn, openAmount: rest }] : [])];
}
