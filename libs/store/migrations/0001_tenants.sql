-- The role that every tenant's transaction takes on: it owns nothing, so row level security binds it.
-- Roles belong to the whole cluster, so another database of the same cluster may have made it already.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'facteur_app') THEN
    CREATE ROLE facteur_app NOLOGIN;
  END IF;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;
GRANT facteur_app TO CURRENT_USER;
GRANT USAGE ON SCHEMA public TO facteur_app;

-- The tenant of this transaction; null outside one, so that nothing is visible.
CREATE FUNCTION facteur_tenant() RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('facteur.tenant', true), '');

-- Puts a tenant table under row level security and grants the application role what it may do there.
CREATE FUNCTION facteur_isolate(target regclass, privileges text) RETURNS void
  LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format(
    'CREATE POLICY tenant_only ON %s TO facteur_app
       USING (tenant_id = (SELECT facteur_tenant())) WITH CHECK (tenant_id = (SELECT facteur_tenant()))', target);
  EXECUTE format('GRANT %s ON %s TO facteur_app', privileges, target);
END
$$;

-- Refuses every change to rows that are evidence, whoever asks, the owner of the table included.
CREATE FUNCTION facteur_refuse_change() RETURNS trigger
  LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Rows of % are never changed or removed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

CREATE FUNCTION facteur_append_only(target regclass) RETURNS void
  LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format(
    'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %s
       FOR EACH STATEMENT EXECUTE FUNCTION facteur_refuse_change()', target);
END
$$;

CREATE TABLE tenants (
  id text COLLATE "C" PRIMARY KEY,
  name text NOT NULL,
  created_at timestamptz NOT NULL
);

CREATE TABLE api_keys (
  id text COLLATE "C" PRIMARY KEY,
  tenant_id text COLLATE "C" NOT NULL REFERENCES tenants (id),
  name text NOT NULL,
  prefix text COLLATE "C" NOT NULL UNIQUE,
  hash text COLLATE "C" NOT NULL,
  roles jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz
);
CREATE INDEX api_keys_tenant ON api_keys (tenant_id, id);
