using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>Whether the order's prices and quantity are such as the asset is traded in.</summary>
public static class OrderFormChecks
{
    public static ImmutableArray<PreTradeCheck> All { get; } =
    [
        new(RuleCodes.ShortSale, CheckScope.Asset)
        {
            Asks = "What is not held is sold only where the asset may be sold short.",
            Formula = "sale implies held or allow_short",
            Example = "BTC/USDT sold with nothing held: refused, as a spot market has nothing to borrow",
            Since = 2,
            Evaluate = PreTradeCheck.OfAsset(ShortSale),
        },
        new(RuleCodes.StopDistance, CheckScope.Asset)
        {
            Asks = "The stop lies on the losing side of price and market, no farther than the asset's own distance.",
            Formula = "0 < |price - stop| <= stop loss",
            Example = "GBP/JPY bought at 192.000: stop at 191.500, 50 pips",
            Evaluate = PreTradeCheck.OfAsset(StopDistance),
        },
        new(RuleCodes.TargetPrice, CheckScope.Asset)
        {
            Asks = "The target lies on the winning side.",
            Formula = "target - price >= 0, for a sale price - target >= 0",
            Example = "GBP/JPY bought at 192.000: target at 193.000, 100 pips",
            Evaluate = PreTradeCheck.OfAsset(TargetPrice),
        },
        new(RuleCodes.PriceTick, CheckScope.Asset)
        {
            Asks = "The order's prices are whole ticks of the asset. An exit passes with a warning.",
            Formula = "price = n x tick",
            Example = "NVDA at 180.123: refused, 180.12 passes",
            AsksExits = true,
            Evaluate = PreTradeCheck.OfAsset(PriceTick),
        },
        new(RuleCodes.QuantityStep, CheckScope.Asset)
        {
            Asks = "The quantity is a whole number of steps; what is finer is rounded down.",
            Formula = "quantity = n x step",
            Example = "1.5 of a share that is sold whole: 1",
            AsksExits = true,
            Evaluate = PreTradeCheck.OfAsset(QuantityStep),
        },
        new(RuleCodes.MinTradeSize, CheckScope.Asset)
        {
            Asks = "The order is at least the asset's smallest.",
            Formula = "quantity >= smallest order",
            Example = "0.000001 BTC/USDT: refused",
            AsksExits = true,
            Evaluate = PreTradeCheck.OfAsset(MinTradeSize),
        },
        new(RuleCodes.MinNotional, CheckScope.Asset)
        {
            Asks = "The order is worth at least what the venue takes, in the asset's quote currency. An exit passes with a warning.",
            Formula = "quantity x price >= smallest notional",
            Example = "0.00005 BTC/USDT at 60,000 is 3 USDT of 5: refused",
            Since = 2,
            AsksExits = true,
            Evaluate = PreTradeCheck.OfAsset(MinNotional),
        },
    ];

    private static RuleResult ShortSale(PreTradeCheck check, PreTradeContext context, PreTradeAsset asset) => (context, asset) switch
    {
        ({ IsSale: false }, _) => check.NotApplicable(context, "the order is a purchase"),
        (_, { Risk.OrderTerms.AllowShort: true }) => check.Passed(context, $"{asset.Id} may be sold short"),
        _ => check.Failed(
            context,
            $"none of {asset.Id} is held, and it may not be sold short",
            new Remedy(RemedyCost.CorrectOrder, $"sell what is held; allow_short of {asset.Id} permits more, where its venue lends it")),
    };

    private static RuleResult StopDistance(PreTradeCheck check, PreTradeContext context, PreTradeAsset asset)
    {
        if (context.Price is not { } price || ExitPrices.Stop(asset.Risk, price, context.IsSale) is not { } own)
        {
            return check.NotApplicable(context, "not evaluated: the order has no price");
        }

        var stop = context.Order.StopPrice ?? own;
        var distance = context.IsSale ? stop - price : price - stop;
        var most = Math.Abs(price - own);
        var figures = new CheckFigures(context.PriceUnit, most, distance, distance);
        var explanation = $"a stop at {Amounts.Text(stop)} is {Amounts.Text(distance)} from {Amounts.Text(price)}; "
            + $"{DistanceText(asset.Risk.StopLoss)} are {Amounts.Text(most)}";
        if (context.RuleSet >= PreTradeChecks.PassedStopsSince && distance > 0 && asset.Quote is { } quote
            && (context.IsSale ? stop <= quote.Ask : stop >= quote.Bid))
        {
            var market = Amounts.Text(context.IsSale ? quote.Ask : quote.Bid);
            return check.Failed(
                context,
                $"{explanation}, and the market at {market} has passed it already",
                new Remedy(RemedyCost.CorrectOrder, $"set the stop {(context.IsSale ? "above" : "below")} {market}, or leave it out"),
                figures);
        }

        return distance > 0 && distance <= most
            ? check.Passed(context, explanation, figures)
            : check.Failed(
                context,
                distance > 0 ? $"{explanation}: it is too far" : $"{explanation}: it is on the wrong side of the price",
                new Remedy(RemedyCost.CorrectOrder, $"set the stop at {Amounts.Text(own)} or nearer to the price, or leave it out"),
                figures);
    }

    private static RuleResult TargetPrice(PreTradeCheck check, PreTradeContext context, PreTradeAsset asset)
    {
        if (context.Price is not { } price || context.TargetPrice is not { } target)
        {
            return check.NotApplicable(context, "the order has no target");
        }

        var distance = context.IsSale ? price - target : target - price;
        var figures = new CheckFigures(context.PriceUnit, null, distance, null);
        var own = asset.Risk.TakeProfit is { } profit ? $"; {asset.Id} takes profit at {DistanceText(profit)}" : "";
        var explanation = $"a target of {Amounts.Text(target)} is {Amounts.Text(distance)} from {Amounts.Text(price)}{own}";
        var side = context.IsSale ? "below" : "above";
        return distance >= 0
            ? check.Passed(context, explanation, figures)
            : check.Failed(
                context,
                $"{explanation}: it is on the losing side of the price",
                new Remedy(RemedyCost.CorrectOrder, $"set the target {side} {Amounts.Text(price)}, or leave it out"),
                figures);
    }

    private static RuleResult PriceTick(PreTradeCheck check, PreTradeContext context, PreTradeAsset asset)
    {
        var tick = asset.Risk.OrderTerms.PriceTick;
        decimal Whole(decimal price) => asset.Risk.ToTick(price, MidpointRounding.ToEven);
        (string Name, decimal? Price)[] prices =
            [("limit", context.Order.LimitPrice), ("stop", context.Order.StopPrice), ("target", context.Order.TargetPrice)];
        var wrong = prices.Where(named => named.Price is { } price && Whole(price) != price).ToList();
        var explanation = context.RuleSet < 2
            ? $"prices of {asset.Id} have at most {asset.Risk.PricePrecision} decimals"
            : $"prices of {asset.Id} are whole ticks of {Amounts.Text(tick)}";
        if (wrong.Count == 0)
        {
            return check.Passed(context, explanation);
        }

        var given = wrong.Select(named => $"the {named.Name} is {Amounts.Text(named.Price ?? 0)}");
        var fault = $"{explanation}; {string.Join(" and ", given)}";
        var right = wrong.Select(named => $"the {named.Name} at {Amounts.Text(Whole(named.Price ?? 0))}");
        return context.IsExit
            ? check.Warned(context, $"{fault}; the venue may refuse it")
            : check.Failed(context, fault, new Remedy(RemedyCost.CorrectOrder, $"set {string.Join(" and ", right)}"));
    }

    private static RuleResult QuantityStep(PreTradeCheck check, PreTradeContext context, PreTradeAsset asset)
    {
        var explanation = context.RuleSet < 2
            ? $"quantities of {asset.Id} have {asset.Risk.QuantityPrecision} decimals, a step of {Amounts.Text(context.Step)}"
            : $"quantities of {asset.Id} are whole steps of {Amounts.Text(context.Step)}";
        if (context.Requested is not { } requested)
        {
            return check.NotApplicable(context, $"{explanation}; not evaluated without a price");
        }

        var figures = new CheckFigures("units", null, requested, null);
        var whole = asset.Risk.DownToStep(requested);
        // What is left of a position may be finer than a step: it is closed as a whole.
        if (whole == requested || (context.IsExit && requested >= context.Closable))
        {
            return check.Passed(context, explanation, figures);
        }

        var remedy = new Remedy(RemedyCost.CorrectOrder, $"order {Amounts.Text(Math.Max(whole, context.Step))} units");
        return whole > 0
            ? check.Reduced(context, whole, explanation, remedy, figures)
            : check.Failed(context, explanation, remedy, figures);
    }

    private static RuleResult MinTradeSize(PreTradeCheck check, PreTradeContext context, PreTradeAsset asset)
    {
        var explanation = $"the smallest order of {asset.Id} is {Amounts.Text(context.SmallestSize)} units";
        if (context.Requested is not { } requested)
        {
            return check.NotApplicable(context, $"{explanation}; not evaluated without a price");
        }

        // No headroom: the limit is a floor. Nor a largest quantity: less than what was asked for would be too small as well.
        var figures = new CheckFigures("units", null, requested, null);
        return requested >= context.SmallestSize ? check.Passed(context, explanation, figures)
            : context.IsExit ? check.Warned(context, $"{explanation}; the venue may refuse an exit of less", figures)
            : check.Result(
                context,
                RuleVerdict.Failed,
                null,
                $"{explanation}; {Amounts.Text(requested)} were asked for",
                new Remedy(RemedyCost.CorrectOrder, $"order at least {Amounts.Text(context.SmallestSize)} units"),
                figures);
    }

    private static RuleResult MinNotional(PreTradeCheck check, PreTradeContext context, PreTradeAsset asset)
    {
        var least = asset.Risk.OrderTerms.MinNotional;
        if (least <= 0 || context.Price is not { } price || context.Requested is not { } requested)
        {
            return check.NotApplicable(
                context, least <= 0 ? $"{asset.Id} has no smallest notional" : "not evaluated: the order has no price");
        }

        var worth = Math.Round(requested * price, 8);
        // As for the smallest size: no headroom, and no largest quantity.
        var figures = new CheckFigures(context.PriceUnit, null, worth, null);
        var explanation = $"{Amounts.Text(requested)} units at {Amounts.Text(price)} are {Amounts.Text(worth)} {context.PriceUnit}; the "
            + $"smallest order of {asset.Id} is {Amounts.Text(least)}";
        return requested * price >= least ? check.Passed(context, explanation, figures)
            : context.IsExit ? check.Warned(context, $"{explanation}; the venue may refuse an exit of less", figures)
            : check.Result(
                context,
                RuleVerdict.Failed,
                null,
                explanation,
                new Remedy(RemedyCost.CorrectOrder, $"order at least {Amounts.Text(context.Smallest)} units"),
                figures);
    }

    /// <summary>E.g. <c>50 pips</c> or <c>8 %</c>.</summary>
    private static string DistanceText(PriceDistance distance) => distance.Unit == DistanceUnit.Pips
        ? $"{Amounts.Text(distance.Value)} pips"
        : Amounts.Percent(distance.Value);
}
