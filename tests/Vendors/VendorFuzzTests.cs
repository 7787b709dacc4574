using OrleansAssets.MarketData;

namespace OrleansAssets.Tests.Vendors;

/// <summary>Broken bodies from a fixed seed: whatever comes, the answer is a page that holds or a typed failure, never an
/// exception.</summary>
public sealed class VendorFuzzTests
{
    [Fact]
    public Task Binance_BrokenCandles_AreTypedFailuresOrSound() => VendorFuzz.RunAsync(
        BinanceReplies.Hours(5),
        async setup =>
        {
            var reply = await setup.Binance.GetCandlesAsync(BinanceReplies.Hourly, CancellationToken.None);
            VendorFuzz.CheckCandles(reply.Result, reply.Error, reply.Value?.Candles);
        });

    [Fact]
    public Task Binance_BrokenQuote_IsATypedFailureOrSound() => VendorFuzz.RunAsync(
        BinanceReplies.Book,
        async setup =>
        {
            var reply = await setup.Binance.GetQuoteAsync("BTC/USDT", "BTCUSDT", CancellationToken.None);
            VendorFuzz.CheckQuote(reply.Result, reply.Error, reply.Value);
        });

    [Fact]
    public Task Alpaca_BrokenBars_AreTypedFailuresOrSound() => VendorFuzz.RunAsync(
        AlpacaAdapterTests.Bars(AlpacaAdapterTests.Bar("2025-03-07T05:00:00Z"), AlpacaAdapterTests.Bar("2025-03-10T04:00:00Z")),
        async setup =>
        {
            var query = new Grains.Vendors.CandleQuery(
                "NVDA", "NVDA", Timeframe.D1, new DateTimeOffset(2025, 3, 6, 0, 0, 0, TimeSpan.Zero));
            var reply = await setup.Alpaca.GetCandlesAsync(query, CancellationToken.None);
            VendorFuzz.CheckCandles(reply.Result, reply.Error, reply.Value?.Candles);
        });

    [Fact]
    public Task Alpaca_BrokenQuote_IsATypedFailureOrSound() => VendorFuzz.RunAsync(
        AlpacaAdapterTests.Quote("\"2025-03-14T11:59:59.123456789Z\"", "110.1", "110.2"),
        async setup =>
        {
            var reply = await setup.Alpaca.GetQuoteAsync("NVDA", "NVDA", CancellationToken.None);
            VendorFuzz.CheckQuote(reply.Result, reply.Error, reply.Value);
        });
}
