-- What came in, before and after it was read.
CREATE TABLE parcels (
  tenant_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  purpose text NOT NULL CHECK (purpose IN ('order', 'statement')),
  source text COLLATE "C" NOT NULL,
  source_key text COLLATE "C" NOT NULL,
  sha256 text COLLATE "C" NOT NULL,
  size bigint NOT NULL,
  media_type text NOT NULL,
  file_name text NOT NULL,
  state text NOT NULL CHECK (state IN ('received', 'read', 'partly-read', 'rejected')),
  problems jsonb NOT NULL,
  received_at timestamptz NOT NULL,
  correlation_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT parcels_once UNIQUE (tenant_id, source, source_key, sha256)
);
SELECT facteur_isolate('parcels', 'SELECT, INSERT, UPDATE');

CREATE TABLE orders (
  tenant_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  parcel_id text COLLATE "C" NOT NULL,
  position integer NOT NULL,
  order_ref text COLLATE "C" NOT NULL,
  seller_ref text COLLATE "C" NOT NULL,
  customer_ref text COLLATE "C" NOT NULL,
  state text NOT NULL CHECK (state IN ('accepted', 'held', 'invoiced', 'rejected', 'superseded', 'cancelled')),
  body jsonb,
  content_hash text COLLATE "C" NOT NULL,
  problems jsonb NOT NULL,
  received_at timestamptz NOT NULL,
  correlation_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, parcel_id) REFERENCES parcels (tenant_id, id) DEFERRABLE INITIALLY DEFERRED
) WITH (toast_tuple_target = 512);
-- One live order a seller and number, however many callers race.
CREATE UNIQUE INDEX orders_live ON orders (tenant_id, seller_ref, order_ref) WHERE state IN ('accepted', 'held', 'invoiced');
CREATE INDEX orders_parcel ON orders (tenant_id, parcel_id, position);
CREATE INDEX orders_ref ON orders (tenant_id, order_ref, id);
CREATE INDEX orders_state ON orders (tenant_id, state, id);
SELECT facteur_isolate('orders', 'SELECT, INSERT, UPDATE');

CREATE TABLE idempotency_keys (
  tenant_id text COLLATE "C" NOT NULL,
  route text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  request_hash text COLLATE "C" NOT NULL,
  status integer NOT NULL,
  -- json, not jsonb: the repeated answer has its members in the order of the first one.
  body json,
  kept_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, route, key)
);
SELECT facteur_isolate('idempotency_keys', 'SELECT, INSERT');
