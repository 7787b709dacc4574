using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>
/// Losses, open ones included, against the limits that halt trading, with two bands that warn before. A loss is measured in the portfolio's
/// currency from a reference of its equity.
/// </summary>
public static class LossChecks
{
    public static ImmutableArray<PreTradeCheck> All { get; } =
    [
        new(RuleCodes.Drawdown, CheckScope.Portfolio)
        {
            Asks = "Equity is above the emergency stop below its peak; warns at 60 % and 80 % of it.",
            Formula = "(peak - equity) / peak < 25 %",
            Example = "7,500 after 10,000: refused; 8,000: a warning",
            Evaluate = (check, context) => Judge(
                check,
                context,
                context.Book.PeakEquity,
                context.Limits.EmergencyStopDrawdown,
                "below the peak",
                new Remedy(RemedyCost.Operator, "an operator resets the halt, which takes today's equity for the new peak")),
        },
        new(RuleCodes.DailyLoss, CheckScope.Portfolio)
        {
            Asks = "Today's loss is within the daily limit; warns at 60 % and 80 % of it.",
            Formula = "(day start - equity) / day start < 5 %",
            Example = "9,500 after 10,000: refused; 9,600: a warning",
            Evaluate = (check, context) => Judge(
                check,
                context,
                context.Book.DayAnchorEquity,
                context.Limits.DailyLossLimit,
                "below the start of the day",
                new Remedy(RemedyCost.Operator, "an operator resets the halt, which takes the equity of now for the day's start")),
        },
    ];

    /// <param name="reference">Equity that the loss is measured from.</param>
    /// <param name="limit">Part of it that may be lost.</param>
    /// <param name="what">E.g. <c>below the peak</c>.</param>
    private static RuleResult Judge(
        PreTradeCheck check, PreTradeContext context, decimal reference, decimal limit, string what, Remedy remedy)
    {
        var loss = new LossMeasure(new Money(reference, context.Currency), context.Equity, limit);
        if (!loss.IsMeasurable)
        {
            return context.RuleSet < PreTradeChecks.ToldOnceSince
                ? check.Failed(
                    context,
                    $"equity was {Amounts.Text(reference)}: there is nothing to measure a loss from",
                    new Remedy(RemedyCost.Deposit, "deposit capital"))
                : check.Failed(
                    context,
                    $"the portfolio has no capital yet: its equity was {Amounts.Text(reference)}, so that there is nothing to measure a "
                        + "loss from",
                    new Remedy(
                        RemedyCost.Deposit,
                        $"deposit capital first: {RemedyCommands.Deposit("AMOUNT", context.Input.PortfolioId)}"));
        }

        var figures = new CheckFigures(context.Book.Currency, loss.Most.Amount, loss.Loss.Amount, loss.Loss.Amount);
        var explanation = $"{Amounts.Text(Math.Round(loss.Equity.Amount, 2))} is {Amounts.Percent(Math.Round(loss.Share, 6))} {what} of "
            + $"{Amounts.Text(Math.Round(reference, 2))}; the limit is {Amounts.Percent(limit)}";
        return loss switch
        {
            { IsReached: true } => check.Failed(context, explanation, remedy, figures),
            { Band: { } band } => check.Warned(context, $"{explanation}; beyond {Amounts.Percent(band)} of it", figures),
            _ => check.Passed(context, explanation, figures),
        };
    }
}
