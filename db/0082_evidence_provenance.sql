-- Whose the evidence of an evaluation is, and what is to be known of it beside its figures.

ALTER TABLE phase_evidence
    ADD COLUMN provenance text,
    ADD COLUMN imported boolean NOT NULL DEFAULT false,
    ADD COLUMN remarks text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN phase_evidence.provenance IS 'Days of the record by whose they are, in words; null without a record, and in older rows.';
COMMENT ON COLUMN phase_evidence.imported IS 'Whether a requirement was measured on imported days or trades: another operator must agree.';
