using System.Globalization;
using OrleansAssets.Domain.CorporateActions;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.Domain;

/// <summary>An event that nobody would believe is taken by a second word.</summary>
public sealed class EventBeliefTests
{
    private const string Nvidia = "NVDA";

    private readonly JournaledBook _book = new();

    public EventBeliefTests()
    {
        _book.Move(new CashFlow("deposit", 10_000, "Ada", "start"));
        _book.Take(new Fill("in", null, Nvidia, OrderSide.Buy, 20, 90, 0, null, null, _book.Now.AddMinutes(-1), null));
    }

    [Theory]
    [InlineData("250", true)] // 0.25 meant
    [InlineData("9.01", true)]
    [InlineData("9", false)]
    [InlineData("0.25", false)]
    public void Dividend_OutOfAllProportionToThePrice_NeedsASecondWord(string perUnit, bool isRefused)
    {
        var dividend = BookEvent.Dividend("d", _book.Now, Nvidia, Number(perUnit), "Ada", "quarter");

        AssertNeedsWord(dividend, isRefused, "a unit is more than 10 % of the price of 90 USD");
        AssertNeedsWord(
            dividend with { PerUnit = null, Amount = 20 * Number(perUnit) }, isRefused, "a unit is more than 10 % of the price of 90 USD");
    }

    [Theory]
    [InlineData(BookEventKind.Fee, "-1000000", true)]
    [InlineData(BookEventKind.Fee, "-201", true)]
    [InlineData(BookEventKind.Fee, "-200", false)]
    [InlineData(BookEventKind.Rebate, "201", true)]
    [InlineData(BookEventKind.Interest, "-300", true)]
    [InlineData(BookEventKind.Interest, "12.50", false)]
    public void ChargeOrIncome_ThatIsMuchOfTheEquity_NeedsASecondWord(BookEventKind kind, string amount, bool isRefused) =>
        AssertNeedsWord(
            BookEvent.Cash("c", kind, _book.Now, null, Number(amount), "Ada", "month"), isRefused,
            "is more than 2 % of the equity of 10,000");

    /// <summary>More was taken out than was ever paid in: the sum of the flows said that nobody had told of any capital.</summary>
    [Fact]
    public void Fee_OfWhoTookOutMoreThanHePaidIn_NeedsASecondWord()
    {
        var book = new JournaledBook();
        book.Move(new CashFlow("deposit", 10_000, "Ada", "start"));
        book.Happen(BookEvent.Cash("won", BookEventKind.Interest, book.Now, null, 1_000, "Ada", "year"));
        book.Move(new CashFlow("out", -10_100, "Ada", "spent"));
        var fee = BookEvent.Cash("c", BookEventKind.Fee, book.Now, null, -800, "Ada", "month");
        void Take(BookEvent one) => EventCommands.Take(
            new BookDraft("main", book.Book, book.Now), one, null, 0, _ => null, book.Setting);

        Assert.Equal((-100m, 900m), (book.Book.Flows, book.Book.Equity.Amount));
        var refused = Assert.Throws<InvalidRequestException>(() => Take(fee));
        Assert.Contains("is more than 2 % of the equity of 900", refused.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidRequestException>(() => Take(fee with { Amount = -19 }));
        Take(fee with { Amount = -9 });
    }

    [Fact]
    public void Fee_OfASmallPortfolio_IsNoQuestionUpToAFewDollars()
    {
        var small = new JournaledBook();
        small.Move(new CashFlow("deposit", 100, "Ada", "start"));
        void Take(decimal amount) => EventCommands.Take(
            new BookDraft("main", small.Book, small.Now),
            BookEvent.Cash("c", BookEventKind.Fee, small.Now, null, amount, "Ada", "month"), null, 0, _ => null, small.Setting);

        Take(-5);
        Assert.Throws<InvalidRequestException>(() => Take(-5.01m));
    }

    /// <summary>Recorded while the market is closed, or on the wrong day: the ordinary quote then multiplied the equity.</summary>
    [Theory]
    [InlineData("90", true)]
    [InlineData("95", true)]
    [InlineData("9.05", false)] // held back until the book has the split
    [InlineData(null, false)] // nothing is known of the market
    public void Split_ThatTheMarketHasNotHad_NeedsASecondWord(string? market, bool isRefused)
    {
        var quote = market is null ? null : QuoteOf(Number(market), _book.Now.AddMinutes(-1));

        AssertNeedsWord(
            BookEvent.Split("s", _book.Now, Nvidia, 10, 1, "Ada", "10 for 1"), isRefused, "the market has not had this split", quote);
    }

    [Fact]
    public void Split_ThatAVendorTold_IsDoubtedByPricesOfAfterItAlone()
    {
        var told = BookEvent.Split("s", _book.Now, Nvidia, 10, 1, SettlingRules.Operator, "10 for 1");

        AssertNeedsWord(told, isRefused: false, "", QuoteOf(90, _book.Now.AddMinutes(-1)));
        AssertNeedsWord(told, isRefused: true, "the market has not had this split", QuoteOf(90, _book.Now));
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("9", true)]
    [InlineData("85", false)]
    public void Delisting_FarOffTheMarket_NeedsASecondWord(string perUnit, bool isRefused) => AssertNeedsWord(
        BookEvent.Delisting("x", _book.Now, Nvidia, Number(perUnit), "Ada", "taken over"), isRefused, "off the market's 90");

    /// <summary>A slip of the new symbol marked what is held at another share's price a minute later.</summary>
    [Theory]
    [InlineData(110, false)]
    [InlineData(400, true)]
    public void SymbolChange_ToWhatTradesAtAnotherLevel_NeedsASecondWord(int price, bool isRefused)
    {
        var change = BookEvent.SymbolChange("c", _book.Now, Nvidia, "TSLA", "Ada", "renamed");
        void Take(BookEvent one) => EventCommands.Take(
            new BookDraft("main", _book.Book, _book.Now), one, null, 0,
            id => id == "TSLA" ? QuoteOf(price, _book.Now) with { AssetId = id } : null, _book.Setting);

        var refused = Record.Exception(() => Take(change));
        Take(change with { Confirmed = true });

        Assert.Equal(isRefused, refused is InvalidRequestException);
        Assert.Contains(isRefused ? "what is held would be TSLA" : "", refused?.Message ?? "", StringComparison.Ordinal);
    }

    /// <summary>What is held would never be marked again.</summary>
    [Theory]
    [InlineData("nvda", "There is no asset 'nvda'. The nearest is 'NVDA': nothing would mark it")]
    [InlineData("AMD", "AMD is of leveraged_etfs, and NVDA of stocks")]
    [InlineData("TSLA", null)]
    public void SymbolChange_ToWhatIsUnknownOrOfAnotherClass_NeedsASecondWord(string id, string? doubt)
    {
        var change = BookEvent.SymbolChange("c", _book.Now, Nvidia, id, "Ada", "renamed");
        var known = _book.Setting.Configuration;
        var other = known.Assets.First(asset => asset.Id == Nvidia) with { Id = "AMD", ClassId = "leveraged_etfs" };
        var setting = new BookContext(IsShadow: false, known with { Assets = [.. known.Assets, other] });
        void Take(BookEvent one) => EventCommands.Take(
            new BookDraft("main", _book.Book, _book.Now), one, null, 0, _ => null, setting);

        var refused = Record.Exception(() => Take(change));
        Take(change with { Confirmed = true });

        Assert.Equal(doubt is not null, refused is InvalidRequestException);
        Assert.Contains(doubt ?? "", refused?.Message ?? "", StringComparison.Ordinal);
    }

    /// <summary>The quote gate compares with the last quote alone, which is of the same level.</summary>
    [Fact]
    public void Quote_ThatContradictsASplitInTheBookByItsRatio_MarksNothingUntilTheMarketHasHadIt()
    {
        _book.Happen(BookEvent.Split("s", _book.Now, Nvidia, 10, 1, "Ada", "10 for 1"));
        Assert.Equal(9, _book.Book.Positions[Nvidia].MarkPrice);
        _book.Now = _book.Now.AddMinutes(1);

        _book.Revalue(QuoteOf(90, _book.Now));

        Assert.Equal((9m, 10_000m, 10_000m), (_book.Book.Positions[Nvidia].MarkPrice, _book.Book.Equity.Amount, _book.Book.PeakEquity));
        Assert.NotNull(SplitRules.UnshownOf(_book.Book, _book.Book.Positions[Nvidia]));

        _book.Now = _book.Now.AddMinutes(1);
        _book.Revalue(QuoteOf(8.5m, _book.Now));
        Assert.Equal(8.5m, _book.Book.Positions[Nvidia].MarkPrice);
        Assert.Null(SplitRules.UnshownOf(_book.Book, _book.Book.Positions[Nvidia]));

        _book.Now = _book.Now.AddMinutes(1);
        _book.Revalue(QuoteOf(85, _book.Now)); // from here on it is the quote gate's
        Assert.Equal(85, _book.Book.Positions[Nvidia].MarkPrice);
    }

    /// <summary>One fill in new units let the quotes of the old level in: equity rose by 165 %, and with it every limit.</summary>
    [Theory]
    [InlineData(OrderSide.Sell, 9)]
    [InlineData(OrderSide.Buy, 9)]
    public void Fill_InNewUnits_DoesNotShowThatTheMarketHasHadTheSplit(OrderSide side, int price)
    {
        _book.Happen(BookEvent.Split("s", _book.Now, Nvidia, 10, 1, "Ada", "10 for 1"));
        _book.Now = _book.Now.AddMinutes(1);
        _book.Take(new Fill("one", null, Nvidia, side, 1, price, 0, null, null, _book.Now, null));
        _book.Restart(fromJournal: false);
        _book.Now = _book.Now.AddMinutes(1);

        _book.Revalue(QuoteOf(90, _book.Now));

        Assert.Equal((9m, 10_000m, 10_000m), (_book.Book.Positions[Nvidia].MarkPrice, _book.Book.Equity.Amount, _book.Book.PeakEquity));

        _book.Now = _book.Now.AddMinutes(1);
        _book.Revalue(QuoteOf(8.9m, _book.Now));
        Assert.Equal(8.9m, _book.Book.Positions[Nvidia].MarkPrice);
        Assert.Equal(JournaledBook.TextOf(_book.Book), JournaledBook.TextOf(_book.Folded()));
    }

    /// <summary>The quote that marks nothing measures others in the units of the book.</summary>
    [Fact]
    public void Fill_AtTheLevelOfBeforeTheSplit_NeedsASecondWordThoughQuotesShowIt()
    {
        _book.Happen(BookEvent.Split("s", _book.Now, Nvidia, 10, 1, "Ada", "10 for 1"));
        _book.Now = _book.Now.AddMinutes(1);
        void Take(decimal price) => FillCommands.Take(
            new BookDraft("main", _book.Book, _book.Now),
            new Fill("late", null, Nvidia, OrderSide.Sell, 50, price, 0, null, null, _book.Now, null), null, 0,
            _ => QuoteOf(90, _book.Now), _book.Setting);

        Take(9);
        var refused = Assert.Throws<InvalidRequestException>(() => Take(90));

        Assert.Contains("off the market's 9 (", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Quote_AfterASplitThatIsNoLargerThanAMove_IsTaken()
    {
        _book.Happen(BookEvent.Split("s", _book.Now, Nvidia, 11, 10, "Ada", "a share for ten"));
        _book.Now = _book.Now.AddMinutes(1);

        _book.Revalue(QuoteOf(90, _book.Now));

        Assert.Equal(90, _book.Book.Positions[Nvidia].MarkPrice);
    }

    [Fact]
    public void Confirmed_IsNoPartOfWhatIsSaid()
    {
        var dividend = BookEvent.Dividend("d", _book.Now, Nvidia, 1, "Ada", "quarter");

        Assert.Equal(ContentHash.Of(dividend), ContentHash.Of(dividend with { Confirmed = true }));
    }

    private void AssertNeedsWord(BookEvent one, bool isRefused, string why, Quote? market = null)
    {
        var refused = Record.Exception(() => Take(one, market));
        var confirmed = Take(one with { Confirmed = true }, market);

        Assert.Equal(isRefused, refused is InvalidRequestException);
        Assert.Contains(isRefused ? why : "", refused?.Message ?? "", StringComparison.Ordinal);
        Assert.Contains(isRefused ? "confirm it (--yes" : "", refused?.Message ?? "", StringComparison.Ordinal);
        Assert.Contains(confirmed.Events, entry => entry.Event is BookEventRecorded);
    }

    private BookDraft Take(BookEvent one, Quote? market)
    {
        var draft = new BookDraft("main", _book.Book, _book.Now);
        EventCommands.Take(draft, one, null, 0, _ => null, _book.Setting, market);
        return draft;
    }

    private static Quote QuoteOf(decimal price, DateTimeOffset at) => new(Nvidia, "alpaca", at, price, price, 1, 1);

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
