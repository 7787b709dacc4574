using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Assets;

/// <summary>
/// How large a position may be. Every rule states the largest notional it allows; the smallest sets the size. The portfolio is
/// taken as empty: what positions already use of the class limit, heat and leverage is not deducted, nor is correlated exposure
/// measured. Amounts are US dollars, rounded down to cents; the position is a long one.
/// </summary>
public static class SizingRules
{
    /// <summary>Largest portfolio value: beyond it the arithmetic could leave the range of a decimal.</summary>
    public const decimal PortfolioValueMax = 1_000_000_000_000_000m;

    private const decimal PriceMax = 1_000_000_000_000m;
    private const decimal PriceMin = 0.000_000_000_001m;

    public static SizeAnswer Size(SizingInput input)
    {
        Check(input.Request);
        var limits = ImmutableArray.Create(
            AssetMaximum(input), RiskMultiplier(input), ClassLimit(input), Leverage(input), PortfolioHeat.Of(input));
        // A rule that could not be evaluated cuts nothing: it shows the size as it is without it.
        var notional = limits.Min(limit => limit.Notional) ?? 0;
        var quantity = SizeQuantity.Of(input, notional);
        var rules = limits.Add(quantity.Rule);
        var size = quantity.Rule.Notional ?? notional;
        var binding = rules.First(rule => rule.Notional == size);
        return new SizeAnswer(
            input.Asset.Id,
            input.Request.PortfolioValue,
            size,
            input.Request.Price,
            quantity.Units,
            binding.Code,
            [.. rules.Select(rule =>
                new SizeRule(rule.Code, rule.Scope, rule.Notional ?? size, rule.Explanation, ReferenceEquals(rule, binding)))],
            ExitPrices.Stop(input.Asset.Risk, input.Request.Price),
            ExitPrices.Target(input.Asset.Risk, input.Request.Price),
            Tradable: true,
            NotTradableBecause: null);
    }

    private static SizeLimit AssetMaximum(SizingInput input) => Limit(
        RuleCodes.AssetMaxPosition, Scope(input), RiskLimits.AssetMaximum(input.Request.PortfolioValue, input.Asset.Risk.MaxPosition));

    private static SizeLimit RiskMultiplier(SizingInput input) => Limit(
        RuleCodes.ClassRiskMultiplier,
        $"class {input.Class.Id}",
        RiskLimits.RiskMultiplier(input.Request.PortfolioValue, input.Asset.Risk.MaxPosition, input.Class.RiskMultiplier));

    private static SizeLimit ClassLimit(SizingInput input)
    {
        var limit = RiskLimits.Class(
            input.Request.PortfolioValue, input.Class.MaxAllocation, input.Risk.MaxSingleClass, input.OtherClassesEnabled);
        return new SizeLimit(
            RuleCodes.ClassLimit, $"class {input.Class.Id}", limit.Amount, $"{limit.Arithmetic}; open positions are not deducted");
    }

    private static SizeLimit Leverage(SizingInput input) => Limit(
        RuleCodes.Leverage, Scope(input), RiskLimits.Leverage(input.Request.PortfolioValue, input.Asset.Risk.LeverageLimit));

    private static SizeLimit Limit(string code, string scope, RiskLimit limit) => new(code, scope, limit.Amount, limit.Arithmetic);

    private static string Scope(SizingInput input) => $"asset {input.Asset.Id}";

    private static void Check(SizeRequest request)
    {
        if (request.PortfolioValue is <= 0 or > PortfolioValueMax)
        {
            throw new InvalidRequestException(
                $"The portfolio value is {Amounts.Text(request.PortfolioValue)}; "
                + $"give an amount above 0 and up to {Amounts.Text(PortfolioValueMax)} US dollars.");
        }

        if (request.Price is < PriceMin or > PriceMax)
        {
            throw new InvalidRequestException(
                $"The price is {Amounts.Text(request.Price.Value)}; "
                + $"give one from {Amounts.Text(PriceMin)} to {Amounts.Text(PriceMax)}, or none.");
        }
    }
}
