import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { migrationFaults, tablesMade } from './migration-rules.js';

const FOLDER = 'libs/store/migrations';
/** The last step of the first release: nothing older runs beside it, so nothing before has to let it go on working. */
const FIRST_RELEASE = 69;
/** Some rows for each tenant, or sums that are carried by day, whatever the number of invoices. Every other table may be large. */
const SMALL = [
  ...['tenants', 'api_keys', 'number_counters', 'number_shapes', 'timeline_heads', 'webhook_endpoints'],
  ...['kpi_days', 'kpi_levels', 'due_days', 'retail_days', 'platform_positions', 'partner_pauses'],
];

const names = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.sql'))
  .sort();
const script = (name: string) => readFileSync(join(FOLDER, name), 'utf8');
/** Tables that exist before a step and may hold millions of rows. */
const largeBefore = (name: string) =>
  names
    .filter((each) => each < name)
    .flatMap((each) => tablesMade(script(each)))
    .filter((table) => !SMALL.includes(table));
const LARGE = largeBefore('9999');

const faults = (step: string) => migrationFaults(step, LARGE);

describe('migrations', () => {
  it('are judged from the first release on, against every table there was', () => {
    expect(names.filter((name) => Number(name.slice(0, 4)) <= FIRST_RELEASE).length).toBeGreaterThan(10);
    expect(LARGE).toEqual(
      expect.arrayContaining(['parcels', 'orders', 'invoices', 'deliveries', 'timeline', 'jobs', 'entries']),
    );
  });

  it.each(names.filter((name) => Number(name.slice(0, 4)) > FIRST_RELEASE))(
    '%s lets the version before go on working',
    (name) => expect(migrationFaults(script(name), largeBefore(name))).toEqual([]),
  );

  it.each([
    ['ALTER TABLE orders DROP COLUMN body', 'takes away what the version before still uses'],
    ['ALTER TABLE orders DROP body', 'takes away what the version before still uses'],
    ['ALTER TABLE orders RENAME body TO content', 'renames what the version before still uses'],
    ['ALTER TABLE orders RENAME COLUMN body TO content', 'renames what the version before still uses'],
    ['ALTER TABLE orders ALTER COLUMN position TYPE bigint', 'rewrites a table under a lock'],
    ['ALTER TABLE orders ADD COLUMN channel text NOT NULL', 'adds a column that the version before does not fill'],
    ['ALTER TABLE orders ADD CONSTRAINT c CHECK (position > 0)', 'checks a whole table under a lock; add it NOT VALID'],
    ['CREATE INDEX i ON orders (state)', 'builds an index on orders while writers wait'],
    ['CREATE UNIQUE INDEX i ON orders (state)', 'builds an index on orders while writers wait'],
    ["UPDATE invoices SET format = 'cii'", 'rewrites rows of a large table in one transaction'],
    ['DELETE FROM ONLY invoices', 'rewrites rows of a large table in one transaction'],
    ['ALTER TABLE orders ALTER state SET DATA TYPE bigint', 'rewrites a table under a lock'],
    [
      'ALTER TABLE orders ALTER COLUMN channel SET NOT NULL',
      'reads a whole table under a lock; add a CHECK … NOT VALID, then validate it',
    ],
    [
      'ALTER TABLE orders ADD COLUMN a text, ADD COLUMN b text NOT NULL',
      'adds a column that the version before does not fill',
    ],
    ['ALTER TABLE orders ADD COLUMN r float DEFAULT random()', 'fills a column row by row under a lock'],
    [
      'ALTER TABLE orders ADD UNIQUE (order_ref)',
      'builds an index while writers wait; build it beforehand, then ADD … USING INDEX',
    ],
    ['ALTER TABLE orders ADD FOREIGN KEY (a) REFERENCES b (a)', 'checks a whole table under a lock; add it NOT VALID'],
    ['ALTER TABLE IF EXISTS orders DROP COLUMN body', 'takes away what the version before still uses'],
    ['DROP TABLE orders', 'takes away what the version before still uses'],
    ['TRUNCATE orders', 'empties a table that the version before reads'],
    ['DO $do$ BEGIN ALTER TABLE orders DROP COLUMN body; END $do$', 'takes away what the version before still uses'],
    ['LOCK TABLE orders', 'locks a table'],
  ])('would be caught: %s', (step, fault) => expect(faults(step)).toEqual([fault]));

  it('may add, and may take away what nothing uses any more', () => {
    expect(faults('CREATE TABLE notes (id text NOT NULL); CREATE INDEX n ON notes (id)')).toEqual([]);
    expect(faults("ALTER TABLE orders ADD COLUMN channel text NOT NULL DEFAULT 'api'")).toEqual([]);
    expect(faults('ALTER TABLE orders ADD COLUMN channel text')).toEqual([]);
    expect(faults('-- Contracts: nothing since 0.3.0 uses it.\nALTER TABLE orders DROP COLUMN body')).toEqual([]);
    expect(faults('-- DROP TABLE orders is only spoken of\nSELECT 1')).toEqual([]);
    expect(faults('CREATE INDEX IF NOT EXISTS i ON orders (state)')).toEqual([]);
    expect(faults('ALTER TABLE orders ADD CONSTRAINT c CHECK (position > 0) NOT VALID')).toEqual([]);
    expect(faults('ALTER TABLE orders ADD CONSTRAINT u UNIQUE USING INDEX i')).toEqual([]);
    expect(faults('CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ DELETE FROM orders $$')).toEqual([]);
    expect(faults('CREATE TRIGGER t AFTER INSERT OR UPDATE ON orders EXECUTE FUNCTION f()')).toEqual([]);
    expect(faults('ALTER TABLE orders ALTER COLUMN channel DROP NOT NULL, DROP CONSTRAINT c')).toEqual([]);
    expect(faults("UPDATE tenants SET name = 'x'")).toEqual([]);
  });
});
