using Npgsql;
using OrleansAssets.Database;

namespace OrleansAssets.Silo.Hosting;

/// <summary>
/// Keeps silos that do not know each other off one database: each would take itself for the only one, have every grain, and be refused by
/// the other's writes. A silo alone holds the database for itself, those of a cluster share it: an advisory lock on a connection of its
/// own, which the server frees when the silo ends, however it ends. Silos of a cluster also hold a lock that names the protocol between
/// them, so that releases which do not understand each other refuse to run side by side.
/// </summary>
internal sealed class DatabaseTenancy : IAsyncDisposable
{
    private const long LockId = 0x0A55_E75_7E4A; // any number that nothing else of this product locks

    private const int ProtocolLocks = 0x0A55_E75; // likewise; the second half of such a lock is the protocol

    /// <summary>A silo that was killed a moment ago is not gone from the server yet.</summary>
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly NpgsqlDataSource _database;
    private readonly bool _isShared;
    private readonly int _protocol;
    private NpgsqlConnection? _connection;

    private DatabaseTenancy(NpgsqlDataSource database, bool isShared, int protocol) =>
        (_database, _isShared, _protocol) = (database, isShared, protocol);

    /// <param name="isShared">Whether the silo is one of a cluster.</param>
    /// <param name="protocol">What this program speaks to other silos: <see cref="ClusterIdentity.Protocol"/>.</param>
    /// <exception cref="DatabaseUnavailableException">
    /// Another silo has the database, or one of another release; the message says what to do.
    /// </exception>
    public static async Task<DatabaseTenancy> TakeAsync(
        NpgsqlDataSource database, bool isShared, int protocol, CancellationToken cancellationToken)
    {
        var tenancy = new DatabaseTenancy(database, isShared, protocol);
        for (var waited = TimeSpan.Zero; !await tenancy.HoldAsync(cancellationToken); waited += Pause)
        {
            if (waited >= PatienceMax)
            {
                throw new DatabaseUnavailableException(isShared
                    ? "A silo runs alone (without --cluster) on this database, so that none can join it: stop that one and start it again "
                        + "with --cluster, or name another database."
                    : "Another silo uses this database, and one without --cluster shares it with none: stop the other, name another "
                        + "database, or start both with --cluster.");
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }

        if (isShared && await tenancy.OtherProtocolAsync(cancellationToken) is { } other)
        {
            await tenancy.DisposeAsync();
            throw new DatabaseUnavailableException(
                $"A silo of another release runs on this database: it speaks protocol {other} to other silos, and this one speaks "
                + $"{protocol}. Stop every silo of that release, then start this one; docs/releases.md says which releases run side by "
                + "side.");
        }

        return tenancy;
    }

    /// <summary>Takes the lock, again where its connection was lost meanwhile.</summary>
    /// <returns>False where another silo has the database.</returns>
    public async Task<bool> HoldAsync(CancellationToken cancellationToken)
    {
        if (_connection is not null)
        {
            try
            {
                await ExecuteAsync(_connection, "SELECT true", cancellationToken);
                return true;
            }
            catch (Exception exception) when (IsLost(exception))
            {
                await DisposeAsync(); // the server was restarted, or cut it: the lock went with it
            }
        }

        var connection = await _database.OpenConnectionAsync(cancellationToken);
        try
        {
            var take = _isShared
                ? $"SELECT pg_try_advisory_lock_shared({LockId}) AND pg_try_advisory_lock_shared({ProtocolLocks}, {_protocol})"
                : $"SELECT pg_try_advisory_lock({LockId})";
            if (await ExecuteAsync(connection, take, cancellationToken))
            {
                (_connection, connection) = (connection, null);
            }
        }
        finally
        {
            await (connection?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        return _connection is not null;
    }

    /// <summary>Frees the database: a pooled connection would keep the lock.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_connection is not { } connection)
        {
            return;
        }

        _connection = null;
        try
        {
            await ExecuteAsync(connection, "SELECT pg_advisory_unlock_all()", CancellationToken.None);
        }
        catch (Exception exception) when (IsLost(exception))
        {
            // A connection that is lost holds nothing.
        }

        await connection.DisposeAsync();
    }

    // Its own lock is taken first: of two that start at once, one sees the other at least.
    private async Task<int?> OtherProtocolAsync(CancellationToken cancellationToken)
    {
        await using var command = _database.CreateCommand(
            $"""
            SELECT min(objid::int) FROM pg_locks
            WHERE locktype = 'advisory' AND granted AND classid = {ProtocolLocks} AND objsubid = 2 AND objid <> {_protocol}
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """);
        return await command.ExecuteScalarAsync(cancellationToken) as int?;
    }

    /// <summary>While a connection breaks the driver says so itself; afterwards it is one that is not open.</summary>
    private static bool IsLost(Exception exception) => exception is NpgsqlException or InvalidOperationException;

    private static async Task<bool> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }
}
