using System.Collections;
using System.Collections.Immutable;
using System.Text.Json;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Alpaca;
using OrleansAssets.Vendors.AlphaVantage;
using OrleansAssets.Vendors.Binance;
using OrleansAssets.Vendors.CoinMetrics;
using OrleansAssets.Vendors.DefiLlama;
using OrleansAssets.Vendors.Eia;
using OrleansAssets.Vendors.Etherscan;
using OrleansAssets.Vendors.Finra;
using OrleansAssets.Vendors.Fred;
using OrleansAssets.Vendors.Glassnode;
using OrleansAssets.Vendors.Oanda;
using OrleansAssets.Vendors.Polygon;
using OrleansAssets.Vendors.Reddit;
using OrleansAssets.Vendors.Twitter;
using OrleansAssets.Vendors.UnusualWhales;
using static OrleansAssets.Tests.Vendors.VendorFuzz;

namespace OrleansAssets.Tests.Vendors;

/// <summary>One question to an adapter, with the check of whatever it answers: sound rows, or a typed failure without any.</summary>
/// <param name="Kind">The interface of the adapter through which it is asked.</param>
/// <param name="Dataset">What a feed asks for to ask the same.</param>
/// <param name="AskAsync">Asks, checks the answer and gives its result and its error.</param>
internal sealed record VendorQuestion(
    string SourceId, Type Kind, string AssetId, string Symbol, DatasetSchedule Dataset, Func<VendorSetup, Task<VendorAnswer>> AskAsync)
{
    /// <summary>A Friday evening in New York, whose clocks changed five days before.</summary>
    public static readonly DateTimeOffset Now = new(2025, 3, 14, 21, 20, 30, TimeSpan.Zero);

    /// <summary>At least one through every interface of every adapter.</summary>
    public static IReadOnlyList<VendorQuestion> All { get; } =
    [
        Candles(BinanceVendor.Id, "BTC/USDT", "BTCUSDT"),
        Quote(BinanceVendor.Id, "BTC/USDT", "BTCUSDT"),
        Candles(AlpacaVendor.Id, "NVDA", "NVDA"),
        Quote(AlpacaVendor.Id, "NVDA", "NVDA"),
        Candles(PolygonVendor.Id, "NVDA", "NVDA"),
        Quote(PolygonVendor.Id, "NVDA", "NVDA"),
        Quote(PolygonVendor.Id, "GBP/JPY", "C:GBPJPY"),
        Flow(PolygonVendor.Id, "NVDA"),
        Indicator(PolygonVendor.Id, "GME", "short_interest"),
        Indicator(PolygonVendor.Id, "GME", "options_flow"),
        Splits(AlpacaVendor.Id),
        Dividends(AlpacaVendor.Id),
        Splits(PolygonVendor.Id),
        Dividends(PolygonVendor.Id),
        Candles(AlphaVantageVendor.Id, "NVDA", "NVDA"),
        Quote(AlphaVantageVendor.Id, "USD/BRL", "USD/BRL"),
        Earnings(AlphaVantageVendor.Id, "NVDA"),
        Candles(OandaVendor.Id, "GBP/JPY", "GBP_JPY"),
        Quote(OandaVendor.Id, "GBP/JPY", "GBP_JPY"),
        Flow(UnusualWhalesVendor.Id, "GME"),
        Indicator(UnusualWhalesVendor.Id, "GME", "short_interest"),
        Indicator(UnusualWhalesVendor.Id, "GME", "dark_pool_activity"),
        Indicator(UnusualWhalesVendor.Id, "GME", "options_unusual_activity"),
        Calendar(UnusualWhalesVendor.Id),
        Earnings(UnusualWhalesVendor.Id, "GME"),
        Indicator(FinraVendor.Id, "GME", "short_interest"),
        Indicator(GlassnodeVendor.Id, "BTC", "mvrv"),
        Indicator(CoinMetricsVendor.Id, "btc", "mvrv"),
        Quote(CoinMetricsVendor.Id, "USDT/USD", "usdt"),
        Indicator(DefiLlamaVendor.Id, "Ethereum", "total_value_locked"),
        Indicator(DefiLlamaVendor.Id, "Ethereum", "stablecoin_supply"),
        Indicator(DefiLlamaVendor.Id, "Ethereum", "lido_value_locked"),
        Indicator(EtherscanVendor.Id, "1", "supply"),
        Indicator(EtherscanVendor.Id, "1", "eth_price"),
        Indicator(EiaVendor.Id, "NW2_EPG0_SWO_R48_BCF", "storage_report"),
        Indicator(FredVendor.Id, "DHHNGSP", "spot_price"),
        Calendar(FredVendor.Id),
        Sentiment(RedditVendor.Id),
        Trending(RedditVendor.Id),
        Sentiment(TwitterVendor.Id),
        Posts(TwitterVendor.Id),
    ];

    /// <summary>The feed that asks the same.</summary>
    public FeedId Feed => new(SourceId, AssetId, Dataset.Name);

    public static VendorQuestion Find(string name) => All.Single(question => question.ToString() == name);

    public override string ToString() => $"{SourceId} {Symbol} {Dataset.Name}";

    private static VendorQuestion Candles(string sourceId, string assetId, string symbol)
        => Of<ICandleSource, DataPage<Candle>>(
            sourceId, assetId, symbol, new(DatasetKind.Candles, Timeframe.D1, 3600, HistoryDays: 14),
            (source, from) => source.GetCandlesAsync(new CandleQuery(assetId, symbol, Timeframe.D1, from), CancellationToken.None),
            (reply, _) => CheckCandles(reply.Result, reply.Error, reply.Value?.Rows));

    private static VendorQuestion Quote(string sourceId, string assetId, string symbol)
        => Of<IQuoteSource, Quote>(
            sourceId, assetId, symbol, new(DatasetKind.Quotes, null, 60, HistoryDays: 0),
            (source, _) => source.GetQuoteAsync(assetId, symbol, CancellationToken.None),
            (reply, _) => CheckQuote(reply.Result, reply.Error, reply.Value));

    private static VendorQuestion Indicator(string sourceId, string symbol, string indicator)
    {
        var days = sourceId is FinraVendor.Id or PolygonVendor.Id ? 70 : 40;
        return Rows<IIndicatorSource, IndicatorValue>(
            sourceId, "ASSET", symbol, new(DatasetKind.Indicator, null, 3600, days, indicator),
            (source, from) => source.GetIndicatorAsync(new IndicatorQuery("ASSET", symbol, indicator, from), CancellationToken.None),
            row => row.At);
    }

    private static VendorQuestion Flow(string sourceId, string symbol)
        => Rows<IOptionsFlowSource, OptionsFlow>(
            sourceId, symbol, symbol, new(DatasetKind.OptionsFlow, null, 600, HistoryDays: 2),
            (source, from) => source.GetOptionsFlowAsync(new FlowQuery(symbol, symbol, from), CancellationToken.None), row => row.At);

    private static VendorQuestion Calendar(string sourceId)
        => Rows<ICalendarSource, EconomicEvent>(
            sourceId, FeedId.Market, FeedId.Market, new(DatasetKind.Calendar, null, 3600, HistoryDays: 14),
            (source, from) => source.GetCalendarAsync(from, CancellationToken.None), row => row.At);

    private static VendorQuestion Splits(string sourceId)
        => Rows<ISplitSource, CorporateAction>(
            sourceId, FeedId.Market, FeedId.Market, new(DatasetKind.Splits, null, 3600, HistoryDays: 400),
            (source, from) => source.GetSplitsAsync(new CorporateActionQuery(Shares, from), CancellationToken.None), DateOf);

    private static VendorQuestion Dividends(string sourceId)
        => Rows<IDividendSource, CorporateAction>(
            sourceId, FeedId.Market, FeedId.Market, new(DatasetKind.Dividends, null, 3600, HistoryDays: 400),
            (source, from) => source.GetDividendsAsync(new CorporateActionQuery(Shares, from), CancellationToken.None), DateOf);

    private static ImmutableArray<ShareSymbol> Shares => [new("NVDA", "NVDA"), new("TQQQ", "TQQQ"), new("UVXY", "UVXY")];

    /// <summary>The end of the date, as the date of the instant from which they are asked for counts too.</summary>
    private static DateTimeOffset DateOf(CorporateAction action) => new(action.EffectiveOn, TimeOnly.MaxValue, TimeSpan.Zero);

    private static VendorQuestion Earnings(string sourceId, string symbol)
        => Rows<IEarningsSource, EconomicEvent>(
            sourceId, symbol, symbol, new(DatasetKind.Earnings, null, 3600, HistoryDays: 0),
            (source, _) => source.GetEarningsAsync(symbol, symbol, CancellationToken.None), row => row.At);

    private static VendorQuestion Sentiment(string sourceId)
        => Of<ISentimentSource, SentimentSnapshot>(
            sourceId, "GME", "GME", new(DatasetKind.Sentiment, null, 600, HistoryDays: 0, LookbackMinutes: 60),
            (source, _)
                => source.GetSentimentAsync(new SentimentQuery("GME", "GME", "GameStop", LookbackMinutes: 60), CancellationToken.None),
            (reply, _) => CheckMood(reply.Result, reply.Error, reply.Value));

    private static VendorQuestion Trending(string sourceId)
        => Of<ITrendingSource, DataPage<TrendingSymbol>>(
            sourceId, FeedId.Market, FeedId.Market, new(DatasetKind.Trending, null, 600, HistoryDays: 0, LookbackMinutes: 60),
            (source, _) => source.GetTrendingAsync(60, CancellationToken.None),
            (reply, _) => CheckTrending(reply.Result, reply.Error, reply.Value?.Rows));

    private static VendorQuestion Posts(string sourceId)
        => Rows<IPostSource, WatchedPost>(
            sourceId, "TSLA", "TSLA", new(DatasetKind.Posts, null, 600, HistoryDays: 2, Account: "@elonmusk"),
            (source, from) => source.GetPostsAsync(new PostQuery("TSLA", "TSLA", "Tesla", "@elonmusk", from), CancellationToken.None),
            row => row.At);

    private static VendorQuestion Rows<TSource, TRow>(
        string sourceId, string assetId, string symbol, DatasetSchedule dataset,
        Func<TSource, DateTimeOffset, Task<VendorReply<DataPage<TRow>>>> ask, Func<TRow, DateTimeOffset> timeOf)
        where TSource : IVendorAdapter
        => Of(sourceId, assetId, symbol, dataset, ask, (reply, from) => CheckRows(reply, timeOf, from));

    private static VendorQuestion Of<TSource, T>(
        string sourceId, string assetId, string symbol, DatasetSchedule dataset, Func<TSource, DateTimeOffset, Task<VendorReply<T>>> ask,
        Action<VendorReply<T>, DateTimeOffset> check)
        where TSource : IVendorAdapter
        where T : class
        => new(sourceId, typeof(TSource), assetId, symbol, dataset, async setup =>
        {
            var from = setup.Clock.GetUtcNow().AddDays(-dataset.HistoryDays);
            var reply = await ask(setup.Adapter<TSource>(sourceId), from);
            Assert.Equal(reply.Result == FeedResult.Ok, reply.Value is not null);
            check(reply, from);
            return new VendorAnswer(reply.Result, reply.Error, RowsOf(reply.Value), reply.LeftOut)
            {
                Content = JsonSerializer.Serialize(ContentOf(reply.Value)),
            };
        });

    /// <summary>The rows of a page; 0 of what is no page.</summary>
    private static int RowsOf(object? value) => ContentOf(value) is ICollection rows ? rows.Count : 0;

    /// <summary>The rows of a page; what is no page itself.</summary>
    private static object? ContentOf(object? value) =>
        value?.GetType().GetProperty(nameof(DataPage<>.Rows)) is { } rows ? rows.GetValue(value) : value;
}

/// <summary>What came of a question.</summary>
/// <param name="Rows">How many rows the page has; 0 where there is none.</param>
/// <param name="LeftOut">Rows that could not be used.</param>
internal sealed record VendorAnswer(FeedResult Result, string? Error, int Rows, LeftOut? LeftOut)
{
    /// <summary>Its rows, or its one row, with all their values.</summary>
    public string Content { get; init; } = "";
}
