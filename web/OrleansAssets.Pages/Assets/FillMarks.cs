using System.Collections.Immutable;
using OrleansAssets.Data;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Data;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Pages.Charts;
using OrleansAssets.Pages.Reading;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Pages.Assets;

/// <summary>Fills as marks of a chart: those that hold, at the prices that its candles are told in.</summary>
internal static class FillMarks
{
    /// <param name="told">Fills and corrections as the journal has them, of any asset and in any order.</param>
    /// <param name="splits">Of the asset: what a candle of before is divided by, a fill of before is.</param>
    /// <param name="asOf">Splits after it are not in the candles yet.</param>
    public static ImmutableArray<ChartMark> Of(
        ImmutableArray<PortfolioEvent> told, string assetId, ImmutableArray<SplitAt> splits, PriceBasis basis, DateTimeOffset asOf) =>
    [
        .. FillsThatHold.Of(told).Where(fill => fill.Fill.AssetId == assetId)
            .Select(fill => Mark(fill, basis == PriceBasis.Adjusted ? UnitsSince(fill.Fill.At, splits, asOf) : 1)),
    ];

    private static decimal UnitsSince(DateTimeOffset at, ImmutableArray<SplitAt> splits, DateTimeOffset asOf) =>
        splits.Where(split => at < split.At && split.At <= asOf).Aggregate(1m, (units, split) => units * split.Units);

    private static ChartMark Mark(FillRecorded told, decimal units)
    {
        var (fill, bought) = (told.Fill, told.Fill.Side == OrderSide.Buy);
        var price = told.Price / units;
        var done = $"{(bought ? "bought" : "sold")} {ValueText.Number(fill.Quantity)} at {ValueText.Number(told.Price)}";
        var since = units == 1 ? "" : $" ({ValueText.Number(price)} in the units of today)";
        var by = fill.StrategyId is { } strategy ? $" by {strategy}" : "";
        return new ChartMark(
            fill.At, price, bought ? ChartMarkKind.Bought : ChartMarkKind.Sold, $"{ValueText.Instant(fill.At)}: {done}{since}{by}");
    }
}
