using System.Text.Json.Serialization;
using Orleans;

namespace OrleansAssets.Portfolio;

/// <summary>
/// What one pre-trade check says of an order. Amounts are in <paramref name="Unit"/>; null where the check has no such figure.
/// </summary>
/// <param name="Code">Stable code, one of <see cref="RuleCodes"/>.</param>
/// <param name="Scope">What the limit belongs to, e.g. <c>class stocks</c>.</param>
/// <param name="Unit">E.g. <c>USD</c>, <c>orders</c>, <c>minutes</c>.</param>
/// <param name="Limit">What the check allows.</param>
/// <param name="Observed">Before the order.</param>
/// <param name="After">With the order as it was asked for.</param>
/// <param name="HeadroomBefore">Limit less what is observed.</param>
/// <param name="HeadroomAfter">Limit less what would be; below 0 where the order as asked for breaks the limit.</param>
/// <param name="LargestQuantity">The most units that this check alone permits; null where it sets no bound.</param>
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
    DateTimeOffset? Until)
{
    /// <summary>
    /// What the remedy costs, by which a decision puts several in order. Known only where the decision is made: it neither travels nor is
    /// stored.
    /// </summary>
    [field: NonSerialized]
    [JsonIgnore]
    public RemedyCost RemedyCost { get; init; }
}

/// <summary>What a pre-trade check makes of an order.</summary>
[GenerateSerializer, Alias("OrleansAssets.RuleVerdict")]
public enum RuleVerdict
{
    /// <summary>The order keeps the limit.</summary>
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

/// <summary>What a remedy costs, least first: this order decides which of several is the cheapest.</summary>
public enum RemedyCost
{
    /// <summary>Another order: it can be given at once.</summary>
    CorrectOrder = 0,

    /// <summary>Time, until what is missing arrives or what stands in the way is over.</summary>
    Wait = 1,

    /// <summary>Less of what was wanted.</summary>
    SmallerQuantity = 2,

    /// <summary>A position that is closed, with what that costs in the market.</summary>
    ClosePosition = 3,

    /// <summary>More capital.</summary>
    Deposit = 4,

    /// <summary>The evidence that activates a phase.</summary>
    ActivatePhase = 5,

    /// <summary>An operator who looks at what happened, and answers for it.</summary>
    Operator = 6,
}
