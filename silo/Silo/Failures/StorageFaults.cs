using Npgsql;
using OrleansAssets.Database;

namespace OrleansAssets.Silo.Failures;

/// <summary>Recognizes the database's failures among exceptions and puts them into one sentence that any caller can read.</summary>
internal sealed class StorageFaults(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Longest that a failed call waits to learn whether the server still answers.</summary>
    private static readonly TimeSpan TrialTimeMax = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan TrialAgeMax = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task<bool>? _trial;
    private long _triedAt;
    private long _count;

    /// <summary>How many were told so far.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Whether an exception is the database's failure and not in its callers' words yet. A cancelled call is none.</summary>
    public static bool Is(Exception exception)
    {
        if (exception is StorageUnavailableException or OperationCanceledException)
        {
            return false;
        }

        for (Exception? one = exception; one is not null; one = one.InnerException)
        {
            if (one is DatabaseUnavailableException)
            {
                return true;
            }
        }

        return DatabaseFault.Of(exception) is not null;
    }

    /// <summary>
    /// The sentence for a failure. Asks the server where the answer makes a difference: a cut connection is no stopped server.
    /// </summary>
    public async Task<string> TellAsync(Exception exception)
    {
        Interlocked.Increment(ref _count);
        return DatabaseFault.Of(exception) is { Kind: DatabaseFaultKind.ConnectionEnded } fault && !IsTold(exception)
            ? DatabaseErrors.Explain(fault, database.ConnectionString, await AnswersAsync())
            : Sentence(exception);
    }

    /// <summary>The same where nothing can be awaited.</summary>
    public string Tell(Exception exception)
    {
        Interlocked.Increment(ref _count);
        return Sentence(exception);
    }

    private static bool IsTold(Exception exception) => exception is DatabaseUnavailableException;

    private string Sentence(Exception exception) => DatabaseErrors.Explain(exception, database.ConnectionString)
        ?? throw new ArgumentException("The exception is no failure of the database.", nameof(exception), exception);

    // One trial serves all calls that failed at the same time.
    private Task<bool> AnswersAsync()
    {
        lock (_lock)
        {
            if (_trial is null || time.GetElapsedTime(_triedAt) > TrialAgeMax)
            {
                (_trial, _triedAt) = (TryAsync(), time.GetTimestamp());
            }

            return _trial;
        }
    }

    private async Task<bool> TryAsync()
    {
        using var timeout = new CancellationTokenSource(TrialTimeMax, time);
        try
        {
            await using var connection = await database.OpenConnectionAsync(timeout.Token);
            return true;
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
        {
            return false;
        }
    }
}
