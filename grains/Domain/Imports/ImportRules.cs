using System.Globalization;
using OrleansAssets.Imports;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Imports;

/// <summary>
/// The gate that no row passes unchecked, whoever sends it: <see cref="RowRules"/>, which the reader of the file has applied
/// too, and what only the server can know. The first rows that are refused are named by batch, row, column, value, rule and remedy, the
/// others counted.
/// </summary>
public static class ImportRules
{
    /// <summary>Largest quantity times price: sums of results over a long record must stay decimals, which end at 7.9 x 10^28.</summary>
    public const decimal NotionalMax = 1_000_000_000_000_000_000_000m;

    /// <param name="assetClasses">Class id by asset id, of every known asset.</param>
    /// <param name="negativePrices">Whether an asset's class has prices of 0 and less; null for none.</param>
    /// <exception cref="InvalidRequestException">Rows break rules.</exception>
    public static void CheckCandles(
        int batch, IReadOnlyList<Candle> candles, IReadOnlyDictionary<string, string> assetClasses, DateTimeOffset now,
        Func<string, bool>? negativePrices = null)
    {
        CheckBatch(batch, candles, candle => candle is null);
        var faults = new BatchFaults(batch);
        if (!IsOneSeriesForward(candles))
        {
            CheckUnique(ref faults, candles, candle => (candle.AssetId, candle.SourceId, candle.Timeframe, candle.OpenTime),
                "asset, source, timeframe and open time");
        }

        for (var row = 0; row < candles.Count; row++)
        {
            var candle = candles[row];
            _ = faults.IsKnown(row, candle.AssetId, assetClasses)
                && (Enum.IsDefined(candle.Timeframe) || faults.Refuse(
                    row, $"timeframe {(int)candle.Timeframe} must be one of {string.Join(", ", Timeframe.Codes)}"))
                && (!string.IsNullOrWhiteSpace(candle.SourceId) || faults.Refuse(row, "source must not be empty"))
                && faults.IsUtc(row, "timestamp", candle.OpenTime)
                && faults.IsGood(row, RowRules.Check(candle, now, negativePrices?.Invoke(candle.AssetId) ?? false));
        }

        faults.ThrowIfAny();
    }

    /// <inheritdoc cref="CheckCandles"/>
    public static void CheckTrades(
        int batch, IReadOnlyList<ImportedTrade> trades, IReadOnlyDictionary<string, string> assetClasses, DateTimeOffset now,
        Func<string, bool>? negativePrices = null)
    {
        CheckBatch(batch, trades, row => row?.Trade is null);
        var faults = new BatchFaults(batch);
        CheckUnique(ref faults, trades, row => row.Trade.TradeId, "trade id");
        for (var row = 0; row < trades.Count; row++)
        {
            var trade = trades[row].Trade;
            _ = faults.IsKnown(row, trade.AssetId, assetClasses)
                && (Enum.IsDefined(trade.Side) || faults.Refuse(row, $"side {(int)trade.Side} must be long or short"))
                && faults.IsUtc(row, "opened_at", trade.OpenedAt)
                && faults.IsUtc(row, "closed_at", trade.ClosedAt ?? trade.OpenedAt)
                && faults.IsGood(row, RowRules.Check(trades[row], now, negativePrices?.Invoke(trade.AssetId) ?? false))
                && IsBelievable(
                    ref faults, row, trade.Quantity, Math.Max(Math.Abs(trade.EntryPrice), Math.Abs(trade.ExitPrice ?? 0)));
        }

        faults.ThrowIfAny();
    }

    /// <inheritdoc cref="CheckCandles"/>
    public static void CheckFills(
        int batch, IReadOnlyList<ImportedFill> fills, IReadOnlyDictionary<string, string> assetClasses, DateTimeOffset now,
        Func<string, bool>? negativePrices = null)
    {
        CheckBatch(batch, fills, fill => fill is null);
        var faults = new BatchFaults(batch);
        CheckUnique(ref faults, fills, fill => fill.FillId, "fill id");
        for (var row = 0; row < fills.Count; row++)
        {
            var fill = fills[row];
            _ = faults.IsKnown(row, fill.AssetId, assetClasses)
                && (Enum.IsDefined(fill.Side) || faults.Refuse(row, $"side {(int)fill.Side} must be buy or sell"))
                && faults.IsUtc(row, "executed_at", fill.At)
                && faults.IsGood(row, FillRules.Check(fill, now, negativePrices?.Invoke(fill.AssetId) ?? false))
                && IsBelievable(ref faults, row, fill.Quantity, Math.Abs(fill.Price));
        }

        faults.ThrowIfAny();
    }

    /// <inheritdoc cref="CheckCandles"/>
    public static void CheckEvents(
        int batch, IReadOnlyList<ImportedEvent> events, IReadOnlyDictionary<string, string> assetClasses, DateTimeOffset now)
    {
        CheckBatch(batch, events, one => one is null);
        var faults = new BatchFaults(batch);
        CheckUnique(ref faults, events, row => row.EventId, "event id");
        for (var row = 0; row < events.Count; row++)
        {
            var one = events[row];
            _ = (Enum.IsDefined(one.Kind) || faults.Refuse(row, $"kind {(int)one.Kind} is unknown"))
                && (one.AssetId is not { } asset || faults.IsKnown(row, asset, assetClasses))
                && faults.IsUtc(row, "booked_at", one.BookedAt)
                && faults.IsGood(row, EventRowRules.Check(one, now));
        }

        faults.ThrowIfAny();
    }

    /// <inheritdoc cref="CheckCandles"/>
    public static void CheckEquity(int batch, IReadOnlyList<EquityPoint> points, DateTimeOffset now)
    {
        CheckBatch(batch, points, point => point is null);
        var faults = new BatchFaults(batch);
        CheckUnique(ref faults, points, point => point.Day, "day");
        for (var row = 0; row < points.Count; row++)
        {
            faults.IsGood(row, RowRules.Check(points[row], now));
        }

        faults.ThrowIfAny();
    }

    // As nearly all are, millions of them.
    private static bool IsOneSeriesForward(IReadOnlyList<Candle> candles)
    {
        for (var row = 1; row < candles.Count; row++)
        {
            var (before, after) = (candles[row - 1], candles[row]);
            if (before.OpenTime >= after.OpenTime || before.AssetId != after.AssetId || before.SourceId != after.SourceId
                || before.Timeframe != after.Timeframe)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsBelievable(ref BatchFaults faults, int row, decimal quantity, decimal price) =>
        quantity <= NotionalMax / Math.Max(1, price)
        || faults.Refuse(row, $"quantity {Text(quantity)} x price {Text(price)} must be at most {Text(NotionalMax)}");

    private static void CheckBatch<T>(int batch, IReadOnlyList<T> rows, Func<T, bool> isHole)
    {
        if (batch < 0)
        {
            throw InvalidRequestException.At(
                "batch", batch, "must be 0 or more",
                $"The batch number is {batch}; batches count from 0.");
        }

        if (rows.Count is 0 or > IImportGrain.BatchRowsMax)
        {
            throw InvalidRequestException.At(
                "rows", rows.Count, $"must be 1 to {IImportGrain.BatchRowsMax} rows",
                $"Batch {batch} has {rows.Count} rows; send 1 to {IImportGrain.BatchRowsMax}.");
        }

        var faults = new BatchFaults(batch);
        for (var row = 0; row < rows.Count; row++)
        {
            _ = !isHole(rows[row]) || faults.Refuse(row, "the row is null");
        }

        faults.ThrowIfAny(); // nothing else can be looked at
    }

    // One statement cannot upsert the same row twice: said here, it names the row.
    private static void CheckUnique<T, TKey>(ref BatchFaults faults, IReadOnlyList<T> rows, Func<T, TKey> keyOf, string keyName)
    {
        var seen = new HashSet<TKey>(rows.Count);
        for (var row = 0; row < rows.Count; row++)
        {
            _ = seen.Add(keyOf(rows[row]))
                || faults.Refuse(row, $"an earlier row of the batch has the same {keyName}: send each once");
        }
    }

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
