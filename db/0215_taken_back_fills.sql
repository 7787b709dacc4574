-- An imported fill that never was, or was other than its file told it, is taken back: its row stays with who took it back and why, and makes
-- no trade any more. Importing its file again does not bring it back.

ALTER TABLE imported_fills
    ADD COLUMN taken_back_at timestamptz,
    ADD COLUMN taken_back_by text,
    ADD COLUMN taken_back_reason text,
    ADD COLUMN correction_id text;
COMMENT ON COLUMN imported_fills.taken_back_at IS 'When a person took it back; null where it holds.';
COMMENT ON COLUMN imported_fills.correction_id IS 'The correction that took it back.';
