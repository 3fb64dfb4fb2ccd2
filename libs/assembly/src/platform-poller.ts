import { hearPlatform, type FlowContext } from '#flows';
import { asFacteurError } from '#kernel';
import type { Platform } from '#ports';

/**
 * Asks one platform for news again and again: the safety net below its callbacks. A failed round is logged; the next one comes after
 * the same pause.
 */
export class PlatformPoller {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private wake: (() => void) | undefined;

  constructor(
    private readonly context: FlowContext,
    private readonly tenantId: string,
    private readonly platform: Platform,
  ) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake?.();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      await this.round();
      await this.pause();
    }
  }

  private async round(): Promise<void> {
    const { log } = this.context;
    const platform = this.platform.platformId;
    try {
      const { noted, failures } = await hearPlatform(this.context, this.tenantId, this.platform, this.stopping.signal);
      if (this.stopping.signal.aborted) return;
      if (noted > 0) log.info('platform.news', { platform, noted });
      for (const reason of failures) log.warn('platform.round-failed', { platform, reason });
    } catch (thrown) {
      const { code, message } = asFacteurError(thrown);
      if (!this.stopping.signal.aborted) log.warn('platform.round-failed', { platform, code, message });
    }
  }

  private pause(): Promise<void> {
    if (this.stopping.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.platform.pollEverySeconds * 1000);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
