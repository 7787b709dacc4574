using OrleansAssets.Access;
using OrleansAssets.Domain.Access;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Portfolio;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.Notices;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>Money that one alone cannot take out.</summary>
public sealed class WithdrawalApprovalTests
{
    private static readonly AssetsConfiguration Configuration = TestConfiguration.Build() with
    {
        Approvals = new ApprovalSettings(EmergencyReset: 1, WithinHours: 24) { Withdrawal = 2, WithdrawalAbove = 1_000 },
    };

    private readonly JournaledBook _book = new(setting: new BookContext(IsShadow: false, Configuration));

    public WithdrawalApprovalTests() => _book.Move(new CashFlow("deposit", 10_000, "Ada", "start"));

    [Fact]
    public void Withdrawal_AboveTheAmount_LeavesByTheWordOfTwo()
    {
        var first = Withdraw("w", 5_000, "Ada");
        var again = Withdraw("w", 5_000, "ada");

        Assert.Equal((1, 1, 10_000m, 0L), (first.Missing, again.Missing, again.Cash, again.Sequence));
        Assert.Contains("1 more of 2 operators must ask for the same amount under the id 'w' within 24 hours", first.Remark!,
            StringComparison.Ordinal);
        Assert.Single(_book.Events.OfType<WithdrawalAsked>()); // said twice
        var waiting = Assert.Single(PortfolioRules.View("main", _book.Book, Configuration, _book.Now).Book!.Withdrawals);
        Assert.Equal(
            ("w", -5_000m, "Ada", 1, _book.Now.AddHours(24)),
            (waiting.FlowId, waiting.Amount, Assert.Single(waiting.By), waiting.Missing, waiting.Until));

        var second = Withdraw("w", 5_000, "Bob");

        Assert.Equal((0, (string?)null, 5_000m), (second.Missing, second.Remark, second.Cash));
        Assert.Empty(_book.Book.WithdrawalWords);
        Assert.Equal(JournaledBook.TextOf(_book.Book), JournaledBook.TextOf(_book.Folded()));
    }

    [Fact]
    public void Withdrawal_ThatAnotherAgreesTo_KeepsTheReasonOfWhoAskedForIt()
    {
        _book.Move(new CashFlow("w", -5_000, "Ada", "rent"));
        _book.Move(new CashFlow("w", -5_000, "Bob", "withdraw"));

        var moved = _book.Events.OfType<CashMoved>().Last();
        Assert.Equal("rent (asked for by Ada); agreed to: withdraw", moved.Reason);
    }

    [Fact]
    public void Withdrawal_ThatWaits_IsToldToPeople()
    {
        var draft = new BookDraft("main", _book.Book, _book.Now);
        MoneyCommands.Move(draft, new CashFlow("w", -5_000, "Ada", "rent"), null, 0, _book.Setting);

        var told = Assert.Single(BookNoticeRules.Of(_book.Book, draft, Configuration).Happened).Fact;

        Assert.Equal(
            (NoticeKinds.ApprovalAsked, "portfolio/main w", NoticeSeverity.Warning,
                "Portfolio main: Ada would take out 5,000 USD (w), and another operator must say so too: rent"),
            (told.Kind, told.Subject, told.Severity, told.Text));
    }

    [Fact]
    public void Word_OlderThanItMayWait_CountsNoMore()
    {
        Withdraw("w", 5_000, "Ada");
        _book.Now += TimeSpan.FromHours(25);

        Assert.Equal(1, Withdraw("w", 5_000, "Bob").Missing);
        Assert.Equal(0, Withdraw("w", 5_000, "Ada").Missing);
    }

    [Fact]
    public void Word_ForAnotherAmount_IsRefusedWithTheOneThatWaits()
    {
        Withdraw("w", 5_000, "Ada");

        var refused = Assert.Throws<InvalidRequestException>(() => Withdraw("w", 9_000, "Bob"));

        Assert.Contains("waits as 5,000 USD, asked for by Ada, and 9,000 is another amount", refused.Message, StringComparison.Ordinal);
        Assert.Equal(10_000, _book.Book.Cash);
    }

    /// <summary>The deposit was booked, and the withdrawal that waited was gone without an entry.</summary>
    [Fact]
    public void Deposit_UnderTheIdOfAWithdrawalThatWaits_IsRefused()
    {
        Withdraw("w", 5_000, "Ada");

        var refused = Assert.Throws<InvalidRequestException>(() => _book.Move(new CashFlow("w", 300, "Ada", "more")));

        Assert.Contains("waits as 5,000 USD, asked for by Ada, and this is a deposit of 300", refused.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidRequestException>(() => Withdraw("w", 10, "Bob")); // that one alone may take out
        Assert.Single(_book.Book.WithdrawalWords);
    }

    [Fact]
    public void Flow_RepeatedWithAnotherReason_IsTheSame()
    {
        var flow = new CashFlow("d", 100, "Ada", "rent");
        var draft = new BookDraft("main", _book.Book, _book.Now);
        var first = MoneyCommands.Move(draft, flow, null, 0, _book.Setting)!;

        var again = MoneyCommands.Move(draft, flow with { Reason = "withdraw" }, null, 0, _book.Setting)!;
        var older = new JournalId(JournalKinds.Flow, "older", ContentHash.WithReason(flow with { FlowId = "older" }), 7);

        Assert.Equal(first with { Repeated = true }, again);
        Assert.Equal(7, MoneyCommands.Move(draft, flow with { FlowId = "older" }, older, 0, _book.Setting)!.Sequence);
        Assert.Throws<InvalidRequestException>(() => MoneyCommands.Move(draft, flow with { Amount = 101 }, null, 0, _book.Setting));
    }

    /// <summary>Whoever may do nothing any more has no say: another one is needed, and the next is told so.</summary>
    [Fact]
    public void Word_OfSomebodyWhoseTokenWasRevokedSince_CountsNoMore()
    {
        Withdraw("w", 5_000, "Ada");
        var token = new TokenView("0a1b2c3d", "ada", AccessRole.Operator, _book.Now, "root", null, null, _book.Now.AddMinutes(1), "root");
        _book.Now += TimeSpan.FromMinutes(2);
        _book.Standing = new WordStanding([token], _book.Now);

        var second = Withdraw("w", 5_000, "Bob");

        Assert.Equal((1, 10_000m), (second.Missing, second.Cash));
        Assert.EndsWith(
            "What Ada said before counts no more: no operator's token of that name is in force.", second.Remark, StringComparison.Ordinal);
        var waiting = Assert.Single(
            PortfolioRules.View("main", _book.Book, Configuration, _book.Now, _book.Standing).Book!.Withdrawals);
        Assert.Equal(("Bob", "Ada", 1), (Assert.Single(waiting.By), Assert.Single(waiting.Lapsed), waiting.Missing));
        Assert.Equal(0, Withdraw("w", 5_000, "Cem").Missing);
        Assert.Equal(5_000, _book.Book.Cash);
        Assert.StartsWith("rent (asked for by Bob)", _book.Events.OfType<CashMoved>().Last().Reason, StringComparison.Ordinal);
    }

    /// <summary>Money that left before what is known already, by the word of two: it leaves at its time.</summary>
    [Fact]
    public void Withdrawal_OfATimeThatIsOver_LeavesThenOnceItIsAgreedTo()
    {
        var left = _book.Now.AddMinutes(1);
        _book.Now += TimeSpan.FromMinutes(20);
        _book.Take(new Fill("f", null, "BTC/USDT", OrderSide.Buy, 10, 100, 0, null, null, _book.Now, null));
        _book.Now += TimeSpan.FromMinutes(20);
        _book.Move(new CashFlow("w", -5_000, "Ada", "rent") { At = left });
        var waiting = Assert.Single(PortfolioRules.View("main", _book.Book, Configuration, _book.Now).Book!.Withdrawals);

        Assert.Equal(left, waiting.MovedAt);
        Assert.Throws<InvalidRequestException>(
            () => _book.Move(new CashFlow("w", -5_000, "Bob", "agreed") { At = left.AddMinutes(1) }));
        Assert.Equal(0, _book.Move(new CashFlow("w", -5_000, "Bob", "agreed")).Missing);

        var moved = Assert.IsType<CashMoved>(_book.Events[^1]);
        Assert.Equal((left, true, 4_000m), (moved.At, moved.Restated is not null, _book.Book.Cash));
        Assert.Empty(_book.Book.WithdrawalWords);
        Assert.Equal(JournaledBook.TextOf(_book.Book), JournaledBook.TextOf(_book.Folded()));
    }

    [Fact]
    public void Withdrawals_InSmallPieces_AddUpOverTheHours()
    {
        Assert.Equal(0, Withdraw("w1", 600, "Ada").Missing);
        Assert.Equal(0, Withdraw("w2", 400, "Ada").Missing);
        Assert.Equal(1, Withdraw("w3", 0.01m, "Ada").Missing);
        Assert.Equal(0, Withdraw("w3", 0.01m, "Bob").Missing);
        _book.Move(new CashFlow("more", 500, "Ada", "a deposit needs nobody"));

        _book.Now += TimeSpan.FromHours(26);
        Assert.Equal(0, Withdraw("w4", 1_000, "Ada").Missing); // what two agreed to counts for nobody
        Assert.Equal(JournaledBook.TextOf(_book.Book), JournaledBook.TextOf(_book.Folded()));
    }

    [Fact]
    public void Withdrawal_BeyondTheCash_IsRefusedBeforeAnybodyIsAsked()
    {
        Assert.Throws<InvalidRequestException>(() => Withdraw("w", 20_000, "Ada"));
        Assert.Empty(_book.Events.OfType<WithdrawalAsked>());
    }

    private CashFlowAnswer Withdraw(string id, decimal amount, string by) => _book.Move(new CashFlow(id, -amount, by, "rent"));
}
