using System.Collections.Immutable;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Notices;
using OrleansAssets.Notices;

namespace OrleansAssets.Tests.Domain;

/// <summary>Which news goes through which channel, and when.</summary>
public sealed class RoutingRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 10, 0, TimeSpan.Zero);
    private static readonly NoticeChannel Mail = new("mail", NoticeChannelKind.Email);
    private static readonly NoticeChannel Phone = new("phone", NoticeChannelKind.Telegram);

    [Fact]
    public void Plan_WithoutRoutes_GoesToEveryChannelAtOnce() => Assert.Equal(
        [new PlannedDelivery("mail", Noon), new PlannedDelivery("phone", Noon)],
        RoutingRules.Plan(new NoticeSettings([Mail, Phone], []), News(NoticeSeverity.Info), Noon).AsEnumerable());

    [Fact]
    public void Plan_BySeverityAndKind_GoesWhereARouteTakesIt()
    {
        var settings = new NoticeSettings(
            [Mail, Phone],
            [
                new NoticeRoute("grave", ["phone"]) { Severity = NoticeSeverity.Critical },
                new NoticeRoute("phases", ["mail"]) { Kinds = [NoticeKinds.PhaseReady] },
            ]);

        Assert.Equal("phone", Assert.Single(RoutingRules.Plan(settings, News(NoticeSeverity.Critical), Noon)).Channel);
        Assert.Empty(RoutingRules.Plan(settings, News(NoticeSeverity.Warning), Noon));
        var ready = News(NoticeSeverity.Info) with { Kind = NoticeKinds.PhaseReady };
        Assert.Equal("mail", Assert.Single(RoutingRules.Plan(settings, ready, Noon)).Channel);
    }

    [Fact]
    public void Plan_SeveralRoutesToOneChannel_GoesOnceAndAtTheEarliest()
    {
        var settings = new NoticeSettings(
            [Mail], [new NoticeRoute("digest", ["mail"]) { DigestMinutes = 60 }, new NoticeRoute("all", ["mail"])]);

        Assert.Equal(new PlannedDelivery("mail", Noon), Assert.Single(RoutingRules.Plan(settings, News(NoticeSeverity.Info), Noon)));
    }

    [Theory]
    [InlineData(NoticeSeverity.Info, NewsKinds.Raised, "2026-03-02T13:00:00Z")]
    [InlineData(NoticeSeverity.Warning, NewsKinds.Raised, "2026-03-02T13:00:00Z")]
    [InlineData(NoticeSeverity.Critical, NewsKinds.Raised, "2026-03-02T12:10:00Z")]
    [InlineData(NoticeSeverity.Critical, NewsKinds.Cleared, "2026-03-02T13:00:00Z")] // that it healed wakes nobody
    public void Plan_WithADigest_GathersWhatIsNotCritical(NoticeSeverity severity, string what, string due)
    {
        var settings = new NoticeSettings([Mail], [new NoticeRoute("digest", ["mail"]) { DigestMinutes = 60 }]);

        var planned = Assert.Single(RoutingRules.Plan(settings, News(severity) with { What = what }, Noon));

        Assert.Equal(DateTimeOffset.Parse(due, null), planned.DueAt);
    }

    [Fact]
    public void Plan_InQuietHours_WaitsUnlessItIsCritical()
    {
        var settings = new NoticeSettings([Mail], [], new QuietHours(new TimeOnly(22, 0), new TimeOnly(7, 0), "Europe/Berlin"));
        var night = new DateTimeOffset(2026, 3, 2, 22, 30, 0, TimeSpan.Zero); // 23:30 in Berlin

        Assert.Equal(
            new DateTimeOffset(2026, 3, 3, 6, 0, 0, TimeSpan.Zero),
            Assert.Single(RoutingRules.Plan(settings, News(NoticeSeverity.Warning), night)).DueAt);
        Assert.Equal(night, Assert.Single(RoutingRules.Plan(settings, News(NoticeSeverity.Critical), night)).DueAt);
    }

    [Theory]
    [InlineData("2026-03-02T05:59:00Z", "2026-03-02T06:00:00Z")] // after midnight, of the night before
    [InlineData("2026-03-02T06:00:00Z", null)]
    [InlineData("2026-03-02T20:59:00Z", null)]
    [InlineData("2026-03-02T21:00:00Z", "2026-03-03T06:00:00Z")]
    [InlineData("2026-03-28T23:00:00Z", "2026-03-29T05:00:00Z")] // clocks are put forward in that night
    public void QuietUntil_OverMidnight_IsTheNextMorningOfTheZone(string now, string? until) => Assert.Equal(
        until is null ? null : DateTimeOffset.Parse(until, null),
        RoutingRules.QuietUntil(
            new QuietHours(new TimeOnly(22, 0), new TimeOnly(7, 0), "Europe/Berlin"), DateTimeOffset.Parse(now, null)));

    [Fact]
    public void QuietUntil_AnEndThatClocksLeapOver_IsTheNextTimeThatThereIs()
    {
        var quiet = new QuietHours(new TimeOnly(0, 0), new TimeOnly(2, 30), "Europe/Berlin");

        Assert.Equal(
            new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero),
            RoutingRules.QuietUntil(quiet, new DateTimeOffset(2026, 3, 29, 0, 30, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void Plan_Escalated_GoesToTheChannelsOfTheEscalationOnly()
    {
        var settings = new NoticeSettings([Mail, Phone], [], Escalation: new Escalation(15, NoticeSeverity.Critical, ["phone"]));

        Assert.Equal(
            new PlannedDelivery("phone", Noon),
            Assert.Single(RoutingRules.Plan(settings, News(NoticeSeverity.Critical) with { What = NewsKinds.Escalated }, Noon)));
    }

    [Fact]
    public void With_TheWebhookOfEvaluation_IsAChannelForPhasesBesideTheOthers()
    {
        var settings = new NoticeSettings([Mail], []).With(new Webhook("https://example.com", "SECRET"));
        var phase = News(NoticeSeverity.Info) with { Kind = NoticeKinds.PhaseActivated };

        Assert.Equal(["mail"], Channels(News(NoticeSeverity.Critical)));
        Assert.Equal(["mail", "evaluation"], Channels(phase));
        Assert.Same(settings, settings.With(null));

        IEnumerable<string> Channels(NoticeNews news) => RoutingRules.Plan(settings, news, Noon).Select(planned => planned.Channel);
    }

    [Fact]
    public void Body_TooLongForAChannel_IsCutAndSaysWhereTheRestIs()
    {
        var message = new NoticeMessage([.. Enumerable.Repeat(News(NoticeSeverity.Warning), 30)]);

        Assert.Equal(1_900, MessageText.Body(message, 1_900).Length);
        Assert.EndsWith("./assets notices list shows all)", MessageText.Body(message, 1_900), StringComparison.Ordinal);
        Assert.Equal("[WARNING] 30 notices, first halt: portfolio/main halt-1", MessageText.Title(message));
    }

    [Theory]
    [InlineData(NoticeChannelKind.Discord)]
    [InlineData(NoticeChannelKind.Telegram)]
    public void Fitting_MoreThanAChannelTakesAtOnce_IsCutBetweenNewsAndNotWithinThem(NoticeChannelKind kind)
    {
        var news = News(NoticeSeverity.Warning) with { Text = new string('x', 300) };
        var message = new NoticeMessage([.. Enumerable.Repeat(news, 20)], "https://assets.example.org");

        var fitting = MessageText.Fitting(message, kind);

        Assert.InRange(fitting.News.Length, 2, 19);
        Assert.DoesNotContain("(cut:", MessageText.Body(fitting, MessageText.LengthMax(kind)), StringComparison.Ordinal);
        var one = message with { News = [news with { Text = new string('x', 9_000) }] };
        Assert.Same(one, MessageText.Fitting(one, kind));
    }

    [Fact]
    public void Body_WithTheAddressOfThePage_HasALinkToSayThatOneHasSeenIt()
    {
        var message = new NoticeMessage([News(NoticeSeverity.Critical)], "https://assets.example.org");
        var healed = message with { News = [News(NoticeSeverity.Critical) with { What = NewsKinds.Cleared }] };

        Assert.Contains(
            "seen it? ./assets notices ack 3, or https://assets.example.org/notices?see=3#see\n", MessageText.Body(message),
            StringComparison.Ordinal);
        Assert.DoesNotContain("https://", MessageText.Body(healed), StringComparison.Ordinal);
        Assert.Null((message with { PageUrl = null }).LinkOf(message.News[0]));
    }

    private static NoticeNews News(NoticeSeverity severity) => new(
        7, 3, NewsKinds.Raised, NoticeKinds.Halt, "portfolio/main halt-1", severity, "Portfolio main: HALTED.", Noon, Noon, 1);
}
