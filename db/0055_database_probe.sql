-- Whether the database can be written, asked for by health checks: a server that answers may be read-only, or its disk full.

CREATE TABLE database_probe (
    id          smallint PRIMARY KEY CHECK (id = 1),
    written_at  timestamptz NOT NULL
) WITH (fillfactor = 10);
COMMENT ON TABLE database_probe IS 'One row that health checks write, and that says nothing but when the last of them did.';

-- Writes the row, and spills a sort of some hundred kilobytes to a temporary file beside the tables: a disk without room for that has none for
-- the next page of a table either, while the one row always fits. Leaves nothing behind but the row.
CREATE FUNCTION probe_database() RETURNS void LANGUAGE plpgsql SET work_mem = '64kB' AS $$
BEGIN
    INSERT INTO database_probe VALUES (1, clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET written_at = excluded.written_at;
    PERFORM count(*) FROM (SELECT number FROM generate_series(1, 10000) AS number ORDER BY number DESC OFFSET 0) AS spilled;
END $$;
COMMENT ON FUNCTION probe_database() IS 'Fails with the server''s own error where rows cannot be written.';
