-- What a role that only reads may read: dashboards and analysts. Never the state of grains, inputs of decisions, or anything with a secret.

CREATE FUNCTION reader_tables() RETURNS SETOF text LANGUAGE sql IMMUTABLE AS $$
    SELECT unnest(ARRAY[
        'candles', 'quotes', 'leading_indicators', 'social_sentiment', 'options_flow', 'economic_calendar', 'correlation_matrix',
        'trades', 'equity_daily', 'profit_daily', 'asset_performance',
        'asset_class_config', 'asset_registry', 'data_source_registry',
        'phase_registry', 'phase_activation_log', 'phase_evidence', 'phase_readiness', 'reminder_watch',
        'portfolio_decisions', 'portfolio_fills', 'portfolio_events', 'portfolio_journal'])
$$;
COMMENT ON FUNCTION reader_tables() IS 'Tables and views that a role which only reads may read; what is not named here it may not.';

-- Journals as whoever watches them asks: by the time at which they were written, which has an index.
CREATE VIEW portfolio_journal AS
SELECT substr(stream, 11) AS portfolio_id, sequence, at, recorded_at, kind, actor, payload::jsonb AS content
FROM audit_log WHERE stream LIKE 'portfolio/%';
COMMENT ON VIEW portfolio_journal IS 'Entries of the journals of portfolios: what happened, by whom, in full.';

-- Called by the owner at every start where the role is there, so that tables of later migrations are covered.
CREATE PROCEDURE grant_reader_rights(reader text) LANGUAGE plpgsql AS $$
DECLARE
    home text := current_schema();
    one  text;
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', home, reader);
    FOR one IN SELECT reader_tables() LOOP
        EXECUTE format('GRANT SELECT ON %I TO %I', one, reader);
    END LOOP;
END $$;
COMMENT ON PROCEDURE grant_reader_rights(text) IS 'Lets a role read what dashboards show, and nothing else.';
