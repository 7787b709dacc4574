using Npgsql;

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

/// <summary>How rows of one kind are written in bulk.</summary>
/// <param name="CopyIntoTable">COPY straight into the table.</param>
/// <param name="CreateStage">Makes the staging table of the transaction.</param>
/// <param name="CopyIntoStage">COPY into the staging table.</param>
/// <param name="Upsert">Moves the stage into the table; answers the rows inserted and the rows updated.</param>
/// <param name="Write">Writes one row to a COPY.</param>
internal sealed record BulkPlan<T>(
    string CopyIntoTable,
    string CreateStage,
    string CopyIntoStage,
    string Upsert,
    Func<NpgsqlBinaryImporter, T, CancellationToken, Task> Write);

/// <summary>Writes many rows in a transaction by binary COPY.</summary>
internal static class BulkWriter
{
    /// <summary>Seconds that one bulk statement may take.</summary>
    public const int TimeoutSeconds = 600;

    /// <summary>
    /// For the transaction at hand: TimescaleDB refuses a statement that touches more than 100,000 rows of compressed chunks, as a file
    /// that is imported again may. PostgreSQL without it takes the setting for one of nobody's.
    /// </summary>
    public const string AllowCompressed = "SELECT set_config('timescaledb.max_tuples_decompressed_per_dml_transaction', '0', true)";

    /// <summary>
    /// Rows that nothing stored overlaps go straight into the table, several times as fast as an upsert. A unique violation says that
    /// something does by now: the transaction is lost, to be begun anew as an upsert.
    /// </summary>
    public static async Task<ImportCounts> WriteAsync<T>(
        NpgsqlTransaction transaction, BulkPlan<T> plan, IReadOnlyList<T> rows, bool isUpsert, CancellationToken cancellationToken)
    {
        if (isUpsert)
        {
            return await UpsertAsync(transaction, plan, rows, cancellationToken);
        }

        await CopyAsync(transaction, plan.CopyIntoTable, plan, rows, cancellationToken);
        return new ImportCounts(rows.Count, 0, 0);
    }

    /// <summary>Copies rows by the plan's writer.</summary>
    public static async Task CopyAsync<T>(
        NpgsqlTransaction transaction, string copy, BulkPlan<T> plan, IReadOnlyList<T> rows, CancellationToken cancellationToken)
    {
        await using var importer = await ConnectionOf(transaction).BeginBinaryImportAsync(copy, cancellationToken);
        importer.Timeout = TimeSpan.FromSeconds(TimeoutSeconds);
        foreach (var row in rows)
        {
            await importer.StartRowAsync(cancellationToken);
            await plan.Write(importer, row, cancellationToken);
        }

        await importer.CompleteAsync(cancellationToken);
    }

    private static async Task<ImportCounts> UpsertAsync<T>(
        NpgsqlTransaction transaction, BulkPlan<T> plan, IReadOnlyList<T> rows, CancellationToken cancellationToken)
    {
        await using var create = new NpgsqlCommand($"{AllowCompressed}; {plan.CreateStage}", transaction.Connection, transaction);
        await create.ExecuteNonQueryAsync(cancellationToken);
        await CopyAsync(transaction, plan.CopyIntoStage, plan, rows, cancellationToken);
        await using var upsert = new NpgsqlCommand(plan.Upsert, transaction.Connection, transaction) { CommandTimeout = TimeoutSeconds };
        await using var reader = await upsert.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (inserted, updated) = (reader.GetInt64(0), reader.GetInt64(1));
        return new ImportCounts(inserted, updated, rows.Count - inserted - updated);
    }

    private static NpgsqlConnection ConnectionOf(NpgsqlTransaction transaction) =>
        transaction.Connection ?? throw new InvalidOperationException("The transaction has ended.");
}
