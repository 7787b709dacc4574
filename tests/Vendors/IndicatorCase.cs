using System.Globalization;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;

namespace OrleansAssets.Tests.Vendors;

/// <summary>Asks adapters for indicators.</summary>
internal static class IndicatorCase
{
    public static DateTimeOffset At(string text)
        => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static Task<VendorReply<DataPage<IndicatorValue>>> AskAsync(
        this VendorSetup setup, string sourceId, string symbol, string indicator, string from = "2025-03-01", string assetId = "ETH/USDT")
        => setup.Adapter<IIndicatorSource>(sourceId)
            .GetIndicatorAsync(new IndicatorQuery(assetId, symbol, indicator, At(from)), CancellationToken.None);

    /// <summary>All pages.</summary>
    public static async Task<List<IndicatorValue>> AllAsync(
        this VendorSetup setup, string sourceId, string symbol, string indicator, DateTimeOffset first)
    {
        var all = new List<IndicatorValue>();
        for (DateTimeOffset? from = first; from is { } next;)
        {
            var reply = await setup.Adapter<IIndicatorSource>(sourceId)
                .GetIndicatorAsync(new IndicatorQuery("ETH/USDT", symbol, indicator, next), CancellationToken.None);
            Assert.True(reply.IsOk, reply.Error);
            all.AddRange(reply.Value!.Rows);
            Assert.True(reply.Value.ContinueFrom is null || reply.Value.ContinueFrom > next);
            from = reply.Value.ContinueFrom;
        }

        return all;
    }
}
