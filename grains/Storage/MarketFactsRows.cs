using Npgsql;
using NpgsqlTypes;
using OrleansAssets.MarketData;

namespace OrleansAssets.Storage;

/// <summary>Indicators, sentiment, option trades and events as rows of a COPY, and the order of their keys.</summary>
internal static class MarketFactsRows
{
    public static IComparer<IndicatorValue> IndicatorOrder { get; } = KeyOrder.Of<IndicatorValue>(
        value => value.At, value => value.AssetId, value => value.SourceId, value => value.Indicator);

    public static IComparer<SentimentSnapshot> SentimentOrder { get; } = KeyOrder.Of<SentimentSnapshot>(
        snapshot => snapshot.At, snapshot => snapshot.AssetId, snapshot => snapshot.SourceId);

    public static IComparer<OptionsFlow> FlowOrder { get; } = KeyOrder.Of<OptionsFlow>(
        trade => trade.At, trade => trade.SourceId, trade => trade.FlowId);

    public static IComparer<WatchedPost> PostOrder { get; } = KeyOrder.Of<WatchedPost>(
        post => post.At, post => post.AssetId, post => post.SourceId, post => post.PostId);

    public static IComparer<EconomicEvent> EventOrder { get; } = KeyOrder.Of<EconomicEvent>(
        timeOf: null, one => one.SourceId, one => one.EventId);

    public static BulkPlan<EconomicEvent> EventPlan { get; } = Plan<EconomicEvent>(
        "economic_calendar",
        ["source_id", "event_id"],
        [
            "at", "title", "country", "impact", "asset_classes", "asset_id", "unit", "previous", "forecast", "actual",
        ],
        WriteAsync);

    public static BulkPlan<IndicatorValue> IndicatorPlan(string classId) => Plan<IndicatorValue>(
        "leading_indicators",
        ["asset_id", "source_id", "indicator", "at"],
        ["asset_class", "value", "unit"],
        (importer, value, cancellationToken) => WriteAsync(importer, value, classId, cancellationToken));

    public static BulkPlan<SentimentSnapshot> SentimentPlan(string classId) => Plan<SentimentSnapshot>(
        "social_sentiment",
        ["asset_id", "source_id", "at"],
        [
            "asset_class", "lookback_minutes", "score", "mentions", "positive", "negative", "neutral", "volume_change", "keywords",
        ],
        (importer, snapshot, cancellationToken) => WriteAsync(importer, snapshot, classId, cancellationToken));

    public static BulkPlan<OptionsFlow> FlowPlan(string classId) => Plan<OptionsFlow>(
        "options_flow",
        ["source_id", "trade_id", "at"],
        [
            "asset_id", "asset_class", "contract_type", "side", "strike", "expires_on", "contracts", "premium", "open_interest", "unusual",
        ],
        (importer, trade, cancellationToken) => WriteAsync(importer, trade, classId, cancellationToken));

    public static BulkPlan<WatchedPost> PostPlan(string classId) => Plan<WatchedPost>(
        "posts",
        ["asset_id", "source_id", "post_id", "at"],
        ["account", "asset_class", "text", "score", "mentions_asset"],
        (importer, post, cancellationToken) => WriteAsync(importer, post, classId, cancellationToken));

    /// <param name="once">Columns that a row keeps as it was first stored; written behind the others.</param>
    public static BulkPlan<T> Plan<T>(
        string table, string[] key, string[] values, Func<NpgsqlBinaryImporter, T, CancellationToken, Task> write,
        params string[] once)
    {
        var (copy, createStage, copyStage, upsert) = MarketFactsSql.Statements(table, key, values, once);
        return new BulkPlan<T>(copy, createStage, copyStage, upsert, write);
    }

    private static async Task WriteAsync(
        NpgsqlBinaryImporter importer, IndicatorValue value, string classId, CancellationToken cancellationToken)
    {
        await importer.WriteAsync(value.AssetId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(value.SourceId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(value.Indicator, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(value.At.UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken);
        await importer.WriteAsync(classId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(value.Value, NpgsqlDbType.Numeric, cancellationToken);
        await importer.WriteAsync(value.Unit, NpgsqlDbType.Text, cancellationToken);
    }

    private static async Task WriteAsync(
        NpgsqlBinaryImporter importer, SentimentSnapshot snapshot, string classId, CancellationToken cancellationToken)
    {
        await importer.WriteAsync(snapshot.AssetId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(snapshot.SourceId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(snapshot.At.UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken);
        await importer.WriteAsync(classId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(snapshot.LookbackMinutes, NpgsqlDbType.Integer, cancellationToken);
        await importer.WriteAsync(snapshot.Score, NpgsqlDbType.Double, cancellationToken);
        await importer.WriteAsync(snapshot.Mentions, NpgsqlDbType.Integer, cancellationToken);
        await importer.WriteAsync(snapshot.Bullish, NpgsqlDbType.Integer, cancellationToken);
        await importer.WriteAsync(snapshot.Bearish, NpgsqlDbType.Integer, cancellationToken);
        await importer.WriteAsync(snapshot.Neutral, NpgsqlDbType.Integer, cancellationToken);
        await importer.WriteAsync(snapshot.VolumeChange, NpgsqlDbType.Double, cancellationToken);
        await importer.WriteAsync(snapshot.Keywords.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text, cancellationToken);
    }

    private static async Task WriteAsync(
        NpgsqlBinaryImporter importer, OptionsFlow trade, string classId, CancellationToken cancellationToken)
    {
        await importer.WriteAsync(trade.SourceId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(trade.FlowId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(trade.At.UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken);
        await importer.WriteAsync(trade.AssetId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(classId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(Word(trade.Type), NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(Word(trade.Side), NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(trade.Strike, NpgsqlDbType.Numeric, cancellationToken);
        await importer.WriteAsync(trade.ExpiresOn, NpgsqlDbType.Date, cancellationToken);
        await importer.WriteAsync(trade.Contracts, NpgsqlDbType.Integer, cancellationToken);
        await importer.WriteAsync(trade.Premium, NpgsqlDbType.Numeric, cancellationToken);
        await importer.WriteAsync(trade.OpenInterest, NpgsqlDbType.Integer, cancellationToken);
        await importer.WriteAsync(trade.Unusual, NpgsqlDbType.Boolean, cancellationToken);
    }

    private static async Task WriteAsync(
        NpgsqlBinaryImporter importer, WatchedPost post, string classId, CancellationToken cancellationToken)
    {
        await importer.WriteAsync(post.AssetId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(post.SourceId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(post.PostId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(post.At.UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken);
        await importer.WriteAsync(post.Account, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(classId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(post.Text, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(post.Score, NpgsqlDbType.Double, cancellationToken);
        await importer.WriteAsync(post.MentionsAsset, NpgsqlDbType.Boolean, cancellationToken);
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter importer, EconomicEvent one, CancellationToken cancellationToken)
    {
        await importer.WriteAsync(one.SourceId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(one.EventId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(one.At.UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken);
        await importer.WriteAsync(one.Title, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(one.Country, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(Word(one.Impact), NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(one.Classes.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(one.AssetId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(one.Unit, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(one.Previous, NpgsqlDbType.Numeric, cancellationToken);
        await importer.WriteAsync(one.Forecast, NpgsqlDbType.Numeric, cancellationToken);
        await importer.WriteAsync(one.Actual, NpgsqlDbType.Numeric, cancellationToken);
    }

    /// <summary>A value as its table has it.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}

/// <summary>Trending symbols as rows of a COPY, and the order of their keys.</summary>
internal static class TrendingRows
{
    public static IComparer<TrendingSymbol> Order { get; } = Comparer<TrendingSymbol>.Create((left, right) =>
        string.CompareOrdinal(left.SourceId, right.SourceId) is not 0 and var bySource ? bySource
        : string.CompareOrdinal(left.Symbol, right.Symbol) is not 0 and var bySymbol ? bySymbol
        : left.LookbackMinutes != right.LookbackMinutes ? left.LookbackMinutes.CompareTo(right.LookbackMinutes)
        : left.At.CompareTo(right.At));

    public static BulkPlan<TrendingSymbol> Plan { get; } = MarketFactsRows.Plan<TrendingSymbol>(
        "trending_symbols", ["source_id", "symbol", "lookback_minutes", "at"], ["rank", "mentions", "score", "volume_change"], WriteAsync);

    private static async Task WriteAsync(NpgsqlBinaryImporter importer, TrendingSymbol symbol, CancellationToken cancellationToken)
    {
        await importer.WriteAsync(symbol.SourceId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(symbol.Symbol, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(symbol.LookbackMinutes, NpgsqlDbType.Integer, cancellationToken);
        await importer.WriteAsync(symbol.At.UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken);
        await importer.WriteAsync(symbol.Rank, NpgsqlDbType.Integer, cancellationToken);
        await importer.WriteAsync(symbol.Mentions, NpgsqlDbType.Integer, cancellationToken);
        await importer.WriteAsync(symbol.Score, NpgsqlDbType.Double, cancellationToken);
        await importer.WriteAsync(symbol.VolumeChange, NpgsqlDbType.Double, cancellationToken);
    }
}

internal static class MarketFactsSql
{
    // One look into the primary key, or into the index by asset.
    public const string IndicatorsOverlap = """
        SELECT EXISTS (
            SELECT FROM leading_indicators WHERE asset_id = $1 AND source_id = $2 AND indicator = $3 AND at BETWEEN $4 AND $5)
        """;

    public const string FlowOverlaps =
        "SELECT EXISTS (SELECT FROM options_flow WHERE asset_id = $1 AND source_id = $2 AND at BETWEEN $3 AND $4)";

    /// <summary>The statements that write rows of a table in bulk; rows whose values are the same are not touched.</summary>
    /// <param name="key">Columns of the natural key.</param>
    /// <param name="values">Columns that a source may revise.</param>
    /// <param name="once">Columns that are written with a new row only.</param>
    public static (string Copy, string CreateStage, string CopyStage, string Upsert) Statements(
        string table, string[] key, string[] values, string[] once)
    {
        var (keys, columns) = (string.Join(", ", key), string.Join(", ", key.Concat(values).Concat(once)));
        return (
            $"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)",
            $"CREATE TEMP TABLE {table}_stage (LIKE {table} INCLUDING DEFAULTS) ON COMMIT DROP",
            $"COPY {table}_stage ({columns}) FROM STDIN (FORMAT BINARY)",
            $"""
            WITH written AS (
                INSERT INTO {table} AS stored ({columns})
                SELECT {columns} FROM {table}_stage ORDER BY {keys}
                ON CONFLICT ({keys}) DO UPDATE SET
                    {string.Join(", ", values.Select(column => $"{column} = excluded.{column}"))},
                    recorded_at = now(), revision = stored.revision + 1
                WHERE ({string.Join(", ", values.Select(column => $"stored.{column}"))})
                    IS DISTINCT FROM ({string.Join(", ", values.Select(column => $"excluded.{column}"))})
                RETURNING revision)
            SELECT count(*) FILTER (WHERE revision = 0), count(*) FILTER (WHERE revision > 0) FROM written
            """);
    }
}
