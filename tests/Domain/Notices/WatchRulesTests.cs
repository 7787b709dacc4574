using System.Collections.Immutable;
using OrleansAssets.Audit;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Notices;
using OrleansAssets.Domain.Portfolio.Review;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Notices;
using OrleansAssets.Portfolio;
using OrleansAssets.Reminders;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>What the installation, and what a portfolio holds, has to tell people.</summary>
public sealed class WatchRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly WatchFacts Nothing = new([], [], [], [], []);

    [Fact]
    public void Standing_NothingWrong_TellsNothing() =>
        Assert.Empty(WatchRules.Standing(Nothing with { Sources = [Source(DataSourceStatus.Healthy, 0)] }, Now));

    [Theory]
    [InlineData(DataSourceStatus.Failing, 2, null)] // one error is no news, nor are two
    [InlineData(DataSourceStatus.Failing, 3, "source_failing source/alpaca Warning")]
    [InlineData(DataSourceStatus.Blocked, 0, "source_failing source/alpaca Warning")]
    [InlineData(DataSourceStatus.Idle, 9, null)]
    public void Standing_ASource_IsToldWhereItFailsAgainAndAgain(DataSourceStatus status, int failures, string? told) => Assert.Equal(
        told is null ? [] : [told], Told(Nothing with { Sources = [Source(status, failures)] }));

    [Fact]
    public void Standing_BudgetsOverduesAndABrokenLog_AreToldByName()
    {
        var source = Source(DataSourceStatus.Healthy, 0) with
        {
            Usage =
            [
                new RateUsage(new RateWindow("minute", 60, 5), Now, 5), // fills and empties all day
                new RateUsage(new RateWindow("day", 86_400, 25), Now, 22),
                new RateUsage(new RateWindow("month", RateWindow.CalendarMonth, 100), Now, 90),
            ],
            Money = new MoneyUsage(95, 100, 0.01m),
        };
        var facts = Nothing with
        {
            Sources = [source],
            Overdue = [new OverdueWork("source/fred collect", Now.AddHours(-1))],
            Broken = [new AuditCheck("portfolio/main", AuditPosition.Start, false, 7, "entry 7 was changed")],
        };

        Assert.Equal(
            [
                "audit_broken audit/portfolio/main Critical", "overdue source/fred collect Warning",
                "budget_spent source/alpaca month Warning", "budget_spent source/alpaca money Warning",
            ],
            Told(facts));
        Assert.Contains("entry 7 was changed", WatchRules.Standing(facts, Now)[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RuleCodes.PortfolioHeat, 59, null)]
    [InlineData(RuleCodes.PortfolioHeat, 60, NoticeSeverity.Info)]
    [InlineData(RuleCodes.PortfolioHeat, 80, NoticeSeverity.Warning)]
    [InlineData(RuleCodes.PortfolioHeat, 101, NoticeSeverity.Warning)]
    [InlineData(RuleCodes.AssetMaxPosition, 100, null)] // sized up to it: as it should be
    [InlineData(RuleCodes.AssetMaxPosition, 101, NoticeSeverity.Warning)] // drifted beyond
    [InlineData(RuleCodes.Drawdown, 90, null)] // told with the halt that it leads to
    public void Of_ALimit_IsToldWhereItIsNearOrBroken(string code, int used, NoticeSeverity? severity)
    {
        var use = new LimitUse(code, "portfolio main", "USD", 100, 0, used, 100 - used, used > 100);
        var review = new PortfolioReview("main", "USD", 1_000, 1_000, 1_000, [use], [], null, []);

        var told = HoldingNotices.Of(review, []);

        Assert.Equal(severity, told.Length == 0 ? null : Assert.Single(told).Severity);
    }

    [Fact]
    public void Of_AnOldPriceOfWhatIsHeld_IsToldByName()
    {
        var review = new PortfolioReview("main", "USD", 1_000, 1_000, 1_000, [], [], null, []);

        var told = Assert.Single(HoldingNotices.Of(
            review, [new MarkAge("NVDA", Now.AddHours(-2), 120, 60), new MarkAge("TSLA", Now, 0, 60)]));

        Assert.Equal((NoticeKinds.HeldAsset, "portfolio/main NVDA"), (told.Kind, told.Subject));
    }

    [Fact]
    public void Facts_TheSameTwiceTooLongAndTooMany_AreKeptWithinBounds()
    {
        var fact = new NoticeFact(NoticeKinds.Halt, "x", NoticeSeverity.Info, new string('a', 5_000));
        var many = Enumerable.Range(0, 600).Select(n => fact with { Subject = $"s{n}", Severity = NoticeSeverity.Warning });

        var kept = NoticeCheck.Facts("test", [fact, fact with { Severity = NoticeSeverity.Critical }, .. many]);

        Assert.Equal(NoticeCheck.FactsMax, kept.Length);
        Assert.Equal((NoticeSeverity.Critical, NoticeCheck.TextLengthMax), (kept[0].Severity, kept[0].Text.Length));
        Assert.Throws<ArgumentException>(() => NoticeCheck.Facts("test", [fact with { Kind = "nonsense" }]));
        Assert.Throws<ArgumentException>(() => NoticeCheck.Facts(" ", []));
    }

    private static IEnumerable<string> Told(WatchFacts facts) =>
        WatchRules.Standing(facts, Now).Select(fact => $"{fact.Kind} {fact.Subject} {fact.Severity}");

    private static DataSourceView Source(DataSourceStatus status, int failures) => new(
        TestConfiguration.Source("alpaca"), status, "", "live", [], Now, Now, "it answered 500", failures, null, null, 0, [], []);
}
