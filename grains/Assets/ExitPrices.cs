using OrleansAssets.Assets;

namespace OrleansAssets.Grains.Assets;

/// <summary>Where a long position is closed. Rounded towards the entry, so that neither is farther than configured.</summary>
internal static class ExitPrices
{
    /// <summary>Distance to the stop as a fraction of the price; null where pips meet no price or no pip size.</summary>
    public static decimal? StopFraction(AssetRisk risk, decimal? price) => Fraction(risk.StopLoss, risk.PipSize, price);

    public static decimal? Stop(AssetRisk risk, decimal? price) =>
        StopFraction(risk, price) is { } fraction && price is { } entry
            ? Math.Min(entry, Math.Round(Math.Max(0, entry - (entry * fraction)), risk.PricePrecision, MidpointRounding.ToPositiveInfinity))
            : null;

    public static decimal? Target(AssetRisk risk, decimal? price) =>
        risk.TakeProfit is { } target && Fraction(target, risk.PipSize, price) is { } fraction && price is { } entry
            ? Math.Max(entry, Math.Round(entry + (entry * fraction), risk.PricePrecision, MidpointRounding.ToNegativeInfinity))
            : null;

    private static decimal? Fraction(PriceDistance distance, decimal? pipSize, decimal? price) => distance.Unit switch
    {
        DistanceUnit.Fraction => distance.Value,
        DistanceUnit.Pips when pipSize is { } pip && price is { } entry => distance.Value * pip / entry,
        _ => null,
    };
}
