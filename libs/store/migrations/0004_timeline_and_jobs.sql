CREATE TABLE timeline (
  tenant_id text COLLATE "C" NOT NULL,
  sequence bigint GENERATED ALWAYS AS IDENTITY,
  subject text NOT NULL
    CHECK (subject IN ('parcel', 'order', 'invoice', 'delivery', 'statement', 'entry', 'dispute')),
  subject_id text COLLATE "C" NOT NULL,
  type text NOT NULL,
  at timestamptz NOT NULL,
  correlation_id text COLLATE "C" NOT NULL,
  data jsonb NOT NULL,
  PRIMARY KEY (tenant_id, sequence)
);
CREATE INDEX timeline_subject ON timeline (tenant_id, subject_id, sequence);
CREATE INDEX timeline_story ON timeline (tenant_id, correlation_id, sequence);
SELECT facteur_isolate('timeline', 'SELECT, INSERT');
SELECT facteur_append_only('timeline');

-- due_at: when a runner may take the job: its run_at while it waits, the end of its lease while it runs.
-- carry_at: when the publisher looks at it next: due_at, or later once it has been handed to a carrier.
CREATE TABLE jobs (
  id text COLLATE "C" PRIMARY KEY,
  tenant_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  payload jsonb NOT NULL,
  correlation_id text COLLATE "C" NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'dead', 'cancelled')),
  attempts integer NOT NULL,
  run_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  carry_at timestamptz NOT NULL,
  worker text COLLATE "C",
  last_error text,
  created_at timestamptz NOT NULL,
  finished_at timestamptz,
  CONSTRAINT jobs_key UNIQUE (tenant_id, kind, key),
  CHECK ((state = 'running') = (worker IS NOT NULL))
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);
CREATE INDEX jobs_due ON jobs (due_at, id) WHERE state IN ('waiting', 'running');
CREATE INDEX jobs_carry ON jobs (carry_at, id) WHERE state IN ('waiting', 'running');
CREATE INDEX jobs_worker ON jobs (worker) WHERE state = 'running';
CREATE INDEX jobs_figures ON jobs (kind, state, created_at) WHERE state IN ('waiting', 'dead');
CREATE INDEX jobs_tenant ON jobs (tenant_id, id);
SELECT facteur_isolate('jobs', 'SELECT, INSERT, UPDATE');
