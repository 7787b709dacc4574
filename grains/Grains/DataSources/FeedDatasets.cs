using System.Collections.Immutable;
using Orleans;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.CorporateActions;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Grains.Inner;
using OrleansAssets.MarketData;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.DataSources;

/// <summary>The datasets of the vendors' interfaces, each for one feed: what a kind of dataset asks of a vendor is known here.</summary>
internal sealed class FeedDatasets(
    IMarketDataStore market,
    IMarketFactsStore facts,
    ICorporateActionStore actions,
    QuoteDelivery delivery,
    AssetsConfiguration configuration,
    IGrainFactory grains,
    TimeProvider time)
{
    /// <summary>Pulls the dataset that the grant names, where the vendor's adapter offers it.</summary>
    public Task<FeedOutcome> PullAsync(IVendorAdapter? vendor, FeedPull pull, CancellationToken cancellationToken) =>
        (pull.Grant.Schedule, vendor, pull.Id, pull.Grant) switch
        {
            ({ Kind: DatasetKind.Candles, Timeframe: { } timeframe }, ICandleSource source, var id, var grant) =>
                pull.PullAsync(Candles(source, id, grant, timeframe, () => pull.Restates), cancellationToken),
            ({ Kind: DatasetKind.Quotes }, IQuoteSource source, var id, var grant) =>
                pull.PullAsync(Quotes(source, id, grant), cancellationToken),
            ({ Kind: DatasetKind.Indicator, Indicator: { } indicator }, IIndicatorSource source, var id, var grant) =>
                pull.PullAsync(Indicators(source, id, grant, indicator), cancellationToken),
            ({ Kind: DatasetKind.Sentiment }, ISentimentSource source, var id, var grant) =>
                pull.PullAsync(Sentiment(source, id, grant), cancellationToken),
            ({ Kind: DatasetKind.OptionsFlow }, IOptionsFlowSource source, var id, var grant) =>
                pull.PullAsync(OptionsFlow(source, id, grant), cancellationToken),
            ({ Kind: DatasetKind.Calendar }, ICalendarSource source, _, _) => pull.PullAsync(Calendar(source), cancellationToken),
            ({ Kind: DatasetKind.Earnings }, IEarningsSource source, var id, var grant) =>
                pull.PullAsync(Earnings(source, id, grant), cancellationToken),
            ({ Kind: DatasetKind.Posts, Account: { } account }, IPostSource source, var id, var grant) =>
                pull.PullAsync(Posts(source, id, grant, account, () => pull.OlderUntil), cancellationToken),
            ({ Kind: DatasetKind.Trending }, ITrendingSource source, _, var grant) =>
                pull.PullAsync(Trending(source, grant), cancellationToken),
            ({ Kind: DatasetKind.Splits }, ISplitSource source, var id, _) =>
                pull.PullAsync(CorporateActions(source.GetSplitsAsync, id, ActionKinds.OfSplits), cancellationToken),
            ({ Kind: DatasetKind.Dividends }, IDividendSource source, var id, _) =>
                pull.PullAsync(CorporateActions(source.GetDividendsAsync, id, ActionKinds.OfDividends), cancellationToken),
            _ => pull.NotOfferedAsync(),
        };

    /// <param name="restates">Whether values that come as they are stored count as known anew; null where they never do.</param>
    public FeedDataset<Candle> Candles(
        ICandleSource source, FeedId id, FeedGrant grant, Timeframe timeframe, Func<bool>? restates = null) => new(
        (from, token) => source.GetCandlesAsync(
            new CandleQuery(id.AssetId, grant.Symbol, timeframe, from, configuration.HasNegativePrices(id.AssetId)), token),
        candle => new RowKey(candle.AssetId, candle.SourceId, candle.OpenTime),
        rows => restates?.Invoke() == true
            ? market.RestateCandlesAsync(grant.ClassId, rows, CancellationToken.None)
            : market.UpsertCandlesAsync(grant.ClassId, rows, CancellationToken.None))
    {
        FaultOf = candle => candle.Timeframe == timeframe
            ? null
            : $"a candle of {candle.Timeframe.Code()} came, not of {timeframe.Code()}",
        OneRowAnInstant = true,
        StartsWhereAsked = true,
        Remember = (state, newest) => state.Newest?.OpenTime > newest.OpenTime ? state : state with { Newest = newest },
        AdjustedBy = (state, rows) => HistoryRules.AdjustedBy(state, rows, time.GetUtcNow()),
    };

    public FeedDataset<Quote> Quotes(IQuoteSource source, FeedId id, FeedGrant grant) => new(
        async (_, token) => PageOf(
            await source.GetQuoteAsync(new QuoteQuery(id.AssetId, grant.Symbol, configuration.HasNegativePrices(id.AssetId)), token),
            quote => RowPage(quote with { At = ClockSkew.Heal(quote.At, time.GetUtcNow()) })),
        quote => new RowKey(quote.AssetId, quote.SourceId, quote.At),
        rows => market.UpsertQuotesAsync(grant.ClassId, rows, CancellationToken.None))
    {
        NotifyAsync = rows => delivery.TellAsync(rows[^1], id.Dataset),
    };

    public FeedDataset<IndicatorValue> Indicators(IIndicatorSource source, FeedId id, FeedGrant grant, string indicator) => new(
        (from, token) => source.GetIndicatorAsync(new IndicatorQuery(id.AssetId, grant.Symbol, indicator, from), token),
        value => new RowKey(value.AssetId, value.SourceId, value.At),
        rows => facts.UpsertIndicatorsAsync(grant.ClassId, rows, CancellationToken.None))
    {
        FaultOf = value => value.Indicator == indicator ? null : $"a value of {value.Indicator} came, not of {indicator}",
        OneRowAnInstant = true,
        StartsWhereAsked = true,
    };

    public FeedDataset<SentimentSnapshot> Sentiment(ISentimentSource source, FeedId id, FeedGrant grant) => new(
        async (_, token) => PageOf(await source.GetSentimentAsync(
            new SentimentQuery(id.AssetId, grant.Symbol, NameOf(id), grant.Schedule.LookbackMinutes), token), RowPage),
        snapshot => new RowKey(snapshot.AssetId, snapshot.SourceId, snapshot.At),
        rows => facts.UpsertSentimentAsync(grant.ClassId, rows, CancellationToken.None))
    {
        NotifyAsync = rows => AssetOf(id).RecordSentimentAsync(rows[^1]),
    };

    public FeedDataset<OptionsFlow> OptionsFlow(IOptionsFlowSource source, FeedId id, FeedGrant grant) => new(
        (from, token) => source.GetOptionsFlowAsync(new FlowQuery(id.AssetId, grant.Symbol, from), token),
        trade => new RowKey(trade.AssetId, trade.SourceId, trade.At),
        rows => facts.UpsertOptionsFlowAsync(grant.ClassId, rows, CancellationToken.None))
    {
        StartsWhereAsked = true,
    };

    public FeedDataset<EconomicEvent> Calendar(ICalendarSource source) => new(
        source.GetCalendarAsync,
        one => new RowKey(one.AssetId, one.SourceId, one.At),
        rows => facts.UpsertEventsAsync(rows, CancellationToken.None))
    {
        StartsWhereAsked = true,
        MayLieAhead = true,
    };

    public FeedDataset<EconomicEvent> Earnings(IEarningsSource source, FeedId id, FeedGrant grant) => new(
        (_, token) => source.GetEarningsAsync(id.AssetId, grant.Symbol, token),
        one => new RowKey(one.AssetId, one.SourceId, one.At),
        rows => facts.UpsertEventsAsync(rows, CancellationToken.None))
    {
        NotifyAsync = rows => AssetOf(id).RecordEarningsAsync(id.SourceId, [.. rows.Select(one => DateOf(one.At)).Distinct()]),
        MayLieAhead = true,
    };

    /// <summary>
    /// The asset keeps the newest, by which rules go: it is told before the feed moves on, so that a crash in between tells it again.
    /// </summary>
    /// <param name="until">Up to where posts are still to be read, where the newest were; null where none were.</param>
    public FeedDataset<WatchedPost> Posts(
        IPostSource source, FeedId id, FeedGrant grant, string account, Func<DateTimeOffset?> until) => new(
        (from, token) => source.GetPostsAsync(new PostQuery(id.AssetId, grant.Symbol, NameOf(id), account, from, until()), token),
        post => new RowKey(post.AssetId, post.SourceId, post.At),
        async rows =>
        {
            var counts = await facts.UpsertPostsAsync(grant.ClassId, rows, CancellationToken.None);
            await AssetOf(id).RecordWatchedPostsAsync(rows);
            return counts;
        })
    {
        StartsWhereAsked = true,
    };

    public FeedDataset<TrendingSymbol> Trending(ITrendingSource source, FeedGrant grant) => new(
        (_, token) => source.GetTrendingAsync(grant.Schedule.LookbackMinutes, token),
        symbol => new RowKey(AssetId: null, symbol.SourceId, symbol.At),
        rows => facts.UpsertTrendingAsync(rows, CancellationToken.None));

    /// <summary>
    /// One page has them all, those to come too: what was to come and is no longer told is withdrawn, but of no share of which a row could
    /// not be used.
    /// </summary>
    public FeedDataset<CorporateAction> CorporateActions(
        Func<CorporateActionQuery, CancellationToken, Task<VendorReply<DataPage<CorporateAction>>>> ask, FeedId id,
        ImmutableArray<CorporateActionKind> kinds) => new(
        (from, token) => ActionRules.SharesOf(configuration, id.SourceId) is { IsEmpty: false } shares
            ? ask(new CorporateActionQuery(shares, from), token)
            : Task.FromResult(NothingAsked<CorporateAction>()),
        action => new RowKey(action.AssetId, action.SourceId, new DateTimeOffset(action.EffectiveOn, TimeOnly.MinValue, TimeSpan.Zero)),
        rows => actions.UpsertAsync(rows, ClassOf, time.GetUtcNow(), CancellationToken.None))
    {
        WithdrawAsync = page => page.Unsure.Contains(FeedId.Market, StringComparer.Ordinal)
            ? Task.CompletedTask
            : actions.WithdrawAsync(
                id.SourceId, kinds, page.Rows, page.Unsure, NewYorkTime.DateOf(time.GetUtcNow()), time.GetUtcNow(), CancellationToken.None),
        IsWhole = true,
        MayLieAhead = true,
    };

    private static VendorReply<DataPage<T>> NothingAsked<T>() =>
        new(FeedResult.Ok, new DataPage<T>([], ContinueFrom: null), null, null, null) { IsFree = true };

    private static VendorReply<DataPage<TRow>> PageOf<T, TRow>(VendorReply<T> reply, Func<T, DataPage<TRow>> page)
        where T : class => reply.With(reply.Value is { } value ? page(value) : null);

    private static DataPage<TRow> RowPage<TRow>(TRow row) => new([row], ContinueFrom: null);

    /// <summary>A bare date comes as its midnight in UTC; an instant belongs to the date of New York's calendar.</summary>
    private static DateOnly DateOf(DateTimeOffset at) => at.UtcDateTime.TimeOfDay == TimeSpan.Zero
        ? DateOnly.FromDateTime(at.UtcDateTime)
        : NewYorkTime.DateOf(at);

    private string ClassOf(string assetId) => configuration.FindAsset(assetId)?.ClassId
        ?? throw new InvalidOperationException($"A corporate action of '{assetId}' came, which the configuration has not.");

    private string NameOf(FeedId id) => configuration.FindInstrument(id.AssetId)?.Name ?? id.AssetId;

    private IAssetInnerGrain AssetOf(FeedId id) => grains.GetGrain<IAssetInnerGrain>(Keys.Asset(id.AssetId));
}
