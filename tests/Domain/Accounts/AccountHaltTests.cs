using System.Collections.Immutable;
using OrleansAssets.Access;
using OrleansAssets.Accounts;
using OrleansAssets.Domain.Access;
using OrleansAssets.Domain.Accounts;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Portfolio;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.Domain.Accounts;

/// <summary>A halt of the account holds in every portfolio until the account lifts it, by as many people as its cause needs.</summary>
public sealed class AccountHaltTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);
    private static readonly ApprovalSettings Two = new(EmergencyReset: 2, WithinHours: 24);

    private readonly JournaledBook _book = new();

    public AccountHaltTests() => _book.Move(new CashFlow("deposit", 10_000, "Ada", "start"));

    [Fact]
    public void Reset_OfWhatCarriesOutTheAccountsHalt_IsRefusedWithTheAccountsCommand()
    {
        var halt = Halted();
        _book.Follow(halt);
        var there = Assert.Single(_book.Book.Halts).Halt;

        var refusal = Assert.Throws<InvalidRequestException>(() => _book.Reset(there.HaltId));

        Assert.Contains("assets account reset account-halt-1 --reason", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("account-halt-1", there.AccountHaltId);
        Assert.Equal(TradingMode.Halted, HaltRules.ModeOf(_book.Book));
        var order = _book.Decide(new OrderRequest("o1", "BTC/USDT", OrderSide.Buy, 0.5m, null, null, null, null, null, ReduceOnly: false));
        Assert.Equal(RuleCodes.TradingHalt, order.BindingRule);
        Assert.Equal("an operator lifts the halt of the whole account: assets account reset account-halt-1 --reason \"...\"", order.Remedy);
    }

    [Fact]
    public void Reset_OfWhatTheAccountHasLifted_IsTaken()
    {
        _book.Follow(Halted());
        _book.Account = []; // the portfolio was not told

        _book.Reset(Assert.Single(_book.Book.Halts).Halt.HaltId);

        Assert.Empty(_book.Book.Halts);
    }

    [Fact]
    public void Reset_OfTheHaltThatTheAccountsFollowsFrom_LeavesThePortfolioHaltedByTheAccount()
    {
        _book.Halt(new HaltRequest(HaltScope.Portfolio, null, TradingMode.Halted, "Ada", "news"));
        var own = Assert.Single(_book.Book.Halts).Halt.HaltId;
        var halt = Halted() with { Origin = $"main/{own}" };
        _book.Follow(halt);
        Assert.Equal(own, Assert.Single(_book.Book.Halts).Halt.HaltId); // it is halted by itself

        var answer = _book.Reset(new ResetRequest(own, "Ada", "looked into"));

        Assert.Equal(TradingMode.Halted, answer.Mode);
        Assert.Contains("assets account reset account-halt-1", answer.Remark, StringComparison.Ordinal);
        Assert.Equal("account-halt-1", Assert.Single(_book.Book.Halts).Halt.AccountHaltId);
    }

    [Fact]
    public void Follow_ToldTwiceOrByTheAccountItself_IsOneHalt()
    {
        _book.Follow(Halted());
        _book.Follow(Halted());

        Assert.Single(_book.Book.Halts);
        Assert.Empty(AccountRules.Missing([Halted()], "main", _book.Book.Halts.Select(known => known.Halt)));
        Assert.Empty(AccountRules.Orphans(Of(Halted()), _book.Book.Halts.Select(known => known.Halt)));
        Assert.Equal(["account-halt-1"], AccountRules.Orphans(new AccountState(), _book.Book.Halts.Select(known => known.Halt)));
    }

    [Fact]
    public void Reset_OfAHaltByAnEmergencyStop_NeedsAsManyAsTheStopDoes()
    {
        var state = Of(Halted() with { Origin = "main/halt-3", RuleCode = RuleCodes.Drawdown });

        var first = AccountRules.Reset(state, By("Ada"), Two, Now);
        var again = AccountRules.Reset(first.State, By("ADA"), Two, Now.AddHours(1));

        Assert.Single(again.State.Halts);
        Assert.Contains("1 more of 2 operators", again.Remark, StringComparison.Ordinal);
        Assert.Single(AccountRules.Reset(again.State, By("Bob"), Two, Now.AddHours(24)).State.Halts); // Ada's word is too old
        var second = AccountRules.Reset(again.State, By("Bob"), Two, Now.AddHours(23)).State;
        Assert.Empty(second.Halts);
        Assert.Equal("Bob", Assert.Single(second.Resets).By);
        Assert.Empty(second.ResetWords);
        Assert.Same(second, AccountRules.Reset(second, By("Bob"), Two, Now.AddHours(23)).State); // repeated while portfolios are told
    }

    [Fact]
    public void Reset_AfterTheTokenOfTheFirstWasRevoked_TakesAnotherWord()
    {
        var state = Of(Halted() with { Origin = "main/halt-3", RuleCode = RuleCodes.Drawdown });
        var first = AccountRules.Reset(state, By("Ada"), Two, Now);
        var token = new TokenView("0a1b2c3d", "Ada", AccessRole.Operator, Now, "root", null, null, Now.AddHours(1), "root");
        var standing = new WordStanding([token], Now.AddHours(2));

        var second = AccountRules.Reset(first.State, By("Bob"), Two, Now.AddHours(2), standing);

        Assert.Single(second.State.Halts);
        Assert.Contains("What Ada said before counts no more", second.Remark, StringComparison.Ordinal);
        Assert.Empty(AccountRules.Reset(second.State, By("Cem"), Two, Now.AddHours(3), standing).State.Halts);
    }

    [Theory]
    [InlineData(null, null, 1)]
    [InlineData("main/halt-3", RuleCodes.DailyLoss, 1)]
    [InlineData("main/halt-3", RuleCodes.Drawdown, 2)]
    [InlineData("main/halt-3", null, 2)] // of an older version: the cause is not known
    public void WordsNeeded_OfAHalt_AreThoseOfItsCause(string? origin, string? ruleCode, int needed) =>
        Assert.Equal(needed, AccountRules.WordsNeeded(Halted() with { Origin = origin, RuleCode = ruleCode }, Two));

    [Fact]
    public void Spread_OfAnEmergencyStop_KeepsItsRule()
    {
        _book.Halt(new HaltRequest(HaltScope.Portfolio, null, TradingMode.Halted, "Ada", "news"));
        _book.Latch(HaltCause.EmergencyStop);
        var view = PortfolioRules.View("main", _book.Book, _book.Setting.Configuration, _book.Now);

        var state = AccountRules.Spread(new AccountState(), [view, view with { Id = "spare" }], Now);

        Assert.All(state.Halts, halt => Assert.Equal(RuleCodes.Drawdown, halt.RuleCode));
        Assert.NotEmpty(state.Halts);
    }

    private static AccountHalt Halted() =>
        new("account-halt-1", null, "Ada", "t3", Now, ImmutableSortedDictionary<string, string>.Empty);

    private static AccountState Of(AccountHalt halt) => new() { Halts = [halt], LastNumber = 1 };

    private static ResetRequest By(string name) => new("account-halt-1", name, "looked into");
}
