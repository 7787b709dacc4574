namespace OrleansAssets.Storage;

/// <summary>Staged fills, and the trades that are made from all fills of a portfolio.</summary>
internal static class ImportFillSql
{
    public const string FillColumns =
        "fill_id, asset_id, asset_class, strategy_id, side, quantity, price, currency, fee, fee_currency, executed_at, line, ordinal";

    public const string CopyFills = $"COPY import_fills (import_id, batch, position, {FillColumns}) FROM STDIN (FORMAT BINARY)";

    // Imports of one portfolio are published one after the other, so that new fills need not be written with an eye to conflicts.
    public const string LockPortfolio = "SELECT pg_advisory_xact_lock(hashtextextended('imported_fills:' || $1, 0))";

    // Line and order are of a file: in another file the same fill has others, and is the same.
    public const string PublishFills = $"""
        WITH latest AS MATERIALIZED (
            SELECT DISTINCT ON (fill_id) {FillColumns}
            FROM import_fills WHERE import_id = $1 ORDER BY fill_id, batch DESC, position DESC),
        changed AS (
            UPDATE imported_fills AS stored SET
                asset_id = latest.asset_id, asset_class = latest.asset_class, strategy_id = latest.strategy_id, side = latest.side,
                quantity = latest.quantity, price = latest.price, currency = latest.currency, fee = latest.fee,
                fee_currency = latest.fee_currency, executed_at = latest.executed_at, line = latest.line, ordinal = latest.ordinal,
                recorded_at = now(), revision = stored.revision + 1
            FROM latest
            WHERE stored.portfolio_id = $2 AND stored.fill_id = latest.fill_id
                AND (stored.asset_id, stored.asset_class, stored.strategy_id, stored.side, stored.quantity, stored.price, stored.currency,
                    stored.fee, stored.fee_currency, stored.executed_at)
                IS DISTINCT FROM (latest.asset_id, latest.asset_class, latest.strategy_id, latest.side, latest.quantity,
                    latest.price, latest.currency, latest.fee, latest.fee_currency, latest.executed_at)
            RETURNING stored.fill_id),
        written AS (
            INSERT INTO imported_fills (portfolio_id, {FillColumns}) SELECT $2, {FillColumns} FROM latest
            WHERE NOT EXISTS (
                SELECT FROM imported_fills AS known WHERE known.portfolio_id = $2 AND known.fill_id = latest.fill_id)
            RETURNING fill_id)
        SELECT (SELECT count(*) FROM written), (SELECT count(*) FROM changed), 0::bigint, NULL::text
        """;

    public const string AssetsOf = "SELECT DISTINCT asset_id, asset_class FROM import_fills WHERE import_id = $1 ORDER BY asset_id";

    public const string CurrenciesOf = """
        SELECT DISTINCT code, min(executed_at)::date, max(executed_at)::date
        FROM imported_fills, LATERAL (VALUES (currency), (fee_currency)) AS named (code)
        WHERE portfolio_id = $1 AND asset_id = $2 AND code IS NOT NULL GROUP BY code
        UNION ALL
        SELECT NULL, min(executed_at)::date, max(executed_at)::date FROM imported_fills WHERE portfolio_id = $1 AND asset_id = $2
        """;

    public const string Page = $"""
        SELECT {FillColumns} FROM imported_fills
        WHERE portfolio_id = $1 AND asset_id = $2 AND (executed_at, ordinal, fill_id) > ($3, $4, $5)
        ORDER BY executed_at, ordinal, fill_id LIMIT $6
        """;

    /// <summary>Trades of the assets that are no longer made from fills.</summary>
    public const string DropStale = "SELECT drop_stale_trades($1, $2)";

    public const string ForgetMade = """
        DELETE FROM fill_trades
        WHERE portfolio_id = $2 AND asset_id IN (SELECT asset_id FROM import_fills WHERE import_id = $1)
        """;

    public const string NoteMade = """
        INSERT INTO fill_trades (portfolio_id, trade_id, asset_id)
        SELECT DISTINCT $2, trade_id, asset_id FROM import_trades WHERE import_id = $1
        ON CONFLICT (portfolio_id, trade_id) DO UPDATE SET asset_id = excluded.asset_id
        """;
}
