using OrleansAssets.Phases;

namespace OrleansAssets.Grains.Phases;

/// <summary>What happens to a phase's state.</summary>
internal static class PhaseRules
{
    private const int NotesLengthMax = 1_000;

    /// <summary>The state after the file is read. Active from the start counts in a new installation only.</summary>
    public static PhaseState Configure(PhaseState state, PhaseDefinition definition, DateTimeOffset now) =>
        state.Definition is null && definition.ActiveFromStart
            ? state with
            {
                Definition = definition,
                Status = PhaseStatus.Active,
                Activation = new PhaseActivation(Guid.NewGuid(), EnabledFlag.Configuration, "active from the start", now, null),
            }
            : state with { Definition = definition };

    /// <summary>The state of a granted activation before its first step.</summary>
    public static PhaseState Begin(PhaseState state, ActivationRequest request, Readiness evidence, DateTimeOffset now) => state with
    {
        Status = PhaseStatus.Activating,
        Activation = new PhaseActivation(Guid.NewGuid(), request.Operator, request.Notes, now, evidence),
    };

    /// <exception cref="InvalidRequestException">Nobody is named, or the notes are too long.</exception>
    public static void Check(ActivationRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.Operator) || request.Operator.Length > EnabledFlag.ByLengthMax)
        {
            throw new InvalidRequestException($"Say who activates: a name of 1 to {EnabledFlag.ByLengthMax} characters.");
        }

        if (request.Notes is { Length: > NotesLengthMax })
        {
            throw new InvalidRequestException($"The notes have {request.Notes.Length} characters; the most is {NotesLengthMax}.");
        }
    }

    public static PhaseView View(PhaseState state, PhaseDefinition definition) => new(
        definition,
        state.Status,
        state.Status == PhaseStatus.Active ? state.Activation?.At : null,
        state.Activation?.By,
        state.Activation?.Notes,
        state.LastReadiness);
}
