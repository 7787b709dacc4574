-- What was decided and done, in streams of entries of which each holds the hash of the one before it. Rows are only added: the role under
-- which silos work may not change or remove them, and whoever can is found out by the chain.

CREATE TABLE audit_log (
    stream         text COLLATE "C" NOT NULL,
    sequence       bigint NOT NULL CHECK (sequence > 0),
    at             timestamptz NOT NULL,
    kind           text NOT NULL,
    actor          text NOT NULL,
    payload        text NOT NULL,
    previous_hash  bytea NOT NULL CHECK (length(previous_hash) = 32),
    hash           bytea NOT NULL CHECK (length(hash) = 32),
    recorded_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (stream, sequence)
);
CREATE INDEX audit_log_recorded ON audit_log (recorded_at, stream, sequence);
-- A decision's payload is some kilobytes: packed cheaply, and kept in its row instead of a second table.
ALTER TABLE audit_log SET (toast_tuple_target = 8160);
DO $$
BEGIN
    ALTER TABLE audit_log ALTER COLUMN payload SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
    RAISE NOTICE 'This server is built without lz4: payloads are packed with pglz, which takes longer.';
END $$;
COMMENT ON TABLE audit_log IS 'Hash-chained entries; hash is SHA-256 over previous_hash and stream, sequence, at, kind, actor and payload, see docs/portfolio.md.';
COMMENT ON COLUMN audit_log.payload IS 'JSON as text: the bytes that were hashed.';

CREATE TABLE audit_heads (
    stream    text COLLATE "C" PRIMARY KEY,
    sequence  bigint NOT NULL CHECK (sequence > 0),
    hash      bytea NOT NULL CHECK (length(hash) = 32)
) WITH (fillfactor = 50);
COMMENT ON TABLE audit_heads IS 'The last entry of each stream, written with it: entries that were cut off at the end are missed by it.';
