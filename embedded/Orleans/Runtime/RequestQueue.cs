namespace Orleans.Runtime;

/// <summary>Which calls of an activation wait, which run, and which may start.</summary>
sealed class RequestQueue(Func<GrainCall, bool> mayInterleave)
{
    readonly Lock _lock = new();
    readonly List<GrainCall> _waiting = [];
    readonly List<GrainCall> _running = [];
    readonly Dictionary<Guid, int> _sections = [];
    Phase _phase;
    TaskCompletionSource? _drained;

    enum Phase
    {
        Held,
        Open,
        Draining,
        Closed,
    }

    internal bool IsEmpty
    {
        get
        {
            lock (_lock) return _waiting.Count == 0 && _running.Count == 0;
        }
    }

    /// <summary>Takes the call on; false when the activation is gone.</summary>
    internal bool TryAdd(GrainCall call)
    {
        lock (_lock)
        {
            if (_phase == Phase.Closed) return false;

            _waiting.Add(call);
            return true;
        }
    }

    /// <summary>Lets calls start.</summary>
    internal void Open()
    {
        lock (_lock)
            if (_phase == Phase.Held) _phase = Phase.Open;
    }

    /// <summary>Starts the next call that may run now; null when there is none.</summary>
    internal GrainCall? TakeNext()
    {
        lock (_lock)
        {
            for (var i = 0; i < _waiting.Count; i++)
            {
                var call = _waiting[i];
                if (call.IsExpired)
                {
                    _waiting.RemoveAt(i--);
                    continue;
                }

                if (!MayStart(call)) continue;

                _waiting.RemoveAt(i);
                _running.Add(call);
                return call;
            }

            return null;
        }
    }

    internal void Finish(GrainCall call)
    {
        lock (_lock)
        {
            _running.Remove(call);
            if (_running.Count == 0) _drained?.TrySetResult();
        }
    }

    /// <summary>Starts no further calls; completes when none runs.</summary>
    internal Task DrainAsync()
    {
        lock (_lock)
        {
            if (_phase != Phase.Closed) _phase = Phase.Draining;
            _drained ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_running.Count == 0) _drained.TrySetResult();
            return _drained.Task;
        }
    }

    /// <summary>Gives back the calls that wait.</summary>
    internal GrainCall[] TakeWaiting(bool close)
    {
        lock (_lock)
        {
            if (close) _phase = Phase.Closed;
            GrainCall[] waiting = [.. _waiting];
            _waiting.Clear();
            return waiting;
        }
    }

    internal void EnterSection(Guid id)
    {
        lock (_lock) _sections[id] = _sections.GetValueOrDefault(id) + 1;
    }

    internal void LeaveSection(Guid id)
    {
        lock (_lock)
            if (_sections.TryGetValue(id, out var count) && count > 1) _sections[id] = count - 1;
            else _sections.Remove(id);
    }

    bool MayStart(GrainCall call)
    {
        var reenters = call.Context is { } context && context.ReentrancyId != Guid.Empty && _sections.ContainsKey(context.ReentrancyId);
        if (_phase != Phase.Open) return _phase == Phase.Draining && reenters;

        return _running.Count == 0 || call.Interleaves || reenters || RunsBesideAll(call) || mayInterleave(call);
    }

    bool RunsBesideAll(GrainCall call)
    {
        foreach (var running in _running)
            if (!running.Interleaves && !(running.Method.ReadOnly && call.Method.ReadOnly)) return false;
        return true;
    }
}
