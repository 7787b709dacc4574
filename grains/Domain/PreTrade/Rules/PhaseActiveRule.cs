using OrleansAssets.Phases;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>The phase that the asset belongs to is active; a shadow book trades it on paper before that.</summary>
public static class PhaseActiveRule
{
    public static Finding Evaluate(PreTradeContext context) => context.Input switch
    {
        { Asset: null } => Waived.Unknown(RuleCodes.PhaseActive, context),
        { IsShadow: true, Asset: var asset } => Waived.InShadow(RuleCodes.PhaseActive, $"phase {asset.PhaseId}"),
        { Phase: { Status: PhaseStatus.Active } phase } => Finding.Passed(RuleCodes.PhaseActive, $"phase {phase.Id}", "active"),
        { Phase: var phase, Asset: var asset } => Finding.Failed(
            RuleCodes.PhaseActive,
            $"phase {asset.PhaseId}",
            $"the phase is {Told(phase?.Status ?? PhaseStatus.Inactive)}",
            new Remedy(RemedyCost.ActivatePhase, $"activate {asset.PhaseId} once `assets phases readiness {asset.PhaseId}` says READY")),
    };

    private static string Told(PhaseStatus status) => status switch
    {
        PhaseStatus.ReduceOnly => "reduce-only",
        PhaseStatus.RollingBack => "rolling back",
        _ => status.ToString().ToLowerInvariant(),
    };
}
