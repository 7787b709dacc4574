using OrleansAssets.Access;
using OrleansAssets.Domain.Access;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>An emergency stop that one person alone cannot lift.</summary>
public sealed class ResetApprovalTests
{
    private readonly JournaledBook _book = new(setting: new BookContext(
        IsShadow: false, TestConfiguration.Build() with { Approvals = new ApprovalSettings(EmergencyReset: 2, WithinHours: 24) }));

    [Fact]
    public void Reset_OfAnEmergencyStop_NeedsTwoPeopleWithinTheTime()
    {
        var stop = Latch(HaltCause.EmergencyStop);

        var first = Reset(stop, "Ada");
        var again = Reset(stop, "ada");

        Assert.Equal((1, 1), (first.Missing, again.Missing));
        Assert.Contains("1 more of 2 operators must reset it within 24 hours", first.Remark, StringComparison.Ordinal);
        Assert.Single(_book.Events.OfType<ResetAsked>()); // said twice
        Assert.Contains(_book.Book.Halts, halt => halt.Halt.HaltId == stop);
        _book.Now += TimeSpan.FromHours(25);
        Assert.Equal(1, Reset(stop, "Bob").Missing); // her word is too old
        Assert.Equal(0, Reset(stop, "Ada").Missing);
        Assert.DoesNotContain(_book.Book.Halts, halt => halt.Halt.HaltId == stop);
        Assert.Empty(_book.Book.ResetWords);
        Assert.Equal(JournaledBook.TextOf(_book.Book), JournaledBook.TextOf(_book.Folded()));
    }

    [Fact]
    public void Word_OfSomebodyWhoseTokenExpiredSince_CountsNoMore()
    {
        var stop = Latch(HaltCause.EmergencyStop);
        Reset(stop, "Ada");
        var token = new TokenView("0a1b2c3d", "Ada", AccessRole.Admin, _book.Now, "root", _book.Now.AddHours(1), null, null, null);
        _book.Now += TimeSpan.FromHours(1);
        _book.Standing = new WordStanding([token], _book.Now);

        var second = Reset(stop, "Bob");

        Assert.Equal(1, second.Missing);
        Assert.EndsWith("What Ada said before counts no more: no operator's token of that name is in force.", second.Remark,
            StringComparison.Ordinal);
        Assert.Equal(0, Reset(stop, "Cem").Missing);
    }

    [Fact]
    public void Reset_OfAnyOtherHalt_NeedsOne()
    {
        var loss = Latch(HaltCause.DailyLoss);

        Assert.Equal(0, Reset(loss, "Ada").Missing);
    }

    private string Latch(HaltCause cause)
    {
        _book.Move(new CashFlow("deposit", 10_000, "Ada", "start"));
        _book.Take(new Fill("f", null, "BTC/USDT", OrderSide.Buy, 90, 100, 0, null, null, _book.Now, null));
        _book.Mark(new PriceMark("BTC/USDT", 70, null, _book.Now.AddSeconds(1), "test"));
        return _book.Book.Halts.Single(halt => halt.Cause == cause).Halt.HaltId;
    }

    private ResetAnswer Reset(string haltId, string by) => _book.Reset(new ResetRequest(haltId, by, "looked into it"));
}
