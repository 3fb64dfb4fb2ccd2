import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hasServices, type Mode } from '../e2e/modes.js';
import { expectOnce, expectSound, ordersOf } from './books.js';
import { Plant, randomPause } from './plant.js';
import { seededRandom } from './seeded-random.js';
import { noteOutcome } from './outcome-table.js';

const RUNS = Number(process.env['FACTEUR_FAULT_RUNS'] ?? 200);
const BATCH = 500;
/** Kills while one batch of 500 is posted, billed and delivered: each strikes a random process at a random instant. */
const KILLS_A_BATCH = Number(process.env['FACTEUR_FAULT_KILLS_A_BATCH'] ?? 10);
/** What passes at the most between a post and the kill, in ms: an embedded installation works at the batch more slowly. */
const LATEST_MS: Readonly<Record<Mode, number>> = { embedded: 1500, scaled: 700 };
const { seed } = seededRandom();

/** Embedded processes take seconds to start: a fifth of the runs. */
const SHARES: Readonly<Record<Mode, number>> = {
  embedded: Math.max(KILLS_A_BATCH, Math.round(RUNS / 5)),
  scaled: Math.max(KILLS_A_BATCH, Math.round((RUNS * 4) / 5)),
};

class Killing {
  private readonly started = Date.now();
  private readonly random: () => number;
  private readonly struck = new Map<string, number>();
  private kills = 0;

  constructor(
    private readonly plant: Plant,
    private readonly runs: number,
  ) {
    this.random = seededRandom(plant.mode === 'scaled' ? 1 : 0).random;
  }

  async toTheEnd(): Promise<void> {
    for (let batch = 1; this.kills < this.runs; batch += 1) {
      const prefix = `K${batch}x`;
      for (let part = 0; part < KILLS_A_BATCH; part += 1) await this.strike(prefix, part);
      await this.plant.settled();
      await expectOnce(this.plant, prefix, BATCH);
      process.stderr.write(
        `kills, ${this.plant.mode}: ${this.kills} of ${this.runs}, ${batch * BATCH} orders each ended once (${this.seconds} s)\n`,
      );
    }
    await this.note();
  }

  /** Posts a part of the batch by two clients at once and kills somebody meanwhile. */
  private async strike(prefix: string, part: number): Promise<void> {
    const half = BATCH / KILLS_A_BATCH / 2;
    const posting = Promise.all(
      [part * 2, part * 2 + 1].map((index) =>
        this.plant.post(ordersOf(prefix, index * half, half), `${prefix}-${index * half}`),
      ),
    );
    posting.catch(() => undefined);
    await randomPause(this.random, LATEST_MS[this.plant.mode]);
    const victim = this.plant.names[Math.floor(this.random() * this.plant.names.length)] as string;
    await this.plant.kill(victim);
    this.struck.set(victim, (this.struck.get(victim) ?? 0) + 1);
    this.kills += 1;
    await posting;
  }

  private async note(): Promise<void> {
    const balance = await expectSound(this.plant);
    const batches = Math.ceil(this.kills / KILLS_A_BATCH);
    expect(balance.orders).toBe(batches * BATCH);
    const victims = [...this.struck].map(([name, count]) => `${name} ${count}`).join(', ');
    noteOutcome({
      fault: `SIGKILL of a random process (${victims})`,
      mode: this.plant.mode,
      struck: `${this.kills} times at random instants of ${batches} batches of ${BATCH} orders`,
      outcome: `${balance.orders} orders: ${balance.invoices} invoices, the rest held by name; each delivered once; numbers gapless, books balanced, archive verified (${this.seconds} s)`,
    });
  }

  private get seconds(): number {
    return Math.round((Date.now() - this.started) / 1000);
  }
}

describe(`SIGKILL at random points (seed ${seed})`, () => {
  const running = new Map<Mode, Promise<void>>();

  beforeAll(() => {
    if (!hasServices()) throw new Error('Run this suite through test/integration/services.sh');
    process.stderr.write(`kills: seed ${seed}, ${SHARES.embedded} embedded and ${SHARES.scaled} scaled\n`);
    // Both modes at the same time: most of a run is waiting for processes to come back.
    for (const mode of ['embedded', 'scaled'] as const) {
      const killed = Plant.open(mode).then((plant) => plant.during(() => new Killing(plant, SHARES[mode]).toTheEnd()));
      killed.catch(() => undefined);
      running.set(mode, killed);
    }
  });

  it.each(['embedded', 'scaled'] as const)(`%s: what is killed loses nothing and doubles nothing`, (mode) =>
    running.get(mode),
  );

  afterAll(async () => {
    await Promise.allSettled(running.values());
  });
});
