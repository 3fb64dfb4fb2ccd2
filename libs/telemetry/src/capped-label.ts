/**
 * Values of a label that comes from a long list, as rule ids do: the first `limit - 1` that are seen keep their names, all
 * others count as `other`. So a flood of strange values cannot make series without end.
 */
export class CappedLabel {
  private readonly seen = new Set<string>();

  constructor(private readonly limit: number) {}

  of(value: string): string {
    if (this.seen.has(value)) return value;
    if (this.seen.size >= this.limit - 1) return 'other';
    this.seen.add(value);
    return value;
  }
}
