namespace OrleansAssets.Silo.Hosting;

/// <summary>
/// A service that does the same again and again, as long as the process runs. A round that fails (a full disk, a silo that does not
/// answer, a program that is gone) is told of and the next one comes all the same: no failure of such a service ends a process whose grains
/// work.
/// </summary>
internal abstract class RecurringService(TimeSpan every, TimeProvider clock) : BackgroundService
{
    private bool _fails;

    protected TimeProvider Clock { get; } = clock;

    /// <summary>The first round comes after one pause, unless this begins with one.</summary>
    protected virtual Task BeginAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected abstract Task RoundAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Says in the log that a round failed: once, and not again until one has succeeded, as it comes back with every round.
    /// </summary>
    /// <param name="reason">In one line.</param>
    /// <param name="seconds">After which it is tried again.</param>
    protected abstract void Tell(string reason, double seconds);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(every, Clock);
            await BeginAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryAsync(RoundAsync, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    /// <summary>Does a part of the work as each round is done. Whoever stops meanwhile has no failure.</summary>
    protected async Task TryAsync(Func<CancellationToken, Task> part, CancellationToken cancellationToken)
    {
        try
        {
            await part(cancellationToken);
            _fails = false;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException
            && !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            if (!_fails && !cancellationToken.IsCancellationRequested)
            {
                Tell(exception.GetBaseException().Message.Split('\n', 2)[0].TrimEnd().TrimEnd('.'), every.TotalSeconds);
            }

            _fails = true;
        }
    }
}
