import { expect, it } from '@jest/globals';
import { camtStatement } from './camt.js';
import { openFlowBench } from './flow-bench.js';

it('keeps an entry that only the repetition of a statement brings, under the statement that stands', async () => {
  const bench = await openFlowBench();
  try {
    const first = [{ ref: 'R-1', amount: '10.00', remittance: 'one' }];
    const both = [...first, { ref: 'R-2', amount: '5.00', remittance: 'two' }];
    const statement = (closing: string, payments: typeof first) =>
      camtStatement({ id: 'ST-9', opening: '100.00', closing, payments });
    await bench.accept('statement', statement('110.00', first), 'a.xml');
    await bench.accept('statement', statement('115.00', both), 'b.xml');
    await bench.runJobs();
    const jobs = await bench.store.transaction('main', (tx) => tx.jobs.list({ limit: 10 }));
    expect(jobs.items.map(({ state }) => state)).toEqual(['done', 'done']);
    const entries = await bench.store.transaction('main', (tx) => tx.cash.listEntries({ limit: 10 }));
    expect(entries.items.map(({ amount }) => amount.toString()).sort()).toEqual(['10.00', '5.00']);
    expect(new Set(entries.items.map(({ statementId }) => statementId)).size).toBe(1);
  } finally {
    await bench.close();
  }
});
