using OrleansAssets.Configuration.Yaml;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Configuration.Sections;

/// <summary>Reads <c>global_risk.orders</c>; what it leaves out has its default.</summary>
internal static class OrderLimitsSection
{
    internal static OrderLimits Read(ConfigValue value)
    {
        using var orders = value.Section();
        var usual = OrderLimits.Default;
        return new OrderLimits(
            MaxGrossLeverage: orders.Optional("max_gross_leverage")?.Decimal(0.1m, 20m) ?? usual.MaxGrossLeverage,
            OrdersPerMinute: orders.Optional("orders_per_minute")?.Int(1, 100_000) ?? usual.OrdersPerMinute,
            OrdersPerDay: orders.Optional("orders_per_day")?.Int(1, 10_000_000) ?? usual.OrdersPerDay,
            QuoteMaxAgeMinutes: orders.Optional("quote_max_age_minutes")?.Int(1, 10_080) ?? usual.QuoteMaxAgeMinutes,
            SourceMissedIntervals: orders.Optional("source_missed_intervals")?.Int(1, 100) ?? usual.SourceMissedIntervals,
            CorrelationMaxAgeDays: orders.Optional("correlation_max_age_days")?.Int(1, 365) ?? usual.CorrelationMaxAgeDays,
            SentimentMaxAgeMinutes: orders.Optional("sentiment_max_age_minutes")?.Int(1, 10_080) ?? usual.SentimentMaxAgeMinutes,
            WatchedPostCooldownMinutes: orders.Optional("watched_post_cooldown_minutes")?.Int(1, 10_080)
                ?? usual.WatchedPostCooldownMinutes,
            SidewaysAdxMax: orders.Optional("sideways_adx_max")?.Decimal(0m, 100m) ?? usual.SidewaysAdxMax,
            SidewaysEfficiencyMax: orders.Optional("sideways_efficiency_max")?.Decimal(0m, 1m) ?? usual.SidewaysEfficiencyMax,
            ReservationSeconds: orders.Optional("reservation_seconds")?.Int(1, 86_400) ?? usual.ReservationSeconds,
            RateMaxAgeHours: orders.Optional("rate_max_age_hours")?.Int(1, 720) ?? usual.RateMaxAgeHours,
            HeldMarkMaxAgeMinutes: orders.Optional("held_mark_max_age_minutes")?.Int(1, 10_080) ?? usual.HeldMarkMaxAgeMinutes,
            EarningsMaxAgeDays: orders.Optional("earnings_max_age_days")?.Int(1, 90) ?? usual.EarningsMaxAgeDays,
            SentimentMinMentions: orders.Optional("sentiment_min_mentions")?.Int(1, 100_000) ?? usual.SentimentMinMentions,
            SentimentMinScore: orders.Optional("sentiment_min_score")?.Decimal(-1m, 1m) ?? usual.SentimentMinScore,
            RejectionsPerMinute: orders.Optional("rejections_per_minute")?.Int(1, 100_000) ?? usual.RejectionsPerMinute,
            RejectionsPerDay: orders.Optional("rejections_per_day")?.Int(1, 10_000_000) ?? usual.RejectionsPerDay);
    }
}
