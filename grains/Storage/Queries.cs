using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;

namespace OrleansAssets.Storage;

/// <summary>What every query of a store has in common.</summary>
internal static class Queries
{
    /// <summary>All rows of a query, each read by a function.</summary>
    public static async Task<ImmutableArray<T>> ReadAllAsync<T>(
        this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var rows = ImmutableArray.CreateBuilder<T>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows.DrainToImmutable();
    }

    /// <summary>A text that may be null.</summary>
    public static string? TextOrNull(this NpgsqlDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetString(ordinal);

    /// <summary>A number that may be null.</summary>
    public static decimal? DecimalOrNull(this NpgsqlDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetDecimal(ordinal);

    /// <summary>Adds a parameter that may be null.</summary>
    public static void AddNullable(this NpgsqlCommand command, NpgsqlDbType type, object? value) =>
        command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });

    /// <summary>Adds an array parameter: one column of the rows that the statement unnests.</summary>
    public static void AddColumn<T>(this NpgsqlCommand command, NpgsqlDbType type, IEnumerable<T> values) =>
        command.Parameters.AddWithValue(NpgsqlDbType.Array | type, values.ToArray());
}
