using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Runtime;

/// <summary>One living grain: its instance, its queue and its scheduler.</summary>
sealed class Activation : IGrainContext
{
    readonly Silo _silo;
    readonly IServiceScope _scope;
    readonly ActivationScheduler _scheduler;
    readonly ActivationLife _life;
    readonly List<GrainTimer> _timers = [];
    long _lastUsed;
    long _keepUntil;

    internal Activation(Silo silo, GrainClass grainClass, GrainId grainId)
    {
        _silo = silo;
        Class = grainClass;
        GrainId = grainId;
        _scope = silo.Services.CreateScope();
        _scheduler = new(this);
        Queue = new(call => grainClass.MayInterleave(GrainInstance, call));
        _life = new(this, silo);
        _lastUsed = silo.Clocks.Activations.GetTimestamp();
    }

    public GrainId GrainId { get; }

    public object? GrainInstance { get; internal set; }

    public IServiceProvider ActivationServices => _scope.ServiceProvider;

    public Task Deactivated => _life.Ended;

    internal GrainClass Class { get; }

    internal RequestQueue Queue { get; }

    internal GrainReferences References => _silo.References;

    /// <summary>The states that are read before OnActivateAsync.</summary>
    internal List<Func<CancellationToken, Task>> StateReads { get; } = [];

    internal static Activation Of(IGrainContext context) => (Activation)context; // this engine has one kind

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => GrainId.GetHashCode();

    public override string ToString() => GrainId.ToString();

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default) =>
        _life.End(deactivationReason, cancellationToken);

    internal void Activate() => _life.Start();

    /// <summary>Ends without a word to the grain, as a killed process does.</summary>
    internal void Abandon()
    {
        Queue.TakeWaiting(close: true);
        DisposeTimers();
    }

    /// <summary>Takes the call on; false when this activation is gone and another must.</summary>
    internal bool TryReceive(GrainCall call)
    {
        call.Activation = this;
        if (!Queue.TryAdd(call)) return false;

        Pump();
        return true;
    }

    /// <summary>Starts all calls that may run now.</summary>
    internal void Pump()
    {
        while (Queue.TakeNext() is { } call) _scheduler.Post(static c => _ = ((GrainCall)c!).Activation!.RunAsync((GrainCall)c), call); // set on receipt
    }

    /// <summary>Runs code of the runtime as a turn of this activation.</summary>
    internal Task RunTurnAsync(Func<Task> turn)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _scheduler.Post(_ => _ = CompleteAsync(), null);
        return done.Task;

        async Task CompleteAsync()
        {
            try
            {
                await turn();
                done.SetResult();
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        }
    }

    internal IGrainTimer StartTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer(this, callback, options, _silo.Clocks.Grains, _silo.TimerLog);
        lock (_timers) _timers.Add(timer);
        timer.Start();
        return timer;
    }

    internal void Forget(GrainTimer timer)
    {
        lock (_timers) _timers.Remove(timer);
    }

    internal void DisposeTimers()
    {
        GrainTimer[] timers;
        lock (_timers) timers = [.. _timers];
        foreach (var timer in timers) timer.Dispose();
    }

    internal void DelayDeactivation(TimeSpan time)
    {
        var clock = _silo.Clocks.Activations;
        _keepUntil = time <= TimeSpan.Zero && time != Timeout.InfiniteTimeSpan ? 0
            : time == Timeout.InfiniteTimeSpan || time == TimeSpan.MaxValue ? long.MaxValue
            : clock.GetTimestamp() + (long)(time.TotalSeconds * clock.TimestampFrequency);
    }

    internal bool IsIdle(TimeSpan limit)
    {
        var clock = _silo.Clocks.Activations;
        return limit != Timeout.InfiniteTimeSpan && Queue.IsEmpty && clock.GetTimestamp() >= _keepUntil
            && clock.GetElapsedTime(_lastUsed) >= limit;
    }

    internal async ValueTask DisposeScopeAsync()
    {
        if (GrainInstance is IAsyncDisposable asyncDisposable) await asyncDisposable.DisposeAsync();
        else if (GrainInstance is IDisposable disposable) disposable.Dispose();
        if (_scope is IAsyncDisposable scope) await scope.DisposeAsync();
        else _scope.Dispose();
    }

    async Task RunAsync(GrainCall call)
    {
        RequestContext.Import(call.Context);
        try
        {
            call.Completion.Complete(call.Method.CopyResult(await _silo.Incoming.InvokeAsync(this, call)));
        }
        catch (Exception e)
        {
            if (InconsistentStates.EndsActivation(e)) Deactivate(InconsistentStates.Reason(e));
            if (!call.Completion.Fail(e) && call.Method.OneWay) _silo.LogOneWayFailure(call, e);
        }
        finally
        {
            call.End();
            if (call.KeepsActive) _lastUsed = _silo.Clocks.Activations.GetTimestamp();
            Queue.Finish(call);
            Pump();
        }
    }
}
