using OrleansAssets.Configuration.Yaml;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Configuration.Sections;

/// <summary>Reads <c>global_risk</c>.</summary>
internal static class GlobalRiskSection
{
    internal static (GlobalRisk Risk, JumpConfirmation Jumps) Read(ConfigValue value)
    {
        using var risk = value.Section();
        var orders = risk.Optional("orders");
        var jumps = QuotesSection.ReadJumps(risk.Optional("quotes"));
        var limits = new GlobalRisk(
            MaxPortfolioHeat: risk.Required("max_portfolio_heat").Decimal(0.01m, 1.00m),
            MaxSingleClass: risk.Required("max_single_class").Decimal(0.01m, 1.00m),
            MaxCorrelatedExposure: risk.Required("max_correlated_exposure").Decimal(0.01m, 1.00m),
            CorrelationThreshold: risk.Required("correlation_threshold").Decimal(0.10m, 1.00m),
            EmergencyStopDrawdown: risk.Required("emergency_stop_drawdown").Decimal(0.01m, 0.90m),
            DailyLossLimit: risk.Required("daily_loss_limit").Decimal(0.001m, 0.50m))
        {
            Orders = orders is null ? OrderLimits.Default : OrderLimitsSection.Read(orders),
            Volatility = risk.Optional("volatility_sizing") is { } sizing ? ReadVolatility(sizing) : null,
        };
        return (limits, jumps);
    }

    private static VolatilitySizing? ReadVolatility(ConfigValue value)
    {
        using var sizing = value.Section();
        var read = new VolatilitySizing(
            TargetDaily: sizing.Required("target_daily").Decimal(0.001m, 1.00m),
            PerScore: sizing.Optional("per_score")?.Decimal(0m, 0.05m) ?? 0.005m);
        return sizing.Required("enabled").Bool() ? read : null;
    }
}
