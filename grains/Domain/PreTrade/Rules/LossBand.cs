using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Portfolio.Accounting;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>A loss against a limit that halts trading, with two bands that warn before.</summary>
public static class LossBand
{
    /// <param name="reference">Equity that the loss is measured from.</param>
    /// <param name="limit">Part of it that may be lost.</param>
    /// <param name="what">E.g. <c>below the peak</c>.</param>
    public static Finding Judge(PreTradeContext context, string code, decimal reference, decimal limit, string what, Remedy remedy)
    {
        var loss = new LossMeasure(reference, context.Book.Equity, limit);
        if (!loss.IsMeasurable)
        {
            return Finding.Failed(
                code, context.PortfolioScope, $"equity was {Amounts.Text(reference)}: there is nothing to measure a loss from",
                new Remedy(RemedyCost.Deposit, "deposit capital"));
        }

        var figures = new Figures(context.Book.Currency, loss.Most, loss.Loss, loss.Loss);
        var explanation = $"{Amounts.Text(Math.Round(loss.Equity, 2))} is {Amounts.Percent(Math.Round(loss.Share, 6))} {what} of "
            + $"{Amounts.Text(Math.Round(reference, 2))}; the limit is {Amounts.Percent(limit)}";
        return loss switch
        {
            { IsReached: true } => Finding.Failed(code, context.PortfolioScope, explanation, remedy, figures),
            { Band: { } band } =>
                Finding.Warned(code, context.PortfolioScope, $"{explanation}; beyond {Amounts.Percent(band)} of it", figures),
            _ => Finding.Passed(code, context.PortfolioScope, explanation, figures),
        };
    }
}
