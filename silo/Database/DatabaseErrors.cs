using System.Net.Sockets;
using Npgsql;

namespace OrleansAssets.Silo.Database;

/// <summary>Says in one sentence what is wrong with the database and what to do. Never names a password.</summary>
internal static class DatabaseErrors
{
    private const string Remedy = "check ConnectionStrings__assets";

    /// <summary>The sentence for an exception, null where it tells of no bad state of the server (a bug, most likely).</summary>
    public static string? Explain(Exception exception, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var target = Target.Of(connectionString);
        for (var one = exception; one is not null; one = one.InnerException)
        {
            var sentence = one switch
            {
                DatabaseUnavailableException known => known.Message,
                PostgresException answer => ExplainState(answer, target),
                SocketException socket => ExplainSocket(socket, target),
                TimeoutException => $"PostgreSQL at {target.Place} did not answer in time: see whether the server is overloaded or out of reach, and {Remedy}.",
                _ => null,
            };
            if (sentence is not null)
            {
                return sentence;
            }
        }

        return exception is NpgsqlException other
            ? $"PostgreSQL at {target.Place} cannot be used ({FirstSentence(other.Message)}): see the server's log, and {Remedy}."
            : null;
    }

    public static string TooOld(Version version, string connectionString) =>
        $"PostgreSQL at {Target.Of(connectionString).Place} has version {version}; {PostgresBinaries.MajorMin} or later is needed: "
        + "upgrade the server, or name another in ConnectionStrings__assets.";

    private static string? ExplainState(PostgresException answer, Target target) => answer.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword =>
            $"PostgreSQL at {target.Place} refused the password of user '{target.User}': {Remedy}.",
        PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"PostgreSQL at {target.Place} refused user '{target.User}' ({answer.MessageText}): {Remedy} and the server's pg_hba.conf.",
        PostgresErrorCodes.InvalidCatalogName =>
            $"PostgreSQL at {target.Place} has no database '{target.Database}': create it (CREATE DATABASE \"{target.Database}\"), or {Remedy}.",
        PostgresErrorCodes.DiskFull =>
            $"The disk of PostgreSQL at {target.Place} is full: make room there; what was not written is tried again.",
        PostgresErrorCodes.OutOfMemory =>
            $"PostgreSQL at {target.Place} is out of memory: give it more, or lower its work_mem and max_connections.",
        PostgresErrorCodes.TooManyConnections =>
            $"PostgreSQL at {target.Place} has no free connection: raise its max_connections, or lower 'Maximum Pool Size' in ConnectionStrings__assets.",
        PostgresErrorCodes.ReadOnlySqlTransaction =>
            $"PostgreSQL at {target.Place} is read-only (a standby, or default_transaction_read_only is on): name the primary server in ConnectionStrings__assets.",
        PostgresErrorCodes.InsufficientPrivilege =>
            $"User '{target.User}' lacks a right in database '{target.Database}' at {target.Place} ({answer.MessageText}): "
            + $"make the user its owner (ALTER DATABASE \"{target.Database}\" OWNER TO \"{target.User}\").",
        PostgresErrorCodes.CannotConnectNow =>
            $"PostgreSQL at {target.Place} is starting or stopping ({answer.MessageText}): try again in a moment.",
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown =>
            $"PostgreSQL at {target.Place} was stopped while it was in use: start it again.",
        _ => null,
    };

    private static string ExplainSocket(SocketException socket, Target target) => socket.SocketErrorCode switch
    {
        SocketError.ConnectionRefused =>
            $"No PostgreSQL server answers at {target.Place}: start it, or {Remedy}.",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain =>
            $"The host of PostgreSQL at {target.Place} is not known: {Remedy}.",
        _ => $"PostgreSQL at {target.Place} cannot be reached ({socket.SocketErrorCode}): see whether the server runs, and {Remedy}.",
    };

    private static string FirstSentence(string message) => message.Split('\n')[0].Trim().TrimEnd('.');

    private sealed record Target(string Place, string User, string Database)
    {
        public static Target Of(string connectionString)
        {
            var builder = new NpgsqlConnectionStringBuilder(connectionString);
            var user = builder.Username ?? Environment.UserName;
            return new Target($"{builder.Host}:{builder.Port}", user, builder.Database ?? user);
        }
    }
}
