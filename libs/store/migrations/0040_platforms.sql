-- What accredited platforms (PA) carried for us, one row a flow in either direction, and how far each search has come.
CREATE TABLE platform_flows (
  tenant_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  platform text COLLATE "C" NOT NULL,
  organization text COLLATE "C",
  direction text NOT NULL CHECK (direction IN ('in', 'out')),
  flow_ref text COLLATE "C",
  tracking_id text COLLATE "C",
  seller_ref text COLLATE "C",
  syntax text NOT NULL,
  profile text,
  processing_rule text,
  flow_type text,
  file_name text NOT NULL,
  sha256 text COLLATE "C",
  state text NOT NULL
    CHECK (state IN ('waiting', 'sent', 'acknowledged', 'refused', 'dead', 'noted', 'received', 'passed-over')),
  reasons jsonb NOT NULL,
  subject text,
  subject_id text COLLATE "C",
  parcel_id text COLLATE "C",
  attempts integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz,
  correlation_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, parcel_id) REFERENCES parcels (tenant_id, id),
  CHECK (direction = 'in' OR tracking_id IS NOT NULL),
  CHECK (direction = 'out' OR flow_ref IS NOT NULL)
);
-- Sending the same thing twice, or hearing of it twice, finds the row that stands.
CREATE UNIQUE INDEX platform_flows_tracking ON platform_flows (tenant_id, platform, tracking_id) WHERE direction = 'out';
CREATE UNIQUE INDEX platform_flows_ref ON platform_flows (tenant_id, platform, flow_ref) WHERE flow_ref IS NOT NULL;
CREATE INDEX platform_flows_subject ON platform_flows (tenant_id, subject_id) WHERE subject_id IS NOT NULL;
SELECT facteur_isolate('platform_flows', 'SELECT, INSERT, UPDATE');

CREATE TABLE platform_positions (
  tenant_id text COLLATE "C" NOT NULL,
  platform text COLLATE "C" NOT NULL,
  -- Empty where the platform knows one company only.
  organization text COLLATE "C" NOT NULL,
  since timestamptz NOT NULL,
  cursor text,
  newest timestamptz,
  kept_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, platform, organization)
);
SELECT facteur_isolate('platform_positions', 'SELECT, INSERT, UPDATE');

-- Lifecycle messages and suppliers' documents that a platform brought are parcels as well: stored before anybody reads them.
ALTER TABLE parcels DROP CONSTRAINT parcels_purpose_check;
ALTER TABLE parcels ADD CONSTRAINT parcels_purpose_check
  CHECK (purpose IN ('order', 'statement', 'remittance-advice', 'status', 'supplier-document'));
