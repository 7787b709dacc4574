using OrleansAssets.Domain.Phases;
using OrleansAssets.Phases;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>How often a strategy without skill passes a requirement, beside drawn strategies without skill.</summary>
public sealed class LuckRulesTests
{
    private static readonly RequirementDefinition Sharpe = new(
        "sharpe", RequirementMetric.SharpeRatio, null, Direction.MoreThan, 1.5m, 60, StreakMode.Total, WinRateBasis.Auto, 30, []);

    [Fact]
    public void ChanceOf_SharpeAbove15Over60Days_IsAbout27Percent() =>
        Assert.Equal(0.2715, LuckRules.ChanceOf(Sharpe, 365)!.Value, 4);

    [Theory]
    [InlineData(0.80, 0.10)]
    [InlineData(0.90, 0.05)]
    [InlineData(0.95, 0.025)]
    public void ChanceOf_BoundAboveNothing_IsHalfOfWhatTheLevelLeaves(double level, double expected) => Assert.Equal(
        expected, LuckRules.ChanceOf(Sharpe with { Threshold = 0, Confidence = (decimal)level }, 252)!.Value, 6);

    [Fact]
    public void ChanceOf_CountsOfDaysAndTrades_AreThoseOfACoin()
    {
        var days = TestConfiguration.Days("days", 3, 4);
        var rate = Sharpe with { Metric = RequirementMetric.WinRate, Threshold = 0.5m, MinimumSample = 4 };

        Assert.Equal(5 / 16.0, LuckRules.ChanceOf(days, 365)!.Value, 12); // 3 or 4 of 4
        Assert.Equal(1 / 8.0, LuckRules.ChanceOf(days with { Mode = StreakMode.Consecutive }, 365)!.Value, 12);
        Assert.Equal(5 / 16.0, LuckRules.ChanceOf(rate, 365)!.Value, 12);
        Assert.Equal(1 / 16.0, LuckRules.ChanceOf(rate with { Confidence = 0.5m, Threshold = 0.75m }, 365)!.Value, 12);
        Assert.Equal(0, LuckRules.ChanceOf(rate with { Threshold = 1m }, 365)!.Value, 12);
    }

    /// <summary>It depends on how much the record moves: beside walks without drift that are looked at once a day.</summary>
    [Theory]
    [InlineData(0.01, 60, 0.08)]
    [InlineData(0.02, 30, 0.15)]
    [InlineData(0.015, 120, 0.2)]
    public void ChanceOf_Drawdown_IsWhatStrategiesWithoutSkillShow(double deviation, int days, double most)
    {
        var drawdown = Sharpe with
        {
            Metric = RequirementMetric.MaxDrawdown, Direction = Direction.LessThan, Threshold = (decimal)most, WindowDays = days,
        };
        var (random, passed) = (new Random(7), 0);
        const int Strategies = 4_000;
        for (var strategy = 0; strategy < Strategies; strategy++)
        {
            var (at, peak, deepest) = (0.0, 0.0, 0.0);
            for (var day = 0; day < days; day++)
            {
                at += MathNet.Numerics.Distributions.Normal.Sample(random, 0, deviation);
                peak = Math.Max(peak, at);
                deepest = Math.Max(deepest, 1 - Math.Exp(at - peak));
            }

            passed += deepest < most ? 1 : 0;
        }

        var chance = LuckRules.ChanceOf(drawdown, 365, deviation * Math.Sqrt(365));
        Assert.Equal(chance!.Value, (double)passed / Strategies, 0.03);
        Assert.Equal(1, LuckRules.ChanceOf(drawdown, 365, 1e-6)!.Value, 3);
    }

    [Fact]
    public void ChanceOf_DrawdownOfWhatIsNotKnownToMoveOrFact_IsNotTold()
    {
        var drawdown = Sharpe with { Metric = RequirementMetric.MaxDrawdown, Direction = Direction.LessThan, Threshold = 0.15m };

        Assert.Null(LuckRules.ChanceOf(drawdown, 365));
        Assert.Null(LuckRules.ChanceOf(Sharpe with { Metric = RequirementMetric.DataSource, Threshold = null }, 365));
    }

    [Fact]
    public void ChanceOf_Sharpe_IsWhatStrategiesWithoutSkillShow()
    {
        var (random, passed) = (new Random(7), 0);
        const int Strategies = 4_000;
        for (var strategy = 0; strategy < Strategies; strategy++)
        {
            var returns = Enumerable.Range(0, 60).Select(_ => MathNet.Numerics.Distributions.Normal.Sample(random, 0, 0.01)).ToArray();
            var (mean, deviation) = MathNet.Numerics.Statistics.Statistics.MeanStandardDeviation(returns);
            passed += mean / deviation * Math.Sqrt(365) > 1.5 ? 1 : 0;
        }

        Assert.Equal(LuckRules.ChanceOf(Sharpe, 365)!.Value, (double)passed / Strategies, 0.03);
    }

    [Fact]
    public void Shipped_PhasesFromTheThirdOn_AskForMoreThanLuckOfEachMoreThanTheLast()
    {
        var chances = ShippedConfiguration.Value.Phases.Where(phase => phase.Order >= 3)
            .Select(phase => phase.Requirements.Where(requirement => requirement.Confidence is not null)
                .Min(requirement => LuckRules.ChanceOf(requirement, 365)) ?? 1).ToList();

        Assert.Equal(4, chances.Count);
        Assert.All(chances, chance => Assert.InRange(chance, 0, 0.11));
        Assert.Equal(chances.OrderDescending(), chances);
    }

    [Fact]
    public void Shipped_EveryPhase_IsDemotedByEvidenceAfterWhichItCools()
    {
        Assert.All(ShippedConfiguration.Value.Phases, phase =>
        {
            Assert.NotEmpty(ReadinessRules.ExitsOf(phase));
            Assert.True(phase.CoolDownDays >= 30, phase.Id);
            Assert.Equal(phase.MinimumCapital * 0.9m, phase.KeepCapital);
        });
    }
}
