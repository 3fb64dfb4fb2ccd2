import { and, asc, desc, eq, getTableColumns, inArray, ne, sql, type SQL } from 'drizzle-orm';
import { Decimal } from '#kernel';
import type {
  ClaimRow,
  NewPlan,
  Page,
  PageQuery,
  PlanRow,
  PromiseRow,
  ReceiptRow,
  ReceivablesStore,
  StandingRow,
} from '#ports';
import { timestamptz } from './database.js';
import { beforeCursor, pageSize, present, toPage } from './page.js';
import {
  claimBalances,
  claims,
  customerStandings,
  paymentPlans,
  paymentPromises,
  planInstalments,
  receipts,
} from './schema/index.js';
import type { TenantScope } from './tenant-scope.js';

const { tenantId: _plan, ...PLAN_COLUMNS } = getTableColumns(paymentPlans);
const { tenantId: _promise, ...PROMISE_COLUMNS } = getTableColumns(paymentPromises);
const { tenantId: _claim, ...CLAIM_COLUMNS } = getTableColumns(claims);
const { tenantId: _receipt, ...RECEIPT_COLUMNS } = getTableColumns(receipts);
const { tenantId: _standing, ...STANDING_COLUMNS } = getTableColumns(customerStandings);

/** Plans, promises, claims, receipts and standings of one tenant, within its transaction. */
export class SqlReceivablesStore implements ReceivablesStore {
  constructor(private readonly scope: TenantScope) {}

  /** Through the owner's function: a plan moves the due dates that figures are kept by. */
  async addPlan(plan: NewPlan): Promise<void> {
    let later = Decimal.ZERO;
    const instalments = [...plan.instalments].reverse().map(({ dueOn, amount }) => {
      const laterAmount = later;
      later = later.plus(amount);
      return { dueOn, amount: amount.toString(), laterAmount: laterAmount.toString() };
    });
    await this.scope.queries.execute(sql`SELECT facteur_add_plan(
      ${plan.id}, ${plan.invoiceId}, ${plan.amount.toString()}::numeric, ${plan.note ?? null}, ${plan.madeBy},
      ${timestamptz(plan.madeAt)}, ${JSON.stringify(instalments.reverse())}::jsonb)`);
  }

  async cancelPlan(id: string): Promise<boolean> {
    const result: unknown = await this.scope.queries.execute(sql`SELECT facteur_cancel_plan(${id}) AS done`);
    return (result as { rows: { done: boolean }[] }).rows[0]?.done === true;
  }

  async findPlan(id: string): Promise<PlanRow | undefined> {
    return (await this.plans(eq(paymentPlans.id, id)))[0];
  }

  async plansOf(invoiceId: string): Promise<readonly PlanRow[]> {
    return this.plans(eq(paymentPlans.invoiceId, invoiceId));
  }

  async addPromise(promise: PromiseRow): Promise<void> {
    const { tenantId, queries } = this.scope;
    await queries.insert(paymentPromises).values({ ...promise, tenantId });
  }

  async findPromise(id: string): Promise<PromiseRow | undefined> {
    return (await this.promises(eq(paymentPromises.id, id)))[0];
  }

  async withdrawPromise(id: string, at: Date): Promise<void> {
    const { tenantId, queries } = this.scope;
    await queries
      .update(paymentPromises)
      .set({ withdrawnAt: at })
      .where(and(eq(paymentPromises.tenantId, tenantId), eq(paymentPromises.id, id)));
  }

  async promisesOf(invoiceId: string): Promise<readonly PromiseRow[]> {
    return this.promises(eq(paymentPromises.invoiceId, invoiceId));
  }

  async addClaim(claim: ClaimRow): Promise<void> {
    const { tenantId, queries } = this.scope;
    await queries.insert(claims).values({ ...claim, tenantId });
  }

  async findClaim(id: string) {
    const [row] = await this.claimsWhere(eq(claims.id, id), 1);
    return row;
  }

  async claims(query: PageQuery & { invoiceId?: string; customerRef?: string; open?: boolean }) {
    const condition = and(
      query.invoiceId === undefined ? undefined : eq(claims.invoiceId, query.invoiceId),
      query.customerRef === undefined ? undefined : eq(claims.customerRef, query.customerRef),
      query.open === undefined ? undefined : (query.open ? ne : eq)(claimBalances.openAmount, Decimal.ZERO),
      beforeCursor(claims.id, query),
    );
    const rows = await this.claimsWhere(condition, pageSize(query) + 1);
    return toPage(rows, query, (row) => row.id) satisfies Page<ClaimRow>;
  }

  async addReceipt(receipt: ReceiptRow): Promise<void> {
    const { tenantId, queries } = this.scope;
    await queries.insert(receipts).values({ ...receipt, tenantId });
  }

  async receiptsOf(paymentId: string): Promise<readonly ReceiptRow[]> {
    const { tenantId, queries } = this.scope;
    return queries
      .select(RECEIPT_COLUMNS)
      .from(receipts)
      .where(and(eq(receipts.tenantId, tenantId), eq(receipts.paymentId, paymentId)))
      .orderBy(asc(receipts.id));
  }

  async setStanding(standing: StandingRow): Promise<void> {
    const { tenantId, queries } = this.scope;
    await queries
      .insert(customerStandings)
      .values({ ...standing, tenantId })
      .onConflictDoUpdate({
        target: [customerStandings.tenantId, customerStandings.customerRef],
        set: { ...standing, reason: standing.reason ?? null },
      });
  }

  async standing(customerRef: string): Promise<StandingRow | undefined> {
    const { tenantId, queries } = this.scope;
    const [row] = await queries
      .select(STANDING_COLUMNS)
      .from(customerStandings)
      .where(and(eq(customerStandings.tenantId, tenantId), eq(customerStandings.customerRef, customerRef)));
    return row && present(row);
  }

  private async plans(condition: SQL): Promise<readonly PlanRow[]> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(PLAN_COLUMNS)
      .from(paymentPlans)
      .where(and(eq(paymentPlans.tenantId, tenantId), condition))
      .orderBy(desc(paymentPlans.id));
    if (rows.length === 0) return [];
    const { planId, dueOn, amount } = planInstalments;
    const ids = rows.map((row) => row.id);
    const parts = await queries
      .select({ planId, dueOn, amount })
      .from(planInstalments)
      .where(and(eq(planInstalments.tenantId, tenantId), inArray(planId, ids)))
      .orderBy(asc(planId), asc(planInstalments.position));
    return rows.map((row) => ({
      ...present(row),
      instalments: parts
        .filter((part) => part.planId === row.id)
        .map((part) => ({ dueOn: part.dueOn, amount: part.amount })),
    }));
  }

  private async promises(condition: SQL): Promise<readonly PromiseRow[]> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(PROMISE_COLUMNS)
      .from(paymentPromises)
      .where(and(eq(paymentPromises.tenantId, tenantId), condition))
      .orderBy(asc(paymentPromises.id));
    return rows.map(present);
  }

  private async claimsWhere(condition: SQL | undefined, limit: number) {
    const { tenantId, queries } = this.scope;
    return queries
      .select({ ...CLAIM_COLUMNS, openAmount: claimBalances.openAmount })
      .from(claims)
      .innerJoin(claimBalances, and(eq(claimBalances.tenantId, claims.tenantId), eq(claimBalances.claimId, claims.id)))
      .where(and(eq(claims.tenantId, tenantId), condition))
      .orderBy(desc(claims.id))
      .limit(limit);
  }
}
