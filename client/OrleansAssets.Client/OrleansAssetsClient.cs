using Orleans;
using OrleansAssets.Access;
using OrleansAssets.Accounts;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Audit;
using OrleansAssets.Catalogue;
using OrleansAssets.CorporateActions;
using OrleansAssets.Data;
using OrleansAssets.DataSources;
using OrleansAssets.Imports;
using OrleansAssets.Notices;
using OrleansAssets.Performance;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.RiskModel;
using OrleansAssets.Sentiment;
using OrleansAssets.Streams;

namespace OrleansAssets.Client;

/// <summary>
/// The way in to OrleansAssets for other .NET services: every operation as a grain, found by the id that the configuration uses.
/// A grain reference costs nothing until it is called; an unknown id is told by the call (<see cref="NotFoundException"/>).
/// Thread safe; one for the life of the process.
/// </summary>
/// <remarks>
/// A call that is lost on its way is repeated within the deadline of the options, where a repetition does no harm: questions, and changes
/// marked <see cref="RepeatableAttribute"/>. It fails with <see cref="AssetsUnavailableException"/> then, which says whether the outcome
/// is known. What a silo answers is never repeated: <see cref="NotFoundException"/>, <see cref="InvalidRequestException"/>,
/// <see cref="AccessDeniedException"/>, <see cref="StorageUnavailableException"/>. A token that a method takes ends the call at once.
/// </remarks>
/// <param name="grains">Finds grains.</param>
/// <param name="clock">Times <see cref="WatchModeAsync"/>; null takes the system's.</param>
public sealed class OrleansAssetsClient(IGrainFactory grains, TimeProvider? clock = null)
{
    private static readonly TimeSpan TellEveryMin = TimeSpan.FromSeconds(0.1);

    /// <summary>A silo that stops waits for the call of a watch that is under way.</summary>
    private static readonly TimeSpan TellEveryMax = TimeSpan.FromSeconds(5);

    /// <summary>Everything there is: lists of assets, classes, phases and sources, and the status of the installation.</summary>
    public ICatalogueGrain Catalogue => grains.GetGrain<ICatalogueGrain>(Keys.Catalogue);

    /// <summary>The log of what was decided and done, and the proof that it is whole.</summary>
    public IAuditGrain Audit => grains.GetGrain<IAuditGrain>(Keys.Audit);

    /// <summary>All portfolios that are traded, as one.</summary>
    public IAccountGrain Account => grains.GetGrain<IAccountGrain>(Keys.Account);

    /// <summary>Why nothing was traded.</summary>
    public IRefusalsGrain Refusals => grains.GetGrain<IRefusalsGrain>(Keys.Refusals);

    /// <summary>What people are told, what of it stands, and who has seen it.</summary>
    public INoticesGrain Notices => grains.GetGrain<INoticesGrain>(Keys.Notices);

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

    /// <summary>
    /// What may be traded in a portfolio: as it stands at once, then after every halt and reset until it is cancelled. Silos may restart
    /// meanwhile. A change is told at once; several that follow one another closely may be told as one, the newest.
    /// </summary>
    /// <param name="pollEvery">
    /// How often the silo is heard while nothing changes, and the pause before a silo that failed is asked again; more than 0, null takes
    /// one second.
    /// </param>
    /// <param name="silenceMax">How long the mode may stay unknown, more than 0; null takes 30 seconds.</param>
    /// <exception cref="ArgumentException">No id could look like that, or a time is not above 0.</exception>
    /// <exception cref="TimeoutException">
    /// No silo was heard for <paramref name="silenceMax"/>: nobody knows what may be traded. The caller stops opening positions, and
    /// watches again; the last failure is inside.
    /// </exception>
    public IAsyncEnumerable<TradingModeView> WatchModeAsync(
        string portfolioId = Keys.DefaultPortfolioId,
        TimeSpan? pollEvery = null,
        TimeSpan? silenceMax = null,
        CancellationToken cancellationToken = default)
    {
        var (pause, silence) = (pollEvery ?? TradingModeWatch.DefaultPause, silenceMax ?? TradingModeWatch.DefaultSilence);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(pause, TimeSpan.Zero, nameof(pollEvery));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(silence, TimeSpan.Zero, nameof(silenceMax));
        _ = Portfolio(portfolioId); // an id that none could be is told now
        var tellEvery = pause < TellEveryMin ? TellEveryMin : pause > TellEveryMax ? TellEveryMax : pause;
        var watch = new TradingModeWatch(
            portfolioId,
            token => Portfolio(portfolioId).WatchModeAsync(tellEvery, token),
            pause,
            silence,
            clock ?? TimeProvider.System);
        return watch.RunAsync(cancellationToken);
    }

    /// <summary>The measured performance of one portfolio.</summary>
    public IPerformanceGrain Performance(string portfolioId = Keys.DefaultPortfolioId) =>
        grains.GetGrain<IPerformanceGrain>(Keys.Performance(portfolioId));

    /// <summary>One data source, e.g. <c>ccxt_binance</c>.</summary>
    public IDataSourceGrain Source(string sourceId) => grains.GetGrain<IDataSourceGrain>(Keys.DataSource(sourceId));

    /// <summary>The stream on which a data source pushes quotes; <see cref="QuoteStreams.FollowAsync"/> follows it for good.</summary>
    public IQuoteStreamGrain QuoteStream(string sourceId) => grains.GetGrain<IQuoteStreamGrain>(Keys.QuoteStream(sourceId));

    /// <summary>One feed: a dataset of an asset at a source.</summary>
    public IFeedGrain Feed(FeedId feed) => grains.GetGrain<IFeedGrain>(Keys.Feed(feed));

    /// <summary>How assets move together, and what their markets do.</summary>
    public IRiskModelGrain RiskModel => grains.GetGrain<IRiskModelGrain>(Keys.RiskModel);

    /// <summary>
    /// Prices, histories and facts that were collected; <see cref="CandleStream.ReadCandlesAsync"/> reads a long history.
    /// </summary>
    public IMarketDataGrain MarketData => grains.GetGrain<IMarketDataGrain>(Keys.MarketData);

    /// <summary>The mood that was collected, and what trends.</summary>
    public ISentimentGrain Sentiment => grains.GetGrain<ISentimentGrain>(Keys.Sentiment);

    /// <summary>Splits, dividends, changes of symbols and delistings that were collected, and what became of them.</summary>
    public ICorporateActionsGrain CorporateActions => grains.GetGrain<ICorporateActionsGrain>(Keys.CorporateActions);

    /// <summary>A new import, under an id of its own. Begin it, add batches in order, then commit or abort.</summary>
    public IImportGrain NewImport() => Import(Guid.NewGuid());

    /// <summary>The import of an id, to go on with one whose outcome is unknown.</summary>
    public IImportGrain Import(Guid importId) => grains.GetGrain<IImportGrain>(Keys.Import(importId));
}
