using System.Collections.Concurrent;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;

namespace OrleansAssets.Tests.Support;

/// <summary>A vendor with candles and a quote for every symbol, up to the clock's now; tests put their own answers in its place.</summary>
internal sealed class FakeVendorAdapter : ICandleSource, IQuoteSource
{
    private readonly TimeProvider _time;

    public FakeVendorAdapter(string sourceId, TimeProvider time)
    {
        (SourceId, _time) = (sourceId, time);
        AnswerCandles = query => Task.FromResult(Page(query));
        AnswerQuote = (asset, _) => Task.FromResult(Ok(new Quote(asset, SourceId, _time.GetUtcNow(), 99, 101, null, null)));
    }

    public string SourceId { get; }

    public int UnitsPerCall { get; set; } = 1;

    public int PageSize { get; set; } = 100;

    public Func<CandleQuery, Task<VendorReply<DataPage<Candle>>>> AnswerCandles { get; set; }

    public Func<string, string, Task<VendorReply<Quote>>> AnswerQuote { get; set; }

    /// <summary>Where calls for candles stop; null lets them pass.</summary>
    public Blockade? Blockade { get; set; }

    /// <summary>Every call in order: the symbol and, for candles, where they were asked from.</summary>
    public ConcurrentQueue<(string Symbol, DateTimeOffset? From)> Calls { get; } = [];

    public Task<VendorReply<DataPage<Candle>>> GetCandlesAsync(CandleQuery query, CancellationToken cancellationToken)
    {
        Calls.Enqueue((query.Symbol, query.From));
        return Blockade is { } blockade ? HeldAsync(blockade, query, cancellationToken) : AnswerCandles(query).WaitAsync(cancellationToken);
    }

    public Task<VendorReply<Quote>> GetQuoteAsync(QuoteQuery query, CancellationToken cancellationToken)
    {
        Calls.Enqueue((query.Symbol, null));
        return AnswerQuote(query.AssetId, query.Symbol).WaitAsync(cancellationToken);
    }

    private async Task<VendorReply<DataPage<Candle>>> HeldAsync(Blockade blockade, CandleQuery query, CancellationToken cancellationToken)
    {
        await blockade.HoldAsync(cancellationToken);
        return await AnswerCandles(query);
    }

    /// <summary>The page that a well-behaved vendor gives.</summary>
    public VendorReply<DataPage<Candle>> Page(CandleQuery query)
    {
        var length = query.Timeframe.Duration();
        var end = query.Timeframe.OpenTimeOf(_time.GetUtcNow());
        var candles = new List<Candle>();
        var open = query.From;
        for (; open < end && candles.Count < PageSize; open += length)
        {
            candles.Add(new Candle(query.AssetId, SourceId, query.Timeframe, open, 100, 110, 90, 105, 7));
        }

        return Ok(new DataPage<Candle>([.. candles], open < end ? open : null));
    }

    public static VendorReply<T> Ok<T>(T value)
        where T : class => new(FeedResult.Ok, value, null, null, null);

    public static VendorReply<T> Fail<T>(FeedResult result, DateTimeOffset? retryAfter = null)
        where T : class => new(result, null, null, retryAfter, $"the vendor says {result}");
}
