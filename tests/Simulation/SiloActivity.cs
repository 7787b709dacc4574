using System.Collections.Concurrent;
using Orleans;
using Orleans.Reminders.Diagnostics;
using Orleans.Runtime;

namespace OrleansAssets.Tests.Simulation;

/// <summary>
/// Knows whether anything is going on in a silo: a grain timer whose tick is not over, a reminder that has not set its next wait, a call
/// that has not returned. All that a silo does begins with one of the first two, or with a call from outside.
/// </summary>
internal sealed class SiloActivity : IIncomingGrainCallFilter, IObserver<ReminderEvents.ReminderEvent>, IDisposable
{
    private readonly SimulatedClock _clock;
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<long, string> _calls = new();
    private readonly ConcurrentDictionary<object, string> _reminders = new(ReferenceEqualityComparer.Instance);
    private readonly IDisposable _subscription;
    private TaskCompletionSource? _quiet;
    private long _callNumber;

    public SiloActivity(SimulatedClock clock)
    {
        _clock = clock;
        _clock.Changed = Look;
        _subscription = ReminderEvents.AllEvents.Subscribe(this);
    }

    /// <summary>The silo that is watched; other silos of this process are none of its business.</summary>
    public SiloAddress? Silo { get; set; }

    /// <summary>Calls that came to an end so far.</summary>
    public long Calls { get; private set; }

    /// <summary>Each reminder waits, and so does the loop that reads their table.</summary>
    private bool IsQuiet => _clock.Grains.Fired == 0 && _clock.Reminders.Armed == _reminders.Count + 1 && _calls.IsEmpty;

    /// <summary>Waits until nothing goes on.</summary>
    /// <exception cref="TimeoutException">Something still does; the message says what.</exception>
    public async Task WaitUntilQuietAsync(TimeSpan patience)
    {
        Task quiet;
        lock (_lock)
        {
            _quiet = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            quiet = _quiet.Task;
        }

        Look();
        try
        {
            await quiet.WaitAsync(patience);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException(
                $"At {_clock.GetUtcNow():u} the silo did not come to rest within {patience}: {Describe()}", exception);
        }
    }

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        var number = Interlocked.Increment(ref _callNumber);
        _calls[number] = $"{context.TargetId} {context.InterfaceName}.{context.MethodName}";
        try
        {
            await context.Invoke();
        }
        finally
        {
            _calls.TryRemove(number, out _);
            Look();
        }
    }

    public void OnNext(ReminderEvents.ReminderEvent value)
    {
        if (Silo is null || !Silo.Equals(value.SiloAddress))
        {
            return;
        }

        switch (value)
        {
            case ReminderEvents.LocalReminderStarted started:
                _reminders[started.Identity] = $"{started.GrainId} {started.ReminderName}";
                break;
            case ReminderEvents.LocalReminderStopped stopped:
                _reminders.TryRemove(stopped.Identity, out _);
                break;
        }

        Look();
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => _subscription.Dispose();

    private void Look()
    {
        lock (_lock)
        {
            if (_quiet is { } quiet && IsQuiet)
            {
                _quiet = null;
                quiet.SetResult();
            }
        }
    }

    private string Describe() =>
        $"{_clock.Grains.Fired} grain timers tick; "
        + $"{_reminders.Count + 1 - _clock.Reminders.Armed} of {_reminders.Count} reminders are under way; "
        + $"open calls: {(_calls.IsEmpty ? "none" : string.Join(", ", _calls.Values))}";
}
