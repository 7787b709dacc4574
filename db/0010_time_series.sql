-- How time-series tables are kept: as hypertables where TimescaleDB is available and loaded, else as native range partitions.

CREATE TABLE time_series (
    table_name   text PRIMARY KEY,
    time_column  text NOT NULL,
    period       text NOT NULL CHECK (period IN ('month', 'year')),
    hypertable   boolean NOT NULL
);
COMMENT ON TABLE time_series IS 'The tables that are parted by time: their time column and the length of a partition, in UTC.';

-- Whether hypertables can be made here. A role that may not read the setting or make the extension gets native partitions.
CREATE FUNCTION timescale_is_usable() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') THEN
        RETURN true;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'timescaledb')
        OR current_setting('shared_preload_libraries') NOT LIKE '%timescaledb%' THEN
        RETURN false;
    END IF;
    CREATE EXTENSION timescaledb;
    RETURN true;
EXCEPTION WHEN insufficient_privilege THEN
    RETURN false;
END $$;
COMMENT ON FUNCTION timescale_is_usable() IS 'Makes the extension where that is possible and says whether it is there.';

-- Turns a table without rows into a time series. Called once for each, by the migration that makes it.
-- Native partitioning cannot be given to an existing table, so the table's outline is taken from a model.
CREATE PROCEDURE make_time_series(target text, model text, time_column text, period text) LANGUAGE plpgsql AS $$
DECLARE
    hyper boolean := timescale_is_usable();
BEGIN
    IF hyper THEN
        EXECUTE format('ALTER TABLE %I RENAME TO %I', model, target);
        EXECUTE format(
            'SELECT create_hypertable(%L::regclass, %L::name, chunk_time_interval => %L::interval, create_default_indexes => false)',
            target, time_column, '1 ' || period);
    ELSE
        EXECUTE format(
            'CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES INCLUDING COMMENTS) PARTITION BY RANGE (%I)',
            target, model, time_column);
        EXECUTE format('DROP TABLE %I', model);
    END IF;
    INSERT INTO time_series VALUES (target, time_column, period, hyper);
END $$;

-- Makes the partitions that hold the given instants; answers how many were missing. The parent takes rows meanwhile: a partition is
-- filled in beside it and attached, which waits for no reader or writer. There is no default partition, so nothing has to be moved.
CREATE FUNCTION make_partitions(target text, instants timestamptz[]) RETURNS int LANGUAGE plpgsql SET timezone = 'UTC' AS $$
DECLARE
    series    time_series;
    start     timestamptz;
    partition text;
    made      int := 0;
BEGIN
    SELECT * INTO STRICT series FROM time_series WHERE table_name = target;
    IF series.hypertable THEN
        RETURN 0;
    END IF;
    FOR start IN SELECT DISTINCT date_trunc(series.period, instant) FROM unnest(instants) AS instant ORDER BY 1 LOOP
        partition := target || to_char(start, CASE series.period WHEN 'year' THEN '"_y"YYYY' ELSE '"_y"YYYY"m"MM' END);
        CONTINUE WHEN to_regclass(quote_ident(partition)) IS NOT NULL;
        -- One maker at a time. A lock on a table also lets this session see the tables that others have made; an advisory lock does not.
        LOCK TABLE time_series IN SHARE ROW EXCLUSIVE MODE;
        CONTINUE WHEN to_regclass(quote_ident(partition)) IS NOT NULL;
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)', partition, target);
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
            target, partition, start, start + ('1 ' || series.period)::interval);
        made := made + 1;
    END LOOP;
    RETURN made;
END $$;
COMMENT ON FUNCTION make_partitions(text, timestamptz[]) IS 'Makes the partitions of a time series that hold the given instants. Safe at any time.';

-- The same for every period that [from, until) touches.
CREATE FUNCTION make_partitions(target text, since timestamptz, until timestamptz) RETURNS int LANGUAGE sql SET timezone = 'UTC' AS $$
    SELECT make_partitions(target, coalesce(array_agg(instant), '{}'))
    FROM time_series, generate_series(date_trunc(period, since), until - interval '1 microsecond', ('1 ' || period)::interval) AS instant
    WHERE table_name = target
$$;
COMMENT ON FUNCTION make_partitions(text, timestamptz, timestamptz) IS 'Makes the partitions of a time series for [since, until).';
