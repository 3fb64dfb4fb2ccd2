import { readdir } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { amountsOf } from './cash.steps.js';
import { expectArrivedOnce } from './delivery.steps.js';
import type { Installation } from './installation.js';
import { sample } from './orders.js';
import { until } from './waiting.js';

/** The orderly end and the next start. */
export function restartSteps(installation: () => Installation): void {
  it('stops cleanly on SIGTERM', async () => {
    const codes = await installation().stop();
    expect(codes).toEqual(codes.map(() => 0));
    expect(codes).toHaveLength(installation().mode === 'embedded' ? 1 : 3);
  });

  it('started again, takes files it had before and issues nothing twice', async () => {
    await installation().start();
    const before = await amountsOf(installation(), 'invoices');
    const { erp } = installation().sandbox;
    // The same file again, and the same order in a file of another name.
    await erp.drop('01-menuiserie.json', sample('01-menuiserie.json'));
    await erp.drop('again.json', sample('01-menuiserie.json'));
    await until('both files taken', async () => (await readdir(erp.folder)).every((name) => !name.endsWith('.json')));
    await installation().settled();
    expect(await amountsOf(installation(), 'invoices')).toEqual(before);
    await expectArrivedOnce(installation());
    expect((await installation().stop()).every((code) => code === 0)).toBe(true);
  });
}
