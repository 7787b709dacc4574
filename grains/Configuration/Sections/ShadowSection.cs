using OrleansAssets.Configuration.Yaml;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Configuration.Sections;

/// <summary>Reads <c>shadow</c>.</summary>
internal static class ShadowSection
{
    internal static ShadowSettings Read(ConfigValue? value)
    {
        if (value is null)
        {
            return ShadowSettings.Default;
        }

        using var shadow = value.Section();
        return new ShadowSettings(
            StartingCapital: shadow.Optional("starting_capital")?.Decimal(100m, 1_000_000_000m) ?? ShadowSettings.Default.StartingCapital,
            Fee: shadow.Optional("fee")?.Decimal(0m, 0.05m) ?? ShadowSettings.Default.Fee,
            Slippage: shadow.Optional("slippage")?.Decimal(0m, 0.05m) ?? ShadowSettings.Default.Slippage);
    }
}
