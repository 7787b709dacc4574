using OrleansAssets.Phases;

namespace OrleansAssets.Domain.Phases;

/// <summary>What became of a deactivation, in words.</summary>
public static class DeactivationAnswers
{
    public static DeactivationResult Of(PhaseView phase, bool begun)
    {
        var id = phase.Definition.Id;
        var waiting = phase.Gate.Operation?.Waiting;
        return phase switch
        {
            { Status: PhaseStatus.Inactive } when begun => new(DeactivationOutcome.Deactivated, phase, $"{id} is disabled now"),
            { Status: PhaseStatus.Inactive } => new(DeactivationOutcome.NotActive, phase, $"{id} is not active; nothing changed"),
            { Status: PhaseStatus.ReduceOnly } when begun => new(
                DeactivationOutcome.ReduceOnly, phase, $"{id} is reduce-only and is disabled once it is flat: {waiting}"),
            _ => new(DeactivationOutcome.InProgress, phase, $"another operation of {id} is under way{(waiting is null ? "" : $": {waiting}")}"),
        };
    }
}
