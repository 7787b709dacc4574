namespace OrleansAssets.Domain.PreTrade;

/// <summary>What would heal a rule that did not pass.</summary>
/// <param name="Until">When time alone heals it.</param>
public sealed record Remedy(RemedyCost Cost, string Text, DateTimeOffset? Until = null);

/// <summary>What a remedy costs, least first: this order decides which of several is the cheapest.</summary>
public enum RemedyCost
{
    CorrectOrder = 0,
    Wait = 1,
    SmallerQuantity = 2,
    ClosePosition = 3,
    Deposit = 4,
    ActivatePhase = 5,
    Operator = 6,
}
