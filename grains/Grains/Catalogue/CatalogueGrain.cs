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
using OrleansAssets.Grains.DataSources;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.Notices;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
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
    SourceViews sourceViews,
    IMarketDataStore market,
    ISystemInfo system,
    PortfolioDirectory portfolios,
    IConfigurationFile file,
    CatalogueApplication application,
    ConfigurationHistory history) : Grain, ICatalogueGrain, ICatalogueInnerGrain
{
    private const int NoticesMax = 20;

    private readonly Stored<CatalogueState> _state = new(storage);

    public Task ApplyAsync() => application.ApplyAsync(_state);

    public Task<ImmutableArray<AssetView>> GetAssetsAsync(CancellationToken cancellationToken = default) =>
        EachAsync(_state.Value.Assets, id => Asset(id).GetAsync(), cancellationToken);

    public Task<ImmutableArray<AssetView>> GetConversionsAsync(CancellationToken cancellationToken = default) =>
        EachAsync([.. configuration.Conversions.Select(pair => pair.Id)], id => Asset(id).GetAsync(), cancellationToken);

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
        var unkeyed = sourceViews.Unkeyed(configuration);
        return
        [
            .. (await GetPhasesAsync(cancellationToken)).Where(phase => phase.Status != PhaseStatus.Active)
                .OrderBy(phase => phase.Definition.Order)
                .Select(phase => CostRules.Of(configuration, phase.Definition, enabled, unkeyed)),
        ];
    }

    public async Task<ImmutableArray<ConfigurationDifference>> GetDifferencesAsync(CancellationToken cancellationToken = default) =>
    [
        .. CatalogueRules.Differences(
            await GetClassesAsync(cancellationToken), await GetAssetsAsync(cancellationToken), _state.Value.Vanished),
        .. CatalogueRules.NotInForce(configuration, file.Look()),
    ];

    public Task<ConfigurationView> GetConfigurationAsync(string? hash, string? under, CancellationToken cancellationToken = default) =>
        history.GetAsync(hash, under, cancellationToken);

    public Task<ConfigurationVersionPage> FindConfigurationsAsync(
        int most, long? before, CancellationToken cancellationToken = default) =>
        history.FindAsync(most, before, cancellationToken);

    public async Task<ImmutableArray<GateBypass>> GetBypassesAsync(CancellationToken cancellationToken = default) =>
        GateRules.Bypasses(await GetAssetsAsync(cancellationToken), await GetPhasesAsync(cancellationToken));

    public async Task<ImmutableArray<OverdueWork>> GetOverdueAsync(CancellationToken cancellationToken = default) =>
        CatalogueRules.Overdue(await GetSourcesAsync(cancellationToken), await Watchdog.GetOverdueAsync(cancellationToken));

    public async Task<SystemStatus> GetStatusAsync(CancellationToken cancellationToken = default) => CatalogueRules.Status(
        system,
        _state.Value.ConfigurationHash,
        await GetAssetsAsync(cancellationToken),
        await GetConversionsAsync(cancellationToken),
        await GetPhasesAsync(cancellationToken),
        await GetSourcesAsync(cancellationToken),
        await market.CountRowsAsync(cancellationToken),
        await Watchdog.GetOverdueAsync(cancellationToken),
        await GrainFactory.GetGrain<INoticesGrain>(Keys.Notices).ListAsync(new NoticeQuery(Max: NoticesMax), cancellationToken),
        await GetPortfoliosAsync(cancellationToken));

    public async Task<ImmutableArray<PortfolioGlance>> GetPortfoliosAsync(CancellationToken cancellationToken = default)
    {
        var read = await PortfolioReading.OfAllAsync(portfolios, GrainFactory, cancellationToken);
        return [.. read.Views.Select(CatalogueRules.Glance).Concat(read.Unread).OrderBy(one => one.PortfolioId, StringComparer.Ordinal)];
    }

    // Who asked no longer waits for the slowest of them once the call is cancelled.
    private static async Task<ImmutableArray<TView>> EachAsync<TView>(
        ImmutableArray<string> ids, Func<string, Task<TView>> ask, CancellationToken cancellationToken) =>
        [.. await Task.WhenAll(ids.Select(ask)).WaitAsync(cancellationToken)];

    private IAssetClassGrain Class(string id) => GrainFactory.GetGrain<IAssetClassGrain>(Keys.AssetClass(id));

    private IAssetGrain Asset(string id) => GrainFactory.GetGrain<IAssetGrain>(Keys.Asset(id));

    private IWatchdogGrain Watchdog => GrainFactory.GetGrain<IWatchdogGrain>(Keys.Watchdog);

    private IPhaseGrain Phase(string id) => GrainFactory.GetGrain<IPhaseGrain>(Keys.Phase(id));
}
