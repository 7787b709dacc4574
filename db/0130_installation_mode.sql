-- A database is a sandbox's or a live installation's for life: stamped once, at its first start, by the owner. Nothing that was invented can
-- then become evidence, price or position of a live installation.

CREATE TABLE installation (
    id               smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    installation_id  uuid NOT NULL DEFAULT gen_random_uuid(),
    mode             text NOT NULL CHECK (mode IN ('sandbox', 'live')),
    stamped_at       timestamptz NOT NULL DEFAULT now(),
    basis            text NOT NULL CHECK (basis IN ('first start', 'sources'))
);
COMMENT ON TABLE installation IS 'One row: the mode that this database belongs to. It is never changed.';
COMMENT ON COLUMN installation.basis IS
    'Why it is that mode: asked for by the first start of a new database, or what the sources of one that was made before there was a stamp '
    'had been asked as.';

CREATE FUNCTION refuse_other_mode() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A database belongs to one mode for life.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER installation_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON installation EXECUTE FUNCTION refuse_other_mode();

-- What is written in it is the owner's, as are the three tables before it.
CREATE OR REPLACE PROCEDURE grant_runtime_rights(runtime text) LANGUAGE plpgsql AS $$
DECLARE
    home text := current_schema();
    one  text;
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', home, runtime);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO %I', home, runtime);
    EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO %I', home, runtime);
    FOR one IN SELECT table_name FROM append_only_tables WHERE to_regclass(quote_ident(table_name)) IS NOT NULL LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM %I', one, runtime);
    END LOOP;
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON schema_migrations, append_only_tables, time_series, installation FROM %I', runtime);
END $$;

ALTER TABLE phase_evidence ADD COLUMN mode text CHECK (mode IN ('sandbox', 'live'));
COMMENT ON COLUMN phase_evidence.mode IS 'Mode of the installation that measured it; null in rows of versions before.';
