using System.Collections.Immutable;
using Orleans;
using Orleans.Runtime;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Catalogue;
using OrleansAssets.DataSources;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Phases;
using OrleansAssets.Reminders;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.Catalogue;

/// <summary>
/// Everything there is. Reads interleave with an application of the file: they see the list as last applied, which changes only
/// at its end, in one write.
/// </summary>
internal sealed class CatalogueGrain(
    [PersistentState(StateNames.Catalogue)] IPersistentState<CatalogueState> storage,
    AssetsConfiguration configuration,
    ISourceDirectory sources,
    IRegistryStore registry,
    IMarketDataStore market,
    ISystemInfo system,
    TimeProvider clock) : Grain, ICatalogueGrain
{
    private readonly Stored<CatalogueState> _state = new(storage);

    public async Task ApplyAsync()
    {
        await Task.WhenAll(configuration.Classes.Select(known => Class(known.Id).ConfigureAsync(known)));
        await Task.WhenAll(configuration.Assets.Select(known => Asset(known.Id).ConfigureAsync(known)));
        await DisableVanishedAsync();
        var vanished = await RestoreReturnedAsync();
        await Task.WhenAll(configuration.Phases.Select(known => Phase(known.Id).ConfigureAsync(known)));
        await Task.WhenAll(configuration.Sources.Select(ConfigureSourceAsync));
        var next = CatalogueRules.Applied(configuration, vanished);
        if (_state.Value != next)
        {
            await _state.WriteAsync(next);
        }
    }

    public Task<ImmutableArray<AssetView>> GetAssetsAsync(CancellationToken cancellationToken = default) =>
        EachAsync(_state.Value.Assets, id => Asset(id).GetAsync(), cancellationToken);

    public Task<ImmutableArray<AssetClassView>> GetClassesAsync(CancellationToken cancellationToken = default) =>
        EachAsync(_state.Value.Classes, id => Class(id).GetAsync(), cancellationToken);

    public Task<ImmutableArray<PhaseView>> GetPhasesAsync(CancellationToken cancellationToken = default) =>
        EachAsync(_state.Value.Phases, id => Phase(id).GetAsync(), cancellationToken);

    public Task<ImmutableArray<DataSourceView>> GetSourcesAsync(CancellationToken cancellationToken = default) =>
        EachAsync(_state.Value.Sources, id => sources.GetAsync(id, cancellationToken), cancellationToken);

    public async Task<ImmutableArray<PhaseCost>> GetPhaseCostsAsync(CancellationToken cancellationToken = default)
    {
        var enabled = (await GetAssetsAsync(cancellationToken)).Where(view => view.Enabled)
            .Select(view => view.Definition.Id).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. (await GetPhasesAsync(cancellationToken)).Where(phase => phase.Status != PhaseStatus.Active)
                .OrderBy(phase => phase.Definition.Order)
                .Select(phase => CostRules.Of(configuration, phase.Definition, enabled)),
        ];
    }

    public async Task<ImmutableArray<ConfigurationDifference>> GetDifferencesAsync(CancellationToken cancellationToken = default) =>
        CatalogueRules.Differences(
            await GetClassesAsync(cancellationToken), await GetAssetsAsync(cancellationToken), _state.Value.Vanished);

    public async Task<ImmutableArray<GateBypass>> GetBypassesAsync(CancellationToken cancellationToken = default) =>
        GateRules.Bypasses(await GetAssetsAsync(cancellationToken), await GetPhasesAsync(cancellationToken));

    public async Task<ImmutableArray<OverdueWork>> GetOverdueAsync(CancellationToken cancellationToken = default) =>
        CatalogueRules.Overdue(await GetSourcesAsync(cancellationToken), await Watchdog.GetOverdueAsync().WaitAsync(cancellationToken));

    public async Task<SystemStatus> GetStatusAsync(CancellationToken cancellationToken = default) => CatalogueRules.Status(
        system,
        _state.Value.ConfigurationHash,
        await GetAssetsAsync(cancellationToken),
        await GetPhasesAsync(cancellationToken),
        await GetSourcesAsync(cancellationToken),
        await market.CountRowsAsync(cancellationToken),
        await Watchdog.GetOverdueAsync().WaitAsync(cancellationToken));

    // Who asked no longer waits for the slowest of them once the call is cancelled.
    private static async Task<ImmutableArray<TView>> EachAsync<TView>(
        ImmutableArray<string> ids, Func<string, Task<TView>> ask, CancellationToken cancellationToken) =>
        [.. await Task.WhenAll(ids.Select(ask)).WaitAsync(cancellationToken)];

    // What an entry was is written before it is disabled: a crash between the two must not take "disabled" for what it was.
    private async Task DisableVanishedAsync()
    {
        var entries = _state.Value.Vanished.ToBuilder();
        var now = clock.GetUtcNow();
        foreach (var id in CatalogueRules.NewlyVanished(
            _state.Value, CatalogueRules.ClassKind, _state.Value.Classes, configuration.Classes.Select(known => known.Id)))
        {
            var view = await Class(id).GetAsync();
            entries.Add(new VanishedEntry(CatalogueRules.ClassKind, id, view.Enabled, view.EnabledBy, now));
        }

        foreach (var id in CatalogueRules.NewlyVanished(
            _state.Value, CatalogueRules.AssetKind, _state.Value.Assets, configuration.Assets.Select(known => known.Id)))
        {
            var view = await Asset(id).GetAsync();
            entries.Add(new VanishedEntry(CatalogueRules.AssetKind, id, view.Enabled, view.EnabledBy, now));
        }

        if (entries.Count > _state.Value.Vanished.Length)
        {
            await _state.WriteAsync(_state.Value with { Vanished = entries.ToImmutable() });
        }

        foreach (var entry in entries.Where(entry => !CatalogueRules.IsInFile(configuration, entry)))
        {
            await SetEnabledAsync(entry, enabled: false, EnabledFlag.Configuration);
        }
    }

    private async Task<ImmutableArray<VanishedEntry>> RestoreReturnedAsync()
    {
        foreach (var entry in _state.Value.Vanished.Where(entry => CatalogueRules.IsInFile(configuration, entry)))
        {
            // Where only the file had set the flag, the file that has come back sets it again by itself.
            if (entry.WasEnabledBy != EnabledFlag.Configuration)
            {
                await SetEnabledAsync(entry, entry.WasEnabled, entry.WasEnabledBy);
            }
        }

        return [.. _state.Value.Vanished.Where(entry => !CatalogueRules.IsInFile(configuration, entry))];
    }

    private Task SetEnabledAsync(VanishedEntry entry, bool enabled, string by) => entry.Kind == CatalogueRules.ClassKind
        ? Class(entry.Id).SetEnabledAsync(enabled, by)
        : Asset(entry.Id).SetEnabledAsync(enabled, by);

    private async Task ConfigureSourceAsync(DataSourceDefinition definition)
    {
        await sources.ConfigureAsync(definition);
        await registry.UpsertSourceAsync(await sources.GetAsync(definition.Id, CancellationToken.None), CancellationToken.None);
    }

    private IAssetClassGrain Class(string id) => GrainFactory.GetGrain<IAssetClassGrain>(Keys.AssetClass(id));

    private IAssetGrain Asset(string id) => GrainFactory.GetGrain<IAssetGrain>(Keys.Asset(id));

    private IWatchdogGrain Watchdog => GrainFactory.GetGrain<IWatchdogGrain>(Keys.Watchdog);

    private IPhaseGrain Phase(string id) => GrainFactory.GetGrain<IPhaseGrain>(Keys.Phase(id));
}
