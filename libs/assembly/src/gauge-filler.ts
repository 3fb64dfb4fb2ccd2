import type { Gauge } from 'prom-client';

type Labels = Readonly<Record<string, string>>;

/**
 * Fills a gauge with the rows of a reading. A label set that has gone says 0 from then on: a series that vanishes would leave a
 * graph and its alert at their last value.
 */
export class GaugeFiller {
  private readonly known = new Map<string, Labels>();

  constructor(private readonly gauge: Gauge) {}

  /** `zeros` are label sets that say 0 from the start, so that "nothing" differs from "not known". */
  fill(rows: readonly (readonly [labels: Labels, value: number | undefined])[], zeros: readonly Labels[] = []): void {
    this.gauge.reset();
    for (const labels of zeros) this.gauge.set({ ...labels }, 0);
    for (const labels of this.known.values()) this.gauge.set({ ...labels }, 0);
    for (const [labels, value] of rows) {
      if (value === undefined) continue;
      this.known.set(JSON.stringify(labels), labels);
      this.gauge.set({ ...labels }, 0);
    }
    // Added up rather than set: what the label limits fold together belongs together.
    for (const [labels, value] of rows) if (value !== undefined) this.gauge.inc({ ...labels }, value);
  }

  /** As `fill`, for what has no sensible zero (a duration, a ratio): what is gone is gone. */
  replace(rows: readonly (readonly [labels: Labels, value: number | undefined])[]): void {
    this.gauge.reset();
    for (const [labels, value] of rows) if (value !== undefined) this.gauge.set({ ...labels }, value);
  }
}
