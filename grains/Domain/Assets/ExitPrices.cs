using OrleansAssets.Assets;

namespace OrleansAssets.Domain.Assets;

/// <summary>Where a position is closed. Rounded towards the entry, so that neither price is farther than configured.</summary>
public static class ExitPrices
{
    /// <summary>Distance to the stop as a fraction of the price; null where pips meet no price or no pip size.</summary>
    public static decimal? StopFraction(AssetRisk risk, decimal? price) => risk.StopLoss.Unit == DistanceUnit.Fraction
        ? risk.StopLoss.Value
        : price is { } entry and not 0 ? Distance(risk.StopLoss, risk.PipSize, entry) / entry : null;

    /// <summary>A distance in the price's unit; null for pips without a pip size.</summary>
    public static decimal? Distance(PriceDistance distance, decimal? pipSize, decimal price) => distance.Unit switch
    {
        DistanceUnit.Fraction => Math.Abs(price) * distance.Value,
        DistanceUnit.Pips when pipSize is { } pip => distance.Value * pip,
        _ => null,
    };

    /// <summary>
    /// Where a position without a stop of its own would have met the asset's, by its distance from the entry; null while the market has not
    /// passed it.
    /// </summary>
    /// <param name="units">Below 0 for a short position.</param>
    public static decimal? PassedOwnStop(PriceDistance stopLoss, decimal? pipSize, decimal units, decimal entry, decimal mark)
    {
        if (Distance(stopLoss, pipSize, entry) is not { } distance || units == 0)
        {
            return null;
        }

        var stop = units > 0 ? entry - distance : entry + distance;
        return (units > 0 ? mark <= stop : mark >= stop) ? stop : null;
    }

    public static decimal? Stop(AssetRisk risk, decimal? price, bool isShort = false) =>
        price is { } entry && Distance(risk.StopLoss, risk.PipSize, entry) is { } distance
            ? isShort
                ? Math.Max(entry, Down(entry + distance, risk))
                : Math.Min(entry, Up(Math.Max(0, entry - distance), risk))
            : null;

    public static decimal? Target(AssetRisk risk, decimal? price, bool isShort = false) =>
        risk.TakeProfit is { } target && price is { } entry && Distance(target, risk.PipSize, entry) is { } distance
            ? isShort
                ? Math.Min(entry, Up(Math.Max(0, entry - distance), risk))
                : Math.Max(entry, Down(entry + distance, risk))
            : null;

    private static decimal Up(decimal price, AssetRisk risk) => risk.ToTick(price, MidpointRounding.ToPositiveInfinity);

    private static decimal Down(decimal price, AssetRisk risk) => risk.ToTick(price, MidpointRounding.ToNegativeInfinity);
}
