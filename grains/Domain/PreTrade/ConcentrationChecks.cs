using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>How much of the portfolio may hang on one asset, one class, all stops at once, or assets that move together.</summary>
public static class ConcentrationChecks
{
    public static ImmutableArray<PreTradeCheck> All { get; } =
    [
        new(RuleCodes.AssetMaxPosition, CheckScope.Asset)
        {
            Asks = "The position is within the asset's part of the portfolio.",
            Formula = "value <= equity x max position",
            Example = "BTC/USDT at 10,000: 10 % is 1,000",
            Evaluate = PreTradeCheck.OfAsset((check, context, asset) => Headroom.JudgeOwn(
                check, context, RiskLimits.AssetMaximum(context.Equity, asset.Risk.MaxPosition))),
        },
        new(RuleCodes.ClassRiskMultiplier, CheckScope.Class)
        {
            Asks = "Likewise, weighed by how risky the class is.",
            Formula = "value <= equity x max position x multiplier",
            Example = "NVDA at 10,000: 10 % x 0.8 is 800",
            Evaluate = (check, context) => context is { Input.Asset: { } asset, Class: { } own }
                ? Headroom.JudgeOwn(
                    check, context, RiskLimits.RiskMultiplier(context.Equity, asset.Risk.MaxPosition, own.RiskMultiplier))
                : check.AssetUnknown(context),
        },
        new(RuleCodes.VolatilitySize, CheckScope.Asset)
        {
            Asks = "A position shrinks as its market grows wild (`volatility_sizing`, switched off as shipped).",
            Formula = "value <= equity x max position x min(1, target / max(daily volatility, score x per score))",
            Example = "BTC/USDT at 10,000 with 4 % a day and a target of 2 %: 500",
            Since = 2,
            Evaluate = PreTradeCheck.OfAsset(VolatilitySize),
        },
        new(RuleCodes.ClassLimit, CheckScope.Class)
        {
            Asks = "The class is within its part; the portfolio's limit of one class counts once a second class is enabled.",
            Formula = "value(class) <= equity x min(own, 40 %)",
            Example = "crypto at 10,000 beside stocks: 4,000; alone: 10,000",
            Evaluate = ClassLimit,
        },
        new(RuleCodes.ClassPositions, CheckScope.Class)
        {
            Asks = "The class has few enough positions; reserved ones count.",
            Formula = "positions(class) <= max positions",
            Example = "a sixth share: refused",
            Evaluate = ClassPositions,
        },
        new(RuleCodes.PortfolioHeat, CheckScope.Portfolio)
        {
            Asks = "All positions together lose at most this at their stops.",
            Formula = "sum(value x distance to stop) <= equity x 25 %",
            Example = "800 of NVDA with a stop at 8 %: 64 of 2,500",
            Evaluate = (check, context) => Headroom.Judge(
                check,
                context,
                RiskLimits.Heat(context.Equity, context.Limits.MaxPortfolioHeat),
                context.Exposures.Sum(context.Currency, exposure => exposure.Heat),
                context.Exposures.Sum(context.Currency, exposure => exposure.ReservedHeat),
                context.HeatPerUnit,
                "positions, or moving their stops nearer"),
        },
        new(RuleCodes.CorrelatedExposure, CheckScope.Group)
        {
            Asks = "The group of held assets that are one bet with the order is within its part: long and long, or long and short of "
                + "what moves the other way. A pair that the matrix lacks counts as one bet.",
            Formula = "exposure(group) <= equity x 60 %, group: side x side x correlation > 0.7, exposure: value x product leverage",
            Example = "TQQQ bought and UVXY sold at -0.85 are one bet; BTC/USDT bought and ETH/USDT sold at 0.9 are a hedge, and none",
            Evaluate = CorrelatedExposure,
        },
    ];

    private static RuleResult VolatilitySize(PreTradeCheck check, PreTradeContext context, PreTradeAsset asset)
    {
        if (context.Limits.Volatility is not { } sizing)
        {
            return check.NotApplicable(context, "positions are not sized by volatility");
        }

        var regime = context.Input.RiskModel.Regimes.FirstOrDefault(known => known.AssetId == asset.Id);
        var today = DateOnly.FromDateTime(context.Input.Now.UtcDateTime);
        if (regime is not { DailyVolatility: { } measured }
            || today.DayNumber - regime.AsOf.DayNumber > context.Limits.Orders.CorrelationMaxAgeDays)
        {
            return check.Failed(
                context,
                $"the volatility of {asset.Id} was not measured, or too long ago: reduce-only",
                new Remedy(RemedyCost.Wait, "wait until the risk model is computed from collected daily candles"));
        }

        var scored = asset.Risk.VolatilityScore * sizing.PerScore;
        var volatility = Math.Max(Math.Round((decimal)measured, 6), scored);
        var share = volatility <= sizing.TargetDaily ? 1 : sizing.TargetDaily / volatility;
        var limit = RiskLimits.RiskMultiplier(context.Equity, asset.Risk.MaxPosition, Math.Round(share, 6));
        return Headroom.JudgeOwn(check, context, limit with
        {
            Arithmetic = $"{Amounts.Percent(volatility)} a day (measured {Amounts.Percent(Math.Round((decimal)measured, 4))}, by its score "
                + $"{Amounts.Percent(scored)}) of {Amounts.Percent(sizing.TargetDaily)}; {limit.Arithmetic}",
        });
    }

    private static RuleResult ClassLimit(PreTradeCheck check, PreTradeContext context)
    {
        if (context.Class is not { } own)
        {
            return check.AssetUnknown(context);
        }

        var members = context.Exposures.Where(exposure => exposure.ClassId == own.Id).ToList();
        var limit = RiskLimits.Class(context.Equity, own.MaxAllocation, context.Limits.MaxSingleClass, context.IsAnotherClassEnabled);
        return Headroom.Judge(
            check,
            context,
            context.RuleSet < PreTradeChecks.ToldOnceSince ? RiskLimits.InOldWords(limit) : limit,
            members.Sum(context.Currency, exposure => exposure.Held),
            members.Sum(context.Currency, exposure => exposure.Reserved),
            context.Worth?.Value,
            $"positions of class {own.Id}");
    }

    private static RuleResult ClassPositions(PreTradeCheck check, PreTradeContext context)
    {
        if (context.Class is not { } own)
        {
            return check.AssetUnknown(context);
        }

        var members = context.Exposures.Where(exposure => exposure.ClassId == own.Id && exposure.IsOpen).ToList();
        var isNew = members.All(exposure => exposure.AssetId != context.AssetId);
        var figures = new CheckFigures("positions", own.MaxPositions, members.Count, members.Count + (isNew ? 1 : 0));
        var explanation = $"{members.Count} of {own.MaxPositions} positions are held or reserved; "
            + $"this one is {(isNew ? "new" : "among them")}";
        return !isNew || members.Count < own.MaxPositions
            ? check.Passed(context, explanation, figures)
            : check.Failed(
                context,
                explanation,
                new Remedy(RemedyCost.ClosePosition, $"close one of {string.Join(", ", members.Select(member => member.AssetId))}"),
                figures);
    }

    private static RuleResult CorrelatedExposure(PreTradeCheck check, PreTradeContext context)
    {
        // The first sets of checks took every side for a purchase.
        var side = context.RuleSet < 2 || !context.IsSale ? 1 : -1;
        var held = context.Exposures.Where(exposure => exposure.Total.IsPositive && exposure.AssetId != context.AssetId)
            .Select(exposure => new SidedAsset(exposure.AssetId, context.RuleSet < 2 ? 1 : exposure.Side));
        var own = context.Own is { Total.IsPositive: true, Side: var known } && context.RuleSet >= 2 && known != side ? 0 : side;
        var groups = CorrelationGroups.Of(
            held.Append(new SidedAsset(context.AssetId, own)), context.Input.RiskModel.Pairs, context.Limits.CorrelationThreshold);
        var group = groups.First(ids => ids.Contains(context.AssetId, StringComparer.Ordinal));
        var named = string.Join(", ", group);
        var members = context.Exposures.Where(exposure => group.Contains(exposure.AssetId, StringComparer.Ordinal)).ToList();
        var limit = RiskLimits.Correlated(context.Equity, context.Limits.MaxCorrelatedExposure);
        var explained = limit with
        {
            Arithmetic = $"{named} {(context.RuleSet < 2 ? "move together" : "are one bet")} "
                + $"(correlation above {Amounts.Text(context.Limits.CorrelationThreshold)}); {limit.Arithmetic}",
        };
        return Headroom.Judge(
            check,
            context,
            group.Length == 1 ? limit : explained,
            members.Sum(context.Currency, exposure => exposure.HeldExposure),
            members.Sum(context.Currency, exposure => exposure.ReservedExposure),
            context.ExposurePerUnit,
            $"some of {named}");
    }
}
