-- What the grains decided, for readers of SQL. Never the source of a decision. No foreign keys: each grain writes its own row in its own time.

CREATE TABLE asset_class_config (
    asset_class       text PRIMARY KEY,
    name              text NOT NULL,
    enabled           boolean NOT NULL,
    max_allocation    numeric NOT NULL CHECK (max_allocation BETWEEN 0 AND 1),
    max_positions     int NOT NULL CHECK (max_positions >= 0),
    risk_multiplier   numeric NOT NULL CHECK (risk_multiplier >= 0),
    default_position  numeric NOT NULL CHECK (default_position BETWEEN 0 AND 1),
    members           text[] NOT NULL,
    updated_at        timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE asset_class_config IS 'Asset classes and their limits; fractions of portfolio value.';

CREATE TABLE asset_registry (
    asset_id            text PRIMARY KEY,
    name                text NOT NULL,
    asset_class         text NOT NULL,
    phase_id            text NOT NULL,
    enabled             boolean NOT NULL,
    max_position        numeric NOT NULL CHECK (max_position BETWEEN 0 AND 1),
    volatility_score    int NOT NULL CHECK (volatility_score BETWEEN 1 AND 10),
    min_trade_size      numeric NOT NULL CHECK (min_trade_size >= 0),
    price_precision     int NOT NULL,
    quantity_precision  int NOT NULL,
    stop_loss           numeric NOT NULL CHECK (stop_loss > 0),
    stop_loss_unit      text NOT NULL CHECK (stop_loss_unit IN ('fraction', 'pips')),
    take_profit         numeric CHECK (take_profit > 0),
    take_profit_unit    text CHECK (take_profit_unit IN ('fraction', 'pips')),
    leverage_limit      numeric NOT NULL CHECK (leverage_limit > 0),
    pip_size            numeric CHECK (pip_size > 0),
    required_sources    text[] NOT NULL,
    optional_sources    text[] NOT NULL,
    symbols             jsonb NOT NULL,
    leading_indicators  jsonb NOT NULL,
    special_rules       jsonb NOT NULL,
    updated_at          timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE asset_registry IS 'Assets, their risk parameters and where their data comes from.';

CREATE TABLE data_source_registry (
    source_id             text PRIMARY KEY,
    name                  text NOT NULL,
    plan                  text NOT NULL,
    mode                  text NOT NULL,
    status                text NOT NULL,
    status_text           text NOT NULL,
    list_price_usd        numeric NOT NULL CHECK (list_price_usd >= 0),
    monthly_cost_usd      numeric NOT NULL CHECK (monthly_cost_usd >= 0),
    classes               text[] NOT NULL,
    missing_keys          text[] NOT NULL,
    collected             boolean NOT NULL,
    windows               jsonb NOT NULL,
    datasets              jsonb NOT NULL,
    last_success_at       timestamptz,
    last_failure_at       timestamptz,
    last_error            text,
    consecutive_failures  int NOT NULL CHECK (consecutive_failures >= 0),
    blocked_until         timestamptz,
    next_due_at           timestamptz,
    updated_at            timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE data_source_registry IS 'Data sources, their health and their cost: list_price_usd by the plan, monthly_cost_usd what it costs now. Names of missing keys, never values.';

CREATE TABLE phase_activation_log (
    activation_id  uuid NOT NULL,
    phase_id       text NOT NULL,
    action         text NOT NULL,
    at             timestamptz NOT NULL,
    by             text NOT NULL,
    notes          text,
    evidence       jsonb NOT NULL,
    recorded_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (phase_id, activation_id)
);
CREATE INDEX phase_activation_log_at ON phase_activation_log (at);
COMMENT ON TABLE phase_activation_log IS 'Every activation with the readiness that earned it. Rows are only added.';

CREATE TABLE phase_evidence (
    phase_id        text NOT NULL,
    as_of           timestamptz NOT NULL,
    verdict         text NOT NULL CHECK (verdict IN ('ready', 'not_ready', 'insufficient_evidence', 'stale_evidence')),
    evidence_until  date,
    requirements    jsonb NOT NULL CHECK (jsonb_typeof(requirements) = 'array'),
    missing         text[] NOT NULL,
    recorded_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (phase_id, as_of)
);
COMMENT ON TABLE phase_evidence IS 'Every evaluation of a phase; requirements holds one object for each requirement.';

CREATE VIEW phase_readiness AS
SELECT
    latest.phase_id, latest.verdict, latest.as_of, latest.evidence_until,
    item.name AS requirement, item.metric, item.scope, item.direction, item.threshold, item.current, item.current_text, item.unit,
    item.met, item.window_days, item.sample_size, item.missing
FROM (SELECT DISTINCT ON (phase_id) * FROM phase_evidence ORDER BY phase_id, as_of DESC) AS latest
LEFT JOIN LATERAL jsonb_to_recordset(latest.requirements) AS item (
    name text, metric text, scope text, direction text, threshold numeric, current double precision, current_text text, unit text,
    met boolean, window_days int, sample_size int, missing text) ON true;
COMMENT ON VIEW phase_readiness IS 'The newest evaluation of each phase, one row a requirement: its threshold, the measured value and whether it is met.';
