-- What forums speak of most, whether it is an asset here or not.

CREATE TABLE trending_symbols_model (
    source_id         text COLLATE "C" NOT NULL,
    symbol            text COLLATE "C" NOT NULL,
    lookback_minutes  int NOT NULL CHECK (lookback_minutes > 0),
    at                timestamptz NOT NULL,
    rank              int NOT NULL CHECK (rank > 0),
    mentions          int NOT NULL CHECK (mentions >= 0),
    score             double precision NOT NULL CHECK (score BETWEEN -1 AND 1),
    volume_change     double precision CHECK (volume_change >= -1),
    recorded_at       timestamptz NOT NULL DEFAULT now(),
    revision          int NOT NULL DEFAULT 0 CHECK (revision >= 0),
    PRIMARY KEY (source_id, symbol, lookback_minutes, at)
);
CALL make_time_series('trending_symbols', 'trending_symbols_model', 'at', 'year');
CREATE INDEX trending_symbols_at ON trending_symbols (source_id, lookback_minutes, at);
COMMENT ON TABLE trending_symbols IS 'The symbols that are mentioned most over the interval that ends at an instant, by rank.';
COMMENT ON COLUMN trending_symbols.volume_change IS 'Mentions over those of the interval before, less 1; null where that one had none or was not read.';
