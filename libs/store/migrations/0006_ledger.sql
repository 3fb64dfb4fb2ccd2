-- Bookings on customers' accounts. The references are checked at once: an invoice or entry exists before it is booked.
CREATE TABLE ledger (
  tenant_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  customer_ref text COLLATE "C" NOT NULL,
  currency text COLLATE "C" NOT NULL,
  kind text NOT NULL
    CHECK (kind IN ('invoice', 'credit-note', 'payment', 'allocation', 'write-off', 'refund', 'reversal')),
  amount numeric NOT NULL,
  invoice_id text COLLATE "C",
  entry_id text COLLATE "C",
  credit_invoice_id text COLLATE "C",
  booked_on date NOT NULL,
  at timestamptz NOT NULL,
  cause jsonb NOT NULL,
  correlation_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices (tenant_id, id),
  FOREIGN KEY (tenant_id, credit_invoice_id) REFERENCES invoices (tenant_id, id),
  FOREIGN KEY (tenant_id, entry_id) REFERENCES entries (tenant_id, id),
  CHECK (kind NOT IN ('invoice', 'credit-note', 'allocation') OR invoice_id IS NOT NULL),
  CHECK (kind = 'allocation' OR credit_invoice_id IS NULL)
);
CREATE INDEX ledger_invoice ON ledger (tenant_id, invoice_id, id) WHERE invoice_id IS NOT NULL;
CREATE INDEX ledger_credit ON ledger (tenant_id, credit_invoice_id, id) WHERE credit_invoice_id IS NOT NULL;
CREATE INDEX ledger_entry ON ledger (tenant_id, entry_id) WHERE entry_id IS NOT NULL;
CREATE INDEX ledger_customer ON ledger (tenant_id, customer_ref, id);
SELECT facteur_isolate('ledger', 'SELECT, INSERT');
SELECT facteur_append_only('ledger');

-- The definition of an open amount: what the bookings add to a document. An allocation takes its amount from the invoice and
-- gives it back to the credit note whose credit it uses.
CREATE VIEW invoice_movements WITH (security_invoker = true) AS
  SELECT tenant_id, invoice_id, CASE WHEN kind = 'allocation' THEN -amount ELSE amount END AS amount
    FROM ledger WHERE invoice_id IS NOT NULL
  UNION ALL
  SELECT tenant_id, credit_invoice_id, amount FROM ledger WHERE credit_invoice_id IS NOT NULL;

CREATE VIEW invoice_open_amounts WITH (security_invoker = true) AS
  SELECT tenant_id, invoice_id, sum(amount) AS open_amount FROM invoice_movements GROUP BY tenant_id, invoice_id;
GRANT SELECT ON invoice_movements, invoice_open_amounts TO facteur_app;

-- The same sums, carried forward by the trigger below and written by nothing else, so that what is open is found without
-- adding up ten years of bookings. `facteur_ledger_differences` compares both.
CREATE TABLE invoice_balances (
  tenant_id text COLLATE "C" NOT NULL,
  invoice_id text COLLATE "C" NOT NULL,
  customer_ref text COLLATE "C" NOT NULL,
  currency text COLLATE "C" NOT NULL,
  kind text NOT NULL,
  due_date date,
  open_amount numeric NOT NULL,
  PRIMARY KEY (tenant_id, invoice_id),
  FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices (tenant_id, id)
);
CREATE INDEX invoice_balances_open ON invoice_balances (tenant_id, customer_ref) WHERE open_amount <> 0;
SELECT facteur_isolate('invoice_balances', 'SELECT');

-- balance: sum of all bookings but allocations, which move nothing on the account.
CREATE TABLE account_balances (
  tenant_id text COLLATE "C" NOT NULL,
  customer_ref text COLLATE "C" NOT NULL,
  currency text COLLATE "C" NOT NULL,
  balance numeric NOT NULL,
  invoice_count bigint NOT NULL,
  PRIMARY KEY (tenant_id, customer_ref, currency)
) WITH (fillfactor = 50);
SELECT facteur_isolate('account_balances', 'SELECT');

-- Which bank accounts have paid for which customer, and how often.
CREATE TABLE payer_accounts (
  tenant_id text COLLATE "C" NOT NULL,
  iban text COLLATE "C" NOT NULL,
  customer_ref text COLLATE "C" NOT NULL,
  allocation_count bigint NOT NULL,
  PRIMARY KEY (tenant_id, iban, customer_ref)
);
SELECT facteur_isolate('payer_accounts', 'SELECT');

CREATE FUNCTION facteur_carry_ledger() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
$$;
CREATE TRIGGER carry_ledger AFTER INSERT ON ledger
  REFERENCING NEW TABLE AS posted FOR EACH STATEMENT EXECUTE FUNCTION facteur_carry_ledger();

-- Locks the invoice's balance until the transaction ends and answers it; null when nothing was booked for it.
-- The application role may not write balances, and a row lock asks for that right: hence the owner's rights here.
CREATE FUNCTION facteur_lock_open_amount(wanted text) RETURNS numeric
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT open_amount FROM invoice_balances
   WHERE tenant_id = facteur_tenant() AND invoice_id = wanted FOR UPDATE
$$;

-- Documents whose carried balance is not the sum of their bookings: always none.
CREATE FUNCTION facteur_ledger_differences() RETURNS TABLE (tenant_id text, invoice_id text, derived numeric, carried numeric)
  LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(d.tenant_id, c.tenant_id), coalesce(d.invoice_id, c.invoice_id), d.open_amount, c.open_amount
    FROM invoice_open_amounts d
    FULL JOIN invoice_balances c ON c.tenant_id = d.tenant_id AND c.invoice_id = d.invoice_id
   WHERE d.open_amount IS DISTINCT FROM c.open_amount
$$;

CREATE TABLE disputes (
  tenant_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  invoice_id text COLLATE "C" NOT NULL,
  cause text COLLATE "C" NOT NULL,
  amount numeric NOT NULL,
  currency text COLLATE "C" NOT NULL,
  state text NOT NULL,
  opened_at timestamptz NOT NULL,
  resolved_at timestamptz,
  resolution text,
  opened_by text NOT NULL,
  correlation_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices (tenant_id, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX disputes_invoice ON disputes (tenant_id, invoice_id, id);
CREATE INDEX disputes_open ON disputes (tenant_id, invoice_id) WHERE resolved_at IS NULL;
SELECT facteur_isolate('disputes', 'SELECT, INSERT, UPDATE');

CREATE TABLE dispute_comments (
  tenant_id text COLLATE "C" NOT NULL,
  sequence bigint GENERATED ALWAYS AS IDENTITY,
  dispute_id text COLLATE "C" NOT NULL,
  at timestamptz NOT NULL,
  author text NOT NULL,
  text text NOT NULL,
  PRIMARY KEY (tenant_id, sequence),
  FOREIGN KEY (tenant_id, dispute_id) REFERENCES disputes (tenant_id, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX dispute_comments_dispute ON dispute_comments (tenant_id, dispute_id, sequence);
SELECT facteur_isolate('dispute_comments', 'SELECT, INSERT');
