CREATE TABLE statements (
  tenant_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  parcel_id text COLLATE "C" NOT NULL,
  account text COLLATE "C" NOT NULL,
  statement_ref text COLLATE "C" NOT NULL,
  -- Last day covered: some banks start their statement numbers again every year.
  ended_on date,
  currency text COLLATE "C" NOT NULL,
  opening_balance numeric,
  closing_balance numeric,
  entry_count integer NOT NULL,
  imported_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, parcel_id) REFERENCES parcels (tenant_id, id) DEFERRABLE INITIALLY DEFERRED
);
-- A format without statement references cannot tell a repetition here; its entries still can.
CREATE UNIQUE INDEX statements_once
  ON statements (tenant_id, account, statement_ref, (coalesce(ended_on, '0001-01-01'::date))) WHERE statement_ref <> '';
SELECT facteur_isolate('statements', 'SELECT, INSERT');

CREATE TABLE entries (
  tenant_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  statement_id text COLLATE "C" NOT NULL,
  account text COLLATE "C" NOT NULL,
  entry_ref text COLLATE "C" NOT NULL,
  amount numeric NOT NULL,
  currency text COLLATE "C" NOT NULL,
  booked_on date NOT NULL,
  counterparty text NOT NULL,
  payer_iban text COLLATE "C",
  state text NOT NULL CHECK (state IN ('new', 'allocated', 'proposed', 'unmatched', 'ignored')),
  entry jsonb NOT NULL,
  correlation_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, statement_id) REFERENCES statements (tenant_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT entries_once UNIQUE (tenant_id, account, entry_ref)
) WITH (toast_tuple_target = 512);
CREATE INDEX entries_state ON entries (tenant_id, state, id);
CREATE INDEX entries_statement ON entries (tenant_id, statement_id);
SELECT facteur_isolate('entries', 'SELECT, INSERT, UPDATE');

CREATE TABLE proposals (
  tenant_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  entry_id text COLLATE "C" NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'accepted', 'rejected')),
  rank integer NOT NULL,
  level text NOT NULL,
  reason jsonb NOT NULL,
  lines jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, entry_id) REFERENCES entries (tenant_id, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX proposals_entry ON proposals (tenant_id, entry_id, rank);
CREATE INDEX proposals_state ON proposals (tenant_id, state, id);
SELECT facteur_isolate('proposals', 'SELECT, INSERT, UPDATE');
