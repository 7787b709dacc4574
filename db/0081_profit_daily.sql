-- What each strategy earned in each asset on a day, open positions included. Written by the book with the day's row of equity_daily, in one
-- transaction; the parts of a day add up to its change of equity less cash flows.

CREATE TABLE profit_daily (
    portfolio_id  text COLLATE "C" NOT NULL,
    day           date NOT NULL,
    asset_id      text COLLATE "C" NOT NULL,
    strategy_id   text COLLATE "C" NOT NULL DEFAULT '',
    asset_class   text NOT NULL,
    profit        numeric NOT NULL,
    day_return    numeric,
    provenance    text NOT NULL CHECK (provenance IN ('own', 'paper')),
    made_up       boolean NOT NULL DEFAULT false,
    recorded_at   timestamptz NOT NULL DEFAULT now(),
    revision      int NOT NULL DEFAULT 0 CHECK (revision >= 0),
    PRIMARY KEY (portfolio_id, day, asset_id, strategy_id)
);
COMMENT ON TABLE profit_daily IS
    'Profit of a UTC day by asset, class and strategy, in the portfolio''s currency, net of fees. Every day of a book has a row without an '
    'asset (empty id and class): what belongs to none. A day without that row is one of an import.';
COMMENT ON COLUMN profit_daily.day_return IS 'Part of the day''s return, chained at each cash flow; null where no capital worked.';
COMMENT ON COLUMN profit_daily.strategy_id IS 'Empty where it is in nobody''s name.';
COMMENT ON COLUMN profit_daily.recorded_at IS 'When these values became known here: the time of the insert or of the last revision.';

CREATE TABLE profit_daily_history (
    portfolio_id   text COLLATE "C" NOT NULL,
    day            date NOT NULL,
    asset_id       text COLLATE "C" NOT NULL,
    strategy_id    text COLLATE "C" NOT NULL,
    asset_class    text NOT NULL,
    profit         numeric NOT NULL,
    day_return     numeric,
    provenance     text NOT NULL,
    made_up        boolean NOT NULL,
    recorded_at    timestamptz NOT NULL,
    revision       int NOT NULL,
    superseded_at  timestamptz NOT NULL CHECK (superseded_at >= recorded_at),
    PRIMARY KEY (portfolio_id, day, asset_id, strategy_id, recorded_at, revision)
);
COMMENT ON TABLE profit_daily_history IS 'Earlier versions of profit_daily, filled by trigger.';

INSERT INTO append_only_tables VALUES ('profit_daily_history');

CREATE FUNCTION keep_profit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO profit_daily_history (portfolio_id, day, asset_id, strategy_id, asset_class, profit, day_return, provenance, made_up,
        recorded_at, revision, superseded_at)
    VALUES (OLD.portfolio_id, OLD.day, OLD.asset_id, OLD.strategy_id, OLD.asset_class, OLD.profit, OLD.day_return, OLD.provenance,
        OLD.made_up, OLD.recorded_at, OLD.revision, greatest(now(), OLD.recorded_at));
    RETURN NULL;
END $$;

CREATE TRIGGER profit_daily_stamp BEFORE UPDATE ON profit_daily FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
    EXECUTE FUNCTION stamp_revision();
CREATE TRIGGER profit_daily_keep AFTER UPDATE ON profit_daily FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION keep_profit();
CREATE TRIGGER profit_daily_keep_removed AFTER DELETE ON profit_daily FOR EACH ROW EXECUTE FUNCTION keep_profit();
