using System.Net.Sockets;
using Npgsql;

namespace OrleansAssets.Database;

/// <summary>What kind of trouble a database has, as far as its remedy differs.</summary>
public enum DatabaseFaultKind
{
    /// <summary>The server answers something that belongs to none of the others.</summary>
    Other,

    /// <summary>Nothing listens where the server should be.</summary>
    NotRunning,

    /// <summary>The machine cannot be reached.</summary>
    OutOfReach,

    HostUnknown,

    /// <summary>It starts, stops or recovers, and takes nobody in meanwhile.</summary>
    Starting,

    /// <summary>It ended a connection by command: of an administrator, or because it is being stopped.</summary>
    ConnectionEnded,

    /// <summary>Another of its processes crashed, and it restarts itself.</summary>
    Crashed,

    /// <summary>The connection broke off in the middle of work: what was under way may be written or not.</summary>
    ConnectionLost,

    /// <summary>It did not answer in time: what was under way may be written or not.</summary>
    TimedOut,

    /// <summary>All connections of this process are in use, and none came free in time.</summary>
    PoolExhausted,

    /// <summary>The server takes no further connection.</summary>
    TooManyConnections,

    ReadOnly,
    DiskFull,
    OutOfMemory,

    /// <summary>Two writers were in each other's way; the server undid one.</summary>
    Conflict,

    PasswordWrong,
    UserRefused,
    DatabaseMissing,
    RightMissing,

    /// <summary>The database was made with TimescaleDB and the server has lost its library.</summary>
    TimescaleMissing,
}

/// <summary>The trouble that an exception tells of.</summary>
/// <param name="Detail">What the server or the driver said.</param>
public sealed record DatabaseFault(DatabaseFaultKind Kind, string Detail)
{
    /// <summary>Whether waiting may heal it without anybody changing what the silo was told.</summary>
    public bool MayPass => Kind is not (DatabaseFaultKind.Other or DatabaseFaultKind.PasswordWrong or DatabaseFaultKind.UserRefused
        or DatabaseFaultKind.DatabaseMissing or DatabaseFaultKind.RightMissing or DatabaseFaultKind.TimescaleMissing);

    /// <summary>The trouble of a database, null where the exception tells of none (a bug, most likely).</summary>
    public static DatabaseFault? Of(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        if (exception is AggregateException { InnerExceptions.Count: > 1 } several)
        {
            return several.InnerExceptions.Select(Of).FirstOrDefault(fault => fault is not null);
        }

        NpgsqlException? outer = null;
        for (Exception? one = exception; one is not null; one = one.InnerException)
        {
            if (one is PostgresException answer)
            {
                return OfAnswer(answer);
            }

            if (one is not NpgsqlException driver)
            {
                continue;
            }

            if (OfDriver(driver) is { } kind)
            {
                return new DatabaseFault(kind, driver.Message);
            }

            outer ??= driver;
        }

        return outer is null ? null : new DatabaseFault(DatabaseFaultKind.Other, outer.Message);
    }

    private static DatabaseFault? OfAnswer(PostgresException answer)
    {
        var text = answer.MessageText;
        DatabaseFaultKind? kind = answer.SqlState switch
        {
            _ when text.Contains("No space left on device", StringComparison.Ordinal) => DatabaseFaultKind.DiskFull,
            PostgresErrorCodes.UndefinedFile when text.Contains("timescaledb", StringComparison.Ordinal) =>
                DatabaseFaultKind.TimescaleMissing,
            PostgresErrorCodes.InvalidPassword => DatabaseFaultKind.PasswordWrong,
            PostgresErrorCodes.InvalidAuthorizationSpecification => DatabaseFaultKind.UserRefused,
            PostgresErrorCodes.InvalidCatalogName => DatabaseFaultKind.DatabaseMissing,
            PostgresErrorCodes.InsufficientPrivilege => DatabaseFaultKind.RightMissing,
            PostgresErrorCodes.DiskFull => DatabaseFaultKind.DiskFull,
            PostgresErrorCodes.OutOfMemory => DatabaseFaultKind.OutOfMemory,
            PostgresErrorCodes.TooManyConnections => DatabaseFaultKind.TooManyConnections,
            PostgresErrorCodes.ReadOnlySqlTransaction => DatabaseFaultKind.ReadOnly,
            PostgresErrorCodes.CannotConnectNow => DatabaseFaultKind.Starting,
            PostgresErrorCodes.AdminShutdown => DatabaseFaultKind.ConnectionEnded,
            PostgresErrorCodes.CrashShutdown => DatabaseFaultKind.Crashed,
            PostgresErrorCodes.QueryCanceled => DatabaseFaultKind.TimedOut,
            PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => DatabaseFaultKind.Conflict,
            _ => null,
        };

        // Of the rest, these classes are the server's state; all others are the statement's, and so this program's.
        return kind is { } known
            ? new DatabaseFault(known, text)
            : answer.SqlState[..2] is "08" or "53" or "55" or "57" or "58" or "F0" or "XX"
                ? new DatabaseFault(DatabaseFaultKind.Other, text)
                : null;
    }

    private static DatabaseFaultKind? OfDriver(NpgsqlException driver) => (driver.Message, driver.InnerException) switch
    {
        ({ } text, _) when text.Contains("pool has been exhausted", StringComparison.Ordinal) => DatabaseFaultKind.PoolExhausted,
        (_, TimeoutException) => DatabaseFaultKind.TimedOut,
        ({ } text, not PostgresException) when text.StartsWith("Exception while ", StringComparison.Ordinal)
            && text.EndsWith("stream", StringComparison.Ordinal) => DatabaseFaultKind.ConnectionLost,
        (_, EndOfStreamException) => DatabaseFaultKind.ConnectionLost,
        (_, SocketException socket) => OfSocket(socket),
        _ => null,
    };

    private static DatabaseFaultKind OfSocket(SocketException socket) => socket.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => DatabaseFaultKind.NotRunning,
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => DatabaseFaultKind.HostUnknown,
        SocketError.ConnectionReset or SocketError.ConnectionAborted => DatabaseFaultKind.ConnectionLost,
        _ => DatabaseFaultKind.OutOfReach,
    };
}
