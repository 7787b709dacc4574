-- The evidence of a phase in full: intervals, samples, coverage and verdict of each requirement, and the thresholds that an active phase
-- must keep to. phase_readiness stays a view over what was stored: nothing is computed a second time.

ALTER TABLE phase_evidence ADD COLUMN exits jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(exits) = 'array');
COMMENT ON COLUMN phase_evidence.exits IS 'What an active phase must keep to, one object each, of the same form as in requirements.';

CREATE OR REPLACE VIEW phase_readiness AS
SELECT
    latest.phase_id, latest.verdict, latest.as_of, latest.evidence_until,
    item.name AS requirement, item.metric, item.scope, item.direction, item.threshold, item.current, item.current_text, item.unit,
    item.met, item.window_days, item.sample_size, item.missing,
    item.verdict AS requirement_verdict, (item."interval" ->> 'low')::double precision AS interval_low,
    (item."interval" ->> 'high')::double precision AS interval_high, (item."interval" ->> 'level')::double precision AS interval_level,
    item."interval" ->> 'method' AS interval_method, item.as_of AS requirement_as_of, item.coverage, item.ledger
FROM (SELECT DISTINCT ON (phase_id) * FROM phase_evidence ORDER BY phase_id, as_of DESC) AS latest
LEFT JOIN LATERAL jsonb_to_recordset(latest.requirements) AS item (
    name text, metric text, scope text, direction text, threshold numeric, current double precision, current_text text, unit text,
    met boolean, window_days int, sample_size int, missing text, verdict text, "interval" jsonb, as_of timestamptz,
    coverage double precision, ledger text) ON true;

CREATE TABLE phase_registry (
    phase_id             text PRIMARY KEY,
    name                 text NOT NULL,
    ordinal              int NOT NULL CHECK (ordinal >= 0),
    status               text NOT NULL,
    since                timestamptz NOT NULL,
    by                   text NOT NULL,
    override_reason      text,
    override_expires_at  timestamptz,
    updated_at           timestamptz NOT NULL DEFAULT now(),
    CHECK ((override_reason IS NULL) = (override_expires_at IS NULL))
);
COMMENT ON TABLE phase_registry IS 'Phases that were activated once and where they stand; an override is an activation without evidence.';
