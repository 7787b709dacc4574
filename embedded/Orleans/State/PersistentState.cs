using Orleans.Storage;

namespace Orleans.Runtime;

/// <summary>State of one grain; its operations run one at a time.</summary>
sealed class PersistentState<TState>(string stateName, Activation activation, IGrainStorage storage) : IPersistentState<TState>
{
    readonly GrainState<TState> _state = new(StateActivator.Create<TState>());
    readonly Lock _lock = new();
    Task _last = Task.CompletedTask;
    Task? _waitingWrite;

    public TState State
    {
        get => OnActivation()._state.State;
        set => OnActivation()._state.State = value;
    }

    public string? Etag => _state.ETag;

    public bool RecordExists => _state.RecordExists;

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public Task ReadStateAsync(CancellationToken cancellationToken) => Enqueue(async () =>
    {
        await Guard(() => storage.ReadStateAsync(stateName, activation.GrainId, _state, cancellationToken), "read");
        if (_state.State is null) _state.State = StateActivator.Create<TState>();
    });

    public Task WriteStateAsync()
    {
        lock (_lock)
        {
            if (_waitingWrite is { } shared) return shared;

            var last = _last;
            var write = WriteAsync(last);
            if (!last.IsCompleted) _waitingWrite = write;
            _last = write;
            return write;
        }
    }

    public Task WriteStateAsync(CancellationToken cancellationToken) => cancellationToken.CanBeCanceled
        ? Enqueue(() => Guard(() => storage.WriteStateAsync(stateName, activation.GrainId, _state, cancellationToken), "write"))
        : WriteStateAsync();

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public Task ClearStateAsync(CancellationToken cancellationToken) => Enqueue(async () =>
    {
        await Guard(() => storage.ClearStateAsync(stateName, activation.GrainId, _state, cancellationToken), "clear");
        if (_state.State is null) _state.State = StateActivator.Create<TState>();
    });

    static async Task After(Task last)
    {
        // The outcome of the operation before belongs to whoever asked for it.
        try
        {
            await last;
        }
        catch (Exception)
        {
            return;
        }
    }

    async Task WriteAsync(Task last)
    {
        if (!last.IsCompleted)
        {
            await After(last);
            lock (_lock) _waitingWrite = null;
        }

        await Guard(() => storage.WriteStateAsync(stateName, activation.GrainId, _state), "write");
    }

    Task Enqueue(Func<Task> operation)
    {
        lock (_lock)
        {
            // A write that was asked for before must not be shared by one asked for after this operation.
            _waitingWrite = null;
            return _last = RunAsync(_last, operation);
        }
    }

    static async Task RunAsync(Task last, Func<Task> operation)
    {
        if (!last.IsCompleted) await After(last);
        await operation();
    }

    async Task Guard(Func<Task> operation, string verb)
    {
        try
        {
            await operation();
        }
        catch (Exception e) when (e is not OrleansException and not OperationCanceledException)
        {
            throw new OrleansException($"Storage failed to {verb} state '{stateName}' of grain {activation.GrainId}: {e.Message}", e);
        }
    }

    PersistentState<TState> OnActivation() => ReferenceEquals(RuntimeContext.Current, activation)
        ? this
        : throw new InvalidOperationException(
            $"Activation access violation: state '{stateName}' of grain {activation.GrainId} was touched outside its activation.");
}
