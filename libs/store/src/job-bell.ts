/** Tells the runners of this process that a commit has enqueued jobs. */
export class JobBell {
  private readonly listeners = new Set<() => void>();

  onRing(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  ring(): void {
    for (const listener of this.listeners) listener();
  }
}
