using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.MarketData;

namespace OrleansAssets.Storage;

internal sealed class CandleReader(NpgsqlDataSource dataSource) : ICandleReader
{
    public async Task<ImmutableArray<Candle>> GetDailyAsync(string assetId, DateTimeOffset from, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(RiskModelSql.DailyCandles);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, assetId);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, from.UtcDateTime);
        var candles = ImmutableArray.CreateBuilder<Candle>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            candles.Add(new Candle(
                assetId, reader.GetString(0), Timeframe.D1, reader.GetFieldValue<DateTimeOffset>(1), reader.GetDecimal(2), reader.GetDecimal(3),
                reader.GetDecimal(4), reader.GetDecimal(5), reader.GetDecimal(6)));
        }

        return candles.DrainToImmutable();
    }
}
