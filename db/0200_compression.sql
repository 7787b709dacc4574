-- Packs what is seldom read: chunks of hypertables that end before an instant are compressed where they are. They are read as before, and late
-- rows are still written into them. Native partitions have no such form: nothing is done to them.

CREATE FUNCTION compress_old_partitions(target text, before timestamptz, most int) RETURNS TABLE (partition text, bytes bigint)
LANGUAGE plpgsql SET timezone = 'UTC' SET lock_timeout = '5s' AS $$
DECLARE
    series   time_series;
    enabled  boolean;
    segments text;
    ordering text;
    part     record;
    packed   bigint;
BEGIN
    SELECT * INTO STRICT series FROM time_series WHERE table_name = target;
    IF before > now() - interval '30 days' THEN
        RAISE EXCEPTION 'What is younger than 30 days is still written often: % before % is not compressed.', target, before;
    END IF;
    IF NOT series.hypertable THEN
        RETURN;
    END IF;
    EXECUTE 'SELECT compression_enabled FROM timescaledb_information.hypertables
        WHERE hypertable_schema = current_schema() AND hypertable_name = $1' INTO STRICT enabled USING target;
    IF NOT enabled THEN
        -- Rows of one asset, source and length lie together, in the order of time; with all columns of the key a row that comes again is
        -- found without unpacking more than its segment.
        SELECT coalesce(string_agg(quote_ident(a.attname), ', ' ORDER BY k.place) FILTER (WHERE k.segments), ''),
            string_agg(quote_ident(a.attname), ', ' ORDER BY (a.attname = series.time_column) DESC, k.place) FILTER (WHERE NOT k.segments)
        INTO segments, ordering
        FROM pg_index AS i
        CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS c (number, place)
        JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = c.number
        CROSS JOIN LATERAL (
            SELECT c.place, a.attname IN ('asset_id', 'source_id', 'timeframe', 'indicator') AS segments) AS k
        WHERE i.indrelid = to_regclass(quote_ident(target)) AND i.indisprimary;
        EXECUTE format('ALTER TABLE %I SET (timescaledb.compress, timescaledb.compress_segmentby = %L, timescaledb.compress_orderby = %L)',
            target, segments, ordering);
    END IF;
    FOR part IN EXECUTE 'SELECT chunk_name AS name, format(''%I.%I'', chunk_schema, chunk_name)::regclass AS chunk
        FROM timescaledb_information.chunks
        WHERE hypertable_schema = current_schema() AND hypertable_name = $1 AND NOT is_compressed AND range_end <= $2
        ORDER BY range_start LIMIT $3' USING target, before, most
    LOOP
        bytes := pg_total_relation_size(part.chunk);
        EXECUTE 'SELECT compress_chunk($1)' USING part.chunk;
        EXECUTE 'SELECT after_compression_total_bytes FROM chunk_compression_stats(to_regclass(quote_ident($1))) WHERE chunk_name = $2'
            INTO STRICT packed USING target, part.name;
        partition := part.name;
        bytes := bytes - packed;
        RETURN NEXT;
    END LOOP;
END $$;
COMMENT ON FUNCTION compress_old_partitions(text, timestamptz, int) IS 'Compresses at most so many chunks of a hypertable that end at or before an instant, the oldest first, and answers what the disk has back.';

-- TimescaleDB's functions may be in a schema of their own, where what runs with the owner's rights has to look for them too.
DO $$
DECLARE
    one  regprocedure;
    home text := current_schema();
    also text := (SELECT nspname FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace WHERE extname = 'timescaledb');
BEGIN
    FOR one IN
        SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = home::regnamespace
            AND proname IN ('compress_old_partitions', 'drop_old_partitions')
    LOOP
        EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = %s', one,
            concat_ws(', ', quote_ident(home), quote_ident(nullif(also, home)), 'pg_temp'));
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', one);
    END LOOP;
END $$;
