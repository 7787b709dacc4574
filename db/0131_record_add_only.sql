-- The record is add-only for the role of a silo: days, trades, profits and the heads of the log are added by it and never changed or removed
-- by a statement of its own. A revision goes by the functions below, which are the owner's; the triggers keep the version before it. The head
-- of a stream only goes forward.

INSERT INTO append_only_tables VALUES ('equity_daily'), ('trades'), ('profit_daily');

-- On the way of every commit, so a condition and no function: a head that does not go forward is refused, whoever moves it.
CREATE FUNCTION refuse_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The head of stream % is past entry % already: it only goes forward.', OLD.stream, NEW.sequence
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_heads_go_forward BEFORE UPDATE ON audit_heads FOR EACH ROW
    WHEN (NEW.stream <> OLD.stream OR NEW.sequence <= OLD.sequence) EXECUTE FUNCTION refuse_head();

-- The day's row may be there from an import.
CREATE FUNCTION write_day(
    of_portfolio text, of_day date, with_equity numeric, with_flow numeric, with_return numeric, whose text, is_made_up boolean)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO equity_daily AS stored (portfolio_id, day, equity, cash_flow, day_return, provenance, made_up)
    VALUES (of_portfolio, of_day, with_equity, with_flow, with_return, whose, is_made_up)
    ON CONFLICT (portfolio_id, day) DO UPDATE SET
        equity = excluded.equity, cash_flow = excluded.cash_flow, day_return = excluded.day_return,
        provenance = excluded.provenance, made_up = excluded.made_up
    WHERE (stored.equity, stored.cash_flow, stored.day_return, stored.provenance, stored.made_up)
        IS DISTINCT FROM (excluded.equity, excluded.cash_flow, excluded.day_return, excluded.provenance, excluded.made_up)
$$;
COMMENT ON FUNCTION write_day(text, date, numeric, numeric, numeric, text, boolean) IS 'A day of a book: new, or a revision of its row.';

CREATE FUNCTION write_profits(
    of_portfolio text, days date[], assets text[], strategies text[], classes text[], profits numeric[], returns numeric[], whose text[],
    are_made_up boolean[])
RETURNS void LANGUAGE sql AS $$
    INSERT INTO profit_daily AS stored (
        portfolio_id, day, asset_id, strategy_id, asset_class, profit, day_return, provenance, made_up)
    SELECT of_portfolio, * FROM unnest(days, assets, strategies, classes, profits, returns, whose, are_made_up)
    ON CONFLICT (portfolio_id, day, asset_id, strategy_id) DO UPDATE SET
        asset_class = excluded.asset_class, profit = excluded.profit, day_return = excluded.day_return,
        provenance = excluded.provenance, made_up = excluded.made_up
    WHERE (stored.asset_class, stored.profit, stored.day_return, stored.provenance, stored.made_up)
        IS DISTINCT FROM (excluded.asset_class, excluded.profit, excluded.day_return, excluded.provenance, excluded.made_up)
$$;
COMMENT ON FUNCTION write_profits(text, date[], text[], text[], text[], numeric[], numeric[], text[], boolean[]) IS
    'The parts of days of a book: new, or revisions of their rows.';

-- What a correction makes of trades.
CREATE FUNCTION revise_trade(
    of_portfolio text, of_trade text, of_asset text, of_class text, of_strategy text, of_side text, units numeric, opened timestamptz,
    entry numeric, closed timestamptz, exit numeric, with_fees numeric, whose text)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO trades (portfolio_id, trade_id, asset_id, asset_class, strategy_id, side, quantity, opened_at, entry_price, closed_at,
        exit_price, fees, provenance)
    VALUES (of_portfolio, of_trade, of_asset, of_class, of_strategy, of_side, units, opened, entry, closed, exit, with_fees, whose)
    ON CONFLICT (portfolio_id, trade_id) DO UPDATE SET
        asset_id = excluded.asset_id, asset_class = excluded.asset_class, strategy_id = excluded.strategy_id, side = excluded.side,
        quantity = excluded.quantity, opened_at = excluded.opened_at, entry_price = excluded.entry_price,
        closed_at = excluded.closed_at, exit_price = excluded.exit_price, fees = excluded.fees
$$;
COMMENT ON FUNCTION revise_trade(
    text, text, text, text, text, text, numeric, timestamptz, numeric, timestamptz, numeric, numeric, text) IS
    'A trade as a correction leaves it; what it was is in trades_history.';

CREATE FUNCTION remove_trade(of_portfolio text, of_trade text) RETURNS void LANGUAGE sql AS $$
    DELETE FROM trades WHERE portfolio_id = of_portfolio AND trade_id = of_trade AND provenance <> 'import'
$$;
COMMENT ON FUNCTION remove_trade(text, text) IS 'Takes a trade of a book out that a correction leaves nothing of; it is in trades_history.';

-- What a book wrote itself stays as it is when an import brings it otherwise; the first of those rows are told.
CREATE FUNCTION publish_trades(of_import uuid, to_portfolio text)
RETURNS TABLE (inserted bigint, updated bigint, kept bigint, kept_rows text) LANGUAGE sql AS $$
    WITH latest AS (
        SELECT DISTINCT ON (trade_id) trade_id, asset_id, asset_class, strategy_id, side, quantity, opened_at, entry_price, closed_at,
            exit_price, fees
        FROM import_trades WHERE import_id = of_import ORDER BY trade_id, batch DESC, position DESC),
    kept AS (
        SELECT latest.trade_id AS name
        FROM latest JOIN trades AS stored ON stored.portfolio_id = to_portfolio AND stored.trade_id = latest.trade_id
        WHERE stored.provenance <> 'import'
            AND (stored.asset_id, stored.asset_class, stored.strategy_id, stored.side, stored.quantity, stored.opened_at,
                stored.entry_price, stored.closed_at, stored.exit_price, stored.fees)
            IS DISTINCT FROM (latest.asset_id, latest.asset_class, latest.strategy_id, latest.side, latest.quantity, latest.opened_at,
                latest.entry_price, latest.closed_at, latest.exit_price, latest.fees)),
    written AS (
        INSERT INTO trades AS stored (portfolio_id, trade_id, asset_id, asset_class, strategy_id, side, quantity, opened_at, entry_price,
            closed_at, exit_price, fees)
        SELECT to_portfolio, trade_id, asset_id, asset_class, strategy_id, side, quantity, opened_at, entry_price, closed_at, exit_price, fees
        FROM latest
        ON CONFLICT (portfolio_id, trade_id) DO UPDATE SET
            asset_id = excluded.asset_id, asset_class = excluded.asset_class, strategy_id = excluded.strategy_id, side = excluded.side,
            quantity = excluded.quantity, opened_at = excluded.opened_at, entry_price = excluded.entry_price,
            closed_at = excluded.closed_at, exit_price = excluded.exit_price, fees = excluded.fees
        WHERE stored.provenance = 'import'
            AND (stored.asset_id, stored.asset_class, stored.strategy_id, stored.side, stored.quantity, stored.opened_at,
                stored.entry_price, stored.closed_at, stored.exit_price, stored.fees)
            IS DISTINCT FROM (excluded.asset_id, excluded.asset_class, excluded.strategy_id, excluded.side, excluded.quantity,
                excluded.opened_at, excluded.entry_price, excluded.closed_at, excluded.exit_price, excluded.fees)
        RETURNING revision)
    SELECT count(*) FILTER (WHERE revision = 0), count(*) FILTER (WHERE revision > 0), (SELECT count(*) FROM kept),
        (SELECT string_agg(name::text, ', ' ORDER BY name) FROM (SELECT name FROM kept ORDER BY name LIMIT 10) AS first)
    FROM written
$$;
COMMENT ON FUNCTION publish_trades(uuid, text) IS 'Moves the staged trades of an import to a portfolio.';

CREATE FUNCTION publish_equity(of_import uuid, to_portfolio text)
RETURNS TABLE (inserted bigint, updated bigint, kept bigint, kept_rows text) LANGUAGE sql AS $$
    WITH latest AS (
        SELECT DISTINCT ON (day) day, equity, cash_flow FROM import_equity WHERE import_id = of_import ORDER BY day, batch DESC, position DESC),
    kept AS (
        SELECT latest.day AS name FROM latest JOIN equity_daily AS stored ON stored.portfolio_id = to_portfolio AND stored.day = latest.day
        WHERE stored.provenance <> 'import' AND (stored.equity, stored.cash_flow) IS DISTINCT FROM (latest.equity, latest.cash_flow)),
    written AS (
        INSERT INTO equity_daily AS stored (portfolio_id, day, equity, cash_flow) SELECT to_portfolio, day, equity, cash_flow FROM latest
        ON CONFLICT (portfolio_id, day) DO UPDATE SET
            equity = excluded.equity, cash_flow = excluded.cash_flow, day_return = NULL
        WHERE stored.provenance = 'import' AND (stored.equity, stored.cash_flow) IS DISTINCT FROM (excluded.equity, excluded.cash_flow)
        RETURNING revision)
    SELECT count(*) FILTER (WHERE revision = 0), count(*) FILTER (WHERE revision > 0), (SELECT count(*) FROM kept),
        (SELECT string_agg(name::text, ', ' ORDER BY name) FROM (SELECT name FROM kept ORDER BY name LIMIT 10) AS first)
    FROM written
$$;
COMMENT ON FUNCTION publish_equity(uuid, text) IS 'Moves the staged days of an import to a portfolio.';

CREATE FUNCTION drop_stale_trades(of_import uuid, of_portfolio text) RETURNS void LANGUAGE sql AS $$
    DELETE FROM trades AS old USING fill_trades AS made
    WHERE made.portfolio_id = of_portfolio AND old.portfolio_id = of_portfolio AND old.trade_id = made.trade_id
        AND old.provenance = 'import' AND made.asset_id IN (SELECT asset_id FROM import_fills WHERE import_id = of_import)
        AND NOT EXISTS (SELECT FROM import_trades AS new WHERE new.import_id = of_import AND new.trade_id = old.trade_id)
$$;
COMMENT ON FUNCTION drop_stale_trades(uuid, text) IS 'Takes out the trades of an import that its fills no longer make; they are in trades_history.';

-- What a snapshot of a book held when it was taken, noted once: the state of grains may be written, and so be changed, by the same role.
CREATE TABLE book_seals (
    portfolio_id  text COLLATE "C" NOT NULL,
    sequence      bigint NOT NULL,
    hash          text NOT NULL,
    sealed_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (portfolio_id, sequence)
);
COMMENT ON TABLE book_seals IS 'SHA-256 of each snapshot of a book by the last entry that is in it. A snapshot without its seal is not used.';
INSERT INTO append_only_tables VALUES ('book_seals');

-- They have the owner's rights, which nobody but the role of a silo may use. When a row became known is not left to who adds it.
CREATE FUNCTION stamp_first() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.recorded_at := now();
    NEW.revision := 0;
    RETURN NEW;
END $$;
CREATE TRIGGER equity_daily_stamp_first BEFORE INSERT ON equity_daily FOR EACH ROW EXECUTE FUNCTION stamp_first();
CREATE TRIGGER trades_stamp_first BEFORE INSERT ON trades FOR EACH ROW EXECUTE FUNCTION stamp_first();
CREATE TRIGGER profit_daily_stamp_first BEFORE INSERT ON profit_daily FOR EACH ROW EXECUTE FUNCTION stamp_first();

DO $$
DECLARE
    one regprocedure;
BEGIN
    FOR one IN
        SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
            AND proname IN ('write_day', 'write_profits', 'revise_trade', 'remove_trade', 'publish_trades',
                'publish_equity', 'drop_stale_trades')
    LOOP
        EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = %I, pg_temp', one, current_schema());
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', one);
    END LOOP;
    EXECUTE format('REVOKE ALL ON FUNCTION make_partitions(text, timestamptz[]) FROM PUBLIC');
    EXECUTE format('REVOKE ALL ON FUNCTION make_partitions(text, timestamptz, timestamptz) FROM PUBLIC');
END $$;

CREATE OR REPLACE PROCEDURE grant_runtime_rights(runtime text) LANGUAGE plpgsql AS $$
DECLARE
    home text := current_schema();
    one  text;
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', home, runtime);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO %I', home, runtime);
    EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO %I', home, runtime);
    -- Those with the owner's rights; a restored database has no rights of the one before, nor what was taken from everybody.
    FOR one IN
        SELECT p.oid::regprocedure FROM pg_proc AS p WHERE p.pronamespace = home::regnamespace AND p.prosecdef
            AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = p.oid AND d.deptype = 'e')
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', one);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', one, runtime);
    END LOOP;
    FOR one IN SELECT table_name FROM append_only_tables WHERE to_regclass(quote_ident(table_name)) IS NOT NULL LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM %I', one, runtime);
    END LOOP;
    EXECUTE format('REVOKE DELETE, TRUNCATE ON audit_heads FROM %I', runtime);
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON schema_migrations, append_only_tables, time_series, installation FROM %I', runtime);
END $$;
