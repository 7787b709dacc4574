using System.Collections.Concurrent;

namespace Orleans.Runtime;

/// <summary>Ends waits that last too long; one sweep a second serves all calls.</summary>
sealed class ResponseTimeouts : IDisposable
{
    static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(1);
    readonly ConcurrentDictionary<GrainCall, ICallSender> _waiting = new();
    readonly TimeProvider _time;
    readonly ITimer _sweep;

    internal ResponseTimeouts(TimeProvider time, TimeSpan responseTimeout)
    {
        _time = time;
        var period = responseTimeout > TimeSpan.Zero && responseTimeout < SweepPeriod ? responseTimeout : SweepPeriod;
        using (ExecutionContext.SuppressFlow()) _sweep = time.CreateTimer(_ => Sweep(), null, period, period);
    }

    internal void Watch(GrainCall call, TimeSpan timeout, ICallSender sender)
    {
        if (timeout <= TimeSpan.Zero) return;

        call.Deadline = _time.GetTimestamp() + (long)(timeout.TotalSeconds * _time.TimestampFrequency);
        call.Timeout = timeout;
        call.Watcher = this;
        _waiting[call] = sender;
    }

    /// <summary>The answer is there.</summary>
    internal void Forget(GrainCall call) => _waiting.TryRemove(call, out _);

    /// <summary>Ends all waits with an error.</summary>
    internal void FailAll(Func<GrainCall, Exception> error)
    {
        foreach (var (call, _) in _waiting)
        {
            call.Completion.Fail(error(call));
            call.End();
        }
    }

    public void Dispose() => _sweep.Dispose();

    void Sweep()
    {
        var now = _time.GetTimestamp();
        foreach (var (call, sender) in _waiting)
        {
            if (!call.Completion.IsCompleted && call.Deadline > now) continue;

            if (call.Completion.Fail(new TimeoutException($"No answer within {call.Timeout} from {call}.")))
                sender.Cancel(call);
            _waiting.TryRemove(call, out _);
        }
    }
}
