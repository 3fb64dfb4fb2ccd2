import { and, asc, desc, eq, getTableColumns, inArray, isNull, or } from 'drizzle-orm';
import type { Decimal } from '#kernel';
import type { StatusDetail } from '#lifecycle';
import type { LifecycleStore, Page, PageQuery, PaymentExpectation, StatusRow, WaitingStatus } from '#ports';
import { reviveDecimals } from './json-decimals.js';
import { beforeCursor, pageSize, present, toPage } from './page.js';
import { lifecycleStatuses, paymentExpectations, waitingStatuses } from './schema/index.js';
import type { TenantScope } from './tenant-scope.js';

const { tenantId: _tenant, ...COLUMNS } = getTableColumns(lifecycleStatuses);
const { tenantId: _waiting, ...WAITING } = getTableColumns(waitingStatuses);
/** Announcements of the same amount that one run of matching looks at. */
const MOST_EXPECTED = 1000;
const { tenantId: _expected, ...EXPECTED } = getTableColumns(paymentExpectations);

/** Every member of `StatusDetail` that is a decimal. */
const DETAIL_DECIMALS = new Set(['amount', 'measure', 'quantity', 'numeric', 'percent', 'sequence']);

/** Histories of statuses, statuses that wait for their invoice, announced payments: of one tenant, within its transaction. */
export class SqlLifecycleStore implements LifecycleStore {
  constructor(private readonly scope: TenantScope) {}

  async add(status: StatusRow): Promise<{ isNew: boolean }> {
    const { tenantId, queries } = this.scope;
    const added = await queries
      .insert(lifecycleStatuses)
      .values({ ...status, tenantId })
      .onConflictDoNothing({ target: [lifecycleStatuses.tenantId, lifecycleStatuses.key] })
      .returning({ id: lifecycleStatuses.id });
    return { isNew: added.length > 0 };
  }

  async history(invoiceId: string): Promise<readonly StatusRow[]> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(COLUMNS)
      .from(lifecycleStatuses)
      .where(and(eq(lifecycleStatuses.tenantId, tenantId), eq(lifecycleStatuses.invoiceId, invoiceId)))
      .orderBy(asc(lifecycleStatuses.setAt), asc(lifecycleStatuses.id));
    return rows.map(statusOf);
  }

  async find(id: string): Promise<StatusRow | undefined> {
    const { tenantId, queries } = this.scope;
    const [row] = await queries
      .select(COLUMNS)
      .from(lifecycleStatuses)
      .where(and(eq(lifecycleStatuses.tenantId, tenantId), eq(lifecycleStatuses.id, id)));
    return row && statusOf(row);
  }

  async keepWaiting(waiting: WaitingStatus): Promise<{ isNew: boolean }> {
    const { tenantId, queries } = this.scope;
    const { status, ...names } = waiting;
    const { key, code, setAt, issuer, details } = status;
    const added = await queries
      .insert(waitingStatuses)
      .values({ ...names, key, code, setAt, issuer, details, tenantId })
      .onConflictDoNothing({ target: [waitingStatuses.tenantId, waitingStatuses.key] })
      .returning({ id: waitingStatuses.id });
    return { isNew: added.length > 0 };
  }

  async waitingFor(invoiceNumbers: readonly string[]): Promise<readonly WaitingStatus[]> {
    if (invoiceNumbers.length === 0) return [];
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(WAITING)
      .from(waitingStatuses)
      .where(
        and(
          eq(waitingStatuses.tenantId, tenantId),
          inArray(waitingStatuses.invoiceNumber, [...invoiceNumbers]),
          isNull(waitingStatuses.placedAt),
        ),
      )
      .orderBy(asc(waitingStatuses.id));
    return rows.map(waitingOf);
  }

  async place(id: string, at: Date): Promise<void> {
    const { tenantId, queries } = this.scope;
    await queries
      .update(waitingStatuses)
      .set({ placedAt: at })
      .where(and(eq(waitingStatuses.tenantId, tenantId), eq(waitingStatuses.id, id)));
  }

  async listWaiting(query: PageQuery): Promise<Page<WaitingStatus>> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(WAITING)
      .from(waitingStatuses)
      .where(
        and(
          eq(waitingStatuses.tenantId, tenantId),
          isNull(waitingStatuses.placedAt),
          beforeCursor(waitingStatuses.id, query),
        ),
      )
      .orderBy(desc(waitingStatuses.id))
      .limit(pageSize(query) + 1);
    return toPage(rows.map(waitingOf), query, (row) => row.id);
  }

  async expect(expectation: PaymentExpectation): Promise<void> {
    const { tenantId, queries } = this.scope;
    await queries
      .insert(paymentExpectations)
      .values({ ...expectation, tenantId })
      .onConflictDoNothing();
  }

  async expectations(invoiceId: string): Promise<readonly PaymentExpectation[]> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(EXPECTED)
      .from(paymentExpectations)
      .where(and(eq(paymentExpectations.tenantId, tenantId), eq(paymentExpectations.invoiceId, invoiceId)))
      .orderBy(asc(paymentExpectations.announcedAt), asc(paymentExpectations.id));
    return rows.map(present);
  }

  async expectationsOf(amounts: readonly Decimal[]): Promise<readonly PaymentExpectation[]> {
    if (amounts.length === 0) return [];
    const { tenantId, queries } = this.scope;
    const { amount } = paymentExpectations;
    const rows = await queries
      .select(EXPECTED)
      .from(paymentExpectations)
      .where(
        and(
          eq(paymentExpectations.tenantId, tenantId),
          eq(paymentExpectations.state, 'open'),
          or(isNull(amount), inArray(amount, [...amounts])),
        ),
      )
      .orderBy(asc(paymentExpectations.announcedAt), asc(paymentExpectations.id))
      .limit(MOST_EXPECTED);
    return rows.map(present);
  }

  async settleExpectations(invoiceId: string, state: 'met' | 'void', at: Date): Promise<void> {
    const { tenantId, queries } = this.scope;
    await queries
      .update(paymentExpectations)
      .set({ state, settledAt: at })
      .where(
        and(
          eq(paymentExpectations.tenantId, tenantId),
          eq(paymentExpectations.invoiceId, invoiceId),
          eq(paymentExpectations.state, 'open'),
        ),
      );
  }

  async listExpectations(
    query: PageQuery & { state?: PaymentExpectation['state'] },
  ): Promise<Page<PaymentExpectation>> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(EXPECTED)
      .from(paymentExpectations)
      .where(
        and(
          eq(paymentExpectations.tenantId, tenantId),
          query.state && eq(paymentExpectations.state, query.state),
          beforeCursor(paymentExpectations.id, query),
        ),
      )
      .orderBy(desc(paymentExpectations.id))
      .limit(pageSize(query) + 1);
    return toPage(rows.map(present), query, (row) => row.id);
  }
}

type Stored = typeof lifecycleStatuses.$inferSelect;

function statusOf(row: Omit<Stored, 'tenantId'>): StatusRow {
  const { details, issuer, ...rest } = present(row);
  return { ...rest, details: revived(details), ...(issuer ? { issuer: issuer } : {}) };
}

function waitingOf(row: Omit<typeof waitingStatuses.$inferSelect, 'tenantId'>): WaitingStatus {
  const { key, code, setAt, issuer, details, ...names } = present(row);
  const status = { key, code, setAt, direction: 'received', details: revived(details) } as const;
  return { ...names, status: { ...status, ...(issuer ? { issuer: issuer } : {}) } };
}

function revived(details: unknown): readonly StatusDetail[] {
  return reviveDecimals(details, DETAIL_DECIMALS) as readonly StatusDetail[];
}
