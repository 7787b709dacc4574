namespace OrleansAssets.Domain.Monetary;

/// <summary>How figures are kept: sums of rounded amounts are exact. Halves go to the even neighbour.</summary>
public static class Rounding
{
    /// <summary>Decimals of an amount in the portfolio's currency.</summary>
    public const int AmountDecimals = 8;

    /// <summary>Decimals of a price that is an average or a conversion.</summary>
    public const int PriceDecimals = 12;

    /// <summary>Decimals of a quantity that is no multiple of anything, as after a split of 1 for 3.</summary>
    public const int QuantityDecimals = 12;

    public static decimal Amount(decimal amount) => Normal(Math.Round(amount, AmountDecimals, MidpointRounding.ToEven));

    public static decimal Price(decimal price) => Normal(Math.Round(price, PriceDecimals, MidpointRounding.ToEven));

    public static decimal Quantity(decimal units) => Normal(Math.Round(units, QuantityDecimals, MidpointRounding.ToEven));

    /// <summary>The amount as a book keeps it.</summary>
    public static Money Kept(this Money money) => money with { Amount = Amount(money.Amount) };

    /// <summary>The price as a book keeps it.</summary>
    public static Price Kept(this Price price) => price with { PerUnit = Price(price.PerUnit) };

    /// <summary>The same number without trailing zeros, so that 1.0 and 1.00 have the same bytes.</summary>
    public static decimal Normal(decimal value) => value / 1.0000000000000000000000000000m;
}
