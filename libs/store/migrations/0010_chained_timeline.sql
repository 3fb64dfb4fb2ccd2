-- Every event carries its place in the tenant's chain and the hash of the event before it; the head says where the chain ends, so
-- that a cut tail is seen, too. Events written before this migration have no place in the chain.
ALTER TABLE timeline
  ADD COLUMN position bigint,
  ADD COLUMN previous_hash text COLLATE "C",
  ADD COLUMN hash text COLLATE "C",
  -- SHA-256 of every row of evidence that the same transaction added, by table and id.
  ADD COLUMN evidence jsonb;
CREATE UNIQUE INDEX timeline_chain ON timeline (tenant_id, position) WHERE position IS NOT NULL;

CREATE TABLE timeline_heads (
  tenant_id text COLLATE "C" PRIMARY KEY,
  position bigint NOT NULL,
  hash text COLLATE "C" NOT NULL
) WITH (fillfactor = 50);
SELECT facteur_isolate('timeline_heads', 'SELECT, INSERT, UPDATE');
