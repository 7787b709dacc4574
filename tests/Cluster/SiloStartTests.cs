using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Runtime;
using OrleansAssets.Silo.Failures;
using OrleansAssets.Silo.Hosting;
using OrleansAssets.Tests.Storage;

namespace OrleansAssets.Tests.Cluster;

/// <summary>What a start does with a step that fails, and what a silo says that must end.</summary>
public sealed class SiloStartTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly WatchedClock _clock = new();

    [Fact]
    public async Task TryAsync_StepThatFailsThreeTimes_IsTriedAgainAfterPausesThatGrowAndReadinessSaysWhy()
    {
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        var readiness = new SiloReadiness(membership: null!, self: null!, lifetime); // asked for no member once there is a step
        using var start = new SiloStart(
            null!, null!, readiness, null!, lifetime, _clock, NullLogger<SiloStart>.Instance); // a step of its own
        var attempts = 0;
        var done = start.TryAsync(
            "making partitions",
            () => ++attempts <= 3 ? throw new SiloUnavailableException("Target S127.0.0.1:11111:1 is gone") : Task.CompletedTask,
            CancellationToken.None);

        foreach (var (tried, pause) in new[] { (1, 0.25), (2, 0.5), (3, 1.0) })
        {
            await _clock.WaitForTimerAsync(_clock.GetUtcNow().AddSeconds(pause));
            Assert.Equal(tried, attempts);
            Assert.False(readiness.IsReady);
            Assert.Contains("making partitions: another silo has ended", readiness.Words, StringComparison.Ordinal);
            _clock.Advance(TimeSpan.FromSeconds(pause));
        }

        await done.WaitAsync(Patience);
        Assert.Equal(4, attempts);
    }

    [Fact]
    public void Readiness_OnceTheStopBegins_IsFalse()
    {
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        var readiness = new SiloReadiness(membership: null!, self: null!, lifetime);
        readiness.Done();
        Assert.True(readiness.IsReady);

        lifetime.StopApplication();

        Assert.False(readiness.IsReady);
        Assert.Contains("stops", readiness.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void FatalFault_DeclaredDead_SaysSoInOneSentence()
    {
        var dead = FatalFault.Sentence("I have been told I am dead, so this silo will stop! Reason: ...", null);
        var broken = FatalFault.Sentence("ProcessMembershipUpdates", new InvalidOperationException("No rows.\n   at X"));

        Assert.StartsWith("The other silos declared this one dead", dead, StringComparison.Ordinal);
        Assert.StartsWith("The silo cannot go on (No rows)", broken, StringComparison.Ordinal);
        Assert.All(new[] { dead, broken }, sentence => Assert.DoesNotContain('\n', sentence));
    }
}
