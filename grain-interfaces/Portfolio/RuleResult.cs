using Orleans;

namespace OrleansAssets.Portfolio;

/// <summary>What one rule says of an order. Amounts are in <paramref name="Unit"/>; null where the rule has no such figure.</summary>
/// <param name="Code">Stable code, one of <see cref="RuleCodes"/>.</param>
/// <param name="Scope">What the limit belongs to, e.g. <c>class stocks</c>.</param>
/// <param name="Unit">E.g. <c>USD</c>, <c>orders</c>, <c>minutes</c>.</param>
/// <param name="Limit">What the rule allows.</param>
/// <param name="Observed">Before the order.</param>
/// <param name="After">With the order as it was asked for.</param>
/// <param name="HeadroomBefore">Limit less what is observed.</param>
/// <param name="HeadroomAfter">Limit less what would be; below 0 where the order as asked for breaks the rule.</param>
/// <param name="LargestQuantity">The most units that this rule alone permits; null where it sets no bound.</param>
/// <param name="Explanation">The arithmetic in words.</param>
/// <param name="Remedy">The cheapest way to heal it; null where it passed.</param>
/// <param name="Until">When time alone heals it.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.RuleResult")]
public sealed record RuleResult(
    string Code,
    string Scope,
    RuleVerdict Verdict,
    string Unit,
    decimal? Limit,
    decimal? Observed,
    decimal? After,
    decimal? HeadroomBefore,
    decimal? HeadroomAfter,
    decimal? LargestQuantity,
    string Explanation,
    string? Remedy,
    DateTimeOffset? Until);

/// <summary>What a rule makes of an order.</summary>
[GenerateSerializer, Alias("OrleansAssets.RuleVerdict")]
public enum RuleVerdict
{
    /// <summary>The order keeps the rule.</summary>
    Passed = 0,

    /// <summary>Permits less than was asked for.</summary>
    Reduced = 1,

    /// <summary>Permits nothing.</summary>
    Failed = 2,

    /// <summary>Does not concern this order.</summary>
    NotApplicable = 3,

    /// <summary>Stops nothing, but an operator should know.</summary>
    Warned = 4,
}
