using Orleans;

namespace OrleansAssets.Client.Calls;

/// <summary>
/// How many silos are connected, and word of each connection that ends. The engine does not end the calls that were under way on a
/// connection: they would wait for their whole time.
/// </summary>
internal sealed class Connections : IClusterConnectionStatusObserver
{
    private TaskCompletionSource _loss = NewLoss();
    private int _count;
    private int _changes;

    /// <summary>Connections that are open now.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Grows with every connection that opens or ends.</summary>
    public int Changes => Volatile.Read(ref _changes);

    /// <summary>Completes when the next connection ends.</summary>
    public Task NextLoss => Volatile.Read(ref _loss).Task;

    public void NotifyClusterConnectionLost()
    {
        // The count of gateways tells it too.
    }

    public void NotifyGatewayCountChanged(int currentNumberOfGateways, int previousNumberOfGateways, bool connectionRecovered)
    {
        var change = currentNumberOfGateways - previousNumberOfGateways;
        Interlocked.Add(ref _count, change); // by the change, as two notices may overtake one another
        Interlocked.Increment(ref _changes);
        if (change < 0)
        {
            Interlocked.Exchange(ref _loss, NewLoss()).TrySetResult();
        }
    }

    private static TaskCompletionSource NewLoss() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
