namespace OrleansAssets.Domain.Configuration;

/// <summary>What a quote of a class must keep to be believed.</summary>
/// <param name="MaxSpread">Distance of bid and ask, as a fraction of their middle.</param>
/// <param name="MaxJump">Distance from the last believed price, as a fraction of it.</param>
public sealed record QuoteLimits(decimal MaxSpread, decimal MaxJump)
{
    /// <summary>What a class that names none gets.</summary>
    public static readonly QuoteLimits Default = new(0.02m, 0.25m);
}

/// <summary>When a jump is taken for what happened.</summary>
/// <param name="Quotes">So many quotes in a row of one source, each near the one before and none of them too wide,</param>
/// <param name="Minutes">over at least so long; two sources that agree within this time explain it at once.</param>
/// <param name="SplitHours">In place of the minutes where the jump is about the ratio of a split; no second source explains that.</param>
public sealed record JumpConfirmation(int Quotes, int Minutes, int SplitHours)
{
    /// <summary>What a file that names none gets.</summary>
    public static readonly JumpConfirmation Default = new(3, 10, 24);
}
