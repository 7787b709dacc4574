using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Domain.Portfolio.Paper;

/// <summary>What the paper market of an asset is like at the instant of a quote.</summary>
/// <param name="Costs">Of its class.</param>
/// <param name="IsOpen">Whether anything is filled then: its market is open, or its orders trade outside of its session too.</param>
/// <param name="Step">The smallest difference between two quantities.</param>
/// <param name="NegativePrices">Whether a price may be 0 or less.</param>
/// <param name="Grace">How long an order holds its exposure beyond its end: it is filled no more then.</param>
public sealed record PaperTerms(PaperCosts Costs, bool IsOpen, decimal Step, bool NegativePrices, TimeSpan Grace)
{
    /// <summary>Null for an asset that the configuration does not have: it has no market here.</summary>
    public static PaperTerms? Of(string assetId, AssetsConfiguration configuration, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (configuration.FindAsset(assetId) is not { } asset)
        {
            return null;
        }

        var terms = asset.Risk.OrderTerms;
        return new PaperTerms(
            configuration.Shadow.CostsOf(asset.ClassId),
            !terms.SessionOnly || MarketCalendar.IsOpenAt(configuration.HoursOf(assetId), at),
            terms.QuantityStep,
            configuration.HasNegativePrices(assetId),
            TimeSpan.FromSeconds(configuration.Risk.Orders.ReservationSeconds));
    }
}
