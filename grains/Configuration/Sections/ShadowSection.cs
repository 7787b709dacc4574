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

    /// <summary>Reads <c>paper</c> of a class: what it leaves out is as for every class.</summary>
    internal static PaperCosts? ReadCosts(ConfigValue? value, ShadowSettings usual)
    {
        if (value is null)
        {
            return null;
        }

        using var paper = value.Section();
        return new PaperCosts(
            Fee: paper.Optional("fee")?.Decimal(0m, 0.05m) ?? usual.Fee,
            Slippage: paper.Optional("slippage")?.Decimal(0m, 0.05m) ?? usual.Slippage);
    }
}
