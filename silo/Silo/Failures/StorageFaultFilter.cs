using Orleans;

namespace OrleansAssets.Silo.Failures;

/// <summary>
/// Turns a failure of the database inside a grain call into one sentence that any client can read: the driver's exceptions are
/// not known to clients, and their texts are not for operators. On the way out as well, because a grain that fails to activate
/// answers without having been called. A cancelled call is no failure, though the database ends its statement with an error too.
/// </summary>
internal sealed partial class StorageFaultFilter(StorageFaults faults, ILogger<StorageFaultFilter> logger)
    : IIncomingGrainCallFilter, IOutgoingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (Exception exception) when (StorageFaults.Is(exception))
        {
            LogFault(exception, context.InterfaceName, context.MethodName);
            throw await ToldAsync(exception);
        }
    }

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (Exception exception) when (StorageFaults.Is(exception))
        {
            throw await ToldAsync(exception);
        }
    }

    // The driver's exception stays in the log: clients do not have its type.
    private async Task<StorageUnavailableException> ToldAsync(Exception exception) => new(await faults.TellAsync(exception));

    [LoggerMessage(1011, LogLevel.Warning, "The database failed {InterfaceName}.{MethodName}")]
    private partial void LogFault(Exception exception, string interfaceName, string methodName);
}
