/** How much is gathered before it is worked on. */
export interface CoalescerLimits {
  /** Items in one piece of work at most. */
  readonly maxItems: number;
  /** Pieces of work at the same time. */
  readonly maxAtOnce: number;
  /** How long the first item may wait for company, in milliseconds; 0 takes what came in the same turn of the event loop. */
  readonly waitMs: number;
}

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Gathers items that come one by one, so that one transaction or one request serves many. While all places are taken items
 * gather longer, so the busier it is the larger the pieces become. A piece that throws is worked on again item by item: what one
 * item causes never fails its neighbours, so `work` must be harmless when it runs twice.
 */
export class Coalescer<Item, Answer> {
  private waiting: Waiting<Item, Answer>[] = [];
  private timer: NodeJS.Timeout | undefined;
  private underWay = 0;

  constructor(
    private readonly limits: CoalescerLimits,
    /** Answers in the order of the items. */
    private readonly work: (items: readonly Item[]) => Promise<readonly Answer[]>,
  ) {}

  add(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (this.waiting.length >= this.limits.maxItems) this.start();
      else this.timer ??= setTimeout(() => this.start(), this.limits.waitMs);
    });
  }

  private start(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    while (this.waiting.length > 0 && this.underWay < this.limits.maxAtOnce) {
      const piece = this.waiting.splice(0, this.limits.maxItems);
      this.underWay += 1;
      void this.run(piece).finally(() => {
        this.underWay -= 1;
        this.start();
      });
    }
  }

  private async run(piece: readonly Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await this.work(piece.map(({ item }) => item));
      piece.forEach(({ resolve }, index) => resolve(answers[index] as Answer));
    } catch (thrown) {
      const [only] = piece;
      if (piece.length === 1 && only) return only.reject(thrown);
      for (const each of piece) await this.run([each]);
    }
  }
}
