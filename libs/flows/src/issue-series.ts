import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import type { Problem } from '#kernel';
import type { InvoiceRow, NumberPromise, NumberSeries, Transaction } from '#ports';
import { allocateCredit } from './allocate-credit.js';
import type { FlowContext } from './context.js';
import { postIssued, type Issued } from './post-issued.js';
import { NotIssuable, numberOf, writeDocument, type Billing } from './write-document.js';

/** An order whose draft is ready for its number. */
export interface Candidate {
  readonly orderId: string;
  readonly correlationId: string;
  readonly billing: Billing;
}

export interface SeriesOutcome {
  readonly issued: ReadonlyMap<string, InvoiceRow>;
  /** What the rules or the format refuse; nothing was issued for them and no number is missing. */
  readonly refused: ReadonlyMap<string, readonly Problem[]>;
  /** Issued, held or cancelled by somebody else meanwhile. */
  readonly overtaken: ReadonlySet<string>;
}

/** How often documents are written on a promise before they are written under the lock of the series. */
const MAX_PROMISES = 3;
/** How long we wait for those before us; a killed process never comes. */
const PATIENCE_MS = 1500;
const LOOK_AFTER_MS = 20;
/** Those before us write whole batches: each look costs a transaction, so we look less and less often. */
const LOOK_LESS = 1.5;
const LOOK_AT_LEAST_EVERY_MS = 100;

type Written = ReadonlyMap<string, Issued>;
type Attempt =
  | { readonly kind: 'issued'; readonly rows: readonly InvoiceRow[] }
  | { readonly kind: 'void' | 'not-yet' | 'overtaken' };

/**
 * Issues many documents of one series. They are written with promised numbers while nothing is locked, so that several processes
 * write at the same time; one short transaction then takes the numbers, in turn, and posts everything. Where the promise breaks
 * they are written anew. A number is taken only together with its invoice, so none is ever missing.
 */
export async function issueSeries(
  context: FlowContext,
  tenantId: string,
  series: NumberSeries,
  candidates: readonly Candidate[],
): Promise<SeriesOutcome> {
  const outcome = {
    issued: new Map<string, InvoiceRow>(),
    refused: new Map<string, readonly Problem[]>(),
    overtaken: new Set<string>(),
  };
  let left = candidates;
  for (let round = 0; left.length > 0; round += 1) {
    const batch = new SeriesBatch(context, tenantId, series, left);
    const result = round < MAX_PROMISES ? await batch.onPromise() : await batch.underLock();
    for (const row of result.rows) if (row.orderId !== undefined) outcome.issued.set(row.orderId, row);
    for (const [orderId, problems] of result.refused) outcome.refused.set(orderId, problems);
    if (result.isOvertaken) for (const id of await batch.overtaken()) outcome.overtaken.add(id);
    left = left.filter(
      ({ orderId }) => !outcome.issued.has(orderId) && !outcome.refused.has(orderId) && !outcome.overtaken.has(orderId),
    );
  }
  return outcome;
}

interface RoundResult {
  readonly rows: readonly InvoiceRow[];
  readonly refused: ReadonlyMap<string, readonly Problem[]>;
  readonly isOvertaken?: boolean;
}

const NOTHING: RoundResult = { rows: [], refused: new Map() };

/** Thrown to roll back: the documents that cannot be issued must not take numbers. */
class Refused extends Error {
  constructor(readonly refused: ReadonlyMap<string, readonly Problem[]>) {
    super('Some documents cannot be issued');
  }
}

class SeriesBatch {
  constructor(
    private readonly context: FlowContext,
    private readonly tenantId: string,
    private readonly series: NumberSeries,
    private readonly candidates: readonly Candidate[],
  ) {}

  async onPromise(): Promise<RoundResult> {
    const promise = await this.transaction((tx) => tx.numbers.promise(this.series, this.candidates.length));
    try {
      const written = await this.write(promise.first);
      let waitMs = LOOK_AFTER_MS;
      for (const end = performance.now() + PATIENCE_MS; ; await pause(waitMs)) {
        const state = await this.transaction((tx) => tx.numbers.turn(promise));
        const attempt =
          state === 'now'
            ? await this.transaction((tx) => this.post(tx, promise.first, written, promise))
            : { kind: state };
        if (attempt.kind === 'issued') return { rows: attempt.rows, refused: new Map() };
        if (attempt.kind === 'void') return NOTHING;
        if (attempt.kind === 'not-yet' && performance.now() < end) {
          waitMs = Math.min(waitMs * LOOK_LESS, LOOK_AT_LEAST_EVERY_MS);
          continue;
        }
        await this.giveUp(promise);
        return { ...NOTHING, isOvertaken: attempt.kind === 'overtaken' };
      }
    } catch (thrown) {
      await this.giveUp(promise);
      if (thrown instanceof Refused) return { rows: [], refused: thrown.refused };
      throw thrown;
    }
  }

  /** The way without promises: one process at a time, but it always comes to an end. */
  async underLock(): Promise<RoundResult> {
    try {
      const attempt = await this.transaction(async (tx) => {
        const first = await tx.numbers.takeNow(this.series, this.candidates.length);
        const done = await this.post(tx, first, await this.write(first));
        // The roll-back gives the numbers back.
        if (done.kind !== 'issued') throw new Refused(new Map());
        return done;
      });
      return { rows: attempt.rows, refused: new Map() };
    } catch (thrown) {
      if (!(thrown instanceof Refused)) throw thrown;
      return { rows: [], refused: thrown.refused, isOvertaken: thrown.refused.size === 0 };
    }
  }

  /** Those of the orders that cannot be billed any more. */
  overtaken(): Promise<readonly string[]> {
    return this.transaction(async (tx) => {
      const orders = await tx.orders.findAll(this.ids);
      const billable = new Set(
        orders.filter(({ state }) => state === 'accepted' || state === 'held').map(({ id }) => id),
      );
      return this.ids.filter((id) => !billable.has(id));
    });
  }

  private get ids(): readonly string[] {
    return this.candidates.map(({ orderId }) => orderId);
  }

  private transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.context.store.transaction(this.tenantId, work);
  }

  private giveUp(promise: NumberPromise): Promise<void> {
    return this.transaction((tx) => tx.numbers.breakPromises(promise));
  }

  /** Writes all documents, in the order of their numbers. @throws Refused with every one that cannot be issued. */
  private async write(first: number): Promise<Written> {
    const writing: Promise<readonly [string, Issued]>[] = [];
    const refused = new Map<string, readonly Problem[]>();
    for (const [index, candidate] of this.candidates.entries()) {
      const { orderId, correlationId, billing } = candidate;
      const number = numberOf(billing, this.series, first + index);
      const cause = { orderId, explanations: billing.draft.explanations };
      const trace = { orderId, correlationId, cause };
      const one = writeDocument(this.context, this.tenantId, billing, number, trace).then(
        (issued) => [orderId, issued] as const,
      );
      one.catch((thrown: unknown) => {
        if (thrown instanceof NotIssuable) refused.set(orderId, thrown.problems);
      });
      writing.push(one);
      // Lets deliveries and answers go on between two documents.
      await turn();
    }
    const settled = await Promise.allSettled(writing);
    const failed = settled.find((each) => each.status === 'rejected' && !(each.reason instanceof NotIssuable));
    if (failed?.status === 'rejected') throw failed.reason;
    if (refused.size > 0) throw new Refused(refused);
    return new Map(settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])));
  }

  private async post(tx: Transaction, first: number, written: Written, promise?: NumberPromise): Promise<Attempt> {
    const orders = await tx.orders.lockAll(this.ids);
    const billable = orders.filter(({ state }) => state === 'accepted' || state === 'held');
    if (billable.length < this.candidates.length) return { kind: 'overtaken' };
    const taken = promise === undefined ? 'taken' : await tx.numbers.takePromised(promise);
    if (taken !== 'taken') return { kind: taken };
    const issued = this.ids.map((id) => written.get(id)).filter((each) => each !== undefined);
    const rows = await postIssued(this.context, tx, issued);
    await tx.numbers.recordAll(
      rows.map(({ id, number }, index) => ({ ...this.series, sequence: first + index, number, invoiceId: id })),
    );
    await tx.orders.setStateOfAll(this.ids, 'invoiced');
    for (const row of rows) await this.allocate(tx, row);
    return { kind: 'issued', rows };
  }

  /** A credit note that names an invoice of ours is set against it. */
  private async allocate(tx: Transaction, row: InvoiceRow): Promise<void> {
    const [preceding] = row.model.precedingInvoices;
    if (row.kind !== 'credit-note' || !preceding) return;
    const corrected = await tx.invoices.findByNumber(preceding.number, row.sellerRef);
    if (corrected) await allocateCredit(this.context, tx, row, corrected);
  }
}
