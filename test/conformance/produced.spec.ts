import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { readInvoice, writeInvoice } from '#syntax';
import { readXml } from '#xml';
import { officialVerdicts } from './referee.js';
import { corpus, ownDocuments, type Subject } from './subjects.js';

const WORK = mkdtempSync(`${tmpdir()}/facteur-produced-`);
afterAll(() => rmSync(WORK, { recursive: true, force: true }));

/** What we write of a document that was read, in the other syntax and in its own. */
function rewritten({ file, syntax }: Subject, index: number): { file: string; ruleSet: string }[] {
  const read = readXml(readFileSync(file));
  if (!read.ok) return [];
  const { invoice } = readInvoice(read.value);
  if (invoice === undefined) return [];
  return (['ubl', 'cii'] as const).map((to) => {
    // The referee's schema of CII is D16B.
    const { bytes } = writeInvoice(invoice, { syntax: to, version: 'D16B' });
    const target = `${WORK}/${index}-${syntax}-${to}.xml`;
    writeFileSync(target, bytes);
    const creditNote = /<(?:\w+:)?CreditNote[ >]/.test(Buffer.from(bytes).toString('utf8', 0, 400));
    return { file: target, ruleSet: `en16931-${creditNote ? 'ubl-cn' : to}` };
  });
}

describe('documents that we produce', () => {
  it('pass the official schemas and rules, from valid invoices in either syntax', () => {
    const valid = [...ownDocuments(), ...corpus('en16931/ubl/valid', 'en16931/cii/valid')];
    const named = valid.map(({ file, syntax }) => ({ file, ruleSet: `en16931-${syntax}` }));
    const good = officialVerdicts(named).map(
      (verdict) => verdict.fatal.length + verdict.xsd.length === 0 && !verdict.stopped,
    );
    const produced = valid.filter((_, index) => good[index]).flatMap(rewritten);
    expect(produced.length).toBeGreaterThan(0);
    const faults = officialVerdicts(produced).flatMap(({ file, xsd, fatal, stopped }) =>
      xsd.length + fatal.length > 0 || stopped ? [`${file}: ${[...xsd, ...fatal, stopped].join(' ')}`] : [],
    );
    expect(faults).toEqual([]);
  });
});
