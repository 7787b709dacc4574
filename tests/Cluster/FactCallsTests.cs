using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.Grains.Portfolio;

namespace OrleansAssets.Tests.Cluster;

/// <summary>What a decision does where a fact stands on a silo that does not answer.</summary>
public sealed class FactCallsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task AskAsync_SiloThatIsReplaced_AsksAgainAndAnswers()
    {
        var asked = 0;
        var answer = new FactCalls(_clock).AskAsync(
            "asset X", () => ++asked == 1 ? throw new SiloUnavailableException("gone") : Task.FromResult(7));
        _clock.Advance(TimeSpan.FromMilliseconds(200));

        Assert.Equal(7, await answer.WaitAsync(Patience));
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task AskAsync_SiloThatNeverAnswers_NamesTheFactBeforeTheCallerGivesUp()
    {
        var never = new TaskCompletionSource<int>();
        var answer = new FactCalls(_clock).AskAsync("asset X", () => never.Task);

        _clock.Advance(FactCalls.Patience);

        var exception = await Assert.ThrowsAsync<SiloUnavailableException>(() => answer.WaitAsync(Patience));
        Assert.Contains("asset X is not available", exception.Message, StringComparison.Ordinal);
        Assert.True(FactCalls.Patience < TimeSpan.Parse(CallTimes.Decision, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task AskAsync_FaultThatIsNotTransport_IsNotRepeated()
    {
        var asked = 0;
        await Assert.ThrowsAsync<NotFoundException>(() => new FactCalls(_clock).AskAsync<int>(
            "asset X",
            () =>
            {
                asked++;
                throw new NotFoundException("no such asset");
            }));
        Assert.Equal(1, asked);
    }
}
