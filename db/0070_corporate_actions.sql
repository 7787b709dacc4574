-- What companies and funds do to a unit of an asset: by it a price changes though nobody traded.

CREATE TABLE corporate_actions (
    asset_id       text COLLATE "C" NOT NULL,
    source_id      text COLLATE "C" NOT NULL,
    kind           text NOT NULL CHECK (kind IN ('split', 'dividend', 'special_dividend', 'symbol_change', 'delisting')),
    effective_on   date NOT NULL,
    asset_class    text NOT NULL,
    new_units      numeric CHECK (new_units > 0),
    old_units      numeric CHECK (old_units > 0),
    cash_per_unit  numeric CHECK (cash_per_unit > 0),
    currency       text NOT NULL DEFAULT '',
    new_symbol     text NOT NULL DEFAULT '',
    paid_on        date,
    known_at       timestamptz NOT NULL,
    withdrawn_at   timestamptz,
    recorded_at    timestamptz NOT NULL DEFAULT now(),
    revision       int NOT NULL DEFAULT 0 CHECK (revision >= 0),
    PRIMARY KEY (asset_id, source_id, kind, effective_on),
    CHECK ((kind = 'split') = (new_units IS NOT NULL AND old_units IS NOT NULL)),
    CHECK ((kind IN ('dividend', 'special_dividend')) = (cash_per_unit IS NOT NULL AND currency <> '')),
    CHECK ((kind = 'symbol_change') = (new_symbol <> ''))
);
CREATE INDEX corporate_actions_date ON corporate_actions (effective_on);
COMMENT ON TABLE corporate_actions IS 'Splits, dividends, changes of symbols and delistings as each source tells them; an asset has one of each kind on a date at a source.';
COMMENT ON COLUMN corporate_actions.effective_on IS 'The trading date from whose beginning in New York it holds: of a dividend the ex-date.';
COMMENT ON COLUMN corporate_actions.new_units IS 'Of a split: what old_units become.';
COMMENT ON COLUMN corporate_actions.cash_per_unit IS 'Of a dividend: what a unit pays, in currency; several of one date and kind are added up.';
COMMENT ON COLUMN corporate_actions.known_at IS 'When it became known here first; a revision leaves it as it is.';
COMMENT ON COLUMN corporate_actions.withdrawn_at IS 'When its source ceased to tell it, before it held; null where it tells it.';
