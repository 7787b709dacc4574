using System.Globalization;
using OrleansAssets.Domain.Monetary;

namespace OrleansAssets.Domain.Assets;

/// <summary>Amounts in words, and rounding that never goes up.</summary>
public static class Amounts
{
    /// <summary>Rounded down to cents.</summary>
    public static decimal Cents(decimal amount) => Down(amount, 2);

    /// <inheritdoc cref="Cents(decimal)"/>
    public static Money Cents(Money money) => money with { Amount = Cents(money.Amount) };

    /// <summary>Rounded down to a number of decimals.</summary>
    public static decimal Down(decimal amount, int decimals) => Math.Round(amount, decimals, MidpointRounding.ToNegativeInfinity);

    /// <summary>The smallest difference between amounts of so many decimals, e.g. <c>0.01</c> of 2.</summary>
    public static decimal StepOf(int decimals) => new(1, 0, 0, false, (byte)decimals);

    /// <summary>E.g. <c>10,000</c> or <c>0.8</c>.</summary>
    public static string Text(decimal amount) => amount.ToString("#,0.############", CultureInfo.InvariantCulture);

    /// <summary>Likewise, without the currency: for sentences that have it already.</summary>
    public static string Text(Money money) => Text(money.Amount);

    /// <summary>E.g. <c>10 %</c> of the fraction 0.10.</summary>
    public static string Percent(decimal fraction) => $"{Text(fraction * 100)} %";
}
