using System.Globalization;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.MarketData;

namespace OrleansAssets.Tests.Domain;

/// <summary>Which trades of others an asset keeps: the newest that its quotes let it believe.</summary>
public sealed class TradeGateTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 15, 0, 0, TimeSpan.Zero);

    private static readonly AssetState Quoted = new() { LastQuote = new Quote("NVDA", "alpaca", Start, 99, 101, null, null) };

    [Theory]
    [InlineData("75", true)]
    [InlineData("74.99", false)]
    [InlineData("125", true)]
    [InlineData("125.01", false)]
    public void TakeTrade_FarFromTheQuote_IsNotBelievedAndChangesNothing(string price, bool isBelieved)
    {
        var trade = TradeAt(1, decimal.Parse(price, CultureInfo.InvariantCulture));

        var (next, doubt) = Take(Quoted, trade);

        Assert.Equal(isBelieved ? trade : null, next.LastTrade);
        Assert.Equal(isBelieved, doubt is null);
        Assert.Equal(Quoted with { LastTrade = next.LastTrade }, next);
    }

    [Fact]
    public void TakeTrade_NotBelieved_SaysWhichAndWhy()
    {
        var doubt = Take(Quoted, TradeAt(1, 1000)).Doubt;

        Assert.Equal(
            "the trade of polygon in NVDA at 2026-11-24 15:00:01Z (1,000) is 900 % from 100, the quote of 2026-11-24 15:00:00Z at alpaca; "
            + "25 % are believed",
            doubt);
    }

    [Fact]
    public void TakeTrade_NoQuoteIsBelieved_BelievesNone()
    {
        var (next, doubt) = Take(new AssetState(), TradeAt(1, 100));

        Assert.Null(next.LastTrade);
        Assert.Contains("cannot be held against a quote", doubt, StringComparison.Ordinal);
    }

    /// <summary>Two sources may push trades of one asset, and neither knows what the other said.</summary>
    [Theory]
    [InlineData(2, "b", true)]
    [InlineData(1, "b", true)]
    [InlineData(1, "a", false)]
    [InlineData(1, null, false)]
    [InlineData(0, "b", false)]
    public void TakeTrade_AfterAnother_IsKeptWhereItIsNews(int second, string? id, bool isNews)
    {
        var before = Quoted with { LastTrade = TradeAt(1, 100) with { TradeId = "a" } };
        var trade = TradeAt(second, 101) with { TradeId = id };

        Assert.Equal(isNews ? trade : before.LastTrade, Take(before, trade).Next.LastTrade);
    }

    [Fact]
    public void TakeTrade_OfAnotherAsset_IsRefused() =>
        Assert.Contains("'TSLA'", Assert.Throws<InvalidRequestException>(
            () => Take(Quoted, TradeAt(1, 100) with { AssetId = "TSLA" })).Message, StringComparison.Ordinal);

    private static (AssetState Next, string? Doubt) Take(AssetState state, MarketTrade trade) =>
        AssetRules.TakeTrade(state, "NVDA", trade, QuoteLimits.Default);

    private static MarketTrade TradeAt(int second, decimal price) => new("NVDA", "polygon", Start.AddSeconds(second), price, 10, "a");
}
