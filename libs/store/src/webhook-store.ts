import { and, asc, desc, eq, getTableColumns, gte, isNull, lt, min, ne, or, sql } from 'drizzle-orm';
import type {
  Page,
  PageQuery,
  WebhookAttempt,
  WebhookEndpoint,
  WebhookErrand,
  WebhookMessage,
  WebhookState,
  WebhookStore,
} from '#ports';
import { pageSize, present, toPage } from './page.js';
import { timeline, webhookAttempts, webhookEndpoints, webhookMessages } from './schema/index.js';
import type { TenantScope } from './tenant-scope.js';

const { tenantId: _endpointTenant, ...ENDPOINT } = getTableColumns(webhookEndpoints);
const { tenantId: _messageTenant, ...MESSAGE } = getTableColumns(webhookMessages);
const { tenantId: _attemptTenant, messageId: _message, ...ATTEMPT } = getTableColumns(webhookAttempts);
const EVENT = {
  sequence: timeline.sequence,
  subject: timeline.subject,
  subjectId: timeline.subjectId,
  type: timeline.type,
  at: timeline.at,
  correlationId: timeline.correlationId,
  data: timeline.data,
};

/** Endpoints, messages and their log. Messages are made by the database itself as events are written (migration 0050). */
export class SqlWebhookStore implements WebhookStore {
  constructor(private readonly scope: TenantScope) {}

  async addEndpoint(endpoint: WebhookEndpoint): Promise<boolean> {
    const { tenantId, queries } = this.scope;
    const added = await queries
      .insert(webhookEndpoints)
      .values({ ...endpoint, tenantId })
      .onConflictDoNothing()
      .returning({ id: webhookEndpoints.id });
    return added.length > 0;
  }

  async endpoints(): Promise<readonly WebhookEndpoint[]> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(ENDPOINT)
      .from(webhookEndpoints)
      .where(and(eq(webhookEndpoints.tenantId, tenantId), isNull(webhookEndpoints.removedAt)))
      .orderBy(asc(webhookEndpoints.name));
    return rows.map(present);
  }

  async findEndpoint(idOrName: string): Promise<WebhookEndpoint | undefined> {
    const { tenantId, queries } = this.scope;
    const [row] = await queries
      .select(ENDPOINT)
      .from(webhookEndpoints)
      .where(
        and(
          eq(webhookEndpoints.tenantId, tenantId),
          or(
            eq(webhookEndpoints.id, idOrName),
            and(eq(webhookEndpoints.name, idOrName), isNull(webhookEndpoints.removedAt)),
          ),
        ),
      );
    return row && present(row);
  }

  async removeEndpoint(id: string, at: Date): Promise<boolean> {
    const { tenantId, queries } = this.scope;
    const removed = await queries
      .update(webhookEndpoints)
      .set({ removedAt: at })
      .where(
        and(eq(webhookEndpoints.tenantId, tenantId), eq(webhookEndpoints.id, id), isNull(webhookEndpoints.removedAt)),
      )
      .returning({ id: webhookEndpoints.id });
    return removed.length > 0;
  }

  async errand(messageId: string): Promise<WebhookErrand | undefined> {
    const { tenantId, queries } = this.scope;
    const [row] = await queries
      .select({ message: MESSAGE, endpoint: ENDPOINT, event: EVENT })
      .from(webhookMessages)
      .innerJoin(
        webhookEndpoints,
        and(eq(webhookEndpoints.tenantId, tenantId), eq(webhookEndpoints.id, webhookMessages.endpointId)),
      )
      .innerJoin(timeline, and(eq(timeline.tenantId, tenantId), eq(timeline.sequence, webhookMessages.sequence)))
      .where(this.isMessage(messageId));
    if (!row) return undefined;
    const [earlier] = await queries
      .select({ since: min(webhookMessages.createdAt) })
      .from(webhookMessages)
      .where(
        and(
          eq(webhookMessages.tenantId, tenantId),
          eq(webhookMessages.endpointId, row.message.endpointId),
          eq(webhookMessages.thread, row.message.thread),
          lt(webhookMessages.sequence, row.message.sequence),
          eq(webhookMessages.state, 'waiting'),
        ),
      );
    return {
      message: present(row.message),
      endpoint: present(row.endpoint),
      event: row.event,
      ...(earlier?.since ? { blockedSince: earlier.since } : {}),
    };
  }

  async record(messageId: string, state: WebhookState, attempt: Omit<WebhookAttempt, 'attempt'>): Promise<void> {
    const { tenantId, queries } = this.scope;
    const [row] = await queries
      .update(webhookMessages)
      .set({
        state,
        detail: attempt.detail,
        attempts: sql`${webhookMessages.attempts} + 1`,
        settledAt: state === 'waiting' ? null : attempt.at,
      })
      .where(this.isMessage(messageId))
      .returning({ attempts: webhookMessages.attempts });
    if (row) await queries.insert(webhookAttempts).values({ ...attempt, tenantId, messageId, attempt: row.attempts });
  }

  async abandon(messageId: string, detail: string, at: Date): Promise<void> {
    await this.scope.queries
      .update(webhookMessages)
      .set({ state: 'dead', detail, settledAt: at })
      .where(this.isMessage(messageId));
  }

  async reopen(messageId: string): Promise<WebhookMessage | undefined> {
    const [row] = await this.scope.queries
      .update(webhookMessages)
      .set({ state: 'waiting', settledAt: null })
      .where(and(this.isMessage(messageId), ne(webhookMessages.state, 'waiting')))
      .returning(MESSAGE);
    return row && present(row);
  }

  async settledFrom(endpointId: string, sequence: number, limit: number): Promise<readonly WebhookMessage[]> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select(MESSAGE)
      .from(webhookMessages)
      .where(
        and(
          eq(webhookMessages.tenantId, tenantId),
          eq(webhookMessages.endpointId, endpointId),
          gte(webhookMessages.sequence, sequence),
          ne(webhookMessages.state, 'waiting'),
        ),
      )
      .orderBy(asc(webhookMessages.sequence))
      .limit(limit);
    return rows.map(present);
  }

  async messages(
    query: PageQuery & { endpointId?: string; state?: WebhookState; thread?: string },
  ): Promise<Page<WebhookMessage>> {
    const { tenantId, queries } = this.scope;
    const before = query.cursor === undefined ? undefined : Number(query.cursor);
    const rows = await queries
      .select(MESSAGE)
      .from(webhookMessages)
      .where(
        and(
          eq(webhookMessages.tenantId, tenantId),
          query.endpointId === undefined ? undefined : eq(webhookMessages.endpointId, query.endpointId),
          query.state && eq(webhookMessages.state, query.state),
          query.thread === undefined ? undefined : eq(webhookMessages.thread, query.thread),
          Number.isSafeInteger(before) ? lt(webhookMessages.sequence, before as number) : undefined,
        ),
      )
      .orderBy(desc(webhookMessages.sequence), desc(webhookMessages.id))
      .limit(pageSize(query) + 1);
    return toPage(rows.map(present), query, (row) => String(row.sequence));
  }

  async attempts(messageId: string): Promise<readonly WebhookAttempt[]> {
    const { tenantId, queries } = this.scope;
    return queries
      .select(ATTEMPT)
      .from(webhookAttempts)
      .where(and(eq(webhookAttempts.tenantId, tenantId), eq(webhookAttempts.messageId, messageId)))
      .orderBy(asc(webhookAttempts.attempt));
  }

  private isMessage(messageId: string) {
    return and(eq(webhookMessages.tenantId, this.scope.tenantId), eq(webhookMessages.id, messageId));
  }
}
