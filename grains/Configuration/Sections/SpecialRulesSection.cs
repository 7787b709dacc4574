using OrleansAssets.Assets;
using OrleansAssets.Configuration.Yaml;

namespace OrleansAssets.Configuration.Sections;

/// <summary>Reads <c>special_rules</c> of an asset's risk.</summary>
internal static class SpecialRulesSection
{
    internal static SpecialRules None { get; } = new(null, [], false, null, false, false, null);

    internal static SpecialRules Read(ConfigValue value)
    {
        using var rules = value.Section();
        return new SpecialRules(
            EarningsBlackoutDays: rules.Optional("earnings_blackout_days")?.Int(1, 30),
            WatchedAccounts: rules.Optional("watched_accounts")?.List(NameRules.Account, countMin: 1) ?? [],
            SentimentRequired: rules.Optional("sentiment_required")?.Bool() ?? false,
            MaxHoldDays: rules.Optional("max_hold_days")?.Int(1, 365),
            AvoidSidewaysMarket: rules.Optional("avoid_sideways_market")?.Bool() ?? false,
            DecayWarning: rules.Optional("decay_warning")?.Bool() ?? false,
            TypicalRangePips: rules.Optional("typical_range_pips")?.Decimal(1m, 20_000m),
            SentimentMaxAgeMinutes: rules.Optional("sentiment_max_age_minutes")?.Int(1, 10_080),
            WatchedPostCooldownMinutes: rules.Optional("watched_post_cooldown_minutes")?.Int(1, 10_080),
            SentimentMinMentions: rules.Optional("sentiment_min_mentions")?.Int(1, 100_000),
            SentimentMinScore: rules.Optional("sentiment_min_score")?.Decimal(-1m, 1m));
    }
}
