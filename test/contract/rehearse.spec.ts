import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rehearseRules } from '#flows';
import { addDays, localDateOf, type LocalDate } from '#kernel';
import { openFlowBench, type FlowBench } from './flow-bench.js';

const SAMPLE = 'apps/sandbox/samples/orders/01-menuiserie.json';

let bench: FlowBench;
let today: LocalDate;
beforeAll(async () => {
  bench = await openFlowBench();
  await bench.accept('order', readFileSync(SAMPLE), '01-menuiserie.json');
  await bench.runJobs();
  today = localDateOf(bench.context.clock.now());
});
afterAll(() => bench.close());

const rehearse = (packs: 'auto' | readonly string[], since = addDays(today, -30)) =>
  rehearseRules(bench.context, 'main', { packs, since });

describe('a rehearsal of rules', () => {
  it('finds nothing by the rules of the French reform, which judged the invoice when it was issued', async () => {
    expect(await rehearse('auto')).toMatchObject({ judged: 1, breaking: [], unreadable: [] });
    expect(await rehearse(['fr-ctc@1.4.0'])).toMatchObject({ judged: 1, breaking: [] });
  });

  it('lists who would break by another pack, with rule and remedy', async () => {
    const { breaking } = await rehearse(['xrechnung']);
    expect(breaking).toHaveLength(1);
    expect(breaking[0]).toMatchObject({ customerRef: 'C-MENUISERIE', packs: expect.arrayContaining([{ id: 'xrechnung', version: expect.any(String) }]) }); // prettier-ignore
    expect(breaking[0]?.breaches.map(({ rule }) => rule)).toContain('BR-DE-15');
    expect(breaking[0]?.breaches.every(({ remedy }) => remedy.en !== '' && remedy.fr !== '')).toBe(true);
  });

  it('looks no further back than it is asked', async () => {
    expect(await rehearse('auto', addDays(today, 1))).toMatchObject({ judged: 0, breaking: [] });
  });

  it('knows only packs and versions that exist', async () => {
    await expect(rehearse(['fr-ctc@0.1'])).rejects.toMatchObject({ code: 'RULES.UNKNOWN_PACK' });
    await expect(rehearse(['nowhere'])).rejects.toMatchObject({ code: 'RULES.UNKNOWN_PACK' });
  });
});
