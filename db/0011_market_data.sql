-- Prices. Keys compare as bytes (COLLATE "C"), so that every writer takes rows in the same order whatever the server's language is.

CREATE TABLE candles_model (
    asset_id     text COLLATE "C" NOT NULL,
    source_id    text COLLATE "C" NOT NULL,
    timeframe    text COLLATE "C" NOT NULL CHECK (timeframe IN ('1m', '5m', '15m', '30m', '1h', '4h', '1d')),
    open_time    timestamptz NOT NULL,
    asset_class  text NOT NULL,
    open         numeric NOT NULL,
    high         numeric NOT NULL,
    low          numeric NOT NULL,
    close        numeric NOT NULL,
    volume       numeric NOT NULL CHECK (volume >= 0),
    recorded_at  timestamptz NOT NULL DEFAULT now(),
    revision     int NOT NULL DEFAULT 0 CHECK (revision >= 0),
    PRIMARY KEY (asset_id, source_id, timeframe, open_time),
    -- Prices may be negative: crude oil settled below zero in April 2020.
    -- Published forex bars have opens and closes outside their range; they are kept as they are.
    CHECK (high >= low)
);
CALL make_time_series('candles', 'candles_model', 'open_time', 'year');
COMMENT ON TABLE candles IS 'Closed candles. Prices in the quote currency, volume in units of the asset; the interval starts at open_time.';
COMMENT ON COLUMN candles.recorded_at IS 'When these values became known here: the time of the insert or of the last revision.';
COMMENT ON COLUMN candles.revision IS 'How often the source changed the values after they were first stored.';

CREATE TABLE quotes_model (
    asset_id     text COLLATE "C" NOT NULL,
    source_id    text COLLATE "C" NOT NULL,
    at           timestamptz NOT NULL,
    asset_class  text NOT NULL,
    bid          numeric NOT NULL,
    ask          numeric NOT NULL,
    bid_size     numeric CHECK (bid_size >= 0),
    ask_size     numeric CHECK (ask_size >= 0),
    recorded_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (asset_id, source_id, at),
    CHECK (ask >= bid)
);
CALL make_time_series('quotes', 'quotes_model', 'at', 'month');
COMMENT ON TABLE quotes IS 'Best bid and ask at an instant, in the quote currency; sizes in units of the asset, null where the source has none.';

CREATE TABLE leading_indicators_model (
    asset_id     text COLLATE "C" NOT NULL,
    source_id    text COLLATE "C" NOT NULL,
    indicator    text COLLATE "C" NOT NULL,
    at           timestamptz NOT NULL,
    asset_class  text NOT NULL,
    value        numeric NOT NULL,
    unit         text NOT NULL DEFAULT '',
    recorded_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (asset_id, source_id, indicator, at)
);
CALL make_time_series('leading_indicators', 'leading_indicators_model', 'at', 'year');
COMMENT ON TABLE leading_indicators IS 'Values of the series that tend to move before an asset does.';

CREATE TABLE social_sentiment_model (
    asset_id     text COLLATE "C" NOT NULL,
    source_id    text COLLATE "C" NOT NULL,
    at           timestamptz NOT NULL,
    asset_class  text NOT NULL,
    score        double precision NOT NULL CHECK (score BETWEEN -1 AND 1),
    mentions     int NOT NULL CHECK (mentions >= 0),
    positive     int CHECK (positive >= 0),
    negative     int CHECK (negative >= 0),
    recorded_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (asset_id, source_id, at),
    CHECK (coalesce(positive, 0) + coalesce(negative, 0) <= mentions)
);
CALL make_time_series('social_sentiment', 'social_sentiment_model', 'at', 'year');
COMMENT ON TABLE social_sentiment IS 'Mood about an asset in social media over the interval that ends at an instant: score from -1 (bad) to 1 (good).';

CREATE TABLE options_flow_model (
    source_id      text COLLATE "C" NOT NULL,
    trade_id       text COLLATE "C" NOT NULL,
    at             timestamptz NOT NULL,
    asset_id       text COLLATE "C" NOT NULL,
    asset_class    text NOT NULL,
    contract_type  text NOT NULL CHECK (contract_type IN ('call', 'put')),
    side           text NOT NULL CHECK (side IN ('buy', 'sell', 'unknown')),
    strike         numeric NOT NULL CHECK (strike > 0),
    expires_on     date NOT NULL,
    contracts      int NOT NULL CHECK (contracts > 0),
    premium        numeric NOT NULL CHECK (premium >= 0),
    open_interest  int CHECK (open_interest >= 0),
    unusual        boolean NOT NULL DEFAULT false,
    recorded_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (source_id, trade_id, at)
);
CALL make_time_series('options_flow', 'options_flow_model', 'at', 'month');
CREATE INDEX options_flow_asset ON options_flow (asset_id, at);
COMMENT ON TABLE options_flow IS 'Large and unusual option trades; premium in US dollars for the whole trade.';

CREATE TABLE economic_calendar (
    source_id     text COLLATE "C" NOT NULL,
    event_id      text COLLATE "C" NOT NULL,
    at            timestamptz NOT NULL,
    title         text NOT NULL,
    country       text NOT NULL,
    impact        text NOT NULL CHECK (impact IN ('low', 'medium', 'high')),
    asset_classes text[] NOT NULL DEFAULT '{}',
    asset_id      text COLLATE "C",
    unit          text NOT NULL DEFAULT '',
    previous      numeric,
    forecast      numeric,
    actual        numeric,
    recorded_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (source_id, event_id)
);
CREATE INDEX economic_calendar_at ON economic_calendar (at);
COMMENT ON TABLE economic_calendar IS 'Releases and dates that move markets; asset_id only where an event belongs to one asset (earnings).';

CREATE TABLE correlation_matrix (
    as_of           date NOT NULL,
    window_days     int NOT NULL CHECK (window_days > 1),
    asset_a         text COLLATE "C" NOT NULL,
    asset_b         text COLLATE "C" NOT NULL,
    asset_class_a   text NOT NULL,
    asset_class_b   text NOT NULL,
    correlation     double precision NOT NULL CHECK (correlation BETWEEN -1 AND 1),
    observations    int NOT NULL CHECK (observations > 1),
    recorded_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (as_of, window_days, asset_a, asset_b),
    CHECK (asset_a < asset_b)
);
COMMENT ON TABLE correlation_matrix IS 'Correlation of daily returns over a window that ends with as_of; each pair once, in the order of the ids.';
