/** A timeline event as the API shows it. */
export interface EventView {
  readonly sequence: number;
  readonly subject: string;
  readonly subjectId: string;
  readonly type: string;
  readonly at: string;
  readonly correlationId: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface OrderView {
  readonly id: string;
  readonly orderRef: string;
  readonly customerRef: string;
  readonly state: string;
  readonly parcelId: string;
  readonly correlationId: string;
}

/** The events of one order among those of everything that came in the same file, oldest first. */
export function storyOf(order: OrderView, events: readonly EventView[]): EventView[] {
  const ids = new Set([order.id, order.parcelId]);
  const numbers = new Set<string>();
  const isOurs = ({ subjectId, data }: EventView): boolean =>
    ids.has(subjectId) ||
    data['orderId'] === order.id ||
    (typeof data['number'] === 'string' && numbers.has(data['number']));
  // What belongs to the order is found step by step: its invoice names the order, its deliveries and disputes name the invoice.
  for (let known = -1; known < ids.size + numbers.size;) {
    known = ids.size + numbers.size;
    for (const event of events.filter(isOurs)) {
      if (event.subject !== 'parcel') ids.add(event.subjectId);
      if (event.subject === 'invoice' && typeof event.data['number'] === 'string') numbers.add(event.data['number']);
    }
  }
  const unique = new Map(events.filter(isOurs).map((event) => [event.sequence, event]));
  return [...unique.values()].sort((left, right) => left.sequence - right.sequence);
}

/** Ids of the bank entries that paid, so that their own events can be fetched. */
export function invoiceIdsOf(story: readonly EventView[]): string[] {
  return [...new Set(story.filter(({ subject }) => subject === 'invoice').map(({ subjectId }) => subjectId))];
}
