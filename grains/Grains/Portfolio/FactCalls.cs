using Orleans.Runtime;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>
/// Reads facts from grains that may stand on a silo that has just died or froze. A read changes nothing, so it is repeated until the other
/// silos have taken that silo's grains over, but no longer than <see cref="Patience"/>: then the fact is named as unavailable, before the
/// caller of the decision gives up.
/// </summary>
internal sealed class FactCalls(TimeProvider clock)
{
    /// <summary>Below the 6 s that callers of a decision wait (<see cref="OrleansAssets.Portfolio.IPortfolioGrain"/>).</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <param name="fact">What is asked for, as in "asset BTC/USDT".</param>
    /// <exception cref="SiloUnavailableException">No silo answered for <see cref="Patience"/>.</exception>
    public async Task<T> AskAsync<T>(string fact, Func<Task<T>> call)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        while (true)
        {
            try
            {
                return await call().WaitAsync(patience.Token);
            }
            catch (Exception exception) when (exception is SiloUnavailableException or OrleansMessageRejectionException
                && !patience.IsCancellationRequested)
            {
                await Task.WhenAny(Task.Delay(Pause, clock, patience.Token));
            }
            catch (Exception exception) when (patience.IsCancellationRequested
                && exception is SiloUnavailableException or OrleansMessageRejectionException or OperationCanceledException)
            {
                throw new SiloUnavailableException(
                    $"Nothing was decided: {fact} is not available, as the silo that holds it has not answered for "
                    + $"{Patience.TotalSeconds:0} s. Another silo takes its place within seconds: repeat the call with the same id.",
                    exception);
            }
        }
    }
}
