using System.Collections.Immutable;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Phases;
using Refit;

namespace OrleansAssets.Api;

/// <summary>One phase: evidence, plan, activation.</summary>
public interface IPhaseApi
{
    [Get("/phases/{phase}")]
    Task<PhaseView> GetAsync(string phase, CancellationToken stop);

    [Get("/phases/{phase}/readiness")]
    Task<Readiness> EvaluateAsync(string phase, CancellationToken stop);

    [Get("/phases/{phase}/plan")]
    Task<PhasePlan> PlanAsync(string phase, PhaseOperationKind kind, CancellationToken stop);

    [Get("/phases/{phase}/forecast")]
    Task<PhaseForecast> ForecastAsync(string phase, CancellationToken stop);

    [Get("/phases/{phase}/history")]
    Task<ImmutableArray<PhaseLogEntry>> GetHistoryAsync(string phase, int count, CancellationToken stop);

    [Post("/phases/{phase}/activate")]
    Task<ActivationResult> ActivateAsync(string phase, [Body] ActivationBody body, CancellationToken stop);

    [Post("/phases/{phase}/approve")]
    Task<ActivationResult> ApproveAsync(string phase, [Body] ApprovalBody body, CancellationToken stop);

    [Post("/phases/{phase}/deactivate")]
    Task<DeactivationResult> DeactivateAsync(string phase, [Body] Why body, CancellationToken stop);
}
