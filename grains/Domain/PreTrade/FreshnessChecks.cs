using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>Whether prices, rates and marks are known and young enough; what is not makes reduce-only, by name.</summary>
public static class FreshnessChecks
{
    public static ImmutableArray<PreTradeCheck> All { get; } =
    [
        new(RuleCodes.PriceFresh, CheckScope.Asset)
        {
            Asks = "The last quote is young enough.",
            Formula = "now - quote <= 15 minutes",
            Example = "a stock at night: reduce-only",
            Evaluate = PreTradeCheck.OfAsset(PriceFresh),
        },
        new(RuleCodes.QuoteBelieved, CheckScope.Asset)
        {
            Asks = "No newer quote is held back as one that nobody would believe.",
            Formula = "spread and jump within the class's limits, or explained",
            Example = "NVDA at 99.9 / 1,000 once: reduce-only until a quote near the old level, and nothing is marked",
            Since = 1,
            Evaluate = PreTradeCheck.OfAsset(QuoteBelieved),
        },
        new(RuleCodes.ConversionRate, CheckScope.Portfolio)
        {
            Asks = "All that is held and ordered can be valued in the portfolio's currency.",
            Formula = "rate(currency) is known, mark > 0",
            Example = "GBP/JPY without a rate of the yen: reduce-only",
            Evaluate = ConversionRate,
        },
        new(RuleCodes.RateFresh, CheckScope.Portfolio)
        {
            Asks = "The rates by which all that is held and ordered is valued are young enough.",
            Formula = "now - rate <= 72 hours",
            Example = "GBP/JPY with a rate of the yen of 400 days ago: reduce-only",
            Since = 1,
            Evaluate = RateFresh,
        },
        new(RuleCodes.HeldMarksFresh, CheckScope.Portfolio)
        {
            Asks = "What is held was marked lately, counted while its market was open.",
            Formula = "open(mark, now) <= max(60 minutes, 3 x interval of its quotes)",
            Example = "NVDA held and marked 9 days ago: nothing new is opened, as nobody knows the equity; over a weekend it may",
            Since = 1,
            Evaluate = HeldMarksFresh,
        },
    ];

    private static RuleResult PriceFresh(PreTradeCheck check, PreTradeContext context, PreTradeAsset asset)
    {
        if (asset.Quote is not { } quote)
        {
            return check.Failed(
                context,
                $"{asset.Id} has no quote yet: reduce-only",
                new Remedy(RemedyCost.Wait, $"wait until a source delivers a quote of {asset.Id}"));
        }

        var maximum = context.Limits.Orders.QuoteMaxAgeMinutes;
        var age = context.Input.Now - quote.At;
        var figures = new CheckFigures("minutes", maximum, TimeText.Minutes(age), TimeText.Minutes(age));
        var explanation = $"the quote of {quote.SourceId} is {TimeText.Age(age)} old; at most {maximum} minutes count";
        return age <= TimeSpan.FromMinutes(maximum) && context.Price is > 0
            ? check.Passed(context, explanation, figures)
            : check.Failed(
                context,
                context.Price is > 0 ? $"{explanation}: {asset.Id} is reduce-only" : $"{asset.Id} has no price above 0: reduce-only",
                new Remedy(RemedyCost.Wait, $"wait for a newer quote of {asset.Id}; while its market is closed there is none"),
                figures);
    }

    private static RuleResult QuoteBelieved(PreTradeCheck check, PreTradeContext context, PreTradeAsset asset) => asset.Doubt switch
    {
        null => check.Passed(context, "no quote is held back"),
        var doubt => check.Failed(
            context,
            $"{doubt.Reason}; it is not believed ({doubt.Count} since {TimeText.At(doubt.Since)}), and {asset.Id} is reduce-only",
            new Remedy(RemedyCost.Wait, doubt.Explains)),
    };

    // What is held and cannot be valued stops the whole portfolio, as no limit of it can be measured; what is ordered and not held stops
    // itself alone.
    private static RuleResult ConversionRate(PreTradeCheck check, PreTradeContext context)
    {
        var book = context.Book;
        var missing = context.Exposures.Select(exposure => exposure.AssetId).Append(context.AssetId)
            .Where(id => UnitWorth.Of(id, price: 1, context.Rates) is null)
            .Select(UnitWorth.QuoteCurrency).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
        {
            var held = context.Exposures.Any(exposure => missing.Contains(UnitWorth.QuoteCurrency(exposure.AssetId)));
            var currencies = string.Join(" and ", missing);
            return check.Failed(
                context,
                $"no rate is known from {currencies} to {book.Currency}: reduce-only",
                new Remedy(RemedyCost.Wait, $"wait until a source delivers a quote of {currencies} in {book.Currency}"),
                scope: held ? null : context.AssetScope);
        }

        if (context.RuleSet >= PreTradeChecks.TurningOrdersSince && context.Input.AssumedRates is { IsEmpty: false } assumed)
        {
            bool IsAssumed(string assetId) => assumed.Contains(UnitWorth.QuoteCurrency(assetId), StringComparer.Ordinal);
            var currencies = string.Join(" and ", assumed);
            return check.Failed(
                context,
                $"no rate of {currencies} has come yet, and it is counted as a dollar, which nobody knows: reduce-only",
                new Remedy(
                    RemedyCost.Wait,
                    $"wait until a source delivers a quote of {currencies} in {book.Currency}, or state the rate (`assets portfolio rate "
                        + $"{assumed[0]} RATE`)"),
                scope: context.Exposures.Any(exposure => IsAssumed(exposure.AssetId)) ? null : context.AssetScope);
        }

        var worthless = book.Positions.Where(position => position.SignedQuantity != 0 && position.MarkPrice <= 0)
            .Select(position => position.AssetId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (worthless.Count > 0)
        {
            var named = string.Join(" and ", worthless);
            return check.Failed(
                context,
                $"{named} is held at a mark that is not above 0, so that its exposure is not known: reduce-only",
                new Remedy(RemedyCost.ClosePosition, $"mark {named} at what it is worth, or close it"));
        }

        var quote = UnitWorth.QuoteCurrency(context.AssetId);
        var used = context.Input.Rates.FirstOrDefault(rate => rate.Currency == quote);
        return check.Passed(
            context,
            used is null
                ? $"{context.AssetId} needs no rate to {book.Currency}"
                : $"1 {quote} is {Amounts.Text(Math.Round(used.Rate, 10))} {book.Currency} by {used.Source} at {TimeText.At(used.At)}",
            scope: context.AssetScope);
    }

    private static RuleResult RateFresh(PreTradeCheck check, PreTradeContext context)
    {
        var most = context.Limits.Orders.RateMaxAgeHours ?? OrderLimits.Default.RateMaxAgeHours ?? 0;
        var old = context.Input.Rates.Where(rate => context.Input.Now - rate.At > TimeSpan.FromHours(most)).ToList();
        if (old.Count == 0)
        {
            return check.Passed(context, $"no rate is older than {most} hours");
        }

        bool IsOf(string assetId) => old.Exists(rate => rate.Currency == UnitWorth.QuoteCurrency(assetId));
        var told = string.Join(" and ", old.Select(rate =>
            $"the rate of {rate.Currency} ({rate.Source}) is of {TimeText.At(rate.At)}"));
        var isHeld = context.Exposures.Any(exposure => IsOf(exposure.AssetId));
        var age = Math.Round((decimal)(context.Input.Now - old.Min(rate => rate.At)).TotalHours, 1);
        return isHeld || IsOf(context.AssetId)
            ? check.Failed(
                context,
                $"{told}; at most {most} hours count: reduce-only",
                new Remedy(
                    RemedyCost.Wait,
                    $"wait for a quote of {string.Join(" and ", old.Select(rate => $"{context.Book.Currency}/{rate.Currency}"))}, or state "
                        + $"the rate (`assets portfolio rate {old[0].Currency} RATE`)"),
                new CheckFigures("hours", most, age, age),
                scope: isHeld ? null : context.AssetScope)
            : check.Passed(context, $"{told}, and nothing here is priced in it");
    }

    private static RuleResult HeldMarksFresh(PreTradeCheck check, PreTradeContext context)
    {
        var marks = context.Input.Marks ?? [];
        var old = marks.Where(mark => mark.IsOld()).ToList();
        if (old.Count == 0)
        {
            return check.Passed(context, marks.IsEmpty ? "nothing is held" : "all that is held was marked lately");
        }

        var worst = old.MaxBy(mark => mark.OpenMinutes - mark.MaxMinutes)!; // there are some
        return check.Failed(
            context,
            string.Join(" and ", old.Select(mark => $"{mark.AssetId} was marked at {TimeText.At(mark.MarkedAt)}, more than "
                + $"{Amounts.Text(mark.MaxMinutes)} minutes of its market ago"))
                + ": what the portfolio is worth is not known, reduce-only",
            new Remedy(
                RemedyCost.Wait,
                $"wait for a quote of {string.Join(" and ", old.Select(mark => mark.AssetId))}, mark it (MarkAsync), or close it"),
            new CheckFigures("minutes", worst.MaxMinutes, worst.OpenMinutes, worst.OpenMinutes));
    }
}
