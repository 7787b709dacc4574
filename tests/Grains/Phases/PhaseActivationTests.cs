using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

public sealed class PhaseActivationTests
{
    private static readonly ActivationRequest Request = new("alice", "earned");

    [Fact]
    public async Task Activate_WithoutARecord_IsRefusedAndChangesNothing()
    {
        await using var cluster = await GrainCluster.StartAsync();

        var result = await cluster.Phase("phase_1_stocks").ActivateAsync(Request);

        Assert.Equal((ActivationOutcome.Refused, PhaseStatus.Inactive), (result.Outcome, result.Phase.Status));
        Assert.Equal(ReadinessVerdict.InsufficientEvidence, result.Readiness?.Verdict);
        Assert.Equal(7, result.Readiness?.Requirements.Length);
        Assert.All(await cluster.Catalogue.GetAssetsAsync(), view => Assert.Equal(view.Definition.Enabled, view.Enabled));
        Assert.Empty(cluster.World.PhaseLog.Of("phase_1_stocks"));
        Assert.Equal(ReadinessVerdict.InsufficientEvidence, cluster.World.Registry.Readiness["phase_1_stocks"].Verdict);
    }

    /// <summary>A viewer may ask as often as he likes: what is kept for ever does not grow with it.</summary>
    [Fact]
    public async Task Evaluate_AgainAndAgain_IsStoredOnceAMinuteAndForEachDecision()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var phase = cluster.Phase("phase_1_stocks");
        var first = await phase.EvaluateAsync();
        Assert.Equal(first.AsOf, Stored());

        cluster.World.Clock.Advance(TimeSpan.FromSeconds(10));
        var second = await phase.EvaluateAsync();
        Assert.True(second.AsOf > first.AsOf);
        Assert.Equal(first.AsOf, Stored());
        Assert.Equal(first.AsOf, (await phase.GetAsync()).LastReadiness?.AsOf);

        var decided = await phase.ActivateAsync(Request);
        Assert.Equal(decided.Readiness?.AsOf, Stored());

        cluster.World.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal((await phase.EvaluateAsync()).AsOf, Stored());

        DateTimeOffset Stored() => cluster.World.Registry.Readiness["phase_1_stocks"].AsOf;
    }

    /// <summary>Nobody waits a minute for what is new.</summary>
    [Fact]
    public async Task Evaluate_WhereTheVerdictMoves_IsStoredAtOnce()
    {
        await using var cluster = await PhaseCases.StartEarnedAsync();
        var phase = cluster.Phase("phase_1_stocks");
        Assert.Equal(ReadinessVerdict.Ready, (await phase.EvaluateAsync()).Verdict);
        await cluster.Portfolio().HaltAsync(new HaltRequest(HaltScope.Portfolio, null, TradingMode.Halted, "Ada", "something is wrong"));

        var barred = await phase.EvaluateAsync();

        Assert.NotNull(barred.Halt);
        Assert.Equal(barred.AsOf, cluster.World.Registry.Readiness["phase_1_stocks"].AsOf);
    }

    [Fact]
    public async Task Activate_Earned_EnablesClassAndAssetsAndKeepsTheEvidence()
    {
        await using var cluster = await PhaseCases.StartEarnedAsync();

        var result = await cluster.Phase("phase_1_stocks").ActivateAsync(Request);
        var again = await cluster.Phase("phase_1_stocks").ActivateAsync(Request with { Operator = "bob" });

        Assert.Equal((ActivationOutcome.Activated, PhaseStatus.Active, "alice"),
            (result.Outcome, result.Phase.Status, result.Phase.ActivatedBy));
        Assert.Equal((ActivationOutcome.AlreadyActive, "alice"), (again.Outcome, again.Phase.ActivatedBy));
        await AssertEnabledAsync(cluster, "stocks", "NVDA", "TSLA");
        var entry = Assert.Single(cluster.World.PhaseLog.Of("phase_1_stocks"));
        Assert.Equal(("activated", "alice", "earned"), (entry.Action, entry.By, entry.Notes));
        Assert.Equal((ReadinessVerdict.Ready, "sandbox"), (entry.Evidence?.Verdict, entry.Evidence?.Mode));
    }

    [Fact]
    public async Task Activate_Earned_OutlivesTheSilo()
    {
        var world = new GrainWorld();
        await using (var first = await PhaseCases.StartEarnedAsync(world: world))
        {
            await first.Phase("phase_1_stocks").ActivateAsync(Request);
        }

        await using var second = await GrainCluster.StartAsync(world: world);

        var view = await second.Phase("phase_1_stocks").GetAsync();
        Assert.Equal((PhaseStatus.Active, "alice", "earned"), (view.Status, view.ActivatedBy, view.Notes));
        Assert.Equal(ReadinessVerdict.Ready, view.LastReadiness?.Verdict);
        await AssertEnabledAsync(second, "stocks", "NVDA", "TSLA");
        Assert.Single(world.PhaseLog.Of("phase_1_stocks"));
    }

    [Fact]
    public async Task Activate_TenAtOnce_IsOneActivation()
    {
        await using var cluster = await PhaseCases.StartEarnedAsync();
        var phase = cluster.Phase("phase_1_stocks");

        var results = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(index => phase.ActivateAsync(Request with { Operator = $"operator {index}" })));

        Assert.Single(results, result => result.Outcome == ActivationOutcome.Activated);
        Assert.Single(results.Select(result => result.Phase.ActivatedBy).Distinct(StringComparer.Ordinal));
        Assert.Single(cluster.World.PhaseLog.Of("phase_1_stocks"));
    }

    [Fact]
    public async Task Activate_EarlierPhaseInactive_IsRefused()
    {
        await using var cluster = await PhaseCases.StartEarnedAsync();

        var result = await cluster.Phase("phase_2_forex").ActivateAsync(Request);

        Assert.Equal(ActivationOutcome.Refused, result.Outcome);
        Assert.Contains("phase_1_stocks must be active first", result.Readiness!.Missing); // a refusal carries its readiness
    }

    [Fact]
    public async Task Activate_NobodyNamed_IsRefusedAsMalformed()
    {
        await using var cluster = await GrainCluster.StartAsync();

        await Assert.ThrowsAsync<InvalidRequestException>(
            () => cluster.Phase("phase_1_stocks").ActivateAsync(new ActivationRequest(" ", null)));
        await Assert.ThrowsAsync<NotFoundException>(() => cluster.Phase("phase_9").ActivateAsync(Request));
    }

    [Fact]
    public async Task Activate_FailsAtAnyStep_IsAllOrNothingAfterTheReminder()
    {
        var steps = await CountStepsAsync();
        // Nothing that an activation writes may be left out of the enumeration.
        Assert.All(
            new[] { "register readiness", "write phase", "write asset-class", "write asset", "register class", "register asset",
                "register phase", "register log" },
            step => Assert.Contains(step, steps));
        var cases = Enumerable.Range(0, steps.Count).SelectMany(
            step => new[] { (Step: step, After: false), (Step: step, After: true) }).ToArray();
        await using var cluster = await PhaseCases.StartEarnedAsync(PhaseCases.Of(cases.Length));

        foreach (var (index, fault) in cases.Index())
        {
            await CrashAndResumeAsync(cluster, index, fault.Step, fault.After);
        }
    }

    [Fact]
    public async Task Reminder_AutoActivate_ActivatesOnlyOnceEarned()
    {
        var configuration = TestConfiguration.Build();
        configuration = configuration with
        {
            Phases = configuration.Phases.SetItem(1, configuration.Phases[1] with { AutoActivate = true }),
        };
        await using var cluster = await GrainCluster.StartAsync(configuration);
        var phase = cluster.Phase("phase_1_stocks");

        await GrainCluster.TickAsync(phase, "evaluate");
        Assert.Equal(PhaseStatus.Inactive, (await phase.GetAsync()).Status);
        await PhaseCases.EarnAsync(cluster);
        await phase.EvaluateAsync();
        await GrainCluster.TickAsync(phase, "evaluate");
        await GrainCluster.TickAsync(phase, "evaluate");
        Assert.Equal((PhaseStatus.Inactive, 2), ((await phase.GetAsync()).Status, (await phase.GetAsync()).Gate.ReadyStreak));
        await GrainCluster.TickAsync(phase, "evaluate");

        var view = await phase.GetAsync();
        Assert.Equal((PhaseStatus.Active, "auto_activate"), (view.Status, view.ActivatedBy));
        await AssertEnabledAsync(cluster, "stocks", "NVDA", "TSLA");
    }

    [Fact]
    public async Task Reminder_NotAutoActivate_OnlyStoresReadiness()
    {
        await using var cluster = await PhaseCases.StartEarnedAsync();
        var phase = cluster.Phase("phase_1_stocks");

        await GrainCluster.TickAsync(phase, "evaluate");

        var view = await phase.GetAsync();
        Assert.Equal((PhaseStatus.Inactive, ReadinessVerdict.Ready), (view.Status, view.LastReadiness!.Verdict)); // just evaluated
        Assert.Equal(ReadinessVerdict.Ready, cluster.World.Registry.Readiness["phase_1_stocks"].Verdict);
    }

    private static async Task CrashAndResumeAsync(GrainCluster cluster, int index, int step, bool after)
    {
        var what = $"case {index}: step {step}, {(after ? "after" : "before")}";
        var phase = cluster.Phase($"case_{index}");
        cluster.World.Faults.Start(step, after);
        // The one fault that the grain lives through: its first write was refused though it took place, as a second silo would see it.
        _ = await Record.ExceptionAsync(() => phase.ActivateAsync(Request));
        cluster.World.Faults.Stop();
        await cluster.DeactivateAsync(phase);
        await cluster.DeactivateAsync(cluster.Grains.GetGrain<IAssetGrain>(Keys.Asset($"A{index}")));

        var status = (await phase.GetAsync()).Status;
        await GrainCluster.TickAsync(phase, "resume");
        Assert.True((await phase.GetAsync()).Status is PhaseStatus.Active or PhaseStatus.Inactive, what);

        var resumed = await phase.GetAsync();
        var enabled = (await cluster.Catalogue.GetAssetsAsync()).Where(view => view.Definition.PhaseId == $"case_{index}").Select(
            view => view.Enabled);
        var logged = cluster.World.PhaseLog.Of($"case_{index}").Length;
        if (status == PhaseStatus.Inactive)
        {
            // Failed before the activation was written: as if nobody had asked, and asking again works.
            Assert.True(resumed.Status == PhaseStatus.Inactive && enabled.All(flag => !flag) && logged == 0, what);
            Assert.Equal(ActivationOutcome.Activated, (await phase.ActivateAsync(Request)).Outcome);
            return;
        }

        Assert.True(resumed.Status == PhaseStatus.Active && enabled.All(flag => flag) && logged == 1, what);
        Assert.Equal("alice", resumed.ActivatedBy);
        Assert.True(cluster.World.Registry.Assets[$"A{index}"] && cluster.World.Registry.Classes[$"class_{index}"], what);
    }

    private static async Task<IReadOnlyList<string>> CountStepsAsync()
    {
        await using var cluster = await PhaseCases.StartEarnedAsync(PhaseCases.Of(1));
        cluster.World.Faults.Start();
        await cluster.Phase("case_0").ActivateAsync(Request);
        return cluster.World.Faults.Stop();
    }

    private static async Task AssertEnabledAsync(GrainCluster cluster, string classId, params string[] assets)
    {
        var views = await cluster.Catalogue.GetAssetsAsync();
        Assert.All(assets, id =>
            Assert.True(Assert.Single(views, view => view.Definition.Id == id) is { Enabled: true, EnabledBy: "phase_1_stocks" }));
        Assert.True(Assert.Single(await cluster.Catalogue.GetClassesAsync(), view => view.Definition.Id == classId).Enabled);
        Assert.All(assets, id => Assert.True(cluster.World.Registry.Assets[id]));
        Assert.True(cluster.World.Registry.Classes[classId]);
    }
}
