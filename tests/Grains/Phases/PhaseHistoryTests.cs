using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Phases;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

/// <summary>
/// Random histories through the grains, with crashes and leaps of the clock: nothing is enabled that was not earned or openly forced.
/// </summary>
public sealed class PhaseHistoryTests
{
    private const int Histories = 25;
    private const int Length = 40;
    private const string Id = "phase_1_stocks";

    [Fact]
    public async Task AnyHistory_EnabledAssets_AreEarnedOrOpenlyForcedOrOnTheirWayOut()
    {
        var (earned, forced, leaving) = (0, 0, 0);
        for (var seed = 0; seed < Histories; seed++)
        {
            var random = new Random(seed);
            var configuration = TestConfiguration.Build();
            var phase = configuration.Phases[1] with
            {
                AutoActivate = seed % 2 == 0,
                CoolDownDays = 3,
                Requirements = [.. configuration.Phases[1].Requirements.Select(requirement =>
                    requirement.Metric == RequirementMetric.MaxDrawdown ? requirement with { ExitThreshold = 0.2m } : requirement)],
            };
            await using var cluster = await GrainCluster.StartAsync(
                configuration with { Phases = configuration.Phases.SetItem(1, phase) });
            for (var step = 0; step < Length; step++)
            {
                await ActAsync(cluster, random);
                var view = await cluster.Phase(Id).GetAsync();
                if (!(await cluster.Catalogue.GetAssetsAsync()).Any(asset => asset.Definition.PhaseId == Id && asset.Enabled))
                {
                    continue;
                }

                var where = $"history {seed}, step {step}: {view.Status}";
                var stored = cluster.World.PhaseLog.Of(Id);
                switch (view)
                {
                    case { Gate.Override: { } word }:
                        Assert.True(word is { Reason.Length: >= 10, Approvers.Length: > 0 } && word.ExpiresAt > word.Since, where);
                        Assert.NotEmpty((await cluster.Catalogue.GetStatusAsync()).Bypasses);
                        forced++;
                        break;
                    case { Status: PhaseStatus.Active }:
                        var activation = stored.Last(entry => entry.Action is "activated" or "override_ratified");
                        Assert.True(activation.Evidence?.Verdict == ReadinessVerdict.Ready, where);
                        earned++;
                        break;
                    default:
                        Assert.True(view.Gate.Operation is not null && view.Status != PhaseStatus.Inactive, where);
                        leaving++;
                        break;
                }
            }
        }

        Assert.All(new[] { earned, forced, leaving }, count => Assert.True(count > 10, $"{earned} {forced} {leaving}"));
    }

    private static async Task ActAsync(GrainCluster cluster, Random random)
    {
        cluster.World.Clock.Advance(TimeSpan.FromHours(random.Next(1, 60)));
        var phase = cluster.Phase(Id);
        var crashes = random.Next(5) == 0;
        if (crashes)
        {
            cluster.World.Faults.Start(random.Next(12), afterEffect: random.Next(2) == 0);
        }

        // What fails is what a crash leaves; what is refused changes nothing. The assertions look at what stands afterwards.
        _ = await Record.ExceptionAsync(() => random.Next(12) switch
        {
            0 => PhaseCases.EarnAsync(cluster),
            1 => PhaseCases.LoseAsync(cluster),
            2 => PhaseCases.FallAsync(cluster, 0.21m),
            3 => SourceAsync(cluster, random.Next(3) == 0 ? DataSourceStatus.Failing : DataSourceStatus.Healthy),
            4 or 5 => phase.ActivateAsync(new ActivationRequest("ann", null)),
            6 => phase.ActivateAsync(new ActivationRequest(
                "bob", null, new ForceRequest("the desk asked for it", cluster.World.Clock.GetUtcNow().AddDays(random.Next(1, 8))))),
            7 => phase.DeactivateAsync(new DeactivationRequest("ann", "the strategy is withdrawn")),
            8 => PhaseCases.HoldAsync(cluster, "NVDA", isClosed: random.Next(2) == 0),
            9 => GrainCluster.TickAsync(phase, "resume"),
            _ => GrainCluster.TickAsync(phase, "evaluate"),
        });
        cluster.World.Faults.Stop();
        if (crashes)
        {
            await cluster.DeactivateAsync(phase);
            await cluster.DeactivateAsync(cluster.Grains.GetGrain<IAssetGrain>(Keys.Asset("NVDA")));
        }
    }

    private static Task SourceAsync(GrainCluster cluster, DataSourceStatus status)
    {
        cluster.World.Sources.Status["alpaca"] = status;
        return Task.CompletedTask;
    }
}
