using System.Collections.Immutable;
using System.Globalization;
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
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.MarketData;
using OrleansAssets.Notices;
using OrleansAssets.Performance;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.Reminders;
using OrleansAssets.RiskModel;
using OrleansAssets.Sentiment;
using OrleansAssets.Streams;

namespace OrleansAssets.Pages.Reading;

/// <summary>Every question that a page asks of the grains; all go by way of <see cref="SharedAnswers"/>.</summary>
internal sealed class PageReader(IGrainFactory grains, SharedAnswers shared)
{
    private const int NewestFills = 300, OlderFills = 1_000, FillPagesMax = 12;

    private static readonly TimeSpan CountedAnew = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan OlderKeptFor = TimeSpan.FromMinutes(10);

    /// <summary>What would become of a book is told anew from its journal, as the API's callers wait for it too.</summary>
    private static readonly TimeSpan RetellingPatience = TimeSpan.Parse(CallTimes.Correction, CultureInfo.InvariantCulture);

    private IMarketDataGrain Data => grains.GetGrain<IMarketDataGrain>(Keys.MarketData);

    private ICatalogueGrain Catalogue => grains.GetGrain<ICatalogueGrain>(Keys.Catalogue);

    public Task<Answer<SystemStatus>> StatusAsync() => shared.AskAsync("status", Catalogue.GetStatusAsync);

    public Task<Answer<ImmutableArray<AssetView>>> AssetsAsync() => shared.AskAsync("assets", Catalogue.GetAssetsAsync);

    /// <summary>Pairs that are collected for their rates and never traded.</summary>
    public Task<Answer<ImmutableArray<AssetView>>> ConversionsAsync() => shared.AskAsync("conversions", Catalogue.GetConversionsAsync);

    public Task<Answer<ImmutableArray<AssetClassView>>> ClassesAsync() => shared.AskAsync("classes", Catalogue.GetClassesAsync);

    public Task<Answer<AssetClassView>> ClassAsync(string id) =>
        shared.AskAsync($"class {id}", _ => grains.GetGrain<IAssetClassGrain>(Keys.AssetClass(id)).GetAsync());

    public Task<Answer<ImmutableArray<PhaseView>>> PhasesAsync() => shared.AskAsync("phases", Catalogue.GetPhasesAsync);

    public Task<Answer<ImmutableArray<DataSourceView>>> SourcesAsync() => shared.AskAsync("sources", Catalogue.GetSourcesAsync);

    public Task<Answer<DataSourceView>> SourceAsync(string id) =>
        shared.AskAsync($"source {id}", grains.GetGrain<IDataSourceGrain>(Keys.DataSource(id)).GetAsync);

    public Task<Answer<FeedView>> FeedAsync(FeedId feed) =>
        shared.AskAsync($"feed {feed}", _ => grains.GetGrain<IFeedGrain>(Keys.Feed(feed)).GetAsync());

    public Task<Answer<QuoteStreamView>> StreamAsync(string sourceId) =>
        shared.AskAsync($"stream {sourceId}", grains.GetGrain<IQuoteStreamGrain>(Keys.QuoteStream(sourceId)).GetAsync);

    public Task<Answer<ImmutableArray<OverdueWork>>> OverdueAsync() => shared.AskAsync("overdue", Catalogue.GetOverdueAsync);

    public Task<Answer<ImmutableArray<GateBypass>>> BypassesAsync() => shared.AskAsync("bypasses", Catalogue.GetBypassesAsync);

    public Task<Answer<ImmutableArray<PhaseCost>>> PhaseCostsAsync() => shared.AskAsync("costs", Catalogue.GetPhaseCostsAsync);

    public Task<Answer<ImmutableArray<ConfigurationDifference>>> DifferencesAsync() =>
        shared.AskAsync("differences", Catalogue.GetDifferencesAsync);

    public Task<Answer<AssetView>> AssetAsync(string id) =>
        shared.AskAsync($"asset {id}", _ => grains.GetGrain<IAssetGrain>(Keys.Asset(id)).GetAsync());

    public Task<Answer<SizeAnswer>> SizeAsync(string id, SizeRequest request) => shared.AskAsync(
        $"size {id} {request}", token => grains.GetGrain<IAssetGrain>(Keys.Asset(id)).SizeAsync(request, token));

    public Task<Answer<PhaseView>> PhaseAsync(string id) =>
        shared.AskAsync($"phase {id}", _ => grains.GetGrain<IPhaseGrain>(Keys.Phase(id)).GetAsync());

    public Task<Answer<PhasePlan>> PlanAsync(string id, PhaseOperationKind kind) => shared.AskAsync(
        $"plan {id} {kind}", token => grains.GetGrain<IPhaseGrain>(Keys.Phase(id)).PlanAsync(kind, token));

    /// <summary>Measures now, and keeps the result.</summary>
    public Task<Answer<Readiness>> ReadinessAsync(string id) =>
        shared.AskAsync($"readiness {id}", grains.GetGrain<IPhaseGrain>(Keys.Phase(id)).EvaluateAsync);

    public Task<Answer<PhaseForecast>> ForecastAsync(string id) =>
        shared.AskAsync($"forecast {id}", grains.GetGrain<IPhaseGrain>(Keys.Phase(id)).ForecastAsync);

    public Task<Answer<ImmutableArray<PhaseLogEntry>>> PhaseHistoryAsync(string id, int count) => shared.AskAsync(
        $"history {id} {count}", token => grains.GetGrain<IPhaseGrain>(Keys.Phase(id)).GetHistoryAsync(count, token));

    public Task<Answer<PortfolioView>> PortfolioAsync(string id) =>
        shared.AskAsync($"portfolio {id}", _ => Portfolio(id).GetAsync());

    /// <summary>All portfolios that are traded, and what halts them as one.</summary>
    public Task<Answer<AccountView>> AccountAsync() =>
        shared.AskAsync("account", grains.GetGrain<IAccountGrain>(Keys.Account).GetAsync);

    public Task<Answer<ImmutableArray<PortfolioGlance>>> PortfoliosAsync() =>
        shared.AskAsync("portfolios", Catalogue.GetPortfoliosAsync);

    public Task<Answer<TradingModeView>> ModeAsync(string id) => shared.AskAsync($"mode {id}", _ => Portfolio(id).GetModeAsync());

    /// <summary>Places of the journal that the portfolio remembers itself.</summary>
    public Task<Answer<ImmutableArray<AuditPosition>>> AnchorsAsync(string id) =>
        shared.AskAsync($"anchors {id}", _ => Portfolio(id).GetJournalAnchorsAsync());

    public Task<Answer<PortfolioReview>> ReviewAsync(string id) =>
        shared.AskAsync($"review {id}", token => Portfolio(id).ValidateAsync(token));

    public Task<Answer<WhatIfAnswer>> WhatIfAsync(string id, ImmutableArray<PriceShock> shocks) => shared.AskAsync(
        $"what if {id} {string.Join(' ', shocks)}", token => Portfolio(id).WhatIfAsync(shocks, token));

    /// <summary>Counted over days of decisions, so that it is not counted anew for every look.</summary>
    public Task<Answer<RefusalAnswer>> WhyAsync(RefusalQuestion question) => shared.AskAsync(
        $"why {question}", token => grains.GetGrain<IRefusalsGrain>(Keys.Refusals).WhyAsync(question, token), CountedAnew);

    public Task<Answer<ImmutableArray<Order>>> OrdersAsync(string id, OrderQuery query) =>
        shared.AskAsync($"orders {id} {query}", token => Portfolio(id).GetOrdersAsync(query, token));

    public Task<Answer<OrderPage>> FindOrdersAsync(string id, OrderQuery query) =>
        shared.AskAsync($"order page {id} {query}", token => Portfolio(id).FindOrdersAsync(query, token));

    public Task<Answer<CorrectionAnswer>> DryCorrectFillAsync(string id, FillCorrection correction) => shared.AskAsync(
        $"dry correct {id} {correction}", token => Portfolio(id).DryCorrectFillAsync(correction, token), patience: RetellingPatience);

    public Task<Answer<BookEventAnswer>> DryRecordEventAsync(string id, BookEvent told) => shared.AskAsync(
        $"dry event {id} {told}", token => Portfolio(id).DryRecordEventAsync(told, token), patience: RetellingPatience);

    public Task<Answer<Order>> OrderAsync(string id, string clientOrderId) =>
        shared.AskAsync($"order {id} {clientOrderId}", token => Portfolio(id).GetOrderAsync(clientOrderId, token));

    public Task<Answer<OrderDecision>> DryCheckAsync(string portfolioId, OrderRequest order) => shared.AskAsync(
        $"dry {portfolioId} {order}", token => Portfolio(portfolioId).DryCheckOrderAsync(order, token));

    public Task<Answer<OrderDecision>> DecisionAsync(string portfolioId, string decisionId) => shared.AskAsync(
        $"decision {portfolioId} {decisionId}", token => Portfolio(portfolioId).GetDecisionAsync(decisionId, token));

    public Task<Answer<DecisionReplay>> ReplayAsync(string portfolioId, string decisionId) => shared.AskAsync(
        $"replay {portfolioId} {decisionId}", token => Portfolio(portfolioId).ReplayDecisionAsync(decisionId, token));

    public Task<Answer<PerformanceDetails>> PerformanceAsync(string id, PerformanceQuery query) => shared.AskAsync(
        $"performance {id} {query}", token => Performance(id).GetDetailsAsync(query, token));

    /// <summary>Drawn by lot many times over, so that it is not drawn anew for every look.</summary>
    /// <param name="level">Share of samples whose interval holds the true value, between 0 and 1.</param>
    public Task<Answer<PerformanceIntervals>> IntervalsAsync(string id, PerformanceQuery query, double level) => shared.AskAsync(
        $"intervals {id} {query} {level:R}", token => Performance(id).GetIntervalsAsync(query, level, token), CountedAnew);

    public Task<Answer<PerformanceSeries>> SeriesAsync(string id, PerformanceQuery query, int rollingDays) => shared.AskAsync(
        $"series {id} {query} {rollingDays}", token => Performance(id).GetSeriesAsync(query, rollingDays, token));

    public Task<Answer<ImmutableArray<PerformanceDetails>>> CompareAsync(string id, PerformanceQuery query, PerformanceGroup group) =>
        shared.AskAsync($"compare {id} {query} {group}", token => Performance(id).CompareAsync(query, group, token));

    public Task<Answer<TradePage>> TradesAsync(string id, TradeQuery query) =>
        shared.AskAsync($"trades {id} {query}", token => Performance(id).FindTradesAsync(query, token));

    public Task<Answer<RiskModelView>> RiskModelAsync() =>
        shared.AskAsync("risk model", _ => grains.GetGrain<IRiskModelGrain>(Keys.RiskModel).GetAsync());

    /// <param name="asOf">The matrix of that day or before.</param>
    public Task<Answer<CorrelationMatrix>> CorrelationsAsync(DateOnly asOf) =>
        shared.AskAsync($"correlations {asOf:o}", token => Data.GetCorrelationsAsync(asOf, token));

    public Task<Answer<ImmutableArray<CorporateActionView>>> CorporateActionsAsync(string? assetId, DateOnly from) => shared.AskAsync(
        $"actions {assetId} {from:o}",
        token => grains.GetGrain<ICorporateActionsGrain>(Keys.CorporateActions).GetAsync(assetId, from, token));

    public Task<Answer<ImmutableArray<SentimentSnapshot>>> SentimentAsync(string? assetId) => shared.AskAsync(
        $"sentiment {assetId}", token => grains.GetGrain<ISentimentGrain>(Keys.Sentiment).GetLatestAsync(assetId, token));

    public Task<Answer<ImmutableArray<TrendingSymbol>>> TrendingAsync() =>
        shared.AskAsync("trending", grains.GetGrain<ISentimentGrain>(Keys.Sentiment).GetTrendingAsync);

    /// <summary>The newest first. What is days long grows by the hour, so that it is not read anew for every look.</summary>
    public Task<Answer<ImmutableArray<SentimentSnapshot>>> MoodAsync(string assetId, DateTimeOffset from, int limit) => shared.AskAsync(
        $"mood {assetId} {from:o} {limit}",
        token => Data.GetSentimentAsync(assetId, lookbackMinutes: null, from, limit, until: null, token),
        CountedAnew);

    public Task<Answer<ImmutableArray<WatchedPost>>> PostsAsync(PostRequest request) =>
        shared.AskAsync($"posts {request}", token => Data.GetPostsAsync(request, token));

    public Task<Answer<CurrentPrice>> PriceAsync(string assetId) =>
        shared.AskAsync($"price {assetId}", token => Data.GetPriceAsync(assetId, token));

    public Task<Answer<ImmutableArray<StoredQuote>>> QuotesAsync(ImmutableArray<string> assetIds) =>
        shared.AskAsync($"quotes {string.Join(' ', assetIds)}", token => Data.GetQuotesAsync(assetIds, token));

    public Task<Answer<ImmutableArray<DataQuality>>> QualityAsync(string assetId) =>
        shared.AskAsync($"quality {assetId}", token => Data.GetQualityAsync(assetId, token));

    public Task<Answer<CandlePage>> CandlesAsync(CandleRequest request) =>
        shared.AskAsync($"candles {request}", token => Data.GetCandlesAsync(request, token));

    public Task<Answer<ImmutableArray<IndicatorValue>>> IndicatorsAsync(string assetId) =>
        shared.AskAsync($"indicators {assetId}", token => Data.GetIndicatorsAsync(assetId, until: null, token));

    /// <summary>Its course, the oldest first; of days, as above.</summary>
    public Task<Answer<ImmutableArray<IndicatorValue>>> IndicatorAsync(
        string assetId, string indicator, DateTimeOffset from, int limit) => shared.AskAsync(
        $"indicator {assetId} {indicator} {from:o} {limit}",
        token => Data.GetIndicatorAsync(assetId, indicator, from, limit, until: null, token), CountedAnew);

    public Task<Answer<ImmutableArray<OptionsFlow>>> FlowAsync(FlowRequest request) =>
        shared.AskAsync($"flow {request}", token => Data.GetOptionsFlowAsync(request, token));

    public Task<Answer<ImmutableArray<EconomicEvent>>> CalendarAsync(CalendarRequest request) =>
        shared.AskAsync($"calendar {request}", token => Data.GetCalendarAsync(request, token));

    public Task<Answer<ImmutableArray<AuditStream>>> AuditStreamsAsync() =>
        shared.AskAsync("audit streams", Audit.GetStreamsAsync);

    public Task<Answer<ImmutableArray<AuditEntry>>> AuditAsync(string? stream, int last) =>
        shared.AskAsync($"audit {stream} {last}", token => Audit.GetLastAsync(stream, last, token));

    /// <summary>Entries after a number, the oldest first.</summary>
    public Task<Answer<ImmutableArray<AuditEntry>>> ReadAuditAsync(string stream, long after, int max) =>
        shared.AskAsync($"audit after {stream} {after} {max}", token => Audit.ReadAsync(stream, after, max, token));

    /// <summary>Signed anew for whoever asks.</summary>
    public Task<Answer<SignedHeads>> SignHeadsAsync() => shared.AskAsync("heads", Audit.SignHeadsAsync);

    /// <param name="freshFor">How long the answer is given again; null where it may change at once.</param>
    public Task<Answer<AuditPage>> FindAsync(AuditQuery query, TimeSpan? freshFor = null) => shared.AskAsync(
        $"find {query.Stream} {string.Join(',', query.Kinds)} {query.Before} {query.Most}", token => Audit.FindAsync(query, token),
        freshFor);

    /// <summary>
    /// Fills of a portfolio and their corrections that were told since an instant, of all its assets: page by page, as far back as the
    /// pages are bounded. The newest page is asked for anew; those before it do not change and are kept.
    /// </summary>
    public async Task<ImmutableArray<PortfolioEvent>> FillsSinceAsync(string portfolioId, DateTimeOffset since)
    {
        var found = new SortedDictionary<long, PortfolioEvent>();
        var query = new AuditQuery(
            Keys.Portfolio(portfolioId), [PortfolioEventJson.Fill, PortfolioEventJson.FillCorrection], null, NewestFills);
        var page = (await FindAsync(query)).Value;
        for (var pages = 1; page is not null; pages++)
        {
            foreach (var told in JournalEntry.Of(page.Entries))
            {
                if (told.Event is { } known)
                {
                    found[told.Entry.Sequence] = known;
                }
            }

            if (page.Next is not { } next || pages == FillPagesMax || (page.Entries is [.., var last] && last.At < since))
            {
                break;
            }

            // Older pages begin at round numbers, so that they stay the same while newer entries come.
            var before = query.Before is null ? ((next + OlderFills - 1) / OlderFills) * OlderFills : next;
            query = query with { Before = before, Most = OlderFills };
            page = (await FindAsync(query, OlderKeptFor)).Value;
        }

        return [.. found.Values];
    }

    /// <summary>An event of a book by its id, as far back as the pages are bounded; null where none of them has it.</summary>
    public async Task<Answer<JournalEntry?>> FindEventAsync(string portfolioId, string eventId)
    {
        var query = new AuditQuery(Keys.Portfolio(portfolioId), [PortfolioEventJson.Event], null, OlderFills);
        var answer = await FindAsync(query);
        for (var pages = 1; answer.Value is { } page; pages++)
        {
            var found = JournalEntry.Of(page.Entries)
                .FirstOrDefault(told => told.Event is BookEventRecorded { Event: var one } && one.EventId == eventId);
            if (found is not null || page.Next is not { } next || pages == FillPagesMax)
            {
                return answer.As(_ => found);
            }

            answer = await FindAsync(query with { Before = next });
        }

        return answer.As<JournalEntry?>(_ => null);
    }

    /// <summary>The newest marks of an asset in a book, the newest first.</summary>
    public async Task<Answer<ImmutableArray<MarkedPrice>>> MarksAsync(string portfolioId, string assetId) =>
        (await FindAsync(new AuditQuery(Keys.Portfolio(portfolioId), [PortfolioEventJson.Mark], null, OlderFills)))
        .As<ImmutableArray<MarkedPrice>>(page =>
        [
            .. JournalEntry.Of(page.Entries).Select(told => told.Event).OfType<PricesMarked>().SelectMany(told => told.Prices)
                .Where(mark => mark.AssetId == assetId),
        ]);

    /// <summary>Verifies from a place on, as far as the grain goes in one step.</summary>
    public Task<Answer<AuditCheck>> VerifyAsync(string stream, AuditPosition from) =>
        shared.AskAsync($"verify {stream} {from.Sequence}", token => Audit.VerifyAsync(stream, from, token));

    public Task<Answer<ImmutableArray<Notice>>> NoticesAsync(NoticeQuery query) => shared.AskAsync(
        $"notices {query}", token => grains.GetGrain<INoticesGrain>(Keys.Notices).ListAsync(query, token));

    /// <summary>Those of the past too, page by page.</summary>
    public Task<Answer<NoticePage>> FindNoticesAsync(NoticePageQuery query) => shared.AskAsync(
        $"notices page {query}", token => grains.GetGrain<INoticesGrain>(Keys.Notices).FindAsync(query, token));

    public Task<Answer<Notice>> NoticeAsync(long id) => shared.AskAsync(
        $"notice {id}", token => grains.GetGrain<INoticesGrain>(Keys.Notices).GetAsync(id, token));

    public Task<Answer<ImmutableArray<NoticeChannelView>>> ChannelsAsync() =>
        shared.AskAsync("channels", grains.GetGrain<INoticesGrain>(Keys.Notices).GetChannelsAsync);

    /// <summary>For an admin's eyes: the page asks for that role.</summary>
    public Task<Answer<ImmutableArray<TokenView>>> TokensAsync() =>
        shared.AskAsync("tokens", _ => grains.GetGrain<IAccessGrain>(Keys.Access).ListAsync());

    public Task<Answer<AuditGuard>> AuditGuardAsync() => shared.AskAsync("audit guard", Audit.GetGuardAsync);

    private IAuditGrain Audit => grains.GetGrain<IAuditGrain>(Keys.Audit);

    private IPortfolioGrain Portfolio(string id) => grains.GetGrain<IPortfolioGrain>(Keys.Portfolio(id));

    private IPerformanceGrain Performance(string id) => grains.GetGrain<IPerformanceGrain>(Keys.Performance(id));
}
