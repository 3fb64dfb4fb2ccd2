-- Disputes in full: lines, owner, waiting, evidence, what ended them.
ALTER TABLE disputes ADD COLUMN owner text;
ALTER TABLE disputes ADD COLUMN assignee text;
ALTER TABLE disputes ADD COLUMN lines jsonb NOT NULL DEFAULT '[]';
-- Where it came from: a person, a shorted payment, a lifecycle message.
ALTER TABLE disputes ADD COLUMN source text NOT NULL DEFAULT 'person';
ALTER TABLE disputes ADD COLUMN reason_code text;

CREATE TABLE dispute_steps (
  tenant_id text COLLATE "C" NOT NULL,
  sequence bigint GENERATED ALWAYS AS IDENTITY,
  dispute_id text COLLATE "C" NOT NULL,
  at timestamptz NOT NULL,
  move text NOT NULL,
  state text NOT NULL,
  person text NOT NULL,
  PRIMARY KEY (tenant_id, sequence),
  FOREIGN KEY (tenant_id, dispute_id) REFERENCES disputes (tenant_id, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX dispute_steps_dispute ON dispute_steps (tenant_id, dispute_id, sequence);
SELECT facteur_isolate('dispute_steps', 'SELECT, INSERT');
SELECT facteur_append_only('dispute_steps');
INSERT INTO dispute_steps (tenant_id, dispute_id, at, move, state, person)
  SELECT tenant_id, id, opened_at, 'open', 'detected', opened_by FROM disputes;
INSERT INTO dispute_steps (tenant_id, dispute_id, at, move, state, person)
  SELECT tenant_id, id, resolved_at, 'resolve', state, opened_by FROM disputes WHERE resolved_at IS NOT NULL;

CREATE TABLE dispute_evidence (
  tenant_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  dispute_id text COLLATE "C" NOT NULL,
  sha256 text COLLATE "C" NOT NULL,
  size bigint NOT NULL,
  media_type text NOT NULL,
  file_name text NOT NULL,
  added_by text NOT NULL,
  added_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, dispute_id) REFERENCES disputes (tenant_id, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX dispute_evidence_dispute ON dispute_evidence (tenant_id, dispute_id, id);
SELECT facteur_isolate('dispute_evidence', 'SELECT, INSERT');
SELECT facteur_append_only('dispute_evidence');

-- Remittance advices: they propose, a bank entry moves money. Found again by the references that come back with the payment.
CREATE TABLE remittance_advices (
  tenant_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  parcel_id text COLLATE "C" NOT NULL,
  advice_ref text COLLATE "C" NOT NULL,
  payer_name text,
  currency text COLLATE "C",
  total_amount numeric,
  paid_on date,
  is_payment boolean NOT NULL,
  fingerprint text COLLATE "C" NOT NULL,
  advice jsonb NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, parcel_id) REFERENCES parcels (tenant_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT remittance_advices_once UNIQUE (tenant_id, fingerprint)
);
SELECT facteur_isolate('remittance_advices', 'SELECT, INSERT');

-- Keys are normalised references: letters and digits, upper case.
CREATE TABLE advice_references (
  tenant_id text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  advice_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant_id, key, advice_id),
  FOREIGN KEY (tenant_id, advice_id) REFERENCES remittance_advices (tenant_id, id) DEFERRABLE INITIALLY DEFERRED
);
SELECT facteur_isolate('advice_references', 'SELECT, INSERT');

-- Statements: the number the bank counts with, and what the account's last balance was.
ALTER TABLE statements ADD COLUMN format text;
ALTER TABLE statements ADD COLUMN sequence_number text;
ALTER TABLE statements ADD COLUMN started_on date;
ALTER TABLE statements ADD COLUMN findings jsonb NOT NULL DEFAULT '[]';
GRANT UPDATE ON statements TO facteur_app;
CREATE INDEX statements_account ON statements (tenant_id, account, currency, ended_on);

-- Late-payment claims with their working. They live on when the principal is paid.
CREATE TABLE claims (
  tenant_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  number text COLLATE "C" NOT NULL,
  invoice_id text COLLATE "C" NOT NULL,
  seller_ref text COLLATE "C" NOT NULL,
  customer_ref text COLLATE "C" NOT NULL,
  currency text COLLATE "C" NOT NULL,
  from_on date NOT NULL,
  to_on date NOT NULL,
  interest_amount numeric NOT NULL,
  recovery_amount numeric NOT NULL,
  total_amount numeric NOT NULL,
  working jsonb NOT NULL,
  sha256 text COLLATE "C" NOT NULL,
  made_by text NOT NULL,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices (tenant_id, id),
  CONSTRAINT claims_number UNIQUE (tenant_id, seller_ref, number)
);
CREATE INDEX claims_invoice ON claims (tenant_id, invoice_id, id);
CREATE INDEX claims_customer ON claims (tenant_id, customer_ref, id);
-- The indemnity is owed once an invoice, however many claims there are.
CREATE UNIQUE INDEX claims_recovery ON claims (tenant_id, invoice_id) WHERE recovery_amount <> 0;
SELECT facteur_isolate('claims', 'SELECT, INSERT');
SELECT facteur_append_only('claims');

-- Receipts (quittances) given for payments, as they were sent.
CREATE TABLE receipts (
  tenant_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  number text COLLATE "C" NOT NULL,
  payment_id text COLLATE "C" NOT NULL,
  customer_ref text COLLATE "C" NOT NULL,
  language text NOT NULL,
  sha256 text COLLATE "C" NOT NULL,
  made_by text NOT NULL,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT receipts_number UNIQUE (tenant_id, number)
);
CREATE INDEX receipts_payment ON receipts (tenant_id, payment_id);
SELECT facteur_isolate('receipts', 'SELECT, INSERT');
SELECT facteur_append_only('receipts');
