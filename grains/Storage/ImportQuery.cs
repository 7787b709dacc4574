using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Imports;

namespace OrleansAssets.Storage;

/// <summary>Statements and parameters of imports, however many rows they touch.</summary>
internal static class ImportQuery
{
    // Candles too: an earlier release stages them, and it may run beside this one.
    private static readonly ImportKind[] Kinds = Enum.GetValues<ImportKind>();

    /// <summary>Empties the stage of an import.</summary>
    public static async Task DropAsync(NpgsqlConnection connection, Guid importId, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, ImportSql.DropBatches, cancellationToken, Id(importId));
        foreach (var kind in Kinds)
        {
            await ExecuteAsync(connection, ImportSql.DropStaged(kind), cancellationToken, Id(importId));
        }
    }

    /// <summary>Runs <see cref="ImportFillSql.Unbooked"/>.</summary>
    public static async Task<(ImmutableArray<ImportedFill> First, long Count)> ReadUnbookedRowsAsync(
        NpgsqlCommand command, Guid importId, int max, CancellationToken cancellationToken)
    {
        command.CommandTimeout = BulkWriter.TimeoutSeconds;
        command.Parameters.Add(Id(importId));
        command.Parameters.Add(Number(max));
        var read = await command.ReadAllAsync(row => (Fill: FillRows.Read(row), Count: row.GetInt64(13)), cancellationToken);
        return ([.. read.Select(one => one.Fill)], read.Select(one => one.Count).FirstOrDefault());
    }

    public static Task<(long Inserted, long Updated, long Kept, string? KeptRows)> PublishRowsAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        ReadAsync(
            connection, sql, row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.TextOrNull(3)), cancellationToken,
            [.. parameters.Select(parameter => parameter.Clone())]);

    public static Task<long> CountAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        ReadAsync(connection, sql, row => row.GetInt64(0), cancellationToken, parameters);

    public static async Task<T> ReadAsync<T>(
        NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken,
        params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = BulkWriter.TimeoutSeconds };
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return read(reader);
    }

    public static async Task<int> ExecuteAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = BulkWriter.TimeoutSeconds };
        command.Parameters.AddRange(parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static NpgsqlParameter<Guid> Id(Guid value) => new() { NpgsqlDbType = NpgsqlDbType.Uuid, TypedValue = value };

    public static NpgsqlParameter<int> Number(int value) => new() { NpgsqlDbType = NpgsqlDbType.Integer, TypedValue = value };

    public static NpgsqlParameter<long> Number(long value) => new() { NpgsqlDbType = NpgsqlDbType.Bigint, TypedValue = value };

    public static NpgsqlParameter<decimal> Amount(decimal value) => new() { NpgsqlDbType = NpgsqlDbType.Numeric, TypedValue = value };

    public static NpgsqlParameter Text(string? value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = value ?? (object)DBNull.Value };
}
