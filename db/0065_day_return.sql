-- A day's return as the live book measured it, chained at each cash flow. Days of an import have none: their flow is taken at the start of the
-- day, and the return follows from the row and the one before.

ALTER TABLE equity_daily ADD COLUMN day_return numeric CHECK (day_return >= -1);
COMMENT ON COLUMN equity_daily.day_return IS
    'Return of the day as a fraction, chained at each cash flow; null where it follows from equity and cash_flow, or no capital worked.';

ALTER TABLE equity_daily_history ADD COLUMN day_return numeric;

CREATE OR REPLACE FUNCTION keep_equity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO equity_daily_history (portfolio_id, day, equity, cash_flow, day_return, recorded_at, revision, superseded_at)
    VALUES (OLD.portfolio_id, OLD.day, OLD.equity, OLD.cash_flow, OLD.day_return, OLD.recorded_at, OLD.revision,
        greatest(now(), OLD.recorded_at));
    RETURN NULL;
END $$;
