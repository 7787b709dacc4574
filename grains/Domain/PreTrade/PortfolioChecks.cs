using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>What holds for the portfolio whatever is ordered: how often it may order, and what it must be worth.</summary>
public static class PortfolioChecks
{
    public static ImmutableArray<PreTradeCheck> All { get; } =
    [
        // A strategy that runs wild is stopped.
        new(RuleCodes.OrderRateMinute, CheckScope.Portfolio)
        {
            Asks = "Few enough orders were approved in the last 60 seconds.",
            Formula = "approved < 30",
            Example = "the 31st waits a minute",
            Evaluate = (check, context) => OrderRate(
                check,
                context,
                context.Book.OrdersLastMinute,
                context.Limits.Orders.OrdersPerMinute,
                "in the last minute",
                context.Input.Now.AddMinutes(1)),
        },
        new(RuleCodes.OrderRateDay, CheckScope.Portfolio)
        {
            Asks = "Few enough orders were approved in this UTC day.",
            Formula = "approved < 1,000",
            Example = "the 1,001st waits for midnight UTC",
            Evaluate = (check, context) => OrderRate(
                check,
                context,
                context.Book.OrdersToday,
                context.Limits.Orders.OrdersPerDay,
                "today",
                new DateTimeOffset(context.Input.Now.UtcDateTime.Date, TimeSpan.Zero).AddDays(1)),
        },
        new(RuleCodes.PhaseCapital, CheckScope.Phase)
        {
            Asks = "The portfolio is worth what an active phase must keep, which is less than what it took to earn it: nothing swings with "
                + "each price. Below it the phase is demoted too. Not applicable in a shadow portfolio.",
            Formula = "equity >= capital to keep",
            Example = "2,999 USD in phase 1, which took 3,000 and keeps 2,700: passes; 2,699: refused",
            Evaluate = PhaseCapital,
        },
    ];

    private static RuleResult OrderRate(
        PreTradeCheck check, PreTradeContext context, int approved, int most, string stretch, DateTimeOffset until)
    {
        var figures = new CheckFigures("orders", most, approved, approved + 1);
        var explanation = $"{approved} of {most} orders were approved {stretch}";
        return approved < most
            ? check.Passed(context, explanation, figures)
            : check.Failed(context, explanation, Remedy.WaitUntil(until), figures);
    }

    private static RuleResult PhaseCapital(PreTradeCheck check, PreTradeContext context)
    {
        if (context.Input is not { Asset: not null, Phase: { } phase })
        {
            return check.AssetUnknown(context);
        }

        if (context.Input.IsShadow)
        {
            return check.NotApplicableInShadow(context);
        }

        var (equity, least) = (context.Book.Equity, phase.KeepCapital ?? phase.MinimumCapital);
        // The limit is a floor: headroom is what lies above it.
        var explanation = $"equity is {Amounts.Text(Math.Round(equity, 2))}; the phase asks for {Amounts.Text(least)}"
            + (least < phase.MinimumCapital ? $", having been earned with {Amounts.Text(phase.MinimumCapital)}" : "");
        var figures = new CheckFigures(context.Book.Currency, null, equity, equity);
        return equity >= least
            ? check.Passed(context, explanation, figures)
            : check.Failed(
                context,
                explanation,
                new Remedy(RemedyCost.Deposit, $"deposit {Amounts.Text(Math.Round(least - equity, 2))} {context.Book.Currency}"),
                figures);
    }
}
