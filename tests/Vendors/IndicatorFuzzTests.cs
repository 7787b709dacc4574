using OrleansAssets.Grains.Vendors;
using static OrleansAssets.Tests.Vendors.IndicatorCase;

namespace OrleansAssets.Tests.Vendors;

/// <summary>Broken bodies of the vendors of indicators: a page that holds or a typed failure, never an exception.</summary>
public sealed class IndicatorFuzzTests
{
    [Theory]
    [InlineData("glassnode", "BTC", "mvrv", """[{"t":1741651200,"v":-1.5},{"t":1741737600,"v":2.25e1},{"t":1741824000,"v":3}]""")]
    [InlineData("coinmetrics", "btc", "mvrv", """{"data":[{"CapMVRVCur":"1.5","asset":"btc","time":"2025-03-01T00:00:00.000000000Z"},{"CapMVRVCur":"2.5","asset":"btc","time":"2025-03-02T00:00:00.000000000Z"}],"next_page_token":"x"}""")]
    [InlineData("defillama", "Ethereum", "total_value_locked", """[{"date":1741737600,"tvl":4.5e10},{"date":1741824000,"tvl":45999.5}]""")]
    [InlineData("defillama", "Ethereum", "stablecoin_supply", """[{"date":"1741737600","totalCirculatingUSD":{"peggedUSD":200.5,"peggedEUR":3}}]""")]
    [InlineData("defillama", "Ethereum", "lido_value_locked", "24123456789.12")]
    [InlineData("etherscan", "1", "supply", """{"status":"1","message":"OK","result":{"EthSupply":"122373866217800000000000000","Eth2Staking":"2940327167090033000000000","BurntFees":"4610942856337430575173814"}}""")]
    [InlineData("etherscan", "1", "eth_price", """{"status":"1","message":"OK","result":{"ethusd":"1888.12","ethusd_timestamp":"1741953540"}}""")]
    [InlineData("eia", "S", "storage_report", """{"response":{"total":"2","data":[{"period":"2025-03-01","series":"S","value":"1707"},{"period":"2025-03-07","series":"S","value":null}]}}""")]
    [InlineData("fred", "S", "spot_price", """{"count":2,"observations":[{"date":"2025-03-03","value":"4.58"},{"date":"2025-03-04","value":"."}]}""")]
    public Task GetIndicator_BrokenBody_IsATypedFailureOrSound(string sourceId, string symbol, string indicator, string sound)
        => VendorFuzz.RunAsync(sound, async setup => VendorFuzz.CheckRows(
            await setup.AskAsync(sourceId, symbol, indicator), row => row.At, At("2025-03-01")));

    [Fact]
    public Task GetCalendar_BrokenBody_IsATypedFailureOrSound() => VendorFuzz.RunAsync(
        """{"count":2,"release_dates":[{"release_id":10,"release_name":"A","date":"2025-03-14"},{"release_id":46,"release_name":"B","date":"2025-03-16"}]}""",
        async setup => VendorFuzz.CheckRows(
            await setup.Adapter<ICalendarSource>(VendorCatalogue.Fred).GetCalendarAsync(At("2025-03-01"), CancellationToken.None),
            one => one.At, At("2025-03-01")));
}
