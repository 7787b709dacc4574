using Orleans;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Audit;
using OrleansAssets.Catalogue;
using OrleansAssets.DataSources;
using OrleansAssets.Imports;
using OrleansAssets.Performance;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.RiskModel;
using OrleansAssets.Sentiment;

namespace OrleansAssets.Client;

/// <summary>
/// The way in to OrleansAssets for other .NET services: every operation as a grain, found by the id that the configuration uses.
/// A grain reference costs nothing until it is called; an unknown id is told by the call (<see cref="NotFoundException"/>).
/// Thread safe; one for the life of the process.
/// </summary>
/// <remarks>
/// Calls are delivered at most once. One that fails with <see cref="TimeoutException"/> may have taken effect: every operation may be
/// repeated without harm.
/// </remarks>
public sealed class OrleansAssetsClient(IGrainFactory grains)
{
    /// <summary>Everything there is: lists of assets, classes, phases and sources, and the status of the installation.</summary>
    public ICatalogueGrain Catalogue => grains.GetGrain<ICatalogueGrain>(Keys.Catalogue);

    /// <summary>The log of what was decided and done, and the proof that it is whole.</summary>
    public IAuditGrain Audit => grains.GetGrain<IAuditGrain>(Keys.Audit);

    /// <summary>One asset, e.g. <c>BTC/USDT</c>.</summary>
    /// <exception cref="ArgumentException">No id could look like that; so for all methods here.</exception>
    public IAssetGrain Asset(string assetId) => grains.GetGrain<IAssetGrain>(Keys.Asset(assetId));

    /// <summary>One class of assets, e.g. <c>crypto</c>.</summary>
    public IAssetClassGrain AssetClass(string classId) => grains.GetGrain<IAssetClassGrain>(Keys.AssetClass(classId));

    /// <summary>One phase, e.g. <c>phase_1_stocks</c>.</summary>
    public IPhaseGrain Phase(string phaseId) => grains.GetGrain<IPhaseGrain>(Keys.Phase(phaseId));

    /// <summary>One portfolio; one that nothing was imported into is empty.</summary>
    public IPortfolioGrain Portfolio(string portfolioId = Keys.DefaultPortfolioId) =>
        grains.GetGrain<IPortfolioGrain>(Keys.Portfolio(portfolioId));

    /// <summary>The measured performance of one portfolio.</summary>
    public IPerformanceGrain Performance(string portfolioId = Keys.DefaultPortfolioId) =>
        grains.GetGrain<IPerformanceGrain>(Keys.Performance(portfolioId));

    /// <summary>One data source, e.g. <c>ccxt_binance</c>.</summary>
    public IDataSourceGrain Source(string sourceId) => grains.GetGrain<IDataSourceGrain>(Keys.DataSource(sourceId));

    /// <summary>One feed: a dataset of an asset at a source.</summary>
    public IFeedGrain Feed(FeedId feed) => grains.GetGrain<IFeedGrain>(Keys.Feed(feed));

    /// <summary>How assets move together, and what their markets do.</summary>
    public IRiskModelGrain RiskModel => grains.GetGrain<IRiskModelGrain>(Keys.RiskModel);

    /// <summary>The mood that was collected, and what trends.</summary>
    public ISentimentGrain Sentiment => grains.GetGrain<ISentimentGrain>(Keys.Sentiment);

    /// <summary>A new import, under an id of its own. Begin it, add batches in order, then commit or abort.</summary>
    public IImportGrain NewImport() => Import(Guid.NewGuid());

    /// <summary>The import of an id, to go on with one whose outcome is unknown.</summary>
    public IImportGrain Import(Guid importId) => grains.GetGrain<IImportGrain>(Keys.Import(importId));
}
