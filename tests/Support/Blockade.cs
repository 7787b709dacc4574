namespace OrleansAssets.Tests.Support;

/// <summary>A place in a store or a vendor where a call stops until it is cancelled, or for ever.</summary>
internal sealed class Blockade
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when a call has come this far.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Ends when such a call was cancelled where it stood.</summary>
    public Task Cancelled => _cancelled.Task;

    public async Task HoldAsync(CancellationToken cancellationToken)
    {
        _reached.TrySetResult();
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _cancelled.TrySetResult();
            throw;
        }
    }
}
