-- Imports of users' files: rows wait in a stage until all of them are there, then move in one transaction.

CREATE TABLE imports (
    import_id     uuid PRIMARY KEY,
    kind          text NOT NULL CHECK (kind IN ('candles', 'trades', 'equity')),
    portfolio_id  text,
    published_at  timestamptz NOT NULL DEFAULT now(),
    inserted      bigint NOT NULL DEFAULT 0,
    updated       bigint NOT NULL DEFAULT 0,
    unchanged     bigint NOT NULL DEFAULT 0
);
COMMENT ON TABLE imports IS 'Published imports and what they did. Publishing one again answers the same counts.';

CREATE TABLE import_batches (
    import_id  uuid NOT NULL,
    batch      int NOT NULL CHECK (batch >= 0),
    kind       text NOT NULL CHECK (kind IN ('candles', 'trades', 'equity')),
    row_count  int NOT NULL CHECK (row_count >= 0),
    staged_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (import_id, batch)
);
COMMENT ON TABLE import_batches IS 'Batches that wait to be published.';

CREATE TABLE import_candles (
    import_id    uuid NOT NULL,
    batch        int NOT NULL,
    position     int NOT NULL,
    asset_id     text COLLATE "C" NOT NULL,
    source_id    text COLLATE "C" NOT NULL,
    timeframe    text COLLATE "C" NOT NULL,
    open_time    timestamptz NOT NULL,
    asset_class  text NOT NULL,
    open         numeric NOT NULL,
    high         numeric NOT NULL,
    low          numeric NOT NULL,
    close        numeric NOT NULL,
    volume       numeric NOT NULL
);
CREATE INDEX import_candles_batch ON import_candles (import_id, batch);

CREATE TABLE import_trades (
    import_id    uuid NOT NULL,
    batch        int NOT NULL,
    position     int NOT NULL,
    trade_id     text COLLATE "C" NOT NULL,
    asset_id     text COLLATE "C" NOT NULL,
    asset_class  text NOT NULL,
    strategy_id  text,
    side         text NOT NULL,
    quantity     numeric NOT NULL,
    opened_at    timestamptz NOT NULL,
    entry_price  numeric NOT NULL,
    closed_at    timestamptz,
    exit_price   numeric,
    fees         numeric NOT NULL
);
CREATE INDEX import_trades_batch ON import_trades (import_id, batch);

CREATE TABLE import_equity (
    import_id    uuid NOT NULL,
    batch        int NOT NULL,
    position     int NOT NULL,
    day          date NOT NULL,
    equity       numeric NOT NULL,
    cash_flow    numeric NOT NULL
);
CREATE INDEX import_equity_batch ON import_equity (import_id, batch);

COMMENT ON TABLE import_candles IS 'Staged candles. Logged like any table: an acknowledged batch survives a crash.';
COMMENT ON TABLE import_trades IS 'Staged trades. Logged like any table: an acknowledged batch survives a crash.';
COMMENT ON TABLE import_equity IS 'Staged daily equity. Logged like any table: an acknowledged batch survives a crash.';
