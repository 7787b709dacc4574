using Npgsql;
using Orleans;
using OrleansAssets.Silo.Database;

namespace OrleansAssets.Silo.Hosting;

/// <summary>
/// Turns a failure of the database inside a grain call into one sentence that any client can read: the driver's exceptions are
/// not known to clients, and their texts are not for operators. A cancelled call is no failure, though the
/// database ends its statement with an error too.
/// </summary>
internal sealed partial class StorageFaultFilter(NpgsqlDataSource database, ILogger<StorageFaultFilter> logger) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (Exception exception) when (exception is not OperationCanceledException && IsDatabaseFault(exception)
            && DatabaseErrors.Explain(exception, database.ConnectionString) is not null)
        {
            LogFault(exception, context.InterfaceName, context.MethodName);
#pragma warning disable MA0054 // The driver's exception stays in this log: clients do not have its type.
            throw new StorageUnavailableException(DatabaseErrors.Explain(exception, database.ConnectionString)!); // not null: just asked
#pragma warning restore MA0054
        }
    }

    private static bool IsDatabaseFault(Exception exception)
    {
        for (Exception? one = exception; one is not null; one = one.InnerException)
        {
            if (one is NpgsqlException)
            {
                return true;
            }
        }

        return false;
    }

    [LoggerMessage(1011, LogLevel.Warning, "The database failed {InterfaceName}.{MethodName}")]
    private partial void LogFault(Exception exception, string interfaceName, string methodName);
}
