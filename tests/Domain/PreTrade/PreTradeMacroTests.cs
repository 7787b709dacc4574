using System.Collections.Immutable;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Domain.RiskModel;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;
using OrleansAssets.RiskModel;
using OrleansAssets.Tests.Support;
using static OrleansAssets.Tests.Support.PreTradeCases;

namespace OrleansAssets.Tests.Domain;

/// <summary>Releases and wild markets, where the configuration heeds them.</summary>
public sealed class PreTradeMacroTests
{
    private static readonly MacroEventRule Fomc = new("fomc", Enabled: true, [], 60, 90, ["fomc"], Weekly: null);

    private static readonly MacroEventRule Storage = new(
        "eia_storage", Enabled: true, ["commodities"], 30, 30, [], new WeeklyTime(DayOfWeek.Thursday, new TimeOnly(10, 30)));

    private static readonly DateTimeOffset Decision = new(2026, 12, 9, 19, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-61, RuleVerdict.Passed)]
    [InlineData(-60, RuleVerdict.Failed)]
    [InlineData(89, RuleVerdict.Failed)]
    [InlineData(90, RuleVerdict.Passed)]
    public void Decide_AroundTheFomc_OpensNothing(int minutes, RuleVerdict expected)
    {
        var now = Decision.AddMinutes(minutes);

        var rule = Judge(MacroRules.Of([Fomc], "crypto", Model([("FOMC Press Release", Decision)]), now), now);

        Assert.Equal((expected, expected == RuleVerdict.Failed ? Decision.AddMinutes(90) : null), (rule.Verdict, rule.Until));
    }

    [Theory]
    [InlineData("2026-12-09T04:59Z", RuleVerdict.Failed)] // a minute before New York's midnight, within the hour before
    [InlineData("2026-12-09T03:59Z", RuleVerdict.Passed)]
    [InlineData("2026-12-10T06:29Z", RuleVerdict.Failed)]
    [InlineData("2026-12-10T06:30Z", RuleVerdict.Passed)]
    public void Decide_ReleaseOfWhichOnlyTheDateIsKnown_CountsAllDayInNewYork(string at, RuleVerdict expected)
    {
        var now = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);
        var model = Model([("FOMC Press Release", new DateTimeOffset(2026, 12, 9, 0, 0, 0, TimeSpan.Zero))]);

        Assert.Equal(expected, Judge(MacroRules.Of([Fomc], "crypto", model, now), now).Verdict);
    }

    [Theory]
    [InlineData("2026-12-03T14:59Z", RuleVerdict.Passed)]
    [InlineData("2026-12-03T15:00Z", RuleVerdict.Failed)] // 10:00 in New York, in winter
    [InlineData("2026-12-03T15:59Z", RuleVerdict.Failed)]
    [InlineData("2026-07-09T14:30Z", RuleVerdict.Failed)] // 10:30 in summer
    [InlineData("2026-07-09T15:30Z", RuleVerdict.Passed)]
    [InlineData("2026-11-24T15:00Z", RuleVerdict.Passed)] // in the week of Thanksgiving it comes a day earlier or later
    [InlineData("2026-11-25T17:00Z", RuleVerdict.Failed)]
    [InlineData("2026-11-27T15:30Z", RuleVerdict.Failed)]
    [InlineData("2026-11-11T15:00Z", RuleVerdict.Failed)] // Veterans Day, on which exchanges trade
    public void Decide_WeeklyRelease_IsHeededByNewYorksClockWithoutACalendar(string at, RuleVerdict expected)
    {
        var now = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(expected, Judge(MacroRules.Of([Storage], "commodities", RiskModelView.None, now), now).Verdict);
        Assert.Null(MacroRules.Of([Storage], "crypto", RiskModelView.None, now));
        Assert.Null(MacroRules.Of([Storage with { Enabled = false }], "commodities", RiskModelView.None, now));
    }

    [Fact]
    public void Decide_CalendarThatIsNotKnownADayAhead_IsReduceOnly()
    {
        var model = Model([]);

        Assert.Equal(RuleVerdict.Passed, Judge(MacroRules.Of([Fomc], "crypto", model, Decision), Decision).Verdict);
        Assert.Equal(RuleVerdict.Failed, Judge(
            MacroRules.Of([Fomc], "crypto", model with { EventsUntil = Decision.AddDays(1) }, Decision), Decision).Verdict);
        Assert.Equal(RuleVerdict.Failed, Judge(MacroRules.Of([Fomc], "crypto", RiskModelView.None, Decision), Decision).Verdict);
        Assert.Equal(RuleVerdict.NotApplicable, Judge(null, Decision).Verdict);
    }

    /// <summary>Dates reach months ahead: a calendar that nobody has collected for days is not known for that.</summary>
    [Theory]
    [InlineData(0, 12, 60, 4)]
    [InlineData(3, 12, 60, 1)]
    [InlineData(30, 12, 60, -26)]
    [InlineData(0, 12, 2, 2)] // it ends before
    [InlineData(0, 72, 60, 9)] // three of its pauses
    public void KnownUntil_ACalendar_GoesByWhenItWasCollectedToo(int daysAgo, int everyHours, int endsIn, int expected) => Assert.Equal(
        Decision.AddDays(expected),
        MacroRules.KnownUntil(
        [
            new CollectedCalendar(Decision.AddDays(endsIn), Decision.AddDays(-daysAgo), TimeSpan.FromHours(everyHours)),
            new CollectedCalendar(Decision.AddDays(90), null, TimeSpan.FromHours(6)),
        ]));

    [Fact]
    public void KnownUntil_NoCalendarThatWasCollected_IsUnknown()
    {
        Assert.Null(MacroRules.KnownUntil([]));
        Assert.Null(MacroRules.KnownUntil([new CollectedCalendar(Decision.AddDays(90), null, TimeSpan.FromHours(6))]));
    }

    [Fact]
    public void Heeded_EventsOfTheCalendar_AreThoseThatARuleNames()
    {
        EconomicEvent Event(string title) => new(
            "fred", title, Decision, title, "US", EventImpact.High, null, [], "", null, null, null);

        var heeded = MacroRules.Heeded([Fomc, Storage], [Event("FOMC Press Release"), Event("Consumer Price Index")]);

        Assert.Equal(new MacroEvent("FOMC Press Release", Decision), Assert.Single(heeded));
    }

    [Theory]
    [InlineData(0.04, 750, RuleVerdict.Reduced)] // 0.03 of 0.04
    [InlineData(0.01, 1_000, RuleVerdict.Passed)] // its score of 5 stands for 0.025, still within the target
    [InlineData(null, 0, RuleVerdict.Failed)]
    public void Decide_WildMarket_CutsThePositionInProportion(double? volatility, decimal limit, RuleVerdict expected)
    {
        var bitcoin = TestConfiguration.Bitcoin;
        var model = PreTradeCases.Model(bitcoin.Id);
        var input = Input(bitcoin, Buy(bitcoin, notional: 1_000m), 100m) with
        {
            Limits = TestConfiguration.Risk with { Volatility = new VolatilitySizing(0.03m, 0.005m) },
            RiskModel = model with { Regimes = [model.Regimes[0] with { DailyVolatility = volatility }] },
        };

        var rule = Rule(PreTradeRules.Decide(input), RuleCodes.VolatilitySize);

        Assert.Equal((expected, volatility is null ? null : limit), (rule.Verdict, rule.Limit));
    }

    [Fact]
    public void Shipped_SwitchesForReleasesAndVolatility_AreOff()
    {
        Assert.Equal(["fomc", "cpi", "eia_storage"], ShippedConfiguration.Value.MacroEvents.Select(rule => rule.Name));
        Assert.DoesNotContain(ShippedConfiguration.Value.MacroEvents, rule => rule.Enabled);
        Assert.Null(ShippedConfiguration.Value.Risk.Volatility);
    }

    private static RiskModelView Model(ImmutableArray<(string Title, DateTimeOffset At)> events) => RiskModelView.None with
    {
        Events = [.. events.Select(one => new MacroEvent(one.Title, one.At))], EventsUntil = Decision.AddDays(60),
    };

    private static RuleResult Judge(MacroFacts? macro, DateTimeOffset now)
    {
        var bitcoin = TestConfiguration.Bitcoin;
        return Rule(
            PreTradeRules.Decide(Input(bitcoin, Buy(bitcoin, quantity: 1m), 100m) with { Now = now, Macro = macro }), RuleCodes.MacroEvent);
    }
}
