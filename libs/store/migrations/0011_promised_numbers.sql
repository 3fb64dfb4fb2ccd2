-- Numbers that somebody is writing documents with. A promise binds nobody: a number is taken where last_sequence moves, in the issuing
-- transaction, and only in turn. When that order is broken (a process was killed, a document could not be issued), the epoch
-- moves on and every promise before it is void.
ALTER TABLE number_counters
  ADD COLUMN promised_sequence integer NOT NULL DEFAULT 0,
  ADD COLUMN epoch integer NOT NULL DEFAULT 0;
UPDATE number_counters SET promised_sequence = last_sequence;

-- A number that was taken outside Facteur or given up on purpose: it stays in the row of numbers, with its reason.
CREATE TABLE voided_numbers (
  tenant_id text COLLATE "C" NOT NULL,
  seller_ref text COLLATE "C" NOT NULL,
  series text COLLATE "C" NOT NULL,
  fiscal_year integer NOT NULL,
  sequence integer NOT NULL,
  number text COLLATE "C" NOT NULL,
  reason text NOT NULL,
  person text NOT NULL,
  voided_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, seller_ref, series, fiscal_year, sequence),
  CONSTRAINT voided_numbers_number UNIQUE (tenant_id, seller_ref, number)
);
SELECT facteur_isolate('voided_numbers', 'SELECT, INSERT');
SELECT facteur_append_only('voided_numbers');

-- Large values are compressed by the quicker method where the server has it.
DO $$
BEGIN
  ALTER TABLE invoices ALTER COLUMN model SET COMPRESSION lz4;
  ALTER TABLE orders ALTER COLUMN body SET COMPRESSION lz4;
EXCEPTION
  WHEN feature_not_supported THEN NULL;
END
$$;
