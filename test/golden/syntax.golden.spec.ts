import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { INVOICE_SHAPE, invoiceFromJson, invoiceToJson, type FieldShape, type Invoice } from '#invoice';
import { checkStructure, PROFILES, readInvoice, withProfile, writeInvoice, type WriteOptions } from '#syntax';
import { readXml } from '#xml';

// Invoices of ours as JSON, and the documents that must come of them. After an intended change:
//   UPDATE_GOLDEN=1 npm test -- test/golden/syntax.golden.spec.ts
const FOLDER = 'test/golden/syntax';
const isUpdating = process.env.UPDATE_GOLDEN === '1';
if (isUpdating && process.env.CI === 'true') throw new Error('Golden files are not rewritten in CI');

const names = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.replace('.json', ''));

const FORMS: readonly (readonly [string, WriteOptions])[] = [
  ['ubl', { syntax: 'ubl' }],
  ['cii', { syntax: 'cii' }],
  ['cii-d16b', { syntax: 'cii', version: 'D16B' }],
  ...PROFILES.map(({ id }) => [`cii-${id.toLowerCase()}`, { syntax: 'cii', profile: id }] as const),
];

function load(name: string): Invoice {
  const read = invoiceFromJson(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));
  if (!read.ok) throw new Error(JSON.stringify(read.error, null, 2));
  return read.value;
}

function leavesOf(fields: readonly FieldShape[], value: Record<string, unknown>): string[] {
  return fields.flatMap((field) => {
    const inner = value[field.name];
    if (inner === undefined) return [];
    if (field.kind === 'value') return [field.term.path];
    const items = (field.kind === 'list' ? inner : [inner]) as Record<string, unknown>[];
    return items.flatMap((item) => leavesOf(field.fields, item));
  });
}

describe('golden documents', () => {
  it('are there, and together hold every term', () => {
    expect(names.length).toBeGreaterThanOrEqual(3);
    const seen = new Set(names.flatMap((name) => leavesOf(INVOICE_SHAPE, { ...load(name) })));
    const all = (fields: readonly FieldShape[]): string[] =>
      fields.flatMap((field) => (field.kind === 'value' ? [field.term.path] : all(field.fields)));
    expect(all(INVOICE_SHAPE).filter((path) => !seen.has(path))).toEqual([]);
  });

  it.each(names.flatMap((name) => FORMS.map(([form, options]) => [name, form, options] as const)))(
    '%s as %s',
    (name, form, options) => {
      const invoice = options.profile === undefined ? load(name) : withProfile(load(name), options.profile);
      const { bytes } = writeInvoice(invoice, options);
      const path = join(FOLDER, `${name}.${form}.xml`);
      if (isUpdating) writeFileSync(path, bytes);
      expect(existsSync(path)).toBe(true);
      expect(Buffer.from(bytes).toString()).toBe(readFileSync(path, 'utf8'));
    },
  );

  it.each(names)('%s is read back the same, and has the structure of its schema', (name) => {
    for (const form of ['ubl', 'cii']) {
      const document = readXml(readFileSync(join(FOLDER, `${name}.${form}.xml`)));
      if (!document.ok) throw new Error(document.error.code);
      const { invoice, unread, faults } = readInvoice(document.value);
      expect({ unread, faults }).toEqual({ unread: [], faults: [] });
      expect(invoiceToJson(invoice as Invoice)).toBe(invoiceToJson(load(name)));
      expect(checkStructure(document.value)).toEqual([]);
    }
  });
});
