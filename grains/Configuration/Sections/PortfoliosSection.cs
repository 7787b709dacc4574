using System.Collections.Immutable;
using OrleansAssets.Configuration.Yaml;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Configuration.Sections;

/// <summary>Reads <c>portfolios</c>: limits of single ones, each within the limits of all.</summary>
internal sealed class PortfoliosSection(GlobalRisk all)
{
    public static ImmutableSortedDictionary<string, PortfolioLimits> Read(ConfigValue? value, GlobalRisk all) =>
        (value?.Entries(new PortfoliosSection(all).Read) ?? [])
            .DistinctBy(entry => entry.Id, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(entry => entry.Id, entry => entry.Limits, StringComparer.Ordinal);

    private (string Id, PortfolioLimits Limits) Read(ConfigValue key, ConfigValue value)
    {
        using var section = value.Section();
        return (NameRules.SnakeCase(key), new PortfolioLimits
        {
            MaxPortfolioHeat = section.Optional("max_portfolio_heat")?.Decimal(0.01m, all.MaxPortfolioHeat),
            MaxSingleClass = section.Optional("max_single_class")?.Decimal(0.01m, all.MaxSingleClass),
            MaxCorrelatedExposure = section.Optional("max_correlated_exposure")?.Decimal(0.01m, all.MaxCorrelatedExposure),
            EmergencyStopDrawdown = section.Optional("emergency_stop_drawdown")?.Decimal(0.01m, all.EmergencyStopDrawdown),
            DailyLossLimit = section.Optional("daily_loss_limit")?.Decimal(0.001m, all.DailyLossLimit),
            MaxGrossLeverage = section.Optional("max_gross_leverage")?.Decimal(0.1m, all.Orders.MaxGrossLeverage),
            OrdersPerMinute = section.Optional("orders_per_minute")?.Int(1, all.Orders.OrdersPerMinute),
            OrdersPerDay = section.Optional("orders_per_day")?.Int(1, all.Orders.OrdersPerDay),
        });
    }
}
