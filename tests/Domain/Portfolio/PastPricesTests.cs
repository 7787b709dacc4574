using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.CorporateActions;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.MarketData;

namespace OrleansAssets.Tests.Domain;

/// <summary>What was stored of a past day is believed as it would have been then.</summary>
public sealed class PastPricesTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 3, 3, 0, 0, 0, TimeSpan.Zero);

    private static readonly QuoteRules Share = new(
        new QuoteLimits(0.02m, 0.25m), JumpConfirmation.Default, MayBeNegative: false,
        (before, after) => SplitRatio.Of(before, after, 0.05m)?.ToString());

    [Fact]
    public void Believed_QuotesThatWereHeldBackAfterAGoodOne_IsTheGoodOne()
    {
        var bad = Enumerable.Range(1, 90).Select(minute => Quote(minute - 90, 1, 190_000)).ToArray();

        var found = Past(null, [Quote(-95, 99, 99.5m), .. bad]).Believed(Held(100), "main", Share);

        Assert.Equal((99m, 99.5m), (found!.Bid, found.Ask)); // closing brings the one or the other, and never the middle
        Assert.Null(Past(null, [.. bad]).Believed(Held(100), "main", Share));
    }

    [Fact]
    public void Believed_AWrongPrintAfterAClose_IsTheClose() => Assert.Equal(
        (101m, Midnight.AddMinutes(-60)),
        Past(new LastClose(101, Midnight.AddMinutes(-60), "alpaca"), [Quote(-5, 900, 901)]).Believed(Held(100), "main", Share) is { } found
            ? (found.Bid, found.At) : default);

    [Theory]
    [InlineData(10)] // ten for one
    [InlineData(50.5)]
    [InlineData(500)] // one for five
    public void Believed_ACloseOrAQuoteOfAfterASplitThatIsNotInTheBook_IsNone(double price)
    {
        var level = (decimal)price;

        Assert.Null(Past(new LastClose(level, Midnight, "alpaca"), []).Believed(Held(100), "main", Share));
        Assert.Null(Past(new LastClose(level, Midnight.AddHours(-3), "alpaca"), [Quote(-5, level, level)])
            .Believed(Held(100), "main", Share));
    }

    [Fact]
    public void Believed_AFallThatIsNoSplit_IsTheClose() =>
        Assert.Equal(60, Past(new LastClose(60, Midnight, "alpaca"), []).Believed(Held(100), "main", Share)?.Bid);

    [Fact]
    public void Believed_AJumpThatWasRepeated_IsWhatTheMarketSaid() => Assert.Equal(
        60,
        Past(null, [.. Enumerable.Range(0, 12).Select(minute => Quote(minute - 12, 60, 60.1m))]).Believed(Held(100), "main", Share)?.Bid);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Believed_APriceBelowZero_IsOneWhereTheClassHasSuch(bool mayBeNegative)
    {
        var rules = Share with { MayBeNegative = mayBeNegative };

        Assert.Equal(
            mayBeNegative ? -37.5m : (decimal?)null,
            Past(new LastClose(-37.5m, Midnight, "oanda"), []).Believed(Held(5), "main", rules)?.Bid);
        Assert.Null(Past(new LastClose(0, Midnight, "oanda"), []).Believed(Held(5), "main", rules));
    }

    [Fact]
    public void Believed_WhatIsOlderThanTheMark_IsNone() => Assert.Null(
        Past(new LastClose(50, Midnight.AddDays(-2), "alpaca"), [Quote(-3_000, 99, 99)]).Believed(Held(100), "main", Share));

    private static PastPrices Past(LastClose? close, ImmutableArray<Quote> quotes) => new("NVDA", Midnight, close, quotes);

    private static Quote Quote(int minute, decimal bid, decimal ask) =>
        new("NVDA", "alpaca", Midnight.AddMinutes(minute), bid, ask, null, null);

    private static BookPosition Held(decimal mark) => new(
        "NVDA", "stocks", 8, mark, 8 * mark, Margined: false, mark, Midnight.AddHours(-12), 1, "stated", null, Midnight.AddDays(-3), 0,
        null, Unmarked: false);
}
