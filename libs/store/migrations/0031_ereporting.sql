-- E-reports (Flux 10) as they were prepared: one a period, kind of data and role, with its corrections.
CREATE TABLE e_reports (
  tenant_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  seller_ref text COLLATE "C" NOT NULL,
  siren text COLLATE "C" NOT NULL,
  role text NOT NULL CHECK (role IN ('SE', 'BY')),
  kind text NOT NULL CHECK (kind IN ('transactions', 'payments')),
  period_start date NOT NULL,
  period_end date NOT NULL,
  -- IN: the first of its period. RE: replaces everything sent for it before.
  type_code text NOT NULL CHECK (type_code IN ('IN', 'RE')),
  revision integer NOT NULL CHECK (revision >= 1),
  report_ref text COLLATE "C" NOT NULL,
  due_on date NOT NULL,
  -- Of what it says, without its own number and time: tells a repetition from a correction.
  content_hash text COLLATE "C" NOT NULL,
  sha256 text COLLATE "C" NOT NULL,
  size bigint NOT NULL,
  invoice_count integer NOT NULL,
  day_count integer NOT NULL,
  problems jsonb NOT NULL,
  prepared_at timestamptz NOT NULL,
  correlation_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CHECK (period_start < period_end),
  CHECK ((type_code = 'IN') = (revision = 1)),
  CONSTRAINT e_reports_once UNIQUE (tenant_id, seller_ref, role, kind, period_start, period_end, revision),
  CONSTRAINT e_reports_ref UNIQUE (tenant_id, siren, report_ref)
);
SELECT facteur_isolate('e_reports', 'SELECT, INSERT');
SELECT facteur_append_only('e_reports');

-- Sales to consumers that no invoice carries (tills, shops): daily totals the ERP sends, by category and VAT rate.
CREATE TABLE retail_days (
  tenant_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  seller_ref text COLLATE "C" NOT NULL,
  -- The sender's name of the till or channel; the same again on the same day replaces it.
  source text COLLATE "C" NOT NULL,
  day date NOT NULL,
  currency text COLLATE "C" NOT NULL,
  category text NOT NULL CHECK (category IN ('TLB1', 'TPS1', 'TNT1', 'TMA1')),
  transaction_count integer NOT NULL CHECK (transaction_count >= 0),
  -- By VAT rate: taxable and tax amounts.
  lines jsonb NOT NULL,
  -- Whether the money came with the sale: then it is reported as collected the same day.
  is_collected boolean NOT NULL,
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX retail_days_day ON retail_days (tenant_id, seller_ref, day, source, currency, category, id);
SELECT facteur_isolate('retail_days', 'SELECT, INSERT');
SELECT facteur_append_only('retail_days');
