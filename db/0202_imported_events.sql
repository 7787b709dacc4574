-- Lines of brokers' statements that are no trades: staged here, and then told to the journal of the portfolio, which keeps them.

ALTER TABLE imports DROP CONSTRAINT imports_kind_check;
ALTER TABLE imports ADD CONSTRAINT imports_kind_check CHECK (kind IN ('candles', 'trades', 'equity', 'fills', 'events'));
ALTER TABLE import_batches DROP CONSTRAINT import_batches_kind_check;
ALTER TABLE import_batches ADD CONSTRAINT import_batches_kind_check CHECK (kind IN ('candles', 'trades', 'equity', 'fills', 'events'));

CREATE TABLE import_events (
    import_id     uuid NOT NULL,
    batch         int NOT NULL,
    position      int NOT NULL,
    content       jsonb NOT NULL
);
CREATE INDEX import_events_batch ON import_events (import_id, batch);
COMMENT ON TABLE import_events IS 'Staged lines of statements. Logged like any table: an acknowledged batch survives a crash.';
COMMENT ON COLUMN import_events.content IS 'The line, its amounts in US dollars.';
