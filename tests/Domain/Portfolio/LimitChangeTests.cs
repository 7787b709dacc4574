using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>A changed configuration that others have to agree to before anything is opened under it.</summary>
public sealed class LimitChangeTests
{
    private static readonly ApprovalSettings Two = new(EmergencyReset: 1, WithinHours: 24) { LimitChange = 2 };
    private static readonly AssetsConfiguration Agreed = TestConfiguration.Build() with { Approvals = Two };

    private readonly JournaledBook _book = new(setting: ContextOf(Agreed));

    public LimitChangeTests() => _book.Move(new CashFlow("deposit", 10_000, "Ada", "start"));

    [Fact]
    public void Decide_UnderLimitsThatNobodyAgreedTo_OpensNothingAndExitsPass()
    {
        Assert.Equal(DecisionOutcome.Approved, _book.Decide(Order("o0", OrderSide.Buy)).Outcome);
        _book.Take(new Fill("f", "o0", "BTC/USDT", OrderSide.Buy, 0.5m, 100, 0, null, null, _book.Now, null));
        Load(Raised(0.5m));

        var refused = _book.Decide(Order("o1", OrderSide.Buy));

        Assert.Equal((DecisionOutcome.Rejected, RuleCodes.TradingHalt), (refused.Outcome, refused.BindingRule));
        Assert.Equal(DecisionOutcome.Approved, _book.Decide(Order("o2", OrderSide.Sell)).Outcome);
        var halt = Waiting();
        Assert.Equal(
            (HaltScope.Portfolio, TradingMode.ReduceOnly, true), (halt.Halt.Scope, halt.Halt.Mode, PhaseRules.Bars(halt.Halt)));
        Assert.Contains("until 2 operators reset this halt", halt.Halt.Cause, StringComparison.Ordinal);
        Assert.Contains("assets audit show --stream configuration", halt.Halt.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Reset_ByTwoPeople_TakesTheChangeAndTheNextOneNeedsThemAgain()
    {
        Load(Raised(0.5m));
        var first = Reset("Ada");

        Assert.Equal((1, 1), (first.Missing, Reset("ADA").Missing));
        Assert.Contains("1 more of 2 operators", first.Remark, StringComparison.Ordinal);
        Assert.Equal(0, Reset("Bob").Missing);
        _book.Begin();
        Assert.Empty(_book.Book.Halts);

        Load(Raised(0.6m));
        Assert.Equal(1, Reset("Ada").Missing);
        Assert.Equal(JournaledBook.TextOf(_book.Book), JournaledBook.TextOf(_book.Folded()));
    }

    [Fact]
    public void Change_ThatAsksForNobodyAnyMore_NeedsThoseOfBefore()
    {
        Load(Raised(0.5m) with { Approvals = Two with { LimitChange = 0 } });

        Assert.Equal((1, 0), (Reset("Ada").Missing, Reset("Bob").Missing));
        Load(Raised(0.7m) with { Approvals = Two with { LimitChange = 0 } }); // both agreed to that
        Assert.Empty(_book.Book.Halts);
    }

    [Fact]
    public void Word_ForOneChange_IsNoneForTheChangeThatCameInItsPlace()
    {
        Load(Raised(0.5m));
        Reset("Ada");
        var asked = Waiting().Halt.HaltId;
        _book.Setting = ContextOf(Raised(1) with { Approvals = Two with { LimitChange = 0 } }); // before anything was done under it

        Assert.Throws<InvalidRequestException>(() => _book.Reset(new ResetRequest(asked, "Bob", "I saw the first one")));
        _book.Begin();

        Assert.NotEqual(asked, Waiting().Halt.HaltId);
        Assert.Equal((1, 0), (Reset("Bob").Missing, Reset("Cem").Missing));
    }

    [Fact]
    public void Change_ThatIsTakenBack_LiftsItsHaltByItself()
    {
        Load(Raised(0.5m));
        Load(Agreed);

        Assert.Empty(_book.Book.Halts);
        Assert.Equal("the configuration is again the one that was agreed to", _book.Events.OfType<HaltReset>().Single().Reason);
    }

    [Fact]
    public void Restart_UnderTheSameConfiguration_AsksNobody()
    {
        _book.Restart(fromJournal: true);
        Load(Agreed with { Hash = "comments only", Notices = NoticeSettings.None });
        Load(Agreed with { Classes = [.. Agreed.Classes.Select(known => known with { Enabled = !known.Enabled })] }); // an activation did

        Assert.Empty(_book.Book.Halts);
        Assert.Single(_book.Events.OfType<LimitsNoted>());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0)] // a file that asks for nobody any more lets itself in no sooner
    public void NewPortfolio_UnderLimitsThatNobodyAgreedTo_OpensNothingUntilTheyAre(int asked)
    {
        var raised = Raised(0.5m) with { Approvals = Two with { LimitChange = asked } };
        var made = new JournaledBook("spare", ContextOf(raised) with { Elsewhere = _book.Book.Limits });
        made.Begin();

        var halt = Assert.Single(made.Book.Halts);
        Assert.Equal((HaltCause.LimitChange, TradingMode.ReduceOnly), (halt.Cause, halt.Halt.Mode));
        Assert.Equal(1, made.Reset(new ResetRequest(halt.Halt.HaltId, "Ada", "read the difference")).Missing);
        Assert.Equal(0, made.Reset(new ResetRequest(halt.Halt.HaltId, "Bob", "read the difference")).Missing);
        Assert.Empty(made.Book.Halts);
        Assert.Equal(JournaledBook.TextOf(made.Book), JournaledBook.TextOf(made.Folded()));
    }

    [Fact]
    public void NewPortfolio_UnderTheAgreedLimitsOrTheVeryFirst_IsNormal()
    {
        var made = new JournaledBook("spare", ContextOf(Agreed) with { Elsewhere = _book.Book.Limits });
        made.Begin();

        Assert.Empty(made.Book.Halts);
        Assert.Equal(_book.Book.Limits, made.Book.Limits);
        Assert.Empty(_book.Book.Halts); // the first of a fresh installation: there was nothing to agree to
    }

    [Fact]
    public void Change_WhereNobodyIsAskedFor_HoldsAtOnceAndIsNotKept()
    {
        var book = new JournaledBook(setting: ContextOf(TestConfiguration.Build()));
        book.Move(new CashFlow("deposit", 10_000, "Ada", "start"));
        book.Setting = ContextOf(Raised(0.5m) with { Approvals = ApprovalSettings.Default });
        book.Begin();

        Assert.Empty(book.Book.Halts);
        Assert.Null(book.Book.Limits);
    }

    [Fact]
    public void Change_OfTheConfiguration_OnPaper_AsksNobody()
    {
        var paper = new JournaledBook("main.shadow.crypto", new BookContext(IsShadow: true, Agreed));
        paper.Begin();
        paper.Setting = new BookContext(IsShadow: true, Raised(0.5m));
        paper.Begin();

        Assert.Empty(paper.Book.Halts);
    }

    [Fact]
    public void HashOfLimits_OfAnyLimit_IsAnother()
    {
        var shipped = ShippedConfiguration.Value;
        var hash = ConfigurationContent.HashOfLimits(shipped);
        AssetsConfiguration[] changed =
        [
            shipped with { Risk = shipped.Risk with { MaxPortfolioHeat = 0.26m } },
            shipped with { Risk = shipped.Risk with { Orders = shipped.Risk.Orders with { OrdersPerDay = 1_001 } } },
            shipped with { Halts = HaltSettings.None },
            shipped with { Approvals = shipped.Approvals with { EmergencyReset = 5 } },
            shipped with { MacroEvents = [] },
            shipped with { Phases = [.. shipped.Phases.Select(phase => phase with { MinimumCapital = 1 })] },
            shipped with { Assets = [.. shipped.Assets.Select(one => one with { Risk = one.Risk with { MaxPosition = 1 } })] },
            shipped with { Sources = [.. shipped.Sources.Skip(1)] },
        ];

        Assert.Equal(changed.Length + 1, changed.Select(ConfigurationContent.HashOfLimits).Append(hash).Distinct().Count());
        Assert.Equal(hash, ConfigurationContent.HashOfLimits(shipped with { Hash = "other comments", Notices = NoticeSettings.None }));
    }

    private static AssetsConfiguration Raised(decimal maxPosition) => Agreed with
    {
        Assets = [.. Agreed.Assets.Select(one => one with { Risk = one.Risk with { MaxPosition = maxPosition } })],
    };

    private static BookContext ContextOf(AssetsConfiguration configuration) => new(IsShadow: false, configuration);

    private static OrderRequest Order(string id, OrderSide side) =>
        new(id, "BTC/USDT", side, 0.5m, null, null, null, null, null, ReduceOnly: false);

    private void Load(AssetsConfiguration configuration)
    {
        _book.Setting = ContextOf(configuration);
        _book.Begin();
    }

    private BookHalt Waiting() => _book.Book.Halts.Single(halt => halt.Cause == HaltCause.LimitChange);

    private ResetAnswer Reset(string by) => _book.Reset(new ResetRequest(Waiting().Halt.HaltId, by, "read the difference"));
}
