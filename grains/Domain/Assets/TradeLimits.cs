using OrleansAssets.Assets;

namespace OrleansAssets.Domain.Assets;

/// <summary>What orders of a class must keep to, where an asset of it says nothing else.</summary>
/// <param name="AllowShort">Whether its assets may be sold without being held.</param>
/// <param name="PriceCollar">How far beyond the market a limit may be, as a fraction of it.</param>
/// <param name="MaxSpread">Distance of bid and ask, of their middle, beyond which nothing is opened.</param>
/// <param name="SessionOnly">Whether positions are opened only while the market is open.</param>
public sealed record TradeLimits(bool AllowShort, decimal PriceCollar, decimal MaxSpread, bool SessionOnly)
{
    /// <summary>What a class that names none gets.</summary>
    public static readonly TradeLimits Default = new(AllowShort: false, 0.05m, 0.01m, SessionOnly: true);

    /// <summary>The terms of an asset that names none of its own.</summary>
    public OrderTerms TermsOf(int priceDecimals, int quantityDecimals) => new(
        AllowShort, 0, Amounts.StepOf(priceDecimals), Amounts.StepOf(quantityDecimals), PriceCollar, MaxSpread, SessionOnly);
}
