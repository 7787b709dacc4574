-- What was traded and what it earned. Money in the portfolio's currency.

CREATE TABLE trades (
    portfolio_id  text COLLATE "C" NOT NULL,
    trade_id      text COLLATE "C" NOT NULL,
    asset_id      text COLLATE "C" NOT NULL,
    asset_class   text NOT NULL,
    strategy_id   text,
    side          text NOT NULL CHECK (side IN ('long', 'short')),
    quantity      numeric NOT NULL CHECK (quantity > 0),
    opened_at     timestamptz NOT NULL,
    entry_price   numeric NOT NULL,
    closed_at     timestamptz,
    exit_price    numeric,
    fees          numeric NOT NULL CHECK (fees >= 0),
    recorded_at   timestamptz NOT NULL DEFAULT now(),
    revision      int NOT NULL DEFAULT 0 CHECK (revision >= 0),
    PRIMARY KEY (portfolio_id, trade_id),
    CHECK ((closed_at IS NULL) = (exit_price IS NULL)),
    CHECK (closed_at >= opened_at)
);
CREATE INDEX trades_closed ON trades (portfolio_id, closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX trades_open ON trades (portfolio_id, asset_id) WHERE closed_at IS NULL;
COMMENT ON TABLE trades IS 'Trades by the user''s ids; open while closed_at is null.';
COMMENT ON COLUMN trades.recorded_at IS 'When these values became known here: the time of the insert or of the last revision.';

CREATE TABLE equity_daily (
    portfolio_id  text COLLATE "C" NOT NULL,
    day           date NOT NULL,
    equity        numeric NOT NULL CHECK (equity >= 0),
    cash_flow     numeric NOT NULL DEFAULT 0,
    recorded_at   timestamptz NOT NULL DEFAULT now(),
    revision      int NOT NULL DEFAULT 0 CHECK (revision >= 0),
    PRIMARY KEY (portfolio_id, day)
);
COMMENT ON TABLE equity_daily IS 'Portfolio value at the end of a UTC day, net of fees; cash_flow is deposits less withdrawals during the day.';

CREATE TABLE asset_performance (
    portfolio_id     text COLLATE "C" NOT NULL,
    asset_id         text COLLATE "C" NOT NULL,
    as_of            date NOT NULL,
    window_days      int NOT NULL CHECK (window_days > 0),
    asset_class      text NOT NULL,
    closed_trades    int NOT NULL CHECK (closed_trades >= 0),
    winning_trades   int NOT NULL CHECK (winning_trades BETWEEN 0 AND closed_trades),
    profit           numeric NOT NULL,
    fees             numeric NOT NULL CHECK (fees >= 0),
    profitable_days  int NOT NULL CHECK (profitable_days >= 0),
    win_rate         double precision CHECK (win_rate BETWEEN 0 AND 1),
    profit_factor    double precision CHECK (profit_factor >= 0),
    sharpe           double precision,
    sortino          double precision,
    max_drawdown     double precision CHECK (max_drawdown <= 0),
    recorded_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (portfolio_id, asset_id, as_of, window_days)
);
COMMENT ON TABLE asset_performance IS 'Measured performance of one asset over a window that ends with as_of; null is undefined. Fractions: 0.05 is 5 %.';
