using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>What units of an asset lose when their stop is reached.</summary>
public static class StopLoss
{
    /// <summary>The loss in the portfolio's currency, 0 or more. Without any stop, all that the units are worth.</summary>
    /// <param name="asset">Null for one that the catalogue no longer has: it has no distance of its own.</param>
    public static decimal Of(
        string assetId, OtherAsset? asset, decimal units, decimal price, decimal? stop, string currency, ImmutableArray<ConversionRate> rates)
    {
        if (UnitWorth.Of(assetId, price, currency, rates) is not { } worth)
        {
            return 0;
        }

        var distance = stop is { } at ? Math.Max(0, units < 0 ? at - price : price - at)
            : asset is not null && ExitPrices.Distance(asset.StopLoss, asset.PipSize, price) is { } own ? own
            : price;
        return Math.Abs(units) * distance * worth.Rate;
    }
}
