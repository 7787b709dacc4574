using OrleansAssets.Catalogue;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Phases;
using OrleansAssets.Tests.Storage;

namespace OrleansAssets.Tests.Simulation;

/// <summary>
/// Only assets of active phases are enabled, in the grains and in the registry alike, and every phase that was not active from the start
/// became so by a READY verdict.
/// </summary>
internal sealed class NothingEnabledUnearned : ISimulationCheck
{
    public string Name => "no asset is enabled unearned";

    public async Task<IReadOnlyCollection<string>> FindAsync(SimulatedDay day)
    {
        var catalogue = day.Simulation.Grains.GetGrain<ICatalogueGrain>(Keys.Catalogue);
        var faults = (await catalogue.GetBypassesAsync())
            .Select(bypass => $"{bypass.AssetId} is enabled by {bypass.By}: {bypass.Reason}").ToList();
        var earned = new HashSet<string>(StringComparer.Ordinal);
        foreach (var phase in (await catalogue.GetPhasesAsync()).Where(phase => phase.Status == PhaseStatus.Active))
        {
            var definition = phase.Definition;
            earned.UnionWith(definition.Assets);
            var log = await day.Simulation.Grains.GetGrain<IPhaseGrain>(Keys.Phase(definition.Id)).GetHistoryAsync(1000);
            if (!definition.ActiveFromStart
                && !log.Any(entry => entry is { Action: PhaseActions.Activated, Verdict: ReadinessVerdict.Ready }))
            {
                faults.Add($"{definition.Id} is active and its log holds no activation that was READY");
            }
        }

        var inGrains = (await catalogue.GetAssetsAsync()).Where(asset => asset.Enabled).Select(asset => asset.Definition.Id);
        var inRegistry = await Rows.ReadAsync(day.Simulation.Database, "SELECT asset_id FROM asset_registry WHERE enabled");
        faults.AddRange(inGrains.Except(earned, StringComparer.Ordinal).Select(asset => $"{asset} is enabled and its phase is not active"));
        faults.AddRange(inRegistry.Except(earned, StringComparer.Ordinal).Select(asset => $"{asset} is enabled in the registry alone"));
        if (earned.Count == 0)
        {
            faults.Add("no phase is active");
        }

        return faults;
    }
}
