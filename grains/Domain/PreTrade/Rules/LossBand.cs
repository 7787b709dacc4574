using OrleansAssets.Domain.Assets;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>A loss against a limit that halts trading, with two bands that warn before.</summary>
public static class LossBand
{
    /// <summary>Parts of the limit from which on a loss is reported.</summary>
    public const decimal FirstWarning = 0.6m;
    public const decimal SecondWarning = 0.8m;

    /// <param name="reference">Equity that the loss is measured from.</param>
    /// <param name="limit">Part of it that may be lost.</param>
    /// <param name="what">E.g. <c>below the peak</c>.</param>
    public static Finding Judge(PreTradeContext context, string code, decimal reference, decimal limit, string what, Remedy remedy)
    {
        var equity = context.Book.Equity;
        if (reference <= 0)
        {
            return Finding.Failed(
                code, context.PortfolioScope, $"equity was {Amounts.Text(reference)}: there is nothing to measure a loss from",
                new Remedy(RemedyCost.Deposit, "deposit capital"));
        }

        var (loss, most) = (Math.Max(0, reference - equity), reference * limit);
        var figures = new Figures(context.Book.Currency, most, loss, loss);
        var explanation = $"{Amounts.Text(Math.Round(equity, 2))} is {Amounts.Percent(Math.Round(loss / reference, 6))} {what} of "
            + $"{Amounts.Text(Math.Round(reference, 2))}; the limit is {Amounts.Percent(limit)}";
        Finding Warned(decimal band) =>
            Finding.Warned(code, context.PortfolioScope, $"{explanation}; beyond {Amounts.Percent(band)} of it", figures);
        return loss >= most ? Finding.Failed(code, context.PortfolioScope, explanation, remedy, figures)
            : loss >= most * SecondWarning ? Warned(SecondWarning)
            : loss >= most * FirstWarning ? Warned(FirstWarning)
            : Finding.Passed(code, context.PortfolioScope, explanation, figures);
    }
}
