import type { GatewayClient } from './gateway-client.js';
import type { Terminal } from './terminal.js';

interface Event {
  readonly sequence: number;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const LOOK_EVERY_MS = 150;

/** Follows the gateway's timeline and prints each new event once, in order. */
export class Storyteller {
  private told = 0;
  private lastNewsAt = Date.now();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly client: GatewayClient,
    private readonly terminal: Terminal,
  ) {}

  /** From now on: what happened before a restart is not told again. */
  async begin(): Promise<void> {
    const { items } = await this.client.get<{ items: Event[] }>('/v1/timeline?limit=1');
    this.told = items[0]?.sequence ?? 0;
    this.schedule();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** Resolves when nothing new has happened for `quietMs`, or after `limitMs`. */
  async untilQuiet(quietMs: number, limitMs: number): Promise<void> {
    const started = Date.now();
    this.lastNewsAt = started;
    while (Date.now() - this.lastNewsAt < quietMs && Date.now() - started < limitMs) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  private schedule(): void {
    this.timer = setTimeout(() => {
      void this.look().finally(() => {
        if (this.timer) this.schedule();
      });
    }, LOOK_EVERY_MS);
  }

  private async look(): Promise<void> {
    try {
      const { items } = await this.client.get<{ items: Event[] }>('/v1/timeline?limit=200');
      const news = items.filter((event) => event.sequence > this.told).reverse();
      for (const event of news) this.terminal.step(event.type, event.data);
      const last = news.at(-1);
      if (last) {
        this.told = last.sequence;
        this.lastNewsAt = Date.now();
      }
    } catch {
      // The gateway is stopping or restarting; the next look will tell.
      return;
    }
  }
}
