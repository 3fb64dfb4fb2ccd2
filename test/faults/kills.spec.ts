import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hasServices, type Mode } from '../e2e/modes.js';
import { expectOnce, expectSound, isUnknownCustomer, ordersOf } from './books.js';
import { noteOutcome } from './outcome-table.js';
import { PhaseTable, phaseOf, type Progress } from './phases.js';
import { Plant, randomPause } from './plant.js';
import { seededRandom } from './seeded-random.js';

/** Each run is a batch of 500 orders and one SIGKILL at a random instant of its life. */
const RUNS = Number(process.env['FACTEUR_FAULT_RUNS'] ?? 200);
const BATCH = 500;
/** Orders in one post; two clients post at the same time. */
const PART = 50;
const DELIVERABLE = Array.from({ length: BATCH }, (_, index) => index).filter((i) => !isUnknownCustomer(i)).length;
/** After so many runs the whole installation is examined and a fresh one taken, so that a run costs the same in the end. */
const RUNS_A_PLANT = Number(process.env['FACTEUR_FAULT_RUNS_A_PLANT'] ?? 20);
const { seed } = seededRandom();

/** Installations at work at the same time: while one waits for a process or a lease the others use the processors. */
const LANES: readonly { mode: Mode; share: number }[] = [
  { mode: 'embedded', share: Number(process.env['FACTEUR_FAULT_EMBEDDED'] ?? 0.2) },
  { mode: 'scaled', share: 1 - Number(process.env['FACTEUR_FAULT_EMBEDDED'] ?? 0.2) },
];

/** What both lanes of a mode have done together. */
class Killing {
  private readonly started = Date.now();
  private readonly random: () => number;
  private readonly phases = new PhaseTable();
  /** How long a batch lives when nobody is killed, in ms: the kill falls at any instant of that span. */
  private spanMs = 0;
  private done = 0;
  private orders = 0;
  private invoices = 0;

  constructor(
    private readonly mode: Mode,
    private readonly runs: number,
    lane: number,
  ) {
    this.random = seededRandom(lane).random;
  }

  async toTheEnd(redisDatabase: number): Promise<void> {
    while (this.done < this.runs) {
      const plant = await Plant.open(this.mode, { redisDatabase });
      await plant.during(() => this.work(plant));
    }
    const outcome = `${this.orders} orders: ${this.invoices} invoices, the rest held by name`;
    noteOutcome({
      fault: `SIGKILL of a random process (${this.phases.victims})`,
      mode: this.mode,
      struck: `${this.done} runs of ${BATCH} orders, one kill in each at a random instant: ${this.phases.toString()}`,
      outcome: `${outcome}; each delivered once; numbers gapless, books balanced, archive verified (${this.seconds} s)`,
    });
    if (this.runs >= 20) expect(this.phases.whileDelivering).toBeGreaterThan(0);
  }

  /** The first batch of an installation is left alone and gives the span. */
  private async work(plant: Plant): Promise<void> {
    const last = Math.min(this.runs, this.done + RUNS_A_PLANT);
    this.spanMs = await this.batch(plant, 'K0x', undefined);
    for (let number = 1; this.done < last; number += 1) {
      await this.batch(plant, `K${number}x`, this.random() * this.spanMs);
      this.done += 1;
      process.stderr.write(`kills, ${this.mode}: run ${this.done} of ${this.runs} (${this.seconds} s)\n`);
    }
    const sound = await expectSound(plant);
    this.orders += sound.orders;
    this.invoices += sound.invoices;
  }

  /** Posts a batch, kills somebody `killAfterMs` later, waits for the end and asks for every order. @returns its life in ms. */
  private async batch(plant: Plant, prefix: string, killAfterMs: number | undefined): Promise<number> {
    const before = plant.countReceived();
    const started = Date.now();
    const progress = { posted: 0 };
    const posting = this.post(plant, prefix, progress);
    posting.catch(() => undefined);
    if (killAfterMs !== undefined) {
      await randomPause(() => 1, killAfterMs);
      await this.kill(plant, () => ({ posted: progress.posted, delivered: plant.countReceived() - before }));
    }
    await posting;
    await plant.settled();
    const lived = Date.now() - started;
    await expectOnce(plant, prefix, BATCH);
    expect(plant.countReceived() - before).toBe(DELIVERABLE);
    return lived;
  }

  private async kill(plant: Plant, progress: () => Progress): Promise<void> {
    const victim = plant.names[Math.floor(this.random() * plant.names.length)] as string;
    await plant.kill(victim);
    this.phases.note(phaseOf(progress(), BATCH, DELIVERABLE), victim);
  }

  private async post(plant: Plant, prefix: string, progress: { posted: number }): Promise<void> {
    const client = async (first: number): Promise<void> => {
      for (let from = first; from < BATCH; from += 2 * PART) {
        await plant.post(ordersOf(prefix, from, PART), `${prefix}-${from}`);
        progress.posted += PART;
      }
    };
    await Promise.all([client(0), client(PART)]);
  }

  private get seconds(): number {
    return Math.round((Date.now() - this.started) / 1000);
  }
}

describe(`SIGKILL at random instants (seed ${seed})`, () => {
  const running = new Map<Mode, Promise<void>>();

  beforeAll(() => {
    if (!hasServices()) throw new Error('Run this suite through test/integration/services.sh');
    for (const [lane, { mode, share }] of LANES.entries()) {
      const runs = Math.round(RUNS * share);
      process.stderr.write(`kills: seed ${seed}, ${runs} runs ${mode}\n`);
      const killed = new Killing(mode, runs, lane).toTheEnd(6 + lane);
      killed.catch(() => undefined);
      running.set(mode, killed);
    }
  });

  it.each(['embedded', 'scaled'] as const)('%s: what is killed loses nothing and doubles nothing', (mode) =>
    running.get(mode),
  );

  afterAll(async () => {
    await Promise.allSettled(running.values());
  });
});
