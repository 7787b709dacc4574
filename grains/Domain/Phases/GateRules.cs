using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.Catalogue;
using OrleansAssets.Phases;

namespace OrleansAssets.Domain.Phases;

/// <summary>Finds what is enabled without evidence, whoever's word it is by: shown on every status until it ends.</summary>
public static class GateRules
{
    public static ImmutableArray<GateBypass> Bypasses(IEnumerable<AssetView> assets, IReadOnlyCollection<PhaseView> phases) =>
    [
        .. assets.Where(asset => asset.Enabled)
            .Select(asset => Bypass(asset, phases.FirstOrDefault(phase => phase.Definition.Id == asset.Definition.PhaseId)))
            .OfType<GateBypass>(),
    ];

    private static GateBypass? Bypass(AssetView asset, PhaseView? phase)
    {
        var id = asset.Definition.Id;
        return phase switch
        {
            { Gate.Override: { } forced } => new GateBypass(
                id, phase.Definition.Id, phase.Status, string.Join(" and ", forced.Approvers), forced.Since, forced.Reason,
                forced.ExpiresAt),
            { Status: PhaseStatus.Inactive } => new GateBypass(
                id, phase.Definition.Id, phase.Status, asset.EnabledBy, asset.EnabledChangedAt,
                $"enabled while {phase.Definition.Id} is not active", ExpiresAt: null),
            { Status: PhaseStatus.ReduceOnly or PhaseStatus.Deactivating, Gate.Operation: { } operation } => new GateBypass(
                id, phase.Definition.Id, phase.Status, operation.By, operation.Since,
                $"on its way out: {operation.Notes}", ExpiresAt: null),
            _ => null,
        };
    }
}
