using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

/// <summary>A fault before and after every single effect of an operation: afterwards it is done whole or undone whole.</summary>
public sealed class PhaseCrashTests
{
    private static readonly DeactivationRequest Stop = new("alice", "the strategy is withdrawn");

    [Fact]
    public async Task Deactivate_FailsAtAnyPoint_EndsDisabledWhole()
    {
        var steps = await CountAsync(async phase => await phase.DeactivateAsync(Stop));
        await using var cluster = await PhaseCases.StartEarnedAsync(PhaseCases.Of(steps * 2));

        for (var index = 0; index < steps * 2; index++)
        {
            var phase = cluster.Phase($"case_{index}");
            await phase.ActivateAsync(new ActivationRequest("alice", null));
            await CrashAsync(cluster, index, steps, () => phase.DeactivateAsync(Stop));

            var status = (await phase.GetAsync()).Status;
            await GrainCluster.TickAsync(phase, "resume");

            var isBegun = status != PhaseStatus.Active;
            await AssertWholeAsync(cluster, index, enabled: !isBegun);
            Assert.Equal(isBegun ? 1 : 0, Logged(cluster, index, "deactivated"));
        }
    }

    [Fact]
    public async Task Activate_FailsForGoodAndCrashesWhileUndone_EndsAsBefore()
    {
        const string Fault = "config/assets_config.yaml cannot be rewritten";
        var steps = await CountAsync(
            async phase => await phase.ActivateAsync(new ActivationRequest("alice", null)), Fault, activates: false);
        var world = new GrainWorld();
        await using var cluster = await PhaseCases.StartEarnedAsync(PhaseCases.Of(steps * 2), world);
        (world.File.IsOwned, world.File.Fault) = (true, Fault);

        for (var index = 0; index < steps * 2; index++)
        {
            var phase = cluster.Phase($"case_{index}");
            await CrashAsync(cluster, index, steps, () => phase.ActivateAsync(new ActivationRequest("alice", null)));

            await GrainCluster.TickAsync(phase, "resume");

            Assert.Equal(PhaseStatus.Inactive, (await phase.GetAsync()).Status);
            await AssertWholeAsync(cluster, index, enabled: false);
            Assert.Equal(0, Logged(cluster, index, "activated"));
            Assert.InRange(Logged(cluster, index, "activation_rolled_back"), 0, 1);
            Assert.All(await cluster.Catalogue.GetAssetsAsync(), view => Assert.Equal("configuration", view.EnabledBy));
        }
    }

    [Fact]
    public async Task Activate_StepNeverSucceeds_IsUndoneAfterSomeTwentyMinutes()
    {
        await using var cluster = await PhaseCases.StartEarnedAsync(PhaseCases.Of(1));
        var phase = cluster.Phase("case_0");
        cluster.World.Faults.FailAlways("register phase");
        await Assert.ThrowsAnyAsync<Exception>(() => phase.ActivateAsync(new ActivationRequest("alice", null)));

        for (var minute = 0; minute < 20; minute++)
        {
            Assert.Equal(PhaseStatus.Activating, (await phase.GetAsync()).Status);
            await Assert.ThrowsAnyAsync<Exception>(() => GrainCluster.TickAsync(phase, "resume"));
        }

        cluster.World.Faults.Stop();
        await GrainCluster.TickAsync(phase, "resume");

        await AssertWholeAsync(cluster, 0, enabled: false);
        Assert.Equal(PhaseStatus.Inactive, (await phase.GetAsync()).Status);
        var entry = Assert.Single(await phase.GetHistoryAsync(1));
        Assert.Equal("activation_rolled_back", entry.Action);
        Assert.Contains("registry did not succeed in 20 attempts", entry.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activate_FromTwoSilosAtOnce_IsOneActivationAndOneAnswerEach()
    {
        var world = new GrainWorld();
        await using var first = await PhaseCases.StartEarnedAsync(PhaseCases.Of(1), world);
        await using var second = await GrainCluster.StartAsync(PhaseCases.Of(1), world);
        var results = await Task.WhenAll(
            Answer(first, "ann"), Answer(second, "bob"), Answer(first, "cem"), Answer(second, "dan"));

        Assert.Single(results, result => result?.Outcome == ActivationOutcome.Activated);
        Assert.Equal(1, Logged(first, 0, "activated"));
        Assert.All(results, result => Assert.True(
            result is null ||
                result.Outcome is ActivationOutcome.Activated or ActivationOutcome.AlreadyActive or ActivationOutcome.InProgress));
        // Either silo may have won, and the other remembers what it read before: what is stored decides.
        await using var third = await GrainCluster.StartAsync(PhaseCases.Of(1), world);
        await GrainCluster.TickAsync(third.Phase("case_0"), "resume");
        Assert.Equal(PhaseStatus.Active, (await third.Phase("case_0").GetAsync()).Status);
        await AssertWholeAsync(third, 0, enabled: true);
    }

    // The other silo may have written first: that caller is told to try again.
    private static async Task<ActivationResult?> Answer(GrainCluster cluster, string who)
    {
        try
        {
            return await cluster.Phase("case_0").ActivateAsync(new ActivationRequest(who, null));
        }
        catch (Orleans.Storage.InconsistentStateException)
        {
            return null;
        }
    }

    private static async Task CrashAsync(GrainCluster cluster, int index, int steps, Func<Task> operation)
    {
        cluster.World.Faults.Start(index % steps, afterEffect: index >= steps);
        _ = await Record.ExceptionAsync(operation);
        cluster.World.Faults.Stop();
        await cluster.DeactivateAsync(cluster.Phase($"case_{index}"));
        await cluster.DeactivateAsync(cluster.Grains.GetGrain<IAssetGrain>(Keys.Asset($"A{index}")));
        await cluster.DeactivateAsync(cluster.Grains.GetGrain<IAssetClassGrain>(Keys.AssetClass($"class_{index}")));
    }

    private static async Task<int> CountAsync(Func<IPhaseGrain, Task> operation, string? fault = null, bool activates = true)
    {
        await using var cluster = await PhaseCases.StartEarnedAsync(PhaseCases.Of(1));
        var phase = cluster.Phase("case_0");
        if (activates)
        {
            await phase.ActivateAsync(new ActivationRequest("alice", null));
        }

        (cluster.World.File.IsOwned, cluster.World.File.Fault) = (fault is not null, fault);
        cluster.World.Faults.Start();
        await operation(phase);
        var steps = cluster.World.Faults.Stop().Count;
        Assert.True(steps > 8, $"{steps} effects are too few to be all.");
        return steps;
    }

    private static async Task AssertWholeAsync(GrainCluster cluster, int index, bool enabled)
    {
        var assets = (await cluster.Catalogue.GetAssetsAsync()).Where(view => view.Definition.PhaseId == $"case_{index}").ToArray();
        var owner = await cluster.Grains.GetGrain<IAssetClassGrain>(Keys.AssetClass($"class_{index}")).GetAsync();
        Assert.True(assets.Length == 2 && assets.All(view => view.Enabled == enabled), $"assets of case {index}");
        Assert.Equal((enabled, TradingMode.Normal), (owner.Enabled, owner.Mode));
        Assert.Equal(enabled, cluster.World.Registry.Assets[$"A{index}"]);
        Assert.Equal(enabled, cluster.World.Registry.Classes[$"class_{index}"]);
    }

    private static int Logged(GrainCluster cluster, int index, string action) =>
        cluster.World.PhaseLog.Of($"case_{index}").Count(entry => entry.Action == action);
}
