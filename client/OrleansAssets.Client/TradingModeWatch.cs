using System.Runtime.CompilerServices;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Client;

/// <summary>Polls what may be traded in a portfolio, and tells what changed.</summary>
/// <param name="askAsync">Asks for the mode; may fail and may hang.</param>
/// <param name="pollEvery">Pause between two polls.</param>
/// <param name="silenceMax">How long no poll need be answered.</param>
internal sealed class TradingModeWatch(
    string portfolioId, Func<Task<TradingModeView>> askAsync, TimeSpan pollEvery, TimeSpan silenceMax, TimeProvider clock)
{
    public static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan DefaultSilence = TimeSpan.FromSeconds(30);

    private long? _silentSince;

    /// <summary>Run it once.</summary>
    public async IAsyncEnumerable<TradingModeView> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TradingModeView? told = null;
        while (true)
        {
            if (await PollAsync(cancellationToken) is { } now && now.Version != told?.Version)
            {
                told = now;
                yield return now;
            }

            await Task.Delay(pollEvery, clock, cancellationToken);
        }
    }

    // Whatever fails may pass, as a restarting silo fails in many ways; what does not pass is told once it has lasted too long.
    private async Task<TradingModeView?> PollAsync(CancellationToken cancellationToken)
    {
        var since = _silentSince ??= clock.GetTimestamp();
        var left = silenceMax - clock.GetElapsedTime(since);
        try
        {
            var mode = await askAsync().WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock, cancellationToken);
            _silentSince = null;
            return mode;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return clock.GetElapsedTime(since) < silenceMax ? null : throw new TimeoutException(
                $"What may be traded in portfolio '{portfolioId}' is not known for {silenceMax.TotalSeconds:0.#} s: open nothing until it is. "
                + $"The last failure: {exception.Message}",
                exception);
        }
    }
}
