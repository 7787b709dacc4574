namespace OrleansAssets.Storage;

/// <summary>Staged fills, and the trades that are made from all fills of a portfolio.</summary>
internal static class ImportFillSql
{
    public const string FillColumns =
        "fill_id, asset_id, asset_class, strategy_id, side, quantity, price, currency, fee, fee_currency, executed_at, line, ordinal";

    public const string CopyFills = $"COPY import_fills (import_id, batch, position, {FillColumns}) FROM STDIN (FORMAT BINARY)";

    // Line and order are of a file: in another file the same fill has others, and is the same.
    public const string PublishFills = $"""
        WITH latest AS (
            SELECT DISTINCT ON (fill_id) {FillColumns}
            FROM import_fills WHERE import_id = $1 ORDER BY fill_id, batch DESC, position DESC),
        written AS (
            INSERT INTO imported_fills AS stored (portfolio_id, {FillColumns}) SELECT $2, {FillColumns} FROM latest
            ON CONFLICT (portfolio_id, fill_id) DO UPDATE SET
                asset_id = excluded.asset_id, asset_class = excluded.asset_class, strategy_id = excluded.strategy_id, side = excluded.side,
                quantity = excluded.quantity, price = excluded.price, currency = excluded.currency, fee = excluded.fee,
                fee_currency = excluded.fee_currency, executed_at = excluded.executed_at, line = excluded.line, ordinal = excluded.ordinal,
                recorded_at = now(), revision = stored.revision + 1
            WHERE (stored.asset_id, stored.asset_class, stored.strategy_id, stored.side, stored.quantity, stored.price, stored.currency,
                    stored.fee, stored.fee_currency, stored.executed_at)
                IS DISTINCT FROM (excluded.asset_id, excluded.asset_class, excluded.strategy_id, excluded.side, excluded.quantity,
                    excluded.price, excluded.currency, excluded.fee, excluded.fee_currency, excluded.executed_at)
            RETURNING revision)
        SELECT count(*) FILTER (WHERE revision = 0), count(*) FILTER (WHERE revision > 0), 0::bigint, NULL::text FROM written
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
