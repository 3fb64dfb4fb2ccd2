-- What matching asks for, answered from indexes, so that one bank line costs the same with a hundred open documents and with a
-- hundred thousand. The key of a number: letters and digits, upper case.
CREATE FUNCTION facteur_document_key(number text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN regexp_replace(upper(number), '[^A-Z0-9]', '', 'g');
CREATE INDEX invoices_document_key ON invoices (tenant_id, facteur_document_key(number));
CREATE INDEX invoices_reference ON invoices (tenant_id, creditor_reference) WHERE creditor_reference IS NOT NULL;
CREATE INDEX invoices_order_key ON invoices (tenant_id, facteur_document_key(order_ref)) WHERE order_ref IS NOT NULL;
CREATE INDEX invoice_balances_amount ON invoice_balances (tenant_id, abs(open_amount), invoice_id) WHERE open_amount <> 0;

-- The shapes our numbers have (letters kept, digits as #): few, however many numbers there are. A token of such a shape that no
-- document has keeps the machine from posting.
CREATE TABLE number_shapes (
  tenant_id text COLLATE "C" NOT NULL,
  shape text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant_id, shape)
);
SELECT facteur_isolate('number_shapes', 'SELECT');
CREATE FUNCTION facteur_keep_shapes() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO number_shapes (tenant_id, shape)
  SELECT DISTINCT tenant_id, regexp_replace(facteur_document_key(number), '[0-9]', '#', 'g') FROM issued ORDER BY 1, 2
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;
CREATE TRIGGER keep_shapes AFTER INSERT ON invoices
  REFERENCING NEW TABLE AS issued FOR EACH STATEMENT EXECUTE FUNCTION facteur_keep_shapes();
INSERT INTO number_shapes (tenant_id, shape)
SELECT DISTINCT tenant_id, regexp_replace(facteur_document_key(number), '[0-9]', '#', 'g') FROM invoices;
