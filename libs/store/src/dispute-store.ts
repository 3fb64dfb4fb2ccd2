import { and, asc, desc, eq, getTableColumns, isNotNull, isNull } from 'drizzle-orm';
import type { DisputeComment, DisputeRow, DisputeStepRow, DisputeStore, EvidenceRow, Page, PageQuery } from '#ports';
import { beforeCursor, pageSize, present, toPage } from './page.js';
import { disputeComments, disputeEvidence, disputes, disputeSteps } from './schema/index.js';
import type { TenantScope } from './tenant-scope.js';

const { tenantId: _tenant, ...COLUMNS } = getTableColumns(disputes);

const { tenantId: _evidenceTenant, ...EVIDENCE_COLUMNS } = getTableColumns(disputeEvidence);

/** Disputes of one tenant, within its transaction. A dispute is open until it has a `resolvedAt`. */
export class SqlDisputeStore implements DisputeStore {
  constructor(private readonly scope: TenantScope) {}

  async add(dispute: DisputeRow): Promise<void> {
    const { tenantId, queries } = this.scope;
    await queries.insert(disputes).values({ ...dispute, tenantId });
  }

  async find(id: string): Promise<DisputeRow | undefined> {
    const [row] = await this.byId(id);
    return row && present(row);
  }

  async findForUpdate(id: string): Promise<DisputeRow | undefined> {
    const [row] = await this.byId(id).for('no key update');
    return row && present(row);
  }

  async setState(id: string, update: Parameters<DisputeStore['setState']>[1]): Promise<void> {
    const { tenantId, queries } = this.scope;
    await queries
      .update(disputes)
      .set(update)
      .where(and(eq(disputes.tenantId, tenantId), eq(disputes.id, id)));
  }

  async comment(disputeId: string, comment: DisputeComment): Promise<void> {
    const { tenantId, queries } = this.scope;
    await queries.insert(disputeComments).values({ ...comment, tenantId, disputeId });
  }

  async comments(disputeId: string): Promise<readonly DisputeComment[]> {
    const { tenantId, queries } = this.scope;
    return queries
      .select({ at: disputeComments.at, author: disputeComments.author, text: disputeComments.text })
      .from(disputeComments)
      .where(and(eq(disputeComments.tenantId, tenantId), eq(disputeComments.disputeId, disputeId)))
      .orderBy(asc(disputeComments.sequence));
  }

  async addStep(disputeId: string, step: DisputeStepRow): Promise<void> {
    const { tenantId, queries } = this.scope;
    await queries.insert(disputeSteps).values({ ...step, tenantId, disputeId });
  }

  async steps(disputeId: string): Promise<readonly DisputeStepRow[]> {
    const { tenantId, queries } = this.scope;
    const { at, move, state, person } = disputeSteps;
    return queries
      .select({ at, move, state, person })
      .from(disputeSteps)
      .where(and(eq(disputeSteps.tenantId, tenantId), eq(disputeSteps.disputeId, disputeId)))
      .orderBy(asc(disputeSteps.sequence));
  }

  async addEvidence(evidence: EvidenceRow): Promise<void> {
    const { tenantId, queries } = this.scope;
    await queries.insert(disputeEvidence).values({ ...evidence, tenantId });
  }

  async evidence(disputeId: string): Promise<readonly EvidenceRow[]> {
    const { tenantId, queries } = this.scope;
    return queries
      .select(EVIDENCE_COLUMNS)
      .from(disputeEvidence)
      .where(and(eq(disputeEvidence.tenantId, tenantId), eq(disputeEvidence.disputeId, disputeId)))
      .orderBy(asc(disputeEvidence.id));
  }

  async list(query: PageQuery & { open?: boolean; invoiceId?: string }): Promise<Page<DisputeRow>> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(COLUMNS)
      .from(disputes)
      .where(
        and(
          eq(disputes.tenantId, tenantId),
          query.open === undefined ? undefined : (query.open ? isNull : isNotNull)(disputes.resolvedAt),
          query.invoiceId === undefined ? undefined : eq(disputes.invoiceId, query.invoiceId),
          beforeCursor(disputes.id, query),
        ),
      )
      .orderBy(desc(disputes.id))
      .limit(pageSize(query) + 1);
    return toPage(rows.map(present), query, (row) => row.id);
  }

  private byId(id: string) {
    const { tenantId, queries } = this.scope;
    return queries
      .select(COLUMNS)
      .from(disputes)
      .where(and(eq(disputes.tenantId, tenantId), eq(disputes.id, id)));
  }
}
