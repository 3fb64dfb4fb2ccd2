import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { invoiceToJson, type Identifier, type Invoice, type InvoiceLine } from '#invoice';
import { withVatTotal } from '#testkit';
import { readXml } from '#xml';
import { checkStructure, readInvoice, writeInvoice, type ReadReport } from './index.js';

const CORPORA = '../shared/corpora';
const FOLDERS = [
  'en16931/ubl/valid',
  'en16931/cii/valid',
  'en16931/ubl/nlcius-valid',
  'en16931/cii/nlcius-valid',
  'en16931/ubl/ublbe-valid',
  'peppol/examples',
  'xrechnung/standard',
  'xrechnung/technical-cius',
  'zugferd',
  'fr-ctc/ubl/valid',
  'fr-ctc/cii/valid',
];
const isHere = existsSync(CORPORA);
if (!isHere) console.warn(`skipped: conversions of the corpora (${CORPORA} is not here)`);

function files(): string[] {
  return FOLDERS.map((folder) => join(CORPORA, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)))
    .filter((name) => /\.xml$/i.test(name) && !/invalid/.test(name));
}

function read(bytes: Uint8Array): ReadReport | undefined {
  const document = readXml(bytes);
  return document.ok ? readInvoice(document.value) : undefined;
}

/** CII keeps identifiers without scheme before those with one; a gross price is net price plus discount by definition,
 * and the VAT total is the sum of the breakdown. */
function comparable(invoice: Invoice): string {
  const sorted = (list: readonly Identifier[]): Identifier[] => [
    ...list.filter((one) => one.scheme === undefined),
    ...list.filter((one) => one.scheme !== undefined),
  ];
  return invoiceToJson({
    ...withVatTotal(invoice),
    seller: { ...invoice.seller, identifiers: sorted(invoice.seller.identifiers) },
    buyer: { ...invoice.buyer, identifiers: sorted(invoice.buyer.identifiers) },
    lines: invoice.lines.map(withGrossPrice),
  });
}

function withGrossPrice(line: InvoiceLine): InvoiceLine {
  const { netPrice, discount, grossPrice } = line.price;
  if (discount === undefined || grossPrice !== undefined) return line;
  return { ...line, price: { ...line.price, grossPrice: netPrice.plus(discount) } };
}

(isHere ? describe : describe.skip)('the corpora', () => {
  it('keep everything of EN 16931 on the way through the other syntax and back', () => {
    const lost: string[] = [];
    let whole = 0;
    for (const name of files()) {
      const report = read(readFileSync(name));
      if (report?.invoice === undefined) continue;
      whole += 1;
      const { invoice } = report;
      const cii = writeInvoice(invoice, { syntax: 'cii' });
      const throughCii = read(cii.bytes)?.invoice as Invoice;
      const ubl = writeInvoice(throughCii, { syntax: 'ubl' });
      const throughBoth = read(ubl.bytes);
      const losses = [...cii.notCarried, ...ubl.notCarried].map((one) => `${one.term} ${one.reason} ${one.value}`);
      if (losses.length > 0) lost.push(`${name}: ${losses.join(', ')}`);
      else if (!throughBoth?.invoice || comparable(throughBoth.invoice) !== comparable(invoice))
        lost.push(`${name}: differs`);
    }
    // One fixture writes its subject codes with number signs around them, which is no code of UNTDID 4451.
    expect(lost.filter((line) => !/BT-22 VALUE .*#AAA#/.test(line))).toEqual([]);
    expect(whole).toBeGreaterThan(200);
  });

  it('are read whole where their schema and the norm ask for no less', () => {
    const faults = files().flatMap((name) => {
      if (!/en16931|peppol|xrechnung.standard/.test(name)) return [];
      const report = read(readFileSync(name));
      return report?.syntax === undefined
        ? []
        : report.faults.map((fault) => `${name} ${fault.terms.join()} ${fault.field}`);
    });
    expect(faults).toEqual([]);
  });

  it('are written with the structure of the schemas', () => {
    for (const name of files().filter((_, index) => index % 4 === 0)) {
      const report = read(readFileSync(name));
      if (report?.invoice === undefined) continue;
      if (report.invoice.lines.length === 0) continue;
      for (const syntax of ['ubl', 'cii'] as const) {
        const document = readXml(writeInvoice(report.invoice, { syntax }).bytes);
        const faults = document.ok
          ? checkStructure(document.value).map((one) => `${name} ${one.rule} ${one.path} ${one.value}`)
          : ['?'];
        expect(faults).toEqual([]);
      }
    }
  });
});
