using Microsoft.Extensions.Logging;

namespace Orleans.Runtime.ReminderService;

/// <summary>Reads the table at start and then every period; after a failure sooner, at growing distances.</summary>
sealed partial class ReminderListRefresh(Func<Task> load, TimeProvider clock, TimeSpan period, ILogger logger) : IDisposable
{
    const int FailuresTolerated = 2;
    static readonly TimeSpan ShortestRetry = TimeSpan.FromSeconds(10);
    static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(80);
    static readonly TimeSpan LongestWaitForStart = TimeSpan.FromSeconds(20);

    readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    ITimer? _timer;
    Task _running = Task.CompletedTask;
    int _failures;
    volatile bool _isStopped;

    internal Task StartAsync()
    {
        _timer = DetachedTimer.Create(clock, () => _running = RunAsync());
        return _running = RunAsync();
    }

    /// <summary>Changes wait for the first load: a tick decided before it could contradict the table.</summary>
    internal async Task WaitForFirstLoadAsync()
    {
        try
        {
            await _loaded.Task.WaitAsync(LongestWaitForStart, clock);
        }
        catch (TimeoutException exception)
        {
            throw new OrleansException("The reminder service is still initializing; retry later.", exception);
        }
    }

    /// <summary>Ends when a read that is under way has; no other begins.</summary>
    internal async Task StopAsync()
    {
        Dispose();
        await _running;
        _loaded.TrySetResult(); // a silo that stops still stores; another one will tick
    }

    public void Dispose()
    {
        _isStopped = true;
        _timer?.Dispose();
    }

    async Task RunAsync()
    {
        try
        {
            await load();
            _failures = 0;
            _loaded.TrySetResult();
        }
        catch (Exception exception)
        {
            // Any cause: the table is elsewhere and comes back; ticks already loaded go on meanwhile.
            LogLoadFailed(exception, ++_failures);
            if (_failures > FailuresTolerated)
                _loaded.TrySetException(new OrleansException("The reminder service could not read its table; see its log.", exception));
        }

        if (!_isStopped)
            _timer?.Change(_failures == 0 ? period : RetryAfter(_failures), Timeout.InfiniteTimeSpan);
    }

    static TimeSpan RetryAfter(int failures) =>
        TimeSpan.FromTicks(Math.Min(ShortestRetry.Ticks << Math.Min(failures - 1, 3), LongestRetry.Ticks));

    [LoggerMessage(102920, LogLevel.Warning, "Reading the reminder table failed {Failures} time(s) in a row; it is tried again.")]
    partial void LogLoadFailed(Exception exception, int failures);
}
