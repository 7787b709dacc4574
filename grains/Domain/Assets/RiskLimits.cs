using OrleansAssets.Domain.Monetary;

namespace OrleansAssets.Domain.Assets;

/// <summary>The one home of every limit that follows from a portfolio's value: sizing and the pre-trade checks both ask here.</summary>
public static class RiskLimits
{
    /// <summary>Largest position in an asset.</summary>
    public static RiskLimit AssetMaximum(Money value, decimal maxPosition) =>
        Of(value * maxPosition, $"{Amounts.Percent(maxPosition)} of {Amounts.Text(value)}");

    /// <summary>Likewise, weighed by how risky its class is.</summary>
    public static RiskLimit RiskMultiplier(Money value, decimal maxPosition, decimal multiplier) =>
        Of(value * maxPosition * multiplier, $"{Amounts.Percent(maxPosition)} of {Amounts.Text(value)} x {Amounts.Text(multiplier)}");

    /// <summary>
    /// The part of a portfolio that a class may have: the smaller of its own limit and the portfolio's for one class; its own alone while
    /// no other is enabled.
    /// </summary>
    public static decimal ClassShare(decimal own, decimal global, bool othersEnabled) => othersEnabled ? Math.Min(own, global) : own;

    /// <summary>Most in a class, by <see cref="ClassShare"/>.</summary>
    public static RiskLimit Class(Money value, decimal own, decimal global, bool othersEnabled)
    {
        var limit = ClassShare(own, global, othersEnabled);
        var reason = othersEnabled
            ? $"the smaller of the class's {Amounts.Percent(own)} and the portfolio's {Amounts.Percent(global)} for one class"
            : "the class's own limit alone, as no other class is enabled";
        return Of(value * limit, $"{reason}: {Amounts.Percent(limit)} of {Amounts.Text(value)}");
    }

    /// <summary>Its arithmetic as older decisions tell it: they replay to the same bytes.</summary>
    public static RiskLimit InOldWords(RiskLimit limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        var end = limit.Arithmetic.LastIndexOf(": ", StringComparison.Ordinal);
        return limit with { Arithmetic = $"{limit.Arithmetic[(end + 2)..]}: {limit.Arithmetic[..end]}" };
    }

    /// <summary>Most that all positions together may lose at their stops.</summary>
    public static RiskLimit Heat(Money value, decimal maxHeat) =>
        Of(value * maxHeat, $"{Amounts.Percent(maxHeat)} of {Amounts.Text(value)}");

    /// <summary>Most in one group of assets that move together.</summary>
    public static RiskLimit Correlated(Money value, decimal maxExposure) =>
        Of(value * maxExposure, $"{Amounts.Percent(maxExposure)} of {Amounts.Text(value)}");

    /// <summary>Largest exposure per unit of capital.</summary>
    public static RiskLimit Leverage(Money value, decimal leverage) =>
        Of(value * leverage, $"{Amounts.Text(leverage)} x {Amounts.Text(value)}");

    private static RiskLimit Of(Money amount, string arithmetic) => new(Amounts.Cents(amount.OrZero()), arithmetic);
}

/// <summary>A limit as an amount of money, and how it comes about.</summary>
/// <param name="Amount">Rounded down to cents; 0 or more.</param>
/// <param name="Arithmetic">E.g. <c>10 % of 10,000 x 0.8</c>.</param>
public sealed record RiskLimit(Money Amount, string Arithmetic);
