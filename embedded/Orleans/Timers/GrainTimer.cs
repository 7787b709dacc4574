using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

/// <summary>Sends ticks to its activation; the next is armed when one has ended.</summary>
sealed partial class GrainTimer : IGrainTimer, IGrainTimerInvoker
{
    static readonly GrainMethod Tick = GrainMethod.Of(typeof(IGrainTimerInvoker).GetMethod(nameof(IGrainTimerInvoker.InvokeCallbackAsync))!); // below
    readonly Activation _activation;
    readonly Func<CancellationToken, Task> _callback;
    readonly GrainTimerCreationOptions _options;
    readonly ILogger _log;
    readonly ITimer _timer;
    readonly CancellationTokenSource _disposed = new();
    readonly Lock _lock = new();
    TimeSpan _dueTime;
    TimeSpan _period;
    bool _ticking;
    bool _changed;

    internal GrainTimer(
        Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options, TimeProvider clock, ILogger log)
    {
        Check(options.DueTime, options.Period);
        _activation = activation;
        _callback = callback;
        _options = options;
        _log = log;
        _dueTime = options.DueTime;
        _period = options.Period;
        if (ExecutionContext.IsFlowSuppressed()) _timer = clock.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        else
            using (ExecutionContext.SuppressFlow())
                _timer = clock.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    internal void Start() => _timer.Change(_dueTime, Timeout.InfiniteTimeSpan);

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, period);
        lock (_lock)
        {
            _dueTime = dueTime;
            _period = period;
            if (_ticking) _changed = true;
            else if (!_disposed.IsCancellationRequested) Start();
        }
    }

    public async Task InvokeCallbackAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return;

        try
        {
            await _callback(cancellationToken);
        }
        catch (Exception e)
        {
            LogTickFailed(_log, e, _activation.GrainId);
            if (InconsistentStates.EndsActivation(e)) _activation.Deactivate(InconsistentStates.Reason(e), CancellationToken.None);
        }
        finally
        {
            Rearm();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed.IsCancellationRequested) return;

            _timer.Dispose();
        }

        _disposed.Cancel();
        _activation.Forget(this);
    }

    static void Check(TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != Timeout.InfiniteTimeSpan) ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        if (period != Timeout.InfiniteTimeSpan) ArgumentOutOfRangeException.ThrowIfLessThan(period, TimeSpan.Zero);
    }

    void Fire()
    {
        lock (_lock)
        {
            if (_ticking || _disposed.IsCancellationRequested) return;

            _ticking = true;
        }

        var call = new GrainCall(_activation.GrainId, Tick, [_disposed.Token], Tick.Shape.NewCompletion())
        {
            LocalTarget = this,
            Interleaves = _options.Interleave,
            KeepsActive = _options.KeepAlive,
            Source = _activation.GrainId,
        };
        _activation.TryReceive(call);
    }

    void Rearm()
    {
        lock (_lock)
        {
            _ticking = false;
            if (_disposed.IsCancellationRequested) return;

            _timer.Change(_changed ? _dueTime : _period, Timeout.InfiniteTimeSpan);
            _changed = false;
        }
    }

    [LoggerMessage(201, LogLevel.Warning, "A timer of grain {GrainId} failed; it goes on.")]
    static partial void LogTickFailed(ILogger logger, Exception error, GrainId grainId);
}
