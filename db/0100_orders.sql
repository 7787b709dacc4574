-- Every approved order as it stands: written with the journal, in one transaction. The journal is the record; this is what it makes of it.

CREATE TABLE orders (
    portfolio_id      text COLLATE "C" NOT NULL,
    client_order_id   text COLLATE "C" NOT NULL,
    decision_id       text NOT NULL,
    asset_id          text COLLATE "C" NOT NULL,
    asset_class       text NOT NULL,
    side              text NOT NULL CHECK (side IN ('buy', 'sell')),
    quantity          numeric NOT NULL,
    filled            numeric NOT NULL,
    limit_price       numeric,
    stop_price        numeric,
    target_price      numeric,
    strategy_id       text,
    time_in_force     text NOT NULL CHECK (time_in_force IN ('day', 'gtc', 'gtd', 'ioc')),
    good_until        timestamptz,
    is_exit           boolean NOT NULL,
    approved_at       timestamptz NOT NULL,
    state             text NOT NULL CHECK (state IN (
        'approved', 'working', 'partly_filled', 'filled', 'cancelled', 'expired', 'rejected', 'replaced')),
    since             timestamptz NOT NULL,
    until             timestamptz,
    venue_order_id    text,
    remark            text,
    replaces          text,
    replaced_by       text,
    PRIMARY KEY (portfolio_id, client_order_id)
);
CREATE INDEX orders_newest ON orders (portfolio_id, approved_at DESC, client_order_id);
CREATE INDEX orders_open ON orders (portfolio_id, approved_at DESC) WHERE state IN ('approved', 'working', 'partly_filled');
COMMENT ON TABLE orders IS 'Approved orders of all portfolios as they stand; approvals of before this table are in portfolio_decisions.';
COMMENT ON COLUMN orders.until IS 'When it ends by itself unless more is reported; null where it lasts until its end is reported, or has ended.';
COMMENT ON COLUMN orders.since IS 'When it came into its state.';
