using System.Collections.Immutable;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>
/// What would heal a decision. Each rule names its own cheapest remedy; where several rules stand in the way all of theirs are needed, told
/// in the order of <see cref="RemedyCost"/>.
/// </summary>
public static class Remedies
{
    public static string? Cheapest(ImmutableArray<Finding> cutting)
    {
        var remedies = cutting.Select(finding => finding.Remedy).OfType<Remedy>()
            .OrderBy(remedy => remedy.Cost).Select(remedy => remedy.Text).Distinct(StringComparer.Ordinal).ToList();
        return remedies.Count == 0 ? null : string.Join("; and ", remedies);
    }

    /// <summary>When time has healed every rule in the way; null where it heals not all of them.</summary>
    public static DateTimeOffset? RetryAt(ImmutableArray<Finding> cutting) =>
        cutting.IsEmpty || cutting.Any(finding => finding.Remedy?.Until is null) ? null : cutting.Max(finding => finding.Remedy?.Until);
}
