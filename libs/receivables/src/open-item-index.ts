import type { MatchCustomer, OpenItem } from './open-item.js';

/** Open items by every key that matching asks for. Built once for a run; `replace` and `remove` keep it true while posting. */
export class OpenItemIndex {
  private readonly items = new Map<string, OpenItem>();

  constructor(items: Iterable<OpenItem>, _customers: Iterable<MatchCustomer> = []) {
    for (const item of items) this.items.set(item.itemId, item);
  }

  get size(): number {
    return this.items.size;
  }

  replace(item: OpenItem): void {
    this.items.set(item.itemId, item);
  }

  remove(itemId: string): void {
    this.items.delete(itemId);
  }
}
