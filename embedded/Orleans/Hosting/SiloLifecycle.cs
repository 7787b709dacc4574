namespace Orleans.Runtime;

/// <summary>Starts subscribers stage by stage, in the order of subscription within one, and stops them backwards.</summary>
sealed class SiloLifecycle : ISiloLifecycle
{
    readonly List<Subscription> _subscriptions = [];
    readonly List<Subscription> _started = [];

    public int HighestCompletedStage { get; private set; } = int.MinValue;

    public int LowestStoppedStage { get; private set; } = int.MaxValue;

    public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var subscription = new Subscription(this, stage, observer);
        lock (_subscriptions) _subscriptions.Add(subscription);
        return subscription;
    }

    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var subscription in Ordered())
        {
            cancellationToken.ThrowIfCancellationRequested();
            _started.Add(subscription);
            await subscription.Observer.OnStart(cancellationToken);
            HighestCompletedStage = subscription.Stage;
        }
    }

    /// <summary>Stops all that was started, even when some fail; then throws the first error.</summary>
    internal async Task StopAsync(CancellationToken cancellationToken)
    {
        var errors = new List<Exception>();
        foreach (var subscription in Enumerable.Reverse(_started))
        {
            try
            {
                await subscription.Observer.OnStop(cancellationToken);
            }
            catch (Exception e)
            {
                errors.Add(e);
            }

            LowestStoppedStage = subscription.Stage;
        }

        _started.Clear();
        if (errors.Count > 0) throw errors[0];
    }

    List<Subscription> Ordered()
    {
        lock (_subscriptions) return [.. _subscriptions.OrderBy(s => s.Stage)];
    }

    sealed record Subscription(SiloLifecycle Owner, int Stage, ILifecycleObserver Observer) : IDisposable
    {
        public void Dispose()
        {
            lock (Owner._subscriptions) Owner._subscriptions.RemoveAll(s => ReferenceEquals(s, this));
        }
    }
}
