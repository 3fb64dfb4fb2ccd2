import { FacteurError, newId, sha256, type Problem } from '#kernel';
import type { ReadOrder, RejectedOrder } from '#order';
import type { NewOrder, OrderRow, Parcel, Transaction } from '#ports';
import type { FlowContext } from './context.js';
import { orderConflict } from './order-problems.js';
import { precedingDates, prepareBilling } from './prepare-billing.js';
import { readOrderFile } from './read-order-file.js';

export interface OrdersRead {
  readonly parcel: Parcel;
  readonly orders: readonly OrderRow[];
  /** What is wrong with the file as a whole and with each rejected order. */
  readonly problems: readonly Problem[];
}

/**
 * Takes an order parcel apart: every good order is accepted and will be billed, every bad one is kept as rejected with all its
 * problems. Harmless when called again or at the same time: the parcel's row is locked and its state decides.
 * @throws FacteurError `PARCEL.UNKNOWN` (not-found).
 */
export async function readOrders(context: FlowContext, tenantId: string, parcelId: string): Promise<OrdersRead> {
  const found = await context.store.transaction(tenantId, (tx) => tx.parcels.find(parcelId));
  if (!found) throw new FacteurError('PARCEL.UNKNOWN', 'not-found', 'No such parcel', { parcelId });
  const reading = found.state === 'received' ? await readOrderFile(context, found) : undefined;
  const lacking: Lacking = reading ? await lackingOf(context, tenantId, reading.orders) : new Map();
  const settled: (() => void)[] = [];
  const result = await context.store.transaction(tenantId, async (tx) => {
    settled.length = 0;
    const parcel = await tx.parcels.findForUpdate(parcelId);
    if (!parcel || parcel.state !== 'received' || !reading) return outcomeOf(tx, parcel ?? found);
    const taken = await takeAll(context, tx, parcel, { orders: reading.orders, lacking }, settled);
    for (const order of reading.rejected) await keepRejected(context, tx, parcel, order, settled);
    const known = taken.flatMap((each) => (each.kind === 'known' ? [each.order] : []));
    const rows = [...(await tx.orders.byParcel(parcelId)), ...known];
    const problems = [
      ...reading.problems,
      ...taken.flatMap((each) => (each.kind === 'conflict' ? [each.problem] : [])),
    ];
    const isAllBad = taken.every((each) => each.kind === 'conflict');
    const state = isAllBad ? 'rejected' : problems.length > 0 ? 'partly-read' : 'read';
    await tx.parcels.setState(parcelId, state, problems);
    await note(context, tx, parcel, `parcel.${state}`, { orders: rows.length, problems: problems.length });
    if (reading.orders.length + reading.rejected.length === 0) {
      settled.push(() => context.signals.orderSettled('rejected'));
    }
    return { parcel: { ...parcel, state, problems }, orders: rows, problems } as const;
  });
  for (const signal of settled) signal();
  return result;
}

/** As `readOrders`, for the job: a parcel that was read before, as most are when they come in, is left alone. */
export async function takeOrders(context: FlowContext, tenantId: string, parcelId: string): Promise<void> {
  const parcel = await context.store.transaction(tenantId, (tx) => tx.parcels.find(parcelId));
  if (parcel === undefined || parcel.state === 'received') await readOrders(context, tenantId, parcelId);
}

async function outcomeOf(tx: Transaction, parcel: Parcel): Promise<OrdersRead> {
  return { parcel, orders: await tx.orders.byParcel(parcel.id), problems: parcel.problems };
}

/** What keeps orders of a file from being billed, by their position in it. */
type Lacking = ReadonlyMap<number, readonly Problem[]>;

/** Drafts every order once, so that what one lacks is told while its sender listens. */
async function lackingOf(context: FlowContext, tenantId: string, orders: readonly ReadOrder[]): Promise<Lacking> {
  const dates = await precedingDates(
    context,
    tenantId,
    orders.map(({ order }) => order),
  );
  const lacking = new Map<number, readonly Problem[]>();
  for (const { order, position, locate } of orders) {
    const prepared = prepareBilling(context, tenantId, order, dates, locate);
    if (!prepared.ok) lacking.set(position, prepared.error);
  }
  return lacking;
}

/** What became of a readable order. */
type Taken =
  | { readonly kind: 'accepted' }
  /** The same order came before: this is where it stands. */
  | { readonly kind: 'known'; readonly order: OrderRow }
  | { readonly kind: 'conflict'; readonly problem: Problem };

/** All orders that nothing stands in the way of at once; those that collide, also with each other, one by one. */
async function takeAll(
  context: FlowContext,
  tx: Transaction,
  parcel: Parcel,
  { orders, lacking }: { orders: readonly ReadOrder[]; lacking: Lacking },
  settled: (() => void)[],
): Promise<readonly Taken[]> {
  const rows = orders.map((order) => rowOf(parcel, order, lacking.get(order.position)));
  const seen = new Set<string>();
  const distinct = rows.filter((row) => {
    const key = JSON.stringify([row.sellerRef, row.orderRef]);
    return !seen.has(key) && seen.add(key);
  });
  const added = await tx.orders.addAll(distinct);
  const accepted = rows.filter((row) => added.has(row.id));
  for (const sellerRef of new Set(accepted.map((row) => row.sellerRef))) {
    const refs = accepted.filter((row) => row.sellerRef === sellerRef).map((row) => row.orderRef);
    await tx.orders.supersedeAllRejected(sellerRef, refs);
  }
  const taken: Taken[] = [];
  for (const row of rows) {
    if (added.has(row.id)) taken.push(await welcome(context, tx, row, settled));
    else taken.push(await takeColliding(context, tx, parcel, row, settled));
  }
  return taken;
}

function rowOf(parcel: Parcel, read: ReadOrder, problems: readonly Problem[] = []): NewOrder {
  const body = JSON.stringify(read.order);
  return {
    id: newId(),
    parcelId: parcel.id,
    position: read.position,
    orderRef: read.order.number,
    sellerRef: read.order.sellerRef,
    customerRef: read.order.customerRef,
    state: problems.length > 0 ? 'held' : 'accepted',
    body: JSON.parse(body) as unknown,
    contentHash: sha256(body),
    problems,
    receivedAt: parcel.receivedAt,
    correlationId: parcel.correlationId,
  };
}

async function takeColliding(
  context: FlowContext,
  tx: Transaction,
  parcel: Parcel,
  row: NewOrder,
  settled: (() => void)[],
): Promise<Taken> {
  const outcome = await addOrReplaceHeld(context, tx, parcel, row);
  if (outcome.kind === 'duplicate') {
    settled.push(() => context.signals.orderSettled('duplicate'));
    await note(context, tx, parcel, 'order.repeated', { orderRef: row.orderRef, orderId: outcome.existing.id });
    return { kind: 'known', order: outcome.existing };
  }
  if (outcome.kind === 'conflict') {
    settled.push(() => context.signals.orderSettled('conflict'));
    const problem = orderConflict(row.orderRef);
    await tx.orders.add({ ...row, state: 'rejected', problems: [problem] });
    await note(context, tx, parcel, 'order.conflicted', { orderRef: row.orderRef, orderId: outcome.existing.id });
    return { kind: 'conflict', problem };
  }
  await tx.orders.supersedeRejected(row.sellerRef, row.orderRef);
  return welcome(context, tx, row, settled);
}

/** A held order used no number: what its sender mended under the same number takes its place. */
async function addOrReplaceHeld(context: FlowContext, tx: Transaction, parcel: Parcel, row: NewOrder) {
  const outcome = await tx.orders.add(row);
  if (outcome.kind !== 'conflict') return outcome;
  const held = await tx.orders.findForUpdate(outcome.existing.id);
  if (held?.state !== 'held') return outcome;
  await tx.orders.setState(held.id, 'superseded', held.problems);
  await note(context, tx, parcel, 'order.superseded', { orderRef: row.orderRef, orderId: held.id });
  return tx.orders.add(row);
}

/** An order that is accepted will be billed; one that lacks something waits for a person, and its sender is told at once. */
async function welcome(context: FlowContext, tx: Transaction, row: NewOrder, settled: (() => void)[]): Promise<Taken> {
  const { id, correlationId } = row;
  settled.push(() => context.signals.orderSettled('accepted'));
  await tx.timeline.append({
    subject: 'order',
    subjectId: id,
    type: 'order.accepted',
    at: context.clock.now(),
    correlationId,
    data: { orderRef: row.orderRef, customerRef: row.customerRef, parcelId: row.parcelId },
  });
  if (row.state !== 'held') {
    await tx.jobs.enqueue({ kind: 'issue-invoice', key: id, payload: { orderId: id }, correlationId });
    return { kind: 'accepted' };
  }
  settled.push(() => context.signals.orderSettled('held'));
  await tx.timeline.append({
    subject: 'order',
    subjectId: id,
    type: 'order.held',
    at: context.clock.now(),
    correlationId,
    data: { problems: row.problems.map((problem) => problem.code) },
  });
  return { kind: 'accepted' };
}

async function keepRejected(
  context: FlowContext,
  tx: Transaction,
  parcel: Parcel,
  rejected: RejectedOrder,
  settled: (() => void)[],
): Promise<void> {
  const id = newId();
  await tx.orders.add({
    id,
    parcelId: parcel.id,
    position: rejected.position,
    orderRef: rejected.number ?? '',
    sellerRef: '',
    customerRef: '',
    state: 'rejected',
    body: null,
    contentHash: '',
    problems: rejected.problems,
    receivedAt: parcel.receivedAt,
    correlationId: parcel.correlationId,
  });
  await tx.timeline.append({
    subject: 'order',
    subjectId: id,
    type: 'order.rejected',
    at: context.clock.now(),
    correlationId: parcel.correlationId,
    data: { orderRef: rejected.number ?? '', problems: rejected.problems.map((problem) => problem.code) },
  });
  settled.push(() => context.signals.orderSettled('rejected'));
}

function note(
  context: FlowContext,
  tx: Transaction,
  parcel: Parcel,
  type: string,
  data: Record<string, unknown>,
): Promise<void> {
  const { id: subjectId, correlationId } = parcel;
  return tx.timeline.append({ subject: 'parcel', subjectId, type, at: context.clock.now(), correlationId, data });
}
