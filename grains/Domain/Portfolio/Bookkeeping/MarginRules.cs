using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Monetary;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>The capital that what is held needs: what may be taken out is beyond it.</summary>
public static class MarginRules
{
    /// <summary>Each position takes the inverse of its leverage limit, as an order does (<c>CASH</c>): a share all of its worth.</summary>
    public static Money Needed(PortfolioBook book, AssetsConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(configuration);
        return book.Positions.Values.Sum(
            Conversions.Currency, held => held.Exposure / (configuration.FindAsset(held.AssetId)?.Risk.LeverageLimit ?? 1)).Kept();
    }
}
