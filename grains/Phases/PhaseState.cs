using Orleans;
using OrleansAssets.Phases;

namespace OrleansAssets.Grains.Phases;

/// <summary>What a phase keeps: with the activation, all that is needed to finish it after a crash.</summary>
[GenerateSerializer, Alias("OrleansAssets.PhaseState")]
internal sealed record PhaseState
{
    /// <summary>Null until the catalogue has configured the phase.</summary>
    [Id(0)]
    public PhaseDefinition? Definition { get; set; }

    [Id(1)]
    public PhaseStatus Status { get; set; }

    /// <summary>The activation that runs or ran; null while inactive.</summary>
    [Id(2)]
    public PhaseActivation? Activation { get; set; }

    [Id(3)]
    public Readiness? LastReadiness { get; set; }

    /// <summary>Period that the reminder of evaluations was registered with; 0 before.</summary>
    [Id(4)]
    public int EvaluateEveryMinutes { get; set; }
}

/// <summary>One activation.</summary>
/// <param name="Evidence">The readiness that earned it; null where the phase was active from the start.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PhaseActivation")]
internal sealed record PhaseActivation(Guid Id, string By, string? Notes, DateTimeOffset At, Readiness? Evidence);
