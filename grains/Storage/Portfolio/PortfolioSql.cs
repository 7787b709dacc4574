namespace OrleansAssets.Storage.Portfolio;

internal static class PortfolioSql
{
    public const string InsertId =
        "INSERT INTO portfolio_ids (portfolio_id, kind, id, content_hash, sequence) VALUES ($1, $2, $3, $4, $5)";

    public const string FindId =
        "SELECT kind, id, content_hash, sequence FROM portfolio_ids WHERE portfolio_id = $1 AND kind = $2 AND id = $3";

    public const string ReadIds = "SELECT kind, id FROM portfolio_ids WHERE portfolio_id = $1 LIMIT $2";

    public const string InsertInput = "INSERT INTO decision_inputs (hash, content) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING";

    public const string FindInput = "SELECT content FROM decision_inputs WHERE hash = $1";

    public const string InsertTrade = $"""
        INSERT INTO trades (portfolio_id, {ImportSql.TradeColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """;

    // The day's row may be there from an import.
    public const string UpsertDay = """
        INSERT INTO equity_daily AS stored (portfolio_id, day, equity, cash_flow) VALUES ($1, $2, $3, $4)
        ON CONFLICT (portfolio_id, day) DO UPDATE SET
            equity = excluded.equity, cash_flow = excluded.cash_flow, recorded_at = now(), revision = stored.revision + 1
        WHERE (stored.equity, stored.cash_flow) IS DISTINCT FROM (excluded.equity, excluded.cash_flow)
        """;
}
