using Orleans;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Grains.Phases.Steps;
using OrleansAssets.Phases;

namespace OrleansAssets.Grains.Phases;

/// <summary>Reads the enabled flags that an activation changes.</summary>
internal sealed class FlagsReader(IConfigurationFile file)
{
    public async Task<FlagsBefore> ReadAsync(IGrainFactory grains, PhaseDefinition phase)
    {
        var classes = await Task.WhenAll(phase.Classes.Select(id => grains.GetGrain<IAssetClassGrain>(Keys.AssetClass(id)).GetAsync()));
        var assets = await Task.WhenAll(phase.Assets.Select(id => grains.GetGrain<IAssetGrain>(Keys.Asset(id)).GetAsync()));
        return new FlagsBefore(
            [
                .. classes.Select(view => new FlagBefore(CatalogueRules.ClassKind, view.Definition.Id, view.Enabled, view.EnabledBy)),
                .. assets.Select(view => new FlagBefore(CatalogueRules.AssetKind, view.Definition.Id, view.Enabled, view.EnabledBy)),
            ],
            await file.ReadAsync(ConfigurationFileStep.Flags(phase, phase.Classes, enabled: true), CancellationToken.None));
    }
}
