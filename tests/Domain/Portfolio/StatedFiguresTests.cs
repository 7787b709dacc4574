using System.Globalization;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>Prices and rates that somebody states pass the gate of collected quotes, or wait for a second word.</summary>
public sealed class StatedFiguresTests
{
    private const string Nvidia = "NVDA";

    private static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);
    private static readonly QuoteLimits Limits = new(0.02m, 0.25m);
    private static readonly BookContext Setting = new(IsShadow: false, TestConfiguration.Build());

    [Theory]
    [InlineData(549.95, false)]
    [InlineData(12_000, false)]
    [InlineData(126, false)]
    [InlineData(125, true)]
    [InlineData(75, true)]
    [InlineData(0.01, false)]
    public void OfPrice_FarOffTheBelievedQuote_IsDoubted(double price, bool isBelieved)
    {
        var doubt = StatedFigures.OfPrice((decimal)price, Now, null, new Quote(Nvidia, "alpaca", Now, 99.9m, 100.1m, 1, 1), Limits);

        Assert.Equal(isBelieved, doubt is null);
    }

    /// <summary>A fill marks its position: measured by that, one after another led away from the market.</summary>
    [Fact]
    public void OfPrice_AfterAFillThatMovedTheMark_IsHeldAgainstTheMarketAllTheSame()
    {
        var held = new BookPosition(
            Nvidia, "stocks", 10, 100, 1_000, false, 119, Now, 1, "test", null, Now.AddHours(-1), 0, null, false);
        var quote = new Quote(Nvidia, "alpaca", Now.AddMinutes(-10), 99.9m, 100.1m, 1, 1);

        Assert.NotNull(StatedFigures.OfPrice(140, Now, held, quote, Limits));
        Assert.Null(StatedFigures.OfPrice(120, Now, held, quote, Limits));
        Assert.Null(StatedFigures.OfPrice(140, Now, held, quote with { At = Now.AddDays(-2) }, Limits)); // too old: the mark is nearer
    }

    [Theory]
    [InlineData("JPY", true)]
    [InlineData("CNH", true)]
    [InlineData("USDC", true)]
    [InlineData("BTC", true)] // an asset is of it
    [InlineData("XYZ", false)]
    [InlineData("JPN", false)]
    [InlineData("BNB", false)] // may be that of fees: it wants a second word
    public void OfCurrency_ThatIsNone_IsDoubted(string code, bool isOne) =>
        Assert.Equal(isOne, StatedFigures.OfCurrency(new Currency(code), ShippedConfiguration.Collected) is null);

    [Fact]
    public void OfPrice_DaysAfterWhatIsKnown_MayBeAsManyJumpsAway()
    {
        var old = new Quote(Nvidia, "alpaca", Now.AddDays(-3), 100, 100, 1, 1);

        Assert.Null(StatedFigures.OfPrice(200, Now, null, old, Limits));
        Assert.NotNull(StatedFigures.OfPrice(201, Now, null, old, Limits));
        Assert.Null(StatedFigures.OfPrice(201, Now, null, null, Limits)); // nothing is known
    }

    [Fact]
    public void OfRate_WrittenTheOtherWayRound_IsDoubtedAndNamed()
    {
        var yen = new Currency("JPY");
        var known = new ExchangeRate(yen, Currency.Usd, 1m / 150, "USD/JPY at oanda", Now);

        var doubt = StatedFigures.OfRate(yen, 151, Now, known, Limits);

        Assert.Contains("the other way round, 0.00662252, it is near", doubt, StringComparison.Ordinal);
        Assert.Null(StatedFigures.OfRate(yen, 0.0066m, Now, known, Limits));
        Assert.Null(StatedFigures.OfRate(yen, 151, Now, null, Limits));
    }

    /// <summary>A coin that is quoted in stablecoins had no known rate: its fees counted whatever somebody had typed once.</summary>
    [Theory]
    [InlineData("BTC", "0.9", "off the 78,000 that is known (BTC/USDT at ccxt_binance")]
    [InlineData("BTC", "77000", null)]
    [InlineData("ZZZ", "1", "ZZZ is no currency of ISO 4217")]
    public void OfRate_OfWhatIsCollected_IsHeldAgainstItWhateverWasStatedBefore(string code, string rate, string? doubt)
    {
        var draft = new BookDraft("main", new PortfolioBook(), Now);
        draft.Append(new RateStated("BTC", 0.9m, "stated by Ada"), "Ada");

        var told = StatedFigures.OfRate(
            new Currency(code), decimal.Parse(rate, CultureInfo.InvariantCulture), Now, draft,
            id => id == "BTC/USDT" ? new Quote(id, "ccxt_binance", Now, 78_000, 78_000, 1, 1) : null, ShippedConfiguration.Collected);

        Assert.Equal(doubt is null, told is null);
        Assert.Contains(doubt ?? "", told ?? "", StringComparison.Ordinal);
    }

    /// <summary>What is meant to be worth a dollar had the gate of a coin, 25 % a day: at half of it nobody was asked.</summary>
    [Theory]
    [InlineData(0.96, true)]
    [InlineData(0.94, false)]
    [InlineData(0.5, false)]
    public void OfRate_OfAStablecoin_IsBelievedNearTheDollarAlone(double rate, bool isBelieved)
    {
        var known = new ExchangeRate(new Currency("USDT"), Currency.Usd, 1, "coinmetrics", Now.AddDays(-2));

        Assert.Equal(isBelieved, StatedFigures.OfRate(new Currency("USDT"), (decimal)rate, Now, known, Limits) is null);
    }

    [Fact]
    public void Rate_OfThePortfoliosOwnCurrency_IsRefused()
    {
        var refused = Assert.Throws<InvalidRequestException>(() => FillCheck.CheckRate("USD", 2, "Ada"));

        Assert.Contains("USD is the portfolio's own currency", refused.Message, StringComparison.Ordinal);
        FillCheck.CheckRate("JPY", 0.0066m, "Ada");
    }

    /// <summary>The quote of ask 1,000 typed by hand: the middle of 549.95 raised the peak of 10,000 to 13,599.60 for ever.</summary>
    [Fact]
    public void Mark_ThatNobodyWouldBelieve_IsRefusedAndWithASecondWordTaken()
    {
        var draft = new BookDraft("main", new PortfolioBook(), Now);
        MoneyCommands.Move(draft, new CashFlow("start", 10_000, "Ada", "test"), null, 0, Setting);
        FillCommands.Take(
            draft, new Fill("in", null, Nvidia, OrderSide.Buy, 8, 100, 0, null, null, Now, null), null, 0, _ => null, Setting);
        var mark = new PriceMark(Nvidia, 549.95m, null, Now, "desk");

        var refusal = Assert.Throws<InvalidRequestException>(() => MoneyCommands.RequireBelievable(draft, [mark], _ => null, Setting));

        Assert.Contains("NVDA, its price of 549.95 is 450 % off the market's 100", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(10_000, draft.Book.PeakEquity);
        MoneyCommands.RequireBelievable(draft, [mark with { Confirmed = true }], _ => null, Setting);
        MoneyCommands.RequireBelievable(draft, [mark with { At = Now.AddMinutes(-1) }], _ => null, Setting); // old, and so ignored
        MoneyCommands.RequireBelievable(draft, [mark with { AssetId = "TSLA" }], _ => null, Setting); // not held, likewise
    }

    [Fact]
    public void Mark_InTheUnitsOfASplitThatIsInTheBook_IsBelieved()
    {
        var draft = new BookDraft("main", new PortfolioBook(), Now);
        MoneyCommands.Move(draft, new CashFlow("start", 10_000, "Ada", "test"), null, 0, Setting);
        FillCommands.Take(
            draft, new Fill("in", null, Nvidia, OrderSide.Buy, 0.66m, 1_208, 0, null, null, Now.AddMinutes(-9), null), null, 0, _ => null,
            Setting);
        EventCommands.Take(
            draft, BookEvent.Split("split", Now.AddMinutes(-5), Nvidia, 10, 1, "Ada", "10:1"), null, 0, _ => null, Setting);

        MoneyCommands.RequireBelievable(draft, [new PriceMark(Nvidia, 120.8m, null, Now, "desk")], _ => null, Setting);
        MoneyCommands.RequireBelievable(draft, [new PriceMark(Nvidia, 1_209m, null, Now.AddMinutes(-6), "desk")], _ => null, Setting);
        Assert.Throws<InvalidRequestException>(
            () => MoneyCommands.RequireBelievable(draft, [new PriceMark(Nvidia, 1_208, null, Now, "desk")], _ => null, Setting));
    }

    [Fact]
    public void FillAndEvent_WithARateFarOffWhatIsKnown_WaitForASecondWord()
    {
        var draft = new BookDraft("main", new PortfolioBook(), Now);
        var quote = new Quote("USD/JPY", "oanda", Now, 150, 150, null, null);
        Quote? Yen(string id) => id == quote.AssetId ? quote : null;
        var fill = new Fill("in", null, "GBP/JPY", OrderSide.Buy, 100, 190, 0, null, 150m, Now, null);
        var swap = BookEvent.Cash("swap", BookEventKind.Financing, Now, "GBP/JPY", -100, "Ada", "carry") with { Rate = 150m };

        Assert.Contains(
            "the other way round",
            Assert.Throws<InvalidRequestException>(() => FillCommands.Take(draft, fill, null, 0, Yen, Setting)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "state the rate first",
            Assert.Throws<InvalidRequestException>(() => EventCommands.Take(draft, swap, null, 0, Yen, Setting)).Message,
            StringComparison.Ordinal);
        Assert.NotNull(FillCommands.Take(draft, fill with { Rate = 0.0066m }, null, 0, Yen, Setting));
    }
}
