using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.MarketData;

namespace OrleansAssets.Storage;

/// <summary>Reads stored candles.</summary>
public interface ICandleReader
{
    /// <summary>Daily candles of an asset, of every source, that open at or after an instant; by source, then oldest first.</summary>
    Task<ImmutableArray<Candle>> GetDailyAsync(string assetId, DateTimeOffset from, CancellationToken cancellationToken);
}

internal sealed class CandleReader(NpgsqlDataSource dataSource) : ICandleReader
{
    private const string DailyCandles = """
        SELECT source_id, open_time, open, high, low, close, volume FROM candles
        WHERE asset_id = $1 AND timeframe = '1d' AND open_time >= $2
        ORDER BY source_id, open_time
        """;

    public async Task<ImmutableArray<Candle>> GetDailyAsync(string assetId, DateTimeOffset from, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(DailyCandles);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, assetId);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, from.UtcDateTime);
        return await command.ReadAllAsync(
            row => new Candle(
                assetId, row.GetString(0), Timeframe.D1, row.GetFieldValue<DateTimeOffset>(1), row.GetDecimal(2), row.GetDecimal(3),
                row.GetDecimal(4), row.GetDecimal(5), row.GetDecimal(6)),
            cancellationToken);
    }
}
