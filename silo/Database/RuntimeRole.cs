using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace OrleansAssets.Database;

/// <summary>
/// The role under which a silo works once the migrations are applied: it owns nothing, and may only add to the audit log. Making it is the
/// owner's work, at every start, one silo at a time.
/// </summary>
internal static class RuntimeRole
{
    public const string Name = "assets_runtime";

    /// <summary>
    /// A role with a password of its own, for a private server. Its password follows from the owner's, and not the other way.
    /// </summary>
    /// <returns>The connection string of the role.</returns>
    public static async Task<string> EnsureLoginAsync(
        NpgsqlDataSource owner, string ownerConnectionString, CancellationToken cancellationToken)
    {
        var parts = new NpgsqlConnectionStringBuilder(ownerConnectionString);
        var password = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Name}:{parts.Password}")));
        await LockedAsync(owner, async connection =>
        {
            await CreateAsync(connection, cancellationToken);
            await ExecuteAsync(connection, RuntimeRoleSql.SetLogin(Name, password), cancellationToken);
            await GrantAsync(connection, Name, cancellationToken);
        }, cancellationToken);
        parts.Username = Name;
        parts.Password = password;
        return parts.ConnectionString;
    }

    /// <summary>Gives a user that the operator named beside the owner what a silo needs.</summary>
    public static Task GrantToAsync(NpgsqlDataSource owner, string user, CancellationToken cancellationToken) =>
        LockedAsync(owner, connection => GrantAsync(connection, user, cancellationToken), cancellationToken);

    /// <summary>
    /// Gives the role of dashboards what it may read, where an administrator has made it: it is the administrator who knows its password.
    /// </summary>
    public static Task GrantToReaderAsync(NpgsqlDataSource owner, CancellationToken cancellationToken) =>
        LockedAsync(owner, async connection =>
        {
            if (await ExistsAsync(connection, RuntimeRoleSql.Reader, cancellationToken))
            {
                await ExecuteAsync(connection, RuntimeRoleSql.GrantReader, cancellationToken);
            }
        }, cancellationToken);

    /// <summary>A role that every connection of the pool takes on at its start; where only one user is known.</summary>
    /// <returns>The connection string that takes the role on.</returns>
    /// <exception cref="PostgresException">The user may not make roles.</exception>
    public static async Task<string> EnsureTakenOnAsync(
        NpgsqlDataSource owner, string connectionString, CancellationToken cancellationToken)
    {
        await LockedAsync(owner, async connection =>
        {
            await CreateAsync(connection, cancellationToken);
            await ExecuteAsync(connection, RuntimeRoleSql.GiveToOwner(Name), cancellationToken);
            await GrantAsync(connection, Name, cancellationToken);
        }, cancellationToken);
        var parts = new NpgsqlConnectionStringBuilder(connectionString)
        {
            // The pool's reset between uses would end the role; nothing of the silo leaves anything behind in a session.
            NoResetOnClose = true,
        };
        parts.Options = $"{parts.Options} -c role={Name}".Trim();
        return parts.ConnectionString;
    }

    private static async Task LockedAsync(NpgsqlDataSource owner, Func<NpgsqlConnection, Task> work, CancellationToken cancellationToken)
    {
        await using var connection = await owner.OpenConnectionAsync(cancellationToken);
        await ExecuteAsync(connection, MigratorSql.Lock, cancellationToken);
        try
        {
            await work(connection);
        }
        finally
        {
            if (connection.FullState == System.Data.ConnectionState.Open)
            {
                await ExecuteAsync(connection, MigratorSql.Unlock, CancellationToken.None);
            }
        }
    }

    private static async Task CreateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (await ExistsAsync(connection, Name, cancellationToken))
        {
            return;
        }

        try
        {
            await ExecuteAsync(connection, RuntimeRoleSql.Create(Name), cancellationToken);
        }
        catch (PostgresException exception)
            when (exception.SqlState is PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.UniqueViolation)
        {
            // Roles belong to the server: a silo of another database was quicker.
        }
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string role, CancellationToken cancellationToken)
    {
        await using var exists = new NpgsqlCommand(RuntimeRoleSql.Exists, connection);
        exists.Parameters.Add(new NpgsqlParameter<string> { TypedValue = role });
        return await exists.ExecuteScalarAsync(cancellationToken) is true;
    }

    private static async Task GrantAsync(NpgsqlConnection connection, string role, CancellationToken cancellationToken)
    {
        await using var grant = new NpgsqlCommand(RuntimeRoleSql.Grant, connection);
        grant.Parameters.Add(new NpgsqlParameter<string> { TypedValue = role });
        await grant.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

internal static class RuntimeRoleSql
{
    /// <summary>The role of dashboards.</summary>
    public const string Reader = "assets_reader";

    public const string GrantReader = $"CALL grant_reader_rights('{Reader}')";

    public const string Exists = "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)";

    public const string Grant = "CALL grant_runtime_rights($1)";

    public static string Create(string role) => $"CREATE ROLE {role} NOLOGIN";

    public static string GiveToOwner(string role) => $"GRANT {role} TO CURRENT_USER";

    /// <param name="password">Hexadecimal digits: nothing in it could end the literal.</param>
    public static string SetLogin(string role, string password) => $"ALTER ROLE {role} LOGIN PASSWORD '{password}'";
}
