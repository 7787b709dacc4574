using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.MarketData;

namespace OrleansAssets.Tests.Domain;

public sealed class QuoteGateTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 15, 0, 0, TimeSpan.Zero);

    private static readonly QuoteRules Rules = new(
        new QuoteLimits(0.02m, 0.25m), JumpConfirmation.Default, MayBeNegative: false,
        (before, after) => Math.Abs((after * 10 / before) - 1) < 0.05m ? "10:1" : null);

    [Theory]
    [InlineData(99.9, 1_000, QuoteFault.Spread, "spread of 163.67 % of its middle; 2 % are believed")]
    [InlineData(0.01, 100, QuoteFault.Spread, "spread of 199.96 %")]
    [InlineData(150, 23_850, QuoteFault.Spread, "spread of 197.5 %")]
    [InlineData(0, 100, QuoteFault.Spread, "spread of 200 %")]
    [InlineData(101, 100, QuoteFault.NoMarket, "has its bid above its ask")]
    [InlineData(0, 0, QuoteFault.NoMarket, "has no price")]
    [InlineData(-1, 1, QuoteFault.NoMarket, "has no price")]
    [InlineData(125.2, 125.4, QuoteFault.Jump, "is 25.24 % from 100.05")]
    [InlineData(60, 60, QuoteFault.Jump, "is -40.03 % from 100.05")]
    [InlineData(10, 10, QuoteFault.Split, "about a split of 10:1")]
    public void Take_AQuoteThatNobodyWouldBelieve_IsHeldBackWithItsFigures(
        double bid, double ask, QuoteFault fault, string reason)
    {
        var state = Take(Believed(), Quote(1, (decimal)bid, (decimal)ask));

        Assert.Equal(100.05m, state.LastQuote?.Mid);
        var doubt = Assert.Single(state.Refused).Doubt;
        Assert.Equal((fault, 1, Start.AddMinutes(1)), (doubt.Fault, doubt.Count, doubt.Since));
        Assert.Contains(reason, doubt.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_AFirstQuoteFarFromTheMarkOfWhatIsHeld_IsBelievedOnceItIsRepeated()
    {
        var held = new HeldMark(100, Start.AddDays(-30), "main");
        var state = new AssetState();
        for (var minute = 0; minute <= 10; minute++)
        {
            Assert.Null(state.LastQuote);
            state = AssetRules.TakeQuote(
                state, "NVDA", Quote(minute, 1_000, 1_001), "quotes", null, Rules, Start.AddMinutes(minute), held).Next;
        }

        Assert.Equal((1_000.5m, null), (state.LastQuote!.Mid, state.UnprovenSince));
    }

    /// <summary>The portfolio's mark comes after the quote: it is taken back, but not once it was repeated for long enough.</summary>
    [Theory]
    [InlineData(9, true)]
    [InlineData(10, false)]
    public void TakeMark_FarFromAQuoteThatNothingVouchesFor_HoldsItBack(int minutes, bool isHeldBack)
    {
        var state = new AssetState();
        for (var minute = 0; minute <= minutes; minute++)
        {
            state = AssetRules.TakeQuote(
                state, "NVDA", Quote(minute, 1_000, 1_001), "quotes", null, Rules, Start.AddMinutes(minute)).Next;
        }

        var (next, begun) = AssetRules.TakeMark(state, new HeldMark(100, Start, "main"), Rules);

        Assert.Equal((isHeldBack, isHeldBack), (begun is not null, next.LastQuote is null));
        Assert.Equal(state, AssetRules.TakeMark(state, new HeldMark(900, Start, "main"), Rules).Next); // within what may be
    }

    [Fact]
    public void Take_AQuoteNearTheOldLevel_ExplainsWhatWasRefusedOfAnySource()
    {
        var state = Take(Believed(), Quote(1, 99.9m, 1_000m), Quote(2, 500m, 500m, "polygon"), Quote(3, 101m, 101.2m));

        Assert.Empty(state.Refused);
        Assert.Equal(101.1m, state.LastQuote?.Mid);
    }

    [Fact]
    public void Take_ATrueCrash_IsBelievedAfterThreeQuotesOverTenMinutes()
    {
        var fallen = Enumerable.Range(0, 10).Select(minute => Quote(1 + minute, 60m - minute, 60.2m - minute)).ToArray();

        Assert.Equal(100.05m, Take(Believed(), fallen).LastQuote?.Mid);

        var state = Take(Believed(), [.. fallen, Quote(11, 50m, 50.2m)]);
        Assert.Empty(state.Refused);
        Assert.Equal(50.1m, state.LastQuote?.Mid);
    }

    [Fact]
    public void Take_ALevelThatJumpsAgainOrIsWide_CountsAnew()
    {
        var state = Take(
            Believed(), Quote(1, 60m, 60.1m), Quote(5, 60m, 60.1m), Quote(8, 200m, 200.1m), Quote(12, 200m, 200.1m),
            Quote(15, 100m, 300m), Quote(19, 200m, 200.1m));

        Assert.Equal(100.05m, state.LastQuote?.Mid);
        Assert.Equal((1, Start.AddMinutes(19)), (state.Refused.Single().Count, state.Refused.Single().Since));
    }

    [Fact]
    public void Take_TwoSourcesThatAgree_AreBelievedAtOnce()
    {
        var state = Take(Believed(), Quote(1, 60m, 60.1m), Quote(2, 60.5m, 60.6m, "polygon"));

        Assert.Empty(state.Refused);
        Assert.Equal(60.55m, state.LastQuote?.Mid);
        Assert.Equal(100.05m, Take(Believed(), Quote(1, 60m, 60.1m), Quote(2, 68m, 68.1m, "polygon")).LastQuote?.Mid);
        Assert.Equal(100.05m, Take(Believed(), Quote(1, 60m, 60.1m), Quote(20, 60m, 60.1m, "polygon")).LastQuote?.Mid);
    }

    [Fact]
    public void Take_ASplit_WaitsForADayWhateverSourcesSay()
    {
        var split = Enumerable.Range(1, 24).SelectMany(hour => new[]
        {
            Quote(60 * hour, 10m, 10.01m), Quote((60 * hour) + 1, 10m, 10.01m, "polygon"),
        }).ToArray();

        var state = Take(Believed(), split);
        Assert.Equal(100.05m, state.LastQuote?.Mid);
        Assert.Contains("24 hours", QuoteGate.Newest(state.Refused)?.Explains, StringComparison.Ordinal);

        Assert.Equal(10.005m, Take(Believed(), [.. split, Quote(60 * 25, 10m, 10.01m)]).LastQuote?.Mid);
    }

    [Fact]
    public void Take_TheFirstQuoteOrALateOne_IsHeldAgainstTheLastClose()
    {
        var close = new LastClose(100m, Start.AddDays(-3), "alpaca");

        Assert.Null(Take(new AssetState(), close, Quote(0, 900m, 901m)).LastQuote);
        Assert.Equal(110m, Take(new AssetState(), close, Quote(0, 110m, 110m)).LastQuote?.Mid);
        Assert.Equal(900.5m, Take(new AssetState(), close with { At = Start.AddDays(-8) }, Quote(0, 900m, 901m)).LastQuote?.Mid);
        // The quote that was believed last is older than the close: the close knows better.
        var later = close with { Price = 60m, At = Start.AddDays(1) };
        Assert.Equal(61m, Take(Believed(), later, Quote(3_000, 61m, 61m)).LastQuote?.Mid);
        Assert.Equal(100.05m, Take(Believed(), close with { Price = 60m }, Quote(1, 61m, 61m)).LastQuote?.Mid);
    }

    /// <summary>After a stop over a split the first candles show the new level as the quotes do, and no book has the split.</summary>
    [Fact]
    public void Take_AQuoteOfAfterASplitThatTheClosesShowToo_IsHeldBack()
    {
        var close = new LastClose(10m, Start.AddDays(1), "alpaca");
        var late = Take(Believed(), close, Quote(3_000, 10m, 10.01m));

        Assert.Equal(100.05m, late.LastQuote?.Mid);
        Assert.Equal(QuoteFault.Split, Assert.Single(late.Refused).Doubt.Fault);

        var held = new HeldMark(100, Start, "main");
        var first = AssetRules.TakeQuote(
            new AssetState(), "NVDA", Quote(3_000, 10m, 10.01m), "quotes", close, Rules, Start.AddMinutes(3_000), held).Next;
        Assert.Null(first.LastQuote);
    }

    [Fact]
    public void Take_AnOlderQuote_ChangesNothing()
    {
        var state = Take(Believed(), Quote(5, 99.9m, 1_000m));

        Assert.Equal(state.Refused, Take(state, Quote(4, 99.9m, 1_100m)).Refused);
        Assert.Equal(state.LastQuote, Take(state, Quote(-1, 1m, 1m)).LastQuote);
    }

    [Fact]
    public void AcceptQuote_AJump_IsTheLastPriceFromThenOn()
    {
        var state = AssetRules.AcceptQuote(Take(Believed(), Quote(1, 60m, 60.1m)), "NVDA");

        Assert.Empty(state.Refused);
        Assert.Equal(60.05m, state.LastQuote?.Mid);
        Assert.Contains(
            "nothing to accept",
            Assert.Throws<InvalidRequestException>(() => AssetRules.AcceptQuote(state, "NVDA")).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidRequestException>(() => AssetRules.AcceptQuote(Take(state, Quote(2, 0m, 0m)), "NVDA"));
    }

    private static AssetState Believed() => Take(new AssetState(), Quote(0, 100m, 100.1m));

    private static AssetState Take(AssetState state, params Quote[] quotes) => Take(state, null, quotes);

    private static AssetState Take(AssetState state, LastClose? close, params Quote[] quotes) => quotes.Aggregate(
        state, (known, quote) => AssetRules.TakeQuote(
            known, "NVDA", quote, "quotes", QuoteGate.AsksClose(known.LastQuote, quote, Rules) ? close : null, Rules, quote.At).Next);

    private static Quote Quote(int minute, decimal bid, decimal ask, string source = "alpaca") =>
        new("NVDA", source, Start.AddMinutes(minute), bid, ask, 1, 1);
}
