using System.Collections.Immutable;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Performance;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;
using Measured = OrleansAssets.Performance.PerformanceReport;

namespace OrleansAssets.Tests.Domain;

public sealed class ReadinessRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Measured Good = new(
        null, 60, 365, new DateOnly(2026, 1, 1), new DateOnly(2026, 2, 28), 60, 45, 15, 0, 3, 0.3, 0.2, 4.0, 6.0, -0.05, 5.0, 0, 0, null,
            0.75, null, null, null);

    private static readonly PhaseDefinition Stocks = TestConfiguration.Build().Phases[1];

    [Fact]
    public void Evaluate_EverythingMet_IsReady()
    {
        var readiness = Evaluate(Good);

        Assert.Equal(ReadinessVerdict.Ready, readiness.Verdict);
        Assert.Empty(readiness.Missing);
        Assert.Equal(
            ["earlier_phases_active", "crypto_profitable_days", "sharpe_ratio_min", "max_drawdown_max", "win_rate_min",
                "stock_data_source", "capital_minimum"],
            readiness.Requirements.Select(requirement => requirement.Name));
    }

    [Theory]
    [InlineData(18, 28, "12 more profitable days at the present rate: about 19 days")]
    [InlineData(29, 29, "1 more profitable day at the present rate: about 1 day")]
    [InlineData(18, 60, "12 more profitable days than the present rate gives (18 in 60 days)")]
    [InlineData(0, 20, "30 more profitable days than the present rate gives (0 in 20 days)")]
    public void Evaluate_TooFewProfitableDays_SaysHowManyMoreAndHowLongThatTakes(int days, int ofDays, string missing)
    {
        var phase = Stocks with { Requirements = [TestConfiguration.Days("days", 30, 60) with { MinimumSample = 2 }] };

        var readiness = Evaluate(Good with { ProfitableDays = days, Days = ofDays }, phase);

        Assert.Equal(ReadinessVerdict.NotReady, readiness.Verdict);
        Assert.Equal([missing], readiness.Missing.AsEnumerable());
    }

    [Fact]
    public void Evaluate_Consecutive_CountsTheStreakOnly()
    {
        var phase = Stocks with { Requirements = [TestConfiguration.Days("days", 5, 60) with { Mode = StreakMode.Consecutive }] };

        Assert.Equal(["2 more profitable days in a row"], Evaluate(Good, phase).Missing.AsEnumerable());
    }

    [Fact]
    public void Evaluate_ShortRecord_IsInsufficientEvidenceEvenWhereValuesWouldDo()
    {
        var readiness = Evaluate(Good with { Days = 25, ProfitableDays = 20, LosingDays = 5 });

        Assert.Equal(ReadinessVerdict.InsufficientEvidence, readiness.Verdict);
        Assert.Contains("5 more days of record (25 of the 30 that 'sharpe_ratio_min' needs)", readiness.Missing);
    }

    [Fact]
    public void Evaluate_OldRecord_IsStaleOnlyWhereTheScheduleSaysSo()
    {
        var old = Good with { Until = new DateOnly(2023, 2, 1) };

        Assert.Equal(ReadinessVerdict.Ready, Evaluate(old).Verdict);
        var stale = ReadinessRules.Evaluate(Stocks, Evidence(old) with { StaleAfterDays = 7 }, Now);
        Assert.Equal(ReadinessVerdict.StaleEvidence, stale.Verdict);
        Assert.Contains("2023-02-01", stale.Missing[0], StringComparison.Ordinal);
        Assert.Equal(ReadinessVerdict.Ready, ReadinessRules.Evaluate(Stocks, Evidence(Good) with { StaleAfterDays = 1 }, Now).Verdict);
    }

    /// <summary>Evidence that was measured on figures that were put right since says so.</summary>
    [Fact]
    public void Evaluate_OnDaysThatWereRevisedSinceTheLastMeasurement_SaysHowManyAndFromWhen()
    {
        var revised = new RevisedEvidence(Now.AddDays(-1), [new DateOnly(2026, 1, 5), new DateOnly(2026, 1, 9)]);

        var readiness = ReadinessRules.Evaluate(Stocks, Evidence(Good) with { Revised = revised }, Now);

        Assert.Contains(
            readiness.Remarks, remark => remark.StartsWith("2 of the days that the evidence of ", StringComparison.Ordinal)
                && remark.EndsWith("was measured on were revised since, the first 2026-01-05", StringComparison.Ordinal));
        Assert.DoesNotContain(
            ReadinessRules.Evaluate(Stocks, Evidence(Good), Now).Remarks, remark => remark.Contains("revised", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1.5, false)]
    [InlineData(1.500001, true)]
    [InlineData(null, false)]
    public void Evaluate_Sharpe_MustBeMoreThanTheThreshold(double? sharpe, bool ready) =>
        Assert.Equal(ready, Evaluate(
            Good with { Sharpe = sharpe, Undefined = "sharpe: every daily return is the same" }).Verdict == ReadinessVerdict.Ready);

    [Theory]
    [InlineData(-0.15, false)]
    [InlineData(-0.1499, true)]
    [InlineData(0.0, true)]
    public void Evaluate_Drawdown_IsComparedAsAPositiveFraction(double drawdown, bool ready)
    {
        var readiness = Evaluate(Good with { MaxDrawdown = drawdown });

        Assert.Equal(ready, readiness.Verdict == ReadinessVerdict.Ready);
        Assert.Equal(-drawdown, Result(readiness, "max_drawdown_max").Current!.Value, 12);
    }

    [Fact]
    public void Evaluate_WinRateAuto_TakesTradesWhereTheyAreEnoughElseDays()
    {
        var trades = Evaluate(Good with { ClosedTrades = 30, WinningTrades = 12, TradeWinRate = 0.4 });
        var days = Evaluate(Good with { ClosedTrades = 29, WinningTrades = 12, TradeWinRate = 0.4 });

        Assert.Equal((0.4, 30, "of 30 closed trades"), Told(Result(trades, "win_rate_min")));
        Assert.Equal((0.75, 60, "of 60 winning and losing days"), Told(Result(days, "win_rate_min")));
        Assert.Equal(["win rate of more than 50 % (now 40 % of 30 closed trades)"], trades.Missing.AsEnumerable());
    }

    [Fact]
    public void Evaluate_FactsNotMet_AreEachNamed()
    {
        var evidence = Evidence(Good) with
        {
            Portfolio = Portfolio(400.5m),
            EarlierPhases = ImmutableDictionary<string, PhaseStatus>.Empty,
            Sources = Sources(DataSourceStatus.Failing),
        };

        var readiness = ReadinessRules.Evaluate(Stocks, evidence, Now);

        Assert.Equal(ReadinessVerdict.NotReady, readiness.Verdict);
        Assert.Equal(
            ["phase_0_crypto must be active first", "a healthy data source, one of alpaca", "599.5 USD more capital"],
                readiness.Missing.AsEnumerable());
        Assert.Equal("alpaca: Failing", Result(readiness, "stock_data_source").CurrentText);
    }

    [Theory]
    [InlineData(null, null, true, "never halted")]
    [InlineData(30.0, null, true, "since the last halt")]
    [InlineData(29.5, null, false, "1 more day without a halt (the last ended 29.5 days ago)")]
    [InlineData(90.0, "main is halted", false, "30 days without a halt, and the portfolio is halted now")]
    public void Evaluate_HaltFree_CountsFromTheLastHalt(double? daysAgo, string? halt, bool met, string told)
    {
        var phase = Stocks with { Requirements = [Fact("no_halt", RequirementMetric.HaltFree, 30) with { Direction = Direction.AtLeast }] };
        var evidence = Evidence(Good) with { LastHaltedAt = daysAgo is { } days ? Now.AddDays(-days) : null, Halt = halt };

        var readiness = ReadinessRules.Evaluate(phase, evidence, Now);

        var result = Result(readiness, "no_halt");
        Assert.Equal((met, told), (result.Met, result.Missing ?? result.CurrentText));
        Assert.Equal(halt, readiness.Halt);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(90.0, true)]
    [InlineData(90.01, false)]
    public void Evaluate_Drill_MustBeNewEnough(double? daysAgo, bool met)
    {
        var phase = Stocks with { Requirements = [Fact("drilled", RequirementMetric.Drill, 90)] };
        var evidence = Evidence(Good) with { LastDrillAt = daysAgo is { } days ? Now.AddDays(-days) : null };

        var result = Result(ReadinessRules.Evaluate(phase, evidence, Now), "drilled");

        Assert.Equal((met, met), (result.Met, result.Missing is null));
    }

    [Theory]
    [InlineData(DataSourceStatus.Healthy, 0.95, true)]
    [InlineData(DataSourceStatus.Healthy, 0.9499, false)]
    [InlineData(DataSourceStatus.Healthy, null, false)]
    [InlineData(DataSourceStatus.Failing, 1.0, false)]
    public void Evaluate_Coverage_MustBeOfAHealthySource(DataSourceStatus status, double? share, bool met)
    {
        var requirement = Fact("fed", RequirementMetric.DataSource, 30) with { AnyOfSources = ["alpaca"], MinimumCoverage = 0.95m };
        var evidence = Evidence(Good) with { Sources = Sources(status) };
        evidence = share is { } known ? evidence with { Coverages = evidence.Coverages.Add(("fed", "alpaca"), known) } : evidence;

        var result = Result(ReadinessRules.Evaluate(Stocks with { Requirements = [requirement] }, evidence, Now), "fed");

        Assert.Equal((met, 0.95m), (result.Met, result.Threshold));
        Assert.Equal(
            met ? null : "a healthy data source with 95 % of the candles of 30 days, one of alpaca", result.Missing);
    }

    [Fact]
    public void Evaluate_TwoRowsSixtyDaysApart_AreASampleOfOne()
    {
        EquityPoint[] rows = [new(new DateOnly(2025, 12, 30), 5_000, 0), new(new DateOnly(2026, 2, 28), 6_000, 0)];
        var report = PerformanceRules.Measure(new PerformanceRecord(
            new PerformanceQuery(60, null), rows[0].Day.AddDays(1), rows[1].Day, [.. rows], []));

        var readiness = Evaluate(report);

        Assert.Equal(ReadinessVerdict.InsufficientEvidence, readiness.Verdict);
        foreach (var name in new[] { "crypto_profitable_days", "sharpe_ratio_min", "max_drawdown_max", "win_rate_min" })
        {
            var result = Result(readiness, name);
            Assert.Equal((1, false), (result.SampleSize, result.Met));
            Assert.Equal(1 / 60.0, result.Coverage!.Value, 9);
        }
    }

    [Fact]
    public void Evaluate_DayWinRate_CountsWinningAndLosingDaysAsItsSample()
    {
        var readiness = Evaluate(Good with { ProfitableDays = 9, LosingDays = 0, FlatDays = 51, DayWinRate = 1 });

        Assert.Equal((9, false), (Result(readiness, "win_rate_min").SampleSize, Result(readiness, "win_rate_min").Met));
    }

    [Fact]
    public void Evaluate_NoRecordAtAll_IsInsufficientEvidence()
    {
        var none = new Measured(
            null, 60, 365, null, null, 0, 0, 0, 0, 0, 0, null, null, null, 0, null, 0, 0, null, null, null, null, "no record");

        var readiness = ReadinessRules.Evaluate(Stocks, Evidence(none) with { Portfolio = Portfolio(null), StaleAfterDays = 7 }, Now);

        Assert.Equal(ReadinessVerdict.InsufficientEvidence, readiness.Verdict);
        Assert.Null(readiness.EvidenceUntil);
        Assert.All(readiness.Requirements.Where(requirement => requirement.Unit is "days" or "ratio"), requirement =>
            Assert.False(requirement.Met));
    }

    [Fact]
    public void Evaluate_AnyEvidence_IsReadyExactlyWhenNothingIsMissing()
    {
        var verdicts = new HashSet<ReadinessVerdict>();
        Laws.Hold(cases: 5_000, random =>
        {
            var measured = Good with
            {
                Days = random.Next(28, 61),
                ProfitableDays = random.Next(20, 29) + random.Next(0, 12),
                Sharpe = random.Next(8) == 7 ? null : 1.4 + random.NextDouble(),
                MaxDrawdown = -0.16 * random.NextDouble(),
                DayWinRate = 0.48 + (random.NextDouble() * 0.3),
            };
            measured = measured with { ProfitableDays = Math.Min(measured.ProfitableDays, measured.Days) };
            var evidence = Evidence(measured) with
            {
                Portfolio = Portfolio(random.Next(950, 2_000)),
                Sources = Sources(random.Next(6) == 5 ? DataSourceStatus.Idle : DataSourceStatus.Healthy),
            };

            random.Tell($"{measured}; {evidence.Portfolio}; {string.Join(", ", evidence.Sources.Values.Select(source => source.Status))}");

            var readiness = ReadinessRules.Evaluate(Stocks, evidence, Now);

            verdicts.Add(readiness.Verdict);
            Assert.Equal(readiness.Verdict == ReadinessVerdict.Ready, readiness.Missing.IsEmpty);
            Assert.Equal(readiness.Verdict == ReadinessVerdict.Ready, readiness.Requirements.All(requirement => requirement.Met));
            Assert.All(readiness.Requirements, requirement => Assert.Equal(requirement.Met, requirement.Missing is null));
        });

        Assert.Equal(3, verdicts.Count);
    }

    [Theory]
    [InlineData(2_700, false)]
    [InlineData(2_699, true)]
    [InlineData(null, false)] // what is not known demotes nothing
    public void CauseOfDemotion_CapitalOfAnActivePhase_MayFallToWhatItKeeps(int? equity, bool isDemoted)
    {
        var phase = Stocks with { MinimumCapital = 3_000m, KeepCapital = 2_700m };
        var readiness = ReadinessRules.Evaluate(phase, Evidence(Good) with { Portfolio = Portfolio(equity) }, Now);
        var active = new PhaseState { Definition = phase, Status = PhaseStatus.Active };

        var cause = DeactivationRules.CauseOfDemotion(active, readiness, Now);

        Assert.Equal(isDemoted, cause is not null);
        Assert.Equal(
            isDemoted, cause?.Because.StartsWith("capital_to_keep no longer holds: 1 USD more", StringComparison.Ordinal) ?? false);
        Assert.Equal(equity >= 3_000, Result(readiness, "capital_minimum").Met); // to be earned again it takes the minimum
    }

    [Fact]
    public void Evaluate_MeasuredRequirements_TellWhatLuckWouldPass()
    {
        var readiness = Evaluate(Good);

        Assert.Equal(0.2715, Result(readiness, "sharpe_ratio_min").ChanceByLuck!.Value, 4);
        Assert.Equal(0.9376, Result(readiness, "max_drawdown_max").ChanceByLuck!.Value, 4); // of a record that moves as this one does
        Assert.Null(Result(readiness, "capital_minimum").ChanceByLuck);
    }

    [Theory]
    [InlineData(60, 1_359, "the trades explain 60 of 1,359 USD that the record gained (4.4")]
    [InlineData(680, 1_359, null)]
    [InlineData(0, -10, null)] // a loss is nobody's merit
    public void Evaluate_TradesThatExplainLittleOfTheGain_SaysHowMuchOfIt(int explained, int profit, string? said)
    {
        var readiness = Evaluate(Good with { Profit = profit, ExplainedProfit = explained });

        Assert.Equal(said is null, readiness.Remarks.IsEmpty);
        Assert.All(readiness.Remarks, remark => Assert.StartsWith(said!, remark, StringComparison.Ordinal));
    }

    private static RequirementDefinition Fact(string name, RequirementMetric metric, int windowDays) => new(
        name, metric, null, Direction.AtMost, null, windowDays, StreakMode.Total, WinRateBasis.Auto, 0, []);

    private static Readiness Evaluate(Measured measured, PhaseDefinition? phase = null) =>
        ReadinessRules.Evaluate(phase ?? Stocks, Evidence(measured), Now);

    private static ReadinessEvidence Evidence(Measured measured) => new(
        Portfolio(10_000m),
        [new MeasuredRecord(measured, []), new MeasuredRecord(measured with { ClassId = "crypto" }, [])],
        ImmutableDictionary<string, PhaseStatus>.Empty.Add("phase_0_crypto", PhaseStatus.Active),
        Sources(DataSourceStatus.Healthy),
        StaleAfterDays: 0);

    private static ImmutableDictionary<string, DataSourceView> Sources(DataSourceStatus status) =>
        ImmutableDictionary<string, DataSourceView>.Empty.Add("alpaca", FakeSources.View(TestConfiguration.Source("alpaca"), status));

    private static PortfolioView Portfolio(decimal? equity) => new("main", "USD", equity, null, equity, 0, 60, 0, []);

    private static RequirementResult Result(Readiness readiness, string name) =>
        Assert.Single(readiness.Requirements, result => result.Name == name);

    private static (double, int, string?) Told(RequirementResult result) =>
        (result.Current ?? double.NaN, result.SampleSize, result.CurrentText);
}
