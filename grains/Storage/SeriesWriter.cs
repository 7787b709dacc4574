using Npgsql;
using OrleansAssets.Imports;

namespace OrleansAssets.Storage;

/// <summary>A table of collected rows.</summary>
/// <param name="Order">The order of the natural key.</param>
/// <param name="TimeOf">The time by which the table is parted; null where it is not.</param>
/// <param name="OverlapsAsync">Whether rows may be stored already; false takes the quick way, and is put right where it was wrong.</param>
internal sealed record SeriesTable<T>(
    string Name,
    IComparer<T> Order,
    Func<T, DateTimeOffset>? TimeOf,
    BulkPlan<T> Plan,
    Func<NpgsqlTransaction, IReadOnlyList<T>, CancellationToken, Task<bool>> OverlapsAsync);

/// <summary>Writes rows of one table in one transaction, ensuring their partitions.</summary>
internal sealed class SeriesWriter(NpgsqlDataSource dataSource, PartitionKeeper partitions)
{
    public async Task<ImportCounts> WriteAsync<T>(IReadOnlyCollection<T> rows, SeriesTable<T> table, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0)
        {
            return new ImportCounts(0, 0, 0);
        }

        var ordered = RowOrder.Strict(rows, table.Order);
        var counts = await WriteOrderedAsync(ordered, table, cancellationToken);
        return counts with { Unchanged = counts.Unchanged + rows.Count - ordered.Count };
    }

    /// <summary>Begins anew where a partition was dropped after it was ensured, or a concurrent writer was there first.</summary>
    private async Task<ImportCounts> WriteOrderedAsync<T>(IReadOnlyList<T> rows, SeriesTable<T> table, CancellationToken cancellationToken)
    {
        for (var (wasMissing, overlaps) = (false, false); ;)
        {
            try
            {
                return await TryAsync(rows, table, overlaps, cancellationToken);
            }
            catch (PostgresException exception) when (!wasMissing && PartitionKeeper.IsMissing(exception))
            {
                wasMissing = true;
                partitions.Forget();
            }
            catch (PostgresException exception) when (!overlaps && exception.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                overlaps = true;
            }
        }
    }

    private async Task<ImportCounts> TryAsync<T>(
        IReadOnlyList<T> rows, SeriesTable<T> table, bool overlaps, CancellationToken cancellationToken)
    {
        if (table.TimeOf is { } timeOf)
        {
            await partitions.EnsureAsync(table.Name, rows.Select(timeOf), cancellationToken);
        }

        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var isUpsert = overlaps || await table.OverlapsAsync(transaction, rows, cancellationToken);
        var counts = await BulkWriter.WriteAsync(transaction, table.Plan, rows, isUpsert, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return counts;
    }
}
