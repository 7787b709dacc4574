using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Feeds;

/// <summary>
/// Bars whose open or close lies outside of low to high: one rule for what vendors send and for what users import. Real foreign exchange
/// data have them (open and close are of another second or of another side than the extremes), thin shares too: they are kept as they
/// are, and counted. What no bar can be, a high below its low, is refused.
/// </summary>
public static class OddBars
{
    /// <summary>Whether open or close lies outside of low to high.</summary>
    public static bool IsOdd(Candle candle)
    {
        ArgumentNullException.ThrowIfNull(candle);
        return candle.Open < candle.Low || candle.Open > candle.High || candle.Close < candle.Low || candle.Close > candle.High;
    }

    /// <summary>Whether the extremes contradict each other.</summary>
    public static bool IsImpossible(Candle candle)
    {
        ArgumentNullException.ThrowIfNull(candle);
        return candle.High < candle.Low;
    }
}
