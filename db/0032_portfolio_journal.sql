-- A portfolio's journal is its stream of the audit log, 'portfolio/' and its id: the book is the fold of it.

CREATE TABLE portfolio_ids (
    portfolio_id  text COLLATE "C" NOT NULL,
    kind          text NOT NULL CHECK (kind IN ('order', 'fill', 'flow')),
    id            text COLLATE "C" NOT NULL,
    content_hash  text NOT NULL,
    sequence      bigint NOT NULL,
    PRIMARY KEY (portfolio_id, kind, id)
);
COMMENT ON TABLE portfolio_ids IS 'The ids under which callers sent orders, fills and cash flows, each once, with the entry of the journal that it made.';

CREATE TABLE decision_inputs (
    hash         text COLLATE "C" PRIMARY KEY,
    content      bytea NOT NULL,
    recorded_at  timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE decision_inputs IS 'All that a decision depended on, as JSON compressed with Brotli; hash is SHA-256 of the JSON.';

INSERT INTO append_only_tables VALUES ('portfolio_ids');

CREATE VIEW portfolio_decisions AS
SELECT substr(stream, 11) AS portfolio_id, sequence, at,
    payload::jsonb #>> '{decision,decisionId}' AS decision_id,
    payload::jsonb #>> '{decision,order,clientOrderId}' AS client_order_id,
    payload::jsonb #>> '{decision,order,assetId}' AS asset_id,
    payload::jsonb #>> '{decision,order,strategyId}' AS strategy_id,
    payload::jsonb #>> '{decision,order,side}' AS side,
    payload::jsonb #>> '{decision,outcome}' AS outcome,
    (payload::jsonb #>> '{decision,quantity}')::numeric AS quantity,
    (payload::jsonb #>> '{decision,notional}')::numeric AS notional,
    payload::jsonb #>> '{decision,bindingRule}' AS binding_rule,
    payload::jsonb #>> '{decision,inputHash}' AS input_hash
FROM audit_log WHERE kind = 'decision' AND stream LIKE 'portfolio/%';
COMMENT ON VIEW portfolio_decisions IS 'Decisions of all portfolios, from the journal.';

CREATE VIEW portfolio_fills AS
SELECT substr(stream, 11) AS portfolio_id, sequence, at AS recorded_at,
    payload::jsonb #>> '{fill,fillId}' AS fill_id,
    payload::jsonb #>> '{fill,clientOrderId}' AS client_order_id,
    payload::jsonb #>> '{fill,assetId}' AS asset_id,
    payload::jsonb #>> '{fill,side}' AS side,
    (payload::jsonb #>> '{fill,quantity}')::numeric AS quantity,
    (payload::jsonb ->> 'price')::numeric AS price,
    (payload::jsonb ->> 'rate')::numeric AS rate,
    payload::jsonb ->> 'rateSource' AS rate_source,
    (payload::jsonb ->> 'fee')::numeric AS fee,
    (payload::jsonb #>> '{fill,at}')::timestamptz AS executed_at
FROM audit_log WHERE kind = 'fill' AND stream LIKE 'portfolio/%';
COMMENT ON VIEW portfolio_fills IS 'Fills of all portfolios, from the journal; fee in the portfolio''s currency, price in the asset''s.';
