using System.Collections.Immutable;
using System.Globalization;
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
                Tomorrow(context)),
        },
        // A strategy that is refused and asks again and again is broken, and each refusal is kept for ever.
        new(RuleCodes.RejectionRateMinute, CheckScope.Portfolio)
        {
            Since = 3,
            Asks = "Few enough orders were rejected in the last 60 seconds. What is rejected beyond it is not stored.",
            Formula = "rejected < 60",
            Example = "the 61st, whatever it is, waits a minute; an exit does not",
            Evaluate = (check, context) => RejectionRate(
                check,
                context,
                context.Book.RejectionsLastMinute ?? 0,
                OrderFlood.PerMinute(context.Limits.Orders),
                "in the last minute",
                context.Input.Now.AddMinutes(1)),
        },
        new(RuleCodes.RejectionRateDay, CheckScope.Portfolio)
        {
            Since = 3,
            Asks = "Few enough orders were rejected in this UTC day. What is rejected beyond it is not stored.",
            Formula = "rejected < 5,000",
            Example = "the 5,001st waits for midnight UTC; an exit does not",
            Evaluate = (check, context) => RejectionRate(
                check,
                context,
                context.Book.RejectionsToday ?? 0,
                OrderFlood.PerDay(context.Limits.Orders),
                "today",
                Tomorrow(context)),
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

    private static RuleResult RejectionRate(
        PreTradeCheck check, PreTradeContext context, int rejected, int most, string stretch, DateTimeOffset until)
    {
        var figures = new CheckFigures("orders", most, rejected, rejected + 1);
        var explanation = $"{rejected} of {most} orders were rejected {stretch}";
        return rejected < most
            ? check.Passed(context, explanation, figures)
            : check.Failed(
                context,
                explanation,
                new Remedy(
                    RemedyCost.Wait,
                    $"stop what sends them (`assets why` tells what refuses them), and wait until {TimeText.At(until)}", until),
                figures);
    }

    private static DateTimeOffset Tomorrow(PreTradeContext context) =>
        new DateTimeOffset(context.Input.Now.UtcDateTime.Date, TimeSpan.Zero).AddDays(1);

    private static string Deposit(PreTradeContext context, decimal missing)
    {
        var text = $"deposit {Amounts.Text(missing)} {context.Book.Currency}";
        return context.RuleSet < PreTradeChecks.ToldOnceSince
            ? text
            : $"{text}: {RemedyCommands.Deposit(missing.ToString("0.##", CultureInfo.InvariantCulture), context.Input.PortfolioId)}";
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
                new Remedy(RemedyCost.Deposit, Deposit(context, Math.Round(least - equity, 2))),
                figures);
    }
}
