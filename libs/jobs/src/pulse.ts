/** Calls `beat` at least every `intervalMs` and soon after each poke, never twice at once. Errors go to `onError`. */
export class Pulse {
  private timer: NodeJS.Timeout | undefined;
  private beating: Promise<void> | undefined;
  private isPoked = false;
  private isStopped = true;

  constructor(
    private readonly intervalMs: number,
    private readonly beat: () => Promise<void>,
    private readonly onError: (thrown: unknown) => void,
  ) {}

  start(): void {
    this.isStopped = false;
    this.poke();
  }

  poke(): void {
    this.isPoked = true;
    if (this.isStopped || this.beating) return;
    this.beating = this.run().finally(() => {
      this.beating = undefined;
      if (!this.isStopped) this.timer = setTimeout(() => this.poke(), this.intervalMs);
    });
  }

  /** Resolves when the beat that is under way, if any, has ended; no other follows. */
  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.beating;
  }

  private async run(): Promise<void> {
    clearTimeout(this.timer);
    // A poke during the beat may have come too late for it: one more.
    while (this.isPoked && !this.isStopped) {
      this.isPoked = false;
      try {
        await this.beat();
      } catch (thrown) {
        this.onError(thrown);
        this.isPoked = false;
      }
    }
  }
}
