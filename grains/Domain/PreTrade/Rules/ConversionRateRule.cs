using OrleansAssets.Domain.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>
/// Everything held and ordered can be valued in the portfolio's currency. What is held and cannot be stops the whole portfolio, as no
/// limit of it can be measured; what is ordered and not held stops itself alone.
/// </summary>
public static class ConversionRateRule
{
    public static Finding Evaluate(PreTradeContext context)
    {
        var book = context.Book;
        var missing = context.Exposures.Select(exposure => exposure.AssetId).Append(context.AssetId)
            .Where(id => UnitWorth.Of(id, price: 1, book.Currency, context.Input.Rates) is null)
            .Select(UnitWorth.QuoteCurrency).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var held = context.Exposures.Any(exposure => missing.Contains(UnitWorth.QuoteCurrency(exposure.AssetId)));
        if (missing.Count > 0)
        {
            return Finding.Failed(
                RuleCodes.ConversionRate,
                held ? context.PortfolioScope : context.AssetScope,
                $"no rate is known from {string.Join(" and ", missing)} to {book.Currency}: reduce-only",
                new Remedy(RemedyCost.Wait, $"wait until a source delivers a quote of {string.Join(" and ", missing)} in {book.Currency}"));
        }

        var worthless = book.Positions.Where(position => position.SignedQuantity != 0 && position.MarkPrice <= 0)
            .Select(position => position.AssetId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (worthless.Count > 0)
        {
            var named = string.Join(" and ", worthless);
            return Finding.Failed(
                RuleCodes.ConversionRate,
                context.PortfolioScope,
                $"{named} is held at a mark that is not above 0, so that its exposure is not known: reduce-only",
                new Remedy(RemedyCost.ClosePosition, $"mark {named} at what it is worth, or close it"));
        }

        var quote = UnitWorth.QuoteCurrency(context.AssetId);
        var used = context.Input.Rates.FirstOrDefault(rate => rate.Currency == quote);
        return Finding.Passed(
            RuleCodes.ConversionRate,
            context.AssetScope,
            used is null
                ? $"{context.AssetId} needs no rate to {book.Currency}"
                : $"1 {quote} is {Amounts.Text(Math.Round(used.Rate, 10))} {book.Currency} by {used.Source} at {Words.At(used.At)}");
    }
}
