using OrleansAssets.Access;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

/// <summary>What is priced in another currency than the portfolio's: its rates are collected, kept, and told.</summary>
public sealed class PortfolioRateTests
{
    private const string Pair = "GBP/JPY";
    private const string Yen = "USD/JPY";

    [Fact]
    public async Task Order_OfAPairInYen_IsSizedVettedFilledAndMarkedInDollars()
    {
        await using var cluster = await GrainCluster.StartAsync(WithConversions());
        await cluster.MeasureRiskAsync();
        var paper = cluster.Portfolio("main.shadow.forex");
        var asset = cluster.Grains.GetGrain<IAssetGrain>(Keys.Asset(Pair));
        await cluster.QuoteAsync(190.100m, Pair);

        var unknown = await paper.DryCheckOrderAsync(PortfolioCluster.Buy("o-0", 100, Pair));
        Assert.Contains(
            "no rate is known from JPY to USD",
            unknown.Rules.Single(rule => rule.Code == RuleCodes.ConversionRate).Explanation, StringComparison.Ordinal);
        Assert.Null((await asset.SizeAsync(new SizeRequest(10_000, null))).Quantity);

        await cluster.QuoteAsync(150m, Yen);
        var size = await asset.SizeAsync(new SizeRequest(10_000, null));
        Assert.Equal(789m, size.Quantity); // 1,000 dollars of pounds at 190.1 / 150 dollars each
        var decision = await paper.CheckOrderAsync(PortfolioCluster.Buy("o-1", 500, Pair));
        Assert.Equal((DecisionOutcome.Approved, 633.66m), (decision.Outcome, decision.Notional));
        await cluster.QuoteAsync(190.100m, Pair, size: 500);
        await GrainCluster.TickAsync(paper, "portfolio");

        var filled = (await paper.GetAsync()).Book!.Positions.Single();
        Assert.Equal((500m, "USD/JPY at ccxt_binance"), (filled.Quantity, filled.RateSource));
        await cluster.QuoteAsync(190.600m, Pair);
        await GrainCluster.TickAsync(paper, "portfolio");

        var (view, entry) = ((await paper.GetAsync()).Book!, filled.AverageEntryPrice);
        Assert.Equal(Math.Round(500 * (190.600m - entry) / 150, 4), Math.Round(view.UnrealisedProfit, 4));
        var rate = Assert.Single(view.Rates);
        Assert.Equal(("JPY", "USD/JPY at ccxt_binance"), (rate.Currency, rate.Source));
        Assert.NotNull(rate.At);
    }

    [Fact]
    public async Task Order_OfAConversionPair_IsRefused()
    {
        await using var cluster = await GrainCluster.StartAsync(WithConversions());

        var refusal = await Assert.ThrowsAsync<InvalidRequestException>(
            () => cluster.Portfolio().CheckOrderAsync(PortfolioCluster.Buy("o-1", 1, Yen)));

        Assert.StartsWith("USD/JPY is a conversion pair: it is collected for its rate", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidRequestException>(
            () => cluster.Grains.GetGrain<IAssetGrain>(Keys.Asset(Yen)).SetEnabledAsync(true, "Ada"));
        Assert.DoesNotContain(await cluster.Catalogue.GetAssetsAsync(), asset => asset.Definition.Id == Yen);
        Assert.Equal([Yen, "USDT/USD"], (await cluster.Catalogue.GetConversionsAsync()).Select(pair => pair.Definition.Id));
    }

    [Fact]
    public async Task Mark_AtTheSamePrice_KeepsTheRateOfAStablecoinUntilANewerOneIsKnown()
    {
        await using var cluster = await GrainCluster.StartAsync(WithConversions());
        var portfolio = cluster.Portfolio();
        await portfolio.RecordCashFlowAsync(new CashFlow("deposit-1", 100_000, "Ada", "start"));
        await portfolio.RecordFillAsync(PortfolioCluster.Fill("f-1", null, 1, 60_000) with { Rate = 0.98m });
        Assert.Equal(100_000m, (await portfolio.GetAsync()).Equity);

        await cluster.QuoteAsync(60_000);
        await GrainCluster.TickAsync(portfolio, "portfolio");

        var view = await portfolio.GetAsync();
        Assert.Equal(100_000m, view.Equity);
        Assert.Equal(("USDT", 0.98m, "given with the fill"), Told(view));

        await cluster.QuoteAsync(0.99m, "USDT/USD");
        await cluster.QuoteAsync(60_000);
        await GrainCluster.TickAsync(portfolio, "portfolio");

        Assert.Equal(100_600m, (await portfolio.GetAsync()).Equity);
        Assert.Equal(("USDT", 0.99m, "USDT/USD at ccxt_binance"), Told(await portfolio.GetAsync()));

        // An operator's word is newer, and is kept through the next mark; a quote after it is newer still.
        await portfolio.StateRateAsync("USDT", 1m, "Ada");
        await cluster.QuoteAsync(60_000);
        await GrainCluster.TickAsync(portfolio, "portfolio");
        Assert.Equal(101_200m, (await portfolio.GetAsync()).Equity);

        await cluster.QuoteAsync(0.995m, "USDT/USD");
        await cluster.QuoteAsync(60_000);
        await GrainCluster.TickAsync(portfolio, "portfolio");
        Assert.Equal(100_900m, (await portfolio.GetAsync()).Equity);
    }

    [Fact]
    public async Task StateRate_ThatNeedsAnotherWord_WaitsAndDoesNotCountOneWhoseTokenWasRevoked()
    {
        var configuration = WithConversions() with
        {
            Approvals = new ApprovalSettings(EmergencyReset: 1, WithinHours: 24) { Rate = 2, RateAbove = 0.01m, Withdrawal = 2 },
        };
        await using var cluster = await GrainCluster.StartAsync(configuration);
        var (portfolio, access) = (cluster.Portfolio(), cluster.Grains.GetGrain<IAccessGrain>(Keys.Access));
        await portfolio.RecordCashFlowAsync(new CashFlow("deposit-1", 10_000, "Ada", "start"));
        foreach (var (id, name) in new[] { ("00000001", "root"), ("00000002", "Ada") })
        {
            await access.CreateAsync(new TokenRequest(
                id, name, name == "root" ? AccessRole.Admin : AccessRole.Operator, new string('a', 63) + id[^1], null, "root"));
        }

        await portfolio.RecordCashFlowAsync(new CashFlow("w", -100, "Ada", "rent"));
        var waiting = Assert.Single((await portfolio.StateRateAsync("JPY", 0.0066m, "Ada")).Book!.WaitingRates);
        Assert.Equal(("Ada", 1), (Assert.Single(waiting.By), waiting.Missing));
        cluster.World.Clock.Advance(TimeSpan.FromMinutes(1));
        await access.RevokeAsync("00000002", "root");

        var book = (await portfolio.StateRateAsync("JPY", 0.0066m, "Bob")).Book!;

        Assert.Equal(
            ("Bob", "Ada", 1),
            (Assert.Single(book.WaitingRates).By[0], Assert.Single(book.WaitingRates[0].Lapsed), book.WaitingRates[0].Missing));
        Assert.Equal("Ada", Assert.Single(Assert.Single(book.Withdrawals).Lapsed));
        Assert.Equal(1, (await portfolio.RecordCashFlowAsync(new CashFlow("w", -100, "Bob", "rent"))).Missing);
        Assert.Equal(0, (await portfolio.RecordCashFlowAsync(new CashFlow("w", -100, "Cem", "rent"))).Missing);
        var known = (await portfolio.StateRateAsync("JPY", 0.0066m, "Cem")).Book!;
        Assert.Equal(("JPY", 0.0066m, "stated by Bob and Cem"), (known.Rates[0].Currency, known.Rates[0].Rate, known.Rates[0].Source));
        Assert.Empty(known.WaitingRates);
    }

    private static (string Currency, decimal Rate, string Source) Told(PortfolioView view) =>
        view.Book!.Rates.Single() is var rate ? (rate.Currency, rate.Rate, rate.Source) : default;

    private static AssetsConfiguration WithConversions() => TestConfiguration.Build() with
    {
        Conversions =
        [
            ConversionPair.Of(Yen, "Dollar / Yen", MarketHours.Forex, QuoteLimits.Default, [], [], []),
            ConversionPair.Of("USDT/USD", "Tether", MarketHours.Always, QuoteLimits.Default, [], [], []),
        ],
    };
}
