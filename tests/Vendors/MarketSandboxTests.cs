using System.Collections.Immutable;
using OrleansAssets.Configuration;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Tests.Support;
using OrleansAssets.Vendors;

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
    [InlineData(VendorCatalogue.AlphaVantage, "NVDA", "NVDA", Timeframe.D1, 100)]
    [InlineData(VendorCatalogue.AlphaVantage, "USD/BRL", "USD/BRL", Timeframe.D1, 100)]
    [InlineData(VendorCatalogue.Oanda, "GBP/JPY", "GBP_JPY", Timeframe.H1, 80)]
    [InlineData(VendorCatalogue.Oanda, "NATGAS", "NATGAS_USD", Timeframe.D1, 400)]
    [InlineData(VendorCatalogue.Oanda, "SILVER", "XAG_USD", Timeframe.M5, 20)]
    public async Task Candles_PagedToThePresent_AreClosedAndDense(string sourceId, string assetId, string symbol, Timeframe timeframe, int days)
    {
        await using var setup = await VendorSetup.WithSandboxAsync(sourceId, Now);

        var candles = await SandboxTests.AllAsync(
            setup.Adapter<ICandleSource>(sourceId), new CandleQuery(assetId, symbol, timeframe, Now.AddDays(-days)));

        Assert.InRange(candles.Count, days * (timeframe == Timeframe.M5 ? 39 : timeframe == Timeframe.H1 ? 13 : 0.6), days * 300);
        Assert.Equal(candles.Select(candle => candle.OpenTime).Distinct().Order(), candles.Select(candle => candle.OpenTime));
        Assert.True(candles[^1].OpenTime >= Now.AddDays(-1.8) && candles[^1].OpenTime < Now);
    }

    [Theory]
    [InlineData(VendorCatalogue.Polygon, "GME", "GME")]
    [InlineData(VendorCatalogue.Polygon, "USD/BRL", "C:USDBRL")]
    [InlineData(VendorCatalogue.AlphaVantage, "GME", "GME")]
    [InlineData(VendorCatalogue.AlphaVantage, "USD/BRL", "USD/BRL")]
    [InlineData(VendorCatalogue.Oanda, "CRUDE", "WTICO_USD")]
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
    [InlineData(VendorCatalogue.UnusualWhales, "short_interest")]
    [InlineData(VendorCatalogue.UnusualWhales, "dark_pool_activity")]
    [InlineData(VendorCatalogue.UnusualWhales, "options_unusual_activity")]
    [InlineData(VendorCatalogue.Finra, "short_interest")]
    [InlineData(VendorCatalogue.Finra, "days_to_cover")]
    public async Task Indicator_OfAShare_HasValues(string sourceId, string indicator)
    {
        await using var setup = await VendorSetup.WithSandboxAsync(sourceId, Now.AddHours(5));

        var rows = await AllAsync(setup, sourceId, indicator, Now.AddDays(-70));

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.True(row.Value > 0 && row.At >= Now.AddDays(-70)));
    }

    [Theory]
    [InlineData(VendorCatalogue.Polygon)]
    [InlineData(VendorCatalogue.UnusualWhales)]
    public async Task OptionsFlow_OfAShare_HasRows(string sourceId)
    {
        await using var setup = await VendorSetup.WithSandboxAsync(sourceId, Now);

        var reply = await setup.Adapter<IOptionsFlowSource>(sourceId)
            .GetOptionsFlowAsync(new FlowQuery("GME", "GME", Now.AddHours(-2.9)), CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        Assert.NotEmpty(reply.Value!.Rows);
        Assert.All(reply.Value.Rows, flow => Assert.True(flow.Contracts > 0 && flow.Premium > 0 && flow.ExpiresOn >= new DateOnly(2025, 3, 14)));
    }

    [Fact]
    public async Task UnusualWhales_Events_AreToCome()
    {
        await using var setup = await VendorSetup.WithSandboxAsync(VendorCatalogue.UnusualWhales, Now);

        var releases = await setup.Adapter<ICalendarSource>(VendorCatalogue.UnusualWhales).GetCalendarAsync(Now, CancellationToken.None);
        var earnings = await setup.Adapter<IEarningsSource>(VendorCatalogue.UnusualWhales).GetEarningsAsync("GME", "GME", CancellationToken.None);

        Assert.InRange(releases.Value!.Rows.Length, 3, 15);
        Assert.InRange(earnings.Value!.Rows.Length, 1, 6);
    }

    [Fact]
    public async Task AlphaVantage_DayOfItsFreePlanSpent_WaitsForTheNextAndHidesTheKey()
    {
        await using var setup = await VendorSetup.WithSandboxAsync(
            VendorCatalogue.AlphaVantage, Now, new OrleansAssets.Sandbox.SandboxOptions { AlphaVantageCallsPerDay = 1 });
        var source = setup.Adapter<IEarningsSource>(VendorCatalogue.AlphaVantage);

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
        await using var polygon = await VendorSetup.WithSandboxAsync(VendorCatalogue.Polygon, Now);
        await using var finra = await VendorSetup.WithSandboxAsync(VendorCatalogue.Finra, Now);

        var one = await AllAsync(polygon, VendorCatalogue.Polygon, "short_interest", Now.AddDays(-100));
        var other = await AllAsync(finra, VendorCatalogue.Finra, "short_interest", Now.AddDays(-100));

        Assert.Equal(one.Select(row => (row.At, row.Value)), other.Select(row => (row.At, row.Value)));
        Assert.Contains(one, row => row.At == new DateTimeOffset(2025, 2, 14, 0, 0, 0, TimeSpan.Zero)); // The 15th is a Saturday.
    }

    [Fact]
    public async Task Oanda_DaysOfAWeek_EndOnFridayAndStandStillAtTheWeekend()
    {
        var sunday = new DateTimeOffset(2025, 3, 16, 12, 0, 0, TimeSpan.Zero);
        await using var setup = await VendorSetup.WithSandboxAsync(VendorCatalogue.Oanda, sunday);

        var days = await SandboxTests.AllAsync(
            setup.Adapter<ICandleSource>(VendorCatalogue.Oanda), new CandleQuery("GBP/JPY", "GBP_JPY", Timeframe.D1, sunday.AddDays(-14)));
        var quote = await setup.Adapter<IQuoteSource>(VendorCatalogue.Oanda).GetQuoteAsync("GBP/JPY", "GBP_JPY", CancellationToken.None);

        Assert.DoesNotContain(days, day => day.OpenTime.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
        Assert.Equal(new DateTimeOffset(2025, 3, 14, 0, 0, 0, TimeSpan.Zero), days[^1].OpenTime);
        Assert.Equal(new DateTimeOffset(2025, 3, 14, 20, 59, 59, TimeSpan.Zero), quote.Value!.At);
    }

    [Theory]
    [InlineData(VendorCatalogue.Polygon)]
    [InlineData(VendorCatalogue.UnusualWhales)]
    [InlineData(VendorCatalogue.Finra)]
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
