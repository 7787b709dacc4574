using System.Collections.Immutable;
using Orleans;

namespace OrleansAssets.Phases;

/// <summary>One phase of the expansion; key <see cref="Keys.Phase"/>.</summary>
[Alias("OrleansAssets.IPhaseGrain")]
public interface IPhaseGrain : IGrainWithStringKey, IRemindable
{
    /// <summary>The phase as it stands, with the last stored readiness.</summary>
    /// <exception cref="NotFoundException">The catalogue has no such phase.</exception>
    [Alias("Get")]
    Task<PhaseView> GetAsync();

    /// <summary>Takes the file's definition.</summary>
    [Alias("Configure")]
    Task ConfigureAsync(PhaseDefinition definition);

    /// <summary>Measures every requirement now and stores the result.</summary>
    [Alias("Evaluate")]
    Task<Readiness> EvaluateAsync();

    /// <summary>
    /// Activates the phase if it is ready: enables its classes and assets, writes the registry and the log. Resumed by a reminder
    /// after a crash. Refused with the readiness where a requirement is not met; nothing changes then.
    /// </summary>
    [Alias("Activate")]
    Task<ActivationResult> ActivateAsync(ActivationRequest request);
}

/// <summary>Asks for an activation.</summary>
/// <param name="Operator">Who asks; kept in the log.</param>
/// <param name="Notes">Why; kept in the log.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ActivationRequest")]
public sealed record ActivationRequest(string Operator, string? Notes);

/// <summary>The answer to an activation.</summary>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ActivationResult")]
public sealed record ActivationResult(ActivationOutcome Outcome, PhaseView Phase, Readiness? Readiness);

/// <summary>How an activation ended.</summary>
[GenerateSerializer, Alias("OrleansAssets.ActivationOutcome")]
public enum ActivationOutcome
{
    Activated = 0,
    AlreadyActive = 1,
    Refused = 2,
}

/// <summary>A phase as it stands now.</summary>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PhaseView")]
public sealed record PhaseView(
    PhaseDefinition Definition,
    PhaseStatus Status,
    DateTimeOffset? ActivatedAt,
    string? ActivatedBy,
    string? Notes,
    Readiness? LastReadiness);

/// <summary>Where a phase stands.</summary>
[GenerateSerializer, Alias("OrleansAssets.PhaseStatus")]
public enum PhaseStatus
{
    Inactive = 0,
    Activating = 1,
    Active = 2,
}
