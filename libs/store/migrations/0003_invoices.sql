CREATE TABLE invoices (
  tenant_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  order_id text COLLATE "C",
  kind text NOT NULL CHECK (kind IN ('invoice', 'credit-note')),
  type_code text NOT NULL,
  number text COLLATE "C" NOT NULL,
  seller_ref text COLLATE "C" NOT NULL,
  customer_ref text COLLATE "C" NOT NULL,
  customer_name text NOT NULL,
  currency text COLLATE "C" NOT NULL,
  issue_date date NOT NULL,
  due_date date,
  total_without_vat numeric NOT NULL,
  total_with_vat numeric NOT NULL,
  amount_due numeric NOT NULL,
  creditor_reference text COLLATE "C",
  -- The buyer's order number (BT-13), else the seller's (BT-14): what payers quote besides the invoice number.
  order_ref text COLLATE "C",
  format text NOT NULL CHECK (format IN ('ubl', 'cii', 'facturx')),
  model jsonb NOT NULL,
  findings jsonb NOT NULL,
  packs jsonb NOT NULL,
  corrects_invoice_id text COLLATE "C",
  issued_at timestamptz NOT NULL,
  correlation_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, order_id) REFERENCES orders (tenant_id, id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (tenant_id, corrects_invoice_id) REFERENCES invoices (tenant_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT invoices_number UNIQUE (tenant_id, seller_ref, number)
) WITH (toast_tuple_target = 512);
CREATE INDEX invoices_by_number ON invoices (tenant_id, number);
CREATE UNIQUE INDEX invoices_order ON invoices (tenant_id, order_id) WHERE kind = 'invoice';
CREATE INDEX invoices_customer ON invoices (tenant_id, customer_ref, id);
CREATE INDEX invoices_corrects ON invoices (tenant_id, corrects_invoice_id) WHERE corrects_invoice_id IS NOT NULL;
-- Sales by month and of the last 90 days come from this index alone.
CREATE INDEX invoices_sales ON invoices (tenant_id, issue_date) INCLUDE (currency, kind, total_with_vat);
SELECT facteur_isolate('invoices', 'SELECT, INSERT');
SELECT facteur_append_only('invoices');

-- The row stays locked until the issuing transaction ends: a roll-back gives the number back, so there are no gaps.
CREATE TABLE number_counters (
  tenant_id text COLLATE "C" NOT NULL,
  seller_ref text COLLATE "C" NOT NULL,
  series text COLLATE "C" NOT NULL,
  fiscal_year integer NOT NULL,
  last_sequence integer NOT NULL,
  PRIMARY KEY (tenant_id, seller_ref, series, fiscal_year)
) WITH (fillfactor = 50);
SELECT facteur_isolate('number_counters', 'SELECT, INSERT, UPDATE');

CREATE TABLE issued_numbers (
  tenant_id text COLLATE "C" NOT NULL,
  seller_ref text COLLATE "C" NOT NULL,
  series text COLLATE "C" NOT NULL,
  fiscal_year integer NOT NULL,
  sequence integer NOT NULL,
  number text COLLATE "C" NOT NULL,
  invoice_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant_id, seller_ref, series, fiscal_year, sequence),
  FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices (tenant_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT issued_numbers_number UNIQUE (tenant_id, seller_ref, number)
);
SELECT facteur_isolate('issued_numbers', 'SELECT, INSERT');
SELECT facteur_append_only('issued_numbers');

CREATE TABLE documents (
  tenant_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  invoice_id text COLLATE "C" NOT NULL,
  format text NOT NULL CHECK (format IN ('ubl', 'cii', 'facturx')),
  sha256 text COLLATE "C" NOT NULL,
  size bigint NOT NULL,
  media_type text NOT NULL,
  file_name text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices (tenant_id, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX documents_invoice ON documents (tenant_id, invoice_id, id);
SELECT facteur_isolate('documents', 'SELECT, INSERT');
SELECT facteur_append_only('documents');

CREATE TABLE deliveries (
  tenant_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  invoice_id text COLLATE "C" NOT NULL,
  document_id text COLLATE "C" NOT NULL,
  partner text COLLATE "C" NOT NULL,
  channel text NOT NULL,
  file_name text NOT NULL,
  idempotency_key text COLLATE "C" NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'delivered', 'refused', 'dead')),
  attempts integer NOT NULL,
  detail text,
  created_at timestamptz NOT NULL,
  settled_at timestamptz,
  correlation_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices (tenant_id, id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (tenant_id, document_id) REFERENCES documents (tenant_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT deliveries_key UNIQUE (tenant_id, idempotency_key)
);
CREATE INDEX deliveries_invoice ON deliveries (tenant_id, invoice_id, state);
CREATE INDEX deliveries_state ON deliveries (tenant_id, state, id);
CREATE INDEX deliveries_partner ON deliveries (tenant_id, partner, id);
SELECT facteur_isolate('deliveries', 'SELECT, INSERT, UPDATE');
