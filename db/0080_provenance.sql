-- Whose a figure is: written by the book itself (own), by a paper book (paper), or brought by an import. An import changes only what an
-- import brought. Rows of versions before are told apart by the journal, which has every row that the book wrote.

ALTER TABLE equity_daily
    ADD COLUMN provenance text NOT NULL DEFAULT 'import' CHECK (provenance IN ('own', 'import', 'paper')),
    ADD COLUMN made_up boolean NOT NULL DEFAULT false;
ALTER TABLE equity_daily_history
    ADD COLUMN provenance text NOT NULL DEFAULT 'import',
    ADD COLUMN made_up boolean NOT NULL DEFAULT false;
ALTER TABLE trades ADD COLUMN provenance text NOT NULL DEFAULT 'import' CHECK (provenance IN ('own', 'import', 'paper'));
ALTER TABLE trades_history ADD COLUMN provenance text NOT NULL DEFAULT 'import';
COMMENT ON COLUMN equity_daily.provenance IS 'Whose the row is: own (the book''s), paper (a paper book''s), import.';
COMMENT ON COLUMN equity_daily.made_up IS 'Whether nobody observed the day: the row was made later, from stored prices.';
COMMENT ON COLUMN trades.provenance IS 'Whose the row is: own (from fills of the book), paper (from paper fills), import.';

ALTER TABLE imports ADD COLUMN kept bigint NOT NULL DEFAULT 0, ADD COLUMN kept_rows text;
COMMENT ON COLUMN imports.kept IS 'Rows that were left as the book had written them itself.';

-- Whose a row is does not make a new version of it.
ALTER TABLE equity_daily DISABLE TRIGGER USER;
ALTER TABLE trades DISABLE TRIGGER USER;
UPDATE equity_daily AS known
SET provenance = CASE WHEN known.portfolio_id ~ '\.shadow\.|\.drill$' THEN 'paper' ELSE 'own' END
FROM (
    SELECT substr(stream, length('portfolio/') + 1) AS portfolio_id, payload::jsonb -> 'before' AS row
    FROM audit_log WHERE kind = 'day' AND stream LIKE 'portfolio/%') AS written
WHERE known.portfolio_id = written.portfolio_id AND known.day = (written.row ->> 'day')::date
    AND known.equity = (written.row ->> 'equity')::numeric AND known.cash_flow = (written.row ->> 'cashFlow')::numeric;
UPDATE trades AS known
SET provenance = CASE WHEN known.portfolio_id ~ '\.shadow\.|\.drill$' THEN 'paper' ELSE 'own' END
FROM (
    SELECT substr(stream, length('portfolio/') + 1) AS portfolio_id, payload::jsonb #>> '{trade,tradeId}' AS trade_id
    FROM audit_log WHERE kind = 'trade_closed' AND stream LIKE 'portfolio/%') AS written
WHERE known.portfolio_id = written.portfolio_id AND known.trade_id = written.trade_id;
ALTER TABLE equity_daily ENABLE TRIGGER USER;
ALTER TABLE trades ENABLE TRIGGER USER;

CREATE OR REPLACE FUNCTION keep_trade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO trades_history (portfolio_id, trade_id, asset_id, asset_class, strategy_id, side, quantity, opened_at, entry_price, closed_at,
        exit_price, fees, recorded_at, revision, superseded_at, provenance)
    VALUES (OLD.portfolio_id, OLD.trade_id, OLD.asset_id, OLD.asset_class, OLD.strategy_id, OLD.side, OLD.quantity, OLD.opened_at,
        OLD.entry_price, OLD.closed_at, OLD.exit_price, OLD.fees, OLD.recorded_at, OLD.revision, greatest(now(), OLD.recorded_at),
        OLD.provenance);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION keep_equity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO equity_daily_history (portfolio_id, day, equity, cash_flow, recorded_at, revision, superseded_at, day_return, provenance,
        made_up)
    VALUES (OLD.portfolio_id, OLD.day, OLD.equity, OLD.cash_flow, OLD.recorded_at, OLD.revision, greatest(now(), OLD.recorded_at),
        OLD.day_return, OLD.provenance, OLD.made_up);
    RETURN NULL;
END $$;
