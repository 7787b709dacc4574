using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Notices;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

/// <summary>
/// A phase is taken back by its exit threshold: later than it would be refused, step by step, and not earned again at once.
/// </summary>
public sealed class PhaseDemotionTests
{
    private const string Id = "phase_1_stocks";
    private static readonly ActivationRequest Request = new("alice", "earned");

    [Fact]
    public async Task Evaluate_ExitBroken_IsReduceOnlyThenDisabledThenCoolsDown()
    {
        await using var cluster = await StartActiveAsync();
        var phase = cluster.Phase(Id);
        await PhaseCases.HoldAsync(cluster, "NVDA", isClosed: false);

        // Between entry (15 %) and exit (22 %) the phase would not be granted, and stays.
        await PhaseCases.FallAsync(cluster, 0.18m);
        await GrainCluster.TickAsync(phase, "evaluate");
        Assert.Equal((PhaseStatus.Active, ReadinessVerdict.NotReady), await StandAsync(cluster));

        await PhaseCases.FallAsync(cluster, 0.23m);
        await GrainCluster.TickAsync(phase, "evaluate");
        Assert.Equal((PhaseStatus.ReduceOnly, ReadinessVerdict.NotReady), await StandAsync(cluster));
        Assert.Equal((true, TradingMode.ReduceOnly), await ClassAsync(cluster, "stocks"));
        Assert.Equal((true, TradingMode.Normal), await ClassAsync(cluster, "crypto"));
        Assert.True(await IsEnabledAsync(cluster, "NVDA"));

        await PhaseCases.HoldAsync(cluster, "NVDA", isClosed: true);
        await GrainCluster.TickAsync(phase, "resume");
        Assert.Equal((PhaseStatus.Inactive, ReadinessVerdict.NotReady), await StandAsync(cluster));
        Assert.Equal((false, TradingMode.Normal), await ClassAsync(cluster, "stocks"));
        Assert.Equal((true, TradingMode.Normal), await ClassAsync(cluster, "crypto"));
        Assert.False(await IsEnabledAsync(cluster, "NVDA"));
        Assert.Equal(
            ["activated", "demoted", "reduce_only", "deactivated"],
            (await phase.GetHistoryAsync(10)).Reverse().Select(entry => entry.Action));
        Assert.Contains("max_drawdown_max no longer holds", (await phase.GetHistoryAsync(10))[2].Notes, StringComparison.Ordinal);

        // The record is good again, and the cool-down of five days keeps the phase shut all the same.
        await PhaseCases.EarnAsync(cluster);
        var early = await phase.ActivateAsync(Request);
        Assert.Equal(ActivationOutcome.Refused, early.Outcome);
        Assert.Equal(
            "cool_down", Assert.Single(early.Readiness!.Requirements, result => !result.Met).Name); // a refusal carries its readiness
        cluster.World.Clock.Advance(TimeSpan.FromDays(5));
        Assert.Equal(ActivationOutcome.Activated, (await phase.ActivateAsync(Request)).Outcome);
    }

    [Fact]
    public async Task Evaluate_ExitBrokenWithoutPositions_EndsInOneGo()
    {
        await using var cluster = await StartActiveAsync();

        await PhaseCases.FallAsync(cluster, 0.23m);
        await GrainCluster.TickAsync(cluster.Phase(Id), "evaluate");

        Assert.Equal((PhaseStatus.Inactive, ReadinessVerdict.NotReady), await StandAsync(cluster));
        Assert.Equal((false, TradingMode.Normal), await ClassAsync(cluster, "stocks"));
        var told = cluster.World.Outbox.All.Where(notice => notice.Kind.StartsWith("phase_", StringComparison.Ordinal)).ToList();
        Assert.Single(told, notice => notice.Kind == NoticeKinds.PhaseActivated);
        var demotion = Assert.Single(told, notice => notice.Kind == NoticeKinds.PhaseDemoted);
        Assert.Contains(Id, demotion.Text, StringComparison.Ordinal);
        Assert.Contains("max_drawdown_max", demotion.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deactivate_AnotherPortfolioHoldsOrReserved_WaitsUntilAllAreFlat()
    {
        await using var cluster = await StartActiveAsync();
        var phase = cluster.Phase(Id);
        await cluster.MeasureRiskAsync();
        await cluster.QuoteAsync(100, "NVDA");
        await cluster.Portfolio("second").CreateAsync(new PortfolioCreation("Ada", "test"));
        await cluster.Portfolio("second").RecordCashFlowAsync(new CashFlow("deposit-1", 10_000, "Ada", "start"));
        var order = await cluster.Portfolio("second").CheckOrderAsync(PortfolioCluster.Buy("o1", 1, "NVDA"));
        Assert.NotEqual(DecisionOutcome.Rejected, order.Outcome);
        await PhaseCases.HoldAsync(cluster, "TSLA", isClosed: false, "third");

        var answer = await phase.DeactivateAsync(new DeactivationRequest("alice", "the strategy is withdrawn"));

        Assert.Equal(DeactivationOutcome.ReduceOnly, answer.Outcome);
        Assert.Equal(
            $"reserved by orders of portfolio second: NVDA 1 ({order.ReservationId}); open positions of portfolio third: TSLA 2",
            (await phase.GetAsync()).Gate.Operation?.Waiting);
        await PhaseCases.HoldAsync(cluster, "TSLA", isClosed: true, "third");
        await GrainCluster.TickAsync(phase, "resume");
        Assert.Equal(PhaseStatus.ReduceOnly, (await phase.GetAsync()).Status);
        await cluster.Portfolio("second").ReleaseAsync(order.ReservationId!, "withdrawn"); // approved
        await GrainCluster.TickAsync(phase, "resume");
        Assert.Equal(PhaseStatus.Inactive, (await phase.GetAsync()).Status);
    }

    /// <summary>Nobody knows what it holds: the phase stays reduce-only until it is read, and says for which it waits.</summary>
    [Fact]
    public async Task Deactivate_WhereAPortfolioCannotBeRead_WaitsForThatOneByName()
    {
        await using var cluster = await StartActiveAsync();
        await cluster.BreakAsync("broken");
        await PhaseCases.HoldAsync(cluster, "TSLA", isClosed: false, "third");

        var answer = await cluster.Phase(Id).DeactivateAsync(new DeactivationRequest("alice", "the strategy is withdrawn"));

        Assert.Equal(DeactivationOutcome.ReduceOnly, answer.Outcome);
        Assert.StartsWith(
            "open positions of portfolio third: TSLA 2; portfolio broken cannot be read, and may hold some: The journal of portfolio "
            + "'broken' is broken", (await cluster.Phase(Id).GetAsync()).Gate.Operation?.Waiting, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, ReadinessVerdict.Ready)]
    [InlineData(0.9, ReadinessVerdict.NotReady)]
    public async Task Activate_Confidence_LetsTheBoundDecide(double? confidence, ReadinessVerdict verdict)
    {
        // 45 winning days of 60 are 75 %; with 90 % confidence no more than 65 % are sure.
        var configuration = With(phase => phase with
        {
            Requirements = [TestConfiguration.StockRequirements[3] with { Threshold = 0.70m, Confidence = (decimal?)confidence }],
        });
        await using var cluster = await PhaseCases.StartEarnedAsync(configuration);

        var answer = await cluster.Phase(Id).ActivateAsync(Request);

        var result = Assert.Single(answer.Readiness!.Requirements, known => known.Name == "win_rate_min"); // never null
        Assert.Equal(
            (verdict, 0.75, confidence is not null), (result.Verdict, result.Current, result.Interval!.Decides)); // 60 days give one
        Assert.Equal(verdict == ReadinessVerdict.Ready ? ActivationOutcome.Activated : ActivationOutcome.Refused, answer.Outcome);
        Assert.Equal(
            confidence is not null, result.Missing?.Contains("with 90 % confidence (its bound is 6", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public async Task AutoActivate_OneEvaluationNotReady_CountsAnew()
    {
        await using var cluster = await PhaseCases.StartEarnedAsync(With(phase => phase with { AutoActivate = true }));
        var phase = cluster.Phase(Id);
        foreach (var status in new[]
        {
            DataSourceStatus.Healthy, DataSourceStatus.Healthy, DataSourceStatus.Failing,
            DataSourceStatus.Healthy, DataSourceStatus.Healthy,
        })
        {
            cluster.World.Sources.Status["alpaca"] = status;
            await GrainCluster.TickAsync(phase, "evaluate");
            Assert.Equal(PhaseStatus.Inactive, (await phase.GetAsync()).Status);
        }

        await GrainCluster.TickAsync(phase, "evaluate");

        Assert.Equal(PhaseStatus.Active, (await phase.GetAsync()).Status);
    }

    private static async Task<GrainCluster> StartActiveAsync()
    {
        var cluster = await PhaseCases.StartEarnedAsync(With(phase => phase with
        {
            CoolDownDays = 5,
            Requirements = [.. phase.Requirements.Where(requirement => requirement.Scope is null).Select(requirement =>
                requirement.Metric == RequirementMetric.MaxDrawdown ? requirement with { ExitThreshold = 0.22m } : requirement)],
        }));
        Assert.Equal(ActivationOutcome.Activated, (await cluster.Phase(Id).ActivateAsync(Request)).Outcome);
        return cluster;
    }

    private static AssetsConfiguration With(Func<PhaseDefinition, PhaseDefinition> change)
    {
        var configuration = TestConfiguration.Build();
        return configuration with { Phases = configuration.Phases.SetItem(1, change(configuration.Phases[1])) };
    }

    private static async Task<(PhaseStatus Status, ReadinessVerdict? Verdict)> StandAsync(GrainCluster cluster)
    {
        var view = await cluster.Phase(Id).GetAsync();
        return (view.Status, view.LastReadiness?.Verdict);
    }

    private static async Task<(bool Enabled, TradingMode Mode)> ClassAsync(GrainCluster cluster, string id)
    {
        var view = await cluster.Grains.GetGrain<IAssetClassGrain>(Keys.AssetClass(id)).GetAsync();
        return (view.Enabled, view.Mode);
    }

    private static async Task<bool> IsEnabledAsync(GrainCluster cluster, string assetId) =>
        (await cluster.Grains.GetGrain<IAssetGrain>(Keys.Asset(assetId)).GetAsync()).Enabled;
}
