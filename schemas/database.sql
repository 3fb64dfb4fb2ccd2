-- Generated from libs/store/migrations. To read, not to run.

-- Tables

CREATE TABLE account_balances (
  tenant_id text NOT NULL,
  customer_ref text NOT NULL,
  currency text NOT NULL,
  balance numeric NOT NULL,
  invoice_count bigint NOT NULL
) WITH (fillfactor=50);

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
  correlation_id text NOT NULL
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
  correlation_id text NOT NULL
) WITH (toast_tuple_target=512);

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
  open_amount numeric NOT NULL
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
  finished_at timestamp with time zone
) WITH (fillfactor=70, autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=500);

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
  correlation_id text NOT NULL
);

CREATE TABLE number_counters (
  tenant_id text NOT NULL,
  seller_ref text NOT NULL,
  series text NOT NULL,
  fiscal_year integer NOT NULL,
  last_sequence integer NOT NULL
) WITH (fillfactor=50);

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

CREATE TABLE payer_accounts (
  tenant_id text NOT NULL,
  iban text NOT NULL,
  customer_ref text NOT NULL,
  allocation_count bigint NOT NULL
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
  imported_at timestamp with time zone NOT NULL
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
  data jsonb NOT NULL
);

-- Constraints

ALTER TABLE account_balances ADD CONSTRAINT account_balances_pkey PRIMARY KEY (tenant_id, customer_ref, currency);

ALTER TABLE api_keys ADD CONSTRAINT api_keys_pkey PRIMARY KEY (id);

ALTER TABLE api_keys ADD CONSTRAINT api_keys_prefix_key UNIQUE (prefix);

ALTER TABLE api_keys ADD CONSTRAINT api_keys_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);

ALTER TABLE deliveries ADD CONSTRAINT deliveries_key UNIQUE (tenant_id, idempotency_key);

ALTER TABLE deliveries ADD CONSTRAINT deliveries_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE deliveries ADD CONSTRAINT deliveries_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'delivered'::text, 'refused'::text, 'dead'::text])));

ALTER TABLE deliveries ADD CONSTRAINT deliveries_tenant_id_document_id_fkey FOREIGN KEY (tenant_id, document_id) REFERENCES documents(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE deliveries ADD CONSTRAINT deliveries_tenant_id_invoice_id_fkey FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE dispute_comments ADD CONSTRAINT dispute_comments_pkey PRIMARY KEY (tenant_id, sequence);

ALTER TABLE dispute_comments ADD CONSTRAINT dispute_comments_tenant_id_dispute_id_fkey FOREIGN KEY (tenant_id, dispute_id) REFERENCES disputes(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE disputes ADD CONSTRAINT disputes_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE disputes ADD CONSTRAINT disputes_tenant_id_invoice_id_fkey FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE documents ADD CONSTRAINT documents_format_check CHECK ((format = ANY (ARRAY['ubl'::text, 'cii'::text, 'facturx'::text])));

ALTER TABLE documents ADD CONSTRAINT documents_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE documents ADD CONSTRAINT documents_tenant_id_invoice_id_fkey FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE entries ADD CONSTRAINT entries_once UNIQUE (tenant_id, account, entry_ref);

ALTER TABLE entries ADD CONSTRAINT entries_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE entries ADD CONSTRAINT entries_state_check CHECK ((state = ANY (ARRAY['new'::text, 'allocated'::text, 'proposed'::text, 'unmatched'::text, 'ignored'::text])));

ALTER TABLE entries ADD CONSTRAINT entries_tenant_id_statement_id_fkey FOREIGN KEY (tenant_id, statement_id) REFERENCES statements(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

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

ALTER TABLE ledger ADD CONSTRAINT ledger_check CHECK (((kind <> ALL (ARRAY['invoice'::text, 'credit-note'::text, 'allocation'::text])) OR (invoice_id IS NOT NULL)));

ALTER TABLE ledger ADD CONSTRAINT ledger_check1 CHECK (((kind = 'allocation'::text) OR (credit_invoice_id IS NULL)));

ALTER TABLE ledger ADD CONSTRAINT ledger_kind_check CHECK ((kind = ANY (ARRAY['invoice'::text, 'credit-note'::text, 'payment'::text, 'allocation'::text, 'write-off'::text, 'refund'::text, 'reversal'::text])));

ALTER TABLE ledger ADD CONSTRAINT ledger_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE ledger ADD CONSTRAINT ledger_tenant_id_credit_invoice_id_fkey FOREIGN KEY (tenant_id, credit_invoice_id) REFERENCES invoices(tenant_id, id);

ALTER TABLE ledger ADD CONSTRAINT ledger_tenant_id_entry_id_fkey FOREIGN KEY (tenant_id, entry_id) REFERENCES entries(tenant_id, id);

ALTER TABLE ledger ADD CONSTRAINT ledger_tenant_id_invoice_id_fkey FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices(tenant_id, id);

ALTER TABLE number_counters ADD CONSTRAINT number_counters_pkey PRIMARY KEY (tenant_id, seller_ref, series, fiscal_year);

ALTER TABLE orders ADD CONSTRAINT orders_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE orders ADD CONSTRAINT orders_state_check CHECK ((state = ANY (ARRAY['accepted'::text, 'held'::text, 'invoiced'::text, 'rejected'::text, 'superseded'::text, 'cancelled'::text])));

ALTER TABLE orders ADD CONSTRAINT orders_tenant_id_parcel_id_fkey FOREIGN KEY (tenant_id, parcel_id) REFERENCES parcels(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE parcels ADD CONSTRAINT parcels_once UNIQUE (tenant_id, source, source_key, sha256);

ALTER TABLE parcels ADD CONSTRAINT parcels_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE parcels ADD CONSTRAINT parcels_purpose_check CHECK ((purpose = ANY (ARRAY['order'::text, 'statement'::text])));

ALTER TABLE parcels ADD CONSTRAINT parcels_state_check CHECK ((state = ANY (ARRAY['received'::text, 'read'::text, 'partly-read'::text, 'rejected'::text])));

ALTER TABLE payer_accounts ADD CONSTRAINT payer_accounts_pkey PRIMARY KEY (tenant_id, iban, customer_ref);

ALTER TABLE proposals ADD CONSTRAINT proposals_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE proposals ADD CONSTRAINT proposals_state_check CHECK ((state = ANY (ARRAY['open'::text, 'accepted'::text, 'rejected'::text])));

ALTER TABLE proposals ADD CONSTRAINT proposals_tenant_id_entry_id_fkey FOREIGN KEY (tenant_id, entry_id) REFERENCES entries(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE schema_migrations ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (number);

ALTER TABLE statements ADD CONSTRAINT statements_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE statements ADD CONSTRAINT statements_tenant_id_parcel_id_fkey FOREIGN KEY (tenant_id, parcel_id) REFERENCES parcels(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE tenants ADD CONSTRAINT tenants_pkey PRIMARY KEY (id);

ALTER TABLE timeline ADD CONSTRAINT timeline_pkey PRIMARY KEY (tenant_id, sequence);

ALTER TABLE timeline ADD CONSTRAINT timeline_subject_check CHECK ((subject = ANY (ARRAY['parcel'::text, 'order'::text, 'invoice'::text, 'delivery'::text, 'statement'::text, 'entry'::text, 'dispute'::text])));

-- Indexes

CREATE INDEX api_keys_tenant ON public.api_keys USING btree (tenant_id, id);

CREATE INDEX deliveries_invoice ON public.deliveries USING btree (tenant_id, invoice_id, state);

CREATE INDEX deliveries_partner ON public.deliveries USING btree (tenant_id, partner, id);

CREATE INDEX deliveries_state ON public.deliveries USING btree (tenant_id, state, id);

CREATE INDEX dispute_comments_dispute ON public.dispute_comments USING btree (tenant_id, dispute_id, sequence);

CREATE INDEX disputes_invoice ON public.disputes USING btree (tenant_id, invoice_id, id);

CREATE INDEX disputes_open ON public.disputes USING btree (tenant_id, invoice_id) WHERE (resolved_at IS NULL);

CREATE INDEX documents_invoice ON public.documents USING btree (tenant_id, invoice_id, id);

CREATE INDEX entries_state ON public.entries USING btree (tenant_id, state, id);

CREATE INDEX entries_statement ON public.entries USING btree (tenant_id, statement_id);

CREATE INDEX invoice_balances_open ON public.invoice_balances USING btree (tenant_id, customer_ref) WHERE (open_amount <> (0)::numeric);

CREATE INDEX invoices_by_number ON public.invoices USING btree (tenant_id, number);

CREATE INDEX invoices_corrects ON public.invoices USING btree (tenant_id, corrects_invoice_id) WHERE (corrects_invoice_id IS NOT NULL);

CREATE INDEX invoices_customer ON public.invoices USING btree (tenant_id, customer_ref, id);

CREATE UNIQUE INDEX invoices_order ON public.invoices USING btree (tenant_id, order_id) WHERE (kind = 'invoice'::text);

CREATE INDEX invoices_sales ON public.invoices USING btree (tenant_id, issue_date) INCLUDE (currency, kind, total_with_vat);

CREATE INDEX jobs_carry ON public.jobs USING btree (carry_at, id) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));

CREATE INDEX jobs_due ON public.jobs USING btree (due_at, id) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));

CREATE INDEX jobs_figures ON public.jobs USING btree (kind, state, created_at) WHERE (state = ANY (ARRAY['waiting'::text, 'dead'::text]));

CREATE INDEX jobs_tenant ON public.jobs USING btree (tenant_id, id);

CREATE INDEX jobs_worker ON public.jobs USING btree (worker) WHERE (state = 'running'::text);

CREATE INDEX ledger_credit ON public.ledger USING btree (tenant_id, credit_invoice_id, id) WHERE (credit_invoice_id IS NOT NULL);

CREATE INDEX ledger_customer ON public.ledger USING btree (tenant_id, customer_ref, id);

CREATE INDEX ledger_entry ON public.ledger USING btree (tenant_id, entry_id) WHERE (entry_id IS NOT NULL);

CREATE INDEX ledger_invoice ON public.ledger USING btree (tenant_id, invoice_id, id) WHERE (invoice_id IS NOT NULL);

CREATE UNIQUE INDEX orders_live ON public.orders USING btree (tenant_id, seller_ref, order_ref) WHERE (state = ANY (ARRAY['accepted'::text, 'held'::text, 'invoiced'::text]));

CREATE INDEX orders_parcel ON public.orders USING btree (tenant_id, parcel_id, "position");

CREATE INDEX orders_ref ON public.orders USING btree (tenant_id, order_ref, id);

CREATE INDEX orders_state ON public.orders USING btree (tenant_id, state, id);

CREATE INDEX proposals_entry ON public.proposals USING btree (tenant_id, entry_id, rank);

CREATE INDEX proposals_state ON public.proposals USING btree (tenant_id, state, id);

CREATE UNIQUE INDEX statements_once ON public.statements USING btree (tenant_id, account, statement_ref, COALESCE(ended_on, '0001-01-01'::date)) WHERE (statement_ref <> ''::text);

CREATE INDEX timeline_story ON public.timeline USING btree (tenant_id, correlation_id, sequence);

CREATE INDEX timeline_subject ON public.timeline USING btree (tenant_id, subject_id, sequence);

-- Views

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

CREATE OR REPLACE FUNCTION public.facteur_carry_ledger()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
  -- Sorted, so that two transactions take the row locks in the same order.
  INSERT INTO invoice_balances AS known (tenant_id, invoice_id, customer_ref, currency, kind, due_date, open_amount)
  SELECT i.tenant_id, i.id, i.customer_ref, i.currency, i.kind, i.due_date, moved.amount
    FROM (
      SELECT tenant_id, invoice_id, sum(amount) AS amount
        FROM (
          SELECT tenant_id, invoice_id, CASE WHEN kind = 'allocation' THEN -amount ELSE amount END AS amount
            FROM posted WHERE invoice_id IS NOT NULL
          UNION ALL
          SELECT tenant_id, credit_invoice_id, amount FROM posted WHERE credit_invoice_id IS NOT NULL
        ) AS movements
       GROUP BY tenant_id, invoice_id
    ) AS moved
    JOIN invoices i ON i.tenant_id = moved.tenant_id AND i.id = moved.invoice_id
   ORDER BY i.tenant_id, i.id
  ON CONFLICT (tenant_id, invoice_id) DO UPDATE SET open_amount = known.open_amount + excluded.open_amount;

  INSERT INTO account_balances AS known (tenant_id, customer_ref, currency, balance, invoice_count)
  SELECT tenant_id, customer_ref, currency, sum(amount), count(*) FILTER (WHERE kind = 'invoice')
    FROM posted WHERE kind <> 'allocation'
   GROUP BY tenant_id, customer_ref, currency
   ORDER BY tenant_id, customer_ref, currency
  ON CONFLICT (tenant_id, customer_ref, currency) DO UPDATE
    SET balance = known.balance + excluded.balance, invoice_count = known.invoice_count + excluded.invoice_count;

  INSERT INTO payer_accounts AS known (tenant_id, iban, customer_ref, allocation_count)
  SELECT p.tenant_id, e.payer_iban, p.customer_ref, sum(sign(p.amount))
    FROM posted p JOIN entries e ON e.tenant_id = p.tenant_id AND e.id = p.entry_id
   WHERE p.kind = 'allocation' AND e.payer_iban IS NOT NULL
   GROUP BY p.tenant_id, e.payer_iban, p.customer_ref
   ORDER BY p.tenant_id, e.payer_iban, p.customer_ref
  ON CONFLICT (tenant_id, iban, customer_ref) DO UPDATE
    SET allocation_count = known.allocation_count + excluded.allocation_count;
  RETURN NULL;
END
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

CREATE OR REPLACE FUNCTION public.facteur_refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION 'Rows of % are never changed or removed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$function$
;

CREATE OR REPLACE FUNCTION public.facteur_tenant()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN NULLIF(current_setting('facteur.tenant'::text, true), ''::text)
;

-- Triggers

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.documents FOR EACH STATEMENT EXECUTE FUNCTION facteur_refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.invoices FOR EACH STATEMENT EXECUTE FUNCTION facteur_refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.issued_numbers FOR EACH STATEMENT EXECUTE FUNCTION facteur_refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger FOR EACH STATEMENT EXECUTE FUNCTION facteur_refuse_change();

CREATE TRIGGER carry_ledger AFTER INSERT ON public.ledger REFERENCING NEW TABLE AS posted FOR EACH STATEMENT EXECUTE FUNCTION facteur_carry_ledger();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.timeline FOR EACH STATEMENT EXECUTE FUNCTION facteur_refuse_change();

-- Row level security

ALTER TABLE account_balances ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON account_balances TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE deliveries ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON deliveries TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE dispute_comments ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON dispute_comments TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE disputes ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON disputes TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON documents TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE entries ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON entries TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

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

ALTER TABLE ledger ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON ledger TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE number_counters ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON number_counters TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON orders TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE parcels ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON parcels TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE payer_accounts ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON payer_accounts TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE proposals ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON proposals TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE statements ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON statements TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

ALTER TABLE timeline ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON timeline TO facteur_app USING ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant))) WITH CHECK ((tenant_id = ( SELECT facteur_tenant() AS facteur_tenant)));

-- Rights of the application role

GRANT SELECT ON account_balances TO facteur_app;

GRANT INSERT, SELECT, UPDATE ON deliveries TO facteur_app;

GRANT INSERT, SELECT ON dispute_comments TO facteur_app;

GRANT INSERT, SELECT, UPDATE ON disputes TO facteur_app;

GRANT INSERT, SELECT ON documents TO facteur_app;

GRANT INSERT, SELECT, UPDATE ON entries TO facteur_app;

GRANT INSERT, SELECT ON idempotency_keys TO facteur_app;

GRANT SELECT ON invoice_balances TO facteur_app;

GRANT SELECT ON invoice_movements TO facteur_app;

GRANT SELECT ON invoice_open_amounts TO facteur_app;

GRANT INSERT, SELECT ON invoices TO facteur_app;

GRANT INSERT, SELECT ON issued_numbers TO facteur_app;

GRANT INSERT, SELECT, UPDATE ON jobs TO facteur_app;

GRANT INSERT, SELECT ON ledger TO facteur_app;

GRANT INSERT, SELECT, UPDATE ON number_counters TO facteur_app;

GRANT INSERT, SELECT, UPDATE ON orders TO facteur_app;

GRANT INSERT, SELECT, UPDATE ON parcels TO facteur_app;

GRANT SELECT ON payer_accounts TO facteur_app;

GRANT INSERT, SELECT, UPDATE ON proposals TO facteur_app;

GRANT INSERT, SELECT ON statements TO facteur_app;

GRANT INSERT, SELECT ON timeline TO facteur_app;
