using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.MarketData;

namespace OrleansAssets.Storage;

/// <summary>Reads stored candles.</summary>
public interface ICandleReader
{
    /// <summary>Daily candles of an asset, of every source, that open at or after an instant; by source, then oldest first.</summary>
    Task<ImmutableArray<Candle>> GetDailyAsync(string assetId, DateTimeOffset from, CancellationToken cancellationToken);

    /// <summary>
    /// The last price of each asset that was stored of the days before each instant: the close of a candle that was over, or the middle of
    /// a quote, whichever is newer. What has none within <see cref="StoredPrice.DaysBack"/> days is left out. A quote is stored whatever it
    /// says: it tells that time passed, and no price.
    /// </summary>
    Task<ImmutableArray<StoredPrice>> GetLastPricesAsync(
        IReadOnlyCollection<string> assetIds, IReadOnlyCollection<DateTimeOffset> instants, CancellationToken cancellationToken);

    /// <summary>
    /// What was stored of each asset in the days before each instant, to judge what it was worth then; what has nothing within
    /// <see cref="StoredPrice.DaysBack"/> days is left out.
    /// </summary>
    Task<ImmutableArray<PastPrices>> GetPastPricesAsync(
        IReadOnlyCollection<string> assetIds, IReadOnlyCollection<DateTimeOffset> instants, CancellationToken cancellationToken);
}

/// <summary>The last stored price before an instant.</summary>
/// <param name="At">When it was the price.</param>
public sealed record StoredPrice(string AssetId, DateTimeOffset Instant, decimal Price, DateTimeOffset At, string SourceId)
{
    /// <summary>How far back a price is looked for: over a long weekend.</summary>
    public const int DaysBack = 5;
}

internal sealed class CandleReader(NpgsqlDataSource dataSource) : ICandleReader
{
    private static readonly string LastPrices = $"""
        SELECT asset.id, moment.at, newest.price, newest.price_at, newest.source_id
        FROM unnest($1) AS asset (id) CROSS JOIN unnest($2) AS moment (at) CROSS JOIN LATERAL (
            (SELECT close AS price, open_time + span.length AS price_at, source_id
                FROM candles JOIN ({CandleSql.Lengths}) AS span (timeframe, length) USING (timeframe)
                WHERE asset_id = asset.id AND open_time > moment.at - interval '{StoredPrice.DaysBack} days'
                    AND open_time < moment.at AND open_time + span.length <= moment.at
                ORDER BY price_at DESC, source_id LIMIT 1)
            UNION ALL
            (SELECT (bid + ask) / 2, at, source_id FROM quotes
                WHERE asset_id = asset.id AND at > moment.at - interval '{StoredPrice.DaysBack} days' AND at <= moment.at
                ORDER BY at DESC, source_id LIMIT 1)
            ORDER BY price_at DESC LIMIT 1) AS newest
        """;

    private static readonly string LastCloses = $"""
        SELECT asset.id, moment.at, newest.close, newest.closed_at, newest.source_id
        FROM unnest($1) AS asset (id) CROSS JOIN unnest($2) AS moment (at) CROSS JOIN LATERAL (
            SELECT close, open_time + span.length AS closed_at, source_id
            FROM candles JOIN ({CandleSql.Lengths}) AS span (timeframe, length) USING (timeframe)
            WHERE asset_id = asset.id AND open_time > moment.at - interval '{StoredPrice.DaysBack} days'
                AND open_time < moment.at AND open_time + span.length <= moment.at
            ORDER BY closed_at DESC, source_id LIMIT 1) AS newest
        """;

    private static readonly string LastQuotes = $"""
        SELECT asset.id, moment.at, newest.source_id, newest.at, newest.bid, newest.ask
        FROM unnest($1) AS asset (id) CROSS JOIN unnest($2) AS moment (at) CROSS JOIN LATERAL (
            SELECT source_id, quotes.at, bid, ask FROM quotes
            WHERE asset_id = asset.id AND quotes.at > moment.at - interval '{StoredPrice.DaysBack} days' AND quotes.at <= moment.at
            ORDER BY quotes.at DESC, source_id LIMIT {PastPrices.QuotesMax}) AS newest
        ORDER BY newest.at, newest.source_id
        """;

    public async Task<ImmutableArray<StoredPrice>> GetLastPricesAsync(
        IReadOnlyCollection<string> assetIds, IReadOnlyCollection<DateTimeOffset> instants, CancellationToken cancellationToken)
    {
        if (assetIds.Count == 0)
        {
            return [];
        }

        return await ReadAsync(
            LastPrices, assetIds, instants,
            row => new StoredPrice(
                row.GetString(0), row.GetFieldValue<DateTimeOffset>(1), row.GetDecimal(2), row.GetFieldValue<DateTimeOffset>(3),
                row.GetString(4)),
            cancellationToken);
    }

    public async Task<ImmutableArray<PastPrices>> GetPastPricesAsync(
        IReadOnlyCollection<string> assetIds, IReadOnlyCollection<DateTimeOffset> instants, CancellationToken cancellationToken)
    {
        if (assetIds.Count == 0)
        {
            return [];
        }

        var closes = (await ReadAsync(
                LastCloses, assetIds, instants,
                row => (Of: OfRow(row), Close: new LastClose(row.GetDecimal(2), row.GetFieldValue<DateTimeOffset>(3), row.GetString(4))),
                cancellationToken))
            .ToDictionary(one => one.Of, one => one.Close);
        var quotes = (await ReadAsync(
                LastQuotes, assetIds, instants,
                row => (Of: OfRow(row), Quote: new Quote(
                    row.GetString(0), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3), row.GetDecimal(4), row.GetDecimal(5), null,
                    null)),
                cancellationToken))
            .ToLookup(one => one.Of, one => one.Quote);
        return
        [
            .. closes.Keys.Union(quotes.Select(of => of.Key)).Select(of =>
                new PastPrices(of.AssetId, of.Instant, closes.GetValueOrDefault(of), [.. quotes[of]])),
        ];
    }

    private static (string AssetId, DateTimeOffset Instant) OfRow(NpgsqlDataReader row) =>
        (row.GetString(0), row.GetFieldValue<DateTimeOffset>(1));

    private async Task<ImmutableArray<T>> ReadAsync<T>(
        string sql, IReadOnlyCollection<string> assetIds, IReadOnlyCollection<DateTimeOffset> instants, Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(sql);
        command.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Text, assetIds.ToArray());
        command.Parameters.AddWithValue(
            NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, instants.Select(instant => instant.UtcDateTime).ToArray());
        return await command.ReadAllAsync(read, cancellationToken);
    }

    public async Task<ImmutableArray<Candle>> GetDailyAsync(string assetId, DateTimeOffset from, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(CandleSql.Daily);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, assetId);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, from.UtcDateTime);
        return await command.ReadAllAsync(
            row => new Candle(
                assetId, row.GetString(0), Timeframe.D1, row.GetFieldValue<DateTimeOffset>(1), row.GetDecimal(2), row.GetDecimal(3),
                row.GetDecimal(4), row.GetDecimal(5), row.GetDecimal(6)),
            cancellationToken);
    }
}

internal static class CandleSql
{
    /// <summary>
    /// The daily candles of an asset from an instant on, of every source. The primary key has the source before the timeframe, so that
    /// its series are found first, from one to the next with a look into the key for each: without a source in the condition every candle
    /// of the asset would be passed, and minutes are a thousand times as many as days. Partitions begin with a month or a year.
    /// </summary>
    public const string Daily = """
        WITH RECURSIVE series AS (
            (SELECT source_id, timeframe FROM candles
                WHERE asset_id = $1 AND open_time >= date_trunc('year', $2, 'UTC') ORDER BY source_id, timeframe LIMIT 1)
            UNION ALL
            SELECT later.source_id, later.timeframe FROM series CROSS JOIN LATERAL (
                SELECT source_id, timeframe FROM candles
                WHERE asset_id = $1 AND (source_id, timeframe) > (series.source_id, series.timeframe)
                    AND open_time >= date_trunc('year', $2, 'UTC')
                ORDER BY source_id, timeframe LIMIT 1) AS later)
        SELECT series.source_id, day.open_time, day.open, day.high, day.low, day.close, day.volume
        FROM series CROSS JOIN LATERAL (
            SELECT open_time, open, high, low, close, volume FROM candles
            WHERE asset_id = $1 AND candles.source_id = series.source_id AND timeframe = '1d' AND open_time >= $2) AS day
        WHERE series.timeframe = '1d'
        ORDER BY series.source_id, day.open_time
        """;

    /// <summary>
    /// A part of a WITH RECURSIVE, <c>series (asset_id, source_id, timeframe)</c>: the series of some assets that have candles in the year
    /// of an instant or later, found as in <see cref="Daily"/>.
    /// </summary>
    /// <param name="assets">A query of their ids.</param>
    /// <param name="from">The instant.</param>
    public static string SeriesOf(string assets, string from) => $"""
        series AS (
            SELECT first.* FROM ({assets}) AS asset (id) CROSS JOIN LATERAL (
                SELECT asset_id, source_id, timeframe FROM candles
                WHERE asset_id = asset.id AND open_time >= date_trunc('year', {from}, 'UTC')
                ORDER BY source_id, timeframe LIMIT 1) AS first
            UNION ALL
            SELECT later.* FROM series CROSS JOIN LATERAL (
                SELECT asset_id, source_id, timeframe FROM candles
                WHERE asset_id = series.asset_id AND (source_id, timeframe) > (series.source_id, series.timeframe)
                    AND open_time >= date_trunc('year', {from}, 'UTC')
                ORDER BY source_id, timeframe LIMIT 1) AS later)
        """;

    /// <summary>The timeframes and how long their candles are.</summary>
    public const string Lengths = """
        VALUES ('1m', interval '1 minute'), ('5m', interval '5 minutes'), ('15m', interval '15 minutes'), ('30m', interval '30 minutes'),
            ('1h', interval '1 hour'), ('4h', interval '4 hours'), ('1d', interval '1 day')
        """;
}
