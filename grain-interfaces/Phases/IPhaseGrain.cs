using System.Collections.Immutable;
using Orleans;
using Orleans.Concurrency;

namespace OrleansAssets.Phases;

/// <summary>One phase of the expansion; key <see cref="Keys.Phase"/>.</summary>
/// <remarks>What measures can be cancelled, and an activation until it is begun: from then on its steps are finished or rolled back whole,
/// as those of an approval and a deactivation are from their first word.</remarks>
[Alias("OrleansAssets.IPhaseGrain")]
public interface IPhaseGrain : IGrainWithStringKey
{
    /// <summary>The phase as last written, with the last stored readiness. Answers while an activation runs.</summary>
    /// <exception cref="NotFoundException">The catalogue has no such phase.</exception>
    [AlwaysInterleave]
    [Alias("Get"), Question]
    Task<PhaseView> GetAsync();

    /// <summary>
    /// Measures every requirement now, and stores the result: of one in which nothing but time has changed, one a minute.
    /// </summary>
    [Alias("Evaluate"), Question]
    Task<Readiness> EvaluateAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Activates the phase if it is ready: step by step, each stored, resumed by a reminder after a crash, finished or rolled back whole.
    /// Refused with the readiness where a requirement is not met; nothing changes then. Forced, it is active until the override expires
    /// or evidence ratifies it. Cancelled while it is measured, nothing is activated and nobody's word is asked for.
    /// </summary>
    [Alias("Activate")]
    Task<ActivationResult> ActivateAsync(ActivationRequest request, CancellationToken cancellationToken = default);

    /// <summary>A second operator's word for the forced activation that waits for it.</summary>
    [Alias("Approve")]
    Task<ActivationResult> ApproveAsync(ApprovalRequest request);

    /// <summary>Ends the phase: reduce-only at once, disabled as soon as its assets are flat.</summary>
    [Alias("Deactivate"), Repeatable]
    Task<DeactivationResult> DeactivateAsync(DeactivationRequest request);

    /// <summary>What an activation or a deactivation would change now. Changes nothing but the stored readiness.</summary>
    [Alias("Plan"), Question]
    Task<PhasePlan> PlanAsync(PhaseOperationKind kind, CancellationToken cancellationToken = default);

    /// <summary>
    /// How likely the phase is to be ready in 7, 30 and 90 days, if those are like the days of its record. Changes nothing.
    /// </summary>
    [Alias("Forecast"), Question]
    Task<PhaseForecast> ForecastAsync(CancellationToken cancellationToken = default);

    /// <summary>What the log says of the phase, newest first.</summary>
    /// <param name="count">1 to 1,000 entries.</param>
    [Alias("GetHistory"), Question]
    Task<ImmutableArray<PhaseLogEntry>> GetHistoryAsync(int count, CancellationToken cancellationToken = default);
}
