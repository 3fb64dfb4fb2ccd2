type Listener = (ids: readonly string[]) => void;

/** Follow-ups of one commit that its own process may take at once; more are better shared with the other processes. */
const MAX_FOLLOW_UPS = 64;

/** Tells the runners of this process that a commit has enqueued jobs. */
export class JobBell {
  private readonly listeners = new Map<Listener, number>();

  onRing(listener: Listener, headStartMs = 0): () => void {
    this.listeners.set(listener, headStartMs);
    return () => this.listeners.delete(listener);
  }

  /** How long so many jobs of one commit are left to this process before carriers look at them, in milliseconds. */
  headStartMs(count: number): number {
    return count > MAX_FOLLOW_UPS ? 0 : Math.max(0, ...this.listeners.values());
  }

  /** `ids`: the jobs that have the head start. */
  ring(ids: readonly string[]): void {
    for (const listener of this.listeners.keys()) listener(ids);
  }
}
