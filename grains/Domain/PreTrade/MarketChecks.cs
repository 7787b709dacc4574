using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>Whether the asset's market is such that an order finds a fair price now.</summary>
public static class MarketChecks
{
    public static ImmutableArray<PreTradeCheck> All { get; } =
    [
        new(RuleCodes.MarketSession, CheckScope.Asset)
        {
            Asks = "Where the asset is opened in its session only, its market is open: no night, no weekend, no holiday.",
            Formula = "session(market) holds now",
            Example = "NVDA on Thanksgiving: refused until 9:30 in New York on the Friday",
            Since = 2,
            Evaluate = PreTradeCheck.OfAsset(Session),
        },
        new(RuleCodes.Spread, CheckScope.Asset)
        {
            Asks = "Bid and ask are near enough to each other that opening a position does not lose it half of its stop at once.",
            Formula = "(ask - bid) / middle <= max spread",
            Example = "NVDA at 99 / 101 with a limit of 0.5 %: refused until the spread is narrower",
            Since = 2,
            Evaluate = PreTradeCheck.OfAsset(Spread),
        },
        new(RuleCodes.PriceCollar, CheckScope.Asset)
        {
            Asks = "A limit is not far beyond the market: above the ask of a purchase, below the bid of a sale. An exit passes with a "
                + "warning.",
            Formula = "limit <= ask x (1 + collar), for a sale limit >= bid x (1 - collar)",
            Example = "BTC/USDT bought with a limit of 600,000 at a market of 60,000: refused",
            Since = 2,
            AsksExits = true,
            Evaluate = PreTradeCheck.OfAsset(PriceCollar),
        },
    ];

    private static RuleResult Session(PreTradeCheck check, PreTradeContext context, PreTradeAsset asset)
    {
        if (!asset.Risk.OrderTerms.SessionOnly)
        {
            return check.NotApplicable(context, $"{asset.Id} is opened at any time");
        }

        return context.Input.Session switch
        {
            { IsOpen: true } => check.Passed(context, $"the market of {asset.Id} is open"),
            { OpensAt: { } at } => check.Failed(
                context, $"the market of {asset.Id} is closed until {TimeText.At(at)}: reduce-only", Remedy.WaitUntil(at)),
            _ => check.Failed(
                context,
                $"it is not known when the market of {asset.Id} is open: reduce-only",
                new Remedy(RemedyCost.Wait, $"wait for the next session of {asset.Id}")),
        };
    }

    private static RuleResult Spread(PreTradeCheck check, PreTradeContext context, PreTradeAsset asset)
    {
        if (asset.Quote is not { Mid: > 0 } quote)
        {
            return check.NotApplicable(context, "not evaluated: the asset has no quote above 0");
        }

        var (most, spread) = (asset.Risk.OrderTerms.MaxSpread, Math.Round((quote.Ask - quote.Bid) / quote.Mid, 6));
        var figures = new CheckFigures("fraction", most, spread, spread);
        var explanation = $"{Amounts.Text(quote.Bid)} / {Amounts.Text(quote.Ask)} is a spread of {Amounts.Percent(spread)}; "
            + $"{Amounts.Percent(most)} are allowed";
        return spread <= most
            ? check.Passed(context, explanation, figures)
            : check.Failed(
                context,
                $"{explanation}: {asset.Id} is reduce-only",
                new Remedy(RemedyCost.Wait, $"wait for a narrower quote of {asset.Id}, or allow more by its max_spread"),
                figures);
    }

    private static RuleResult PriceCollar(PreTradeCheck check, PreTradeContext context, PreTradeAsset asset)
    {
        if (context.Order.LimitPrice is not { } limit || asset.Quote is not { } quote)
        {
            return check.NotApplicable(
                context, context.Order.LimitPrice is null ? "the order has no limit" : "not evaluated: the asset has no quote");
        }

        var (collar, market) = (asset.Risk.OrderTerms.PriceCollar, context.IsSale ? quote.Bid : quote.Ask);
        var bound = asset.Risk.ToTick(
            market + (Math.Abs(market) * (context.IsSale ? -collar : collar)),
            context.IsSale ? MidpointRounding.ToPositiveInfinity : MidpointRounding.ToNegativeInfinity);
        var explanation = $"a limit of {Amounts.Text(limit)} at a market of {Amounts.Text(market)}; {Amounts.Percent(collar)} beyond it is "
            + Amounts.Text(bound);
        // No headroom: the limit of a sale is a floor.
        var figures = new CheckFigures(context.PriceUnit, null, limit, null);
        return (context.IsSale ? limit >= bound : limit <= bound) ? check.Passed(context, explanation, figures)
            : context.IsExit ? check.Warned(context, $"{explanation}: it may be filled far off the market", figures)
            : check.Failed(
                context,
                $"{explanation}: the limit is too far",
                new Remedy(
                    RemedyCost.CorrectOrder, $"set the limit at {Amounts.Text(bound)} or {(context.IsSale ? "above" : "below")}"),
                figures);
    }
}
