import { and, eq, sql, type SQL } from 'drizzle-orm';
import { FacteurError } from '#kernel';
import type { IssuedNumber, NumberPromise, NumberSeries, NumberStore, VoidedNumber } from '#ports';
import { insertRows } from './insert-rows.js';
import { issuedNumbers, numberCounters, voidedNumbers } from './schema/index.js';
import type { TenantScope } from './tenant-scope.js';

const KEY = [numberCounters.tenantId, numberCounters.sellerRef, numberCounters.series, numberCounters.fiscalYear];

/** Gapless numbers: the counter's row stays locked until the transaction ends. */
export class SqlNumberStore implements NumberStore {
  constructor(private readonly scope: TenantScope) {}

  async next(sellerRef: string, series: string, fiscalYear: number): Promise<number> {
    return this.takeNow({ sellerRef, series, fiscalYear }, 1);
  }

  async takeNow(of: NumberSeries, count: number): Promise<number> {
    const { tenantId, queries } = this.scope;
    const [counter] = await queries
      .insert(numberCounters)
      .values({ ...of, tenantId, lastSequence: count, promisedSequence: count, epoch: 0 })
      .onConflictDoUpdate({
        target: KEY,
        set: {
          lastSequence: sql`${numberCounters.lastSequence} + ${count}`,
          promisedSequence: sql`${numberCounters.lastSequence} + ${count}`,
          // Whoever was promised these numbers has to ask again.
          epoch: sql`${numberCounters.epoch} + (${numberCounters.promisedSequence} > ${numberCounters.lastSequence})::integer`,
        },
      })
      .returning({ sequence: numberCounters.lastSequence });
    if (!counter) throw noAnswer(of);
    return counter.sequence - count + 1;
  }

  async promise(of: NumberSeries, count: number): Promise<NumberPromise> {
    const { tenantId, queries } = this.scope;
    const [counter] = await queries
      .insert(numberCounters)
      .values({ ...of, tenantId, lastSequence: 0, promisedSequence: count, epoch: 0 })
      .onConflictDoUpdate({
        target: KEY,
        set: { promisedSequence: sql`${numberCounters.promisedSequence} + ${count}` },
      })
      .returning({ promised: numberCounters.promisedSequence, epoch: numberCounters.epoch });
    if (!counter) throw noAnswer(of);
    return { ...of, count, first: counter.promised - count + 1, epoch: counter.epoch };
  }

  async takePromised(promise: NumberPromise): Promise<'taken' | 'not-yet' | 'void'> {
    const { queries } = this.scope;
    const taken = await queries
      .update(numberCounters)
      .set({ lastSequence: sql`${numberCounters.lastSequence} + ${promise.count}` })
      .where(
        and(
          this.counterOf(promise),
          eq(numberCounters.epoch, promise.epoch),
          eq(numberCounters.lastSequence, promise.first - 1),
        ),
      )
      .returning({ last: numberCounters.lastSequence });
    if (taken.length > 0) return 'taken';
    return (await this.turn(promise)) === 'void' ? 'void' : 'not-yet';
  }

  async turn(promise: NumberPromise): Promise<'now' | 'not-yet' | 'void'> {
    const [counter] = await this.scope.queries
      .select({ last: numberCounters.lastSequence, epoch: numberCounters.epoch })
      .from(numberCounters)
      .where(this.counterOf(promise));
    if (!counter || counter.epoch !== promise.epoch || counter.last >= promise.first) return 'void';
    return counter.last === promise.first - 1 ? 'now' : 'not-yet';
  }

  async breakPromises(promise: NumberPromise): Promise<void> {
    await this.scope.queries
      .update(numberCounters)
      .set({ promisedSequence: numberCounters.lastSequence, epoch: sql`${numberCounters.epoch} + 1` })
      .where(and(this.counterOf(promise), eq(numberCounters.epoch, promise.epoch)));
  }

  async record(entry: IssuedNumber): Promise<void> {
    return this.recordAll([entry]);
  }

  async recordAll(entries: readonly IssuedNumber[]): Promise<void> {
    const { tenantId, queries, evidence } = this.scope;
    if (entries.length === 0) return;
    for (const entry of entries) evidence.add('issued_numbers', numberId(entry), entry);
    await insertRows(
      queries,
      issuedNumbers,
      entries.map((entry) => ({ ...entry, tenantId })),
    );
  }

  async recordVoid(entry: VoidedNumber): Promise<void> {
    const { tenantId, queries, evidence } = this.scope;
    evidence.add('voided_numbers', numberId(entry), entry);
    await queries.insert(voidedNumbers).values({ ...entry, tenantId });
  }

  private counterOf(of: NumberSeries): SQL | undefined {
    return and(
      eq(numberCounters.tenantId, this.scope.tenantId),
      eq(numberCounters.sellerRef, of.sellerRef),
      eq(numberCounters.series, of.series),
      eq(numberCounters.fiscalYear, of.fiscalYear),
    );
  }
}

/** How the evidence names a number's row. */
export function numberId(entry: NumberSeries & { sequence: number }): string {
  return JSON.stringify([entry.sellerRef, entry.series, entry.fiscalYear, entry.sequence]);
}

function noAnswer({ series }: NumberSeries): FacteurError {
  return new FacteurError('STORE.FAILED', 'defect', 'A number counter answered nothing', { series });
}
