using OrleansAssets.Data;
using OrleansAssets.MarketData;
using OrleansAssets.Storage;

namespace OrleansAssets.Tests.Storage;

public sealed class MarketFactsStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private static readonly IndicatorValue Indicator = new("NVDA", "fred", "semiconductor_index", Rows.Start, 4_321.50m, "points");

    private static readonly SentimentSnapshot Snapshot = new(
        "GME", "reddit", Rows.Start, 60, 12, 0.25, 5, 3, 4, 1.5, ["short", "squeeze"]);

    private static readonly OptionsFlow Trade = new(
        "GME", "unusual_whales", "flow-1", Rows.Start, OptionType.Put, OptionSide.Sell, 22.5m, new DateOnly(2025, 6, 20), 300, 45_000.25m,
        null, Unusual: true);

    private static readonly EconomicEvent Release = new(
        "fred", "release-10-2025-03-12", Rows.Start, "Consumer Price Index", "US", EventImpact.High, null, ["stocks", "forex"], "%", 3.0m,
        null, null);

    private readonly MarketFactsStore _store = new(new SeriesWriter(postgres.DataSource, new PartitionKeeper(postgres.DataSource)));

    public Task InitializeAsync() =>
        ReadAsync("TRUNCATE leading_indicators, social_sentiment, options_flow, economic_calendar, trending_symbols, posts");

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task UpsertIndicators_NewAndRevised_AreStoredExactlyAndCounted()
    {
        Assert.Equal(new ImportCounts(1, 0, 0), await _store.UpsertIndicatorsAsync("stocks", [Indicator], default));
        Assert.Equal(
            new ImportCounts(1, 1, 1),
            await _store.UpsertIndicatorsAsync(
                "stocks",
                [Indicator with { Value = 1m }, Indicator with { Value = 4_322m }, Indicator with { At = Rows.Start.AddDays(1) }],
                default));
        Assert.Equal(new ImportCounts(0, 0, 1), await _store.UpsertIndicatorsAsync("stocks", [Indicator with { Value = 4_322m }], default));

        Assert.Equal(
            ["NVDA|fred|semiconductor_index|stocks|4322|points|1", "NVDA|fred|semiconductor_index|stocks|4321.50|points|0"],
            await ReadAsync(
                "SELECT asset_id, source_id, indicator, asset_class, value, unit, revision FROM leading_indicators ORDER BY at"));
    }

    [Fact]
    public async Task UpsertSentiment_Twice_KeepsEveryPartOnce()
    {
        await _store.UpsertSentimentAsync("speculative", [Snapshot], default);
        Assert.Equal(new ImportCounts(0, 0, 1), await _store.UpsertSentimentAsync("speculative", [Snapshot], default));

        Assert.Equal(
            ["GME|reddit|speculative|60|0.25|12|5|3|4|1.5|short squeeze|0"],
            await ReadAsync("SELECT asset_id, source_id, asset_class, lookback_minutes, score, mentions, positive, negative, neutral, "
                + "volume_change, array_to_string(keywords, ' '), revision FROM social_sentiment"));
    }

    [Fact]
    public async Task GetLatest_SeveralSnapshots_IsTheNewestOfEachSourceAndLookBack()
    {
        var later = Snapshot with { At = Rows.Start.AddHours(1), Score = -0.5, VolumeChange = null };
        await _store.UpsertSentimentAsync(
            "speculative",
            [Snapshot, later, Snapshot with { LookbackMinutes = 1440 }, Snapshot with { SourceId = "twitter" }], default);
        await _store.UpsertSentimentAsync("stocks", [Snapshot with { AssetId = "TSLA", At = Rows.Start.AddDays(-30) }], default);
        var reader = new SentimentReader(postgres.DataSource);

        var found = await reader.GetLatestAsync(null, Rows.Start.AddDays(-14), default);

        Assert.Equal(
            [("reddit", 60, -0.5), ("reddit", 1440, 0.25), ("twitter", 60, 0.25)],
            found.Select(one => (one.SourceId, one.LookbackMinutes, one.Score)));
        Assert.Equal("short squeeze", string.Join(' ', found[0].Keywords));
        Assert.Null(found[0].VolumeChange);
        Assert.Equal(3, (await reader.GetLatestAsync("GME", Rows.Start.AddDays(-14), default)).Length);
        Assert.Equal(Rows.Start.AddDays(-30), Assert.Single(await reader.GetLatestAsync("TSLA", Rows.Start.AddDays(-31), default)).At);
    }

    [Fact]
    public async Task UpsertTrending_TwoReadings_TheNewestIsToldByRank()
    {
        var first = new TrendingSymbol("reddit", Rows.Start, 60, 1, "GME", 30, 0.5, 1.5);
        TrendingSymbol[] second =
        [
            first with { At = Rows.Start.AddHours(1), Rank = 2, VolumeChange = null },
            first with { At = Rows.Start.AddHours(1), Symbol = "PLTR", Mentions = 40 },
        ];

        Assert.Equal(new ImportCounts(1, 0, 0), await _store.UpsertTrendingAsync([first], default));
        Assert.Equal(new ImportCounts(2, 0, 1), await _store.UpsertTrendingAsync([first, .. second], default));
        Assert.Equal(new ImportCounts(0, 1, 0), await _store.UpsertTrendingAsync([first with { Mentions = 31 }], default));
        var reader = new SentimentReader(postgres.DataSource);

        Assert.Equal<IEnumerable<TrendingSymbol>>([second[1], second[0]], await reader.GetTrendingAsync(Rows.Start.AddDays(-14), default));
        Assert.Empty(await reader.GetTrendingAsync(Rows.Start.AddDays(1), default));
    }

    [Fact]
    public async Task UpsertOptionsFlow_OverlappingPages_KeepEachTradeOnce()
    {
        var other = Trade with { FlowId = "flow-2", OpenInterest = 7, Side = OptionSide.Unknown, Type = OptionType.Call };
        Assert.Equal(new ImportCounts(2, 0, 0), await _store.UpsertOptionsFlowAsync("speculative", [Trade, other], default));
        Assert.Equal(
            new ImportCounts(1, 1, 0),
            await _store.UpsertOptionsFlowAsync(
                "speculative", [other with { OpenInterest = 8 }, Trade with { FlowId = "flow-3" }], default));

        Assert.Equal(
            [
                "flow-1|GME|speculative|put|sell|22.5|2025-06-20|300|45000.25||True|0",
                "flow-2|GME|speculative|call|unknown|22.5|2025-06-20|300|45000.25|8|True|1",
                "flow-3|GME|speculative|put|sell|22.5|2025-06-20|300|45000.25||True|0",
            ],
            await ReadAsync("SELECT trade_id, asset_id, asset_class, contract_type, side, strike, expires_on::text, contracts, premium, "
                + "open_interest, unusual, revision FROM options_flow ORDER BY trade_id"));
    }

    [Fact]
    public async Task UpsertEvents_FigureIsReleased_UpdatesTheEvent()
    {
        await _store.UpsertEventsAsync([Release], default);
        var moved = Release with { At = Rows.Start.AddDays(1), Actual = 2.8m };
        Assert.Equal(new ImportCounts(0, 1, 0), await _store.UpsertEventsAsync([moved], default));
        Assert.Equal(new ImportCounts(0, 0, 1), await _store.UpsertEventsAsync([moved], default));

        Assert.Equal(
            ["release-10-2025-03-12|02|Consumer Price Index|US|high|stocks forex||%|3.0||2.8|1"],
            await ReadAsync("SELECT event_id, to_char(at AT TIME ZONE 'UTC', 'DD'), title, country, impact, "
                + "array_to_string(asset_classes, ' '), asset_id, unit, previous, forecast, actual, revision FROM economic_calendar"));
    }

    [Fact]
    public async Task UpsertPosts_OfTwoAssets_AreToldByAccountAndAsset()
    {
        var post = new WatchedPost("TSLA", "twitter", "@elonmusk", "17", Rows.Start, "To Mars", 0.5, MentionsAsset: false);
        WatchedPost[] posts = [post, post with { PostId = "18", At = Rows.Start.AddHours(1) }];
        Assert.Equal(new ImportCounts(2, 0, 0), await _store.UpsertPostsAsync("stocks", posts, default));
        Assert.Equal(new ImportCounts(0, 1, 1), await _store.UpsertPostsAsync("stocks", [posts[0], posts[1] with { Text = "T" }], default));
        await _store.UpsertPostsAsync("crypto", [post with { AssetId = "DOGE/USDT", Account = "@doge", PostId = "9" }], default);
        var reader = new MarketFactsReader(postgres.DataSource);

        var all = await reader.GetPostsAsync(new PostRequest(null, null, Rows.Start), default);
        var newest = await reader.GetPostsAsync(new PostRequest("@elonmusk", null, Rows.Start, 1), default);

        Assert.Equal(posts[1] with { Text = "T" }, Assert.Single(newest));
        Assert.Equal(["18", "9", "17"], all.Select(one => one.PostId));
        Assert.Equal("@doge", Assert.Single(await reader.GetPostsAsync(new PostRequest(null, "DOGE/USDT", Rows.Start), default)).Account);
        Assert.Empty(await reader.GetPostsAsync(new PostRequest("@doge", "TSLA", Rows.Start), default));
    }

    [Fact]
    public async Task Facts_OfEachKind_AreToldAsTheyWereStored()
    {
        await _store.UpsertIndicatorsAsync(
            "stocks",
            [
                Indicator, Indicator with { At = Rows.Start.AddDays(1), Value = 2 },
                Indicator with { Indicator = "short_interest", SourceId = "finra" }, Indicator with { AssetId = "AMD" },
            ],
            default);
        await _store.UpsertSentimentAsync(
            "speculative", [Snapshot, Snapshot with { At = Rows.Start.AddHours(1), LookbackMinutes = 1440 }], default);
        await _store.UpsertOptionsFlowAsync(
            "speculative", [Trade, Trade with { FlowId = "flow-2", Premium = 10, Unusual = false, OpenInterest = 5 }], default);
        await _store.UpsertEventsAsync(
            [
                Release, Release with { EventId = "all", Classes = [], Impact = EventImpact.Low },
                Release with { EventId = "earnings", AssetId = "NVDA", Impact = EventImpact.Medium },
            ],
            default);
        var reader = new MarketFactsReader(postgres.DataSource);
        var (from, until) = (Rows.Start, Rows.Start.AddDays(1));

        Assert.Equal<IEnumerable<IndicatorValue>>(
            [Indicator with { At = Rows.Start.AddDays(1), Value = 2 }, Indicator with { Indicator = "short_interest", SourceId = "finra" }],
            await reader.GetIndicatorsAsync("NVDA", null, default));
        var course = await reader.GetIndicatorAsync("NVDA", "semiconductor_index", from, null, 5, default);
        Assert.Equal([4_321.50m, 2m], course.Select(one => one.Value));
        Assert.Equal([1440, 60], (await reader.GetSentimentAsync("GME", null, from, null, 5, default)).Select(one => one.LookbackMinutes));
        Assert.Equal(0.25, Assert.Single(await reader.GetSentimentAsync("GME", 60, from, null, 5, default)).Score);
        Assert.Equal(Trade, Assert.Single(await reader.GetOptionsFlowAsync(new FlowRequest("GME", from, LeastPremium: 100), default)));
        Assert.Equal(Trade, Assert.Single(await reader.GetOptionsFlowAsync(new FlowRequest(null, from, OnlyUnusual: true), default)));
        Assert.Empty(await reader.GetOptionsFlowAsync(new FlowRequest("AMC", from), default));
        Assert.Equal(["all", "earnings", Release.EventId], await EventsAsync(new CalendarRequest(from, until)));
        Assert.Equal(["all"], await EventsAsync(new CalendarRequest(from, until, "crypto")));
        Assert.Equal([Release.EventId], await EventsAsync(new CalendarRequest(from, until, "stocks", LeastImpact: EventImpact.High)));
        Assert.Equal(["earnings"], await EventsAsync(new CalendarRequest(from, until, AssetId: "NVDA")));
        Assert.Empty(await EventsAsync(new CalendarRequest(until, until.AddDays(1))));

        async Task<IEnumerable<string>> EventsAsync(CalendarRequest request) =>
            (await reader.GetCalendarAsync(request, default)).Select(one => one.EventId);
    }

    /// <summary>What was known at an instant: only candles could be asked for before one.</summary>
    [Fact]
    public async Task Facts_UntilAnInstant_AreThoseBeforeIt()
    {
        var (from, until) = (Rows.Start, Rows.Start.AddHours(1));
        var post = new WatchedPost("TSLA", "twitter", "@elonmusk", "17", from, "To Mars", 0.5, MentionsAsset: false);
        await _store.UpsertIndicatorsAsync("stocks", [Indicator, Indicator with { At = until, Value = 2 }], default);
        await _store.UpsertSentimentAsync("speculative", [Snapshot, Snapshot with { At = until, Mentions = 13 }], default);
        await _store.UpsertOptionsFlowAsync("speculative", [Trade, Trade with { FlowId = "flow-2", At = until }], default);
        await _store.UpsertPostsAsync("stocks", [post, post with { PostId = "18", At = until }], default);
        var reader = new MarketFactsReader(postgres.DataSource);

        Assert.Equal(Indicator, Assert.Single(await reader.GetIndicatorsAsync("NVDA", until, default)));
        Assert.Empty(await reader.GetIndicatorsAsync("NVDA", from, default));
        Assert.Equal(Indicator, Assert.Single(await reader.GetIndicatorAsync("NVDA", Indicator.Indicator, from, until, 5, default)));
        Assert.Equal(12, Assert.Single(await reader.GetSentimentAsync("GME", null, from, until, 5, default)).Mentions);
        Assert.Equal(Trade, Assert.Single(await reader.GetOptionsFlowAsync(new FlowRequest(null, from) { Until = until }, default)));
        Assert.Equal(post, Assert.Single(await reader.GetPostsAsync(new PostRequest(null, null, from) { Until = until }, default)));
    }

    [Fact]
    public async Task ReadMacroEvents_OfASpan_AreThoseOfNoAssetAndTellHowFarTheCalendarReaches()
    {
        var later = Release with { EventId = "later", At = Release.At.AddDays(40) };
        await _store.UpsertEventsAsync([Release, later, Release with { EventId = "earnings", AssetId = "NVDA" }], default);

        var (events, ends) = await new MacroEventReader(postgres.DataSource).ReadAsync(Release.At, Release.At.AddDays(8), default);

        Assert.Equal((Release.Title, Release.At), Assert.Single(events.Select(one => (one.Title, one.At))));
        Assert.Equal(later.At, Assert.Single(ends).Value);
    }

    [Fact]
    public async Task UpsertIndicators_ThousandsAtOnce_AreAllThere()
    {
        IndicatorValue[] values =
            [.. Enumerable.Range(0, 3_000).Select(day => Indicator with { At = Rows.Start.AddDays(-day), Value = day })];

        Assert.Equal(new ImportCounts(3_000, 0, 0), await _store.UpsertIndicatorsAsync("stocks", values, default));
        Assert.Equal(["3000|4498500"], await ReadAsync("SELECT count(*), sum(value) FROM leading_indicators"));
    }

    private Task<string[]> ReadAsync(string sql) => Rows.ReadAsync(postgres.DataSource, sql);
}
