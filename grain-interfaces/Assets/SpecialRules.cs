using System.Collections.Immutable;
using Orleans;

namespace OrleansAssets.Assets;

/// <summary>Rules that only some assets have; null, false or empty where the asset has none.</summary>
/// <param name="EarningsBlackoutDays">Days around an earnings date without new positions.</param>
/// <param name="WatchedAccounts">Accounts whose posts move the asset, e.g. <c>@elonmusk</c>.</param>
/// <param name="MaxHoldDays">Longest holding time in calendar days.</param>
/// <param name="TypicalRangePips">Usual daily range in pips.</param>
/// <param name="SentimentMaxAgeMinutes">In place of the portfolio's.</param>
/// <param name="WatchedPostCooldownMinutes">In place of the portfolio's.</param>
/// <param name="SentimentMinMentions">In place of the portfolio's.</param>
/// <param name="SentimentMinScore">In place of the portfolio's.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.SpecialRules")]
public sealed record SpecialRules(
    int? EarningsBlackoutDays,
    ImmutableArray<string> WatchedAccounts,
    bool SentimentRequired,
    int? MaxHoldDays,
    bool AvoidSidewaysMarket,
    bool DecayWarning,
    decimal? TypicalRangePips,
    int? SentimentMaxAgeMinutes = null,
    int? WatchedPostCooldownMinutes = null,
    int? SentimentMinMentions = null,
    decimal? SentimentMinScore = null)
{
    /// <inheritdoc/>
    public bool Equals(SpecialRules? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && EarningsBlackoutDays == other.EarningsBlackoutDays
            && SentimentRequired == other.SentimentRequired
            && WatchedAccounts.Holds(other.WatchedAccounts)
            && MaxHoldDays == other.MaxHoldDays
            && AvoidSidewaysMarket == other.AvoidSidewaysMarket
            && DecayWarning == other.DecayWarning
            && TypicalRangePips == other.TypicalRangePips
            && SentimentMaxAgeMinutes == other.SentimentMaxAgeMinutes
            && WatchedPostCooldownMinutes == other.WatchedPostCooldownMinutes
            && SentimentMinMentions == other.SentimentMinMentions
            && SentimentMinScore == other.SentimentMinScore);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(EarningsBlackoutDays, SentimentRequired);
}
