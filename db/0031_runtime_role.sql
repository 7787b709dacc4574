-- What the role under which silos work may do: read and write rows everywhere, but only add to the tables that are named here.

CREATE TABLE append_only_tables (
    table_name  text PRIMARY KEY
);
COMMENT ON TABLE append_only_tables IS 'Tables to which the runtime role may add rows, and whose rows it may neither change nor remove.';
INSERT INTO append_only_tables VALUES ('audit_log'), ('decision_inputs');

-- Called by the owner at every start, so that tables of later migrations are covered.
CREATE PROCEDURE grant_runtime_rights(runtime text) LANGUAGE plpgsql AS $$
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
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON schema_migrations, append_only_tables, time_series FROM %I', runtime);
END $$;
COMMENT ON PROCEDURE grant_runtime_rights(text) IS 'Gives a role the rights of a silo at run time.';

-- Partitions are made with the rights of the owner: the runtime role owns nothing.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION make_partitions(text, timestamptz[]) SECURITY DEFINER SET search_path = %I, pg_temp', current_schema());
    EXECUTE format(
        'ALTER FUNCTION make_partitions(text, timestamptz, timestamptz) SECURITY DEFINER SET search_path = %I, pg_temp', current_schema());
END $$;
