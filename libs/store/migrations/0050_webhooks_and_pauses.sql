-- A person has stopped what goes to this partner until it is resumed.
CREATE TABLE partner_pauses (
  tenant_id text COLLATE "C" NOT NULL,
  partner text COLLATE "C" NOT NULL,
  reason text NOT NULL,
  paused_by text NOT NULL,
  paused_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, partner)
);
SELECT facteur_isolate('partner_pauses', 'SELECT, INSERT, DELETE');

-- Where a tenant's events are told. One that was removed stays, for its log.
CREATE TABLE webhook_endpoints (
  tenant_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  url text NOT NULL,
  -- Event types, with * for any run of characters: invoice.*, delivery.refused.
  events jsonb NOT NULL,
  -- The name of the secret that signs, never the secret.
  secret_name text COLLATE "C" NOT NULL,
  trusted_certificate text COLLATE "C",
  allow_private_network boolean NOT NULL,
  created_at timestamptz NOT NULL,
  removed_at timestamptz,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX webhook_endpoints_name ON webhook_endpoints (tenant_id, name) WHERE removed_at IS NULL;
SELECT facteur_isolate('webhook_endpoints', 'SELECT, INSERT, UPDATE');

-- One event for one endpoint. The body is made from the timeline, which never changes: the same bytes at every attempt.
CREATE TABLE webhook_messages (
  tenant_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  endpoint_id text COLLATE "C" NOT NULL,
  sequence bigint NOT NULL,
  -- Messages of one thread, an invoice's for example, go out one after the other.
  thread text COLLATE "C" NOT NULL,
  type text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'delivered', 'dead')),
  attempts integer NOT NULL,
  detail text,
  created_at timestamptz NOT NULL,
  settled_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, endpoint_id) REFERENCES webhook_endpoints (tenant_id, id),
  CONSTRAINT webhook_messages_event UNIQUE (tenant_id, endpoint_id, sequence)
);
CREATE INDEX webhook_messages_thread ON webhook_messages (tenant_id, endpoint_id, thread, sequence) WHERE state = 'waiting';
SELECT facteur_isolate('webhook_messages', 'SELECT, INSERT, UPDATE');

-- What came of each attempt.
CREATE TABLE webhook_attempts (
  tenant_id text COLLATE "C" NOT NULL,
  message_id text COLLATE "C" NOT NULL,
  attempt integer NOT NULL,
  at timestamptz NOT NULL,
  outcome text COLLATE "C" NOT NULL,
  detail text NOT NULL,
  milliseconds integer NOT NULL,
  PRIMARY KEY (tenant_id, message_id, attempt),
  FOREIGN KEY (tenant_id, message_id) REFERENCES webhook_messages (tenant_id, id)
);
SELECT facteur_isolate('webhook_attempts', 'SELECT, INSERT');
SELECT facteur_append_only('webhook_attempts');

-- Runs in the transaction that wrote the events, with its rights, so that an event and its messages stand or fall together and
-- no writer of events can forget it. Costs one look at an empty index where a tenant has no endpoint.
CREATE FUNCTION facteur_announce() RETURNS trigger
  LANGUAGE plpgsql AS $$
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
$$;
CREATE TRIGGER announce AFTER INSERT ON timeline
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION facteur_announce();
