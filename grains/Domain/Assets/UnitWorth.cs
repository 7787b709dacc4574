using System.Collections.Immutable;
using OrleansAssets.Domain.Monetary;

namespace OrleansAssets.Domain.Assets;

/// <summary>
/// What a unit of an asset is worth in a portfolio's currency. A pair is priced in its second currency, all else in dollars.
/// </summary>
/// <param name="Value">Worth of a unit.</param>
/// <param name="Rate">Worth of a unit of the currency that the asset is priced in.</param>
public sealed record UnitWorth(decimal Value, decimal Rate)
{
    public const string Dollar = "USD";

    /// <summary>Null where the price is not above 0, or the currency's rate is not known.</summary>
    public static UnitWorth? Of(string assetId, decimal price, string currency, ImmutableArray<ConversionRate> rates)
    {
        if (price <= 0)
        {
            return null;
        }

        var quote = QuoteCurrency(assetId);
        return quote == currency ? new UnitWorth(price, 1)
            : BaseCurrency(assetId) == currency ? new UnitWorth(1, 1 / price)
            : rates.FirstOrDefault(rate => rate.Currency == quote) is { Rate: > 0 } known ? new UnitWorth(price * known.Rate, known.Rate)
            : null;
    }

    /// <summary>The code of the currency that an asset is priced in.</summary>
    public static string QuoteCurrency(string assetId) => CurrencyOf(assetId).Code;

    /// <summary>The currency that an asset is priced in; the stablecoins of the dollar count as it.</summary>
    public static Currency CurrencyOf(string assetId)
    {
        var slash = assetId.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || assetId.IndexOf('/', slash + 1) >= 0)
        {
            return Currency.Usd;
        }

        var quote = assetId.AsSpan(slash + 1);
        return quote.SequenceEqual(Dollar) || Stablecoins.IsOfTheDollar(quote) ? Currency.Usd : new Currency(quote.ToString());
    }

    /// <summary>The first currency of a pair; null for all else.</summary>
    private static string? BaseCurrency(string assetId) => assetId.Split('/') is [var first, _] ? first : null;
}
