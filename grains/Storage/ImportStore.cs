using System.Collections.Immutable;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;
using static OrleansAssets.Storage.ImportQuery;

namespace OrleansAssets.Storage;

internal sealed class ImportStore(
    NpgsqlDataSource dataSource, PartitionKeeper partitions, IDayRateReader rates, ICorporateActionStore actions, TimeProvider clock)
    : IImportStore
{
    /// <summary>Imports of candles that may be open at once: each holds a connection, of which a silo has a few dozen.</summary>
    private const int OpenCandlesMax = 4;

    /// <summary>Staged rows for which any plan will do.</summary>
    private const int FewRows = 500;

    private int _openCandles;


    public async Task<ICandleImport> OpenCandlesAsync(
        Guid importId, Func<string, string> classOf, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _openCandles) > OpenCandlesMax)
        {
            Interlocked.Decrement(ref _openCandles);
            throw new InvalidRequestException(
                $"{OpenCandlesMax} imports of candles are open at this silo: wait until one has ended, or abort one.");
        }

        try
        {
            return await CandleImport.OpenAsync(
                dataSource, partitions, importId, classOf, () => Interlocked.Decrement(ref _openCandles), cancellationToken);
        }
        catch
        {
            Interlocked.Decrement(ref _openCandles);
            throw;
        }
    }

    public async Task<(long Batches, long Rows)> CountStagedAsync(Guid importId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(ImportSql.CountBatches);
        command.Parameters.AddWithValue(NpgsqlDbType.Uuid, importId);
        return (await command.ReadAllAsync(row => (row.GetInt64(0), row.GetInt64(1)), cancellationToken))[0]; // an aggregate has one row
    }

    public async Task<ImportCounts?> FindPublishedAsync(Guid importId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(ImportSql.Counts);
        command.Parameters.AddWithValue(NpgsqlDbType.Uuid, importId);
        return (await command.ReadAllAsync(Counts, cancellationToken)) is [var counts] ? counts : null;
    }

    public Task StageTradesAsync(
        Guid importId, int batch, IReadOnlyCollection<Trade> trades, Func<string, string> classOf, CancellationToken cancellationToken) =>
        StageAsync(
            new StagedBatch<Trade>(importId, batch, ImportKind.Trades, trades, ImportSql.CopyTrades),
            (importer, trade) => LedgerRows.WriteAsync(importer, trade, classOf(trade.AssetId), cancellationToken),
            cancellationToken);

    public Task StageFillsAsync(
        Guid importId, int batch, IReadOnlyCollection<ImportedFill> fills, Func<string, string> classOf,
        CancellationToken cancellationToken) =>
        StageAsync(
            new StagedBatch<ImportedFill>(importId, batch, ImportKind.Fills, fills, ImportFillSql.CopyFills),
            (importer, fill) => FillRows.WriteAsync(importer, fill, classOf(fill.AssetId), cancellationToken),
            cancellationToken);

    public Task StageEquityAsync(Guid importId, int batch, IReadOnlyCollection<EquityPoint> points, CancellationToken cancellationToken) =>
        StageAsync(
            new StagedBatch<EquityPoint>(importId, batch, ImportKind.Equity, points, ImportSql.CopyEquity),
            (importer, point) => LedgerRows.WriteAsync(importer, point, cancellationToken),
            cancellationToken);

    public Task StageEventsAsync(
        Guid importId, int batch, IReadOnlyCollection<ImportedEvent> events, CancellationToken cancellationToken) =>
        StageAsync(
            new StagedBatch<ImportedEvent>(importId, batch, ImportKind.Events, events, ImportSql.CopyEvents),
            (importer, row) => importer.WriteAsync(
                JsonSerializer.Serialize(row, StorageJson.State), NpgsqlDbType.Jsonb, cancellationToken),
            cancellationToken);

    public async Task<ImmutableArray<EquityPoint>> ReadEquityAsync(Guid importId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(ImportSql.ReadEquity);
        command.Parameters.AddWithValue(NpgsqlDbType.Uuid, importId);
        return await command.ReadAllAsync(
            row => new EquityPoint(row.GetFieldValue<DateOnly>(0), row.GetDecimal(1), row.GetDecimal(2)), cancellationToken);
    }

    public async Task<ImmutableArray<ImportedEvent>> ReadEventsAsync(Guid importId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(ImportSql.ReadEvents);
        command.Parameters.AddWithValue(NpgsqlDbType.Uuid, importId);
        return await command.ReadAllAsync(
            row => JsonSerializer.Deserialize<ImportedEvent>(row.GetString(0), StorageJson.State)
                ?? throw new JsonException($"A staged event of import {importId} is null."),
            cancellationToken);
    }

    public async Task<ImportCounts> NoteEventsAsync(
        Guid importId, string portfolioId, ImportCounts counts, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var claimed = await ExecuteAsync(
            connection, ImportSql.Claim, cancellationToken, Id(importId), Text(ImportSql.KindOf(ImportKind.Events)), Text(portfolioId));
        if (claimed == 1)
        {
            await NoteAsync(connection, importId, counts, cancellationToken);
        }

        var noted = await ReadCountsAsync(connection, importId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return noted;
    }

    public async Task<ImportCounts> PublishAsync(Guid importId, ImportKind kind, string portfolioId, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(portfolioId);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var counts = await PublishAsync(connection, importId, kind, portfolioId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return counts;
    }

    public async Task<(ImportCounts Counts, ImmutableArray<ImportedFill> Unbooked, long UnbookedCount)> DryPublishAsync(
        Guid importId, ImportKind kind, string portfolioId, int max, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(portfolioId);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken); // which is never committed
        var counts = await PublishAsync(connection, importId, kind, portfolioId, cancellationToken);
        await using var command = new NpgsqlCommand(ImportFillSql.Unbooked, connection);
        var (first, count) = await ReadUnbookedRowsAsync(command, importId, max, cancellationToken);
        return (counts, first, count);
    }

    private async Task<ImportCounts> PublishAsync(
        NpgsqlConnection connection, Guid importId, ImportKind kind, string portfolioId, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, BulkWriter.AllowCompressed, cancellationToken);
        var claimed = await ExecuteAsync(
            connection, ImportSql.Claim, cancellationToken, Id(importId), Text(ImportSql.KindOf(kind)), Text(portfolioId));
        return claimed == 1
            ? await MoveAsync(connection, importId, kind, portfolioId, cancellationToken)
            : await ReadCountsAsync(connection, importId, cancellationToken);
    }

    public async Task<(ImmutableArray<DoubtedFill> First, long Count)> FindDoubtedAsync(
        ImportedFills fills, IReadOnlyCollection<DoubtLimits> limits, decimal? equity, decimal leverage,
        CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, ImportFillSql.PlanForMany, cancellationToken);
        await using var command = new NpgsqlCommand(ImportFillSql.Doubted, connection);
        command.CommandTimeout = BulkWriter.TimeoutSeconds;
        command.Parameters.Add(Id(fills.ImportId));
        command.Parameters.Add(Text(fills.PortfolioId));
        command.AddColumn(NpgsqlDbType.Text, limits.Select(one => one.AssetId));
        command.AddColumn(NpgsqlDbType.Text, limits.Select(one => one.Currency));
        command.AddColumn(NpgsqlDbType.Numeric, limits.Select(one => one.MaxJump));
        command.AddColumn(NpgsqlDbType.Numeric, limits.Select(one => one.Rate));
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Numeric, Value = equity ?? (object)DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter<decimal> { NpgsqlDbType = NpgsqlDbType.Numeric, TypedValue = leverage });
        command.Parameters.Add(Number(FillDoubts.NamedMax));
        command.Parameters.Add(new NpgsqlParameter<decimal> { NpgsqlDbType = NpgsqlDbType.Numeric, TypedValue = FillBelief.FeeShareMax });
        command.Parameters.Add(new NpgsqlParameter<decimal> { NpgsqlDbType = NpgsqlDbType.Numeric, TypedValue = EventBelief.PettyMost });
        var read = await command.ReadAllAsync(
            row => (
                Fill: new DoubtedFill(
                    FillRows.Read(row), row.IsDBNull(13) ? null : row.GetDecimal(13), row.IsDBNull(14) ? null : row.GetDecimal(14),
                    row.IsDBNull(15) ? null : row.GetDecimal(15)),
                Count: row.GetInt64(16)),
            cancellationToken);
        return ([.. read.Select(one => one.Fill)], read.Select(one => one.Count).FirstOrDefault());
    }

    public async Task DiscardAsync(Guid importId, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await DropAsync(connection, importId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task<int> DiscardAbandonedAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(ImportSql.Abandoned);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, before.UtcDateTime);
        var abandoned = await command.ReadAllAsync(row => row.GetGuid(0), cancellationToken);
        foreach (var importId in abandoned)
        {
            await DiscardAsync(importId, cancellationToken);
        }

        return abandoned.Length;
    }

    private async Task StageAsync<T>(
        StagedBatch<T> batch, Func<NpgsqlBinaryImporter, T, Task> writeAsync, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(
            connection, ImportSql.NoteBatch, cancellationToken,
            Id(batch.ImportId), Number(batch.Number), Text(ImportSql.KindOf(batch.Kind)), Number(batch.Rows.Count));
        await ExecuteAsync(
            connection, ImportSql.DropStagedBatch(batch.Kind), cancellationToken, Id(batch.ImportId), Number(batch.Number));
        await using (var importer = await connection.BeginBinaryImportAsync(batch.Copy, cancellationToken))
        {
            var position = 0;
            foreach (var row in batch.Rows)
            {
                await importer.StartRowAsync(cancellationToken);
                await importer.WriteAsync(batch.ImportId, NpgsqlDbType.Uuid, cancellationToken);
                await importer.WriteAsync(batch.Number, NpgsqlDbType.Integer, cancellationToken);
                await importer.WriteAsync(position++, NpgsqlDbType.Integer, cancellationToken);
                await writeAsync(importer, row);
            }

            await importer.CompleteAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private async Task<ImportCounts> MoveAsync(
        NpgsqlConnection connection, Guid importId, ImportKind kind, string portfolioId, CancellationToken cancellationToken)
    {
        if (kind == ImportKind.Fills)
        {
            await ExecuteAsync(connection, ImportFillSql.LockPortfolio, cancellationToken, Text(portfolioId));
        }

        var staged = await CountAsync(connection, ImportSql.CountStaged(kind), cancellationToken, Id(importId));
        if (staged > FewRows)
        {
            await ExecuteAsync(connection, ImportFillSql.PlanForMany, cancellationToken);
        }

        await RequireOnceAsync(connection, importId, kind, cancellationToken);
        NpgsqlParameter[] parameters = [Id(importId), Text(portfolioId)];
        var (inserted, updated, kept, keptRows) = await PublishRowsAsync(
            connection, ImportSql.Publish(kind), cancellationToken, parameters);
        var counts = new ImportCounts(inserted, updated, staged - inserted - updated - kept, kept, keptRows);
        if (kind == ImportKind.Fills)
        {
            await new ToldFills(connection, importId, portfolioId).RequireSameAsync(cancellationToken);
            await new FillPublisher(connection, rates, actions, clock.GetUtcNow(), importId, portfolioId)
                .StageTradesAsync(cancellationToken);
            var trades = await PublishRowsAsync(connection, ImportSql.PublishTrades, cancellationToken, parameters);
            counts = counts with { Kept = trades.Kept, KeptRows = trades.KeptRows };
        }

        await NoteAsync(connection, importId, counts, cancellationToken);
        return counts;
    }

    // Within a batch it is refused as it comes; which of two batches has it right is known to nobody.
    private static async Task RequireOnceAsync(
        NpgsqlConnection connection, Guid importId, ImportKind kind, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(ImportSql.Contradicted(kind), connection)
        {
            CommandTimeout = BulkWriter.TimeoutSeconds,
        };
        command.Parameters.Add(Id(importId));
        var twice = await command.ReadAllAsync(row => row.GetString(0), cancellationToken);
        if (!twice.IsEmpty)
        {
            throw new InvalidRequestException(
                $"Nothing was imported: {string.Join(", ", twice.Select(one => $"'{one}'"))} came more than once with other content, in "
                + "several batches: send each once.");
        }
    }

    private static async Task NoteAsync(
        NpgsqlConnection connection, Guid importId, ImportCounts counts, CancellationToken cancellationToken)
    {
        await ExecuteAsync(
            connection, ImportSql.NoteCounts, cancellationToken,
            Id(importId), Number(counts.Inserted), Number(counts.Updated), Number(counts.Unchanged), Number(counts.Kept),
            Text(counts.KeptRows));
        await DropAsync(connection, importId, cancellationToken);
    }

    internal static Task<ImportCounts> ReadCountsAsync(
        NpgsqlConnection connection, Guid importId, CancellationToken cancellationToken) =>
        ReadAsync(connection, ImportSql.Counts, Counts, cancellationToken, Id(importId));

    private static ImportCounts Counts(NpgsqlDataReader row) =>
        new(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.TextOrNull(4));

    private sealed record StagedBatch<T>(Guid ImportId, int Number, ImportKind Kind, IReadOnlyCollection<T> Rows, string Copy);
}
