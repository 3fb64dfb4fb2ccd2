-- The history of statuses of each invoice, in both directions. Its state is derived from it and stored nowhere.
CREATE TABLE lifecycle_statuses (
  tenant_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  invoice_id text COLLATE "C" NOT NULL,
  -- The same for the same status, by whatever way and however often it comes.
  key text COLLATE "C" NOT NULL,
  code text COLLATE "C" NOT NULL,
  -- French local time, as messages state it.
  set_at text COLLATE "C" NOT NULL,
  direction text NOT NULL CHECK (direction IN ('received', 'sent')),
  message_ref text,
  issuer jsonb,
  details jsonb NOT NULL,
  sha256 text COLLATE "C",
  parcel_id text COLLATE "C",
  recorded_by text,
  recorded_at timestamptz NOT NULL,
  correlation_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices (tenant_id, id),
  FOREIGN KEY (tenant_id, parcel_id) REFERENCES parcels (tenant_id, id),
  CONSTRAINT lifecycle_statuses_once UNIQUE (tenant_id, key)
);
CREATE INDEX lifecycle_statuses_invoice ON lifecycle_statuses (tenant_id, invoice_id, set_at);
SELECT facteur_isolate('lifecycle_statuses', 'SELECT, INSERT');
SELECT facteur_append_only('lifecycle_statuses');

-- Statuses of invoices that are not here (yet): kept with the names they gave, applied when the invoice appears.
CREATE TABLE waiting_statuses (
  tenant_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  invoice_number text COLLATE "C" NOT NULL,
  seller_id text COLLATE "C",
  issued_on date,
  code text COLLATE "C" NOT NULL,
  set_at text COLLATE "C" NOT NULL,
  message_ref text,
  issuer jsonb,
  details jsonb NOT NULL,
  sha256 text COLLATE "C" NOT NULL,
  parcel_id text COLLATE "C" NOT NULL,
  received_at timestamptz NOT NULL,
  placed_at timestamptz,
  correlation_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, parcel_id) REFERENCES parcels (tenant_id, id),
  CONSTRAINT waiting_statuses_once UNIQUE (tenant_id, key)
);
CREATE INDEX waiting_statuses_number ON waiting_statuses (tenant_id, invoice_number) WHERE placed_at IS NULL;
SELECT facteur_isolate('waiting_statuses', 'SELECT, INSERT, UPDATE');

-- Cash that the ledger booked on a document and that is not yet spread over its VAT rates. Filled by the ledger itself, so that no
-- way of booking money can forget it.
CREATE TABLE collections_pending (
  tenant_id text COLLATE "C" NOT NULL,
  booking_id text COLLATE "C" NOT NULL,
  invoice_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant_id, booking_id),
  FOREIGN KEY (tenant_id, booking_id) REFERENCES ledger (tenant_id, id)
);
CREATE INDEX collections_pending_invoice ON collections_pending (tenant_id, invoice_id);
SELECT facteur_isolate('collections_pending', 'SELECT, DELETE');

-- What counts as cash of a document: an allocation of a payment that a bank entry brought, or money paid back through the bank.
-- Write-offs, credit notes, their use and bookings by hand are not in it.
CREATE VIEW cash_bookings WITH (security_invoker = true) AS
  SELECT l.tenant_id, l.id, l.invoice_id, p.entry_id, l.amount, l.currency, l.booked_on, l.kind, l.reverses, l.correlation_id
    FROM ledger l
    JOIN ledger p ON p.tenant_id = l.tenant_id AND p.id = l.payment_id AND p.kind = 'payment' AND p.entry_id IS NOT NULL
   WHERE l.kind = 'allocation' AND l.credit_invoice_id IS NULL AND l.invoice_id IS NOT NULL
  UNION ALL
  SELECT l.tenant_id, l.id, l.invoice_id, l.entry_id, -l.amount, l.currency, l.booked_on, l.kind, l.reverses, l.correlation_id
    FROM ledger l
   WHERE l.kind = 'refund' AND l.entry_id IS NOT NULL AND l.invoice_id IS NOT NULL;
GRANT SELECT ON cash_bookings TO facteur_app;

CREATE FUNCTION facteur_note_cash() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
$$;
CREATE TRIGGER note_cash AFTER INSERT ON ledger
  REFERENCING NEW TABLE AS posted FOR EACH STATEMENT EXECUTE FUNCTION facteur_note_cash();

-- Cash by VAT rate: what a status 212 and the payments of Flux 10 are made of. One booking is collected once.
CREATE TABLE collections (
  tenant_id text COLLATE "C" NOT NULL,
  booking_id text COLLATE "C" NOT NULL,
  entry_id text COLLATE "C" NOT NULL,
  invoice_id text COLLATE "C" NOT NULL,
  amount numeric NOT NULL CHECK (amount <> 0),
  currency text COLLATE "C" NOT NULL,
  booked_on date NOT NULL,
  -- The 212 that told it; absent where nobody has to be told.
  status_id text COLLATE "C",
  collected_at timestamptz NOT NULL,
  correlation_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant_id, booking_id),
  FOREIGN KEY (tenant_id, booking_id) REFERENCES ledger (tenant_id, id),
  FOREIGN KEY (tenant_id, entry_id) REFERENCES entries (tenant_id, id),
  FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices (tenant_id, id),
  FOREIGN KEY (tenant_id, status_id) REFERENCES lifecycle_statuses (tenant_id, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX collections_invoice ON collections (tenant_id, invoice_id);
CREATE INDEX collections_day ON collections (tenant_id, booked_on);
CREATE INDEX collections_status ON collections (tenant_id, status_id) WHERE status_id IS NOT NULL;
SELECT facteur_isolate('collections', 'SELECT, INSERT');
SELECT facteur_append_only('collections');

CREATE TABLE collection_lines (
  tenant_id text COLLATE "C" NOT NULL,
  booking_id text COLLATE "C" NOT NULL,
  -- VAT rate in percent; the amount includes VAT.
  rate numeric NOT NULL CHECK (rate >= 0),
  amount numeric NOT NULL CHECK (amount <> 0),
  PRIMARY KEY (tenant_id, booking_id, rate),
  FOREIGN KEY (tenant_id, booking_id) REFERENCES collections (tenant_id, booking_id)
);
SELECT facteur_isolate('collection_lines', 'SELECT, INSERT');
SELECT facteur_append_only('collection_lines');

-- A collection is the cash of its booking, no more and no other; checked when it is written.
CREATE FUNCTION facteur_check_collection() RETURNS trigger
  LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM cash_bookings b
    WHERE b.tenant_id = NEW.tenant_id AND b.id = NEW.booking_id AND b.invoice_id = NEW.invoice_id
      AND b.entry_id = NEW.entry_id AND b.amount = NEW.amount AND b.currency = NEW.currency;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'Booking % is not this cash of a bank entry', NEW.booking_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER bank_cash_only BEFORE INSERT ON collections
  FOR EACH ROW EXECUTE FUNCTION facteur_check_collection();

-- Its lines add up to it; checked when the transaction ends.
CREATE FUNCTION facteur_check_collection_lines() RETURNS trigger
  LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF (SELECT coalesce(sum(l.amount), 0) FROM collection_lines l
       WHERE l.tenant_id = NEW.tenant_id AND l.booking_id = NEW.booking_id)
     IS DISTINCT FROM
     (SELECT c.amount FROM collections c WHERE c.tenant_id = NEW.tenant_id AND c.booking_id = NEW.booking_id) THEN
    RAISE EXCEPTION 'The lines of collection % are not its amount', NEW.booking_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER lines_add_up AFTER INSERT ON collections DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION facteur_check_collection_lines();
CREATE CONSTRAINT TRIGGER lines_add_up AFTER INSERT ON collection_lines DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION facteur_check_collection_lines();

-- A 212 of ours says at each rate what its collections hold, and it has at least one.
CREATE FUNCTION facteur_check_collected_status() RETURNS trigger
  LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
$$;
CREATE CONSTRAINT TRIGGER bank_cash_only AFTER INSERT ON lifecycle_statuses DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.code = '212' AND NEW.direction = 'sent') EXECUTE FUNCTION facteur_check_collected_status();

-- Payments that buyers announced (211): information, never cash.
CREATE TABLE payment_expectations (
  tenant_id text COLLATE "C" NOT NULL,
  -- The status that announced it.
  id text COLLATE "C" NOT NULL,
  invoice_id text COLLATE "C" NOT NULL,
  customer_ref text COLLATE "C" NOT NULL,
  amount numeric,
  currency text COLLATE "C" NOT NULL,
  expected_on date,
  announced_at text COLLATE "C" NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'met', 'void')),
  settled_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, id) REFERENCES lifecycle_statuses (tenant_id, id),
  FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices (tenant_id, id)
);
CREATE INDEX payment_expectations_open ON payment_expectations (tenant_id, invoice_id) WHERE state = 'open';
SELECT facteur_isolate('payment_expectations', 'SELECT, INSERT, UPDATE');

-- Lifecycle messages and e-reports on their way out: one row a message, its bytes in the document store.
CREATE TABLE outgoing_messages (
  tenant_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  subject text NOT NULL CHECK (subject IN ('status', 'report')),
  subject_id text COLLATE "C" NOT NULL,
  syntax text NOT NULL CHECK (syntax IN ('CDAR', 'FRR')),
  seller_ref text COLLATE "C" NOT NULL,
  -- The customer whose own route carries it, where the seller has none for messages.
  customer_ref text COLLATE "C",
  sha256 text COLLATE "C" NOT NULL,
  size bigint NOT NULL,
  file_name text NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'delivered', 'refused', 'dead', 'kept')),
  attempts integer NOT NULL,
  detail text,
  created_at timestamptz NOT NULL,
  settled_at timestamptz,
  correlation_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX outgoing_messages_subject ON outgoing_messages (tenant_id, subject_id);
CREATE INDEX outgoing_messages_state ON outgoing_messages (tenant_id, state, id);
SELECT facteur_isolate('outgoing_messages', 'SELECT, INSERT, UPDATE');

-- Events are told of further subjects; the list is that of the program.
ALTER TABLE timeline DROP CONSTRAINT timeline_subject_check;
ALTER TABLE timeline ADD CONSTRAINT timeline_subject CHECK (subject ~ '^[a-z][a-z-]{0,39}$');
