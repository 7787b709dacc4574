using System.Runtime.CompilerServices;
using OrleansAssets.Client.Calls;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Client;

/// <summary>Keeps a watch of what may be traded in a portfolio going, and tells what changed.</summary>
/// <param name="open">Begins a watch that tells at once and then again and again; may fail, end and hang.</param>
/// <param name="pause">How often a watch tells, and the pause before one that has failed is begun anew.</param>
/// <param name="silenceMax">How long nothing need be heard.</param>
internal sealed class TradingModeWatch(
    string portfolioId,
    Func<CancellationToken, IAsyncEnumerable<TradingModeView>> open,
    TimeSpan pause,
    TimeSpan silenceMax,
    TimeProvider clock)
{
    public static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan DefaultSilence = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How much later than it should be a watch may tell: after that it is begun anew, as the call that it waits for may be lost with a
    /// silo, of which nobody says a word before the time of the call is up.
    /// </summary>
    private static readonly TimeSpan LateMax = TimeSpan.FromSeconds(5);

    private long? _silentSince;

    /// <summary>Run it once.</summary>
    public async IAsyncEnumerable<TradingModeView> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TradingModeView? told = null;
        while (true)
        {
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var watch = open(ends.Token).GetAsyncEnumerator(ends.Token);
            var next = Task.FromResult(false);
            try
            {
                do
                {
                    var since = _silentSince ??= clock.GetTimestamp();
                    next = watch.MoveNextAsync().AsTask();
                    if (await HearAsync(next, since, cancellationToken) && watch.Current.Version != told?.Version)
                    {
                        told = watch.Current;
                        yield return told;
                    }
                }
                while (next is { IsCompletedSuccessfully: true, Result: true });
            }
            finally
            {
                await ends.CancelAsync();
                _ = Passing.LeaveAsync(watch, next);
            }

            await Task.Delay(pause, clock, cancellationToken);
        }
    }

    // Whatever fails may pass, as a restarting silo fails in many ways; what does not pass is told once it has lasted too long.
    private async Task<bool> HearAsync(Task<bool> next, long since, CancellationToken cancellationToken)
    {
        var left = silenceMax - clock.GetElapsedTime(since);
        left = left - LateMax < pause ? left : pause + LateMax;
        try
        {
            if (!await next.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock, cancellationToken))
            {
                return false; // it ended, as a watch does whose portfolio moves to another silo
            }

            _silentSince = null;
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return clock.GetElapsedTime(since) < silenceMax ? false : throw new TimeoutException(
                $"What may be traded in portfolio '{portfolioId}' is not known for {silenceMax.TotalSeconds:0.#} s: open nothing until it "
                + $"is. The last failure: {exception.Message}",
                exception);
        }
    }
}
