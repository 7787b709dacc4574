using OrleansAssets.Domain.Assets;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>How many units an amount of money is good for: whole steps, never too many.</summary>
public static class Units
{
    public static decimal StepOf(int decimals) => new(1, 0, 0, false, (byte)decimals);

    /// <summary>The largest number of whole steps whose price is within the amount.</summary>
    public static decimal Whole(decimal amount, decimal perUnit, PreTradeContext context)
    {
        if (amount <= 0)
        {
            return 0;
        }

        // The quotient is rounded to 28 digits, perhaps up: the product tells.
        var units = perUnit <= 0 || (double)amount / (double)perUnit >= (double)OrderCheck.QuantityMax
            ? OrderCheck.QuantityMax
            : Amounts.Down(amount / perUnit, context.QuantityDecimals);
        return units * perUnit > amount ? Math.Max(0, units - context.Step) : units;
    }

    /// <summary>Likewise, and 0 where it is less than the smallest order.</summary>
    public static decimal Orderable(decimal amount, decimal perUnit, PreTradeContext context) =>
        Whole(amount, perUnit, context) is var units && units >= context.Smallest ? units : 0;
}
