using OrleansAssets.DataSources;
using OrleansAssets.Grains.Vendors;
using OrleansAssets.MarketData;
using static OrleansAssets.Tests.Vendors.VendorFuzz;

namespace OrleansAssets.Tests.Vendors;

/// <summary>One question to an adapter, with the check of whatever it answers: sound rows, or a typed failure without any.</summary>
/// <param name="Kind">The interface of the adapter through which it is asked.</param>
/// <param name="AskAsync">Asks, checks the answer and gives its result and its error.</param>
internal sealed record VendorQuestion(string SourceId, Type Kind, string Subject, Func<VendorSetup, Task<VendorAnswer>> AskAsync)
{
    /// <summary>A Friday evening in New York, whose clocks changed five days before.</summary>
    public static readonly DateTimeOffset Now = new(2025, 3, 14, 21, 20, 30, TimeSpan.Zero);

    /// <summary>At least one through every interface of every adapter.</summary>
    public static IReadOnlyList<VendorQuestion> All { get; } =
    [
        Candles(VendorCatalogue.Binance, "BTC/USDT", "BTCUSDT"),
        Quote(VendorCatalogue.Binance, "BTC/USDT", "BTCUSDT"),
        Candles(VendorCatalogue.Alpaca, "NVDA", "NVDA"),
        Quote(VendorCatalogue.Alpaca, "NVDA", "NVDA"),
        Candles(VendorCatalogue.Polygon, "NVDA", "NVDA"),
        Quote(VendorCatalogue.Polygon, "NVDA", "NVDA"),
        Quote(VendorCatalogue.Polygon, "GBP/JPY", "C:GBPJPY"),
        Flow(VendorCatalogue.Polygon, "NVDA"),
        Indicator(VendorCatalogue.Polygon, "GME", "short_interest"),
        Indicator(VendorCatalogue.Polygon, "GME", "options_flow"),
        Candles(VendorCatalogue.AlphaVantage, "NVDA", "NVDA"),
        Quote(VendorCatalogue.AlphaVantage, "USD/BRL", "USD/BRL"),
        Earnings(VendorCatalogue.AlphaVantage, "NVDA"),
        Candles(VendorCatalogue.Oanda, "GBP/JPY", "GBP_JPY"),
        Quote(VendorCatalogue.Oanda, "GBP/JPY", "GBP_JPY"),
        Flow(VendorCatalogue.UnusualWhales, "GME"),
        Indicator(VendorCatalogue.UnusualWhales, "GME", "short_interest"),
        Indicator(VendorCatalogue.UnusualWhales, "GME", "dark_pool_activity"),
        Indicator(VendorCatalogue.UnusualWhales, "GME", "options_unusual_activity"),
        Calendar(VendorCatalogue.UnusualWhales),
        Earnings(VendorCatalogue.UnusualWhales, "GME"),
        Indicator(VendorCatalogue.Finra, "GME", "short_interest"),
        Indicator(VendorCatalogue.Glassnode, "BTC", "mvrv"),
        Indicator(VendorCatalogue.CoinMetrics, "btc", "mvrv"),
        Indicator(VendorCatalogue.DefiLlama, "Ethereum", "total_value_locked"),
        Indicator(VendorCatalogue.DefiLlama, "Ethereum", "stablecoin_supply"),
        Indicator(VendorCatalogue.DefiLlama, "Ethereum", "lido_value_locked"),
        Indicator(VendorCatalogue.Etherscan, "1", "supply"),
        Indicator(VendorCatalogue.Etherscan, "1", "eth_price"),
        Indicator(VendorCatalogue.Eia, "NW2_EPG0_SWO_R48_BCF", "storage_report"),
        Indicator(VendorCatalogue.Fred, "DHHNGSP", "spot_price"),
        Calendar(VendorCatalogue.Fred),
        Sentiment(VendorCatalogue.Reddit),
        Trending(VendorCatalogue.Reddit),
        Sentiment(VendorCatalogue.Twitter),
        Posts(VendorCatalogue.Twitter),
    ];

    private static DateTimeOffset From => Now.AddDays(-14);

    public static VendorQuestion Find(string name) => All.Single(question => question.ToString() == name);

    public override string ToString() => $"{SourceId} {Kind.Name} {Subject}";

    private static VendorQuestion Candles(string sourceId, string assetId, string symbol)
        => Of<ICandleSource, CandlePage>(
            sourceId, symbol,
            source => source.GetCandlesAsync(new CandleQuery(assetId, symbol, Timeframe.D1, From), CancellationToken.None),
            reply => CheckCandles(reply.Result, reply.Error, reply.Value?.Candles));

    private static VendorQuestion Quote(string sourceId, string assetId, string symbol)
        => Of<IQuoteSource, Quote>(
            sourceId, symbol, source => source.GetQuoteAsync(assetId, symbol, CancellationToken.None),
            reply => CheckQuote(reply.Result, reply.Error, reply.Value));

    private static VendorQuestion Indicator(string sourceId, string symbol, string indicator)
    {
        var from = Now.AddDays(sourceId is VendorCatalogue.Finra or VendorCatalogue.Polygon ? -70 : -40);
        var query = new IndicatorQuery("ASSET", symbol, indicator, from);
        return Rows<IIndicatorSource, IndicatorValue>(
            sourceId, indicator, source => source.GetIndicatorAsync(query, CancellationToken.None), row => row.At, from);
    }

    private static VendorQuestion Flow(string sourceId, string symbol)
    {
        var from = Now.AddHours(sourceId == VendorCatalogue.Polygon ? -46 : -6);
        return Rows<IOptionsFlowSource, OptionsFlow>(
            sourceId, symbol, source => source.GetOptionsFlowAsync(new FlowQuery(symbol, symbol, from), CancellationToken.None),
            row => row.At, from);
    }

    private static VendorQuestion Calendar(string sourceId)
        => Rows<ICalendarSource, EconomicEvent>(
            sourceId, "releases", source => source.GetCalendarAsync(From, CancellationToken.None), row => row.At, From);

    private static VendorQuestion Earnings(string sourceId, string symbol)
        => Rows<IEarningsSource, EconomicEvent>(
            sourceId, symbol, source => source.GetEarningsAsync(symbol, symbol, CancellationToken.None), row => row.At,
            DateTimeOffset.MinValue);

    private static VendorQuestion Sentiment(string sourceId)
        => Of<ISentimentSource, SentimentSnapshot>(
            sourceId, "GME",
            source => source.GetSentimentAsync(new SentimentQuery("GME", "GME", "GameStop", LookbackMinutes: 60), CancellationToken.None),
            reply => CheckMood(reply.Result, reply.Error, reply.Value));

    private static VendorQuestion Trending(string sourceId)
        => Of<ITrendingSource, DataPage<TrendingSymbol>>(
            sourceId, "all", source => source.GetTrendingAsync(60, CancellationToken.None),
            reply => CheckTrending(reply.Result, reply.Error, reply.Value?.Rows));

    private static VendorQuestion Posts(string sourceId)
    {
        var query = new PostQuery("TSLA", "TSLA", "Tesla", "@elonmusk", Now.AddDays(-2));
        return Rows<IPostSource, WatchedPost>(
            sourceId, query.Account, source => source.GetPostsAsync(query, CancellationToken.None), row => row.At, query.From);
    }

    private static VendorQuestion Rows<TSource, TRow>(
        string sourceId, string subject, Func<TSource, Task<VendorReply<DataPage<TRow>>>> ask, Func<TRow, DateTimeOffset> timeOf,
        DateTimeOffset from)
        where TSource : IVendorAdapter
        => Of(sourceId, subject, ask, reply => CheckRows(reply, timeOf, from));

    private static VendorQuestion Of<TSource, T>(
        string sourceId, string subject, Func<TSource, Task<VendorReply<T>>> ask, Action<VendorReply<T>> check)
        where TSource : IVendorAdapter
        where T : class
        => new(sourceId, typeof(TSource), subject, async setup =>
        {
            var reply = await ask(setup.Adapter<TSource>(sourceId));
            Assert.Equal(reply.Result == FeedResult.Ok, reply.Value is not null);
            check(reply);
            return new VendorAnswer(reply.Result, reply.Error);
        });
}

/// <summary>What came of a question.</summary>
internal sealed record VendorAnswer(FeedResult Result, string? Error);
