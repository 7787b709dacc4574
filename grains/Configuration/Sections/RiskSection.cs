using OrleansAssets.Assets;
using OrleansAssets.Configuration.Yaml;
using OrleansAssets.Domain.Assets;

namespace OrleansAssets.Configuration.Sections;

/// <summary>Reads an asset's <c>risk</c>.</summary>
internal static class RiskSection
{
    /// <param name="defaultPosition">The position size of the asset's class, for an asset that names none.</param>
    /// <param name="usual">What orders of its class must keep to, likewise.</param>
    internal static AssetRisk Read(ConfigValue value, decimal defaultPosition, TradeLimits usual)
    {
        using var section = value.Section();
        var risk = new AssetRisk(
            MaxPosition: section.Optional("max_position")?.Decimal(0.02m, 0.10m) ?? defaultPosition,
            VolatilityScore: section.Required("volatility_score").Int(1, 10),
            MinTradeSize: section.Required("min_trade_size").Decimal(0.00000001m, 1_000_000m),
            PricePrecision: section.Required("price_precision").Int(0, 10),
            QuantityPrecision: section.Required("quantity_precision").Int(0, 10),
            StopLoss: ReadDistance(section.Required("stop_loss"), 0.05m, 0.20m),
            TakeProfit: section.Optional("take_profit") is { } target ? ReadDistance(target, 0.01m, 5.00m) : null,
            LeverageLimit: section.Optional("leverage_limit")?.Decimal(1m, 10m) ?? 1m,
            PipSize: section.Optional("pip_size")?.Decimal(0.000001m, 1m),
            Rules: section.Optional("special_rules") is { } rules ? SpecialRulesSection.Read(rules) : SpecialRulesSection.None);
        risk = risk with
        {
            ProductLeverage = section.Optional("product_leverage")?.Decimal(1m, 10m),
            Terms = ReadTerms(section, risk, usual),
        };
        Check(section, risk);
        return risk;
    }

    private static OrderTerms ReadTerms(Section section, AssetRisk risk, TradeLimits usual) => new(
        AllowShort: section.Optional("allow_short")?.Bool() ?? usual.AllowShort,
        MinNotional: section.Optional("min_notional")?.Decimal(0m, 1_000_000m) ?? 0m,
        PriceTick: ReadStep(section.Optional("price_tick"), "price_precision", risk.PricePrecision),
        QuantityStep: ReadStep(section.Optional("quantity_step"), "quantity_precision", risk.QuantityPrecision),
        PriceCollar: section.Optional("price_collar")?.Decimal(0.001m, 1.00m) ?? usual.PriceCollar,
        MaxSpread: section.Optional("max_spread")?.Decimal(0.0001m, 0.50m) ?? usual.MaxSpread,
        SessionOnly: usual.SessionOnly);

    private static decimal ReadStep(ConfigValue? value, string precision, int decimals)
    {
        var step = value?.Decimal(0.0000000001m, 1_000_000m) ?? Amounts.StepOf(decimals);
        if (Scale(step) > decimals)
        {
            value?.Fault($"must have at most {precision} ({decimals}) decimals");
        }

        return step;
    }

    private static PriceDistance ReadDistance(ConfigValue value, decimal fractionMin, decimal fractionMax)
    {
        using var section = value.Section();
        var fraction = section.Optional("fraction");
        var pips = section.Optional("pips");
        if (fraction is null == pips is null)
        {
            section.Fault(fraction is null ? "neither fraction nor pips" : "both fraction and pips", "must have one of the two");
        }

        return pips is null || fraction is not null
            ? new PriceDistance(fraction?.Decimal(fractionMin, fractionMax) ?? fractionMin, DistanceUnit.Fraction)
            : new PriceDistance(pips.Decimal(1m, 20_000m), DistanceUnit.Pips);
    }

    private static void Check(Section section, AssetRisk risk)
    {
        if (Scale(risk.MinTradeSize) > risk.QuantityPrecision)
        {
            section.Required("min_trade_size").Fault($"must have at most quantity_precision ({risk.QuantityPrecision}) decimals");
        }
        else if (risk.Terms is { } terms && risk.MinTradeSize % terms.QuantityStep != 0)
        {
            section.Required("min_trade_size").Fault($"must be a multiple of quantity_step ({Amounts.Text(terms.QuantityStep)})");
        }

        if (risk.PipSize is null && SpeaksPips(risk))
        {
            section.Required("pip_size").Fault("must be there, as a distance of this asset is in pips");
        }
    }

    private static bool SpeaksPips(AssetRisk risk) =>
        risk.StopLoss.Unit == DistanceUnit.Pips || risk.TakeProfit?.Unit == DistanceUnit.Pips || risk.Rules.TypicalRangePips is not null;

    // Decimals that count: 0.50 has one.
    private static int Scale(decimal value) => (value / 1.0000000000000000000000000000m).Scale;
}
