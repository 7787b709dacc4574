using Npgsql;
using NpgsqlTypes;
using OrleansAssets.MarketData;

namespace OrleansAssets.Storage;

/// <summary>
/// Indicators, sentiment, trending symbols, posts, option trades and calendars in PostgreSQL. Every write is one transaction, in bulk, and
/// idempotent by natural key; a row whose values differ is a revision of the source and replaces the stored one.
/// </summary>
public interface IMarketFactsStore
{
    /// <summary>Stores values of indicators, all of one asset class.</summary>
    Task<ImportCounts> UpsertIndicatorsAsync(
        string classId, IReadOnlyCollection<IndicatorValue> values, CancellationToken cancellationToken);

    /// <summary>Stores sentiment snapshots, all of one asset class.</summary>
    Task<ImportCounts> UpsertSentimentAsync(
        string classId, IReadOnlyCollection<SentimentSnapshot> snapshots, CancellationToken cancellationToken);

    /// <summary>Stores option trades, all of one asset class.</summary>
    Task<ImportCounts> UpsertOptionsFlowAsync(
        string classId, IReadOnlyCollection<OptionsFlow> trades, CancellationToken cancellationToken);

    /// <summary>Stores symbols that forums speak of much.</summary>
    Task<ImportCounts> UpsertTrendingAsync(IReadOnlyCollection<TrendingSymbol> symbols, CancellationToken cancellationToken);

    /// <summary>Stores posts of watched accounts, all for assets of one class.</summary>
    Task<ImportCounts> UpsertPostsAsync(
        string classId, IReadOnlyCollection<WatchedPost> posts, CancellationToken cancellationToken);

    /// <summary>Stores releases and dates.</summary>
    Task<ImportCounts> UpsertEventsAsync(IReadOnlyCollection<EconomicEvent> events, CancellationToken cancellationToken);
}

internal sealed class MarketFactsStore(SeriesWriter writer) : IMarketFactsStore
{
    public Task<ImportCounts> UpsertIndicatorsAsync(
        string classId, IReadOnlyCollection<IndicatorValue> values, CancellationToken cancellationToken) =>
        writer.WriteAsync(
            values,
            new SeriesTable<IndicatorValue>(
                "leading_indicators", MarketFactsRows.IndicatorOrder, value => value.At, MarketFactsRows.IndicatorPlan(classId),
                IndicatorsOverlapAsync),
            cancellationToken);

    public Task<ImportCounts> UpsertSentimentAsync(
        string classId, IReadOnlyCollection<SentimentSnapshot> snapshots, CancellationToken cancellationToken) =>
        writer.WriteAsync(
            snapshots,
            new SeriesTable<SentimentSnapshot>(
                "social_sentiment", MarketFactsRows.SentimentOrder, snapshot => snapshot.At, MarketFactsRows.SentimentPlan(classId),
                MayOverlapAsync),
            cancellationToken);

    public Task<ImportCounts> UpsertOptionsFlowAsync(
        string classId, IReadOnlyCollection<OptionsFlow> trades, CancellationToken cancellationToken) =>
        writer.WriteAsync(
            trades,
            new SeriesTable<OptionsFlow>(
                "options_flow", MarketFactsRows.FlowOrder, trade => trade.At, MarketFactsRows.FlowPlan(classId), FlowOverlapsAsync),
            cancellationToken);

    public Task<ImportCounts> UpsertTrendingAsync(
        IReadOnlyCollection<TrendingSymbol> symbols, CancellationToken cancellationToken) =>
        writer.WriteAsync(
            symbols,
            new SeriesTable<TrendingSymbol>(
                "trending_symbols", TrendingRows.Order, symbol => symbol.At, TrendingRows.Plan, MayOverlapAsync),
            cancellationToken);

    public Task<ImportCounts> UpsertPostsAsync(
        string classId, IReadOnlyCollection<WatchedPost> posts, CancellationToken cancellationToken) =>
        writer.WriteAsync(
            posts,
            new SeriesTable<WatchedPost>(
                "posts", MarketFactsRows.PostOrder, post => post.At, MarketFactsRows.PostPlan(classId), MayOverlapAsync),
            cancellationToken);

    public Task<ImportCounts> UpsertEventsAsync(IReadOnlyCollection<EconomicEvent> events, CancellationToken cancellationToken) =>
        writer.WriteAsync(
            events,
            new SeriesTable<EconomicEvent>(
                "economic_calendar", MarketFactsRows.EventOrder, TimeOf: null, MarketFactsRows.EventPlan, MayOverlapAsync),
            cancellationToken);

    private static Task<bool> IndicatorsOverlapAsync(
        NpgsqlTransaction transaction, IReadOnlyList<IndicatorValue> rows, CancellationToken cancellationToken)
    {
        var (first, last) = (rows[0], rows[^1]);
        var isOneSeries = (first.AssetId, first.SourceId, first.Indicator) == (last.AssetId, last.SourceId, last.Indicator);
        return isOneSeries
            ? AskAsync(
                transaction, MarketFactsSql.IndicatorsOverlap, [first.AssetId, first.SourceId, first.Indicator], first.At, last.At,
                cancellationToken)
            : Task.FromResult(true);
    }

    private static Task<bool> FlowOverlapsAsync(
        NpgsqlTransaction transaction, IReadOnlyList<OptionsFlow> rows, CancellationToken cancellationToken)
    {
        var assets = rows.Select(trade => trade.AssetId).Distinct(StringComparer.Ordinal).Take(2).ToArray();
        return assets.Length == 1
            ? AskAsync(
                transaction, MarketFactsSql.FlowOverlaps, [assets[0], rows[0].SourceId], rows.Min(trade => trade.At),
                rows.Max(trade => trade.At), cancellationToken)
            : Task.FromResult(true);
    }

    // A handful of rows, most of them stored already: nothing is gained by asking first.
    private static Task<bool> MayOverlapAsync<T>(
        NpgsqlTransaction transaction, IReadOnlyList<T> rows, CancellationToken cancellationToken) =>
        Task.FromResult(true);

    private static async Task<bool> AskAsync(
        NpgsqlTransaction transaction, string sql, string[] series, DateTimeOffset first, DateTimeOffset last,
        CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        foreach (var part in series)
        {
            command.Parameters.AddWithValue(NpgsqlDbType.Text, part);
        }

        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, first.UtcDateTime);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, last.UtcDateTime);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken) ?? true);
    }
}
