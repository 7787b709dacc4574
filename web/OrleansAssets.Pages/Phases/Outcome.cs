using OrleansAssets.Pages.Parts;
using OrleansAssets.Pages.Reading;
using OrleansAssets.Phases;

namespace OrleansAssets.Pages.Phases;

/// <summary>How an action on a phase ended, in words.</summary>
internal sealed record Outcome(Tone Tone, string Title, string Words)
{
    public static Outcome Of(Answer<ActivationResult> answer) => answer.Value is { } result
        ? new Outcome(
            result.Outcome switch
            {
                ActivationOutcome.Activated => Tone.Good,
                ActivationOutcome.AlreadyActive or ActivationOutcome.AwaitingApproval or ActivationOutcome.InProgress => Tone.Plain,
                _ => Tone.Warn,
            },
            RuleText.Words(result.Outcome) + ".",
            result.Explanation ?? (result.Readiness is { } readiness ? string.Join(" ", readiness.Missing) : ""))
        : new Outcome(Tone.Bad, "Nothing was done.", answer.Failure ?? "");

    public static Outcome Of(Answer<DeactivationResult> answer) => answer.Value is { } result
        ? new Outcome(Tone.Plain, RuleText.Words(result.Outcome) + ".", result.Explanation)
        : new Outcome(Tone.Bad, "Nothing was done.", answer.Failure ?? "");
}
