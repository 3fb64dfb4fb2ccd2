import { and, asc, eq, getTableColumns, gt, isNotNull, isNull, sql } from 'drizzle-orm';
import type {
  ArchiveStore,
  ChainLink,
  SealedRow,
  EvidenceTable,
  KeptNumber,
  NumberSeries,
  RecordedEvent,
} from '#ports';
import { digestOf } from './canonical-row.js';
import { numberId } from './number-store.js';
import { receivedPart } from './order-store.js';
import { documents, invoices, issuedNumbers, ledger, numberCounters, orders, voidedNumbers } from './schema/index.js';
import { timeline, timelineHeads } from './schema/index.js';
import type { TenantScope } from './tenant-scope.js';
import { chainHash } from './timeline-chain.js';

/** Reads the evidence back, row by row, and computes each digest anew. */
export class SqlArchiveStore implements ArchiveStore {
  constructor(private readonly scope: TenantScope) {}

  async head(): Promise<{ position: number; hash: string } | undefined> {
    const { tenantId, queries } = this.scope;
    const [row] = await queries
      .select({ position: timelineHeads.position, hash: timelineHeads.hash })
      .from(timelineHeads)
      .where(eq(timelineHeads.tenantId, tenantId));
    return row;
  }

  async unchainedCount(): Promise<number> {
    const { tenantId, queries } = this.scope;
    const [row] = await queries
      .select({ count: sql<string>`count(*)` })
      .from(timeline)
      .where(and(eq(timeline.tenantId, tenantId), isNull(timeline.position)));
    return Number(row?.count ?? 0);
  }

  async links(after: number, limit: number): Promise<readonly ChainLink[]> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select()
      .from(timeline)
      .where(and(eq(timeline.tenantId, tenantId), isNotNull(timeline.position), gt(timeline.position, after)))
      .orderBy(asc(timeline.position))
      .limit(limit);
    return rows.map((row) => {
      const { position: place, previousHash, hash, evidence, tenantId: _tenant, ...event } = row;
      const position = place ?? 0;
      const computedHash = chainHash(previousHash ?? '', { ...event, position, evidence });
      const known: RecordedEvent = event;
      return {
        position,
        previousHash: previousHash ?? '',
        hash: hash ?? '',
        computedHash,
        event: known,
        evidence: evidence ?? [],
      };
    });
  }

  async rows(table: EvidenceTable, after: string | undefined, limit: number): Promise<readonly SealedRow[]> {
    switch (table) {
      case 'orders':
        return (await this.byId(orders, after, limit)).map((row) => ({
          id: row.id,
          sha256: digestOf(receivedPart(row)),
        }));
      case 'invoices':
        return (await this.byId(invoices, after, limit)).map(evidenceOf);
      case 'documents':
        return (await this.byId(documents, after, limit)).map((row) => ({
          ...evidenceOf(row),
          documentSha256: row.sha256,
        }));
      case 'ledger':
        return (await this.byId(ledger, after, limit)).map(evidenceOf);
      case 'issued_numbers':
      case 'voided_numbers':
        return this.numberRows(table === 'issued_numbers' ? issuedNumbers : voidedNumbers, after, limit);
    }
  }

  async series(): Promise<readonly (NumberSeries & { lastSequence: number })[]> {
    const { tenantId, queries } = this.scope;
    const { sellerRef, series, fiscalYear, lastSequence } = getTableColumns(numberCounters);
    return queries
      .select({ sellerRef, series, fiscalYear, lastSequence })
      .from(numberCounters)
      .where(eq(numberCounters.tenantId, tenantId))
      .orderBy(asc(sellerRef), asc(series), asc(fiscalYear));
  }

  async numbers(of: NumberSeries, after: number, limit: number): Promise<readonly KeptNumber[]> {
    const issued = await this.numbersOf(issuedNumbers, of, after, limit);
    const voided = await this.numbersOf(voidedNumbers, of, after, limit);
    const all: KeptNumber[] = [
      ...issued.map(({ sequence, number, invoiceId }) => ({ sequence, number, invoiceId })),
      ...voided.map(({ sequence, number, reason, person, voidedAt }) => ({
        sequence,
        number,
        voided: { reason, person, voidedAt },
      })),
    ];
    return all.sort((left, right) => left.sequence - right.sequence).slice(0, limit);
  }

  private async numbersOf<T extends typeof issuedNumbers | typeof voidedNumbers>(
    table: T,
    of: NumberSeries,
    after: number,
    limit: number,
  ): Promise<T['$inferSelect'][]> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select()
      .from(table as typeof issuedNumbers)
      .where(
        and(
          eq(table.tenantId, tenantId),
          eq(table.sellerRef, of.sellerRef),
          eq(table.series, of.series),
          eq(table.fiscalYear, of.fiscalYear),
          gt(table.sequence, after),
        ),
      )
      .orderBy(asc(table.sequence))
      .limit(limit);
    return rows;
  }

  private async byId<T extends typeof orders | typeof invoices | typeof documents | typeof ledger>(
    table: T,
    after: string | undefined,
    limit: number,
  ): Promise<T['$inferSelect'][]> {
    const { tenantId, queries } = this.scope;
    const rows = await queries
      .select()
      .from(table as typeof orders)
      .where(and(eq(table.tenantId, tenantId), after === undefined ? undefined : gt(table.id, after)))
      .orderBy(asc(table.id))
      .limit(limit);
    return rows;
  }

  /** Numbers have no id of their own: the page goes on after the key that stands for one. */
  private async numberRows(
    table: typeof issuedNumbers | typeof voidedNumbers,
    after: string | undefined,
    limit: number,
  ): Promise<readonly SealedRow[]> {
    const { tenantId, queries } = this.scope;
    const known = after === undefined ? undefined : (JSON.parse(after) as [string, string, number, number]);
    const rows = await queries
      .select()
      .from(table as typeof issuedNumbers)
      .where(
        and(
          eq(table.tenantId, tenantId),
          known &&
            sql`(${table.sellerRef}, ${table.series}, ${table.fiscalYear}, ${table.sequence}) > (${known[0]}, ${known[1]}, ${known[2]}::integer, ${known[3]}::integer)`,
        ),
      )
      .orderBy(asc(table.sellerRef), asc(table.series), asc(table.fiscalYear), asc(table.sequence))
      .limit(limit);
    return rows.map(({ tenantId: _tenant, ...row }) => ({ id: numberId(row), sha256: digestOf(row) }));
  }
}

function evidenceOf({ tenantId: _tenant, ...row }: { tenantId: string; id: string }): SealedRow {
  return { id: row.id, sha256: digestOf(row) };
}
