-- Earlier versions of the ledger's rows: what was known at any instant can be told again, whoever changes a row and however.
-- A version holds from recorded_at (inclusive) to superseded_at (exclusive); the rows of trades and equity_daily hold from theirs on.

CREATE TABLE trades_history (
    portfolio_id   text COLLATE "C" NOT NULL,
    trade_id       text COLLATE "C" NOT NULL,
    asset_id       text COLLATE "C" NOT NULL,
    asset_class    text NOT NULL,
    strategy_id    text,
    side           text NOT NULL,
    quantity       numeric NOT NULL,
    opened_at      timestamptz NOT NULL,
    entry_price    numeric NOT NULL,
    closed_at      timestamptz,
    exit_price     numeric,
    fees           numeric NOT NULL,
    recorded_at    timestamptz NOT NULL,
    revision       int NOT NULL,
    superseded_at  timestamptz NOT NULL CHECK (superseded_at >= recorded_at),
    PRIMARY KEY (portfolio_id, trade_id, recorded_at, revision)
);
COMMENT ON TABLE trades_history IS 'Earlier versions of trades, filled by trigger.';

CREATE TABLE equity_daily_history (
    portfolio_id   text COLLATE "C" NOT NULL,
    day            date NOT NULL,
    equity         numeric NOT NULL,
    cash_flow      numeric NOT NULL,
    recorded_at    timestamptz NOT NULL,
    revision       int NOT NULL,
    superseded_at  timestamptz NOT NULL CHECK (superseded_at >= recorded_at),
    PRIMARY KEY (portfolio_id, day, recorded_at, revision)
);
COMMENT ON TABLE equity_daily_history IS 'Earlier versions of equity_daily, filled by trigger.';

INSERT INTO append_only_tables VALUES ('trades_history'), ('equity_daily_history');

-- When and how often a row changed is not left to the writer.
CREATE FUNCTION stamp_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.recorded_at := greatest(now(), OLD.recorded_at);
    NEW.revision := OLD.revision + 1;
    RETURN NEW;
END $$;

CREATE FUNCTION keep_trade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO trades_history (portfolio_id, trade_id, asset_id, asset_class, strategy_id, side, quantity, opened_at, entry_price, closed_at,
        exit_price, fees, recorded_at, revision, superseded_at)
    VALUES (OLD.portfolio_id, OLD.trade_id, OLD.asset_id, OLD.asset_class, OLD.strategy_id, OLD.side, OLD.quantity, OLD.opened_at,
        OLD.entry_price, OLD.closed_at, OLD.exit_price, OLD.fees, OLD.recorded_at, OLD.revision, greatest(now(), OLD.recorded_at));
    RETURN NULL;
END $$;

CREATE FUNCTION keep_equity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO equity_daily_history (portfolio_id, day, equity, cash_flow, recorded_at, revision, superseded_at)
    VALUES (OLD.portfolio_id, OLD.day, OLD.equity, OLD.cash_flow, OLD.recorded_at, OLD.revision, greatest(now(), OLD.recorded_at));
    RETURN NULL;
END $$;

CREATE TRIGGER trades_stamp BEFORE UPDATE ON trades FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION stamp_revision();
CREATE TRIGGER trades_keep AFTER UPDATE ON trades FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION keep_trade();
CREATE TRIGGER trades_keep_removed AFTER DELETE ON trades FOR EACH ROW EXECUTE FUNCTION keep_trade();
CREATE TRIGGER equity_daily_stamp BEFORE UPDATE ON equity_daily FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
    EXECUTE FUNCTION stamp_revision();
CREATE TRIGGER equity_daily_keep AFTER UPDATE ON equity_daily FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION keep_equity();
CREATE TRIGGER equity_daily_keep_removed AFTER DELETE ON equity_daily FOR EACH ROW EXECUTE FUNCTION keep_equity();
