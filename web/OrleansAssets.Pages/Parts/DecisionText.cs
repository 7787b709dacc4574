using OrleansAssets.Domain;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Pages.Parts;

/// <summary>Decisions and their rules, in words and as colours.</summary>
internal static class DecisionText
{
    public static Tone Tone(DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.Approved => Parts.Tone.Good,
        DecisionOutcome.Reduced => Parts.Tone.Warn,
        _ => Parts.Tone.Bad,
    };

    public static Tone Tone(RuleVerdict verdict) => verdict switch
    {
        RuleVerdict.Passed => Parts.Tone.Good,
        RuleVerdict.Failed => Parts.Tone.Bad,
        RuleVerdict.NotApplicable => Parts.Tone.Plain,
        _ => Parts.Tone.Warn,
    };

    /// <summary>What was asked for, e.g. <c>buy 500 USD of NVDA</c>.</summary>
    public static string Asked(OrderRequest order)
    {
        var amount = order.Quantity is { } units ? $"{ValueText.Number(units)} units" : $"{ValueText.Money(order.Notional ?? 0)} USD";
        return $"{order.Side.ToString().ToLowerInvariant()} {amount} of {order.AssetId}";
    }
}
