using System.Collections.Immutable;
using Orleans;
using Orleans.Concurrency;
using OrleansAssets.Accounts;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Accounts;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Imports;
using OrleansAssets.MarketData;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.Reminders;

namespace OrleansAssets.Grains.Inner;

/// <summary>What the product itself tells an asset.</summary>
[Inner, Alias("OrleansAssets.IAssetInnerGrain")]
public interface IAssetInnerGrain : IGrainWithStringKey
{
    /// <summary>Takes the file's definition. The enabled flag of the file counts only until an operator or a phase sets it.</summary>
    [Alias("Configure")]
    Task ConfigureAsync(AssetDefinition definition);

    /// <summary>
    /// Takes a newer quote; an older one than the last is ignored, and one that nobody would believe is held back until it is explained.
    /// </summary>
    [Alias("RecordQuote")]
    Task RecordQuoteAsync(Quote quote, string dataset);

    /// <summary>
    /// Takes a newer trade of others; an older one than the last is ignored. Answers why it is not believed, in words; null where it is.
    /// </summary>
    [Alias("RecordTrade")]
    Task<string?> RecordTradeAsync(MarketTrade trade);

    /// <summary>
    /// The newest quote that is believed, null for none, for a portfolio that holds the asset. It counts as held for some minutes from then
    /// on: its quotes are collected though it is disabled, and before others'.
    /// </summary>
    [Alias("QuoteForHolder")]
    Task<Quote?> QuoteForHolderAsync();

    /// <summary>
    /// Likewise where what is held was marked: a first quote that nothing else vouches for is measured by that mark, and held back where it
    /// is too far from it.
    /// </summary>
    [Alias("QuoteForMarked")]
    Task<Quote?> QuoteForMarkedAsync(HeldMark mark);

    /// <summary>Notes that a source delivered.</summary>
    [Alias("RecordFreshness")]
    Task RecordFreshnessAsync(SourceFreshness freshness);

    /// <summary>Takes a newer sentiment snapshot; an older one than the source's last is ignored.</summary>
    [Alias("RecordSentiment")]
    Task RecordSentimentAsync(SentimentSnapshot snapshot);

    /// <summary>
    /// Takes all earnings dates that a source tells of now: a coming one that it told of before and tells of no more has moved.
    /// </summary>
    [Alias("RecordEarningsOf")]
    Task RecordEarningsAsync(string sourceId, ImmutableArray<DateOnly> dates);

    /// <summary>Takes posts of watched accounts; one that is known already is ignored.</summary>
    [Alias("RecordWatchedPosts")]
    Task RecordWatchedPostsAsync(ImmutableArray<WatchedPost> posts);
}

/// <summary>What the product itself tells a class.</summary>
[Inner, Alias("OrleansAssets.IAssetClassInnerGrain")]
public interface IAssetClassInnerGrain : IGrainWithStringKey
{
    /// <summary>Takes the file's definition. The enabled flag of the file counts only until a phase sets it.</summary>
    [Alias("Configure")]
    Task ConfigureAsync(AssetClassDefinition definition);

    /// <summary>Sets the enabled flag and notes who did.</summary>
    [Alias("SetEnabled")]
    Task<AssetClassView> SetEnabledAsync(bool enabled, string by);

    /// <summary>
    /// Sets whether new positions may be opened, and notes who did and why. A class is never Halted: halts are the portfolio's.
    /// </summary>
    [Alias("SetMode")]
    Task<AssetClassView> SetModeAsync(TradingMode mode, string by, string? reason);
}

/// <summary>What the silo's start tells the catalogue.</summary>
[Inner, Alias("OrleansAssets.ICatalogueInnerGrain")]
public interface ICatalogueInnerGrain : IGrainWithStringKey
{
    /// <summary>Brings the configuration of this silo into the grains and the registry tables. Running it twice changes nothing.</summary>
    [Alias("Apply")]
    Task ApplyAsync();
}

/// <summary>What the product itself asks of the corporate actions.</summary>
[Inner, Alias("OrleansAssets.ICorporateActionsInnerGrain")]
public interface ICorporateActionsInnerGrain : IGrainWithStringKey, IRemindable
{
    /// <summary>Ensures the reminder that applies them.</summary>
    [Alias("Start")]
    Task StartAsync();

    /// <summary>Applies what holds and is not settled; answers how many actions were. Saying it again applies nothing twice.</summary>
    [Alias("Apply")]
    Task<int> ApplyAsync();
}

/// <summary>What the catalogue tells a data source.</summary>
[Inner, Alias("OrleansAssets.IDataSourceInnerGrain")]
public interface IDataSourceInnerGrain : IGrainWithStringKey, IRemindable
{
    /// <summary>Takes the file's definition and ensures the reminder that collects.</summary>
    [Alias("Configure")]
    Task ConfigureAsync(DataSourceDefinition definition);
}

/// <summary>What a data source asks of its feeds.</summary>
[Inner, Alias("OrleansAssets.IFeedInnerGrain")]
public interface IFeedInnerGrain : IGrainWithStringKey
{
    /// <summary>
    /// Fetches at most the granted calls and stores what came, watermark last, so that a crash repeats work and never loses it.
    /// A vendor's failure is an outcome, not an exception. Cancelled, it gives up the call to the vendor; what had come is stored or asked
    /// for again.
    /// </summary>
    [Alias("Collect")]
    Task<FeedOutcome> CollectAsync(FeedGrant grant, CancellationToken cancellationToken = default);
}

/// <summary>What the catalogue tells a phase.</summary>
[Inner, Alias("OrleansAssets.IPhaseInnerGrain")]
public interface IPhaseInnerGrain : IGrainWithStringKey, IRemindable
{
    /// <summary>Takes the file's definition.</summary>
    [Alias("Configure")]
    Task ConfigureAsync(PhaseDefinition definition);
}

/// <summary>What an import and the account tell a portfolio.</summary>
[Inner, Alias("OrleansAssets.IPortfolioInnerGrain")]
public interface IPortfolioInnerGrain : IGrainWithStringKey, IRemindable
{
    /// <summary>Moves an import's staged trades or equity into the tables, once, and takes the new figures.</summary>
    [Alias("TakeImport")]
    Task<ImportCounts> TakeImportAsync(Guid importId, ImportKind kind);

    /// <summary>Takes the lines of a statement that an import staged and that the book does not have yet.</summary>
    [Alias("TakeEvents")]
    Task<ImportCounts> TakeEventsAsync(Guid importId, ImportTarget target);

    /// <summary>What it would make of the fills or the events that an import staged; nothing is taken.</summary>
    [Alias("DryTake")]
    Task<ImportCounts> DryTakeAsync(Guid importId, ImportTarget target, CancellationToken cancellationToken = default);

    /// <summary>Stops all trading as the account is halted; saying the same again answers the same halt.</summary>
    [Alias("HaltWithAccount")]
    Task<ActiveHalt> HaltWithAccountAsync(string cause);

    /// <summary>
    /// Goes on as the account does: lifts what carries out a halt of the account; where nothing does, it changes nothing.
    /// </summary>
    [Alias("ResetWithAccount")]
    Task ResetWithAccountAsync(AccountReset reset);

    /// <summary>Whether its asset was held when a corporate action came to hold, whatever is held by now.</summary>
    [Alias("IsConcerned")]
    Task<bool> IsConcernedAsync(CorporateAction action);

    /// <summary>Equity by which the size of what is told may be measured; null where no capital was ever told of.</summary>
    [Alias("GetMeasure")]
    Task<decimal?> GetMeasureAsync();
}

/// <summary>What the silo's start tells the figures of a portfolio.</summary>
[Inner, Alias("OrleansAssets.IPerformanceInnerGrain")]
public interface IPerformanceInnerGrain : IGrainWithStringKey, IRemindable
{
    /// <summary>Ensures the daily reminder that fills the table of performance by asset.</summary>
    [Alias("Start")]
    Task StartAsync();
}

/// <summary>What the silo's start tells the risk model.</summary>
[Inner, Alias("OrleansAssets.IRiskModelInnerGrain")]
public interface IRiskModelInnerGrain : IGrainWithStringKey, IRemindable
{
    /// <summary>Ensures the reminder.</summary>
    [Alias("Start")]
    Task StartAsync();
}

/// <summary>Makes the partitions of the time-series tables ahead of time, on a reminder; key <see cref="Keys.Partitions"/>.</summary>
[Inner, Alias("OrleansAssets.IPartitionsGrain")]
public interface IPartitionsGrain : IGrainWithStringKey, IRemindable
{
    /// <summary>Ensures the reminder, and the partitions of now.</summary>
    [Alias("Start")]
    Task StartAsync();
}

/// <summary>
/// Watches over every reminder of the service: what is overdue it has done, and arms its reminder again; key <see cref="Keys.Watchdog"/>.
/// </summary>
[Inner, Alias("OrleansAssets.IWatchdogGrain")]
public interface IWatchdogGrain : IGrainWithStringKey
{
    /// <summary>Wakes what is overdue and returns it. Every silo calls this by and by: calling it again wakes nothing twice.</summary>
    [ResponseTimeout("00:02:00")]
    [Alias("Watch")]
    Task<ImmutableArray<OverdueWork>> WatchAsync();

    /// <summary>The reminders that are overdue now, the longest first.</summary>
    [AlwaysInterleave]
    [Alias("GetOverdue")]
    Task<ImmutableArray<OverdueWork>> GetOverdueAsync(CancellationToken cancellationToken = default);
}

/// <summary>What every silo tells a stream of quotes.</summary>
[Inner, Alias("OrleansAssets.IQuoteStreamInnerGrain")]
public interface IQuoteStreamInnerGrain : IGrainWithStringKey
{
    /// <summary>Opens the connection where quotes are wanted and none is open; every silo says so every few seconds.</summary>
    [Alias("Ensure")]
    Task EnsureAsync();
}

/// <summary>What the product itself tells the account.</summary>
[Inner, Alias("OrleansAssets.IAccountInnerGrain")]
public interface IAccountInnerGrain : IGrainWithStringKey
{
    /// <summary>Begins to look after the portfolios; once at a start is enough.</summary>
    [Alias("Start")]
    Task StartAsync();

    /// <summary>A portfolio has halted by itself: look now, and not only at the next minute.</summary>
    [Alias("Nudge"), OneWay]
    Task NudgeAsync();

    /// <summary>
    /// The halts in force, for a portfolio that is about to decide: it may be new, or not have been told. Answered at once, also while
    /// the account tells portfolios.
    /// </summary>
    [Alias("GetHalts"), AlwaysInterleave]
    Task<ImmutableArray<AccountHalt>> GetHaltsAsync();
}
