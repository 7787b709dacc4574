using OrleansAssets.Configuration.Yaml;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Configuration.Sections;

/// <summary>Reads <c>scope_halts</c>; what it leaves out halts nothing.</summary>
internal static class HaltsSection
{
    internal static HaltSettings Read(ConfigValue? value)
    {
        if (value is null)
        {
            return HaltSettings.None;
        }

        using var halts = value.Section();
        return new HaltSettings(
            Class: ReadLimits(halts.Optional("class")),
            Asset: ReadLimits(halts.Optional("asset")),
            Strategy: ReadLimits(halts.Optional("strategy")),
            RejectionMinutes: halts.Optional("rejection_minutes")?.Int(1, 1_440) ?? HaltSettings.None.RejectionMinutes,
            StaleMinutes: halts.Optional("stale_minutes")?.Int(10, 10_080));
    }

    private static ScopeLimits ReadLimits(ConfigValue? value)
    {
        if (value is null)
        {
            return ScopeLimits.None;
        }

        using var limits = value.Section();
        return new ScopeLimits(
            DailyLoss: limits.Optional("daily_loss")?.Decimal(0.001m, 0.50m),
            Drawdown: limits.Optional("drawdown")?.Decimal(0.001m, 0.90m),
            BrokerRejections: limits.Optional("broker_rejections")?.Int(1, 50));
    }
}
