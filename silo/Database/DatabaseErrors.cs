using Npgsql;

namespace OrleansAssets.Database;

/// <summary>Says in one sentence what is wrong with the database and what to do. Never names a password.</summary>
public static class DatabaseErrors
{
    private const string Remedy = "check ConnectionStrings__assets";

    private const string Repeat = "repeat the call, with the same id where it has one";

    /// <summary>The sentence for an exception, null where it tells of no bad state of the server (a bug, most likely).</summary>
    public static string? Explain(Exception exception, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return Known(exception) ?? (DatabaseFault.Of(exception) is { } fault ? Explain(fault, connectionString) : null);
    }

    /// <summary>The same for the preparation of a database, where whatever the server refuses is the operator's to see.</summary>
    public static string? ExplainRefusal(Exception exception, string connectionString) => Explain(exception, connectionString)
        ?? (Refusal(exception) is { } refusal
            ? Explain(new DatabaseFault(DatabaseFaultKind.Other, refusal.Message), connectionString)
            : null);

    /// <param name="answersAgain">Whether a new connection can be made; null where nobody has tried.</param>
    public static string Explain(DatabaseFault fault, string connectionString, bool? answersAgain = null)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var target = Target.Of(connectionString);
        return fault.Kind switch
        {
            DatabaseFaultKind.NotRunning or DatabaseFaultKind.OutOfReach when target.IsPrivate =>
                $"The silo's own PostgreSQL server at {target.Place} does not run: the silo starts it again within seconds; {Repeat}.",
            DatabaseFaultKind.NotRunning => $"No PostgreSQL server answers at {target.Place}: start it, or {Remedy}.",
            DatabaseFaultKind.OutOfReach => $"PostgreSQL at {target.Place} cannot be reached: see whether the server runs, and {Remedy}.",
            DatabaseFaultKind.HostUnknown => $"The host of PostgreSQL at {target.Place} is not known: {Remedy}.",
            DatabaseFaultKind.Starting =>
                $"PostgreSQL at {target.Place} is starting or stopping ({fault.Detail}): try again in a moment.",
            DatabaseFaultKind.ConnectionEnded => Ended(target, answersAgain),
            DatabaseFaultKind.Crashed =>
                $"PostgreSQL at {target.Place} restarts itself after one of its processes crashed: {Repeat}, in a moment, and "
                + "see the server's log.",
            DatabaseFaultKind.ConnectionLost =>
                $"The connection to PostgreSQL at {target.Place} broke off, and whether the work under way was written is not "
                + $"known: {Repeat}.",
            DatabaseFaultKind.TimedOut =>
                $"PostgreSQL at {target.Place} did not answer in time, and whether the work under way was written is not known: {Repeat}, "
                + $"see whether the server is overloaded or out of reach, and {Remedy}.",
            DatabaseFaultKind.PoolExhausted =>
                $"All connections of this silo to PostgreSQL at {target.Place} are in use and none came free in time, so that nothing "
                + $"was done: {Repeat}, and raise 'Maximum Pool Size' in ConnectionStrings__assets if it happens often.",
            DatabaseFaultKind.TooManyConnections =>
                $"PostgreSQL at {target.Place} has no free connection, so that nothing was done: {Repeat}, and raise its "
                + "max_connections, or lower 'Maximum Pool Size' in ConnectionStrings__assets.",
            DatabaseFaultKind.ReadOnly =>
                $"PostgreSQL at {target.Place} is read-only (a standby, or default_transaction_read_only is on), so that the write "
                + "failed: name the primary server in ConnectionStrings__assets, or make this one writable.",
            DatabaseFaultKind.DiskFull =>
                $"The disk of PostgreSQL at {target.Place} is full, so that the write failed: make room there, then {Repeat}.",
            DatabaseFaultKind.OutOfMemory =>
                $"PostgreSQL at {target.Place} is out of memory: give it more, or lower its work_mem and max_connections.",
            DatabaseFaultKind.Conflict =>
                $"PostgreSQL at {target.Place} undid the work because of another writer ({fault.Detail}): {Repeat}.",
            DatabaseFaultKind.PasswordWrong =>
                $"PostgreSQL at {target.Place} refused the password of user '{target.User}': {Remedy}.",
            DatabaseFaultKind.UserRefused =>
                $"PostgreSQL at {target.Place} refused user '{target.User}' ({fault.Detail}): {Remedy} and the server's pg_hba.conf.",
            DatabaseFaultKind.DatabaseMissing =>
                $"PostgreSQL at {target.Place} has no database '{target.Database}': create it (CREATE DATABASE \"{target.Database}\"), "
                + $"or {Remedy}.",
            DatabaseFaultKind.RightMissing =>
                $"User '{target.User}' lacks a right in database '{target.Database}' at {target.Place} ({fault.Detail}): "
                + "name the user that owns the database in ConnectionStrings__assets_owner, which gives this one its rights at each start; "
                + $"where one user shall do both, make it the owner (ALTER DATABASE \"{target.Database}\" OWNER TO \"{target.User}\"), "
                + "who can then rewrite the audit log.",
            DatabaseFaultKind.TimescaleMissing =>
                $"Database '{target.Database}' at {target.Place} was made with TimescaleDB, whose library this server lacks "
                + $"({fault.Detail}): install that version of TimescaleDB on the server, or restore a dump of the database's rows into one "
                + "that is made without it.",
            _ => $"PostgreSQL at {target.Place} cannot be used ({FirstSentence(fault.Detail)}): see the server's log, and {Remedy}.",
        };
    }

    public static string TooOld(Version version, string connectionString) =>
        $"PostgreSQL at {Target.Of(connectionString).Place} has version {version}; {PostgresBinaries.MajorMin} or later is needed: "
        + "upgrade the server, or name another in ConnectionStrings__assets.";

    private static string Ended(Target target, bool? answersAgain) => answersAgain switch
    {
        true => $"PostgreSQL at {target.Place} ended the connection and takes new ones (somebody cut it, or restarted the server): "
            + $"{Repeat}.",
        false when target.IsPrivate =>
            $"The silo's own PostgreSQL server at {target.Place} was stopped while it was in use: the silo starts it again within seconds; "
            + $"{Repeat}.",
        false => $"PostgreSQL at {target.Place} was stopped while it was in use: start it again, then {Repeat}.",
        null => $"PostgreSQL at {target.Place} ended the connection (somebody cut it, or stopped the server): {Repeat}; "
            + "if that fails too, start the server again.",
    };

    private static string? Known(Exception exception)
    {
        for (var one = exception; one is not null; one = one.InnerException)
        {
            if (one is DatabaseUnavailableException or StorageUnavailableException)
            {
                return one.Message;
            }
        }

        return null;
    }

    private static NpgsqlException? Refusal(Exception exception)
    {
        for (var one = exception; one is not null; one = one.InnerException)
        {
            if (one is NpgsqlException refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private static string FirstSentence(string message) => message.Split('\n')[0].Trim().TrimEnd('.');

    /// <param name="IsPrivate">The silo keeps it: there is no variable to check and nothing for an operator to start.</param>
    private sealed record Target(string Place, string User, string Database, bool IsPrivate)
    {
        public static Target Of(string connectionString)
        {
            var builder = new NpgsqlConnectionStringBuilder(connectionString);
            var user = builder.Username ?? Environment.UserName;
            return new Target(
                $"{builder.Host}:{builder.Port}", user, builder.Database ?? user,
                builder.ApplicationName == PrivatePostgresOptions.ApplicationName);
        }
    }
}
