using System.Collections.Immutable;
using Npgsql;

namespace OrleansAssets.Storage;

/// <summary>Reads the answer to a query whole.</summary>
internal static class QueryRows
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
}
