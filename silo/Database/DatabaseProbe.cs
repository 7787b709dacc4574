using Npgsql;

namespace OrleansAssets.Database;

/// <summary>Asks whether the database can be written, by writing. One trial serves all who ask within a second.</summary>
public sealed class DatabaseProbe(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Longest that a trial may take; a database that is slower does not serve.</summary>
    public static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task<string?>? _trial;
    private long _triedAt;

    /// <returns>Null where it can be written, else the sentence that says why not.</returns>
    public Task<string?> AskAsync()
    {
        lock (_lock)
        {
            if (_trial is null || (_trial.IsCompleted && time.GetElapsedTime(_triedAt) > AgeMax))
            {
                (_trial, _triedAt) = (TryAsync(), time.GetTimestamp());
            }

            return _trial;
        }
    }

    private async Task<string?> TryAsync()
    {
        using var timeout = new CancellationTokenSource(TimeMax, time);
        try
        {
            await WriteAsync(timeout.Token).WaitAsync(timeout.Token);
            return null;
        }
        catch (OperationCanceledException)
        {
            return DatabaseErrors.Explain(
                new DatabaseFault(DatabaseFaultKind.TimedOut, "the trial took too long"), database.ConnectionString);
        }
        catch (NpgsqlException exception)
        {
            return DatabaseErrors.ExplainRefusal(exception, database.ConnectionString);
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT probe_database()");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
