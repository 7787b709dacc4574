using System.Collections.Immutable;
using OrleansAssets.Configuration;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Tests.Support;
using OrleansAssets.Vendors;
using OrleansAssets.Vendors.AlphaVantage;
using OrleansAssets.Vendors.CoinMetrics;
using OrleansAssets.Vendors.Finra;
using OrleansAssets.Vendors.Oanda;
using OrleansAssets.Vendors.Polygon;
using OrleansAssets.Vendors.UnusualWhales;

namespace OrleansAssets.Tests.Vendors;

/// <summary>The adapters read what the sandbox writes, and the sandboxes of different vendors agree about the same world.</summary>
public sealed class MarketSandboxTests
{
    /// <summary>A Friday, shortly after noon in New York.</summary>
    internal static readonly DateTimeOffset Now = new(2025, 3, 14, 16, 20, 30, TimeSpan.Zero);

    [Theory]
    [InlineData(PolygonVendor.Id, "NVDA", "NVDA", Timeframe.D1, 400)]
    [InlineData(PolygonVendor.Id, "NVDA", "NVDA", Timeframe.M5, 20)]
    [InlineData(PolygonVendor.Id, "GBP/JPY", "C:GBPJPY", Timeframe.H1, 80)]
    [InlineData(AlphaVantageVendor.Id, "NVDA", "NVDA", Timeframe.D1, 100)]
    [InlineData(AlphaVantageVendor.Id, "USD/BRL", "USD/BRL", Timeframe.D1, 100)]
    [InlineData(OandaVendor.Id, "GBP/JPY", "GBP_JPY", Timeframe.H1, 80)]
    [InlineData(OandaVendor.Id, "USD/JPY", "USD_JPY", Timeframe.D1, 400)]
    [InlineData(OandaVendor.Id, "NATGAS", "NATGAS_USD", Timeframe.D1, 400)]
    [InlineData(OandaVendor.Id, "SILVER", "XAG_USD", Timeframe.M5, 20)]
    public async Task Candles_PagedToThePresent_AreClosedAndDense(
        string sourceId, string assetId, string symbol, Timeframe timeframe, int days)
    {
        await using var setup = await VendorSetup.WithSandboxAsync(sourceId, Now);

        var candles = await SandboxTests.AllAsync(
            setup.Adapter<ICandleSource>(sourceId), new CandleQuery(assetId, symbol, timeframe, Now.AddDays(-days)));

        Assert.InRange(candles.Count, days * (timeframe == Timeframe.M5 ? 39 : timeframe == Timeframe.H1 ? 13 : 0.6), days * 300);
        Assert.Equal(candles.Select(candle => candle.OpenTime).Distinct().Order(), candles.Select(candle => candle.OpenTime));
        Assert.True(candles[^1].OpenTime >= Now.AddDays(-1.8) && candles[^1].OpenTime < Now);
    }

    [Theory]
    [InlineData(PolygonVendor.Id, "GME", "GME")]
    [InlineData(PolygonVendor.Id, "USD/BRL", "C:USDBRL")]
    [InlineData(AlphaVantageVendor.Id, "GME", "GME")]
    [InlineData(AlphaVantageVendor.Id, "USD/BRL", "USD/BRL")]
    [InlineData(OandaVendor.Id, "CRUDE", "WTICO_USD")]
    [InlineData(OandaVendor.Id, "USD/JPY", "USD_JPY")]
    [InlineData(AlphaVantageVendor.Id, "USD/JPY", "USD/JPY")]
    [InlineData(CoinMetricsVendor.Id, "USDT/USD", "usdt")]
    public async Task Quote_Now_IsNarrow(string sourceId, string assetId, string symbol)
    {
        await using var setup = await VendorSetup.WithSandboxAsync(sourceId, Now);

        var reply = await setup.Adapter<IQuoteSource>(sourceId).GetQuoteAsync(assetId, symbol, CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        Assert.InRange(reply.Value!.Ask / reply.Value.Bid, 1m, 1.002m);
    }

    [Theory]
    [InlineData(PolygonVendor.Id, "short_interest")]
    [InlineData(PolygonVendor.Id, "days_to_cover")]
    [InlineData(PolygonVendor.Id, "semiconductor_index")]
    [InlineData(PolygonVendor.Id, "options_flow")]
    [InlineData(UnusualWhalesVendor.Id, "short_interest")]
    [InlineData(UnusualWhalesVendor.Id, "dark_pool_activity")]
    [InlineData(UnusualWhalesVendor.Id, "options_unusual_activity")]
    [InlineData(FinraVendor.Id, "short_interest")]
    [InlineData(FinraVendor.Id, "days_to_cover")]
    public async Task Indicator_OfAShare_HasValues(string sourceId, string indicator)
    {
        await using var setup = await VendorSetup.WithSandboxAsync(sourceId, Now.AddHours(5));

        var rows = await AllAsync(setup, sourceId, indicator, Now.AddDays(-70));

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.True(row.Value > 0 && row.At >= Now.AddDays(-70)));
    }

    [Theory]
    [InlineData(PolygonVendor.Id)]
    [InlineData(UnusualWhalesVendor.Id)]
    public async Task OptionsFlow_OfAShare_HasRows(string sourceId)
    {
        await using var setup = await VendorSetup.WithSandboxAsync(sourceId, Now);

        var reply = await setup.Adapter<IOptionsFlowSource>(sourceId)
            .GetOptionsFlowAsync(new FlowQuery("GME", "GME", Now.AddHours(-2.9)), CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        Assert.NotEmpty(reply.Value!.Rows);
        Assert.All(
            reply.Value.Rows, flow => Assert.True(flow.Contracts > 0 && flow.Premium > 0 && flow.ExpiresOn >= new DateOnly(2025, 3, 14)));
    }

    [Fact]
    public async Task UnusualWhales_Events_AreToCome()
    {
        await using var setup = await VendorSetup.WithSandboxAsync(UnusualWhalesVendor.Id, Now);

        var releases = await setup.Adapter<ICalendarSource>(UnusualWhalesVendor.Id).GetCalendarAsync(Now, CancellationToken.None);
        var earnings = await setup.Adapter<IEarningsSource>(UnusualWhalesVendor.Id).GetEarningsAsync("GME", "GME", CancellationToken.None);

        Assert.InRange(releases.Value!.Rows.Length, 3, 15);
        Assert.InRange(earnings.Value!.Rows.Length, 1, 6);
    }

    [Fact]
    public async Task AlphaVantage_DayOfItsFreePlanSpent_WaitsForTheNextAndHidesTheKey()
    {
        await using var setup = await VendorSetup.WithSandboxAsync(
            AlphaVantageVendor.Id, Now, new OrleansAssets.Sandbox.SandboxOptions { AlphaVantageCallsPerDay = 1 });
        var source = setup.Adapter<IEarningsSource>(AlphaVantageVendor.Id);

        var granted = await source.GetEarningsAsync("GME", "GME", CancellationToken.None);
        var refused = await source.GetEarningsAsync("GME", "GME", CancellationToken.None);

        Assert.True(granted.IsOk, granted.Error);
        Assert.NotEmpty(granted.Value!.Rows);
        Assert.Equal(DataSources.FeedResult.RateLimited, refused.Result);
        Assert.Equal(new DateTimeOffset(2025, 3, 15, 4, 0, 0, TimeSpan.Zero), refused.RetryAfter);
    }

    [Fact]
    public async Task ShortInterest_AtTwoVendors_IsTheSame()
    {
        await using var polygon = await VendorSetup.WithSandboxAsync(PolygonVendor.Id, Now);
        await using var finra = await VendorSetup.WithSandboxAsync(FinraVendor.Id, Now);

        var one = await AllAsync(polygon, PolygonVendor.Id, "short_interest", Now.AddDays(-100));
        var other = await AllAsync(finra, FinraVendor.Id, "short_interest", Now.AddDays(-100));

        Assert.Equal(one.Select(row => (row.At, row.Value)), other.Select(row => (row.At, row.Value)));
        Assert.Contains(one, row => row.At == new DateTimeOffset(2025, 2, 14, 0, 0, 0, TimeSpan.Zero)); // The 15th is a Saturday.
    }

    [Fact]
    public async Task Oanda_DaysOfAWeek_EndOnFridayAndStandStillAtTheWeekend()
    {
        var sunday = new DateTimeOffset(2025, 3, 16, 12, 0, 0, TimeSpan.Zero);
        await using var setup = await VendorSetup.WithSandboxAsync(OandaVendor.Id, sunday);

        var days = await SandboxTests.AllAsync(
            setup.Adapter<ICandleSource>(OandaVendor.Id), new CandleQuery("GBP/JPY", "GBP_JPY", Timeframe.D1, sunday.AddDays(-14)));
        var quote = await setup.Adapter<IQuoteSource>(OandaVendor.Id).GetQuoteAsync("GBP/JPY", "GBP_JPY", CancellationToken.None);

        Assert.DoesNotContain(days, day => day.OpenTime.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
        Assert.Equal(new DateTimeOffset(2025, 3, 14, 0, 0, 0, TimeSpan.Zero), days[^1].OpenTime);
        Assert.Equal(new DateTimeOffset(2025, 3, 14, 20, 59, 59, TimeSpan.Zero), quote.Value!.At);
    }

    [Theory]
    [InlineData(PolygonVendor.Id)]
    [InlineData(UnusualWhalesVendor.Id)]
    [InlineData(FinraVendor.Id)]
    public async Task Indicators_OfTheShippedConfiguration_AreKnownToTheirVendor(string sourceId)
    {
        await using var setup = await VendorSetup.WithSandboxAsync(sourceId, Now);
        var listed = ConfigurationReader.Read(RepositoryFiles.Config, VendorCatalogue.Descriptors).Configuration!.Assets
            .SelectMany(asset => asset.LeadingIndicators.Where(indicator => indicator.SourceId == sourceId)
                .Select(indicator => new IndicatorQuery(asset.Id, asset.SymbolAt(sourceId)!, indicator.Name, Now.AddDays(-30))))
            .ToList();

        Assert.NotEmpty(listed);
        foreach (var query in listed)
        {
            var reply = await setup.Adapter<IIndicatorSource>(sourceId).GetIndicatorAsync(query, CancellationToken.None);
            Assert.True(reply.IsOk, reply.Error);
        }
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
