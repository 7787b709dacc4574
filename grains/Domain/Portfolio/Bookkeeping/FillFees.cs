using System.Collections.Immutable;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>A fee in the currencies of the book.</summary>
/// <param name="Charge">In the portfolio's currency, less than 0 for a rebate.</param>
/// <param name="Units">Of that what was taken out of the units themselves.</param>
/// <param name="Source">Where its conversion is from; empty where that is the price's.</param>
public sealed record FillFee(Money Charge, decimal Units, string Source);

/// <summary>
/// Fees are charged in whatever the venue likes: the currency of the price, the coin that was traded, a coin of its own. A fee in the coin
/// itself leaves fewer units, and is worth them at the price of the fill.
/// </summary>
public static class FillFees
{
    /// <param name="paid">From the currency of the price into the portfolio's.</param>
    /// <param name="price">In the asset's quote currency.</param>
    /// <param name="quoted">From the quote currency into the portfolio's.</param>
    /// <param name="rateOf">The conversion of any other currency.</param>
    public static FillFee Of(Fill fill, ExchangeRate paid, Price price, ExchangeRate quoted, Func<Currency, ExchangeRate> rateOf)
    {
        ArgumentNullException.ThrowIfNull(fill);
        ArgumentNullException.ThrowIfNull(rateOf);
        if (fill.FeeCurrency is not { } code || code == paid.From.Code || fill.Fee == 0)
        {
            return new FillFee(paid.Convert(new Money(fill.Fee, paid.From)).Kept(), 0, "");
        }

        var currency = new Currency(code);
        if (IsPaidInUnits(fill.AssetId, code))
        {
            return Math.Abs(fill.Fee) < fill.Quantity
                ? new FillFee(quoted.Convert(price * new Quantity(fill.Fee)).Kept(), fill.Fee, $"; fee in {code} at the price of the fill")
                : throw InvalidRequestException.At(
                    "fee", fill.Fee, "must be less than what was filled",
                    $"The fee of the fill '{fill.FillId}' takes all of its {fill.Quantity} {code}: give units of {code}, not their worth.",
                    $"give units of {code}, not their worth");
        }

        var rate = rateOf(currency);
        return new FillFee(rate.Convert(new Money(fill.Fee, currency)).Kept(), 0, $"; fee in {code}: {rate.Source}");
    }

    /// <summary>Pairs of a coin with the stablecoins of the dollar, whose quote tells what a fee in it is worth.</summary>
    public static ImmutableArray<string> PairsOf(Currency coin) => [.. Stablecoins.OfTheDollar.Select(stable => PairOf(coin, stable))];

    /// <summary>The pair of a coin with a stablecoin.</summary>
    public static string PairOf(Currency coin, Currency stable) => $"{coin}/{stable}";

    /// <summary>
    /// Whether a fee in a currency is paid in what was traded, so that it changes what is held. A pair that is settled by its profit alone
    /// has no units to be taken.
    /// </summary>
    public static bool IsPaidInUnits(string assetId, string code)
    {
        ArgumentNullException.ThrowIfNull(assetId);
        return !Conversions.IsMargined(assetId) && assetId.StartsWith(code + "/", StringComparison.Ordinal);
    }
}
