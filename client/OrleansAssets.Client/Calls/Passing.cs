using OrleansAssets.Access;

namespace OrleansAssets.Client.Calls;

/// <summary>Tells failures that may pass, as a silo that restarts fails in many ways, from answers that are final.</summary>
internal static class Passing
{
    /// <summary>Whether who follows something goes on after a failure.</summary>
    public static bool MayPass(Exception exception, CancellationToken cancellationToken) =>
        exception is not (InvalidRequestException or NotFoundException or AccessDeniedException)
        && !cancellationToken.IsCancellationRequested;

    /// <summary>The answer; null where there is none, and may be later.</summary>
    public static async Task<T?> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await ask();
        }
        catch (Exception exception) when (MayPass(exception, cancellationToken))
        {
            return null;
        }
    }

    /// <summary>
    /// Ends a watch once its last step is over. Let nobody wait for it: a silo that is gone answers no farewell, and one that is there
    /// drops a watch that nobody asks.
    /// </summary>
    public static async Task LeaveAsync(IAsyncDisposable watch, Task last)
    {
        await last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await watch.DisposeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
