using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using OrleansAssets.Silo.Hosting;

namespace OrleansAssets.Tests.Silo;

/// <summary>What a process does again and again beside its grains ends the process by no failure.</summary>
public sealed class RecurringServiceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task Round_ThatFails_IsToldOnceUntilOneSucceedsAndTheNextComes()
    {
        using var service = new Rounds(_clock, number => number is 3 or 4 or 6 ? new IOException($"disk {number}.") : null);
        await service.StartAsync(CancellationToken.None);
        Assert.True(await service.Begun.WaitAsync(Patience));

        for (var round = 1; round <= 7; round++)
        {
            _clock.Advance(Rounds.Every);
            Assert.True(await service.Begun.WaitAsync(Patience));
        }

        await service.StopAsync(CancellationToken.None);

        Assert.Equal(["disk 3, 10", "disk 6, 10"], service.Told);
        Assert.True(service.ExecuteTask!.IsCompletedSuccessfully);
    }

    /// <summary>
    /// A host ends with the first of its services that fails, so that each is a recurring one, or is named here with its reason.
    /// </summary>
    [Fact]
    public void Services_OfTheProcess_CannotEndIt()
    {
        Type[] others =
        [
            typeof(SiloStart), // each step is tried until it is done
            typeof(RunFileWriter), // writes until it is written
            typeof(PeerNotice), // follows what is in memory
        ];

        var services = typeof(SiloStart).Assembly.GetTypes().Where(type => typeof(BackgroundService).IsAssignableFrom(type)).ToArray();

        Assert.Contains(typeof(DatabaseWatch), services);
        Assert.Empty(services.Where(type => !typeof(RecurringService).IsAssignableFrom(type)).Except(others));
    }

    private sealed class Rounds(TimeProvider clock, Func<int, Exception?> failureOf) : RecurringService(Every, clock)
    {
        public static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

        private int _number;

        /// <summary>Released by the beginning and by each round.</summary>
        public SemaphoreSlim Begun { get; } = new(0);

        public List<string> Told { get; } = [];

        public override void Dispose()
        {
            Begun.Dispose();
            base.Dispose();
        }

        protected override Task BeginAsync(CancellationToken cancellationToken)
        {
            Begun.Release();
            return Task.CompletedTask;
        }

        protected override Task RoundAsync(CancellationToken cancellationToken)
        {
            Begun.Release();
            return failureOf(++_number) is { } failure ? Task.FromException(failure) : Task.CompletedTask;
        }

        protected override void Tell(string reason, double seconds) => Told.Add($"{reason}, {seconds}");
    }
}
