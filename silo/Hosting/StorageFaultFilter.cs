using Npgsql;
using Orleans;
using OrleansAssets.Silo.Database;

namespace OrleansAssets.Silo.Hosting;

/// <summary>
/// Turns a failure of the database inside a grain call into one sentence that any client can read: the driver's exceptions are
/// not known to clients, and their texts are not for operators.
/// </summary>
internal sealed class StorageFaultFilter(AssetsDatabase database) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (Exception exception) when (IsDatabaseFault(exception)
            && DatabaseErrors.Explain(exception, database.ConnectionString) is not null)
        {
            throw new StorageUnavailableException(DatabaseErrors.Explain(exception, database.ConnectionString)!); // not null: just asked
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
}
