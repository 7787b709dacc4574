using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>What an order that reduces a position may do: a position is never turned round by one order.</summary>
public static class ExitChecks
{
    public static ImmutableArray<PreTradeCheck> All { get; } =
    [
        new(RuleCodes.ReduceOnlyOrder, CheckScope.Asset)
        {
            Asks = "An order that calls itself reduce-only reduces a position.",
            Formula = "reduce_only implies exit",
            Example = "reduce-only sale without a long position: refused",
            AsksExits = true,
            Evaluate = ReduceOnlyOrder,
        },
        new(RuleCodes.ExitSize, CheckScope.Asset)
        {
            Asks = "An exit closes at most what is held and not being closed already.",
            Formula = "quantity <= |position| - exits under way",
            Example = "sale of 15 of 10 held: cut to 10; turning round takes two orders",
            AsksExits = true,
            Evaluate = ExitSize,
        },
    ];

    private static RuleResult ReduceOnlyOrder(PreTradeCheck check, PreTradeContext context) => context switch
    {
        { Order.ReduceOnly: false } => check.NotApplicable(context, "the order may open or enlarge a position"),
        { IsExit: true } => check.Passed(context, "the order reduces the position"),
        _ => check.Failed(
            context,
            $"the order is reduce-only, and there is no {(context.IsSale ? "long" : "short")} position in {context.AssetId}",
            new Remedy(RemedyCost.CorrectOrder, "drop reduce-only, if the order is meant to open a position")),
    };

    private static RuleResult ExitSize(PreTradeCheck check, PreTradeContext context)
    {
        if (!context.IsExit || context.Own is not { } own)
        {
            return check.NotApplicable(context, "the order is no exit");
        }

        var (held, closable, requested) = (Math.Abs(own.Net), context.Closable, context.Requested);
        var figures = new CheckFigures("units", closable, 0, requested);
        var explanation = $"{Amounts.Text(held)} units are held, exits of {Amounts.Text(held - closable)} are under way: "
            + $"{Amounts.Text(closable)} may be closed";
        if (closable == 0)
        {
            var until = LastExitUnderWay(context);
            var remedy = until == DateTimeOffset.MaxValue
                ? new Remedy(RemedyCost.CorrectOrder, "replace one of the exits under way, or cancel it and report that")
                : new Remedy(
                    RemedyCost.Wait,
                    $"wait until the exits under way are filled, released or expired, {TimeText.At(until)} at the latest", until);
            return check.Failed(context, explanation, remedy, figures);
        }

        return requested switch
        {
            null => check.Failed(
                context,
                $"{explanation}; an amount of money cannot be turned into units, as the currency's rate is not known",
                new Remedy(RemedyCost.CorrectOrder, $"give a quantity of at most {Amounts.Text(closable)} units"),
                figures),
            { } units when units > closable => check.Reduced(
                context,
                closable,
                explanation,
                new Remedy(
                    RemedyCost.SmallerQuantity, $"close {Amounts.Text(closable)} units; opening the other side is an order of its own"),
                figures),
            _ => check.Result(context, RuleVerdict.Passed, closable, explanation, null, figures),
        };
    }

    private static DateTimeOffset LastExitUnderWay(PreTradeContext context)
    {
        var sign = context.IsSale ? -1 : 1;
        return context.Book.Reservations
            .Where(reservation => reservation.AssetId == context.AssetId && Math.Sign(reservation.SignedQuantity) == sign)
            .Max(reservation => reservation.ExpiresAt);
    }
}
