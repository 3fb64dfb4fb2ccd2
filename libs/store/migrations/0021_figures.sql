-- Figures kept up with every booking, so that reading them never adds up the past. Several shards for one sum: transactions on
-- different connections do not wait for each other at the counters.

-- What happened on a day, by measure; docs/kpis.md defines each.
CREATE TABLE kpi_days (
  tenant_id text COLLATE "C" NOT NULL,
  currency text COLLATE "C" NOT NULL,
  measure text COLLATE "C" NOT NULL,
  day date NOT NULL,
  shard smallint NOT NULL,
  amount numeric NOT NULL,
  PRIMARY KEY (tenant_id, currency, measure, day, shard)
) WITH (fillfactor = 50);
SELECT facteur_isolate('kpi_days', 'SELECT');

-- How things stand now.
CREATE TABLE kpi_levels (
  tenant_id text COLLATE "C" NOT NULL,
  currency text COLLATE "C" NOT NULL,
  measure text COLLATE "C" NOT NULL,
  shard smallint NOT NULL,
  amount numeric NOT NULL,
  PRIMARY KEY (tenant_id, currency, measure, shard)
) WITH (fillfactor = 50);
SELECT facteur_isolate('kpi_levels', 'SELECT');

-- What is open on invoices by due date, instalments of plans by their own.
CREATE TABLE due_days (
  tenant_id text COLLATE "C" NOT NULL,
  currency text COLLATE "C" NOT NULL,
  due_on date NOT NULL,
  shard smallint NOT NULL,
  amount numeric NOT NULL,
  parts bigint NOT NULL,
  PRIMARY KEY (tenant_id, currency, due_on, shard)
) WITH (fillfactor = 50);
SELECT facteur_isolate('due_days', 'SELECT');

ALTER TABLE invoice_balances ADD COLUMN paid_amount numeric NOT NULL DEFAULT 0;
ALTER TABLE invoice_balances ADD COLUMN collected_on date;
ALTER TABLE account_balances ADD COLUMN open_amount numeric NOT NULL DEFAULT 0;

CREATE TABLE payment_plans (
  tenant_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  invoice_id text COLLATE "C" NOT NULL,
  customer_ref text COLLATE "C" NOT NULL,
  currency text COLLATE "C" NOT NULL,
  amount numeric NOT NULL,
  state text NOT NULL CHECK (state IN ('active', 'cancelled')),
  note text,
  made_by text NOT NULL,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices (tenant_id, id)
);
CREATE UNIQUE INDEX payment_plans_active ON payment_plans (tenant_id, invoice_id) WHERE state = 'active';
SELECT facteur_isolate('payment_plans', 'SELECT');

-- `later_amount`: what the instalments after this one come to. Money fills the first ones first, so an instalment is open for
-- what is open beyond the later ones.
CREATE TABLE plan_instalments (
  tenant_id text COLLATE "C" NOT NULL,
  plan_id text COLLATE "C" NOT NULL,
  position integer NOT NULL,
  invoice_id text COLLATE "C" NOT NULL,
  due_on date NOT NULL,
  amount numeric NOT NULL,
  later_amount numeric NOT NULL,
  is_active boolean NOT NULL,
  PRIMARY KEY (tenant_id, plan_id, position),
  FOREIGN KEY (tenant_id, plan_id) REFERENCES payment_plans (tenant_id, id)
);
CREATE INDEX plan_instalments_active ON plan_instalments (tenant_id, invoice_id) WHERE is_active;
SELECT facteur_isolate('plan_instalments', 'SELECT');

-- The due dates of an open amount: of its instalments, and of the document for what no instalment covers. No search path of its
-- own, so that it is inlined; its callers pin theirs.
CREATE FUNCTION facteur_due_parts(tenant text, document text, due date, open numeric)
  RETURNS TABLE (due_on date, amount numeric)
  LANGUAGE sql STABLE AS $$
  SELECT p.due_on, least(p.amount, open - p.later_amount) FROM plan_instalments p
   WHERE p.tenant_id = tenant AND p.invoice_id = document AND p.is_active AND open > p.later_amount
  UNION ALL
  SELECT coalesce(due, '9999-12-31'::date), open - planned.amount
    FROM (SELECT coalesce(sum(p.amount), 0) AS amount FROM plan_instalments p
           WHERE p.tenant_id = tenant AND p.invoice_id = document AND p.is_active) AS planned
   WHERE open > planned.amount
$$;

CREATE FUNCTION facteur_shard() RETURNS smallint LANGUAGE sql STABLE RETURN (pg_backend_pid() % 8)::smallint;

CREATE OR REPLACE FUNCTION facteur_carry_ledger() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
$$;

CREATE FUNCTION facteur_count(tenant text, in_currency text, of_measure text, on_day date, change numeric) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO kpi_days AS known (tenant_id, currency, measure, day, shard, amount)
  SELECT tenant, in_currency, of_measure, on_day, facteur_shard(), change WHERE change <> 0
  ON CONFLICT (tenant_id, currency, measure, day, shard) DO UPDATE SET amount = known.amount + excluded.amount
$$;
REVOKE ALL ON FUNCTION facteur_count FROM PUBLIC;

-- Receipts to allocate, those the machine allocated at first sight, and of these the ones a person took back.
CREATE FUNCTION facteur_count_entry() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
$$;
CREATE TRIGGER count_entry AFTER UPDATE OF state, first_match, is_undone ON entries
  FOR EACH ROW EXECUTE FUNCTION facteur_count_entry();

-- Disputes count for the day of their invoice: a rate of what was issued.
CREATE FUNCTION facteur_count_dispute() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
$$;
CREATE TRIGGER count_dispute AFTER INSERT OR UPDATE OF amount ON disputes
  FOR EACH ROW EXECUTE FUNCTION facteur_count_dispute();

-- What people did by hand: events that name a person. They have no currency.
CREATE FUNCTION facteur_count_touches() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO kpi_days AS known (tenant_id, currency, measure, day, shard, amount)
  SELECT tenant_id, '', 'touch', (at AT TIME ZONE 'UTC')::date, facteur_shard(), count(*)
    FROM told WHERE data ? 'person' GROUP BY tenant_id, (at AT TIME ZONE 'UTC')::date ORDER BY 1, 4
  ON CONFLICT (tenant_id, currency, measure, day, shard) DO UPDATE SET amount = known.amount + excluded.amount;
  RETURN NULL;
END
$$;
CREATE TRIGGER count_touches AFTER INSERT ON timeline
  REFERENCING NEW TABLE AS told FOR EACH STATEMENT EXECUTE FUNCTION facteur_count_touches();

-- What the ledger of an earlier version holds is carried once more, booking by booking, by the new trigger.
ALTER TABLE ledger DISABLE TRIGGER append_only;
CREATE TEMP TABLE earlier ON COMMIT DROP AS SELECT * FROM ledger;
DELETE FROM ledger;
DELETE FROM invoice_balances;
DELETE FROM account_balances;
DELETE FROM payer_accounts;
DO $$
DECLARE
  booking earlier%ROWTYPE;
BEGIN
  FOR booking IN SELECT * FROM earlier ORDER BY tenant_id, id LOOP
    INSERT INTO ledger SELECT booking.*;
  END LOOP;
END
$$;
ALTER TABLE ledger ENABLE TRIGGER append_only;
UPDATE entries e SET first_match = CASE WHEN l.cause ->> 'by' = 'machine' THEN 'machine' ELSE 'person' END
  FROM ledger l WHERE l.tenant_id = e.tenant_id AND l.entry_id = e.id AND l.kind = 'payment';
INSERT INTO kpi_days (tenant_id, currency, measure, day, shard, amount)
SELECT tenant_id, currency, 'receipt.count', booked_on, 0, count(*) FROM entries
 WHERE amount > 0 AND state IN ('allocated', 'proposed', 'unmatched') GROUP BY tenant_id, currency, booked_on
ON CONFLICT (tenant_id, currency, measure, day, shard) DO UPDATE SET amount = excluded.amount;
INSERT INTO kpi_days (tenant_id, currency, measure, day, shard, amount)
SELECT d.tenant_id, d.currency, m.measure, i.issue_date, 0, sum(m.amount)
  FROM disputes d
  JOIN invoices i ON i.tenant_id = d.tenant_id AND i.id = d.invoice_id
  CROSS JOIN LATERAL (VALUES
    ('disputed.amount', d.amount),
    ('disputed.count', (NOT EXISTS (
      SELECT FROM disputes e WHERE e.tenant_id = d.tenant_id AND e.invoice_id = d.invoice_id AND e.id < d.id))::int)
  ) AS m (measure, amount)
 GROUP BY d.tenant_id, d.currency, m.measure, i.issue_date;

-- Doubtful customers (French account 416), by a person's decision.
CREATE TABLE customer_standings (
  tenant_id text COLLATE "C" NOT NULL,
  customer_ref text COLLATE "C" NOT NULL,
  is_doubtful boolean NOT NULL,
  reason text,
  decided_by text NOT NULL,
  decided_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, customer_ref)
);
CREATE INDEX customer_standings_doubtful ON customer_standings (tenant_id, customer_ref) WHERE is_doubtful;
SELECT facteur_isolate('customer_standings', 'SELECT, INSERT, UPDATE');

-- A plan moves due dates, so that figures move with it: the old parts leave and the new ones come in one step.
CREATE FUNCTION facteur_move_dues(document text, direction int) RETURNS void
  LANGUAGE sql SET search_path = public, pg_temp AS $$
  INSERT INTO due_days AS known (tenant_id, currency, due_on, shard, amount, parts)
  SELECT b.tenant_id, b.currency, p.due_on, facteur_shard(), direction * sum(p.amount), direction * count(*)
    FROM invoice_balances b
    CROSS JOIN LATERAL facteur_due_parts(b.tenant_id, b.invoice_id, b.due_date, b.open_amount) AS p
   WHERE b.tenant_id = facteur_tenant() AND b.invoice_id = document AND b.kind = 'invoice'
   GROUP BY b.tenant_id, b.currency, p.due_on ORDER BY 1, 2, 3
  ON CONFLICT (tenant_id, currency, due_on, shard) DO UPDATE
    SET amount = known.amount + excluded.amount, parts = known.parts + excluded.parts
$$;
REVOKE ALL ON FUNCTION facteur_move_dues FROM PUBLIC;

-- Puts a plan in force: `instalments` is a JSON list of {dueOn, amount, laterAmount}.
CREATE FUNCTION facteur_add_plan(
  plan text, document text, planned numeric, remark text, person text, instant timestamptz, instalments jsonb) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
$$;

CREATE FUNCTION facteur_cancel_plan(plan text) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
$$;

CREATE TABLE payment_promises (
  tenant_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  invoice_id text COLLATE "C" NOT NULL,
  customer_ref text COLLATE "C" NOT NULL,
  currency text COLLATE "C" NOT NULL,
  amount numeric NOT NULL,
  promised_on date NOT NULL,
  made_on date NOT NULL,
  made_by text NOT NULL,
  channel text NOT NULL,
  note text,
  recorded_by text NOT NULL,
  withdrawn_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices (tenant_id, id)
);
CREATE INDEX payment_promises_invoice ON payment_promises (tenant_id, invoice_id, id);
SELECT facteur_isolate('payment_promises', 'SELECT, INSERT, UPDATE');
