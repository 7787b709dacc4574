using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Imports;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Imports;

/// <summary>
/// The gate that no row passes unchecked, whoever sends it: <see cref="RowRules"/>, which the reader of the file has applied
/// too, and what only the server can know. The first fault is named by batch, row, column, value, rule and remedy.
/// </summary>
public static class ImportRules
{
    /// <summary>Largest quantity times price: sums of results over a long record must stay decimals, which end at 7.9 x 10^28.</summary>
    public const decimal NotionalMax = 1_000_000_000_000_000_000_000m;

    /// <param name="assetClasses">Class id by asset id, of every known asset.</param>
    /// <param name="negativePrices">Whether an asset's class has prices of 0 and less; null for none.</param>
    /// <exception cref="InvalidRequestException">A row breaks a rule.</exception>
    public static void CheckCandles(
        int batch, IReadOnlyList<Candle> candles, IReadOnlyDictionary<string, string> assetClasses, DateTimeOffset now,
        Func<string, bool>? negativePrices = null)
    {
        CheckBatch(batch, candles);
        if (!IsOneSeriesForward(candles))
        {
            CheckUnique(batch, candles, candle => (candle.AssetId, candle.SourceId, candle.Timeframe, candle.OpenTime),
                "asset, source, timeframe and open time");
        }

        for (var row = 0; row < candles.Count; row++)
        {
            var candle = candles[row];
            CheckAsset(batch, row, candle.AssetId, assetClasses);
            Refuse(!Enum.IsDefined(candle.Timeframe), batch, row,
                $"timeframe {(int)candle.Timeframe} must be one of {string.Join(", ", Timeframe.Codes)}");
            Refuse(string.IsNullOrWhiteSpace(candle.SourceId), batch, row, "source must not be empty");
            CheckUtc(batch, row, "timestamp", candle.OpenTime);
            CheckFaults(batch, row, RowRules.Check(candle, now, negativePrices?.Invoke(candle.AssetId) ?? false));
        }
    }

    /// <inheritdoc cref="CheckCandles"/>
    public static void CheckTrades(
        int batch, IReadOnlyList<ImportedTrade> trades, IReadOnlyDictionary<string, string> assetClasses, DateTimeOffset now,
        Func<string, bool>? negativePrices = null)
    {
        CheckBatch(batch, trades);
        for (var row = 0; row < trades.Count; row++)
        {
            Refuse(trades[row].Trade is null, batch, row, "the trade is null");
        }

        CheckUnique(batch, trades, row => row.Trade.TradeId, "trade id");
        for (var row = 0; row < trades.Count; row++)
        {
            var trade = trades[row].Trade;
            CheckAsset(batch, row, trade.AssetId, assetClasses);
            Refuse(!Enum.IsDefined(trade.Side), batch, row, $"side {(int)trade.Side} must be long or short");
            CheckUtc(batch, row, "opened_at", trade.OpenedAt);
            CheckUtc(batch, row, "closed_at", trade.ClosedAt ?? trade.OpenedAt);
            CheckFaults(batch, row, RowRules.Check(trades[row], now, negativePrices?.Invoke(trade.AssetId) ?? false));
            CheckNotional(batch, row, trade.Quantity, Math.Max(Math.Abs(trade.EntryPrice), Math.Abs(trade.ExitPrice ?? 0)));
        }
    }

    /// <inheritdoc cref="CheckCandles"/>
    public static void CheckFills(
        int batch, IReadOnlyList<ImportedFill> fills, IReadOnlyDictionary<string, string> assetClasses, DateTimeOffset now,
        Func<string, bool>? negativePrices = null)
    {
        CheckBatch(batch, fills);
        CheckUnique(batch, fills, fill => fill.FillId, "fill id");
        for (var row = 0; row < fills.Count; row++)
        {
            var fill = fills[row];
            CheckAsset(batch, row, fill.AssetId, assetClasses);
            Refuse(!Enum.IsDefined(fill.Side), batch, row, $"side {(int)fill.Side} must be buy or sell");
            CheckUtc(batch, row, "executed_at", fill.At);
            CheckFaults(batch, row, FillRules.Check(fill, now, negativePrices?.Invoke(fill.AssetId) ?? false));
            CheckNotional(batch, row, fill.Quantity, Math.Abs(fill.Price));
        }
    }

    /// <inheritdoc cref="CheckCandles"/>
    public static void CheckEvents(
        int batch, IReadOnlyList<ImportedEvent> events, IReadOnlyDictionary<string, string> assetClasses, DateTimeOffset now)
    {
        CheckBatch(batch, events);
        CheckUnique(batch, events, row => row.EventId, "event id");
        for (var row = 0; row < events.Count; row++)
        {
            var one = events[row];
            Refuse(!Enum.IsDefined(one.Kind), batch, row, $"kind {(int)one.Kind} is unknown");
            if (one.AssetId is { } asset)
            {
                CheckAsset(batch, row, asset, assetClasses);
            }

            CheckUtc(batch, row, "booked_at", one.BookedAt);
            CheckFaults(batch, row, EventRowRules.Check(one, now));
        }
    }

    /// <inheritdoc cref="CheckCandles"/>
    public static void CheckEquity(int batch, IReadOnlyList<EquityPoint> points, DateTimeOffset now)
    {
        CheckBatch(batch, points);
        CheckUnique(batch, points, point => point.Day, "day");
        for (var row = 0; row < points.Count; row++)
        {
            CheckFaults(batch, row, RowRules.Check(points[row], now));
        }
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

    private static void CheckNotional(int batch, int row, decimal quantity, decimal price)
    {
        if (quantity > NotionalMax / Math.Max(1, price))
        {
            Refuse(true, batch, row, $"quantity {Text(quantity)} x price {Text(price)} must be at most {Text(NotionalMax)}");
        }
    }

    private static void CheckBatch<T>(int batch, IReadOnlyList<T> rows)
        where T : class
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

        for (var row = 0; row < rows.Count; row++)
        {
            Refuse(rows[row] is null, batch, row, "the row is null");
        }
    }

    // One statement cannot upsert the same row twice: said here, it names the row.
    private static void CheckUnique<T, TKey>(int batch, IReadOnlyList<T> rows, Func<T, TKey> keyOf, string keyName)
    {
        var seen = new HashSet<TKey>(rows.Count);
        for (var row = 0; row < rows.Count; row++)
        {
            if (!seen.Add(keyOf(rows[row])))
            {
                Refuse(true, batch, row, $"an earlier row of the batch has the same {keyName}: send each once");
            }
        }
    }

    private static void CheckAsset(int batch, int row, string assetId, IReadOnlyDictionary<string, string> assetClasses)
    {
        if (!assetClasses.ContainsKey(assetId))
        {
            throw InvalidRequestException.At(
                $"[{row}].assetId", IdCheck.Given(assetId), "must be an asset that is known",
                $"Batch {batch}, row {row}: {UnknownId.Message("asset", assetId, assetClasses.Keys)}");
        }
    }

    private static void CheckUtc(int batch, int row, string column, DateTimeOffset instant)
    {
        if (instant.Offset != TimeSpan.Zero)
        {
            Refuse(true, batch, row, $"{column} {instant.ToString("O", CultureInfo.InvariantCulture)} must be UTC: convert it");
        }
    }

    private static void CheckFaults(int batch, int row, ImmutableArray<RowFault> faults)
    {
        if (!faults.IsEmpty)
        {
            var words = string.Join("; ", faults.Select(fault => $"{fault.Column} {fault.Value} {fault.Rule}"));
            throw new InvalidRequestException($"Batch {batch}, row {row}: {words}.")
            {
                Places = [.. faults.Select(fault => new InvalidPlace($"[{row}]", $"{fault.Column} {fault.Value}", fault.Rule))],
            };
        }
    }

    private static void Refuse(bool faulty, int batch, int row, string message)
    {
        if (faulty)
        {
            throw InvalidRequestException.At($"[{row}]", null, $"is refused: {message}", $"Batch {batch}, row {row}: {message}.");
        }
    }

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
