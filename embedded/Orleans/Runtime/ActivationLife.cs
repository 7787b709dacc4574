using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

/// <summary>Birth and end of one activation.</summary>
sealed partial class ActivationLife(Activation activation, Silo silo)
{
    /// <summary>How long a grain that failed to activate is left alone before the next attempt.</summary>
    static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);
    readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Lock _lock = new();
    Task<bool> _started = Task.FromResult(false);
    bool _ending;

    internal Task Ended => _ended.Task;

    internal void Start()
    {
        lock (_lock) _started = StartAsync();
    }

    internal void End(DeactivationReason reason, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_ending) return;

            _ending = true;
        }

        using (ExecutionContext.SuppressFlow()) _ = Task.Run(() => EndAsync(reason, cancellationToken), CancellationToken.None);
    }

    async Task<bool> StartAsync()
    {
        using var timeout = new CancellationTokenSource(silo.Collection.ActivationTimeout, silo.Clocks.Activations);
        try
        {
            await activation.RunTurnAsync(() => BringUpAsync(timeout.Token));
            activation.Queue.Open();
            activation.Pump();
            return true;
        }
        catch (Exception e)
        {
            LogActivationFailed(silo.Log, e, activation.GrainId);
            lock (_lock) _ending = true;
            Refuse(activation.Queue.TakeWaiting(close: false), e);
            _ = FinishFailedAsync();
            return false;
        }
    }

    async Task BringUpAsync(CancellationToken cancellationToken)
    {
        activation.GrainInstance = activation.Class.Construct(activation);
        foreach (var read in activation.StateReads) await read(cancellationToken);
        if (activation.GrainInstance is IGrainBase grain) await grain.OnActivateAsync(cancellationToken).WaitAsync(cancellationToken);
    }

    /// <summary>Calls that come during the pause wait for the next attempt; nothing to pause for when the class cannot be constructed.</summary>
    async Task FinishFailedAsync()
    {
        activation.DisposeTimers();
        if (activation.GrainInstance is not null) await Task.Delay(PauseAfterFailure, silo.Clocks.Grains, silo.Stopping).ContinueWith(
            static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await CloseAsync();
    }

    async Task EndAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Task<bool> started;
        lock (_lock) started = _started;
        if (!await started) return;

        await activation.Queue.DrainAsync();
        activation.DisposeTimers();
        await TellGrainAsync(reason, cancellationToken);
        await CloseAsync();
    }

    async Task TellGrainAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (activation.GrainInstance is not IGrainBase grain) return;

        using var timeout = new CancellationTokenSource(silo.Collection.DeactivationTimeout, silo.Clocks.Activations);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await activation.RunTurnAsync(() => grain.OnDeactivateAsync(reason, either.Token)).WaitAsync(either.Token);
        }
        catch (Exception e)
        {
            LogDeactivationFailed(silo.Log, e, activation.GrainId);
        }
    }

    async Task CloseAsync()
    {
        silo.Catalog.Remove(activation);
        var waiting = activation.Queue.TakeWaiting(close: true);
        try
        {
            await activation.DisposeScopeAsync();
        }
        catch (Exception e)
        {
            LogDeactivationFailed(silo.Log, e, activation.GrainId);
        }

        _ended.TrySetResult();
        foreach (var call in waiting)
            if (call.LocalTarget is null) silo.Send(call);
    }

    static void Refuse(GrainCall[] calls, Exception error)
    {
        foreach (var call in calls)
        {
            call.Completion.Fail(error);
            call.End();
        }
    }

    [LoggerMessage(101, LogLevel.Error, "Grain {GrainId} failed to activate.")]
    static partial void LogActivationFailed(ILogger logger, Exception error, GrainId grainId);

    [LoggerMessage(102, LogLevel.Error, "Grain {GrainId} failed while it was deactivated.")]
    static partial void LogDeactivationFailed(ILogger logger, Exception error, GrainId grainId);
}
