using OrleansAssets.Domain.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>An exit closes at most what is held and not being closed already: turning a position round takes two orders.</summary>
public static class ExitSizeRule
{
    public static Finding Evaluate(PreTradeContext context)
    {
        if (!context.IsExit || context.Own is not { } own)
        {
            return Finding.NotApplicable(RuleCodes.ExitSize, context.AssetScope, "the order is no exit");
        }

        var (held, closable, requested) = (Math.Abs(own.Net), context.Closable, context.Requested);
        var figures = new Figures("units", closable, 0, requested);
        var explanation = $"{Amounts.Text(held)} units are held, exits of {Amounts.Text(held - closable)} are under way: "
            + $"{Amounts.Text(closable)} may be closed";
        if (closable == 0)
        {
            var until = Until(context);
            return Finding.Failed(
                RuleCodes.ExitSize,
                context.AssetScope,
                explanation,
                new Remedy(
                    RemedyCost.Wait,
                    $"wait until the exits under way are filled, released or expired, {Words.At(until)} at the latest",
                    until),
                figures);
        }

        return requested switch
        {
            null => Finding.Failed(
                RuleCodes.ExitSize,
                context.AssetScope,
                $"{explanation}; an amount of money cannot be turned into units, as the currency's rate is not known",
                new Remedy(RemedyCost.CorrectOrder, $"give a quantity of at most {Amounts.Text(closable)} units"),
                figures),
            { } units when units > closable => Finding.Make(
                RuleCodes.ExitSize,
                context.AssetScope,
                RuleVerdict.Reduced,
                closable,
                explanation,
                new Remedy(
                    RemedyCost.SmallerQuantity, $"close {Amounts.Text(closable)} units; opening the other side is an order of its own"),
                figures),
            _ => Finding.Make(RuleCodes.ExitSize, context.AssetScope, RuleVerdict.Passed, closable, explanation, null, figures),
        };
    }

    private static DateTimeOffset Until(PreTradeContext context)
    {
        var sign = context.IsSale ? -1 : 1;
        return context.Book.Reservations
            .Where(reservation => reservation.AssetId == context.AssetId && Math.Sign(reservation.SignedQuantity) == sign)
            .Max(reservation => reservation.ExpiresAt);
    }
}
