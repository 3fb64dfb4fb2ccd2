-- Generated from libs/store/migrations. To read, not to run.

-- Tables

CREATE TABLE account_balances (
  tenant_id text NOT NULL,
  customer_ref text NOT NULL,
  currency text NOT NULL,
  balance numeric NOT NULL,
  invoice_count bigint NOT NULL,
  open_amount numeric NOT NULL
) WITH (fillfactor=50);

CREATE TABLE advice_references (
  tenant_id text NOT NULL,
  key text NOT NULL,
  advice_id text NOT NULL
);

CREATE TABLE api_keys (
  id text NOT NULL,
  tenant_id text NOT NULL,
  name text NOT NULL,
  prefix text NOT NULL,
  hash text NOT NULL,
  roles jsonb NOT NULL,
  created_at timestamp with time zone NOT NULL,
  revoked_at timestamp with time zone
);

CREATE TABLE claim_balances (
  tenant_id text NOT NULL,
  claim_id text NOT NULL,
  customer_ref text NOT NULL,
  currency text NOT NULL,
  open_amount numeric NOT NULL
);

CREATE TABLE claims (
  tenant_id text NOT NULL,
  id text NOT NULL,
  number text NOT NULL,
  invoice_id text NOT NULL,
  seller_ref text NOT NULL,
  customer_ref text NOT NULL,
  currency text NOT NULL,
  from_on date NOT NULL,
  to_on date NOT NULL,
  interest_amount numeric NOT NULL,
  recovery_amount numeric NOT NULL,
  total_amount numeric NOT NULL,
  working jsonb NOT NULL,
  sha256 text NOT NULL,
  made_by text NOT NULL,
  made_at timestamp with time zone NOT NULL
);

CREATE TABLE collection_lines (
  tenant_id text NOT NULL,
  booking_id text NOT NULL,
  rate numeric NOT NULL,
  amount numeric NOT NULL
);

CREATE TABLE collections (
  tenant_id text NOT NULL,
  booking_id text NOT NULL,
  entry_id text NOT NULL,
  invoice_id text NOT NULL,
  amount numeric NOT NULL,
  currency text NOT NULL,
  booked_on date NOT NULL,
  status_id text,
  collected_at timestamp with time zone NOT NULL,
  correlation_id text NOT NULL
);

CREATE TABLE collections_pending (
  tenant_id text NOT NULL,
  booking_id text NOT NULL,
  invoice_id text NOT NULL
);

CREATE TABLE customer_standings (
  tenant_id text NOT NULL,
  customer_ref text NOT NULL,
  is_doubtful boolean NOT NULL,
  reason text,
  decided_by text NOT NULL,
  decided_at timestamp with time zone NOT NULL
);

CREATE TABLE deliveries (
  tenant_id text NOT NULL,
  id text NOT NULL,
  invoice_id text NOT NULL,
  document_id text NOT NULL,
  partner text NOT NULL,
  channel text NOT NULL,
  file_name text NOT NULL,
  idempotency_key text NOT NULL,
  state text NOT NULL,
  attempts integer NOT NULL,
  detail text,
  created_at timestamp with time zone NOT NULL,
  settled_at timestamp with time zone,
  correlation_id text NOT NULL
);

CREATE TABLE dispute_comments (
  tenant_id text NOT NULL,
  sequence bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  dispute_id text NOT NULL,
  at timestamp with time zone NOT NULL,
  author text NOT NULL,
  text text NOT NULL
);

CREATE TABLE dispute_evidence (
  tenant_id text NOT NULL,
  id text NOT NULL,
  dispute_id text NOT NULL,
  sha256 text NOT NULL,
  size bigint NOT NULL,
  media_type text NOT NULL,
  file_name text NOT NULL,
  added_by text NOT NULL,
  added_at timestamp with time zone NOT NULL
);

CREATE TABLE dispute_steps (
  tenant_id text NOT NULL,
  sequence bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  dispute_id text NOT NULL,
  at timestamp with time zone NOT NULL,
  move text NOT NULL,
  state text NOT NULL,
  person text NOT NULL
);

CREATE TABLE disputes (
  tenant_id text NOT NULL,
  id text NOT NULL,
  invoice_id text NOT NULL,
  cause text NOT NULL,
  amount numeric NOT NULL,
  currency text NOT NULL,
  state text NOT NULL,
  opened_at timestamp with time zone NOT NULL,
  resolved_at timestamp with time zone,
  resolution text,
  opened_by text NOT NULL,
  correlation_id text NOT NULL,
  owner text,
  assignee text,
  lines jsonb NOT NULL,
  source text NOT NULL,
  reason_code text
);

CREATE TABLE documents (
  tenant_id text NOT NULL,
  id text NOT NULL,
  invoice_id text NOT NULL,
  format text NOT NULL,
  sha256 text NOT NULL,
  size bigint NOT NULL,
  media_type text NOT NULL,
  file_name text NOT NULL,
  created_at timestamp with time zone NOT NULL
);

CREATE TABLE due_days (
  tenant_id text NOT NULL,
  currency text NOT NULL,
  due_on date NOT NULL,
  shard smallint NOT NULL,
  amount numeric NOT NULL,
  parts bigint NOT NULL
) WITH (fillfactor=50);

CREATE TABLE e_reports (
  tenant_id text NOT NULL,
  id text NOT NULL,
  seller_ref text NOT NULL,
  siren text NOT NULL,
  role text NOT NULL,
  kind text NOT NULL,
  period_start date NOT NULL,
  period_end date NOT NULL,
  type_code text NOT NULL,
  revision integer NOT NULL,
  report_ref text NOT NULL,
  due_on date NOT NULL,
  content_hash text NOT NULL,
  sha256 text NOT NULL,
  size bigint NOT NULL,
  invoice_count integer NOT NULL,
  day_count integer NOT NULL,
  problems jsonb NOT NULL,
  prepared_at timestamp with time zone NOT NULL,
  correlation_id text NOT NULL
);

CREATE TABLE entries (
  tenant_id text NOT NULL,
  id text NOT NULL,
  statement_id text NOT NULL,
  account text NOT NULL,
  entry_ref text NOT NULL,
  amount numeric NOT NULL,
  currency text NOT NULL,
  booked_on date NOT NULL,
  counterparty text NOT NULL,
  payer_iban text,
  state text NOT NULL,
  entry jsonb NOT NULL,
  correlation_id text NOT NULL,
  first_match text,
  is_undone boolean NOT NULL
) WITH (toast_tuple_target=512);

CREATE TABLE entry_reports (
  tenant_id text NOT NULL,
  account text NOT NULL,
  entry_ref text NOT NULL,
  entry_id text NOT NULL,
  format text NOT NULL
);

CREATE TABLE idempotency_keys (
  tenant_id text NOT NULL,
  route text NOT NULL,
  key text NOT NULL,
  request_hash text NOT NULL,
  status integer NOT NULL,
  body json,
  kept_at timestamp with time zone NOT NULL
);

CREATE TABLE invoice_balances (
  tenant_id text NOT NULL,
  invoice_id text NOT NULL,
  customer_ref text NOT NULL,
  currency text NOT NULL,
  kind text NOT NULL,
  due_date date,
  open_amount numeric NOT NULL,
  paid_amount numeric NOT NULL,
  collected_on date
);

CREATE TABLE invoices (
  tenant_id text NOT NULL,
  id text NOT NULL,
  order_id text,
  kind text NOT NULL,
  type_code text NOT NULL,
  number text NOT NULL,
  seller_ref text NOT NULL,
  customer_ref text NOT NULL,
  customer_name text NOT NULL,
  currency text NOT NULL,
  issue_date date NOT NULL,
  due_date date,
  total_without_vat numeric NOT NULL,
  total_with_vat numeric NOT NULL,
  amount_due numeric NOT NULL,
  creditor_reference text,
  order_ref text,
  format text NOT NULL,
  model jsonb NOT NULL,
  findings jsonb NOT NULL,
  packs jsonb NOT NULL,
  corrects_invoice_id text,
  issued_at timestamp with time zone NOT NULL,
  correlation_id text NOT NULL
) WITH (toast_tuple_target=512);

CREATE TABLE issued_numbers (
  tenant_id text NOT NULL,
  seller_ref text NOT NULL,
  series text NOT NULL,
  fiscal_year integer NOT NULL,
  sequence integer NOT NULL,
  number text NOT NULL,
  invoice_id text NOT NULL
);

CREATE TABLE jobs (
  id text NOT NULL,
  tenant_id text NOT NULL,
  kind text NOT NULL,
  key text NOT NULL,
  payload jsonb NOT NULL,
  correlation_id text NOT NULL,
  state text NOT NULL,
  attempts integer NOT NULL,
  run_at timestamp with time zone NOT NULL,
  due_at timestamp with time zone NOT NULL,
  carry_at timestamp with time zone NOT NULL,
  worker text,
  last_error text,
  created_at timestamp with time zone NOT NULL,
  finished_at timestamp with time zone,
  set_at timestamp with time zone
) WITH (fillfactor=70, autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=500);

CREATE TABLE kpi_days (
  tenant_id text NOT NULL,
  currency text NOT NULL,
  measure text NOT NULL,
  day date NOT NULL,
  shard smallint NOT NULL,
  amount numeric NOT NULL
) WITH (fillfactor=50);

CREATE TABLE kpi_levels (
  tenant_id text NOT NULL,
  currency text NOT NULL,
  measure text NOT NULL,
  shard smallint NOT NULL,
  amount numeric NOT NULL
) WITH (fillfactor=50);

CREATE TABLE ledger (
  tenant_id text NOT NULL,
  id text NOT NULL,
  customer_ref text NOT NULL,
  currency text NOT NULL,
  kind text NOT NULL,
  amount numeric NOT NULL,
  invoice_id text,
  entry_id text,
  credit_invoice_id text,
  booked_on date NOT NULL,
  at timestamp with time zone NOT NULL,
  cause jsonb NOT NULL,
  correlation_id text NOT NULL,
  payment_id text,
  claim_id text,
  reverses text
);

CREATE TABLE lifecycle_statuses (
  tenant_id text NOT NULL,
  id text NOT NULL,
  invoice_id text NOT NULL,
  key text NOT NULL,
  code text NOT NULL,
  set_at text NOT NULL,
  direction text NOT NULL,
  message_ref text,
  issuer jsonb,
  details jsonb NOT NULL,
  sha256 text,
  parcel_id text,
  recorded_by text,
  recorded_at timestamp with time zone NOT NULL,
  correlation_id text NOT NULL
);

CREATE TABLE number_counters (
  tenant_id text NOT NULL,
  seller_ref text NOT NULL,
  series text NOT NULL,
  fiscal_year integer NOT NULL,
  last_sequence integer NOT NULL,
  promised_sequence integer NOT NULL,
  epoch integer NOT NULL
) WITH (fillfactor=50);

CREATE TABLE number_shapes (
  tenant_id text NOT NULL,
  shape text NOT NULL
);

CREATE TABLE orders (
  tenant_id text NOT NULL,
  id text NOT NULL,
  parcel_id text NOT NULL,
  "position" integer NOT NULL,
  order_ref text NOT NULL,
  seller_ref text NOT NULL,
  customer_ref text NOT NULL,
  state text NOT NULL,
  body jsonb,
  content_hash text NOT NULL,
  problems jsonb NOT NULL,
  received_at timestamp with time zone NOT NULL,
  correlation_id text NOT NULL
) WITH (toast_tuple_target=512);

CREATE TABLE outgoing_messages (
  tenant_id text NOT NULL,
  id text NOT NULL,
  subject text NOT NULL,
  subject_id text NOT NULL,
  syntax text NOT NULL,
  seller_ref text NOT NULL,
  customer_ref text,
  sha256 text NOT NULL,
  size bigint NOT NULL,
  file_name text NOT NULL,
  state text NOT NULL,
  attempts integer NOT NULL,
  detail text,
  created_at timestamp with time zone NOT NULL,
  settled_at timestamp with time zone,
  correlation_id text NOT NULL
);

CREATE TABLE parcels (
  tenant_id text NOT NULL,
  id text NOT NULL,
  purpose text NOT NULL,
  source text NOT NULL,
  source_key text NOT NULL,
  sha256 text NOT NULL,
  size bigint NOT NULL,
  media_type text NOT NULL,
  file_name text NOT NULL,
  state text NOT NULL,
  problems jsonb NOT NULL,
  received_at timestamp with time zone NOT NULL,
  correlation_id text NOT NULL
);

CREATE TABLE partner_pauses (
  tenant_id text NOT NULL,
  partner text NOT NULL,
  reason text NOT NULL,
  paused_by text NOT NULL,
  paused_at timestamp with time zone NOT NULL
);

CREATE TABLE payer_accounts (
  tenant_id text NOT NULL,
  iban text NOT NULL,
  customer_ref text NOT NULL,
  allocation_count bigint NOT NULL,
  contradiction_count bigint NOT NULL
);

CREATE TABLE payment_balances (
  tenant_id text NOT NULL,
  payment_id text NOT NULL,
  customer_ref text NOT NULL,
  currency text NOT NULL,
  entry_id text,
  booked_on date NOT NULL,
  amount numeric NOT NULL,
  unallocated_amount numeric NOT NULL
);

CREATE TABLE payment_expectations (
  tenant_id text NOT NULL,
  id text NOT NULL,
  invoice_id text NOT NULL,
  customer_ref text NOT NULL,
  amount numeric,
  currency text NOT NULL,
  expected_on date,
  announced_at text NOT NULL,
  state text NOT NULL,
  settled_at timestamp with time zone
);

CREATE TABLE payment_plans (
  tenant_id text NOT NULL,
  id text NOT NULL,
  invoice_id text NOT NULL,
  customer_ref text NOT NULL,
  currency text NOT NULL,
  amount numeric NOT NULL,
  state text NOT NULL,
  note text,
  made_by text NOT NULL,
  made_at timestamp with time zone NOT NULL
);

CREATE TABLE payment_promises (
  tenant_id text NOT NULL,
  id text NOT NULL,
  invoice_id text NOT NULL,
  customer_ref text NOT NULL,
  currency text NOT NULL,
  amount numeric NOT NULL,
  promised_on date NOT NULL,
  made_on date NOT NULL,
  made_by text NOT NULL,
  channel text NOT NULL,
  note text,
  recorded_by text NOT NULL,
  withdrawn_at timestamp with time zone
);

CREATE TABLE plan_instalments (
  tenant_id text NOT NULL,
  plan_id text NOT NULL,
  "position" integer NOT NULL,
  invoice_id text NOT NULL,
  due_on date NOT NULL,
  amount numeric NOT NULL,
  later_amount numeric NOT NULL,
  is_active boolean NOT NULL
);

CREATE TABLE platform_flows (
  tenant_id text NOT NULL,
  id text NOT NULL,
  platform text NOT NULL,
  organization text,
  direction text NOT NULL,
  flow_ref text,
  tracking_id text,
  seller_ref text,
  syntax text NOT NULL,
  profile text,
  processing_rule text,
  flow_type text,
  file_name text NOT NULL,
  sha256 text,
  state text NOT NULL,
  reasons jsonb NOT NULL,
  subject text,
  subject_id text,
  parcel_id text,
  attempts integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone,
  correlation_id text NOT NULL
);

CREATE TABLE platform_positions (
  tenant_id text NOT NULL,
  platform text NOT NULL,
  organization text NOT NULL,
  since timestamp with time zone NOT NULL,
  cursor text,
  newest timestamp with time zone,
  kept_at timestamp with time zone NOT NULL
);

CREATE TABLE proposals (
  tenant_id text NOT NULL,
  id text NOT NULL,
  entry_id text NOT NULL,
  state text NOT NULL,
  rank integer NOT NULL,
  level text NOT NULL,
  reason jsonb NOT NULL,
  lines jsonb NOT NULL,
  created_at timestamp with time zone NOT NULL
);

CREATE TABLE receipts (
  tenant_id text NOT NULL,
  id text NOT NULL,
  number text NOT NULL,
  payment_id text NOT NULL,
  customer_ref text NOT NULL,
  language text NOT NULL,
  sha256 text NOT NULL,
  made_by text NOT NULL,
  made_at timestamp with time zone NOT NULL
);

CREATE TABLE remittance_advices (
  tenant_id text NOT NULL,
  id text NOT NULL,
  parcel_id text NOT NULL,
  advice_ref text NOT NULL,
  payer_name text,
  currency text,
  total_amount numeric,
  paid_on date,
  is_payment boolean NOT NULL,
  fingerprint text NOT NULL,
  advice jsonb NOT NULL,
  received_at timestamp with time zone NOT NULL
);

CREATE TABLE retail_days (
  tenant_id text NOT NULL,
  id text NOT NULL,
  seller_ref text NOT NULL,
  source text NOT NULL,
  day date NOT NULL,
  currency text NOT NULL,
  category text NOT NULL,
  transaction_count integer NOT NULL,
  lines jsonb NOT NULL,
  is_collected boolean NOT NULL,
  recorded_by text NOT NULL,
  recorded_at timestamp with time zone NOT NULL
);

CREATE TABLE schema_migrations (
  number integer NOT NULL,
  name text NOT NULL,
  sha256 text NOT NULL,
  applied_at timestamp with time zone NOT NULL
);

CREATE TABLE statements (
  tenant_id text NOT NULL,
  id text NOT NULL,
  parcel_id text NOT NULL,
  account text NOT NULL,
  statement_ref text NOT NULL,
  ended_on date,
  currency text NOT NULL,
  opening_balance numeric,
  closing_balance numeric,
  entry_count integer NOT NULL,
  imported_at timestamp with time zone NOT NULL,
  format text,
  sequence_number text,
  started_on date,
  findings jsonb NOT NULL
);

CREATE TABLE tenants (
  id text NOT NULL,
  name text NOT NULL,
  created_at timestamp with time zone NOT NULL
);

CREATE TABLE timeline (
  tenant_id text NOT NULL,
  sequence bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  subject text NOT NULL,
  subject_id text NOT NULL,
  type text NOT NULL,
  at timestamp with time zone NOT NULL,
  correlation_id text NOT NULL,
  data jsonb NOT NULL,
  "position" bigint,
  previous_hash text,
  hash text,
  evidence jsonb
);

CREATE TABLE timeline_heads (
  tenant_id text NOT NULL,
  "position" bigint NOT NULL,
  hash text NOT NULL
) WITH (fillfactor=50);

CREATE TABLE voided_numbers (
  tenant_id text NOT NULL,
  seller_ref text NOT NULL,
  series text NOT NULL,
  fiscal_year integer NOT NULL,
  sequence integer NOT NULL,
  number text NOT NULL,
  reason text NOT NULL,
  person text NOT NULL,
  voided_at timestamp with time zone NOT NULL
);

CREATE TABLE waiting_statuses (
  tenant_id text NOT NULL,
  id text NOT NULL,
  key text NOT NULL,
  invoice_number text NOT NULL,
  seller_id text,
  issued_on date,
  code text NOT NULL,
  set_at text NOT NULL,
  message_ref text,
  issuer jsonb,
  details jsonb NOT NULL,
  sha256 text NOT NULL,
  parcel_id text NOT NULL,
  received_at timestamp with time zone NOT NULL,
  placed_at timestamp with time zone,
  correlation_id text NOT NULL
);

CREATE TABLE webhook_attempts (
  tenant_id text NOT NULL,
  message_id text NOT NULL,
  attempt integer NOT NULL,
  at timestamp with time zone NOT NULL,
  outcome text NOT NULL,
  detail text NOT NULL,
  milliseconds integer NOT NULL
);

CREATE TABLE webhook_endpoints (
  tenant_id text NOT NULL,
  id text NOT NULL,
  name text NOT NULL,
  url text NOT NULL,
  events jsonb NOT NULL,
  secret_name text NOT NULL,
  trusted_certificate text,
  allow_private_network boolean NOT NULL,
  created_at timestamp with time zone NOT NULL,
  removed_at timestamp with time zone
);

CREATE TABLE webhook_messages (
  tenant_id text NOT NULL,
  id text NOT NULL,
  endpoint_id text NOT NULL,
  sequence bigint NOT NULL,
  thread text NOT NULL,
  type text NOT NULL,
  state text NOT NULL,
  attempts integer NOT NULL,
  detail text,
  created_at timestamp with time zone NOT NULL,
  settled_at timestamp with time zone
);

-- Constraints

ALTER TABLE account_balances ADD CONSTRAINT account_balances_pkey PRIMARY KEY (tenant_id, customer_ref, currency);

ALTER TABLE advice_references ADD CONSTRAINT advice_references_pkey PRIMARY KEY (tenant_id, key, advice_id);

ALTER TABLE advice_references ADD CONSTRAINT advice_references_tenant_id_advice_id_fkey FOREIGN KEY (tenant_id, advice_id) REFERENCES remittance_advices(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE api_keys ADD CONSTRAINT api_keys_pkey PRIMARY KEY (id);

ALTER TABLE api_keys ADD CONSTRAINT api_keys_prefix_key UNIQUE (prefix);

ALTER TABLE api_keys ADD CONSTRAINT api_keys_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);

ALTER TABLE claim_balances ADD CONSTRAINT claim_balances_pkey PRIMARY KEY (tenant_id, claim_id);

ALTER TABLE claims ADD CONSTRAINT claims_number UNIQUE (tenant_id, seller_ref, number);

ALTER TABLE claims ADD CONSTRAINT claims_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE claims ADD CONSTRAINT claims_tenant_id_invoice_id_fkey FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices(tenant_id, id);

ALTER TABLE collection_lines ADD CONSTRAINT collection_lines_amount_check CHECK ((amount <> (0)::numeric));

ALTER TABLE collection_lines ADD CONSTRAINT collection_lines_pkey PRIMARY KEY (tenant_id, booking_id, rate);

ALTER TABLE collection_lines ADD CONSTRAINT collection_lines_rate_check CHECK ((rate >= (0)::numeric));

ALTER TABLE collection_lines ADD CONSTRAINT collection_lines_tenant_id_booking_id_fkey FOREIGN KEY (tenant_id, booking_id) REFERENCES collections(tenant_id, booking_id);

ALTER TABLE collection_lines ADD CONSTRAINT lines_add_up TRIGGER DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE collections ADD CONSTRAINT collections_amount_check CHECK ((amount <> (0)::numeric));

ALTER TABLE collections ADD CONSTRAINT collections_pkey PRIMARY KEY (tenant_id, booking_id);

ALTER TABLE collections ADD CONSTRAINT collections_tenant_id_booking_id_fkey FOREIGN KEY (tenant_id, booking_id) REFERENCES ledger(tenant_id, id);

ALTER TABLE collections ADD CONSTRAINT collections_tenant_id_entry_id_fkey FOREIGN KEY (tenant_id, entry_id) REFERENCES entries(tenant_id, id);

ALTER TABLE collections ADD CONSTRAINT collections_tenant_id_invoice_id_fkey FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices(tenant_id, id);

ALTER TABLE collections ADD CONSTRAINT collections_tenant_id_status_id_fkey FOREIGN KEY (tenant_id, status_id) REFERENCES lifecycle_statuses(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE collections ADD CONSTRAINT lines_add_up TRIGGER DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE collections_pending ADD CONSTRAINT collections_pending_pkey PRIMARY KEY (tenant_id, booking_id);

ALTER TABLE collections_pending ADD CONSTRAINT collections_pending_tenant_id_booking_id_fkey FOREIGN KEY (tenant_id, booking_id) REFERENCES ledger(tenant_id, id);

ALTER TABLE customer_standings ADD CONSTRAINT customer_standings_pkey PRIMARY KEY (tenant_id, customer_ref);

ALTER TABLE deliveries ADD CONSTRAINT deliveries_key UNIQUE (tenant_id, idempotency_key);

ALTER TABLE deliveries ADD CONSTRAINT deliveries_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE deliveries ADD CONSTRAINT deliveries_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'delivered'::text, 'refused'::text, 'dead'::text])));

ALTER TABLE deliveries ADD CONSTRAINT deliveries_tenant_id_document_id_fkey FOREIGN KEY (tenant_id, document_id) REFERENCES documents(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE deliveries ADD CONSTRAINT deliveries_tenant_id_invoice_id_fkey FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE dispute_comments ADD CONSTRAINT dispute_comments_pkey PRIMARY KEY (tenant_id, sequence);

ALTER TABLE dispute_comments ADD CONSTRAINT dispute_comments_tenant_id_dispute_id_fkey FOREIGN KEY (tenant_id, dispute_id) REFERENCES disputes(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE dispute_evidence ADD CONSTRAINT dispute_evidence_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE dispute_evidence ADD CONSTRAINT dispute_evidence_tenant_id_dispute_id_fkey FOREIGN KEY (tenant_id, dispute_id) REFERENCES disputes(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE dispute_steps ADD CONSTRAINT dispute_steps_pkey PRIMARY KEY (tenant_id, sequence);

ALTER TABLE dispute_steps ADD CONSTRAINT dispute_steps_tenant_id_dispute_id_fkey FOREIGN KEY (tenant_id, dispute_id) REFERENCES disputes(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE disputes ADD CONSTRAINT disputes_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE disputes ADD CONSTRAINT disputes_tenant_id_invoice_id_fkey FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE documents ADD CONSTRAINT documents_format_check CHECK ((format = ANY (ARRAY['ubl'::text, 'cii'::text, 'facturx'::text])));

ALTER TABLE documents ADD CONSTRAINT documents_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE documents ADD CONSTRAINT documents_tenant_id_invoice_id_fkey FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE due_days ADD CONSTRAINT due_days_pkey PRIMARY KEY (tenant_id, currency, due_on, shard);

ALTER TABLE e_reports ADD CONSTRAINT e_reports_check CHECK ((period_start < period_end));

ALTER TABLE e_reports ADD CONSTRAINT e_reports_check1 CHECK (((type_code = 'IN'::text) = (revision = 1)));

ALTER TABLE e_reports ADD CONSTRAINT e_reports_kind_check CHECK ((kind = ANY (ARRAY['transactions'::text, 'payments'::text])));

ALTER TABLE e_reports ADD CONSTRAINT e_reports_once UNIQUE (tenant_id, seller_ref, role, kind, period_start, period_end, revision);

ALTER TABLE e_reports ADD CONSTRAINT e_reports_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE e_reports ADD CONSTRAINT e_reports_ref UNIQUE (tenant_id, siren, report_ref);

ALTER TABLE e_reports ADD CONSTRAINT e_reports_revision_check CHECK ((revision >= 1));

ALTER TABLE e_reports ADD CONSTRAINT e_reports_role_check CHECK ((role = ANY (ARRAY['SE'::text, 'BY'::text])));

ALTER TABLE e_reports ADD CONSTRAINT e_reports_type_code_check CHECK ((type_code = ANY (ARRAY['IN'::text, 'RE'::text])));

ALTER TABLE entries ADD CONSTRAINT entries_first_match_check CHECK ((first_match = ANY (ARRAY['machine'::text, 'person'::text])));

ALTER TABLE entries ADD CONSTRAINT entries_once UNIQUE (tenant_id, account, entry_ref);

ALTER TABLE entries ADD CONSTRAINT entries_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE entries ADD CONSTRAINT entries_state_check CHECK ((state = ANY (ARRAY['new'::text, 'allocated'::text, 'proposed'::text, 'unmatched'::text, 'ignored'::text, 'held'::text]))) NOT VALID;

ALTER TABLE entries ADD CONSTRAINT entries_tenant_id_statement_id_fkey FOREIGN KEY (tenant_id, statement_id) REFERENCES statements(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE entry_reports ADD CONSTRAINT entry_reports_pkey PRIMARY KEY (tenant_id, account, entry_ref, entry_id);

ALTER TABLE entry_reports ADD CONSTRAINT entry_reports_tenant_id_entry_id_fkey FOREIGN KEY (tenant_id, entry_id) REFERENCES entries(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE idempotency_keys ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (tenant_id, route, key);

ALTER TABLE invoice_balances ADD CONSTRAINT invoice_balances_pkey PRIMARY KEY (tenant_id, invoice_id);

ALTER TABLE invoice_balances ADD CONSTRAINT invoice_balances_tenant_id_invoice_id_fkey FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices(tenant_id, id);

ALTER TABLE invoices ADD CONSTRAINT invoices_format_check CHECK ((format = ANY (ARRAY['ubl'::text, 'cii'::text, 'facturx'::text])));

ALTER TABLE invoices ADD CONSTRAINT invoices_kind_check CHECK ((kind = ANY (ARRAY['invoice'::text, 'credit-note'::text])));

ALTER TABLE invoices ADD CONSTRAINT invoices_number UNIQUE (tenant_id, seller_ref, number);

ALTER TABLE invoices ADD CONSTRAINT invoices_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE invoices ADD CONSTRAINT invoices_tenant_id_corrects_invoice_id_fkey FOREIGN KEY (tenant_id, corrects_invoice_id) REFERENCES invoices(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE invoices ADD CONSTRAINT invoices_tenant_id_order_id_fkey FOREIGN KEY (tenant_id, order_id) REFERENCES orders(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE issued_numbers ADD CONSTRAINT issued_numbers_number UNIQUE (tenant_id, seller_ref, number);

ALTER TABLE issued_numbers ADD CONSTRAINT issued_numbers_pkey PRIMARY KEY (tenant_id, seller_ref, series, fiscal_year, sequence);

ALTER TABLE issued_numbers ADD CONSTRAINT issued_numbers_tenant_id_invoice_id_fkey FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE jobs ADD CONSTRAINT jobs_check CHECK (((state = 'running'::text) = (worker IS NOT NULL)));

ALTER TABLE jobs ADD CONSTRAINT jobs_key UNIQUE (tenant_id, kind, key);

ALTER TABLE jobs ADD CONSTRAINT jobs_pkey PRIMARY KEY (id);

ALTER TABLE jobs ADD CONSTRAINT jobs_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'dead'::text, 'cancelled'::text])));

ALTER TABLE kpi_days ADD CONSTRAINT kpi_days_pkey PRIMARY KEY (tenant_id, currency, measure, day, shard);

ALTER TABLE kpi_levels ADD CONSTRAINT kpi_levels_pkey PRIMARY KEY (tenant_id, currency, measure, shard);

ALTER TABLE ledger ADD CONSTRAINT ledger_allocation CHECK (((kind <> 'allocation'::text) OR (((payment_id IS NULL) <> (credit_invoice_id IS NULL)) AND ((invoice_id IS NULL) <> (claim_id IS NULL)))));

ALTER TABLE ledger ADD CONSTRAINT ledger_claim CHECK (((kind <> 'debit-note'::text) OR (claim_id IS NOT NULL)));

ALTER TABLE ledger ADD CONSTRAINT ledger_credit CHECK (((kind = 'allocation'::text) OR (credit_invoice_id IS NULL)));

ALTER TABLE ledger ADD CONSTRAINT ledger_document CHECK (((kind <> ALL (ARRAY['invoice'::text, 'credit-note'::text])) OR (invoice_id IS NOT NULL)));

ALTER TABLE ledger ADD CONSTRAINT ledger_kind CHECK ((kind = ANY (ARRAY['invoice'::text, 'debit-note'::text, 'credit-note'::text, 'payment'::text, 'payment-return'::text, 'refund'::text, 'write-off'::text, 'allocation'::text])));

ALTER TABLE ledger ADD CONSTRAINT ledger_payment CHECK (((kind <> ALL (ARRAY['payment'::text, 'payment-return'::text])) OR (payment_id IS NOT NULL)));

ALTER TABLE ledger ADD CONSTRAINT ledger_payment_known FOREIGN KEY (tenant_id, payment_id) REFERENCES ledger(tenant_id, id);

ALTER TABLE ledger ADD CONSTRAINT ledger_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE ledger ADD CONSTRAINT ledger_reverses_known FOREIGN KEY (tenant_id, reverses) REFERENCES ledger(tenant_id, id);

ALTER TABLE ledger ADD CONSTRAINT ledger_tenant_id_credit_invoice_id_fkey FOREIGN KEY (tenant_id, credit_invoice_id) REFERENCES invoices(tenant_id, id);

ALTER TABLE ledger ADD CONSTRAINT ledger_tenant_id_entry_id_fkey FOREIGN KEY (tenant_id, entry_id) REFERENCES entries(tenant_id, id);

ALTER TABLE ledger ADD CONSTRAINT ledger_tenant_id_invoice_id_fkey FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices(tenant_id, id);

ALTER TABLE lifecycle_statuses ADD CONSTRAINT bank_cash_only TRIGGER DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE lifecycle_statuses ADD CONSTRAINT lifecycle_statuses_direction_check CHECK ((direction = ANY (ARRAY['received'::text, 'sent'::text])));

ALTER TABLE lifecycle_statuses ADD CONSTRAINT lifecycle_statuses_once UNIQUE (tenant_id, key);

ALTER TABLE lifecycle_statuses ADD CONSTRAINT lifecycle_statuses_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE lifecycle_statuses ADD CONSTRAINT lifecycle_statuses_tenant_id_invoice_id_fkey FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices(tenant_id, id);

ALTER TABLE lifecycle_statuses ADD CONSTRAINT lifecycle_statuses_tenant_id_parcel_id_fkey FOREIGN KEY (tenant_id, parcel_id) REFERENCES parcels(tenant_id, id);

ALTER TABLE number_counters ADD CONSTRAINT number_counters_pkey PRIMARY KEY (tenant_id, seller_ref, series, fiscal_year);

ALTER TABLE number_shapes ADD CONSTRAINT number_shapes_pkey PRIMARY KEY (tenant_id, shape);

ALTER TABLE orders ADD CONSTRAINT orders_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE orders ADD CONSTRAINT orders_state_check CHECK ((state = ANY (ARRAY['accepted'::text, 'held'::text, 'invoiced'::text, 'rejected'::text, 'superseded'::text, 'cancelled'::text])));

ALTER TABLE orders ADD CONSTRAINT orders_tenant_id_parcel_id_fkey FOREIGN KEY (tenant_id, parcel_id) REFERENCES parcels(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE outgoing_messages ADD CONSTRAINT outgoing_messages_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE outgoing_messages ADD CONSTRAINT outgoing_messages_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'delivered'::text, 'refused'::text, 'dead'::text, 'kept'::text])));

ALTER TABLE outgoing_messages ADD CONSTRAINT outgoing_messages_subject_check CHECK ((subject = ANY (ARRAY['status'::text, 'report'::text])));

ALTER TABLE outgoing_messages ADD CONSTRAINT outgoing_messages_syntax_check CHECK ((syntax = ANY (ARRAY['CDAR'::text, 'FRR'::text])));

ALTER TABLE parcels ADD CONSTRAINT parcels_once UNIQUE (tenant_id, source, source_key, sha256);

ALTER TABLE parcels ADD CONSTRAINT parcels_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE parcels ADD CONSTRAINT parcels_purpose_check CHECK ((purpose = ANY (ARRAY['order'::text, 'statement'::text, 'remittance-advice'::text, 'status'::text, 'supplier-document'::text])));

ALTER TABLE parcels ADD CONSTRAINT parcels_state_check CHECK ((state = ANY (ARRAY['received'::text, 'read'::text, 'partly-read'::text, 'rejected'::text])));

ALTER TABLE partner_pauses ADD CONSTRAINT partner_pauses_pkey PRIMARY KEY (tenant_id, partner);

ALTER TABLE payer_accounts ADD CONSTRAINT payer_accounts_pkey PRIMARY KEY (tenant_id, iban, customer_ref);

ALTER TABLE payment_balances ADD CONSTRAINT payment_balances_pkey PRIMARY KEY (tenant_id, payment_id);

ALTER TABLE payment_balances ADD CONSTRAINT payment_balances_tenant_id_payment_id_fkey FOREIGN KEY (tenant_id, payment_id) REFERENCES ledger(tenant_id, id);

ALTER TABLE payment_expectations ADD CONSTRAINT payment_expectations_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE payment_expectations ADD CONSTRAINT payment_expectations_state_check CHECK ((state = ANY (ARRAY['open'::text, 'met'::text, 'void'::text])));

ALTER TABLE payment_expectations ADD CONSTRAINT payment_expectations_tenant_id_id_fkey FOREIGN KEY (tenant_id, id) REFERENCES lifecycle_statuses(tenant_id, id);

ALTER TABLE payment_expectations ADD CONSTRAINT payment_expectations_tenant_id_invoice_id_fkey FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices(tenant_id, id);

ALTER TABLE payment_plans ADD CONSTRAINT payment_plans_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE payment_plans ADD CONSTRAINT payment_plans_state_check CHECK ((state = ANY (ARRAY['active'::text, 'cancelled'::text])));

ALTER TABLE payment_plans ADD CONSTRAINT payment_plans_tenant_id_invoice_id_fkey FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices(tenant_id, id);

ALTER TABLE payment_promises ADD CONSTRAINT payment_promises_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE payment_promises ADD CONSTRAINT payment_promises_tenant_id_invoice_id_fkey FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices(tenant_id, id);

ALTER TABLE plan_instalments ADD CONSTRAINT plan_instalments_pkey PRIMARY KEY (tenant_id, plan_id, "position");

ALTER TABLE plan_instalments ADD CONSTRAINT plan_instalments_tenant_id_plan_id_fkey FOREIGN KEY (tenant_id, plan_id) REFERENCES payment_plans(tenant_id, id);

ALTER TABLE platform_flows ADD CONSTRAINT platform_flows_check CHECK (((direction = 'in'::text) OR (tracking_id IS NOT NULL)));

ALTER TABLE platform_flows ADD CONSTRAINT platform_flows_check1 CHECK (((direction = 'out'::text) OR (flow_ref IS NOT NULL)));

ALTER TABLE platform_flows ADD CONSTRAINT platform_flows_direction_check CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text])));

ALTER TABLE platform_flows ADD CONSTRAINT platform_flows_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE platform_flows ADD CONSTRAINT platform_flows_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'acknowledged'::text, 'refused'::text, 'dead'::text, 'noted'::text, 'received'::text, 'passed-over'::text])));

ALTER TABLE platform_flows ADD CONSTRAINT platform_flows_tenant_id_parcel_id_fkey FOREIGN KEY (tenant_id, parcel_id) REFERENCES parcels(tenant_id, id);

ALTER TABLE platform_positions ADD CONSTRAINT platform_positions_pkey PRIMARY KEY (tenant_id, platform, organization);

ALTER TABLE proposals ADD CONSTRAINT proposals_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE proposals ADD CONSTRAINT proposals_state_check CHECK ((state = ANY (ARRAY['open'::text, 'accepted'::text, 'rejected'::text])));

ALTER TABLE proposals ADD CONSTRAINT proposals_tenant_id_entry_id_fkey FOREIGN KEY (tenant_id, entry_id) REFERENCES entries(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE receipts ADD CONSTRAINT receipts_number UNIQUE (tenant_id, number);

ALTER TABLE receipts ADD CONSTRAINT receipts_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE remittance_advices ADD CONSTRAINT remittance_advices_once UNIQUE (tenant_id, fingerprint);

ALTER TABLE remittance_advices ADD CONSTRAINT remittance_advices_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE remittance_advices ADD CONSTRAINT remittance_advices_tenant_id_parcel_id_fkey FOREIGN KEY (tenant_id, parcel_id) REFERENCES parcels(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE retail_days ADD CONSTRAINT retail_days_category_check CHECK ((category = ANY (ARRAY['TLB1'::text, 'TPS1'::text, 'TNT1'::text, 'TMA1'::text])));

ALTER TABLE retail_days ADD CONSTRAINT retail_days_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE retail_days ADD CONSTRAINT retail_days_transaction_count_check CHECK ((transaction_count >= 0));

ALTER TABLE schema_migrations ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (number);

ALTER TABLE statements ADD CONSTRAINT statements_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE statements ADD CONSTRAINT statements_tenant_id_parcel_id_fkey FOREIGN KEY (tenant_id, parcel_id) REFERENCES parcels(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE tenants ADD CONSTRAINT tenants_pkey PRIMARY KEY (id);

ALTER TABLE timeline ADD CONSTRAINT timeline_pkey PRIMARY KEY (tenant_id, sequence);

ALTER TABLE timeline ADD CONSTRAINT timeline_subject CHECK ((subject ~ '^[a-z][a-z-]{0,39}$'::text));

ALTER TABLE timeline ADD CONSTRAINT timeline_subject_check CHECK ((subject ~ '^[a-z][a-z-]*$'::text));

ALTER TABLE timeline_heads ADD CONSTRAINT timeline_heads_pkey PRIMARY KEY (tenant_id);

ALTER TABLE voided_numbers ADD CONSTRAINT voided_numbers_number UNIQUE (tenant_id, seller_ref, number);

ALTER TABLE voided_numbers ADD CONSTRAINT voided_numbers_pkey PRIMARY KEY (tenant_id, seller_ref, series, fiscal_year, sequence);

ALTER TABLE waiting_statuses ADD CONSTRAINT waiting_statuses_once UNIQUE (tenant_id, key);

ALTER TABLE waiting_statuses ADD CONSTRAINT waiting_statuses_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE waiting_statuses ADD CONSTRAINT waiting_statuses_tenant_id_parcel_id_fkey FOREIGN KEY (tenant_id, parcel_id) REFERENCES parcels(tenant_id, id);

ALTER TABLE webhook_attempts ADD CONSTRAINT webhook_attempts_pkey PRIMARY KEY (tenant_id, message_id, attempt);

ALTER TABLE webhook_attempts ADD CONSTRAINT webhook_attempts_tenant_id_message_id_fkey FOREIGN KEY (tenant_id, message_id) REFERENCES webhook_messages(tenant_id, id);

ALTER TABLE webhook_endpoints ADD CONSTRAINT webhook_endpoints_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE webhook_messages ADD CONSTRAINT webhook_messages_event UNIQUE (tenant_id, endpoint_id, sequence);

ALTER TABLE webhook_messages ADD CONSTRAINT webhook_messages_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE webhook_messages ADD CONSTRAINT webhook_messages_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'delivered'::text, 'dead'::text])));

ALTER TABLE webhook_messages ADD CONSTRAINT webhook_messages_tenant_id_endpoint_id_fkey FOREIGN KEY (tenant_id, endpoint_id) REFERENCES webhook_endpoints(tenant_id, id);

-- Indexes

CREATE INDEX api_keys_tenant ON public.api_keys USING btree (tenant_id, id);

CREATE INDEX claim_balances_open ON public.claim_balances USING btree (tenant_id, customer_ref) WHERE (open_amount <> (0)::numeric);

CREATE INDEX claims_customer ON public.claims USING btree (tenant_id, customer_ref, id);

CREATE INDEX claims_document_key ON public.claims USING btree (tenant_id, facteur_document_key(number));

CREATE INDEX claims_invoice ON public.claims USING btree (tenant_id, invoice_id, id);

CREATE UNIQUE INDEX claims_recovery ON public.claims USING btree (tenant_id, invoice_id) WHERE (recovery_amount <> (0)::numeric);

CREATE INDEX collections_day ON public.collections USING btree (tenant_id, booked_on);

CREATE INDEX collections_invoice ON public.collections USING btree (tenant_id, invoice_id);

CREATE INDEX collections_pending_invoice ON public.collections_pending USING btree (tenant_id, invoice_id);

CREATE INDEX collections_status ON public.collections USING btree (tenant_id, status_id) WHERE (status_id IS NOT NULL);

CREATE INDEX customer_standings_doubtful ON public.customer_standings USING btree (tenant_id, customer_ref) WHERE is_doubtful;

CREATE INDEX deliveries_invoice ON public.deliveries USING btree (tenant_id, invoice_id, state);

CREATE INDEX deliveries_open ON public.deliveries USING btree (tenant_id, state, channel) WHERE (state = ANY (ARRAY['waiting'::text, 'dead'::text]));

CREATE INDEX deliveries_partner ON public.deliveries USING btree (tenant_id, partner, id);

CREATE INDEX deliveries_state ON public.deliveries USING btree (tenant_id, state, id);

CREATE INDEX dispute_comments_dispute ON public.dispute_comments USING btree (tenant_id, dispute_id, sequence);

CREATE INDEX dispute_evidence_dispute ON public.dispute_evidence USING btree (tenant_id, dispute_id, id);

CREATE INDEX dispute_steps_dispute ON public.dispute_steps USING btree (tenant_id, dispute_id, sequence);

CREATE INDEX disputes_invoice ON public.disputes USING btree (tenant_id, invoice_id, id);

CREATE INDEX disputes_open ON public.disputes USING btree (tenant_id, invoice_id) WHERE (resolved_at IS NULL);

CREATE INDEX disputes_opened ON public.disputes USING btree (opened_at) INCLUDE (tenant_id, cause, currency, amount);

CREATE INDEX documents_invoice ON public.documents USING btree (tenant_id, invoice_id, id);

CREATE INDEX entries_amount ON public.entries USING btree (tenant_id, amount, booked_on);

CREATE INDEX entries_day ON public.entries USING btree (tenant_id, account, booked_on);

CREATE INDEX entries_open ON public.entries USING btree (tenant_id, currency) INCLUDE (amount, booked_on) WHERE (state = ANY (ARRAY['new'::text, 'proposed'::text, 'unmatched'::text]));

CREATE INDEX entries_payer ON public.entries USING btree (tenant_id, payer_iban, booked_on) WHERE (payer_iban IS NOT NULL);

CREATE INDEX entries_state ON public.entries USING btree (tenant_id, state, id);

CREATE INDEX entries_statement ON public.entries USING btree (tenant_id, statement_id);

CREATE INDEX entry_reports_entry ON public.entry_reports USING btree (tenant_id, entry_id);

CREATE INDEX invoice_balances_amount ON public.invoice_balances USING btree (tenant_id, abs(open_amount), invoice_id) WHERE (open_amount <> (0)::numeric);

CREATE INDEX invoice_balances_open ON public.invoice_balances USING btree (tenant_id, customer_ref) WHERE (open_amount <> (0)::numeric);

CREATE INDEX invoices_by_number ON public.invoices USING btree (tenant_id, number);

CREATE INDEX invoices_corrects ON public.invoices USING btree (tenant_id, corrects_invoice_id) WHERE (corrects_invoice_id IS NOT NULL);

CREATE INDEX invoices_customer ON public.invoices USING btree (tenant_id, customer_ref, id);

CREATE INDEX invoices_document_key ON public.invoices USING btree (tenant_id, facteur_document_key(number));

CREATE UNIQUE INDEX invoices_order ON public.invoices USING btree (tenant_id, order_id) WHERE (kind = 'invoice'::text);

CREATE INDEX invoices_order_key ON public.invoices USING btree (tenant_id, facteur_document_key(order_ref)) WHERE (order_ref IS NOT NULL);

CREATE INDEX invoices_reference ON public.invoices USING btree (tenant_id, creditor_reference) WHERE (creditor_reference IS NOT NULL);

CREATE INDEX invoices_sales ON public.invoices USING btree (tenant_id, issue_date) INCLUDE (currency, kind, total_with_vat);

CREATE INDEX jobs_carry ON public.jobs USING btree (carry_at, id) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));

CREATE INDEX jobs_due ON public.jobs USING btree (due_at, id) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));

CREATE INDEX jobs_figures ON public.jobs USING btree (kind, state, created_at) WHERE (state = ANY (ARRAY['waiting'::text, 'dead'::text]));

CREATE INDEX jobs_tenant ON public.jobs USING btree (tenant_id, id);

CREATE INDEX jobs_worker ON public.jobs USING btree (worker) WHERE (state = 'running'::text);

CREATE INDEX kpi_days_day ON public.kpi_days USING btree (tenant_id, day, measure);

CREATE INDEX ledger_claims ON public.ledger USING btree (tenant_id, claim_id, id) WHERE (claim_id IS NOT NULL);

CREATE INDEX ledger_credit ON public.ledger USING btree (tenant_id, credit_invoice_id, id) WHERE (credit_invoice_id IS NOT NULL);

CREATE INDEX ledger_customer ON public.ledger USING btree (tenant_id, customer_ref, id);

CREATE INDEX ledger_entry ON public.ledger USING btree (tenant_id, entry_id) WHERE (entry_id IS NOT NULL);

CREATE INDEX ledger_invoice ON public.ledger USING btree (tenant_id, invoice_id, id) WHERE (invoice_id IS NOT NULL);

CREATE INDEX ledger_payments ON public.ledger USING btree (tenant_id, payment_id, id) WHERE (payment_id IS NOT NULL);

CREATE UNIQUE INDEX ledger_reverses ON public.ledger USING btree (tenant_id, reverses) WHERE (reverses IS NOT NULL);

CREATE INDEX lifecycle_statuses_invoice ON public.lifecycle_statuses USING btree (tenant_id, invoice_id, set_at);

CREATE UNIQUE INDEX orders_live ON public.orders USING btree (tenant_id, seller_ref, order_ref) WHERE (state = ANY (ARRAY['accepted'::text, 'held'::text, 'invoiced'::text]));

CREATE INDEX orders_open ON public.orders USING btree (tenant_id, state) WHERE (state = ANY (ARRAY['accepted'::text, 'held'::text]));

CREATE INDEX orders_parcel ON public.orders USING btree (tenant_id, parcel_id, "position");

CREATE INDEX orders_ref ON public.orders USING btree (tenant_id, order_ref, id);

CREATE INDEX orders_state ON public.orders USING btree (tenant_id, state, id);

CREATE INDEX outgoing_messages_state ON public.outgoing_messages USING btree (tenant_id, state, id);

CREATE INDEX outgoing_messages_subject ON public.outgoing_messages USING btree (tenant_id, subject_id);

CREATE INDEX payment_balances_entry ON public.payment_balances USING btree (tenant_id, entry_id) WHERE (entry_id IS NOT NULL);

CREATE INDEX payment_balances_free ON public.payment_balances USING btree (tenant_id, customer_ref) WHERE (unallocated_amount <> (0)::numeric);

CREATE INDEX payment_expectations_open ON public.payment_expectations USING btree (tenant_id, invoice_id) WHERE (state = 'open'::text);

CREATE UNIQUE INDEX payment_plans_active ON public.payment_plans USING btree (tenant_id, invoice_id) WHERE (state = 'active'::text);

CREATE INDEX payment_promises_invoice ON public.payment_promises USING btree (tenant_id, invoice_id, id);

CREATE INDEX plan_instalments_active ON public.plan_instalments USING btree (tenant_id, invoice_id) WHERE is_active;

CREATE UNIQUE INDEX platform_flows_ref ON public.platform_flows USING btree (tenant_id, platform, flow_ref) WHERE (flow_ref IS NOT NULL);

CREATE INDEX platform_flows_subject ON public.platform_flows USING btree (tenant_id, subject_id) WHERE (subject_id IS NOT NULL);

CREATE UNIQUE INDEX platform_flows_tracking ON public.platform_flows USING btree (tenant_id, platform, tracking_id) WHERE (direction = 'out'::text);

CREATE INDEX proposals_entry ON public.proposals USING btree (tenant_id, entry_id, rank);

CREATE INDEX proposals_state ON public.proposals USING btree (tenant_id, state, id);

CREATE INDEX receipts_payment ON public.receipts USING btree (tenant_id, payment_id);

CREATE INDEX retail_days_day ON public.retail_days USING btree (tenant_id, seller_ref, day, source, currency, category, id);

CREATE INDEX statements_account ON public.statements USING btree (tenant_id, account, currency, ended_on);

CREATE UNIQUE INDEX statements_once ON public.statements USING btree (tenant_id, account, statement_ref, COALESCE(ended_on, '0001-01-01'::date)) WHERE (statement_ref <> ''::text);

CREATE UNIQUE INDEX timeline_chain ON public.timeline USING btree (tenant_id, "position") WHERE ("position" IS NOT NULL);

CREATE INDEX timeline_story ON public.timeline USING btree (tenant_id, correlation_id, sequence);

CREATE INDEX timeline_subject ON public.timeline USING btree (tenant_id, subject_id, sequence);

CREATE INDEX waiting_statuses_number ON public.waiting_statuses USING btree (tenant_id, invoice_number) WHERE (placed_at IS NULL);

CREATE UNIQUE INDEX webhook_endpoints_name ON public.webhook_endpoints USING btree (tenant_id, name) WHERE (removed_at IS NULL);

CREATE INDEX webhook_messages_thread ON public.webhook_messages USING btree (tenant_id, endpoint_id, thread, sequence) WHERE (state = 'waiting'::text);

-- Views

CREATE VIEW cash_bookings WITH (security_invoker=true) AS
 SELECT l.tenant_id,
    l.id,
    l.invoice_id,
    p.entry_id,
    l.amount,
    l.currency,
    l.booked_on,
    l.kind,
    l.reverses,
    l.correlation_id
   FROM (ledger l
     JOIN ledger p ON (((p.tenant_id = l.tenant_id) AND (p.id = l.payment_id) AND (p.kind = 'payment'::text) AND (p.entry_id IS NOT NULL))))
  WHERE ((l.kind = 'allocation'::text) AND (l.credit_invoice_id IS NULL) AND (l.invoice_id IS NOT NULL))
UNION ALL
 SELECT l.tenant_id,
    l.id,
    l.invoice_id,
    l.entry_id,
    (- l.amount) AS amount,
    l.currency,
    l.booked_on,
    l.kind,
    l.reverses,
    l.correlation_id
   FROM ledger l
  WHERE ((l.kind = 'refund'::text) AND (l.entry_id IS NOT NULL) AND (l.invoice_id IS NOT NULL));

CREATE VIEW invoice_movements WITH (security_invoker=true) AS
 SELECT ledger.tenant_id,
    ledger.invoice_id,
        CASE
            WHEN (ledger.kind = 'allocation'::text) THEN (- ledger.amount)
            ELSE ledger.amount
        END AS amount
   FROM ledger
  WHERE (ledger.invoice_id IS NOT NULL)
UNION ALL
 SELECT ledger.tenant_id,
    ledger.credit_invoice_id AS invoice_id,
    ledger.amount
   FROM ledger
  WHERE (ledger.credit_invoice_id IS NOT NULL);

CREATE VIEW invoice_open_amounts WITH (security_invoker=true) AS
 SELECT tenant_id,
    invoice_id,
    sum(amount) AS open_amount
   FROM invoice_movements
  GROUP BY tenant_id, invoice_id;

-- Functions

CREATE OR REPLACE FUNCTION public.facteur_add_plan(plan text, document text, planned numeric, remark text, person text, instant timestamp with time zone, instalments jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  PERFORM 1 FROM invoice_balances WHERE tenant_id = facteur_tenant() AND invoice_id = document FOR UPDATE;
  PERFORM facteur_move_dues(document, -1);
  INSERT INTO payment_plans (tenant_id, id, invoice_id, customer_ref, currency, amount, state, note, made_by, made_at)
  SELECT b.tenant_id, plan, b.invoice_id, b.customer_ref, b.currency, planned, 'active', remark, person, instant
    FROM invoice_balances b WHERE b.tenant_id = facteur_tenant() AND b.invoice_id = document;
  INSERT INTO plan_instalments (tenant_id, plan_id, position, invoice_id, due_on, amount, later_amount, is_active)
  SELECT facteur_tenant(), plan, each.ordinality, document, (each.value ->> 'dueOn')::date, (each.value ->> 'amount')::numeric,
         (each.value ->> 'laterAmount')::numeric, true
    FROM jsonb_array_elements(instalments) WITH ORDINALITY AS each;
  PERFORM facteur_move_dues(document, 1);
END
$function$
;

CREATE OR REPLACE FUNCTION public.facteur_announce()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF NOT EXISTS (SELECT FROM webhook_endpoints WHERE removed_at IS NULL AND tenant_id = facteur_tenant()) THEN
    RETURN NULL;
  END IF;
  WITH announced AS (
    INSERT INTO webhook_messages (tenant_id, id, endpoint_id, sequence, thread, type, state, attempts, created_at)
    SELECT fresh.tenant_id, endpoint.id || '-' || fresh.sequence, endpoint.id, fresh.sequence,
           coalesce(fresh.data ->> 'number', fresh.subject_id), fresh.type, 'waiting', 0, fresh.at
      FROM fresh
      JOIN webhook_endpoints AS endpoint
        ON endpoint.tenant_id = fresh.tenant_id
       AND endpoint.removed_at IS NULL
       AND EXISTS (
         SELECT FROM jsonb_array_elements_text(endpoint.events) AS wanted (pattern)
          WHERE fresh.type LIKE replace(wanted.pattern, '*', '%'))
    RETURNING tenant_id, id, created_at, sequence
  )
  INSERT INTO jobs (id, tenant_id, kind, key, payload, correlation_id, state, attempts, run_at, due_at, carry_at, created_at)
  SELECT announced.id, announced.tenant_id, 'send-webhook', announced.id,
         jsonb_build_object('messageId', announced.id), fresh.correlation_id, 'waiting', 0,
         announced.created_at, announced.created_at, announced.created_at, announced.created_at
    FROM announced JOIN fresh ON fresh.sequence = announced.sequence;
  RETURN NULL;
END
$function$
;

CREATE OR REPLACE FUNCTION public.facteur_append_only(target regclass)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
  EXECUTE format(
    'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %s
       FOR EACH STATEMENT EXECUTE FUNCTION facteur_refuse_change()', target);
END
$function$
;

CREATE OR REPLACE FUNCTION public.facteur_cancel_plan(plan text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE
  document text;
BEGIN
  SELECT invoice_id INTO document FROM payment_plans WHERE tenant_id = facteur_tenant() AND id = plan AND state = 'active' FOR UPDATE;
  IF document IS NULL THEN RETURN false; END IF;
  PERFORM 1 FROM invoice_balances WHERE tenant_id = facteur_tenant() AND invoice_id = document FOR UPDATE;
  PERFORM facteur_move_dues(document, -1);
  UPDATE payment_plans SET state = 'cancelled' WHERE tenant_id = facteur_tenant() AND id = plan;
  UPDATE plan_instalments SET is_active = false WHERE tenant_id = facteur_tenant() AND plan_id = plan;
  PERFORM facteur_move_dues(document, 1);
  RETURN true;
END
$function$
;

CREATE OR REPLACE FUNCTION public.facteur_carry_ledger()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE
  mine smallint := facteur_shard();
BEGIN
  -- Locked before it is read, in one order: two transactions neither deadlock nor count from the same old state.
  PERFORM 1 FROM invoice_balances b
    WHERE (b.tenant_id, b.invoice_id) IN (
      SELECT tenant_id, invoice_id FROM posted WHERE invoice_id IS NOT NULL
      UNION SELECT tenant_id, credit_invoice_id FROM posted WHERE credit_invoice_id IS NOT NULL)
    ORDER BY b.tenant_id, b.invoice_id FOR UPDATE;

  WITH moved AS (
    SELECT tenant_id, invoice_id, sum(amount) AS amount, sum(paid) AS paid, max(booked_on) AS booked_on
      FROM (
        SELECT tenant_id, invoice_id, CASE WHEN kind = 'allocation' THEN -amount ELSE amount END AS amount,
               CASE WHEN kind = 'allocation' AND payment_id IS NOT NULL THEN amount ELSE 0 END AS paid, booked_on
          FROM posted WHERE invoice_id IS NOT NULL
        UNION ALL
        SELECT tenant_id, credit_invoice_id, amount, 0, booked_on FROM posted WHERE credit_invoice_id IS NOT NULL
      ) AS movements
     GROUP BY tenant_id, invoice_id
  ), before AS (
    SELECT m.tenant_id, m.invoice_id, m.booked_on, i.customer_ref, i.currency, i.kind, i.due_date, i.issue_date,
           coalesce(b.open_amount, 0) AS old_open, coalesce(b.paid_amount, 0) AS old_paid, b.collected_on AS old_collected,
           coalesce(b.open_amount, 0) + m.amount AS open, coalesce(b.paid_amount, 0) + m.paid AS paid
      FROM moved m
      JOIN invoices i ON i.tenant_id = m.tenant_id AND i.id = m.invoice_id
      LEFT JOIN invoice_balances b ON b.tenant_id = m.tenant_id AND b.invoice_id = m.invoice_id
  ), states AS (
    SELECT *, CASE WHEN kind = 'invoice' AND open = 0 AND paid > 0 THEN coalesce(old_collected, booked_on) END AS collected
      FROM before
  ), carried AS (
    INSERT INTO invoice_balances AS known
      (tenant_id, invoice_id, customer_ref, currency, kind, due_date, open_amount, paid_amount, collected_on)
    SELECT tenant_id, invoice_id, customer_ref, currency, kind, due_date, open, paid, collected
      FROM states ORDER BY tenant_id, invoice_id
    ON CONFLICT (tenant_id, invoice_id) DO UPDATE
      SET open_amount = excluded.open_amount, paid_amount = excluded.paid_amount, collected_on = excluded.collected_on
  ), dues AS (
    INSERT INTO due_days AS known (tenant_id, currency, due_on, shard, amount, parts)
    SELECT s.tenant_id, s.currency, p.due_on, mine, sum(p.amount), sum(p.part)
      FROM states s
      CROSS JOIN LATERAL (
        SELECT due_on, amount, 1 AS part FROM facteur_due_parts(s.tenant_id, s.invoice_id, s.due_date, s.open)
        UNION ALL
        SELECT due_on, -amount, -1 FROM facteur_due_parts(s.tenant_id, s.invoice_id, s.due_date, s.old_open)
      ) AS p
     WHERE s.kind = 'invoice' GROUP BY s.tenant_id, s.currency, p.due_on ORDER BY 1, 2, 3
    ON CONFLICT (tenant_id, currency, due_on, shard) DO UPDATE
      SET amount = known.amount + excluded.amount, parts = known.parts + excluded.parts
  ), accounts AS (
    INSERT INTO account_balances AS known (tenant_id, customer_ref, currency, balance, invoice_count, open_amount)
    SELECT tenant_id, customer_ref, currency, sum(balance), sum(invoices), sum(open)
      FROM (
        SELECT tenant_id, customer_ref, currency, amount AS balance, CASE WHEN kind = 'invoice' THEN sign(amount) ELSE 0 END AS invoices, 0 AS open
          FROM posted WHERE kind <> 'allocation'
        UNION ALL
        SELECT tenant_id, customer_ref, currency, 0, 0, open - old_open FROM states WHERE kind = 'invoice'
      ) AS changes
     GROUP BY tenant_id, customer_ref, currency ORDER BY 1, 2, 3
    ON CONFLICT (tenant_id, customer_ref, currency) DO UPDATE
      SET balance = known.balance + excluded.balance, invoice_count = known.invoice_count + excluded.invoice_count,
          open_amount = known.open_amount + excluded.open_amount
  ), levels AS (
    INSERT INTO kpi_levels AS known (tenant_id, currency, measure, shard, amount)
    SELECT tenant_id, currency, measure, mine, sum(amount)
      FROM (
        SELECT tenant_id, currency, 'open' AS measure, open - old_open AS amount FROM states WHERE kind = 'invoice'
        UNION ALL
        SELECT tenant_id, currency, 'open.count', (open <> 0)::int - (old_open <> 0)::int FROM states WHERE kind = 'invoice'
        UNION ALL
        SELECT tenant_id, currency, 'credit', old_open - open FROM states WHERE kind = 'credit-note'
        UNION ALL
        SELECT tenant_id, currency, 'unallocated', -amount FROM posted
         WHERE payment_id IS NOT NULL
      ) AS changes
     GROUP BY tenant_id, currency, measure HAVING sum(amount) <> 0 ORDER BY 1, 2, 3
    ON CONFLICT (tenant_id, currency, measure, shard) DO UPDATE SET amount = known.amount + excluded.amount
  )
  INSERT INTO kpi_days AS known (tenant_id, currency, measure, day, shard, amount)
  SELECT tenant_id, currency, measure, day, mine, sum(amount)
    FROM (
      SELECT tenant_id, currency, 'receivable' AS measure, booked_on AS day, open - old_open AS amount
        FROM states WHERE kind = 'invoice'
      UNION ALL
      SELECT tenant_id, currency, 'collected.count', booked_on, (collected IS NOT NULL)::int - (old_collected IS NOT NULL)::int
        FROM states
      UNION ALL
      SELECT tenant_id, currency, 'collected.days', booked_on,
             coalesce(collected - issue_date, 0) - coalesce(old_collected - issue_date, 0)
        FROM states WHERE collected IS DISTINCT FROM old_collected
      UNION ALL
      SELECT p.tenant_id, p.currency, m.measure, p.booked_on, m.amount
        FROM posted p
        JOIN invoices i ON i.tenant_id = p.tenant_id AND i.id = p.invoice_id
        LEFT JOIN orders o ON o.tenant_id = i.tenant_id AND o.id = i.order_id
        CROSS JOIN LATERAL (VALUES
          ('invoice.count', CASE WHEN p.kind = 'invoice' THEN sign(p.amount) ELSE 0 END),
          ('invoice.amount', CASE WHEN p.kind = 'invoice' THEN sign(p.amount) * i.total_with_vat ELSE 0 END),
          ('credit-note.count', CASE WHEN p.kind = 'credit-note' THEN -sign(p.amount) ELSE 0 END),
          ('credit-note.amount', CASE WHEN p.kind = 'credit-note' THEN -sign(p.amount) * i.total_with_vat ELSE 0 END),
          ('billed.count', (p.kind = 'invoice' AND o.id IS NOT NULL AND p.reverses IS NULL)::int),
          ('billed.seconds', CASE WHEN p.kind = 'invoice' AND o.id IS NOT NULL AND p.reverses IS NULL
                                  THEN round(extract(epoch FROM i.issued_at - o.received_at), 3) ELSE 0 END)
        ) AS m (measure, amount)
       WHERE p.kind IN ('invoice', 'credit-note')
      UNION ALL
      SELECT p.tenant_id, p.currency, m.measure, p.booked_on, m.amount
        FROM posted p
        JOIN invoices i ON i.tenant_id = p.tenant_id AND i.id = p.invoice_id
        -- What is taken back weighs what it weighed when it was paid.
        LEFT JOIN ledger r ON r.tenant_id = p.tenant_id AND r.id = p.reverses
        CROSS JOIN LATERAL (VALUES
          ('collected.amount', p.amount),
          ('late.weight', p.amount * (coalesce(r.booked_on, p.booked_on) - coalesce(i.due_date, i.issue_date)))
        ) AS m (measure, amount)
       WHERE p.kind = 'allocation' AND p.payment_id IS NOT NULL
    ) AS events
   GROUP BY tenant_id, currency, measure, day HAVING sum(amount) <> 0 ORDER BY 1, 2, 3, 4
  ON CONFLICT (tenant_id, currency, measure, day, shard) DO UPDATE SET amount = known.amount + excluded.amount;

  -- A payment may be booked and allocated in one statement.
  INSERT INTO payment_balances AS known
    (tenant_id, payment_id, customer_ref, currency, entry_id, booked_on, amount, unallocated_amount)
  SELECT p.tenant_id, p.payment_id, f.customer_ref, f.currency, f.entry_id, f.booked_on,
         sum(CASE WHEN p.kind = 'payment' THEN -p.amount ELSE 0 END), -sum(p.amount)
    FROM posted p JOIN ledger f ON f.tenant_id = p.tenant_id AND f.id = p.payment_id
   WHERE p.payment_id IS NOT NULL
   GROUP BY p.tenant_id, p.payment_id, f.customer_ref, f.currency, f.entry_id, f.booked_on
   ORDER BY p.tenant_id, p.payment_id
  ON CONFLICT (tenant_id, payment_id) DO UPDATE
    SET amount = known.amount + excluded.amount, unallocated_amount = known.unallocated_amount + excluded.unallocated_amount;

  INSERT INTO claim_balances AS known (tenant_id, claim_id, customer_ref, currency, open_amount)
  SELECT tenant_id, claim_id, customer_ref, currency, sum(CASE WHEN kind = 'allocation' THEN -amount ELSE amount END)
    FROM posted WHERE claim_id IS NOT NULL
   GROUP BY tenant_id, claim_id, customer_ref, currency ORDER BY tenant_id, claim_id
  ON CONFLICT (tenant_id, claim_id) DO UPDATE SET open_amount = known.open_amount + excluded.open_amount;

  INSERT INTO payer_accounts AS known (tenant_id, iban, customer_ref, allocation_count)
  SELECT p.tenant_id, e.payer_iban, p.customer_ref, sum(sign(p.amount))
    FROM posted p JOIN entries e ON e.tenant_id = p.tenant_id AND e.id = p.entry_id
   WHERE p.kind = 'allocation' AND p.payment_id IS NOT NULL AND e.payer_iban IS NOT NULL
   GROUP BY p.tenant_id, e.payer_iban, p.customer_ref
   ORDER BY p.tenant_id, e.payer_iban, p.customer_ref
  ON CONFLICT (tenant_id, iban, customer_ref) DO UPDATE
    SET allocation_count = known.allocation_count + excluded.allocation_count;
  RETURN NULL;
END
$function$
;

CREATE OR REPLACE FUNCTION public.facteur_check_collected_status()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF NOT EXISTS (SELECT FROM collections c WHERE c.tenant_id = NEW.tenant_id AND c.status_id = NEW.id)
     OR EXISTS (SELECT FROM collections c
                 WHERE c.tenant_id = NEW.tenant_id AND c.status_id = NEW.id AND c.invoice_id <> NEW.invoice_id)
     OR EXISTS (
       SELECT FROM (
         SELECT (datum ->> 'percent')::numeric AS rate, sum((datum ->> 'amount')::numeric) AS amount
           FROM jsonb_array_elements(NEW.details) AS detail, jsonb_array_elements(detail -> 'data') AS datum
          WHERE datum ->> 'typeCode' = 'MEN' GROUP BY 1
       ) AS told
       FULL JOIN (
         SELECT l.rate, sum(l.amount) AS amount
           FROM collections c JOIN collection_lines l ON l.tenant_id = c.tenant_id AND l.booking_id = c.booking_id
          WHERE c.tenant_id = NEW.tenant_id AND c.status_id = NEW.id GROUP BY l.rate
       ) AS cash ON cash.rate = told.rate
       WHERE told.amount IS DISTINCT FROM cash.amount
     ) THEN
    RAISE EXCEPTION 'Status 212 % does not tell bank cash', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END
$function$
;

CREATE OR REPLACE FUNCTION public.facteur_check_collection()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  PERFORM 1 FROM cash_bookings b
    WHERE b.tenant_id = NEW.tenant_id AND b.id = NEW.booking_id AND b.invoice_id = NEW.invoice_id
      AND b.entry_id = NEW.entry_id AND b.amount = NEW.amount AND b.currency = NEW.currency;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'Booking % is not this cash of a bank entry', NEW.booking_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$function$
;

CREATE OR REPLACE FUNCTION public.facteur_check_collection_lines()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  IF (SELECT coalesce(sum(l.amount), 0) FROM collection_lines l
       WHERE l.tenant_id = NEW.tenant_id AND l.booking_id = NEW.booking_id)
     IS DISTINCT FROM
     (SELECT c.amount FROM collections c WHERE c.tenant_id = NEW.tenant_id AND c.booking_id = NEW.booking_id) THEN
    RAISE EXCEPTION 'The lines of collection % are not its amount', NEW.booking_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END
$function$
;

CREATE OR REPLACE FUNCTION public.facteur_contradict_payer(account text, customer text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  INSERT INTO payer_accounts AS known (tenant_id, iban, customer_ref, allocation_count, contradiction_count)
  VALUES (facteur_tenant(), account, customer, 0, 1)
  ON CONFLICT (tenant_id, iban, customer_ref) DO UPDATE SET contradiction_count = known.contradiction_count + 1
$function$
;

CREATE OR REPLACE FUNCTION public.facteur_count(tenant text, in_currency text, of_measure text, on_day date, change numeric)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  INSERT INTO kpi_days AS known (tenant_id, currency, measure, day, shard, amount)
  SELECT tenant, in_currency, of_measure, on_day, facteur_shard(), change WHERE change <> 0
  ON CONFLICT (tenant_id, currency, measure, day, shard) DO UPDATE SET amount = known.amount + excluded.amount
$function$
;

CREATE OR REPLACE FUNCTION public.facteur_count_dispute()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE
  issued date := (SELECT issue_date FROM invoices WHERE tenant_id = NEW.tenant_id AND id = NEW.invoice_id);
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM facteur_count(NEW.tenant_id, NEW.currency, 'disputed.amount', issued, NEW.amount);
    IF NOT EXISTS (SELECT FROM disputes WHERE tenant_id = NEW.tenant_id AND invoice_id = NEW.invoice_id AND id <> NEW.id) THEN
      PERFORM facteur_count(NEW.tenant_id, NEW.currency, 'disputed.count', issued, 1);
    END IF;
  ELSE
    PERFORM facteur_count(NEW.tenant_id, NEW.currency, 'disputed.amount', issued, NEW.amount - OLD.amount);
  END IF;
  RETURN NULL;
END
$function$
;

CREATE OR REPLACE FUNCTION public.facteur_count_entry()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE
  was int := (OLD.amount > 0 AND OLD.state IN ('allocated', 'proposed', 'unmatched'))::int;
  is_now int := (NEW.amount > 0 AND NEW.state IN ('allocated', 'proposed', 'unmatched'))::int;
BEGIN
  PERFORM facteur_count(NEW.tenant_id, NEW.currency, 'receipt.count', NEW.booked_on, is_now - was);
  PERFORM facteur_count(NEW.tenant_id, NEW.currency, 'receipt.automatic', NEW.booked_on,
    is_now * (NEW.first_match IS NOT DISTINCT FROM 'machine')::int - was * (OLD.first_match IS NOT DISTINCT FROM 'machine')::int);
  PERFORM facteur_count(NEW.tenant_id, NEW.currency, 'receipt.reversed', NEW.booked_on,
    is_now * (NEW.first_match IS NOT DISTINCT FROM 'machine' AND NEW.is_undone)::int
    - was * (OLD.first_match IS NOT DISTINCT FROM 'machine' AND OLD.is_undone)::int);
  RETURN NULL;
END
$function$
;

CREATE OR REPLACE FUNCTION public.facteur_count_touches()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  INSERT INTO kpi_days AS known (tenant_id, currency, measure, day, shard, amount)
  SELECT tenant_id, '', 'touch', (at AT TIME ZONE 'UTC')::date, facteur_shard(), count(*)
    FROM told WHERE data ? 'person' GROUP BY tenant_id, (at AT TIME ZONE 'UTC')::date ORDER BY 1, 4
  ON CONFLICT (tenant_id, currency, measure, day, shard) DO UPDATE SET amount = known.amount + excluded.amount;
  RETURN NULL;
END
$function$
;

CREATE OR REPLACE FUNCTION public.facteur_document_key(number text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN regexp_replace(upper(number), '[^A-Z0-9]'::text, ''::text, 'g'::text)
;

CREATE OR REPLACE FUNCTION public.facteur_due_parts(tenant text, document text, due date, open numeric)
 RETURNS TABLE(due_on date, amount numeric)
 LANGUAGE sql
 STABLE
AS $function$
  SELECT p.due_on, least(p.amount, open - p.later_amount) FROM plan_instalments p
   WHERE p.tenant_id = tenant AND p.invoice_id = document AND p.is_active AND open > p.later_amount
  UNION ALL
  SELECT coalesce(due, '9999-12-31'::date), open - planned.amount
    FROM (SELECT coalesce(sum(p.amount), 0) AS amount FROM plan_instalments p
           WHERE p.tenant_id = tenant AND p.invoice_id = document AND p.is_active) AS planned
   WHERE open > planned.amount
$function$
;

CREATE OR REPLACE FUNCTION public.facteur_isolate(target regclass, privileges text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format(
    'CREATE POLICY tenant_only ON %s TO facteur_app
       USING (tenant_id = (SELECT facteur_tenant())) WITH CHECK (tenant_id = (SELECT facteur_tenant()))', target);
  EXECUTE format('GRANT %s ON %s TO facteur_app', privileges, target);
END
$function$
;

CREATE OR REPLACE FUNCTION public.facteur_keep_shapes()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  INSERT INTO number_shapes (tenant_id, shape)
  SELECT DISTINCT tenant_id, regexp_replace(facteur_document_key(number), '[0-9]', '#', 'g') FROM issued ORDER BY 1, 2
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$function$
;

CREATE OR REPLACE FUNCTION public.facteur_ledger_differences()
 RETURNS TABLE(tenant_id text, invoice_id text, derived numeric, carried numeric)
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
  SELECT coalesce(d.tenant_id, c.tenant_id), coalesce(d.invoice_id, c.invoice_id), d.open_amount, c.open_amount
    FROM invoice_open_amounts d
    FULL JOIN invoice_balances c ON c.tenant_id = d.tenant_id AND c.invoice_id = d.invoice_id
   WHERE d.open_amount IS DISTINCT FROM c.open_amount
$function$
;

CREATE OR REPLACE FUNCTION public.facteur_lock_claim(wanted text)
 RETURNS numeric
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  SELECT open_amount FROM claim_balances
   WHERE tenant_id = facteur_tenant() AND claim_id = wanted FOR UPDATE
$function$
;

CREATE OR REPLACE FUNCTION public.facteur_lock_open_amount(wanted text)
 RETURNS numeric
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  SELECT open_amount FROM invoice_balances
   WHERE tenant_id = facteur_tenant() AND invoice_id = wanted FOR UPDATE
$function$
;

CREATE OR REPLACE FUNCTION public.facteur_lock_payment(wanted text)
 RETURNS numeric
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  SELECT unallocated_amount FROM payment_balances
   WHERE tenant_id = facteur_tenant() AND payment_id = wanted FOR UPDATE
$function$
;

CREATE OR REPLACE FUNCTION public.facteur_move_dues(document text, direction integer)
 RETURNS void
 LANGUAGE sql
 SET search_path TO 'public', 'pg_temp'
AS $function$
  INSERT INTO due_days AS known (tenant_id, currency, due_on, shard, amount, parts)
  SELECT b.tenant_id, b.currency, p.due_on, facteur_shard(), direction * sum(p.amount), direction * count(*)
    FROM invoice_balances b
    CROSS JOIN LATERAL facteur_due_parts(b.tenant_id, b.invoice_id, b.due_date, b.open_amount) AS p
   WHERE b.tenant_id = facteur_tenant() AND b.invoice_id = document AND b.kind = 'invoice'
   GROUP BY b.tenant_id, b.currency, p.due_on ORDER BY 1, 2, 3
  ON CONFLICT (tenant_id, currency, due_on, shard) DO UPDATE
    SET amount = known.amount + excluded.amount, parts = known.parts + excluded.parts
$function$
;

CREATE OR REPLACE FUNCTION public.facteur_note_cash()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  INSERT INTO collections_pending (tenant_id, booking_id, invoice_id)
  SELECT l.tenant_id, l.id, l.invoice_id
    FROM posted l
    LEFT JOIN ledger p ON p.tenant_id = l.tenant_id AND p.id = l.payment_id AND p.kind = 'payment'
   WHERE l.invoice_id IS NOT NULL AND l.amount <> 0
     AND ((l.kind = 'allocation' AND l.credit_invoice_id IS NULL AND p.entry_id IS NOT NULL)
          OR (l.kind = 'refund' AND l.entry_id IS NOT NULL));
  RETURN NULL;
END
$function$
;

CREATE OR REPLACE FUNCTION public.facteur_refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION 'Rows of % are never changed or removed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$function$
;

CREATE OR REPLACE FUNCTION public.facteur_shard()
 RETURNS smallint
 LANGUAGE sql
 STABLE
RETURN ((pg_backend_pid() % 8))::smallint
;

CREATE OR REPLACE FUNCTION public.facteur_tenant()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN NULLIF(current_setting('facteur.tenant'::text, true), ''::text)
;

-- Triggers

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.claims FOR EACH STATEMENT EXECUTE FUNCTION facteur_refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.collection_lines FOR EACH STATEMENT EXECUTE FUNCTION facteur_refuse_change();

CREATE CONSTRAINT TRIGGER lines_add_up AFTER INSERT ON public.collection_lines DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION facteur_check_collection_lines();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.collections FOR EACH STATEMENT EXECUTE FUNCTION facteur_refuse_change();

CREATE TRIGGER bank_cash_only BEFORE INSERT ON public.collections FOR EACH ROW EXECUTE FUNCTION facteur_check_collection();

CREATE CONSTRAINT TRIGGER lines_add_up AFTER INSERT ON public.collections DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION facteur_check_collection_lines();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.dispute_evidence FOR EACH STATEMENT EXECUTE FUNCTION facteur_refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.dispute_steps FOR EACH STATEMENT EXECUTE FUNCTION facteur_refuse_change();

CREATE TRIGGER count_dispute AFTER INSERT OR UPDATE OF amount ON public.disputes FOR EACH ROW EXECUTE FUNCTION facteur_count_dispute();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.documents FOR EACH STATEMENT EXECUTE FUNCTION facteur_refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.e_reports FOR EACH STATEMENT EXECUTE FUNCTION facteur_refuse_change();

CREATE TRIGGER count_entry AFTER UPDATE OF state, first_match, is_undone ON public.entries FOR EACH ROW EXECUTE FUNCTION facteur_count_entry();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.invoices FOR EACH STATEMENT EXECUTE FUNCTION facteur_refuse_change();

CREATE TRIGGER keep_shapes AFTER INSERT ON public.invoices REFERENCING NEW TABLE AS issued FOR EACH STATEMENT EXECUTE FUNCTION facteur_keep_shapes();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.issued_numbers FOR EACH STATEMENT EXECUTE FUNCTION facteur_refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger FOR EACH STATEMENT EXECUTE FUNCTION facteur_refuse_change();

CREATE TRIGGER carry_ledger AFTER INSERT ON public.ledger REFERENCING NEW TABLE AS posted FOR EACH STATEMENT EXECUTE FUNCTION facteur_carry_ledger();

CREATE TRIGGER note_cash AFTER INSERT ON public.ledger REFERENCING NEW TABLE AS posted FOR EACH STATEMENT EXECUTE FUNCTION facteur_note_cash();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.lifecycle_statuses FOR EACH STATEMENT EXECUTE FUNCTION facteur_refuse_change();

CREATE CONSTRAINT TRIGGER bank_cash_only AFTER INSERT ON public.lifecycle_statuses DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((new.code = '212'::text) AND (new.direction = 'sent'::text))) EXECUTE FUNCTION facteur_check_collected_status();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.receipts FOR EACH STATEMENT EXECUTE FUNCTION facteur_refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.retail_days FOR EACH STATEMENT EXECUTE FUNCTION facteur_refuse_change();

CREATE TRIGGER announce AFTER INSERT ON public.timeline REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION facteur_announce();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.timeline FOR EACH STATEMENT EXECUTE FUNCTION facteur_refuse_change();

CREATE TRIGGER count_touches AFTER INSERT ON public.timeline REFERENCING NEW TABLE AS told FOR EACH STATEMENT EXECUTE FUNCTION facteur_count_touches();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.voided_numbers FOR EACH STATEMENT EXECUTE FUNCTION facteur_refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.webhook_attempts FOR EACH STATEMENT EXECUTE FUNCTION facteur_refuse_change();

-- Row level security

ALTER TABLE account_balances ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON account_balances TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE advice_references ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON advice_references TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE claim_balances ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON claim_balances TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE claims ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON claims TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE collection_lines ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON collection_lines TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE collections ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON collections TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE collections_pending ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON collections_pending TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE customer_standings ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON customer_standings TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE deliveries ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON deliveries TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE dispute_comments ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON dispute_comments TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE dispute_evidence ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON dispute_evidence TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE dispute_steps ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON dispute_steps TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE disputes ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON disputes TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON documents TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE due_days ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON due_days TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE e_reports ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON e_reports TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE entries ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON entries TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE entry_reports ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON entry_reports TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON idempotency_keys TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE invoice_balances ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON invoice_balances TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON invoices TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE issued_numbers ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON issued_numbers TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE jobs ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON jobs TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE kpi_days ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON kpi_days TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE kpi_levels ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON kpi_levels TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE ledger ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON ledger TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE lifecycle_statuses ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON lifecycle_statuses TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE number_counters ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON number_counters TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE number_shapes ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON number_shapes TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON orders TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE outgoing_messages ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON outgoing_messages TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE parcels ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON parcels TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE partner_pauses ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON partner_pauses TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE payer_accounts ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON payer_accounts TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE payment_balances ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON payment_balances TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE payment_expectations ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON payment_expectations TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE payment_plans ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON payment_plans TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE payment_promises ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON payment_promises TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE plan_instalments ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON plan_instalments TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE platform_flows ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON platform_flows TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE platform_positions ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON platform_positions TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE proposals ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON proposals TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE receipts ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON receipts TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE remittance_advices ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON remittance_advices TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE retail_days ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON retail_days TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE statements ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON statements TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE timeline ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON timeline TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE timeline_heads ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON timeline_heads TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE voided_numbers ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON voided_numbers TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE waiting_statuses ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON waiting_statuses TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE webhook_attempts ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON webhook_attempts TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE webhook_endpoints ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON webhook_endpoints TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE webhook_messages ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON webhook_messages TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

-- Rights of the application role

GRANT SELECT ON account_balances TO facteur_app;

GRANT INSERT, SELECT ON advice_references TO facteur_app;

GRANT SELECT ON cash_bookings TO facteur_app;

GRANT SELECT ON claim_balances TO facteur_app;

GRANT INSERT, SELECT ON claims TO facteur_app;

GRANT INSERT, SELECT ON collection_lines TO facteur_app;

GRANT INSERT, SELECT ON collections TO facteur_app;

GRANT DELETE, SELECT ON collections_pending TO facteur_app;

GRANT INSERT, SELECT, UPDATE ON customer_standings TO facteur_app;

GRANT INSERT, SELECT, UPDATE ON deliveries TO facteur_app;

GRANT INSERT, SELECT ON dispute_comments TO facteur_app;

GRANT INSERT, SELECT ON dispute_evidence TO facteur_app;

GRANT INSERT, SELECT ON dispute_steps TO facteur_app;

GRANT INSERT, SELECT, UPDATE ON disputes TO facteur_app;

GRANT INSERT, SELECT ON documents TO facteur_app;

GRANT SELECT ON due_days TO facteur_app;

GRANT INSERT, SELECT ON e_reports TO facteur_app;

GRANT INSERT, SELECT, UPDATE ON entries TO facteur_app;

GRANT INSERT, SELECT ON entry_reports TO facteur_app;

GRANT INSERT, SELECT ON idempotency_keys TO facteur_app;

GRANT SELECT ON invoice_balances TO facteur_app;

GRANT SELECT ON invoice_movements TO facteur_app;

GRANT SELECT ON invoice_open_amounts TO facteur_app;

GRANT INSERT, SELECT ON invoices TO facteur_app;

GRANT INSERT, SELECT ON issued_numbers TO facteur_app;

GRANT INSERT, SELECT, UPDATE ON jobs TO facteur_app;

GRANT SELECT ON kpi_days TO facteur_app;

GRANT SELECT ON kpi_levels TO facteur_app;

GRANT INSERT, SELECT ON ledger TO facteur_app;

GRANT INSERT, SELECT ON lifecycle_statuses TO facteur_app;

GRANT INSERT, SELECT, UPDATE ON number_counters TO facteur_app;

GRANT SELECT ON number_shapes TO facteur_app;

GRANT INSERT, SELECT, UPDATE ON orders TO facteur_app;

GRANT INSERT, SELECT, UPDATE ON outgoing_messages TO facteur_app;

GRANT INSERT, SELECT, UPDATE ON parcels TO facteur_app;

GRANT DELETE, INSERT, SELECT ON partner_pauses TO facteur_app;

GRANT SELECT ON payer_accounts TO facteur_app;

GRANT SELECT ON payment_balances TO facteur_app;

GRANT INSERT, SELECT, UPDATE ON payment_expectations TO facteur_app;

GRANT SELECT ON payment_plans TO facteur_app;

GRANT INSERT, SELECT, UPDATE ON payment_promises TO facteur_app;

GRANT SELECT ON plan_instalments TO facteur_app;

GRANT INSERT, SELECT, UPDATE ON platform_flows TO facteur_app;

GRANT INSERT, SELECT, UPDATE ON platform_positions TO facteur_app;

GRANT INSERT, SELECT, UPDATE ON proposals TO facteur_app;

GRANT INSERT, SELECT ON receipts TO facteur_app;

GRANT INSERT, SELECT ON remittance_advices TO facteur_app;

GRANT INSERT, SELECT ON retail_days TO facteur_app;

GRANT INSERT, SELECT, UPDATE ON statements TO facteur_app;

GRANT INSERT, SELECT ON timeline TO facteur_app;

GRANT INSERT, SELECT, UPDATE ON timeline_heads TO facteur_app;

GRANT INSERT, SELECT ON voided_numbers TO facteur_app;

GRANT INSERT, SELECT, UPDATE ON waiting_statuses TO facteur_app;

GRANT INSERT, SELECT ON webhook_attempts TO facteur_app;

GRANT INSERT, SELECT, UPDATE ON webhook_endpoints TO facteur_app;

GRANT INSERT, SELECT, UPDATE ON webhook_messages TO facteur_app;
