namespace Orleans.Runtime;

/// <summary>A tick as a call, so that queue and filters treat it as one.</summary>
interface IGrainTimerInvoker : IAddressable
{
    Task InvokeCallbackAsync(CancellationToken cancellationToken);
}
