-- Takes away what is older than a series is kept for, a whole partition at a time: nothing is searched, and the disk has its room back at once.

CREATE FUNCTION drop_old_partitions(target text, before timestamptz) RETURNS TABLE (partition text, bytes bigint)
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
        RETURN QUERY EXECUTE format(
            'WITH old AS (
                SELECT c::regclass AS chunk, pg_total_relation_size(c::regclass) AS size
                FROM show_chunks(%L::regclass, older_than => %L::timestamptz) AS c),
                gone AS (SELECT drop_chunks(%L::regclass, older_than => %L::timestamptz))
            SELECT chunk::text, size FROM old WHERE (SELECT count(*) FROM gone) >= 0', target, before, target, before);
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
COMMENT ON FUNCTION drop_old_partitions(text, timestamptz) IS 'Drops the partitions of a time series that end at or before an instant, and answers what they took.';

DO $$
BEGIN
    EXECUTE format(
        'ALTER FUNCTION drop_old_partitions(text, timestamptz) SECURITY DEFINER SET search_path = %I, pg_temp', current_schema());
    EXECUTE 'REVOKE ALL ON FUNCTION drop_old_partitions(text, timestamptz) FROM PUBLIC';
END $$;
