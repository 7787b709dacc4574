-- A collected action that an operator took back in a book: what became of it first stays, and this is told beside it.

CREATE TABLE corporate_action_reversals (
    asset_id       text COLLATE "C" NOT NULL,
    kind           text NOT NULL,
    effective_on   date NOT NULL,
    portfolio_id   text COLLATE "C" NOT NULL,
    taken_back_at  timestamptz NOT NULL,
    taken_back_by  text NOT NULL,
    reason         text NOT NULL,
    recorded_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (asset_id, kind, effective_on, portfolio_id)
);
COMMENT ON TABLE corporate_action_reversals IS 'Portfolios in which the event of a collected action was taken back: it is not applied to them again.';

INSERT INTO append_only_tables VALUES ('corporate_action_reversals');
