using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;

namespace OrleansAssets.Storage;

/// <summary>What every query of a store has in common.</summary>
public static class Queries
{
    /// <summary>All rows of a query, each read by a function.</summary>
    public static async Task<ImmutableArray<T>> ReadAllAsync<T>(
        this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(read);
        var rows = ImmutableArray.CreateBuilder<T>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows.DrainToImmutable();
    }

    /// <summary>The rows of a query one by one, where few of many are kept.</summary>
    public static async IAsyncEnumerable<T> ReadEachAsync<T>(
        this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(read);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return read(reader);
        }
    }

    /// <summary>A text that may be null.</summary>
    internal static string? TextOrNull(this NpgsqlDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetString(ordinal);

    /// <summary>A number that may be null.</summary>
    internal static decimal? DecimalOrNull(this NpgsqlDataReader row, int ordinal) =>
        row.IsDBNull(ordinal) ? null : row.GetDecimal(ordinal);

    /// <summary>Adds a parameter that may be null.</summary>
    internal static void AddNullable(this NpgsqlCommand command, NpgsqlDbType type, object? value) =>
        command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });

    /// <summary>Adds an array parameter: one column of the rows that the statement unnests.</summary>
    internal static void AddColumn<T>(this NpgsqlCommand command, NpgsqlDbType type, IEnumerable<T> values) =>
        command.Parameters.AddWithValue(NpgsqlDbType.Array | type, values.ToArray());
}
