using OrleansAssets.MarketData;
using static OrleansAssets.Grains.Imports.ImportRules;

namespace OrleansAssets.Grains.Imports;

/// <summary>What an imported candle must be.</summary>
internal static class CandleRules
{
    /// <summary>
    /// Published forex bars hold opens and closes slightly outside their own range (brokers stamp them from other quotes); they are
    /// real prices and are taken as they are.
    /// </summary>
    private const string LooseRangeClass = "forex";

    public static void Check(RowFault fault, Candle candle, IReadOnlyDictionary<string, string> assetClasses, DateTimeOffset now)
    {
        CheckAsset(fault, candle.AssetId, assetClasses);
        fault.When(
            string.IsNullOrWhiteSpace(candle.SourceId) || candle.SourceId.Length > IdLengthMax, "source", $"'{candle.SourceId}'",
            $"must have 1 to {IdLengthMax} characters");
        fault.When(!Enum.IsDefined(candle.Timeframe), "timeframe", $"{(int)candle.Timeframe}", $"must be one of {string.Join(", ", Timeframes.Codes)}");
        CheckInstant(fault, "open time", candle.OpenTime, now);
        fault.When(
            candle.OpenTime + candle.Timeframe.Duration() > now, "open time", Text(candle.OpenTime),
            $"is of a candle that is still open; it closes {Text(candle.OpenTime + candle.Timeframe.Duration())}: leave it out");
        CheckPrices(fault, candle);
        CheckInside(fault, candle, assetClasses[candle.AssetId] == LooseRangeClass);
    }

    private static void CheckPrices(RowFault fault, Candle candle)
    {
        CheckAmount(fault, "open", candle.Open);
        CheckAmount(fault, "high", candle.High);
        CheckAmount(fault, "low", candle.Low);
        CheckAmount(fault, "close", candle.Close);
        CheckAmount(fault, "volume", candle.Volume);
        fault.When(candle.High < candle.Low, "high", Text(candle.High), $"must not be below low {Text(candle.Low)}");
    }

    private static void CheckInside(RowFault fault, Candle candle, bool loose)
    {
        var range = $"must be from low {Text(candle.Low)} to high {Text(candle.High)}";
        fault.When(!loose && (candle.Open < candle.Low || candle.Open > candle.High), "open", Text(candle.Open), range);
        fault.When(!loose && (candle.Close < candle.Low || candle.Close > candle.High), "close", Text(candle.Close), range);
    }

    private static void CheckAmount(RowFault fault, string column, decimal amount) =>
        fault.When(amount is < 0 or > AmountMax, column, Text(amount), $"must be from 0 to {Text(AmountMax)}");
}
