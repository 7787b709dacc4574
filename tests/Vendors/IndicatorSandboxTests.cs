using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Sandbox;
using OrleansAssets.Vendors;
using static OrleansAssets.Tests.Vendors.IndicatorCase;

namespace OrleansAssets.Tests.Vendors;

/// <summary>The adapters of indicators read what their sandboxes write.</summary>
public sealed class IndicatorSandboxTests
{
    /// <summary>A Friday; New York's clocks changed five days before.</summary>
    private static readonly DateTimeOffset Now = new(2025, 3, 14, 15, 20, 30, TimeSpan.Zero);

    [Theory]
    [InlineData("glassnode", "BTC")]
    [InlineData("etherscan", "1")]
    [InlineData("coinmetrics", "btc")]
    [InlineData("defillama", "Ethereum")]
    [InlineData("eia", "NW2_EPG0_SWO_R48_BCF")]
    [InlineData("fred", "DHHNGSP")]
    public async Task GetIndicator_EveryIndicatorOfTheTable_HasValuesOrItsPlanIsTooSmall(string sourceId, string symbol)
    {
        var options = new SandboxOptions { EtherscanCallsPerSecond = 100, CoinMetricsCallsPerSixSeconds = 100, EiaCallsPerSecond = 100 };
        await using var setup = await VendorSetup.WithSandboxAsync(sourceId, Now, options);

        foreach (var indicator in VendorCatalogue.Descriptors[sourceId].Indicators!.Value)
        {
            var own = (indicator, sourceId) switch
            {
                ("rate_differential", _) => "GBP/JPY",
                ("inventory_report", _) => "WCESTUS1",
                _ => symbol,
            };
            var reply = await setup.AskAsync(sourceId, own, indicator, from: "2024-11-20");

            if ((indicator, sourceId) is ("nvt" or "realized_cap", "coinmetrics"))
            {
                Assert.Equal(FeedResult.PlanTooSmall, reply.Result);
                continue;
            }

            Assert.True(reply.IsOk, $"{indicator}: {reply.Error}");
            Assert.NotEmpty(reply.Value!.Rows);
            Assert.All(reply.Value.Rows, row => Assert.True(row.At <= Now && row.Value != 0));
        }
    }

    [Fact]
    public async Task Chains_AtTwoVendors_Agree()
    {
        await using var glassnode = await VendorSetup.WithSandboxAsync("glassnode", Now);
        await using var coinMetrics = await VendorSetup.WithSandboxAsync("coinmetrics", Now);

        var one = await glassnode.AllAsync("glassnode", "ETH", "active_addresses", Now.AddDays(-400));
        var other = await coinMetrics.AllAsync("coinmetrics", "eth", "active_addresses", Now.AddDays(-400));

        Assert.True(other.Count > 390);
        Assert.Equal(other.Select(row => (row.At, row.Value)), one.Take(other.Count).Select(row => (row.At, row.Value)));
    }

    [Theory]
    [InlineData("2025-03-13T14:29:59Z", "2025-02-28")] // Thursday 10:29:59 in New York, in summer time.
    [InlineData("2025-03-13T14:30:00Z", "2025-03-07")]
    [InlineData("2025-03-06T15:29:59Z", "2025-02-21")] // The week before, in winter time.
    [InlineData("2025-03-06T15:30:00Z", "2025-02-28")]
    public async Task Eia_GasInStorage_IsKnownFromThursdayHalfPastTen(string now, string newest)
    {
        await using var setup = await VendorSetup.WithSandboxAsync("eia", At(now));

        var rows = await setup.AllAsync("eia", "NW2_EPG0_SWO_R48_BCF", "storage_report", At("2024-12-01"));

        Assert.Equal(At(newest), rows[^1].At);
        Assert.All(rows.Zip(rows.Skip(1)), pair => Assert.Equal(7, (pair.Second.At - pair.First.At).TotalDays));
    }

    [Fact]
    public async Task Fred_Calendar_PagesToItsEndAndBeyondNow()
    {
        await using var setup = await VendorSetup.WithSandboxAsync("fred", Now);
        var (all, calls) = (new List<EconomicEvent>(), 0);
        for (DateTimeOffset? from = At("2019-01-01"); from is { } next; calls++)
        {
            var reply = await setup.Adapter<ICalendarSource>("fred").GetCalendarAsync(next, CancellationToken.None);
            Assert.True(reply.IsOk, reply.Error);
            all.AddRange(reply.Value!.Rows);
            from = reply.Value.ContinueFrom;
        }

        Assert.True(calls > 3);
        Assert.Equal(all.Select(one => one.EventId).Distinct(StringComparer.Ordinal).Count(), all.Count);
        Assert.Equal(all.Select(one => one.At).Order(), all.Select(one => one.At));
        Assert.Contains(all, one => one.At > Now.AddDays(60) && one.Impact == EventImpact.High);
        Assert.All(all.Where(one => one.EventId.StartsWith("release-101-", StringComparison.Ordinal)),
            one => Assert.Equal(EventImpact.Low, one.Impact));
    }

    [Theory]
    [InlineData("etherscan", "1", "gas_price", 1)]
    [InlineData("coinmetrics", "btc", "mvrv", 6)]
    [InlineData("eia", "WCESTUS1", "inventory_report", null)]
    [InlineData("glassnode", "BTC", "mvrv", 30)]
    [InlineData("fred", "any", "treasury_yield", null)]
    public async Task GetIndicator_CallsSpent_AreLimited(string sourceId, string symbol, string indicator, int? retrySeconds)
    {
        var options = new SandboxOptions
        {
            EtherscanCallsPerSecond = 1, CoinMetricsCallsPerSixSeconds = 1, EiaCallsPerSecond = 1, GlassnodeCallsPerMinute = 1,
            FredCallsPerMinute = 1,
        };
        await using var setup = await VendorSetup.WithSandboxAsync(sourceId, Now, options);

        var granted = await setup.AskAsync(sourceId, symbol, indicator);
        var refused = await setup.AskAsync(sourceId, symbol, indicator);

        Assert.True(granted.IsOk, granted.Error);
        Assert.Equal(FeedResult.RateLimited, refused.Result);
        Assert.Equal(retrySeconds, (int?)(refused.RetryAfter - Now)?.TotalSeconds);
    }

    [Theory]
    [InlineData("glassnode", "v1/metrics/market/mvrv?a=BTC", 401, "401 Authorization Required")]
    [InlineData("etherscan", "api?chainid=1&module=stats&action=ethsupply", 200, "Missing/Invalid API Key")]
    [InlineData("eia", "natural-gas/stor/wkly/data/", 403, "API_KEY_MISSING")]
    [InlineData(
        "eia", "natural-gas/stor/wkly/data/?api_key=k&frequency=weekly&data[0]=value&facets[series][]=NW2_EPG0_SWO_R48_BCF&length=1", 200,
        "incomplete return")]
    [InlineData("fred", "series/observations?series_id=DGS10", 400, "<error code=\"400\"")]
    [InlineData("fred", "series/observations?series_id=DGS10&file_type=json", 400, "api_key is not set")]
    [InlineData("defillama", "tvl/atlantis", 400, "not found")]
    [InlineData("coinmetrics", "timeseries/asset-metrics?assets=btc,eth&metrics=TxCnt&page_size=2", 200, "next_page_url")]
    public async Task Sandbox_Request_HasTheVendorsWords(string sourceId, string path, int status, string says)
    {
        await using var setup = await VendorSetup.WithSandboxAsync(sourceId, Now);
        using var client = new HttpClient();

        using var response = await client.GetAsync(new Uri($"{setup.BaseAddress}/{path}"));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(says, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
