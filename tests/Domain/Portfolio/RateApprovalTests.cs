using OrleansAssets.Access;
using OrleansAssets.Domain.Access;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Portfolio;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.MarketData;
using OrleansAssets.Notices;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>What a currency is worth, which one alone cannot state.</summary>
public sealed class RateApprovalTests
{
    private static readonly AssetsConfiguration Configuration = TestConfiguration.Build() with
    {
        Approvals = new ApprovalSettings(EmergencyReset: 1, WithinHours: 24) { Rate = 2, RateAbove = 0.01m },
    };

    private readonly JournaledBook _book = new(setting: new BookContext(IsShadow: false, Configuration));

    [Fact]
    public void Rate_OfWhichNothingIsKnown_HoldsByTheWordOfTwo()
    {
        Assert.NotEqual(0, _book.StateRate("JPY", 0.0066m, "Ada"));
        Assert.Equal(0, _book.StateRate("JPY", 0.00660m, "ada")); // said twice

        Assert.Empty(_book.Book.Rates);
        var waiting = Assert.Single(PortfolioRules.View("main", _book.Book, Configuration, _book.Now).Book!.WaitingRates);
        Assert.Equal(
            ("JPY", 0.0066m, "Ada", 1, _book.Now.AddHours(24)),
            (waiting.Currency, waiting.Rate, Assert.Single(waiting.By), waiting.Missing, waiting.Until));

        _book.StateRate("JPY", 0.0067m, "Bob"); // another one: it waits beside the first
        Assert.Empty(_book.Book.Rates);
        _book.StateRate("JPY", 0.0066m, "Bob");

        Assert.Equal((0.0066m, "stated by Ada and Bob"), (_book.Book.Rates["JPY"].Rate, _book.Book.Rates["JPY"].Source));
        Assert.Null(_book.Book.RateWords);
        Assert.Equal(JournaledBook.TextOf(_book.Book), JournaledBook.TextOf(_book.Folded()));
    }

    [Fact]
    public void Rate_NearWhatIsKnown_HoldsByTheWordOfOne()
    {
        _book.StateRate("JPY", 0.0100m, "Ada");
        _book.StateRate("JPY", 0.0100m, "Bob");

        _book.StateRate("JPY", 0.01009m, "Ada");

        Assert.Equal((0.01009m, "stated by Ada"), (_book.Book.Rates["JPY"].Rate, _book.Book.Rates["JPY"].Source));
    }

    /// <summary>One step after another leads as far away as one likes.</summary>
    [Fact]
    public void Rates_InSmallSteps_AddUp()
    {
        _book.StateRate("JPY", 0.0100m, "Ada");
        _book.StateRate("JPY", 0.0100m, "Bob");
        _book.StateRate("JPY", 0.01009m, "Ada");

        _book.StateRate("JPY", 0.01018m, "Ada");

        Assert.Equal(0.01009m, _book.Book.Rates["JPY"].Rate);
        _book.StateRate("JPY", 0.01018m, "Bob");
        Assert.Equal(0.01018m, _book.Book.Rates["JPY"].Rate);
        _book.StateRate("JPY", 0.01027m, "Bob"); // from what two agreed to
        Assert.Equal(0.01027m, _book.Book.Rates["JPY"].Rate);
        Assert.Equal(JournaledBook.TextOf(_book.Book), JournaledBook.TextOf(_book.Folded()));
    }

    [Fact]
    public void Rate_FarFromWhatIsCollected_NeedsAnotherWord()
    {
        _book.QuoteOf = id => id == "USD/JPY" ? new Quote(id, "oanda", _book.Now, 100, 100, null, null) : null;

        _book.StateRate("JPY", 0.0102m, "Ada");
        Assert.Empty(_book.Book.Rates);
        _book.StateRate("JPY", 0.01005m, "Ada");

        Assert.Equal(0.01005m, _book.Book.Rates["JPY"].Rate);
    }

    [Fact]
    public void Word_OlderThanItMayWaitOrOfSomebodyWhoIsGone_CountsNoMore()
    {
        _book.StateRate("JPY", 0.0066m, "Ada");
        _book.Now += TimeSpan.FromHours(25);
        _book.StateRate("JPY", 0.0066m, "Bob");
        Assert.Empty(_book.Book.Rates);

        var token = new TokenView("0a1b2c3d", "Bob", AccessRole.Operator, _book.Now, "root", null, null, _book.Now.AddHours(1), "root");
        _book.Now += TimeSpan.FromHours(2);
        _book.Standing = new WordStanding([token], _book.Now);
        _book.StateRate("JPY", 0.0066m, "Cem");

        Assert.Empty(_book.Book.Rates);
        var waiting = Assert.Single(
            PortfolioRules.View("main", _book.Book, Configuration, _book.Now, _book.Standing).Book!.WaitingRates);
        Assert.Equal(("Cem", "Bob", 1), (Assert.Single(waiting.By), Assert.Single(waiting.Lapsed), waiting.Missing));
        _book.StateRate("JPY", 0.0066m, "Ada");
        Assert.Equal("stated by Cem and Ada", _book.Book.Rates["JPY"].Source);
    }

    /// <summary>What one alone may not state comes with no mark either.</summary>
    [Fact]
    public void Mark_WithARateThatNeedsAnotherWord_IsRefused()
    {
        _book.Move(new CashFlow("deposit", 10_000, "Ada", "start"));
        _book.Take(new Fill("f", null, "BTC/USDT", OrderSide.Buy, 10, 100, 0, null, null, _book.Now, null));
        var draft = new BookDraft("main", _book.Book, _book.Now);
        var mark = new PriceMark("BTC/USDT", 100, 0.9m, _book.Now, "desk") { Confirmed = true };

        var refused = Assert.Throws<InvalidRequestException>(
            () => MoneyCommands.RequireAgreed(draft, [mark], _ => null, _book.Setting));

        Assert.Contains("needs the word of 2 operators", refused.Message, StringComparison.Ordinal);
        MoneyCommands.RequireAgreed(draft, [mark with { Rate = 0.995m }], _ => null, _book.Setting);
        MoneyCommands.RequireAgreed(draft, [mark], _ => null, new BookContext(IsShadow: false, TestConfiguration.Build()));
    }

    [Fact]
    public void Rate_ThatWaits_IsToldToPeople()
    {
        var draft = new BookDraft("main", _book.Book, _book.Now);
        MoneyCommands.StateRate(
            draft, new RateWord("JPY", 0.0066m, "Ada", _book.Now), confirmed: false, _ => null, _book.Setting, WordStanding.All);

        var told = Assert.Single(BookNoticeRules.Of(_book.Book, draft, Configuration).Happened).Fact;

        Assert.Equal(
            (NoticeKinds.ApprovalAsked, "portfolio/main rate JPY", NoticeSeverity.Warning,
                "Portfolio main: Ada would state that one JPY is worth 0.0066 USD, and another operator must say so too"),
            (told.Kind, told.Subject, told.Severity, told.Text));
    }

    [Fact]
    public void Rate_AsShipped_HoldsByTheWordOfOne()
    {
        _book.Setting = new BookContext(IsShadow: false, TestConfiguration.Build());

        _book.StateRate("JPY", 0.0066m, "Ada");

        Assert.Equal("stated by Ada", _book.Book.Rates["JPY"].Source);
    }
}
