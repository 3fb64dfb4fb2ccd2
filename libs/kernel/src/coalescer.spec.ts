import { describe, expect, it } from '@jest/globals';
import { Coalescer } from './coalescer.js';

describe('Coalescer', () => {
  it('works on what came together at once, in pieces of the limit, and answers each its own', async () => {
    const pieces: number[] = [];
    const doubled = new Coalescer<number, number>({ maxItems: 4, maxAtOnce: 1, waitMs: 0 }, async (items) => {
      pieces.push(items.length);
      return items.map((item) => item * 2);
    });
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => doubled.add(index)));
    expect(answers).toEqual(Array.from({ length: 10 }, (_, index) => index * 2));
    expect(pieces).toEqual([4, 4, 2]);
  });

  it('fails the item that causes the failure and no other', async () => {
    const checked = new Coalescer<number, number>({ maxItems: 8, maxAtOnce: 2, waitMs: 0 }, async (items) => {
      if (items.includes(3)) throw new Error('three');
      return items;
    });
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map((item) => checked.add(item)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  });

  it('never works on more pieces at once than allowed', async () => {
    let atOnce = 0;
    let most = 0;
    const slow = new Coalescer<number, number>({ maxItems: 1, maxAtOnce: 3, waitMs: 0 }, async (items) => {
      most = Math.max(most, (atOnce += 1));
      await new Promise((resolve) => setTimeout(resolve, 5));
      atOnce -= 1;
      return items;
    });
    await Promise.all(Array.from({ length: 12 }, (_, index) => slow.add(index)));
    expect(most).toBe(3);
  });
});
