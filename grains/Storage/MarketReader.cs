using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.Data;
using OrleansAssets.MarketData;
using OrleansAssets.RiskModel;

namespace OrleansAssets.Storage;

/// <summary>Reads prices that were collected, for those who ask; each answer is bounded by the caller.</summary>
public interface IMarketReader
{
    /// <summary>The newest quote of each series, those without one since an instant left out; by asset and source.</summary>
    /// <param name="until">The latest time of a quote; null for any.</param>
    Task<ImmutableArray<StoredQuote>> GetQuotesAsync(
        IReadOnlyCollection<(string AssetId, string SourceId)> series, DateTimeOffset since, DateTimeOffset? until,
        CancellationToken cancellationToken);

    /// <summary>The first quotes of an asset in a span, by time and source; all of the last one's instant.</summary>
    Task<ImmutableArray<StoredQuote>> GetKeptQuotesAsync(
        string assetId, IReadOnlyCollection<string> sourceIds, (DateTimeOffset From, DateTimeOffset Until) span, int limit,
        CancellationToken cancellationToken);

    /// <summary>The last quotes of an asset in a span, by time and source.</summary>
    Task<ImmutableArray<StoredQuote>> GetNewestQuotesAsync(
        string assetId, IReadOnlyCollection<string> sourceIds, (DateTimeOffset From, DateTimeOffset Until) span, int limit,
        CancellationToken cancellationToken);

    /// <summary>
    /// The newest close of an asset that was over at an instant, not older than <paramref name="since"/>; null where none is.
    /// </summary>
    Task<StoredPrice?> GetLastCloseAsync(
        string assetId, IReadOnlyCollection<string> sourceIds, DateTimeOffset since, DateTimeOffset now,
        CancellationToken cancellationToken);

    /// <summary>The first of some sources that has a candle in a span; null where none has.</summary>
    Task<string?> FindSourceAsync(CandleSpan span, IReadOnlyCollection<string> sourceIds, CancellationToken cancellationToken);

    /// <summary>Candles of one source, oldest first: the newest of the span, or from its start on.</summary>
    Task<ImmutableArray<StoredCandle>> GetCandlesAsync(
        CandleSpan span, string sourceId, int limit, bool isNewest, CancellationToken cancellationToken);

    /// <summary>The newest matrix whose window ended on a day or before; an empty one where there is none.</summary>
    Task<CorrelationMatrix> GetCorrelationsAsync(DateOnly? asOf, CancellationToken cancellationToken);
}

/// <summary>A stretch of the candles of an asset, by open time.</summary>
/// <param name="From">Inclusive.</param>
/// <param name="Until">Exclusive.</param>
public sealed record CandleSpan(string AssetId, Timeframe Timeframe, DateTimeOffset From, DateTimeOffset Until);

/// <summary>A candle as it is stored.</summary>
/// <param name="RecordedAt">When these values became known here.</param>
/// <param name="Revision">How often the source changed them.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct StoredCandle(CandleRow Row, DateTimeOffset RecordedAt, int Revision);

internal sealed class MarketReader(NpgsqlDataSource dataSource) : IMarketReader
{
    public async Task<ImmutableArray<StoredQuote>> GetQuotesAsync(
        IReadOnlyCollection<(string AssetId, string SourceId)> series, DateTimeOffset since, DateTimeOffset? until,
        CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(MarketReadSql.Quotes);
        command.AddColumn(NpgsqlDbType.Text, series.Select(one => one.AssetId));
        command.AddColumn(NpgsqlDbType.Text, series.Select(one => one.SourceId));
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, since.UtcDateTime);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, (until ?? DateTimeOffset.MaxValue).UtcDateTime);
        return await command.ReadAllAsync(QuoteOf, cancellationToken);
    }

    public Task<ImmutableArray<StoredQuote>> GetKeptQuotesAsync(
        string assetId, IReadOnlyCollection<string> sourceIds, (DateTimeOffset From, DateTimeOffset Until) span, int limit,
        CancellationToken cancellationToken) =>
        ReadQuotesAsync(MarketReadSql.KeptQuotes, assetId, sourceIds, span, limit, cancellationToken);

    public Task<ImmutableArray<StoredQuote>> GetNewestQuotesAsync(
        string assetId, IReadOnlyCollection<string> sourceIds, (DateTimeOffset From, DateTimeOffset Until) span, int limit,
        CancellationToken cancellationToken) =>
        ReadQuotesAsync(MarketReadSql.NewestQuotes, assetId, sourceIds, span, limit, cancellationToken);

    private async Task<ImmutableArray<StoredQuote>> ReadQuotesAsync(
        string sql, string assetId, IReadOnlyCollection<string> sourceIds, (DateTimeOffset From, DateTimeOffset Until) span, int limit,
        CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(sql);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, assetId);
        command.AddColumn(NpgsqlDbType.Text, sourceIds);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, span.From.UtcDateTime);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, span.Until.UtcDateTime);
        command.Parameters.AddWithValue(NpgsqlDbType.Integer, limit);
        return await command.ReadAllAsync(QuoteOf, cancellationToken);
    }

    private static StoredQuote QuoteOf(NpgsqlDataReader row) => new(
        new Quote(
            row.GetString(0), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2), row.GetDecimal(3), row.GetDecimal(4),
            row.DecimalOrNull(5), row.DecimalOrNull(6)),
        row.GetFieldValue<DateTimeOffset>(7));

    public async Task<StoredPrice?> GetLastCloseAsync(
        string assetId, IReadOnlyCollection<string> sourceIds, DateTimeOffset since, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(MarketReadSql.LastClose);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, assetId);
        command.AddColumn(NpgsqlDbType.Text, sourceIds);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, since.UtcDateTime);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, now.UtcDateTime);
        var found = await command.ReadAllAsync(
            row => new StoredPrice(assetId, now, row.GetDecimal(0), row.GetFieldValue<DateTimeOffset>(1), row.GetString(2)),
            cancellationToken);
        return found.IsEmpty ? null : found[0];
    }

    public async Task<string?> FindSourceAsync(
        CandleSpan span, IReadOnlyCollection<string> sourceIds, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(MarketReadSql.SourceOf);
        AddSpan(command, span);
        command.AddColumn(NpgsqlDbType.Text, sourceIds);
        return (string?)await command.ExecuteScalarAsync(cancellationToken);
    }

    public async Task<ImmutableArray<StoredCandle>> GetCandlesAsync(
        CandleSpan span, string sourceId, int limit, bool isNewest, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(isNewest ? MarketReadSql.NewestCandles : MarketReadSql.Candles);
        AddSpan(command, span);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, sourceId);
        command.Parameters.AddWithValue(NpgsqlDbType.Integer, limit);
        var rows = await command.ReadAllAsync(
            row => new StoredCandle(
                new CandleRow(
                    new DateTimeOffset(row.GetDateTime(0)), row.GetDecimal(1), row.GetDecimal(2), row.GetDecimal(3), row.GetDecimal(4),
                    row.GetDecimal(5)),
                new DateTimeOffset(row.GetDateTime(6)), row.GetInt32(7)),
            cancellationToken);
        return isNewest ? [.. rows.Reverse()] : rows;
    }

    public async Task<CorrelationMatrix> GetCorrelationsAsync(DateOnly? asOf, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(MarketReadSql.Correlations);
        command.Parameters.AddWithValue(NpgsqlDbType.Date, asOf ?? DateOnly.MaxValue);
        var rows = await command.ReadAllAsync(
            row => (AsOf: row.GetFieldValue<DateOnly>(0), WindowDays: row.GetInt32(1),
                Pair: new CorrelationPair(row.GetString(2), row.GetString(3), row.GetDouble(4), row.GetInt32(5))),
            cancellationToken);
        return rows.IsEmpty
            ? new CorrelationMatrix(null, 0, [])
            : new CorrelationMatrix(rows[0].AsOf, rows[0].WindowDays, [.. rows.Select(row => row.Pair)]);
    }

    private static void AddSpan(NpgsqlCommand command, CandleSpan span)
    {
        command.Parameters.AddWithValue(NpgsqlDbType.Text, span.AssetId);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, span.Timeframe.Code());
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, span.From.UtcDateTime);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, span.Until.UtcDateTime);
    }
}

internal static class MarketReadSql
{
    private const string CandleColumns = "open_time, open, high, low, close, volume, recorded_at, revision";

    private const string CandlesOfSpan = $"""
        SELECT {CandleColumns} FROM candles
        WHERE asset_id = $1 AND timeframe = $2 AND open_time >= $3 AND open_time < $4 AND source_id = $5
        """;

    public const string Candles = $"{CandlesOfSpan} ORDER BY open_time LIMIT $6";

    public const string NewestCandles = $"{CandlesOfSpan} ORDER BY open_time DESC LIMIT $6";

    // One look into the primary key of each partition for each source.
    public const string SourceOf = """
        SELECT listed.source_id FROM unnest($5::text[]) WITH ORDINALITY AS listed (source_id, place)
        WHERE EXISTS (
            SELECT FROM candles
            WHERE asset_id = $1 AND candles.source_id = listed.source_id AND timeframe = $2 AND open_time >= $3 AND open_time < $4)
        ORDER BY place LIMIT 1
        """;

    // Of each source as many as are wanted in all, each by a walk along the primary key: the order by time of all would sort the span.
    private const string QuotesOfSpan = """
        FROM unnest($2::text[]) AS listed (source_id) CROSS JOIN LATERAL (
            SELECT at, bid, ask, bid_size, ask_size, recorded_at FROM quotes
            WHERE asset_id = $1 AND quotes.source_id = listed.source_id AND at >= $3 AND at < $4
        """;

    private const string QuoteColumns = "$1, source_id, at, bid, ask, bid_size, ask_size, recorded_at";

    public const string KeptQuotes = $"""
        SELECT {QuoteColumns} FROM (
            SELECT source_id, at, bid, ask, bid_size, ask_size, recorded_at {QuotesOfSpan} ORDER BY at LIMIT $5) AS kept
            ORDER BY at FETCH FIRST $5 ROWS WITH TIES) AS first
        ORDER BY at, source_id
        """;

    public const string NewestQuotes = $"""
        SELECT {QuoteColumns} FROM (
            SELECT source_id, at, bid, ask, bid_size, ask_size, recorded_at {QuotesOfSpan} ORDER BY at DESC LIMIT $5) AS kept
            ORDER BY at DESC, source_id LIMIT $5) AS newest
        ORDER BY at, source_id
        """;

    public const string Quotes = """
        SELECT series.asset_id, series.source_id, newest.at, bid, ask, bid_size, ask_size, recorded_at
        FROM unnest($1::text[], $2::text[]) AS series (asset_id, source_id) CROSS JOIN LATERAL (
            SELECT at, bid, ask, bid_size, ask_size, recorded_at FROM quotes
            WHERE quotes.asset_id = series.asset_id AND quotes.source_id = series.source_id AND at >= $3 AND at <= $4
            ORDER BY at DESC LIMIT 1) AS newest
        ORDER BY series.asset_id, series.source_id
        """;

    public static readonly string LastClose = $"""
        SELECT newest.close, newest.open_time + span.length, listed.source_id
        FROM unnest($2::text[]) WITH ORDINALITY AS listed (source_id, place)
        CROSS JOIN ({CandleSql.Lengths}) AS span (timeframe, length) CROSS JOIN LATERAL (
            SELECT close, open_time FROM candles
            WHERE asset_id = $1 AND candles.source_id = listed.source_id AND candles.timeframe = span.timeframe
                AND open_time >= $3 AND open_time <= $4 - span.length
            ORDER BY open_time DESC LIMIT 1) AS newest
        ORDER BY newest.open_time + span.length DESC, place LIMIT 1
        """;

    public const string Correlations = """
        SELECT as_of, window_days, asset_a, asset_b, correlation, observations
        FROM correlation_matrix JOIN (
            SELECT as_of, max(window_days) AS window_days FROM correlation_matrix
            WHERE as_of = (SELECT max(as_of) FROM correlation_matrix WHERE as_of <= $1)
            GROUP BY as_of) AS newest USING (as_of, window_days)
        ORDER BY asset_a, asset_b
        """;
}
