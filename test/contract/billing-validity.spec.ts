import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ParseOption, XmlDocument, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';
import { creditNoteFor, draftInvoice, withNumber } from '#billing';
import type { Invoice } from '#invoice';
import { Decimal, localDate } from '#kernel';
import { judge } from '#rules';
import { writeInvoice } from '#syntax';
import { readXml } from '#xml';
import { customer, policy, sampleReadings, seller } from '../fixtures/orders/examples.js';

/** What billing drafts must be valid EN 16931 in both syntaxes, by schema and by rules. */

const issueDate = localDate('2026-11-23');
const XSD = resolve('..', 'shared', 'corpora', 'xsd');
const SCHEMAS = {
  'ubl 380': 'ubl-2.1/maindoc/UBL-Invoice-2.1.xsd',
  'ubl 381': 'ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd',
  cii: 'cii-d22b/CrossIndustryInvoice_100pD22B.xsd',
};

/** Every sample order that is billed, and credit notes for the first ones in each scope. */
function documents(): [string, Invoice][] {
  const invoices = sampleReadings().flatMap(({ reading }) =>
    reading.orders.flatMap(({ order }): [string, Invoice][] => {
      const from = seller(order.sellerRef);
      const by = policy(from.policy);
      const drafted = draftInvoice(order, from, customer(order.customerRef), by, { issueDate });
      const number = `T2026-${order.number.replace(/\D/g, '')}`;
      return drafted.ok ? [[order.number, withNumber(drafted.value, number, by).invoice]] : [];
    }),
  );
  const credits = invoices
    .filter(([, invoice]) => invoice.typeCode === '380')
    .flatMap(([name, invoice]): [string, Invoice][] => {
      const half = invoice.totals.totalWithVat.dividedBy(Decimal.of(2), 2);
      const lines = [{ id: invoice.lines[0]?.id ?? '' }];
      const scopes = [{ kind: 'whole' }, { kind: 'lines', lines }, { kind: 'amount', amount: half }] as const;
      return scopes.map((scope) => {
        const drafted = creditNoteFor(invoice, 'Retour (exemple)', scope, { issueDate });
        if (!drafted.ok) throw new Error(`${name} ${scope.kind}: ${JSON.stringify(drafted.error)}`);
        return [`${name} credit ${scope.kind}`, withNumber(drafted.value, `A-${invoice.number}`, policy()).invoice];
      });
    });
  return [...invoices, ...credits];
}

const all = documents();
const cases = all.flatMap(([name, invoice]) =>
  (['ubl', 'cii'] as const).map((syntax) => [name, syntax, invoice] as const),
);

it('there are documents to judge', () => {
  expect(all.length).toBeGreaterThan(30);
});

describe('documents drafted from the sample orders', () => {
  it('would show a wrong total', () => {
    const [, invoice] = all[0] as [string, Invoice];
    const totals = { ...invoice.totals, amountDue: invoice.totals.amountDue.plus(Decimal.of('0.01')) };
    const read = readXml(writeInvoice({ ...invoice, totals }, { syntax: 'ubl' }).bytes);
    if (!read.ok) throw new Error('unreadable');
    expect(judge(read.value, { packs: 'auto' }).findings.map((one) => one.rule)).toContain('BR-CO-16');
  });

  it.each(cases)('%s in %s carries everything and has no fatal finding', (_name, syntax, invoice) => {
    const written = writeInvoice(invoice, { syntax });
    expect(written.notCarried).toEqual([]);
    const read = readXml(written.bytes);
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    const { findings } = judge(read.value, { packs: 'auto' });
    const fatal = findings.filter((one) => one.severity === 'fatal');
    expect(fatal.map((one) => `${one.rule} ${one.location} ${one.value}`)).toEqual([]);
  });
});

const hasSchemas = existsSync(XSD);
if (!hasSchemas) console.warn(`SKIPPED: no XML schemas at ../shared/corpora/xsd`);

(hasSchemas ? describe : describe.skip)('the same by XML schema', () => {
  xmlRegisterFsInputProviders();
  const validators = new Map<string, XsdValidator>();
  const validatorOf = (key: string): XsdValidator => {
    const known = validators.get(key);
    if (known) return known;
    const path = resolve(XSD, SCHEMAS[key as keyof typeof SCHEMAS]);
    const made = XsdValidator.fromDoc(XmlDocument.fromBuffer(readFileSync(path), { url: path }));
    validators.set(key, made);
    return made;
  };

  it.each(cases)('%s in %s', (_name, syntax, invoice) => {
    const { bytes } = writeInvoice(invoice, { syntax });
    const document = XmlDocument.fromBuffer(bytes, { option: ParseOption.XML_PARSE_NONET });
    try {
      validatorOf(syntax === 'cii' ? 'cii' : `ubl ${invoice.typeCode}`).validate(document);
    } finally {
      document.dispose();
    }
  });
});
