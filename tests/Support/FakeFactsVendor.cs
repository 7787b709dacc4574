using System.Collections.Concurrent;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;

namespace OrleansAssets.Tests.Support;

/// <summary>A vendor with everything but prices: one row a day up to the clock's now; tests put their own answers in its place.</summary>
internal sealed class FakeFactsVendor(TimeProvider time)
    : IIndicatorSource, ISentimentSource, IPostSource, IOptionsFlowSource, ICalendarSource, IEarningsSource, ITrendingSource, ISplitSource,
        IDividendSource
{
    public string SourceId => SourceCluster.SourceId;

    public int UnitsPerCall => 1;

    /// <summary>Rows a page of indicators.</summary>
    public int PageSize { get; init; } = 10;

    /// <summary>Every call in order: what was asked about, and from when.</summary>
    public ConcurrentQueue<(string What, DateTimeOffset From)> Calls { get; } = [];

    /// <summary>Whether pages of indicators take no call, as an earlier one brought them.</summary>
    public bool IsFree { get; set; }

    /// <summary>Stands for a figure that the source revises.</summary>
    public decimal Figure { get; set; } = 1;

    /// <summary>A share of which a row of the splits cannot be read; null where all can.</summary>
    public string? UnreadableShare { get; set; }

    /// <summary>The date of every split.</summary>
    public DateOnly SplitOn { get; set; } = new(2026, 12, 7);

    public async Task<VendorReply<DataPage<IndicatorValue>>> GetIndicatorAsync(IndicatorQuery query, CancellationToken cancellationToken)
    {
        var days = Days(query.Indicator, query.From).ToList();
        var rows = days.Take(PageSize).Select(
            day => new IndicatorValue(query.AssetId, SourceId, query.Indicator, day, day.Day == 20 ? Figure : 7, "usd"));
        return await Page(rows, days.Count > PageSize ? days[PageSize] : null) with { IsFree = IsFree };
    }

    public Task<VendorReply<SentimentSnapshot>> GetSentimentAsync(SentimentQuery query, CancellationToken cancellationToken)
    {
        Calls.Enqueue(($"{query.Symbol} {query.Name}", time.GetUtcNow().AddMinutes(-query.LookbackMinutes)));
        return Task.FromResult(FakeVendorAdapter.Ok(new SentimentSnapshot(
            query.AssetId, SourceId, time.GetUtcNow(), query.LookbackMinutes, 10, 0.4, 6, 2, 2, null, ["moon"])));
    }

    public Task<VendorReply<DataPage<WatchedPost>>> GetPostsAsync(PostQuery query, CancellationToken cancellationToken) => Page(
        Days(query.Account, query.From).Select(day => new WatchedPost(
            query.AssetId, SourceId, query.Account, $"post-{day:yyyyMMdd}", day, "buy", 0.5, MentionsAsset: true)), null);

    public Task<VendorReply<DataPage<OptionsFlow>>> GetOptionsFlowAsync(FlowQuery query, CancellationToken cancellationToken) => Page(
        Days(query.Symbol, query.From).Select(day => new OptionsFlow(
            query.AssetId, SourceId, $"{query.Symbol}-{day:yyyyMMdd}", day, OptionType.Call, OptionSide.Buy, 100, new DateOnly(2027, 1, 15),
            50, 12_000, 400, Unusual: true)), null);

    public Task<VendorReply<DataPage<EconomicEvent>>> GetCalendarAsync(DateTimeOffset from, CancellationToken cancellationToken) => Page(
        Days("calendar", from).Append(time.GetUtcNow().AddDays(30)).Select(day => Event($"cpi-{day:yyyyMMdd}", day, asset: null)), null);

    public Task<VendorReply<DataPage<EconomicEvent>>> GetEarningsAsync(
        string assetId, string symbol, CancellationToken cancellationToken)
    {
        Calls.Enqueue((symbol, time.GetUtcNow()));
        return Page([Event($"{symbol}-earnings", new DateTimeOffset(2026, 12, 3, 0, 0, 0, TimeSpan.Zero), assetId)], null);
    }

    public Task<VendorReply<DataPage<TrendingSymbol>>> GetTrendingAsync(int lookbackMinutes, CancellationToken cancellationToken) => Page(
        [Trend(1, "GME", lookbackMinutes), Trend(2, "PLTR", lookbackMinutes)], null);

    public Task<VendorReply<DataPage<CorporateAction>>> GetSplitsAsync(
        CorporateActionQuery query, CancellationToken cancellationToken)
    {
        Calls.Enqueue(($"splits of {query.Symbols}", query.From));
        var rows = query.Shares.Where(share => share.AssetId != UnreadableShare).Select(share => new CorporateAction(
            share.AssetId, SourceId, CorporateActionKind.Split, SplitOn, NewUnits: 10, OldUnits: 1));
        var page = new DataPage<CorporateAction>([.. rows], ContinueFrom: null) { Unsure = UnreadableShare is { } one ? [one] : [] };
        return Task.FromResult(FakeVendorAdapter.Ok(page) with
        {
            LeftOut = UnreadableShare is null ? null : new LeftOut(1, "a split 1 that is not of the documented form"),
        });
    }

    public Task<VendorReply<DataPage<CorporateAction>>> GetDividendsAsync(
        CorporateActionQuery query, CancellationToken cancellationToken)
    {
        Calls.Enqueue(($"dividends of {query.Symbols}", query.From));
        return Page(
            query.Shares.Select(share => new CorporateAction(
                share.AssetId, SourceId, CorporateActionKind.Dividend, SplitOn, CashPerUnit: 0.25m, Currency: "USD")), null);
    }

    private TrendingSymbol Trend(int rank, string symbol, int lookbackMinutes) =>
        new(SourceId, time.GetUtcNow(), lookbackMinutes, rank, symbol, 10 - rank, 0.5, 1.5);

    private static Task<VendorReply<DataPage<T>>> Page<T>(IEnumerable<T> rows, DateTimeOffset? next) =>
        Task.FromResult(FakeVendorAdapter.Ok(new DataPage<T>([.. rows], next)));

    private IEnumerable<DateTimeOffset> Days(string what, DateTimeOffset from)
    {
        Calls.Enqueue((what, from));
        var midnight = new DateTimeOffset(from.UtcDateTime.Date, TimeSpan.Zero);
        for (var day = midnight < from ? midnight.AddDays(1) : midnight; day < time.GetUtcNow(); day = day.AddDays(1))
        {
            yield return day;
        }
    }

    private EconomicEvent Event(string id, DateTimeOffset at, string? asset) =>
        new(SourceId, id, at, "Consumer prices", "US", EventImpact.High, asset, [], "%", 3.1m, 3.0m, Figure);
}
