import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal } from '#kernel';
import { someInvoice } from '#testkit';
import { readXml } from '#xml';
import { checkStructure, NAMESPACES, writeInvoice, type StructureFault } from '../index.js';

const UBL = `xmlns="${NAMESPACES.ubl}" xmlns:cac="${NAMESPACES.cac}" xmlns:cbc="${NAMESPACES.cbc}" xmlns:ext="${NAMESPACES.ext}"`;
const HEAD = '<cbc:ID>1</cbc:ID><cbc:IssueDate>2026-01-31</cbc:IssueDate>';
const PARTY = '<cac:AccountingSupplierParty/><cac:AccountingCustomerParty/>';
const TOTAL =
  '<cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="EUR">1</cbc:PayableAmount></cac:LegalMonetaryTotal>';
const LINE =
  '<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:LineExtensionAmount currencyID="EUR">1</cbc:LineExtensionAmount><cac:Item/></cac:InvoiceLine>';
const GOOD = `<Invoice ${UBL}>${HEAD}${PARTY}${TOTAL}${LINE}</Invoice>`;

function faults(text: string | Uint8Array): StructureFault[] {
  const document = readXml(typeof text === 'string' ? Buffer.from(text) : text);
  if (!document.ok) throw new Error(document.error.code);
  return checkStructure(document.value);
}

describe('checkStructure', () => {
  it.each([
    ['nothing', '', '', []],
    [
      'an unknown element',
      '<cac:Item/>',
      '<cac:Item/><cbc:Nonsense/>',
      ['STRUCT-UNKNOWN /Invoice/cac:InvoiceLine/cbc:Nonsense'],
    ],
    [
      'another namespace',
      '<cbc:ID>1</cbc:ID><cbc:Line',
      '<cac:ID>1</cac:ID><cbc:Line',
      ['STRUCT-UNKNOWN /Invoice/cac:InvoiceLine/cac:ID', 'STRUCT-MISSING /Invoice/cac:InvoiceLine'],
    ],
    [
      'a wrong order',
      HEAD,
      '<cbc:IssueDate>2026-01-31</cbc:IssueDate><cbc:ID>1</cbc:ID>',
      ['STRUCT-MISSING /Invoice', 'STRUCT-ORDER /Invoice/cbc:ID'],
    ],
    ['a repetition', '<cac:Item/>', '<cac:Item/><cac:Item/>', ['STRUCT-REPEATED /Invoice/cac:InvoiceLine/cac:Item[2]']],
    ['a missing element', TOTAL, '', ['STRUCT-MISSING /Invoice']],
    ['a date that is none', '2026-01-31', '2026-02-30', ['STRUCT-TYPE /Invoice/cbc:IssueDate']],
    [
      'an amount that is none',
      '>1</cbc:PayableAmount>',
      '>1,5</cbc:PayableAmount>',
      ['STRUCT-TYPE /Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount'],
    ],
    [
      'an empty amount',
      '>1</cbc:PayableAmount>',
      '></cbc:PayableAmount>',
      ['STRUCT-TYPE /Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount'],
    ],
    ['text between elements', '<cac:Item/>', 'x<cac:Item/>', ['STRUCT-TEXT /Invoice/cac:InvoiceLine']],
    ['an attribute', '<cac:Item/>', '<cac:Item x="1"/>', ['STRUCT-ATTRIBUTE /Invoice/cac:InvoiceLine/cac:Item/@x']],
    [
      'a missing attribute',
      '<cbc:PayableAmount currencyID="EUR">',
      '<cbc:PayableAmount>',
      ['STRUCT-ATTRIBUTE-MISSING /Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount'],
    ],
    [
      'an attribute of another form',
      HEAD,
      HEAD.replace('<cbc:ID>', '<cbc:ID schemeURI="%">'),
      ['STRUCT-ATTRIBUTE-TYPE /Invoice/cbc:ID/@schemeURI'],
    ],
    [
      'an extension without content',
      HEAD,
      `<ext:UBLExtensions/>${HEAD}`,
      ['STRUCT-MISSING /Invoice/ext:UBLExtensions'],
    ],
    [
      'a foreign extension',
      HEAD,
      `<ext:UBLExtensions><ext:UBLExtension><ext:ExtensionContent><x xmlns="urn:x" y="z">t</x></ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>${HEAD}`,
      [],
    ],
    ['white space around a date', '2026-01-31', '\n 2026-01-31 ', []],
  ])('finds %s', (_name, from, to, expected) => {
    const found = faults(GOOD.replace(from, to));
    expect(found.map((one) => `${one.rule} ${one.path}`)).toEqual(expected);
    expect(found.every((one) => one.message.fr !== '' && one.remedy.en !== '' && one.position.line === 1)).toBe(true);
  });

  it('refuses a root that it does not know', () => {
    expect(faults('<Invoice/>').map((one) => one.rule)).toEqual(['STRUCT-ROOT']);
  });

  it('names the business terms of a fault', () => {
    expect(faults(GOOD.replace('2026-01-31', 'x'))[0]?.terms).toEqual(['BT-2']);
  });

  it('stops at a bound', () => {
    const document = readXml(Buffer.from(`<Invoice ${UBL}>${'<x/>'.repeat(5_000)}</Invoice>`));
    if (document.ok) expect(checkStructure(document.value)).toHaveLength(1_000);
  });

  it('takes what the writer writes, in every syntax and version', () => {
    fc.assert(
      fc.property(someInvoice, (invoice) => {
        fc.pre(invoice.lines.length > 0);
        const whole = { ...invoice, totals: { ...invoice.totals, vatTotal: invoice.totals.vatTotal ?? Decimal.ZERO } };
        expect(faults(writeInvoice(whole, { syntax: 'ubl' }).bytes)).toEqual([]);
        for (const version of ['D16B', 'D22B'] as const) {
          const document = readXml(writeInvoice(whole, { syntax: 'cii', version }).bytes);
          if (document.ok) expect(checkStructure(document.value, { version })).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
  });
});
