import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { extractInvoice } from './index.js';

const CORPORA = resolve(process.cwd(), '../shared/corpora');
const present = existsSync(join(CORPORA, 'MANIFEST.tsv'));
if (!present) process.stdout.write('SKIPPED: hybrid corpora, ../shared is not present\n');

/** Files that hold no readable invoice, and the right reason; every other PDF of the corpora must be read. */
const REFUSED: Readonly<Record<string, string>> = {
  'orders/order-x/ORDER-X_EX01_ORDER_FULL_DATA-COMFORT.pdf': 'FACTURX.NO_INVOICE {"files":["order-x.xml"]}',
  'zugferd/mustang/invalid/corruptedV2PDF.pdf': 'FACTURX.TWO_INVOICES {"files":["factur-x.xml","ZUGFeRD-invoice.xml"]}',
  'zugferd/mustang/unverified/MustangGnuaccountingBeispielRE-20170509_505PDFA3.pdf': 'FACTURX.NO_INVOICE {"files":[]}',
  'zugferd/mustang/unverified/MustangGnuaccountingBeispielRE-20170509_505blanko.pdf': 'FACTURX.NO_INVOICE {"files":[]}',
  'zugferd/mustang/unverified/MustangGnuaccountingBeispielRE-20171118_506blanko.pdf': 'FACTURX.NO_INVOICE {"files":[]}',
  'zugferd/mustang/unverified/MustangGnuaccountingBeispielRE-20190610_507blanko.pdf': 'FACTURX.NO_INVOICE {"files":[]}',
  'zugferd/mustang/unverified/MustangGnuaccountingBeispielRE-20201121_508blanko.pdf': 'FACTURX.NO_INVOICE {"files":[]}',
  'zugferd/mustang/unverified/MustangGnuaccountingBeispielRE-20201121_508blankoA3.pdf':
    'FACTURX.NO_INVOICE {"files":[]}',
  'zugferd/mustang/unverified/cli/corrupt-factur-x-waytoosmall.pdf': 'FACTURX.DAMAGED {"reason":"no catalog","at":15}',
  'zugferd/mustang/unverified/veraPDFtestsuite6-7-11-t01-fail-a.pdf': 'FACTURX.NO_INVOICE {"files":[]}',
  'zugferd/v1/valid/MustangGnuaccountingBeispielRE-20140522_501.pdf': 'FACTURX.NOT_AN_INVOICE {"root":"Invoice"}', // the draft before ZUGFeRD 1.0, with a root of its own
};

(present ? describe : describe.skip)('every PDF of the corpora', () => {
  const paths = present
    ? readFileSync(join(CORPORA, 'MANIFEST.tsv'), 'utf8')
        .split('\n')
        .map((row) => row.split('\t')[0] as string)
        .filter((path) => path.toLowerCase().endsWith('.pdf'))
    : [];

  it('is there', () => expect(paths.length).toBeGreaterThan(100));

  it.each(paths)('%s', async (path) => {
    const read = await extractInvoice(readFileSync(join(CORPORA, path)));
    const outcome = read.ok ? 'read' : `${read.error.code} ${JSON.stringify(read.error.facts)}`;
    expect(`${path}: ${outcome}`).toBe(`${path}: ${REFUSED[path] ?? 'read'}`);
    if (read.ok) expect(read.value.facts.number).toBeTruthy();
  });
});
