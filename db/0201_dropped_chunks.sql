-- Says which chunks of a hypertable are dropped: one statement that lists and drops them dropped them first, and had nothing to tell.

CREATE OR REPLACE FUNCTION drop_old_partitions(target text, before timestamptz) RETURNS TABLE (partition text, bytes bigint)
LANGUAGE plpgsql SET timezone = 'UTC' SET lock_timeout = '5s' AS $$
DECLARE
    series time_series;
    part   record;
BEGIN
    SELECT * INTO STRICT series FROM time_series WHERE table_name = target;
    IF target = 'candles' OR before > now() - interval '90 days' THEN
        RAISE EXCEPTION 'Candles are kept, and everything else for 90 days: % before % is not taken away.', target, before;
    END IF;
    IF series.hypertable THEN
        FOR part IN EXECUTE 'SELECT c.chunk_name AS name, c.total_bytes AS size
            FROM chunks_detailed_size(to_regclass(quote_ident($1))) AS c
            JOIN show_chunks(to_regclass(quote_ident($1)), older_than => $2) AS old
                ON old = format(''%I.%I'', c.chunk_schema, c.chunk_name)::regclass
            ORDER BY c.chunk_name' USING target, before
        LOOP
            partition := part.name;
            bytes := part.size;
            RETURN NEXT;
        END LOOP;
        EXECUTE 'SELECT drop_chunks(to_regclass(quote_ident($1)), older_than => $2)' USING target, before;
        RETURN;
    END IF;
    FOR part IN
        SELECT c.relname AS name, pg_total_relation_size(c.oid) AS size,
            (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \(''([^'']+)''\)'))[1]::timestamptz AS until
        FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
        WHERE i.inhparent = to_regclass(quote_ident(target)) ORDER BY c.relname
    LOOP
        CONTINUE WHEN part.until IS NULL OR part.until > before;
        EXECUTE format('DROP TABLE %I', part.name);
        partition := part.name;
        bytes := part.size;
        RETURN NEXT;
    END LOOP;
END $$;

DO $$
DECLARE
    also text := (SELECT nspname FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace WHERE extname = 'timescaledb');
BEGIN
    EXECUTE format('ALTER FUNCTION drop_old_partitions(text, timestamptz) SECURITY DEFINER SET search_path = %s',
        concat_ws(', ', quote_ident(current_schema()), quote_ident(nullif(also, current_schema())), 'pg_temp'));
    EXECUTE 'REVOKE ALL ON FUNCTION drop_old_partitions(text, timestamptz) FROM PUBLIC';
END $$;
