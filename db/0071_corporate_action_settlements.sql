-- What became of each corporate action: it is applied to the books that hold its asset once, whichever source tells it and however often.

CREATE TABLE corporate_action_settlements (
    asset_id      text COLLATE "C" NOT NULL,
    kind          text NOT NULL CHECK (kind IN ('split', 'dividend', 'special_dividend', 'symbol_change', 'delisting')),
    effective_on  date NOT NULL,
    source_id     text COLLATE "C" NOT NULL,
    settled_at    timestamptz NOT NULL,
    outcome       text NOT NULL CHECK (outcome IN ('applied', 'same_as_another', 'too_late', 'left_to_people')),
    portfolios    text[] NOT NULL,
    note          text,
    recorded_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (asset_id, kind, effective_on)
);
COMMENT ON TABLE corporate_action_settlements IS 'What became of the corporate actions of an asset, kind and date, once they held: the portfolios that got them as an event, or why none did.';
COMMENT ON COLUMN corporate_action_settlements.source_id IS 'Whose word was taken.';

INSERT INTO append_only_tables VALUES ('corporate_action_settlements');
