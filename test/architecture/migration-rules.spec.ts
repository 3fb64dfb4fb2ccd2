import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { migrationFaults } from './migration-rules.js';

const FOLDER = 'libs/store/migrations';
/** The schema of the first release: nothing older runs beside it. */
const FIRST_RELEASE = 69;
const LARGE = [
  'parcels',
  'orders',
  'invoices',
  'documents',
  'deliveries',
  'timeline',
  'jobs',
  'entries',
  'ledger',
  'invoice_balances',
];

const faults = (script: string) => migrationFaults(script, LARGE);

describe('migrations', () => {
  it('after the first release let the version before go on working', () => {
    const names = readdirSync(FOLDER).filter((name) => name.endsWith('.sql'));
    expect(names.length).toBeGreaterThan(5);
    const later = names.filter((name) => Number(name.slice(0, 4)) > FIRST_RELEASE);
    for (const name of later)
      expect({ name, faults: faults(readFileSync(join(FOLDER, name), 'utf8')) }).toEqual({ name, faults: [] });
  });

  it.each([
    ['ALTER TABLE orders DROP COLUMN body', 'takes away what the version before still uses'],
    ['ALTER TABLE orders RENAME COLUMN body TO content', 'renames what the version before still uses'],
    ['ALTER TABLE orders ALTER COLUMN position TYPE bigint', 'rewrites a table under a lock'],
    ['ALTER TABLE orders ADD COLUMN channel text NOT NULL', 'adds a column that the version before does not fill'],
    ['ALTER TABLE orders ADD CONSTRAINT c CHECK (position > 0)', 'checks a whole table under a lock; add it NOT VALID'],
    ['CREATE INDEX i ON orders (state)', 'builds an index on orders while writers wait'],
    ["UPDATE invoices SET format = 'cii'", 'rewrites rows of a large table in one transaction'],
  ])('would be caught: %s', (script, fault) => expect(faults(script)).toEqual([fault]));

  it('may add, and may take away what nothing uses any more', () => {
    expect(faults('CREATE TABLE notes (id text NOT NULL); CREATE INDEX n ON notes (id)')).toEqual([]);
    expect(faults("ALTER TABLE orders ADD COLUMN channel text NOT NULL DEFAULT 'api'")).toEqual([]);
    expect(faults('ALTER TABLE orders ADD COLUMN channel text')).toEqual([]);
    expect(faults('-- Contracts: nothing since 0.3.0 uses it.\nALTER TABLE orders DROP COLUMN body')).toEqual([]);
    expect(faults('-- DROP TABLE orders is only spoken of\nSELECT 1')).toEqual([]);
  });
});
