-- One booking that the bank reports in several messages (camt.052, 053, 054, MT940 …) under references that differ: the entry that
-- stands, and under which reference and format it was told again. A batch whose payments became entries is told under its own.
CREATE TABLE entry_reports (
  tenant_id text COLLATE "C" NOT NULL,
  account text COLLATE "C" NOT NULL,
  entry_ref text COLLATE "C" NOT NULL,
  entry_id text COLLATE "C" NOT NULL,
  format text NOT NULL,
  PRIMARY KEY (tenant_id, account, entry_ref, entry_id),
  FOREIGN KEY (tenant_id, entry_id) REFERENCES entries (tenant_id, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX entry_reports_entry ON entry_reports (tenant_id, entry_id);
SELECT facteur_isolate('entry_reports', 'SELECT, INSERT');

-- held: perhaps money that another message told already; a person says whether it is.
ALTER TABLE entries DROP CONSTRAINT entries_state_check;
ALTER TABLE entries ADD CONSTRAINT entries_state_check
  CHECK (state IN ('new', 'allocated', 'proposed', 'unmatched', 'ignored', 'held')) NOT VALID;
CREATE INDEX IF NOT EXISTS entries_day ON entries (tenant_id, account, booked_on);
