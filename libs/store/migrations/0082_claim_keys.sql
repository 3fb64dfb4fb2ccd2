-- Open and settled claims are found by what a payer quotes, as invoices are.
CREATE INDEX IF NOT EXISTS claims_document_key ON claims (tenant_id, facteur_document_key(number));
