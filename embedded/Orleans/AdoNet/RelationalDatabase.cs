using System.Data.Common;

namespace Orleans.AdoNet;

/// <summary>Runs one command per connection; commands hold no transaction, every query of the contract is atomic by itself.</summary>
internal sealed class RelationalDatabase
{
    readonly Func<CancellationToken, ValueTask<DbConnection>> _open;

    internal RelationalDatabase(string invariant, string? connectionString, DbDataSource? dataSource)
    {
        if (dataSource is not null)
        {
            _open = dataSource.OpenConnectionAsync;
            return;
        }

        // Found on first use: the silo builds its providers before it validates their options.
        var factory = new Lazy<DbProviderFactory>(() => ProviderFactories.Find(invariant));
        _open = token => OpenAsync(factory.Value, connectionString, token);
    }

    internal async Task<List<T>> ReadAsync<T>(
        string sql, Action<DbCommand> bind, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var connection = await _open(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        bind(command);

        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }

    internal async Task ExecuteAsync(string sql, Action<DbCommand> bind, CancellationToken cancellationToken)
    {
        await using var connection = await _open(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        bind(command);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    static async ValueTask<DbConnection> OpenAsync(DbProviderFactory factory, string? connectionString, CancellationToken token)
    {
        var connection = factory.CreateConnection()
            ?? throw new InvalidOperationException($"{factory.GetType().FullName} makes no connections.");
        try
        {
            connection.ConnectionString = connectionString;
            await connection.OpenAsync(token);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
