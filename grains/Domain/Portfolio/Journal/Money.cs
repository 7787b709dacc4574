namespace OrleansAssets.Domain.Portfolio.Journal;

/// <summary>How amounts are kept: sums of rounded amounts are exact.</summary>
public static class Money
{
    /// <summary>Decimals of an amount in the portfolio's currency.</summary>
    public const int Decimals = 8;

    /// <summary>Decimals of a price that is an average or a conversion.</summary>
    public const int PriceDecimals = 12;

    public static decimal Round(decimal amount) => Normal(Math.Round(amount, Decimals, MidpointRounding.ToEven));

    public static decimal RoundPrice(decimal price) => Normal(Math.Round(price, PriceDecimals, MidpointRounding.ToEven));

    /// <summary>The same number without trailing zeros, so that 1.0 and 1.00 have the same bytes.</summary>
    public static decimal Normal(decimal value) => value / 1.0000000000000000000000000000m;
}
