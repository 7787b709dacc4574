-- Fills of users' files: kept as they were, so that the fills of a later file close what those of an earlier one opened. Trades are made
-- from all of them each time, and fill_trades names those that were.

ALTER TABLE imports DROP CONSTRAINT imports_kind_check;
ALTER TABLE imports ADD CONSTRAINT imports_kind_check CHECK (kind IN ('candles', 'trades', 'equity', 'fills'));
ALTER TABLE import_batches DROP CONSTRAINT import_batches_kind_check;
ALTER TABLE import_batches ADD CONSTRAINT import_batches_kind_check CHECK (kind IN ('candles', 'trades', 'equity', 'fills'));

CREATE TABLE imported_fills (
    portfolio_id  text COLLATE "C" NOT NULL,
    fill_id       text COLLATE "C" NOT NULL,
    asset_id      text COLLATE "C" NOT NULL,
    asset_class   text NOT NULL,
    strategy_id   text,
    side          text NOT NULL CHECK (side IN ('buy', 'sell')),
    quantity      numeric NOT NULL CHECK (quantity > 0),
    price         numeric NOT NULL,
    currency      text,
    fee           numeric NOT NULL,
    fee_currency  text,
    executed_at   timestamptz NOT NULL,
    line          bigint NOT NULL,
    ordinal       bigint NOT NULL,
    recorded_at   timestamptz NOT NULL DEFAULT now(),
    revision      int NOT NULL DEFAULT 0 CHECK (revision >= 0),
    PRIMARY KEY (portfolio_id, fill_id)
);
CREATE INDEX imported_fills_order ON imported_fills (portfolio_id, asset_id, executed_at, ordinal, fill_id);
COMMENT ON TABLE imported_fills IS 'Fills of imports, in the currencies of the file; no currency is the quote currency of the asset.';
COMMENT ON COLUMN imported_fills.ordinal IS 'Which of the fills of one instant came first: the lower one.';

CREATE TABLE import_fills (
    import_id     uuid NOT NULL,
    batch         int NOT NULL,
    position      int NOT NULL,
    fill_id       text COLLATE "C" NOT NULL,
    asset_id      text COLLATE "C" NOT NULL,
    asset_class   text NOT NULL,
    strategy_id   text,
    side          text NOT NULL,
    quantity      numeric NOT NULL,
    price         numeric NOT NULL,
    currency      text,
    fee           numeric NOT NULL,
    fee_currency  text,
    executed_at   timestamptz NOT NULL,
    line          bigint NOT NULL,
    ordinal       bigint NOT NULL
);
CREATE INDEX import_fills_batch ON import_fills (import_id, batch);
COMMENT ON TABLE import_fills IS 'Staged fills. Logged like any table: an acknowledged batch survives a crash.';

CREATE TABLE fill_trades (
    portfolio_id  text COLLATE "C" NOT NULL,
    trade_id      text COLLATE "C" NOT NULL,
    asset_id      text COLLATE "C" NOT NULL,
    PRIMARY KEY (portfolio_id, trade_id)
);
CREATE INDEX fill_trades_asset ON fill_trades (portfolio_id, asset_id);
COMMENT ON TABLE fill_trades IS 'The trades that were made from imported_fills: made again when more fills come.';
