-- What happens to a position or to cash without a trade (splits, dividends, interest, fees) has ids of callers as well.

ALTER TABLE portfolio_ids DROP CONSTRAINT portfolio_ids_kind_check;
ALTER TABLE portfolio_ids ADD CONSTRAINT portfolio_ids_kind_check CHECK (kind IN ('order', 'fill', 'flow', 'event'));
COMMENT ON TABLE portfolio_ids IS
    'The ids under which callers sent orders, fills, cash flows and events, each once, with the entry of the journal that it made.';

CREATE VIEW portfolio_events AS
SELECT substr(stream, 11) AS portfolio_id, sequence, at AS recorded_at,
    payload::jsonb #>> '{event,eventId}' AS event_id,
    payload::jsonb #>> '{event,kind}' AS kind,
    payload::jsonb #>> '{event,assetId}' AS asset_id,
    payload::jsonb ->> 'classId' AS asset_class,
    (payload::jsonb #>> '{event,effectiveAt}')::timestamptz AS effective_at,
    (payload::jsonb #>> '{event,newUnits}')::int AS new_units,
    (payload::jsonb #>> '{event,oldUnits}')::int AS old_units,
    (payload::jsonb #>> '{outcome,quantityBefore}')::numeric AS quantity_before,
    (payload::jsonb #>> '{outcome,quantityAfter}')::numeric AS quantity_after,
    (payload::jsonb #>> '{outcome,amount}')::numeric AS amount,
    (payload::jsonb #>> '{outcome,withheld}')::numeric AS withheld,
    payload::jsonb #>> '{event,reason}' AS reason
FROM audit_log WHERE kind = 'event' AND stream LIKE 'portfolio/%';
COMMENT ON VIEW portfolio_events IS
    'What happened to positions and cash without a trade, from the journal; amount is what cash gained, in the portfolio''s currency.';
