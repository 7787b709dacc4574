using OrleansAssets.Grains.Vendors;
using OrleansAssets.MarketData;

namespace OrleansAssets.Tests.Vendors;

/// <summary>The adapters read what the sandbox writes, and the sandboxes of different vendors agree about the same world.</summary>
public sealed class MarketSandboxTests
{
    /// <summary>A Friday, shortly after noon in New York.</summary>
    internal static readonly DateTimeOffset Now = new(2025, 3, 14, 16, 20, 30, TimeSpan.Zero);

    [Theory]
    [InlineData(VendorCatalogue.Polygon, "NVDA", "NVDA", Timeframe.D1, 400)]
    [InlineData(VendorCatalogue.Polygon, "NVDA", "NVDA", Timeframe.M5, 20)]
    [InlineData(VendorCatalogue.Polygon, "GBP/JPY", "C:GBPJPY", Timeframe.H1, 80)]
    public async Task Candles_PagedToThePresent_AreClosedAndDense(string sourceId, string assetId, string symbol, Timeframe timeframe, int days)
    {
        await using var setup = await VendorSetup.WithSandboxAsync(sourceId, Now);

        var candles = await SandboxTests.AllAsync(
            setup.Adapter<ICandleSource>(sourceId), new CandleQuery(assetId, symbol, timeframe, Now.AddDays(-days)));

        Assert.InRange(candles.Count, days * (timeframe == Timeframe.M5 ? 40 : timeframe == Timeframe.H1 ? 13 : 0.6), days * 78);
        Assert.Equal(candles.Select(candle => candle.OpenTime).Distinct().Order(), candles.Select(candle => candle.OpenTime));
        Assert.True(candles[^1].OpenTime >= Now.AddDays(-1.8) && candles[^1].OpenTime < Now);
    }

    [Theory]
    [InlineData(VendorCatalogue.Polygon, "GME", "GME")]
    [InlineData(VendorCatalogue.Polygon, "USD/BRL", "C:USDBRL")]
    public async Task Quote_Now_IsNarrow(string sourceId, string assetId, string symbol)
    {
        await using var setup = await VendorSetup.WithSandboxAsync(sourceId, Now);

        var reply = await setup.Adapter<IQuoteSource>(sourceId).GetQuoteAsync(assetId, symbol, CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        Assert.InRange(reply.Value!.Ask / reply.Value.Bid, 1m, 1.002m);
    }

    [Theory]
    [InlineData(VendorCatalogue.Polygon, "short_interest")]
    [InlineData(VendorCatalogue.Polygon, "days_to_cover")]
    [InlineData(VendorCatalogue.Polygon, "semiconductor_index")]
    [InlineData(VendorCatalogue.Polygon, "options_flow")]
    public async Task Indicator_OfAShare_HasValues(string sourceId, string indicator)
    {
        await using var setup = await VendorSetup.WithSandboxAsync(sourceId, Now.AddHours(5));

        var rows = await AllAsync(setup, sourceId, indicator, Now.AddDays(-70));

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.True(row.Value > 0 && row.At >= Now.AddDays(-70)));
    }

    [Theory]
    [InlineData(VendorCatalogue.Polygon)]
    public async Task OptionsFlow_OfAShare_HasRows(string sourceId)
    {
        await using var setup = await VendorSetup.WithSandboxAsync(sourceId, Now);

        var reply = await setup.Adapter<IOptionsFlowSource>(sourceId)
            .GetOptionsFlowAsync(new FlowQuery("GME", "GME", Now.AddHours(-20)), CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        Assert.NotEmpty(reply.Value!.Rows);
        Assert.All(reply.Value.Rows, flow => Assert.True(flow.Contracts > 0 && flow.Premium > 0 && flow.ExpiresOn >= new DateOnly(2025, 3, 14)));
    }

    internal static async Task<List<IndicatorValue>> AllAsync(VendorSetup setup, string sourceId, string indicator, DateTimeOffset first)
    {
        var all = new List<IndicatorValue>();
        for (DateTimeOffset? from = first; from is { } next;)
        {
            var reply = await setup.Adapter<IIndicatorSource>(sourceId)
                .GetIndicatorAsync(new IndicatorQuery("GME", "GME", indicator, next), CancellationToken.None);
            Assert.True(reply.IsOk, reply.Error);
            all.AddRange(reply.Value!.Rows);
            Assert.True(reply.Value.ContinueFrom is null || reply.Value.ContinueFrom > next);
            from = reply.Value.ContinueFrom;
        }

        return all;
    }
}
