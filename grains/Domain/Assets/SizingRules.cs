using System.Collections.Immutable;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Monetary;
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
            AssetMaximum(input), RiskMultiplier(input), ClassLimit(input), Leverage(input), PortfolioHeat(input));
        // A rule that could not be evaluated cuts nothing: it shows the size as it is without it.
        var notional = limits.Min(limit => limit.Notional) ?? Money.Zero(Currency.Usd);
        var (units, smallest) = Quantity(input, notional);
        var rules = limits.Add(smallest);
        var size = smallest.Notional ?? notional;
        var binding = rules.First(rule => rule.Notional == size);
        return new SizeAnswer(
            input.Asset.Id,
            input.Request.PortfolioValue,
            size.Amount,
            input.Request.Price,
            units,
            binding.Code,
            [.. rules.Select(rule =>
                new SizeRule(rule.Code, rule.Scope, (rule.Notional ?? size).Amount, rule.Explanation, ReferenceEquals(rule, binding)))],
            ExitPrices.Stop(input.Asset.Risk, input.Request.Price),
            ExitPrices.Target(input.Asset.Risk, input.Request.Price),
            Tradable: true,
            NotTradableBecause: null);
    }

    private static SizeLimit AssetMaximum(SizingInput input) => Limit(
        RuleCodes.AssetMaxPosition, Scope(input), RiskLimits.AssetMaximum(Value(input), input.Asset.Risk.MaxPosition));

    private static SizeLimit RiskMultiplier(SizingInput input) => Limit(
        RuleCodes.ClassRiskMultiplier,
        $"class {input.Class.Id}",
        RiskLimits.RiskMultiplier(Value(input), input.Asset.Risk.MaxPosition, input.Class.RiskMultiplier));

    private static SizeLimit ClassLimit(SizingInput input)
    {
        var limit = RiskLimits.Class(
            Value(input), input.Class.MaxAllocation, input.Risk.MaxSingleClass, input.OtherClassesEnabled);
        return new SizeLimit(
            RuleCodes.ClassLimit, $"class {input.Class.Id}", limit.Amount, $"{limit.Arithmetic}; open positions are not deducted");
    }

    private static SizeLimit Leverage(SizingInput input) => Limit(
        RuleCodes.Leverage, Scope(input), RiskLimits.Leverage(Value(input), input.Asset.Risk.LeverageLimit));

    // What the position may be so that its loss at the stop stays within the portfolio's heat limit.
    private static SizeLimit PortfolioHeat(SizingInput input)
    {
        static SizeLimit Heat(Money? notional, string explanation) =>
            new(RuleCodes.PortfolioHeat, "portfolio", notional, explanation);
        if (ExitPrices.StopFraction(input.Asset.Risk, input.Request.Price) is not { } distance)
        {
            var stop = $"{Amounts.Text(input.Asset.Risk.StopLoss.Value)} pips";
            return Heat(null, $"not evaluated: a stop of {stop} is a fraction only of a price; give one");
        }

        if (distance <= 0)
        {
            return Heat(null, "not evaluated: the stop is at the entry price");
        }

        var budget = RiskLimits.Heat(Value(input), input.Risk.MaxPortfolioHeat);
        // A stop is never nearer than this to count: the quotient stays a decimal.
        return Heat(
            Amounts.Cents(budget.Amount / Math.Max(distance, 0.000_001m)),
            $"{budget.Arithmetic} / stop distance {Amounts.Percent(Math.Round(distance, 8))}");
    }

    // How many units a notional buys, by the asset's precision and smallest order; units are null where they cannot be told.
    private static (decimal? Units, SizeLimit Rule) Quantity(SizingInput input, Money notional)
    {
        SizeLimit Smallest(Money? limit, string explanation) => new(RuleCodes.MinTradeSize, Scope(input), limit, explanation);
        var asset = input.Asset;
        if (input.Request.Price is not { } price)
        {
            return (null, Smallest(null, "not evaluated: the smallest order is in units, which need a price; give one"));
        }

        if (UnitWorth.Of(asset.Id, price, input.Rates)?.Value is not { } dollars)
        {
            return (null, Smallest(
                null, $"not evaluated: {asset.Id} is priced in {UnitWorth.QuoteCurrency(asset.Id)}, of which no rate in US dollars is "
                    + "known; units need one"));
        }

        var (step, least) = (asset.Risk.OrderTerms.QuantityStep, asset.Risk.SmallestUnits(price));
        var units = asset.Risk.DownToStep((notional / dollars).Units);
        var arithmetic = $"{Amounts.Text(notional)} / {Amounts.Text(dollars.PerUnit)}, "
            + $"rounded down to steps of {Amounts.Text(step)}, is {Amounts.Text(units)} units";
        return units >= least && units > 0
            ? (units, Smallest(notional, $"{arithmetic}; the smallest order is {Amounts.Text(least)}"))
            : (0, Smallest(Money.Zero(Currency.Usd), $"{arithmetic}, less than the smallest order of {Amounts.Text(least)}: no position"));
    }

    private static SizeLimit Limit(string code, string scope, RiskLimit limit) => new(code, scope, limit.Amount, limit.Arithmetic);

    private static Money Value(SizingInput input) => new(input.Request.PortfolioValue, Currency.Usd);

    private static string Scope(SizingInput input) => $"asset {input.Asset.Id}";

    private static void Check(SizeRequest request)
    {
        if (request.PortfolioValue is <= 0 or > PortfolioValueMax)
        {
            throw InvalidRequestException.At(
                "portfolioValue", request.PortfolioValue, $"must be above 0 and up to {Amounts.Text(PortfolioValueMax)}",
                $"The portfolio value is {Amounts.Text(request.PortfolioValue)}; "
                + $"give an amount above 0 and up to {Amounts.Text(PortfolioValueMax)} US dollars.");
        }

        if (request.Price is < PriceMin or > PriceMax)
        {
            throw InvalidRequestException.At(
                "price", request.Price, $"must be from {Amounts.Text(PriceMin)} to {Amounts.Text(PriceMax)}, or left out",
                $"The price is {Amounts.Text(request.Price.Value)}; "
                + $"give one from {Amounts.Text(PriceMin)} to {Amounts.Text(PriceMax)}, or none.");
        }
    }

    /// <summary>What one rule allows.</summary>
    /// <param name="Notional">Null where the rule could not be evaluated, which the explanation then says.</param>
    private sealed record SizeLimit(string Code, string Scope, Money? Notional, string Explanation);
}

/// <summary>All that a sizing depends on.</summary>
/// <param name="OtherClassesEnabled">Whether a class beside the asset's own is enabled: only then the global limit of a class
/// applies.</param>
public sealed record SizingInput(
    SizeRequest Request,
    AssetDefinition Asset,
    AssetClassDefinition Class,
    GlobalRisk Risk,
    bool OtherClassesEnabled)
{
    /// <summary>What other currencies are worth in dollars.</summary>
    public ExchangeRates Rates { get; init; } = new(Currency.Usd, Stablecoins.AtPar(Currency.Usd));
}
