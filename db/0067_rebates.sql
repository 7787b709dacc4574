-- The fees of a trade may be less than 0: a venue paid a rebate, or the trade earned more than it cost while it was held.

ALTER TABLE trades DROP CONSTRAINT trades_fees_check;
ALTER TABLE asset_performance DROP CONSTRAINT asset_performance_fees_check;
COMMENT ON COLUMN trades.fees IS
    'Fees, and what the trade cost while it was held, less rebates and what it earned (dividends); in the portfolio''s currency.';
