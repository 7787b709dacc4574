using Npgsql;
using NpgsqlTypes;
using OrleansAssets.Domain.Monetary;

namespace OrleansAssets.Storage;

/// <summary>Reads what is stored of the rates of the past.</summary>
public interface IDayRateReader
{
    /// <summary>The rates of currencies on days, both ends inclusive, with as many days before as a rate counts for.</summary>
    Task<DayRates> ReadAsync(IEnumerable<Currency> currencies, DateOnly from, DateOnly until, CancellationToken cancellationToken);
}

internal sealed class DayRateReader(NpgsqlDataSource dataSource) : IDayRateReader
{
    // A day's candle comes first, of the first source by name. A day without one takes the median of its quotes: one that nobody would
    // believe does not move it.
    internal static readonly string Closes = $"""
        WITH RECURSIVE {CandleSql.SeriesOf("SELECT unnest($1)", "$2 - interval '12 hours'")}
        SELECT DISTINCT ON (asset_id, day) asset_id, day, source_id, price FROM (
            SELECT series.asset_id, ((bar.open_time + interval '12 hours') AT TIME ZONE 'UTC')::date AS day, series.source_id,
                bar.close AS price, 0 AS rank
            FROM series CROSS JOIN LATERAL (
                SELECT open_time, close FROM candles
                WHERE candles.asset_id = series.asset_id AND candles.source_id = series.source_id AND timeframe = '1d'
                    AND open_time >= $2 - interval '12 hours' AND open_time < $3 - interval '12 hours') AS bar
            WHERE series.timeframe = '1d'
            UNION ALL
            SELECT asset_id, (at AT TIME ZONE 'UTC')::date, source_id,
                percentile_disc(0.5) WITHIN GROUP (ORDER BY (bid + ask) / 2), 1
            FROM quotes
            WHERE asset_id = ANY ($1) AND at >= $2 AND at < $3
            GROUP BY asset_id, (at AT TIME ZONE 'UTC')::date, source_id
        ) AS known
        ORDER BY asset_id, day, rank, source_id
        """;

    public async Task<DayRates> ReadAsync(
        IEnumerable<Currency> currencies, DateOnly from, DateOnly until, CancellationToken cancellationToken)
    {
        var asked = currencies.Where(currency => currency != Currency.Usd).ToHashSet();
        var coins = asked.SelectMany(currency => DayRates.StablePairsOf(currency)).ToArray();
        var priced = coins.Length == 0 ? asked : asked.Concat(Stablecoins.OfTheDollar);
        string[] pairs = [.. priced.Distinct().SelectMany(currency => DayRates.PairsOf(currency)), .. coins];
        if (pairs.Length == 0)
        {
            return new DayRates([]);
        }

        await using var command = dataSource.CreateCommand(Closes);
        command.AddColumn(NpgsqlDbType.Text, pairs);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, StartOf(from).AddDays(-DayRates.DaysMax));
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, StartOf(until).AddDays(1));
        return new DayRates(await command.ReadAllAsync(
            row => new PairClose(row.GetString(0), row.GetFieldValue<DateOnly>(1), row.GetString(2), row.GetDecimal(3)),
            cancellationToken));
    }

    private static DateTime StartOf(DateOnly day) => day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
}
