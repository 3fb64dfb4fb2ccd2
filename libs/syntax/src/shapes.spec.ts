import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Invoice } from '#invoice';
import { someInvoice, someLine } from '#testkit';
import { writeInvoice, type WriteOptions } from './index.js';
import { WORTH_A_SHAPE } from './shapes.js';

type Line = Invoice['lines'][number];

const LINE = {
  ubl: /\n<cac:InvoiceLine>.*?\n<\/cac:InvoiceLine>/gs,
  cii: /\n<ram:IncludedSupplyChainTradeLineItem>.*?\n<\/ram:IncludedSupplyChainTradeLineItem>/gs,
};

/** The lines as they stand in a document, with what could not be written of them. */
function linesOf(
  invoice: Invoice,
  lines: readonly Line[],
  options: WriteOptions,
): { xml: string[]; dropped: string[] } {
  const { bytes, notCarried } = writeInvoice({ ...invoice, typeCode: '380', lines }, options);
  const dropped = notCarried.filter(({ field }) => field.startsWith('lines'));
  return {
    xml: Buffer.from(bytes).toString().match(LINE[options.syntax]) ?? [],
    dropped: dropped.map(({ term, field, reason }) => `${term} ${field.replace(/^lines\[\d+\]/, '')} ${reason}`),
  };
}

/** As a person may build them: fields that are there but hold nothing. */
const withHoles = (line: Line): Line => ({ ...line, note: undefined, item: { ...line.item, description: '' } });

describe('writers made for a shape of line', () => {
  it.each([{ syntax: 'ubl' }, { syntax: 'cii' }, { syntax: 'cii', profile: 'BASIC' }] as const)(
    'write in $syntax $profile what lines written alone say',
    (options) => {
      const [invoice] = fc.sample(someInvoice, { numRuns: 1, seed: 1 }) as [Invoice];
      const distinct = fc.sample(someLine, { numRuns: 60, seed: 7 });
      // Every shape comes back after others; control characters have to be reported from either writer.
      const lines = [
        ...distinct,
        ...distinct.map(withHoles),
        ...distinct.map((line) => ({ ...line, note: 'a\u0001b' })),
      ];
      expect(lines.length).toBeGreaterThan(WORTH_A_SHAPE);
      const alone = lines.map((line) => linesOf(invoice, [line], options));
      const together = linesOf(invoice, lines, options);
      expect(together.xml).toEqual(alone.flatMap(({ xml }) => xml));
      expect(together.xml).toHaveLength(lines.length);
      expect(together.dropped).toEqual(alone.flatMap(({ dropped }) => dropped));
      expect(together.dropped.length).toBeGreaterThan(0);
    },
  );
});
