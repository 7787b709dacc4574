using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>A fill that nobody would believe is taken by a second word, by the shipped limits.</summary>
public sealed class FillBeliefTests
{
    private static readonly BookContext Context = new(IsShadow: false, ShippedConfiguration.Value);

    private readonly JournaledBook _book = new(setting: Context);

    public FillBeliefTests() => _book.Move(new CashFlow("deposit", 10_000, "Ada", "start"));

    [Theory]
    [InlineData(1, "0.1", true)] // quoted at 78,153, and nothing is held
    [InlineData(78_100, "0.1", false)]
    [InlineData(93_000, "0.1", false)] // 19 % off
    [InlineData(94_000, "0.1", true)]
    [InlineData(78_100, "5", true)] // 39 times the equity
    public void Take_AFillFarOffTheMarketOrTheMeans_NeedsASecondWord(int price, string quantity, bool isRefused)
    {
        var units = decimal.Parse(quantity, CultureInfo.InvariantCulture);
        var fill = new Fill("f", null, "BTC/USDT", OrderSide.Sell, units, price, 0, null, null, _book.Now, null);

        var refused = Record.Exception(() => Take(fill));
        var confirmed = Take(fill with { Confirmed = true });

        Assert.Equal(isRefused, refused is InvalidRequestException);
        Assert.Contains(isRefused ? "confirm it (--yes" : "", refused?.Message ?? "", StringComparison.Ordinal);
        Assert.Contains(confirmed.Events, entry => entry.Event is FillRecorded);
    }

    [Fact]
    public void Take_AFillOfWhoTookOutMoreThanHePaidIn_IsMeasuredByWhatIsLeft()
    {
        _book.Happen(BookEvent.Cash("won", BookEventKind.Interest, _book.Now, null, 1_000, "Ada", "year"));
        _book.Move(new CashFlow("out-1", -10_100, "Ada", "spent"));
        Assert.Equal((-100m, 900m), (_book.Book.Flows, _book.Book.Equity.Amount));
        var fill = new Fill("f", null, "BTC/USDT", OrderSide.Buy, 0.1m, 78_100, 0, null, null, _book.Now, null);

        var refused = Assert.Throws<InvalidRequestException>(() => Take(fill));
        Assert.Contains("times the equity of 900", refused.Message, StringComparison.Ordinal);
        Take(fill with { Quantity = 0.01m });

        _book.Move(new CashFlow("out-2", -900, "Ada", "spent"));
        Assert.Throws<InvalidRequestException>(() => Take(fill with { Quantity = 0.01m })); // nothing is left to pay for it
    }

    /// <summary>A price and a fee that were exchanged put a portfolio of 10,000 at -989,999, and a rebate of 90,000 at tenfold.</summary>
    [Theory]
    [InlineData("0.001", "999999", true)]
    [InlineData("0.001", "-90000", true)]
    [InlineData("0.001", "26", true)] // of 78.15 that were traded
    [InlineData("0.001", "7", false)] // what a broker asks for at least
    [InlineData("0.001", "-7", true)] // and pays to nobody
    [InlineData("0.001", "-2", false)]
    [InlineData("0.1", "234", false)] // 3 % of 7,810 would be 234.3
    [InlineData("0.1", "235", true)]
    public void Take_AFeeOutOfAllProportion_NeedsASecondWord(string quantity, string fee, bool isRefused)
    {
        var fill = new Fill("f", null, "BTC/USDT", OrderSide.Buy, Number(quantity), 78_100, Number(fee), null, null, _book.Now, null);

        var refused = Record.Exception(() => Take(fill));
        var confirmed = Take(fill with { Confirmed = true });

        Assert.Equal(isRefused, refused is InvalidRequestException);
        Assert.Contains(isRefused ? "is more than 3 % of the 7" : "", refused?.Message ?? "", StringComparison.Ordinal);
        Assert.Contains(confirmed.Events, entry => entry.Event is FillRecorded);
    }

    /// <summary>A fill of 184 that was put in the place of a wrong one at 1 passed without a question: -11.5 % and three halts.</summary>
    [Fact]
    public void Replacement_ThatNobodyWouldBelieve_NeedsASecondWordAsAnyFill()
    {
        var wrong = new Fill("f", null, "BTC/USDT", OrderSide.Buy, 0.01m, 1, 0, null, null, _book.Now, null);
        var recorded = Assert.Single(Take(wrong with { Confirmed = true }).Events.Select(entry => entry.Event).OfType<FillRecorded>());
        _book.Take(wrong with { Confirmed = true }); // and what is held is marked at its price
        void Require(decimal price, bool isConfirmed) => CorrectionCommands.RequireBelievable(
            new BookDraft("main", _book.Book, _book.Now),
            FillReplacement.Of(recorded, wrong with { FillId = "right", Price = price, Confirmed = isConfirmed }, "crypto"),
            ImmutableDictionary<string, Quote?>.Empty.Add("BTC/USDT", Quote("BTC/USDT")), Context);

        var refused = Assert.Throws<InvalidRequestException>(() => Require(781, false));
        Assert.Contains("hard to believe", refused.Message, StringComparison.Ordinal);
        Require(781, true);
        Require(78_100, false);
    }

    [Fact]
    public void PriceInPlaceOfMarks_ThatNobodyWouldBelieve_NeedsASecondWord()
    {
        var correction = new MarkCorrection("fix", "BTC/USDT", _book.Now, _book.Now, 781, "Ada", "a slip");

        Assert.Throws<InvalidRequestException>(() => CorrectionCommands.RequireBelievable(correction, Quote("BTC/USDT"), Context));
        CorrectionCommands.RequireBelievable(correction with { Confirmed = true }, Quote("BTC/USDT"), Context);
        CorrectionCommands.RequireBelievable(correction with { Price = 78_100 }, Quote("BTC/USDT"), Context);
        Assert.Equal(ContentHash.Of(correction), ContentHash.Of(correction with { Confirmed = true }));
    }

    /// <summary>One of 94 cents, 19 % off, raised the equity of who held 0.12 by 1,740, and the peak with it.</summary>
    [Theory]
    [InlineData(OrderSide.Buy, "93000", null)]
    [InlineData(OrderSide.Sell, "64000", null)]
    [InlineData(OrderSide.Buy, "78153", "1.049")]
    [InlineData(OrderSide.Sell, "78153", "0.951")]
    public void Take_AFillOfAFewUnits_DoesNotRevalueWhatTheMarketQuotes(OrderSide side, string price, string? rate)
    {
        var draft = new BookDraft("main", _book.Book, _book.Now);
        Fill Of(string id, OrderSide side, decimal units, decimal at, decimal? worth) =>
            new(id, null, "BTC/USDT", side, units, at, 0, null, null, _book.Now, null) { Rate = worth };
        FillCommands.Take(draft, Of("opens", OrderSide.Buy, 0.12m, 70_000, null), null, 0, id => Quote(id), Context);
        var opened = draft.Book;

        FillCommands.Take(
            draft, Of("few", side, 0.00001m, Number(price), rate is null ? null : Number(rate)), null, 0, id => Quote(id), Context);
        FillCommands.Take(draft, Of("more", side, 0.00001m, Number(price), null), null, 0, id => Quote(id), Context);

        Assert.Equal(70_000, opened.Positions["BTC/USDT"].MarkPrice); // nothing was held that the market could value
        var held = draft.Book.Positions["BTC/USDT"];
        Assert.Equal((78_152.5m, 1m, true), (held.MarkPrice, held.Rate, held.OfMarket));
        Assert.InRange(draft.Book.Equity.Amount, 10_978.29m - 1, 10_978.30m); // 0.12 at the bid, less what the few cost
        Assert.InRange(draft.Book.PeakEquity, 10_978.29m - 1, 10_978.30m);
        Assert.Empty(draft.Book.LossHalts);
    }

    /// <summary>On a Saturday nothing grows old: the close of Friday is the market until it opens again.</summary>
    [Fact]
    public void Take_AFillOfAFewUnitsWhileTheMarketIsClosed_LeavesWhatIsHeldAtItsClose()
    {
        var close = new DateTimeOffset(2026, 11, 27, 21, 59, 59, TimeSpan.Zero);
        _book.Now = close.AddHours(12);
        Quote quote = new("CRUDE", "oanda", close, 118.22m, 118.24m, null, null);
        var draft = new BookDraft("main", _book.Book, _book.Now);
        void Take(string id, decimal units, decimal price) => FillCommands.Take(
            draft, new Fill(id, null, "CRUDE", OrderSide.Buy, units, price, 0, null, null, _book.Now, null), null, 0,
            asset => asset == "CRUDE" ? quote : null, Context);

        Take("opens", 50, 118.23m);
        Take("few", 0.1m, 140.69m);

        Assert.Equal(118.22m, draft.Book.Positions["CRUDE"].MarkPrice);
        Assert.InRange(draft.Book.PeakEquity, 9_995, 10_000);
    }

    /// <summary>What was told of a few units first, and of the many that were executed before them second.</summary>
    [Fact]
    public void Take_ManyUnitsAfterAFewThatCameLater_IsWorthTheMarketWhateverTheOrderOfTelling()
    {
        var (first, second) = (_book.Now.AddMinutes(-8), _book.Now.AddMinutes(-1));
        _book.QuoteOf = Quote;
        _book.Take(new Fill("few", null, "BTC/USDT", OrderSide.Buy, 0.00001m, 92_000, 0, null, null, second, null));
        _book.Take(new Fill("many", null, "BTC/USDT", OrderSide.Buy, 0.1m, 78_100, 0, null, null, first, null));

        Assert.Equal(0.10001m, _book.Book.Positions["BTC/USDT"].Quantity);
        Assert.InRange(_book.Book.PeakEquity, 10_000, 10_010);
        Assert.InRange(_book.Book.Equity.Amount, 9_990, 10_010);
    }

    /// <summary>The quotes of the old level say what the new one is: one fill after another led as far away as one liked.</summary>
    [Fact]
    public void Take_FillsAfterASplitThatTheMarketHasNotShown_AreHeldAgainstTheLevelOfBefore()
    {
        _book.Take(new Fill("opens", null, "BTC/USDT", OrderSide.Buy, 0.1m, 78_150, 0, null, null, _book.Now, null));
        _book.Now = _book.Now.AddSeconds(1);
        _book.Happen(BookEvent.Split("s", _book.Now, "BTC/USDT", 10, 1, "Ada", "test") with { Confirmed = true });
        _book.Now = _book.Now.AddSeconds(1);
        Fill Of(string id, decimal price) => new(id, null, "BTC/USDT", OrderSide.Buy, 0.0001m, price, 0, null, null, _book.Now, null);

        var first = Take(Of("a", 9_200)).Book;
        var refused = Assert.Throws<InvalidRequestException>(() => Take(Of("b", 10_898)));

        Assert.Equal(7_815m, first.Positions["BTC/USDT"].MarkPrice);
        Assert.Contains("off the market's 7,815.3", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_AFillInAnotherCurrencyWithItsRate_LeavesTheRateKnown()
    {
        _book.Take(new Fill("a", null, "NVDA", OrderSide.Buy, 0.01m, 80, 0, "EUR", 1.1m, _book.Now, null));
        _book.Take(new Fill("b", null, "NVDA", OrderSide.Buy, 0.01m, 80, 0, "EUR", null, _book.Now, null));

        Assert.Equal(0.02m, _book.Book.Positions["NVDA"].Quantity);
        Assert.Equal(88, _book.Book.Positions["NVDA"].AverageEntryPrice);
    }

    [Fact]
    public void Take_AFillAfterAMarkThatGrewOld_IsThePriceOfWhatIsHeld()
    {
        _book.Take(new Fill("opens", null, "BTC/USDT", OrderSide.Buy, 0.1m, 78_000, 0, null, null, _book.Now, null));
        _book.Mark(new PriceMark("BTC/USDT", 79_000, null, _book.Now, "Ada") { Confirmed = true });
        void TakeAfter(string id, int minutes, decimal price)
        {
            _book.Now += TimeSpan.FromMinutes(minutes);
            _book.Take(new Fill(id, null, "BTC/USDT", OrderSide.Buy, 0.01m, price, 0, null, null, _book.Now, null));
        }

        TakeAfter("soon", 50, 81_000);
        Assert.Equal(79_000, _book.Book.Positions["BTC/USDT"].MarkPrice);
        TakeAfter("late", 20, 81_000);
        Assert.Equal(81_000, _book.Book.Positions["BTC/USDT"].MarkPrice);
        Assert.Equal(JournaledBook.TextOf(_book.Book), JournaledBook.TextOf(_book.Folded()));
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private BookDraft Take(Fill fill)
    {
        var draft = new BookDraft("main", _book.Book, _book.Now);
        FillCommands.Take(draft, fill, null, 0, id => Quote(id), Context);
        return draft;
    }

    private Quote? Quote(string id) => id == "BTC/USDT" ? new Quote(id, "ccxt_binance", _book.Now, 78_152.5m, 78_153.5m, 1, 1) : null;
}
