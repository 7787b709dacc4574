using OrleansAssets.MarketData;

namespace OrleansAssets.Vendors.Http;

/// <summary>What must hold of any vendor's candles before they are stored.</summary>
internal static class CandleCheck
{
    /// <summary>Before the first market data of any vendor here; an earlier time was read in the wrong unit.</summary>
    private static readonly DateTimeOffset Earliest = new(1970, 1, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What is wrong with a candle, as the end of a sentence; null where nothing is.</summary>
    /// <param name="previous">The candle before it in the reply.</param>
    /// <param name="mayBeNegative">Whether prices of 0 and less are real: crude oil settled at -37.63 USD on 2020-04-20.</param>
    public static string? FaultOf(
        Candle candle, Candle? previous, DateTimeOffset from, DateTimeOffset serverTime, bool mayBeNegative) => candle switch
    {
        _ when candle.OpenTime < Earliest || candle.OpenTime > serverTime + candle.Timeframe.Duration() => "opens at a time that cannot be",
        _ when candle.OpenTime < from => "opens before the time that was asked for",
        _ when previous is not null && candle.OpenTime == previous.OpenTime => "opens at the same time as the one before",
        _ when previous is not null && candle.OpenTime < previous.OpenTime => "opens earlier than the one before",
        _ when candle.Low <= 0 && !mayBeNegative => "has a price that is not above 0",
        _ when candle.High < candle.Low => "has a high below its low",
        _ when candle.High < Math.Max(candle.Open, candle.Close) => "has a high below its open or close",
        _ when candle.Low > Math.Min(candle.Open, candle.Close) => "has a low above its open or close",
        _ when candle.Volume < 0 => "has a volume below 0",
        _ => null,
    };
}
