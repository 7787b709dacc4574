using OrleansAssets.Domain.Configuration;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

/// <summary>Nothing is widened while the portfolio is halted, nor too soon after, where a requirement says so.</summary>
public sealed class PhaseHaltTests
{
    private static readonly HaltRequest Halt = new(HaltScope.Portfolio, null, TradingMode.Halted, "Ada", "something is wrong");

    [Fact]
    public async Task Activate_PortfolioHalted_IsRefusedHoweverReady()
    {
        await using var cluster = await PhaseCases.StartEarnedAsync();
        var phase = cluster.Phase("phase_1_stocks");
        var halt = await cluster.Portfolio().HaltAsync(Halt);

        var refused = await phase.ActivateAsync(new ActivationRequest("alice", null));
        var forced = await phase.ActivateAsync(new ActivationRequest(
            "alice", null, new ForceRequest("the desk needs stocks now", cluster.World.Clock.GetUtcNow().AddDays(3))));
        var readiness = await phase.EvaluateAsync();
        var plan = await phase.PlanAsync(PhaseOperationKind.Activate);

        Assert.Equal((ActivationOutcome.Halted, PhaseStatus.Inactive), (refused.Outcome, refused.Phase.Status));
        Assert.Equal(ActivationOutcome.Halted, forced.Outcome);
        Assert.Contains(halt.HaltId, refused.Explanation, StringComparison.Ordinal);
        Assert.Equal((ReadinessVerdict.Ready, refused.Explanation), (readiness.Verdict, readiness.Halt));
        Assert.Equal((false, refused.Explanation), (plan.Allowed, plan.Because));

        await cluster.Portfolio().ResetAsync(new ResetRequest(halt.HaltId, "Ada", "it is right again"));
        Assert.Equal(ActivationOutcome.Activated, (await phase.ActivateAsync(new ActivationRequest("alice", null))).Outcome);
    }

    [Fact]
    public async Task Activate_UnderAConfigurationThatNobodyAgreedTo_IsRefusedHoweverReadyUntilTwoHave()
    {
        var (world, configuration) = (new GrainWorld(), TestConfiguration.Build() with
        {
            Approvals = new ApprovalSettings(EmergencyReset: 1, WithinHours: 24) { LimitChange = 2 },
        });
        await using (await PhaseCases.StartEarnedAsync(configuration, world))
        {
        }

        var changed = configuration with { Risk = configuration.Risk with { MaxPortfolioHeat = 1 } };
        await using var cluster = await GrainCluster.StartAsync(changed, world);
        var phase = cluster.Phase("phase_1_stocks");

        var refused = await phase.ActivateAsync(new ActivationRequest("alice", null)); // nothing was done in the portfolio yet
        var halt = Assert.Single((await cluster.Portfolio().GetModeAsync()).Halts);
        var first = await cluster.Portfolio().ResetAsync(new ResetRequest(halt.HaltId, "Ada", "read the difference"));
        var again = await phase.ActivateAsync(new ActivationRequest("alice", null));
        var second = await cluster.Portfolio().ResetAsync(new ResetRequest(halt.HaltId, "Bob", "read it too"));

        Assert.Equal((ActivationOutcome.Halted, ActivationOutcome.Halted), (refused.Outcome, again.Outcome));
        Assert.Contains("is not the one that was agreed to", refused.Explanation, StringComparison.Ordinal);
        Assert.Equal((1, 0), (first.Missing, second.Missing));
        Assert.Equal(ActivationOutcome.Activated, (await phase.ActivateAsync(new ActivationRequest("alice", null))).Outcome);
    }

    [Fact]
    public async Task Activate_HaltedAfterItsFirstStep_IsFinished()
    {
        await using var cluster = await PhaseCases.StartEarnedAsync(PhaseCases.Of(1));
        var phase = cluster.Phase("case_0");
        cluster.World.Faults.FailAlways("write asset-class");
        await Assert.ThrowsAnyAsync<Exception>(() => phase.ActivateAsync(new ActivationRequest("alice", null)));
        cluster.World.Faults.Stop();
        Assert.Equal(PhaseStatus.Activating, (await phase.GetAsync()).Status);

        // Past its first step the activation is finished: it was decided before the halt.
        await cluster.Portfolio().HaltAsync(Halt);
        await GrainCluster.TickAsync(phase, "resume");

        Assert.Equal(PhaseStatus.Active, (await phase.GetAsync()).Status);
    }

    [Fact]
    public async Task Evaluate_HaltFreeAndDrill_FollowThePortfolio()
    {
        var configuration = TestConfiguration.Build();
        var phase = configuration.Phases[1] with
        {
            Requirements = [Requirement("no_halt", RequirementMetric.HaltFree, 30), Requirement("drilled", RequirementMetric.Drill, 90)],
        };
        await using var cluster = await GrainCluster.StartAsync(configuration with { Phases = configuration.Phases.SetItem(1, phase) });
        await cluster.MeasureRiskAsync();
        await cluster.QuoteAsync(100);
        Assert.Equal((true, false), await FactsAsync(cluster));

        await cluster.Portfolio().DrillAsync("Ada");
        Assert.Equal((true, true), await FactsAsync(cluster));

        var halt = await cluster.Portfolio().HaltAsync(Halt);
        Assert.Equal((false, true), await FactsAsync(cluster));

        cluster.World.Clock.Advance(TimeSpan.FromDays(40));
        await cluster.Portfolio().ResetAsync(new ResetRequest(halt.HaltId, "Ada", "it is right again"));
        Assert.Equal((false, true), await FactsAsync(cluster)); // the halt lasted until now

        cluster.World.Clock.Advance(TimeSpan.FromDays(31));
        Assert.Equal((true, true), await FactsAsync(cluster));

        cluster.World.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal((true, false), await FactsAsync(cluster));
    }

    private static async Task<(bool HaltFree, bool Drilled)> FactsAsync(GrainCluster cluster)
    {
        var readiness = await cluster.Phase("phase_1_stocks").EvaluateAsync();
        return (Met("no_halt"), Met("drilled"));

        bool Met(string name) => Assert.Single(readiness.Requirements, result => result.Name == name).Met;
    }

    private static RequirementDefinition Requirement(string name, RequirementMetric metric, int windowDays) => new(
        name, metric, null, metric == RequirementMetric.Drill ? Direction.AtMost : Direction.AtLeast, null, windowDays, StreakMode.Total,
        WinRateBasis.Auto, 0, []);
}
