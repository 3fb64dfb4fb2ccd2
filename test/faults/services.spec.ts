import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import Bull from 'bull';
import { startCuttingProxy, type CuttingProxy } from '../contract/cutting-proxy.js';
import { hasServices, type Mode } from '../e2e/modes.js';
import { expectOnce, expectSound, ordersOf } from './books.js';
import { noteOutcome } from './outcome-table.js';
import { Plant, type PlantOptions } from './plant.js';
import { seededRandom } from './seeded-random.js';

const run = promisify(execFile);
const { random, seed } = seededRandom();
const COUNT = 200;
const BOTH: readonly Mode[] = ['embedded', 'scaled'];

interface Play {
  readonly fault: string;
  readonly mode: Mode;
  readonly https?: boolean;
  readonly options?: PlantOptions;
  /** Strikes while orders are posted and delivered; says how often and where. */
  readonly strike: (plant: Plant, isPosting: () => boolean) => Promise<string>;
}

/** One batch under one fault, and the same questions as after a kill. */
async function play({ fault, mode, https, options, strike }: Play): Promise<void> {
  if (mode === 'scaled' && !hasServices()) throw new Error('Run this suite through test/integration/services.sh');
  const plant = await Plant.open(mode, options);
  const started = Date.now();
  await plant.during(async () => {
    let isPosting = true;
    const posting = (async () => {
      for (let from = 0; from < COUNT; from += 20) {
        await plant.post(ordersOf('F', from, 20, { https }), `F-${from}`);
        await pause(100);
      }
      isPosting = false;
    })();
    const struck = await strike(plant, () => isPosting);
    await posting;
    await plant.settled();
    await expectOnce(plant, 'F', COUNT);
    const { orders, invoices } = await expectSound(plant);
    const seconds = Math.round((Date.now() - started) / 1000);
    const outcome = `${orders} orders: ${invoices} invoices, the rest held by name; each delivered once; numbers gapless, books balanced, archive verified (${seconds} s)`;
    noteOutcome({ fault, mode, struck, outcome });
  });
}

const script = (name: string, ...args: string[]) => run(join(process.env['SERVICES_DIR'] ?? '', name), args);

describe(`services that fail (seed ${seed})`, () => {
  it('database: restarted without warning, three times', () =>
    play({
      fault: 'Database restarted (immediate)',
      mode: 'scaled',
      strike: async () => {
        for (let time = 0; time < 3; time += 1) {
          await pause(300 + random() * 1500);
          await script('restart-postgres', 'immediate');
        }
        return '3 times during the batch';
      },
    }));

  it('Redis: emptied twice, then killed and restarted empty', () =>
    play({
      fault: 'Redis emptied and restarted',
      mode: 'scaled',
      strike: async (plant) => {
        for (let time = 0; time < 2; time += 1) {
          await pause(200 + random() * 1000);
          const queue = new Bull('flush', plant.environment['REDIS_URL'] ?? '');
          await queue.client.flushall();
          await queue.close();
        }
        await pause(random() * 1000);
        await script('restart-redis');
        return 'FLUSHALL twice, kill -9 and restart once';
      },
    }));

  it.each(BOTH)('%s: SFTP cut at random bytes', async (mode) => {
    let proxy: CuttingProxy | undefined;
    await play({
      fault: 'SFTP connection cut at a random byte',
      mode,
      options: {
        sftpPort: async (real) => {
          proxy = await startCuttingProxy(real);
          return proxy.port;
        },
      },
      strike: async (_plant, isPosting) => {
        let cuts = 0;
        while (isPosting()) {
          proxy?.cutNextAfter(1 + Math.floor(random() * 400_000));
          await pause(150 + random() * 400);
          if (random() < 0.5) proxy?.cutAll();
          cuts += 1;
        }
        return `${cuts} cuts, at bytes 1 to 400,000 of a connection or at once`;
      },
    });
    await proxy?.stop();
  });

  it.each(BOTH)('%s: HTTPS receiver accepts, then gives no answer', (mode) =>
    play({
      fault: 'HTTPS time-out after the receiver has accepted',
      mode,
      https: true,
      strike: async (plant) => {
        plant.sandbox.https.faults.set({ kind: 'accept-then-timeout', times: 12 });
        await pause(4000);
        return '12 times';
      },
    }),
  );

  it.each(BOTH)('%s: HTTPS receiver answers 500 for a while', (mode) =>
    play({
      fault: 'Receiver answers 500 for a while',
      mode,
      https: true,
      strike: async (plant) => {
        plant.sandbox.https.faults.set({ kind: 'fail', status: 500 });
        await pause(4000);
        plant.sandbox.https.faults.clear();
        return 'every request for 4 s';
      },
    }),
  );

  it.each(BOTH)('%s: disk of the document store full', async (mode) => {
    if (process.getuid?.() !== 0) throw new Error('This test mounts a small file system: run it as root');
    const mount = join('/tmp', `facteur-small-${process.pid}-${mode}`);
    mkdirSync(mount, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', mount]);
    try {
      await play({
        fault: 'Disk of the document store full (ENOSPC)',
        mode,
        options: { documents: mount },
        strike: async () => {
          await pause(1000);
          const filler = join(mount, 'filler');
          let written = '';
          try {
            writeFileSync(filler, Buffer.alloc(64 * 1024 * 1024, 1));
          } catch (error) {
            written = (error as NodeJS.ErrnoException).code ?? '';
          }
          expect(written).toBe('ENOSPC');
          await pause(4000);
          rmSync(filler, { force: true });
          return 'a tmpfs of 24 MB filled up for 4 s';
        },
      });
    } finally {
      execFileSync('umount', ['-l', mount]);
    }
  });

  it.each([
    ['embedded', 7_200_000],
    ['scaled', 7_200_000],
    ['scaled', -7_200_000],
  ] as const)('%s: the clock of a process jumps by %d ms and back', (mode, jump) =>
    play({
      fault: `Clock of one process jumps by ${jump > 0 ? '+' : '−'}2 h and back`,
      mode,
      options: {
        environment: {
          PLANT_NODE_OPTIONS: `--import=${join(process.cwd(), 'test/faults/shift-clock.mjs')}`,
          CLOCK_JUMP_MS: String(jump),
        },
      },
      strike: async (plant) => {
        const victim = plant.mode === 'embedded' ? 'gateway' : 'worker 1';
        for (let time = 0; time < 2; time += 1) {
          await pause(400 + random() * 800);
          process.kill(plant.pidOf(victim), 'SIGUSR2');
        }
        return `${victim}, there and back during the batch`;
      },
    }),
  );
});
