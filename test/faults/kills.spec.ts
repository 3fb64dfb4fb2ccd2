import { describe, expect, it } from '@jest/globals';
import { hasServices, type Mode } from '../e2e/modes.js';
import { expectOnce, expectSound, ordersOf } from './books.js';
import { Plant, randomPause } from './plant.js';
import { seededRandom } from './seeded-random.js';
import { noteOutcome } from './outcome-table.js';

const RUNS = Number(process.env['FACTEUR_FAULT_RUNS'] ?? 200);
const BATCH = 500;
/** Kills while one batch of 500 is posted, billed and delivered: each strikes a random process at a random instant. */
const KILLS_A_BATCH = 10;
const { random, seed } = seededRandom();

/** Embedded processes take seconds to start: a fifth of the runs. */
const SHARES: readonly (readonly [Mode, number])[] = [
  ['embedded', Math.max(KILLS_A_BATCH, Math.round(RUNS / 5))],
  ['scaled', Math.max(KILLS_A_BATCH, Math.round((RUNS * 4) / 5))],
];

describe(`SIGKILL at random points (seed ${seed})`, () => {
  it.each(SHARES)('%s: %d kills lose nothing and double nothing', async (mode, runs) => {
    if (mode === 'scaled' && !hasServices()) throw new Error('Run this suite through test/integration/services.sh');
    const plant = await Plant.open(mode);
    const struck = new Map<string, number>();
    const started = Date.now();
    try {
      let kills = 0;
      for (let batch = 1; kills < runs; batch += 1) {
        const prefix = `K${batch}x`;
        const portion = BATCH / KILLS_A_BATCH;
        for (let part = 0; part < KILLS_A_BATCH; part += 1) {
          const posting = Promise.all(
            [0, 1].map((half) => {
              const from = part * portion + (half * portion) / 2;
              return plant.post(ordersOf(prefix, from, portion / 2), `${prefix}-${from}`);
            }),
          );
          await randomPause(random, mode === 'embedded' ? 1500 : 700);
          const victim = plant.names[Math.floor(random() * plant.names.length)] as string;
          await plant.kill(victim);
          struck.set(victim, (struck.get(victim) ?? 0) + 1);
          kills += 1;
          await posting;
        }
        await plant.settled();
        await expectOnce(plant, prefix, BATCH);
      }
      const balance = await expectSound(plant);
      expect(balance.orders).toBeGreaterThanOrEqual(runs * (BATCH / KILLS_A_BATCH));
      const victims = [...struck].map(([name, count]) => `${name} ${count}`).join(', ');
      const seconds = Math.round((Date.now() - started) / 1000);
      noteOutcome({
        fault: `SIGKILL of a random process (${victims})`,
        mode,
        struck: `${kills} times at random instants of ${Math.ceil(kills / KILLS_A_BATCH)} batches of 500 orders`,
        outcome: `${balance.orders} orders: ${balance.invoices} invoices, the rest held by name; each delivered once; numbers gapless, books balanced, archive verified (${seconds} s)`,
      });
    } finally {
      await plant.close();
    }
  });
});
