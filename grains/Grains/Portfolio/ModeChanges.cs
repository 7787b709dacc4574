using System.Runtime.CompilerServices;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>Wakes those who watch what may be traded. It queues nothing: whoever is woken reads what is true by then.</summary>
/// <remarks>For one activation, on whose scheduler all of it runs.</remarks>
internal sealed class ModeChanges(TimeProvider clock)
{
    private static readonly TimeSpan TellEveryMin = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan TellEveryMax = TimeSpan.FromMinutes(1);

    private TaskCompletionSource _next = NewSignal();
    private long? _version;

    /// <exception cref="InvalidRequestException">It would tell too often or too rarely.</exception>
    public static void Check(TimeSpan tellEvery)
    {
        if (tellEvery < TellEveryMin || tellEvery > TellEveryMax)
        {
            throw new InvalidRequestException(
                $"A watch was asked to tell every {tellEvery.TotalSeconds:0.###} s: ask for {TellEveryMin.TotalSeconds:0.#} to "
                + $"{TellEveryMax.TotalSeconds:0} s.");
        }
    }

    /// <summary>Notes the version that is written, and wakes all where it is another one.</summary>
    public void Written(long version)
    {
        if (_version == version)
        {
            return;
        }

        _version = version;
        var raised = _next;
        _next = NewSignal();
        raised.SetResult();
    }

    /// <summary>The answer of now, then after each change, and after each pause without one.</summary>
    public async IAsyncEnumerable<TradingModeView> WatchAsync(
        Func<Task<TradingModeView>> readAsync, TimeSpan tellEvery, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            // Taken before it reads: a change after the reading ends the wait at once.
            var changed = _next.Task;
            yield return await readAsync();
            await changed.WaitAsync(tellEvery, clock, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
