using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>Checks that compare an amount of money to a limit: what is left of it bounds the quantity.</summary>
public static class Headroom
{
    /// <summary>What the order's own asset uses of a limit, as its position and its approved orders do.</summary>
    public static RuleResult JudgeOwn(PreTradeCheck check, PreTradeContext context, RiskLimit limit) => Judge(
        check,
        context,
        limit,
        context.Own?.Held ?? Money.Zero(context.Currency),
        context.Own?.Reserved ?? Money.Zero(context.Currency),
        context.Worth?.Value,
        $"some of {context.AssetId}");

    /// <param name="limit">The amount and its arithmetic.</param>
    /// <param name="held">What positions use of it.</param>
    /// <param name="reserved">What approved orders use of it.</param>
    /// <param name="perUnit">What a unit of the order adds, in the portfolio's currency; null where that is not known.</param>
    /// <param name="toClose">What may be closed to make room, e.g. <c>positions of class stocks</c>.</param>
    public static RuleResult Judge(
        PreTradeCheck check,
        PreTradeContext context,
        RiskLimit limit,
        Money held,
        Money reserved,
        Price? perUnit,
        string toClose)
    {
        if (perUnit is not { } unitAmount || context.Requested is not { } requested)
        {
            return check.NotApplicable(context, "not evaluated: the order has no price in the portfolio's currency");
        }

        var (used, room) = (held + reserved, limit.Amount - held - reserved);
        var largest = context.OrderableUnits(room, unitAmount);
        var after = used + (unitAmount * new Quantity(Math.Min(requested, OrderCheck.QuantityMax)));
        var figures = new CheckFigures(context.Book.Currency, limit.Amount.Amount, used.Amount, after.Amount);
        var explanation = $"{limit.Arithmetic} is {Amounts.Text(limit.Amount)}; {Cents(held)} held and {Cents(reserved)} reserved "
            + $"leave {Cents(room)}; a unit takes {Amounts.Text(Math.Round(unitAmount.PerUnit, 8))}";
        return requested <= largest ? check.Result(context, RuleVerdict.Passed, largest, explanation, null, figures)
            : largest > 0 ? check.Reduced(context, largest, explanation, Smaller(largest), figures)
            : check.Failed(context, explanation, MakeRoom(context, limit, held, reserved, unitAmount, toClose), figures);
    }

    private static Remedy Smaller(decimal largest) => new(RemedyCost.SmallerQuantity, $"order at most {Amounts.Text(largest)} units");

    // Nothing fits: the cheapest that makes room for the smallest order.
    private static Remedy MakeRoom(
        PreTradeContext context, RiskLimit limit, Money held, Money reserved, Price perUnit, string toClose)
    {
        var needed = perUnit * new Quantity(context.Smallest);
        if (held + needed <= limit.Amount && context.Book.Reservations is { IsEmpty: false } reservations)
        {
            var until = reservations.Max(reservation => reservation.ExpiresAt);
            return until == DateTimeOffset.MaxValue && context.RuleSet >= PreTradeChecks.TurningOrdersSince
                ? new Remedy(RemedyCost.CorrectOrder, "cancel or release an order that rests, or wait until one is filled")
                : new Remedy(
                    RemedyCost.Wait,
                    $"wait until the reservations are filled, released or expired, {TimeText.At(until)} at the latest", until);
        }

        var missing = Cents(held + reserved + needed - limit.Amount + Cent(context));
        return needed <= limit.Amount
            ? new Remedy(RemedyCost.ClosePosition, $"free {missing} {context.Book.Currency} by closing {toClose}")
            : new Remedy(
                RemedyCost.Deposit,
                $"deposit: the smallest order takes {Cents(needed)} {context.Book.Currency}, the limit is {Cents(limit.Amount)}");
    }

    private static Money Cent(PreTradeContext context) => new(0.01m, context.Currency);

    private static string Cents(Money money) => Amounts.Text(Math.Round(money.Amount, 2));
}
