using System.Globalization;
using OrleansAssets.Imports;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Imports;

/// <summary>
/// What a row of an import must be. The reader of a file checks the same and names lines; this is the gate that nothing passes, whoever sends.
/// Every fault names the row by its place in the batch, the value, the rule and the remedy.
/// </summary>
internal static class ImportRules
{
    /// <summary>Largest price, volume, quantity or amount.</summary>
    public const decimal AmountMax = 1_000_000_000_000_000m;

    /// <summary>Longest trade or strategy id.</summary>
    public const int IdLengthMax = 100;

    /// <summary>Nothing in the record is older: a date before it is a misread column.</summary>
    public static readonly DateTimeOffset Earliest = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Checks a batch.</summary>
    /// <param name="assetClasses">Class id by asset id, of every known asset.</param>
    /// <exception cref="InvalidRequestException">The first fault found.</exception>
    public static void CheckCandles(int batch, IReadOnlyList<Candle> candles, IReadOnlyDictionary<string, string> assetClasses, DateTimeOffset now)
    {
        CheckBatch(batch, candles);
        CheckUnique(batch, candles, candle => (candle.AssetId, candle.SourceId, candle.Timeframe, candle.OpenTime), "asset, source, timeframe and open time");
        for (var row = 0; row < candles.Count; row++)
        {
            CandleRules.Check(new RowFault(batch, row), candles[row], assetClasses, now);
        }
    }

    /// <inheritdoc cref="CheckCandles"/>
    public static void CheckTrades(int batch, IReadOnlyList<Trade> trades, IReadOnlyDictionary<string, string> assetClasses, DateTimeOffset now)
    {
        CheckBatch(batch, trades);
        CheckUnique(batch, trades, trade => trade.TradeId, "trade id");
        for (var row = 0; row < trades.Count; row++)
        {
            TradeRules.Check(new RowFault(batch, row), trades[row], assetClasses, now);
        }
    }

    /// <inheritdoc cref="CheckCandles"/>
    public static void CheckEquity(int batch, IReadOnlyList<EquityPoint> points, DateTimeOffset now)
    {
        CheckBatch(batch, points);
        CheckUnique(batch, points, point => point.Day, "day");
        var (earliest, today) = (DateOnly.FromDateTime(Earliest.UtcDateTime), DateOnly.FromDateTime(now.UtcDateTime));
        for (var row = 0; row < points.Count; row++)
        {
            var (fault, point) = (new RowFault(batch, row), points[row]);
            fault.When(point.Day < earliest || point.Day > today, "day", Text(point.Day), $"must be from {Text(earliest)} to today, {Text(today)} (UTC)");
            fault.When(point.Equity is < 0 or > AmountMax, "equity", Text(point.Equity), $"must be from 0 to {Text(AmountMax)}");
            fault.When(Math.Abs(point.CashFlow) > AmountMax, "cash flow", Text(point.CashFlow), $"must be within {Text(AmountMax)} of 0");
        }
    }

    /// <summary>Checks that an instant is UTC, and neither long past nor in the future.</summary>
    internal static void CheckInstant(RowFault fault, string column, DateTimeOffset instant, DateTimeOffset now)
    {
        fault.When(instant.Offset != TimeSpan.Zero, column, Text(instant), "must be UTC: convert it");
        fault.When(instant < Earliest, column, Text(instant), $"must not be before {Text(Earliest)}");
        fault.When(instant > now, column, Text(instant), $"must not be in the future; now is {Text(now)}");
    }

    internal static void CheckAsset(RowFault fault, string assetId, IReadOnlyDictionary<string, string> assetClasses) =>
        fault.When(!assetClasses.ContainsKey(assetId), () => UnknownId.Message("asset", assetId, assetClasses.Keys));

    internal static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    internal static string Text(DateTimeOffset value) => value.ToString("yyyy-MM-ddTHH:mm:ssK", CultureInfo.InvariantCulture);

    private static string Text(DateOnly value) => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void CheckBatch<T>(int batch, IReadOnlyList<T> rows)
        where T : class
    {
        if (batch < 0)
        {
            throw new InvalidRequestException($"The batch number is {batch}; batches count from 0.");
        }

        if (rows.Count is 0 or > IImportGrain.BatchRowsMax)
        {
            throw new InvalidRequestException($"Batch {batch} has {rows.Count} rows; send 1 to {IImportGrain.BatchRowsMax}.");
        }

        for (var row = 0; row < rows.Count; row++)
        {
            new RowFault(batch, row).When(rows[row] is null, () => "The row is null.");
        }
    }

    private static void CheckUnique<T, TKey>(int batch, IReadOnlyList<T> rows, Func<T, TKey> keyOf, string keyName)
    {
        var seen = new HashSet<TKey>(rows.Count);
        for (var row = 0; row < rows.Count; row++)
        {
            var key = keyOf(rows[row]);
            new RowFault(batch, row).When(!seen.Add(key), () => string.Create(
                CultureInfo.InvariantCulture, $"An earlier row of the batch has the same {keyName} ({key}): send each once."));
        }
    }
}
