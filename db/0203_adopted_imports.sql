-- Which imported fills a book has: those of the imports that it began with. A fill that is told live under the id of one of them is known;
-- a fill of any other import is in the tables only, and is taken where it is told.

ALTER TABLE imports ADD COLUMN adopted boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN imports.adopted IS 'Whether a book began with what was published by then; later ones change the tables only.';
ALTER TABLE imported_fills ADD COLUMN import_id uuid;
COMMENT ON COLUMN imported_fills.import_id IS 'The import that brought the fill first.';

-- What was imported before this was noted: a row bears the instant of the transaction that published it.
UPDATE imported_fills AS fill
SET import_id = (
    SELECT known.import_id FROM imports AS known
    WHERE known.portfolio_id = fill.portfolio_id AND known.kind = 'fills' AND known.published_at <= fill.recorded_at
    ORDER BY known.published_at DESC LIMIT 1);
UPDATE imports AS known SET adopted = true
WHERE known.published_at <= (
    SELECT max(entry.recorded_at) FROM audit_log AS entry
    WHERE entry.stream = 'portfolio/' || known.portfolio_id AND entry.kind = 'import'
        AND entry.payload::jsonb ? 'positions' AND jsonb_typeof(entry.payload::jsonb -> 'positions') = 'array');
