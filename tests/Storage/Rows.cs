using System.Globalization;
using Npgsql;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage;

namespace OrleansAssets.Tests.Storage;

/// <summary>Builders of rows.</summary>
internal static class Rows
{
    public static readonly DateTimeOffset Start = new(2025, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public static Candle Candle(int number, decimal close = 100m, string asset = "BTC/USDT") => new(
        asset, "ccxt_binance", Timeframe.H1, Start.AddHours(number), 100m, Math.Max(100m, close), Math.Min(100m, close), close, 1.5m);

    public static Candle[] Candles(int from, int count, string asset = "BTC/USDT") =>
        [.. Enumerable.Range(from, count).Select(number => Candle(number, asset: asset))];

    public static Quote Quote(int number, decimal bid = 100m) =>
        new("BTC/USDT", "ccxt_binance", Start.AddSeconds(number), bid, bid + 0.01m, 2m, null);

    public static Trade Trade(string id, int openedDay, int? closedDay, decimal exit = 110m, decimal fees = 0.5m) => new(
        id, "BTC/USDT", "trend", TradeSide.Long, 0.25m, Start.AddDays(openedDay), 100m,
        closedDay is { } day ? Start.AddDays(day) : null, closedDay is null ? null : exit, fees);

    public static EquityPoint Equity(int day, decimal equity, decimal cashFlow = 0m) =>
        new(DateOnly.FromDateTime(Start.UtcDateTime).AddDays(day), equity, cashFlow);

    /// <param name="exactBytesMax">Larger tables are estimated; null for the product's own limit.</param>
    public static MarketDataStore StoreOf(NpgsqlDataSource dataSource, long? exactBytesMax = null)
    {
        var partitions = new PartitionKeeper(dataSource);
        var writer = new SeriesWriter(dataSource, partitions);
        return exactBytesMax is { } bytes
            ? new MarketDataStore(dataSource, partitions, writer) { ExactBytesMax = bytes }
            : new MarketDataStore(dataSource, partitions, writer);
    }

    public static ImportStore ImportStore(NpgsqlDataSource dataSource) => new(
        dataSource, new PartitionKeeper(dataSource), new DayRateReader(dataSource), Actions(dataSource), TimeProvider.System);

    public static ImportedFillStore ImportedFillStore(NpgsqlDataSource dataSource) =>
        new(dataSource, new DayRateReader(dataSource), Actions(dataSource), TimeProvider.System);

    private static CorporateActionStore Actions(NpgsqlDataSource dataSource) =>
        new(dataSource, new SeriesWriter(dataSource, new PartitionKeeper(dataSource)));

    /// <summary>Imports closed and open trades whole, as one import does.</summary>
    public static async Task ImportAsync(ImportStore imports, string portfolioId, params Trade[] trades)
    {
        var import = Guid.NewGuid();
        await imports.StageTradesAsync(import, 0, trades, _ => "crypto", default);
        await imports.PublishAsync(import, ImportKind.Trades, portfolioId, default);
    }

    /// <summary>Imports a record of equity whole, as one import does.</summary>
    public static async Task ImportAsync(ImportStore imports, string portfolioId, params EquityPoint[] points)
    {
        var import = Guid.NewGuid();
        await imports.StageEquityAsync(import, 0, points, default);
        await imports.PublishAsync(import, ImportKind.Equity, portfolioId, default);
    }

    /// <summary>The rows of a query, columns parted by '|'.</summary>
    public static async Task<string[]> ReadAsync(NpgsqlDataSource dataSource, string sql)
    {
        var rows = new List<string>();
        await using var command = dataSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(
                column => reader.IsDBNull(column) ? "" : Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture))));
        }

        return [.. rows];
    }
}
