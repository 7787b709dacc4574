using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;

namespace OrleansAssets.Benchmarks;

/// <summary>A vendor that has every candle in memory and hands out pages at once: what is measured is what comes after it.</summary>
internal sealed class PagedHistory(IReadOnlyList<Candle> candles) : ICandleSource
{
    /// <summary>Rows a page, as Binance sends them.</summary>
    public const int PageRows = 1_000;

    public const string Id = "benchmark";

    public string SourceId => Id;

    public int UnitsPerCall => 1;

    public Task<VendorReply<DataPage<Candle>>> GetCandlesAsync(CandleQuery query, CancellationToken cancellationToken)
    {
        var first = query.From <= candles[0].OpenTime ? 0 : (int)((query.From - candles[0].OpenTime) / query.Timeframe.Duration());
        var page = candles.Skip(first).Take(PageRows).Select(candle => candle with { AssetId = query.AssetId });
        DateTimeOffset? next = first + PageRows < candles.Count ? candles[first + PageRows].OpenTime : null;
        return Task.FromResult(new VendorReply<DataPage<Candle>>(FeedResult.Ok, new DataPage<Candle>([.. page], next), null, null, null));
    }
}
