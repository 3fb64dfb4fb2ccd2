import type { Decimal } from '#kernel';
import { documentKey, shapeOf } from './document-key.js';
import { toMinor } from './minor-units.js';
import { nameKey, namesAgree, nameTokens } from './name-key.js';
import type { MatchCustomer, OpenItem } from './open-item.js';

type Bucket = Map<string, Set<string>>;

/**
 * Open items by every key that matching asks for, so that one entry costs look-ups, not scans. Built once for a run;
 * `replace` and `remove` keep it true while a run posts.
 */
export class OpenItemIndex {
  private readonly items = new Map<string, OpenItem>();
  private readonly byReference: Bucket = new Map();
  private readonly byNumber: Bucket = new Map();
  private readonly byPaymentRef: Bucket = new Map();
  private readonly byOrderRef: Bucket = new Map();
  private readonly customersByWord: Bucket = new Map();
  private readonly byCustomer: Bucket = new Map();
  private readonly byAmount: Bucket = new Map();
  private readonly shapes = new Map<string, number>();
  private readonly customers = new Map<string, MatchCustomer>();
  private readonly customersByIban: Bucket = new Map();
  private readonly customersByName: Bucket = new Map();

  /** `knownShapes`: shapes of numbers that were ever ours, where `items` are only a part of what is open. */
  constructor(
    items: Iterable<OpenItem>,
    customers: Iterable<MatchCustomer> = [],
    private readonly knownShapes: ReadonlySet<string> = new Set(),
  ) {
    for (const item of items) this.replace(item);
    for (const customer of customers) this.addCustomer(customer);
  }

  get size(): number {
    return this.items.size;
  }

  item(itemId: string): OpenItem | undefined {
    return this.items.get(itemId);
  }

  customer(customerId: string): MatchCustomer | undefined {
    return this.customers.get(customerId);
  }

  /** Puts the item in place of an earlier state of it; an item with nothing open leaves the index. */
  replace(item: OpenItem): void {
    this.remove(item.itemId);
    if (!item.openAmount.isPositive()) return;
    this.items.set(item.itemId, item);
    const shape = shapeOf(documentKey(item.number));
    this.shapes.set(shape, (this.shapes.get(shape) ?? 0) + 1);
    for (const [bucket, key] of this.keysOf(item)) add(bucket, key, item.itemId);
  }

  remove(itemId: string): void {
    const item = this.items.get(itemId);
    if (item === undefined) return;
    this.items.delete(itemId);
    for (const [bucket, key] of this.keysOf(item)) drop(bucket, key, itemId);
  }

  withReference(reference: string): OpenItem[] {
    return this.resolve(this.byReference.get(reference));
  }

  /** By normalised number (`documentKey`). */
  withNumber(key: string): OpenItem[] {
    return this.resolve(this.byNumber.get(key));
  }

  withPaymentRef(reference: string): OpenItem[] {
    return this.resolve(this.byPaymentRef.get(documentKey(reference)));
  }

  /** Documents of the order that goes by this key. */
  withOrderRef(key: string): OpenItem[] {
    return this.resolve(this.byOrderRef.get(key));
  }

  /** Customers whose name agrees with this one in its telling words; at most 20. */
  customersLike(name: string): readonly string[] {
    const near = new Set(nameTokens(name).flatMap((word) => [...(this.customersByWord.get(word.slice(0, 5)) ?? [])]));
    const alike = [...near].filter((id) => this.customers.get(id)?.names.some((own) => namesAgree(own, name)));
    return alike.slice(0, 20);
  }

  ofCustomer(customerId: string, currency: string): OpenItem[] {
    return this.resolve(this.byCustomer.get(`${customerId}|${currency}`));
  }

  /** At most `limit` of them: flat prices are shared by tens of thousands of documents. */
  withOpenAmount(amount: Decimal, currency: string, limit = Number.POSITIVE_INFINITY): OpenItem[] {
    return this.resolve(this.byAmount.get(amountKey(amount, currency)), limit);
  }

  /** Whether some document of ours, open now or earlier in this run, had a number of this shape. */
  hasShape(shape: string): boolean {
    return this.shapes.has(shape) || this.knownShapes.has(shape);
  }

  customersWithIban(iban: string): readonly string[] {
    return [...(this.customersByIban.get(iban) ?? [])];
  }

  customersNamed(name: string): readonly string[] {
    return [...(this.customersByName.get(nameKey(name)) ?? [])];
  }

  private addCustomer(customer: MatchCustomer): void {
    this.customers.set(customer.customerId, customer);
    for (const iban of customer.ibans ?? []) add(this.customersByIban, documentKey(iban), customer.customerId);
    for (const name of customer.names) {
      add(this.customersByName, nameKey(name), customer.customerId);
      for (const word of nameTokens(name)) add(this.customersByWord, word.slice(0, 5), customer.customerId);
    }
  }

  private resolve(ids: ReadonlySet<string> | undefined, limit = Number.POSITIVE_INFINITY): OpenItem[] {
    const found: OpenItem[] = [];
    for (const id of ids ?? []) {
      if (found.length >= limit) break;
      const item = this.items.get(id);
      if (item !== undefined) found.push(item);
    }
    return found;
  }

  private keysOf(item: OpenItem): [Bucket, string][] {
    const keys: [Bucket, string][] = [
      [this.byNumber, documentKey(item.number)],
      [this.byCustomer, `${item.customerId}|${item.currency}`],
      [this.byAmount, amountKey(item.openAmount, item.currency)],
    ];
    if (item.creditorReference !== undefined) keys.push([this.byReference, documentKey(item.creditorReference)]);
    for (const ref of item.orderRefs ?? []) keys.push([this.byOrderRef, documentKey(ref)]);
    for (const ref of item.paymentRefs ?? []) keys.push([this.byPaymentRef, documentKey(ref)]);
    return keys;
  }
}

function amountKey(amount: Decimal, currency: string): string {
  return `${currency}|${toMinor(amount) ?? amount.toString()}`;
}

function add(bucket: Bucket, key: string, id: string): void {
  const ids = bucket.get(key);
  if (ids === undefined) bucket.set(key, new Set([id]));
  else ids.add(id);
}

function drop(bucket: Bucket, key: string, id: string): void {
  const ids = bucket.get(key);
  ids?.delete(id);
  if (ids?.size === 0) bucket.delete(key);
}
