-- Payments have a life of their own: received, allocated, given back, returned by the bank. Every entry can be taken back by a
-- later one (`reverses`), once. Late-payment claims are bookings too, apart from invoices.
ALTER TABLE ledger ADD COLUMN payment_id text COLLATE "C";
ALTER TABLE ledger ADD COLUMN claim_id text COLLATE "C";
ALTER TABLE ledger ADD COLUMN reverses text COLLATE "C";

-- Entries of earlier versions name the bank entry only: the payment is the one of that entry and customer.
ALTER TABLE ledger DISABLE TRIGGER append_only;
UPDATE ledger SET payment_id = id WHERE kind = 'payment';
UPDATE ledger l SET payment_id = (
    SELECT p.id FROM ledger p
     WHERE p.tenant_id = l.tenant_id AND p.kind = 'payment' AND p.entry_id = l.entry_id AND p.customer_ref = l.customer_ref
     ORDER BY p.id LIMIT 1)
 WHERE l.kind = 'allocation' AND l.credit_invoice_id IS NULL;
ALTER TABLE ledger ENABLE TRIGGER append_only;

ALTER TABLE ledger DROP CONSTRAINT ledger_kind_check;
ALTER TABLE ledger DROP CONSTRAINT ledger_check;
ALTER TABLE ledger DROP CONSTRAINT ledger_check1;
ALTER TABLE ledger
  ADD CONSTRAINT ledger_kind CHECK (kind IN (
    'invoice', 'debit-note', 'credit-note', 'payment', 'payment-return', 'refund', 'write-off', 'allocation')),
  ADD CONSTRAINT ledger_document CHECK (kind NOT IN ('invoice', 'credit-note') OR invoice_id IS NOT NULL),
  ADD CONSTRAINT ledger_claim CHECK (kind <> 'debit-note' OR claim_id IS NOT NULL),
  ADD CONSTRAINT ledger_payment CHECK (kind NOT IN ('payment', 'payment-return') OR payment_id IS NOT NULL),
  -- An allocation ties one source (a payment or a credit note) to one target (an invoice or a claim).
  ADD CONSTRAINT ledger_allocation CHECK (
    kind <> 'allocation'
    OR ((payment_id IS NULL) <> (credit_invoice_id IS NULL) AND (invoice_id IS NULL) <> (claim_id IS NULL))),
  ADD CONSTRAINT ledger_credit CHECK (kind = 'allocation' OR credit_invoice_id IS NULL),
  ADD CONSTRAINT ledger_payment_known FOREIGN KEY (tenant_id, payment_id) REFERENCES ledger (tenant_id, id),
  ADD CONSTRAINT ledger_reverses_known FOREIGN KEY (tenant_id, reverses) REFERENCES ledger (tenant_id, id);
-- Nothing is taken back twice.
CREATE UNIQUE INDEX ledger_reverses ON ledger (tenant_id, reverses) WHERE reverses IS NOT NULL;
CREATE INDEX ledger_payments ON ledger (tenant_id, payment_id, id) WHERE payment_id IS NOT NULL;
CREATE INDEX ledger_claims ON ledger (tenant_id, claim_id, id) WHERE claim_id IS NOT NULL;

-- Carried forward by the trigger on the ledger: what of a payment is not yet tied to a document, given back or returned.
CREATE TABLE payment_balances (
  tenant_id text COLLATE "C" NOT NULL,
  payment_id text COLLATE "C" NOT NULL,
  customer_ref text COLLATE "C" NOT NULL,
  currency text COLLATE "C" NOT NULL,
  entry_id text COLLATE "C",
  booked_on date NOT NULL,
  amount numeric NOT NULL,
  unallocated_amount numeric NOT NULL,
  PRIMARY KEY (tenant_id, payment_id),
  FOREIGN KEY (tenant_id, payment_id) REFERENCES ledger (tenant_id, id)
);
CREATE INDEX payment_balances_free ON payment_balances (tenant_id, customer_ref) WHERE unallocated_amount <> 0;
CREATE INDEX payment_balances_entry ON payment_balances (tenant_id, entry_id) WHERE entry_id IS NOT NULL;
SELECT facteur_isolate('payment_balances', 'SELECT');

CREATE TABLE claim_balances (
  tenant_id text COLLATE "C" NOT NULL,
  claim_id text COLLATE "C" NOT NULL,
  customer_ref text COLLATE "C" NOT NULL,
  currency text COLLATE "C" NOT NULL,
  open_amount numeric NOT NULL,
  PRIMARY KEY (tenant_id, claim_id)
);
CREATE INDEX claim_balances_open ON claim_balances (tenant_id, customer_ref) WHERE open_amount <> 0;
SELECT facteur_isolate('claim_balances', 'SELECT');

-- What a payment can still give; locks it until the transaction ends. Null when there is no such payment.
CREATE FUNCTION facteur_lock_payment(wanted text) RETURNS numeric
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT unallocated_amount FROM payment_balances
   WHERE tenant_id = facteur_tenant() AND payment_id = wanted FOR UPDATE
$$;
CREATE FUNCTION facteur_lock_claim(wanted text) RETURNS numeric
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT open_amount FROM claim_balances
   WHERE tenant_id = facteur_tenant() AND claim_id = wanted FOR UPDATE
$$;

-- A payer's account that a person had to correct: its earlier matches are no proof any more.
ALTER TABLE payer_accounts ADD COLUMN contradiction_count bigint NOT NULL DEFAULT 0;
CREATE FUNCTION facteur_contradict_payer(account text, customer text) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO payer_accounts AS known (tenant_id, iban, customer_ref, allocation_count, contradiction_count)
  VALUES (facteur_tenant(), account, customer, 0, 1)
  ON CONFLICT (tenant_id, iban, customer_ref) DO UPDATE SET contradiction_count = known.contradiction_count + 1
$$;

-- Earlier receipts of one account: repeated payments, and what a return takes back.
CREATE INDEX entries_payer ON entries (tenant_id, payer_iban, booked_on) WHERE payer_iban IS NOT NULL;
CREATE INDEX entries_amount ON entries (tenant_id, amount, booked_on);
ALTER TABLE entries ADD COLUMN first_match text CHECK (first_match IN ('machine', 'person'));
ALTER TABLE entries ADD COLUMN is_undone boolean NOT NULL DEFAULT false;
