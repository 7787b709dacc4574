using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.MarketData;

namespace OrleansAssets.Storage;

/// <summary>Candles and quotes in PostgreSQL. Every write is one transaction, in bulk, and idempotent by natural key.</summary>
public interface IMarketDataStore
{
    /// <summary>Inserts new candles and updates those whose values differ (a vendor's revision). All of one asset class.</summary>
    Task<ImportCounts> UpsertCandlesAsync(string classId, IReadOnlyCollection<Candle> candles, CancellationToken cancellationToken);

    /// <summary>
    /// The same, and those whose values are as they are stored count as known from now on: they were told again under a split that holds.
    /// </summary>
    Task<ImportCounts> RestateCandlesAsync(string classId, IReadOnlyCollection<Candle> candles, CancellationToken cancellationToken);

    /// <summary>Inserts quotes; one already stored for the same asset, source and instant is left.</summary>
    Task<ImportCounts> UpsertQuotesAsync(string classId, IReadOnlyCollection<Quote> quotes, CancellationToken cancellationToken);

    /// <summary>Open times of a source's candles that open within a stretch, ascending.</summary>
    Task<IReadOnlyList<DateTimeOffset>> OpenTimesAsync(
        string assetId, string sourceId, Timeframe timeframe, TimeRange range, CancellationToken cancellationToken);

    /// <summary>The minutes of a stretch in which a source's quote of an asset lies, each once, ascending.</summary>
    Task<IReadOnlyList<DateTimeOffset>> QuoteMinutesAsync(
        string assetId, string sourceId, TimeRange range, CancellationToken cancellationToken);

    /// <summary>Rows in all: an exact count where it is cheap, else the planner's estimate.</summary>
    Task<RowCounts> CountRowsAsync(CancellationToken cancellationToken);

    /// <summary>Makes the partitions for the months ahead (and drops none). Nothing to do on hypertables.</summary>
    /// <param name="keptSince">Of tables that are not kept for so long: since when. What is dropped soon is not made.</param>
    Task EnsurePartitionsAsync(
        DateTimeOffset from, DateTimeOffset until, IReadOnlyDictionary<string, DateTimeOffset> keptSince,
        CancellationToken cancellationToken);
}

internal sealed class MarketDataStore(NpgsqlDataSource dataSource, PartitionKeeper partitions, SeriesWriter writer)
    : IMarketDataStore
{
    // Counting this much takes some tens of milliseconds.
    private const long ExactBytesMaxDefault = 64 * 1024 * 1024;

    /// <summary>A larger table is estimated; tests set it lower.</summary>
    internal long ExactBytesMax { get; init; } = ExactBytesMaxDefault;

    public Task<ImportCounts> UpsertCandlesAsync(
        string classId, IReadOnlyCollection<Candle> candles, CancellationToken cancellationToken) =>
        writer.WriteAsync(
            candles,
            new SeriesTable<Candle>(
                "candles", MarketDataRows.CandleOrder, candle => candle.OpenTime, MarketDataRows.CandlePlan(_ => classId),
                CandlesOverlapAsync),
            cancellationToken);

    public Task<ImportCounts> RestateCandlesAsync(
        string classId, IReadOnlyCollection<Candle> candles, CancellationToken cancellationToken) =>
        writer.WriteAsync(
            candles,
            new SeriesTable<Candle>(
                "candles", MarketDataRows.CandleOrder, candle => candle.OpenTime,
                MarketDataRows.CandlePlan(_ => classId) with { Upsert = MarketDataSql.RestateCandles },
                (_, _, _) => Task.FromResult(true)),
            cancellationToken);

    public Task<ImportCounts> UpsertQuotesAsync(
        string classId, IReadOnlyCollection<Quote> quotes, CancellationToken cancellationToken) =>
        writer.WriteAsync(
            quotes,
            new SeriesTable<Quote>(
                "quotes", MarketDataRows.QuoteOrder, quote => quote.At, MarketDataRows.QuotePlan(classId), NeverOverlapsAsync),
            cancellationToken);

    public async Task<IReadOnlyList<DateTimeOffset>> OpenTimesAsync(
        string assetId, string sourceId, Timeframe timeframe, TimeRange range, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(range);
        await using var command = dataSource.CreateCommand(MarketDataSql.OpenTimes);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, assetId);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, sourceId);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, timeframe.Code());
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, range.From.UtcDateTime);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, range.Until.UtcDateTime);
        return await command.ReadAllAsync(row => new DateTimeOffset(row.GetDateTime(0)), cancellationToken);
    }

    public async Task<IReadOnlyList<DateTimeOffset>> QuoteMinutesAsync(
        string assetId, string sourceId, TimeRange range, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(range);
        await using var command = dataSource.CreateCommand(MarketDataSql.QuoteMinutes);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, assetId);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, sourceId);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, range.From.UtcDateTime);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, range.Until.UtcDateTime);
        return await command.ReadAllAsync(row => new DateTimeOffset(row.GetDateTime(0)), cancellationToken);
    }

    public async Task<RowCounts> CountRowsAsync(CancellationToken cancellationToken)
    {
        var candles = await CountAsync("candles", cancellationToken);
        var quotes = await CountAsync("quotes", cancellationToken);
        return new RowCounts(candles.Rows, quotes.Rows, !candles.IsExact || !quotes.IsExact);
    }

    public Task EnsurePartitionsAsync(
        DateTimeOffset from, DateTimeOffset until, IReadOnlyDictionary<string, DateTimeOffset> keptSince,
        CancellationToken cancellationToken) =>
        partitions.EnsureAllAsync(from, until, keptSince, cancellationToken);

    /// <summary>Whether candles may be stored already, of rows in the order of their keys.</summary>
    internal static async Task<bool> CandlesOverlapAsync(
        NpgsqlTransaction transaction, IReadOnlyList<Candle> rows, CancellationToken cancellationToken)
    {
        var series = rows
            .GroupBy(candle => (candle.AssetId, candle.SourceId, candle.Timeframe))
            .Select(group => (group.Key, First: group.First().OpenTime, Last: group.Last().OpenTime))
            .ToArray();
        await using var command = new NpgsqlCommand(MarketDataSql.CandlesOverlap, transaction.Connection, transaction);
        command.AddColumn(NpgsqlDbType.Text, series.Select(one => one.Key.AssetId));
        command.AddColumn(NpgsqlDbType.Text, series.Select(one => one.Key.SourceId));
        command.AddColumn(NpgsqlDbType.Text, series.Select(one => one.Key.Timeframe.Code()));
        command.AddColumn(NpgsqlDbType.TimestampTz, series.Select(one => one.First.UtcDateTime));
        command.AddColumn(NpgsqlDbType.TimestampTz, series.Select(one => one.Last.UtcDateTime));
        return (bool)(await command.ExecuteScalarAsync(cancellationToken) ?? true);
    }

    // A quote is nearly always new; where it is not, the transaction is begun anew.
    private static Task<bool> NeverOverlapsAsync(
        NpgsqlTransaction transaction, IReadOnlyList<Quote> rows, CancellationToken cancellationToken) =>
        Task.FromResult(false);

    private async Task<(long Rows, bool IsExact)> CountAsync(string table, CancellationToken cancellationToken)
    {
        await using var size = dataSource.CreateCommand(MarketDataSql.TableBytes);
        size.Parameters.AddWithValue(NpgsqlDbType.Text, table);
        var isSmall = (long)(await size.ExecuteScalarAsync(cancellationToken) ?? 0L) <= ExactBytesMax;
        await using var count = dataSource.CreateCommand(isSmall ? MarketDataSql.CountExactly(table) : MarketDataSql.Estimate(table));
        var answer = await count.ExecuteScalarAsync(cancellationToken);
        return (isSmall ? (long)(answer ?? 0L) : PlannedRows((string)(answer ?? "[]")), isSmall);
    }

    private static long PlannedRows(string plan)
    {
        using var document = JsonDocument.Parse(plan);
        return document.RootElement[0].GetProperty("Plan").GetProperty("Plan Rows").GetInt64();
    }
}
