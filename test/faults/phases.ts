/** How far a batch had come when a process was killed. */
export interface Progress {
  /** Orders that the gateway had answered for. */
  readonly posted: number;
  /** Documents that their receivers held. */
  readonly delivered: number;
}

const PHASES = [
  'receiving, nothing delivered yet',
  'receiving and delivering',
  'all received, nothing delivered yet',
  'all received, less than half delivered',
  'all received, half or more delivered',
  'all delivered',
] as const;
export type Phase = (typeof PHASES)[number];

/** The phase of a batch of `orders`, of which `deliverable` end as a document. */
export function phaseOf({ posted, delivered }: Progress, orders: number, deliverable: number): Phase {
  if (posted < orders) return delivered === 0 ? PHASES[0] : PHASES[1];
  if (delivered === 0) return PHASES[2];
  if (delivered >= deliverable) return PHASES[5];
  return delivered * 2 < deliverable ? PHASES[3] : PHASES[4];
}

/** Counts kills by phase and victim. */
export class PhaseTable {
  private readonly counts = new Map<Phase, Map<string, number>>();

  note(phase: Phase, victim: string): void {
    const row = this.counts.get(phase) ?? new Map<string, number>();
    row.set(victim, (row.get(victim) ?? 0) + 1);
    this.counts.set(phase, row);
  }

  /** Kills in that phase. */
  of(phase: Phase): number {
    return [...(this.counts.get(phase)?.values() ?? [])].reduce((sum, count) => sum + count, 0);
  }

  /** Kills while documents were on their way to receivers. */
  get whileDelivering(): number {
    return this.of(PHASES[1]) + this.of(PHASES[3]) + this.of(PHASES[4]);
  }

  /** One line for the table of outcomes: `receiving and delivering 12; …`. */
  toString(): string {
    return PHASES.map((phase) => [phase, this.of(phase)] as const)
      .filter(([, count]) => count > 0)
      .map(([phase, count]) => `${phase} ${count}`)
      .join('; ');
  }

  /** `gateway 31, worker 1 20`. */
  get victims(): string {
    const sums = new Map<string, number>();
    for (const row of this.counts.values())
      for (const [victim, count] of row) sums.set(victim, (sums.get(victim) ?? 0) + count);
    return [...sums]
      .sort()
      .map(([victim, count]) => `${victim} ${count}`)
      .join(', ');
  }
}
