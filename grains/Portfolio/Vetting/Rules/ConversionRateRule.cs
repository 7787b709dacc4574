using OrleansAssets.Grains.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Portfolio.Vetting.Rules;

/// <summary>Everything held and ordered can be valued in the portfolio's currency.</summary>
internal static class ConversionRateRule
{
    public static Finding Evaluate(VettingContext context)
    {
        var book = context.Book;
        var missing = context.Exposures.Select(exposure => exposure.AssetId).Append(context.AssetId)
            .Where(id => UnitWorth.Of(id, price: 1, book.Currency, context.Input.Rates) is null)
            .Select(UnitWorth.QuoteCurrency).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
        {
            return Finding.Failed(
                RuleCodes.ConversionRate,
                context.PortfolioScope,
                $"no rate is known from {string.Join(" and ", missing)} to {book.Currency}: reduce-only",
                new Remedy(RemedyCost.Wait, $"wait until a source delivers a quote of {string.Join(" and ", missing)} in {book.Currency}"));
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
