using OrleansAssets.DataSources;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.CoinMetrics;
using OrleansAssets.Vendors.DefiLlama;
using OrleansAssets.Vendors.Etherscan;
using OrleansAssets.Vendors.Glassnode;
using static OrleansAssets.Tests.Vendors.IndicatorCase;

namespace OrleansAssets.Tests.Vendors;

/// <summary>Glassnode, Etherscan, Coin Metrics and DefiLlama in their documented forms.</summary>
public sealed class OnChainAdapterTests
{
    [Fact]
    public async Task Glassnode_DocumentedReply_ReadsSignsExponentsAndNulls()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(
            """[{"t":1741651200,"v":-1234.5678},{"t":1741737600,"v":null},{"t":1741824000,"v":1.5e3,"new":1},{"t":1741910400,"v":7}]""",
            ("x-rate-limit-limit", "600"), ("x-rate-limit-remaining", "597")));

        var reply = await setup.AskAsync(GlassnodeVendor.Id, "BTC", "exchange_flows", assetId: "BTC/USDT");

        // The last day, the 14th, is not over; the 12th has no value.
        Assert.True(reply.IsOk, reply.Error);
        Assert.Equal(
            [
                new IndicatorValue("BTC/USDT", "glassnode", "exchange_flows", At("2025-03-11"), -1234.5678m, "btc"),
                new IndicatorValue("BTC/USDT", "glassnode", "exchange_flows", At("2025-03-13"), 1500m, "btc"),
            ],
            reply.Value!.Rows.AsEnumerable());
        Assert.Null(reply.Value.ContinueFrom);
        Assert.Equal(3, reply.UsedUnits);
        Assert.Equal("/v1/metrics/transactions/transfers_volume_exchanges_net?a=BTC&s=1740787200&i=24h", setup.Server.Requests.Single());
    }

    [Theory]
    [InlineData("""[{"t":1741824000,"v":1},{"t":1741824000,"v":2},{"t":1741824000,"v":3}]""", "time of another")]
    [InlineData("""[{"t":1741824000,"v":1},{"t":1741737600,"v":2},{"t":1741737600,"v":3}]""", "out of order")]
    [InlineData("""[{"t":1741824000000,"v":1}]""", "documented form")]
    [InlineData("""[{"t":1841824000,"v":1}]""", "cannot be")]
    [InlineData("""[{"t":1741824000}]""", "documented form")]
    [InlineData("""[{"t":1741824000,"o":{"a":1}}]""", "documented form")]
    [InlineData("""{"data":[]}""", "no array")]
    public async Task Glassnode_RowsThatCannotBe_AreMalformed(string body, string says)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(body));

        var reply = await setup.AskAsync(GlassnodeVendor.Id, "BTC", "mvrv");

        Assert.Equal(FeedResult.Malformed, reply.Result);
        Assert.Contains(says, reply.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Etherscan_SupplyBeyond64Bits_IsExactInEther()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(
            """
            {"status":"1","message":"OK","result":{"EthSupply":"122373866217800000000000000","Eth2Staking":"2940327167090033000000000",
            "BurntFees":"4610942856337430575173814","WithdrawnTotal":"7618584348954597000000000"}}
            """));

        var reply = await setup.AskAsync(EtherscanVendor.Id, "1", "supply");

        var row = Assert.Single(reply.Value!.Rows);
        Assert.Equal((122373866.2178m + 2940327.167090033m - 4610942.856337430575173814m, "eth", Reply.Now), (row.Value, row.Unit, row.At));
        Assert.StartsWith(
            "/api?chainid=1&module=stats&action=ethsupply2&apikey=", setup.Server.Requests.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Etherscan_OkWithAWarningOnTheKey_IsAValue()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(
            """
            {"status":"1","message":"OK-Missing/Invalid API Key, rate limit of 1/5sec applied","result":{"LastBlock":"1",
            "SafeGasPrice":"0.4","ProposeGasPrice":"0.512345678","FastGasPrice":"0.6","suggestBaseFee":"0.39","gasUsedRatio":"0.1,0.2"}}
            """));

        var reply = await setup.AskAsync(EtherscanVendor.Id, "1", "gas_price");

        Assert.Equal((0.512345678m, "gwei"), reply.Value!.Rows.Select(row => (row.Value, row.Unit)).Single());
    }

    [Theory]
    [InlineData("2025-03-01", 1)]
    [InlineData("2025-03-14T11:59:01Z", 0)]
    public async Task Etherscan_PriceWithATime_BelongsToIt(string from, int expected)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(
            """{"status":"1","message":"OK","result":{"ethbtc":"0.02","ethbtc_timestamp":"1741953540" """
            + ""","ethusd":"1888.12","ethusd_timestamp":"1741953540"}}"""));

        var reply = await setup.AskAsync(EtherscanVendor.Id, "1", "eth_price", from);

        Assert.Equal(expected, reply.Value!.Rows.Length);
        Assert.All(reply.Value.Rows, row => Assert.Equal((At("2025-03-14T11:59:00Z"), 1888.12m, "usd"), (row.At, row.Value, row.Unit)));
    }

    [Theory]
    [InlineData("""{"status":"1","message":"OK","result":"5"}""")]
    [InlineData("""{"status":"1","message":"OK","result":{"ProposeGasPrice":"-1"}}""")]
    [InlineData("""{"status":"1","message":"OK","result":{"ProposeGasPrice":7}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":"0x1"}""")]
    [InlineData("[]")]
    public async Task Etherscan_ResultOfAnotherForm_IsMalformed(string body)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(body));

        var reply = await setup.AskAsync(EtherscanVendor.Id, "1", "gas_price");

        Assert.Equal(FeedResult.Malformed, reply.Result);
    }

    [Fact]
    public async Task Etherscan_SymbolThatIsNoChain_IsUnknownWithoutACall()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json("{}"));

        var reply = await setup.AskAsync(EtherscanVendor.Id, "ETH/USDT", "gas_price");

        Assert.Equal(FeedResult.UnknownSymbol, reply.Result);
        Assert.Empty(setup.Server.Requests);
    }

    [Theory]
    [InlineData(
        """{"data":[{"asset":"usdt","time":"2025-03-14T00:00:00.000000000Z","PriceUSD":"0.9987"}],"next_page_token":"x"}""", 0.9987)]
    [InlineData("""{"data":[]}""", null)]
    [InlineData("""{"data":[{"asset":"usdt","time":"2025-03-14T00:00:00.000000000Z"}]}""", null)]
    [InlineData("""{"data":[{"asset":"btc","time":"2025-03-14T00:00:00.000000000Z","PriceUSD":"1"}]}""", null)]
    [InlineData("""{}""", null)]
    public async Task CoinMetrics_PriceOfAStablecoin_IsAQuoteAtTheEndOfItsDay(string body, double? price)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(body));

        var reply = await setup.Adapter<CoinMetricsAdapter>(CoinMetricsVendor.Id).GetQuoteAsync("USDT/USD", "usdt", CancellationToken.None);

        Assert.Equal(price is not null, reply.IsOk);
        if (price is { } known)
        {
            Assert.Equal(
                new Quote(
                    "USDT/USD", CoinMetricsVendor.Id, new DateTimeOffset(2025, 3, 15, 0, 0, 0, TimeSpan.Zero), (decimal)known,
                    (decimal)known, null, null),
                reply.Value);
        }
    }

    [Fact]
    public async Task CoinMetrics_PageWithAToken_ContinuesByTimeAndSkipsNulls()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(
            """
            {"data":[{"AdrActCnt":"595445","asset":"btc","time":"2025-03-01T00:00:00.000000000Z","AdrActCnt-status":"reviewed"},
            {"AdrActCnt":null,"asset":"btc","time":"2025-03-02T00:00:00.000000000Z"},
            {"asset":"btc","time":"2025-03-03T00:00:00.123456789Z"}],"next_page_token":"0.abc","next_page_url":"https://x/y"}
            """,
            ("X-RateLimit-Limit", "10"), ("X-RateLimit-Remaining", "8")));

        var reply = await setup.AskAsync(CoinMetricsVendor.Id, "btc", "active_addresses");

        Assert.True(reply.IsOk, reply.Error);
        Assert.Equal((At("2025-03-01"), 595_445m, "addresses"), reply.Value!.Rows.Select(row => (row.At, row.Value, row.Unit)).Single());
        Assert.Equal(At("2025-03-04").AddTicks(1_234_567), reply.Value.ContinueFrom);
        Assert.Equal(2, reply.UsedUnits);
        Assert.Contains("paging_from=start", setup.Server.Requests.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"data":[],"next_page_token":"again"}""", FeedResult.Malformed)]
    [InlineData("""{"data":[{"asset":"eth","time":"2025-03-01T00:00:00.000000000Z","AdrActCnt":"1"}]}""", FeedResult.Malformed)]
    [InlineData("""{"data":[{"asset":"btc","time":"2025-03-01T00:00:00.000000000Z"}]}""", FeedResult.UnknownSymbol)]
    [InlineData("""{"data":[{"asset":"btc","time":"2025-03-01","AdrActCnt":"1"}]}""", FeedResult.Malformed)]
    [InlineData("""{"data":[{"asset":"btc","time":"2025-03-01T00:00:00Z","AdrActCnt":"NaN"}]}""", FeedResult.Malformed)]
    [InlineData("""{}""", FeedResult.Malformed)]
    public async Task CoinMetrics_PageThatCannotBeUsed_IsATypedFailure(string body, FeedResult expected)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(body));

        var reply = await setup.AskAsync(CoinMetricsVendor.Id, "btc", "active_addresses");

        Assert.Equal(expected, reply.Result);
    }

    [Fact]
    public async Task DefiLlama_ChainHistory_LeavesTodaysRunningRowOut()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(
            """[{"date":1514764800,"tvl":0},{"date":1741737600,"tvl":4.5812345678e10},{"date":1741824000,"tvl":45999.5}"""
            + """,{"date":1741910400,"tvl":1}]"""));

        var reply = await setup.AskAsync(DefiLlamaVendor.Id, "Ethereum", "total_value_locked");

        Assert.Equal(
            [(At("2025-03-12"), 45_812_345_678m), (At("2025-03-13"), 45_999.5m)], reply.Value!.Rows.Select(row => (row.At, row.Value)));
        Assert.Equal("/v2/historicalChainTvl/Ethereum", setup.Server.Requests.Single());
    }

    [Fact]
    public async Task DefiLlama_Stablecoins_SumAllPegsOfADay()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(
            """
            [{"date":"1741737600","totalCirculating":{"peggedUSD":1},"totalCirculatingUSD":{"peggedUSD":200.5,"peggedEUR":3,
            "peggedVAR":null}},
            {"date":"1741910400","totalCirculatingUSD":{"peggedUSD":300}}]
            """));

        var reply = await setup.AskAsync(DefiLlamaVendor.Id, "Bitcoin", "stablecoin_supply");

        Assert.Equal((At("2025-03-12"), 203.5m, "usd"), reply.Value!.Rows.Select(row => (row.At, row.Value, row.Unit)).Single());
        Assert.Equal("/stablecoincharts/all", setup.Server.Requests.Single());
    }

    [Theory]
    [InlineData("24123456789.12", FeedResult.Ok)]
    [InlineData("-1", FeedResult.Malformed)]
    [InlineData("\"5\"", FeedResult.Malformed)]
    [InlineData("null", FeedResult.Malformed)]
    public async Task DefiLlama_Protocol_IsABareNumber(string body, FeedResult expected)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(body));

        var reply = await setup.AskAsync(DefiLlamaVendor.Id, "Ethereum", "lido_value_locked");

        Assert.Equal(expected, reply.Result);
        Assert.Equal(expected == FeedResult.Ok ? 24_123_456_789.12m : null, reply.Value?.Rows.Single().Value);
        Assert.Equal("/tvl/lido", setup.Server.Requests.Single());
    }
}
