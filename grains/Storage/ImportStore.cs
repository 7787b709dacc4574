using System.Collections.Immutable;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.Domain.CorporateActions;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Imports;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;

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

    // Candles too: an earlier release stages them, and it may run beside this one.
    private static readonly ImportKind[] Kinds = Enum.GetValues<ImportKind>();

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
        var (first, count) = await ReadUnbookedAsync(command, importId, max, cancellationToken);
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
        var read = await command.ReadAllAsync(
            row => (
                Fill: new DoubtedFill(
                    FillRows.Read(row), row.IsDBNull(13) ? null : row.GetDecimal(13), row.IsDBNull(14) ? null : row.GetDecimal(14),
                    row.IsDBNull(15) ? null : row.GetDecimal(15)),
                Count: row.GetInt64(16)),
            cancellationToken);
        return ([.. read.Select(one => one.Fill)], read.Select(one => one.Count).FirstOrDefault());
    }

    public async Task<ImmutableArray<Guid>> ReadUnadoptedAsync(string portfolioId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(ImportFillSql.PublishedIds);
        command.Parameters.Add(Text(portfolioId));
        return await command.ReadAllAsync(row => row.GetGuid(0), cancellationToken);
    }

    public async Task NoteAdoptedAsync(string portfolioId, IReadOnlyCollection<Guid> importIds, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(ImportFillSql.NoteAdopted);
        command.Parameters.Add(Text(portfolioId));
        command.AddColumn(NpgsqlDbType.Uuid, importIds);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<ImportedFill?> FindAdoptedAsync(string portfolioId, string fillId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(ImportFillSql.FindAdopted);
        command.Parameters.Add(Text(portfolioId));
        command.Parameters.Add(Text(fillId));
        return (await command.ReadAllAsync(FillRows.Read, cancellationToken)).FirstOrDefault();
    }

    public async Task<ImmutableArray<string>> ReadAdoptedIdsAsync(string portfolioId, int max, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(ImportFillSql.AdoptedIds);
        command.Parameters.Add(Text(portfolioId));
        command.Parameters.Add(Number(max));
        return await command.ReadAllAsync(row => row.GetString(0), cancellationToken);
    }

    public async Task<(ImmutableArray<ImportedFill> First, long Count)> ReadUnbookedAsync(
        Guid importId, int max, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(ImportFillSql.Unbooked);
        return await ReadUnbookedAsync(command, importId, max, cancellationToken);
    }

    private static async Task<(ImmutableArray<ImportedFill> First, long Count)> ReadUnbookedAsync(
        NpgsqlCommand command, Guid importId, int max, CancellationToken cancellationToken)
    {
        command.CommandTimeout = BulkWriter.TimeoutSeconds;
        command.Parameters.Add(Id(importId));
        command.Parameters.Add(Number(max));
        var read = await command.ReadAllAsync(row => (Fill: FillRows.Read(row), Count: row.GetInt64(13)), cancellationToken);
        return ([.. read.Select(one => one.Fill)], read.Select(one => one.Count).FirstOrDefault());
    }

    public async Task<ImportedRow?> FindFillAsync(string portfolioId, string fillId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(ImportFillSql.Find);
        command.Parameters.Add(Text(portfolioId));
        command.Parameters.Add(Text(fillId));
        return (await command.ReadAllAsync(
            row => new ImportedRow(FillRows.Read(row), row.GetBoolean(14), row.TextOrNull(13)), cancellationToken)).FirstOrDefault();
    }

    public async Task<PairedFills> PairAdoptedAsync(
        AssetFills fills, TakenBackFill? takenBack, DateTimeOffset until, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return await new FillPublisher(connection, rates, SplitsAsync, Guid.Empty, fills.PortfolioId)
            .PairAdoptedAsync(fills, takenBack, until, cancellationToken);
    }

    public async Task TakeBackAsync(
        string portfolioId, TakenBackFill takenBack, Func<string, string> classOf, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(takenBack);
        ArgumentNullException.ThrowIfNull(classOf);
        var staged = Guid.NewGuid(); // what is staged under it is gone at the end
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, ImportFillSql.LockPortfolio, cancellationToken, Text(portfolioId));
        await ExecuteAsync(
            connection, ImportFillSql.TakeBack, cancellationToken, Text(portfolioId), Text(takenBack.FillId),
            Text(takenBack.CorrectionId), Text(takenBack.By), Text(takenBack.Reason));
        if (takenBack.Right is { } right)
        {
            await ExecuteAsync(
                connection, ImportFillSql.PutInPlace, cancellationToken, Text(portfolioId), Text(takenBack.FillId), Text(right.FillId),
                Text(right.AssetId), Text(classOf(right.AssetId)), Text(right.StrategyId),
                Text(right.Side == OrderSide.Buy ? "buy" : "sell"), Amount(right.Quantity), Amount(right.Price), Text(right.Currency),
                Amount(right.Fee), Text(right.FeeCurrency),
                new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = right.At.UtcDateTime });
        }

        string[] touched = takenBack.Right is { } put ? [takenBack.FillId, put.FillId] : [takenBack.FillId];
        await ExecuteAsync(
            connection, ImportFillSql.StageTouched, cancellationToken, Id(staged), Text(portfolioId),
            new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = touched });
        await new FillPublisher(connection, rates, SplitsAsync, staged, portfolioId).StageTradesAsync(cancellationToken);
        await PublishAsync(connection, ImportSql.PublishTrades, cancellationToken, Id(staged), Text(portfolioId));
        await DropAsync(connection, staged, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
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

        NpgsqlParameter[] parameters = [Id(importId), Text(portfolioId)];
        var (inserted, updated, kept, keptRows) = await PublishAsync(connection, ImportSql.Publish(kind), cancellationToken, parameters);
        var counts = new ImportCounts(inserted, updated, staged - inserted - updated - kept, kept, keptRows);
        if (kind == ImportKind.Fills)
        {
            await new ToldFills(connection, importId, portfolioId).RequireSameAsync(cancellationToken);
            await new FillPublisher(connection, rates, SplitsAsync, importId, portfolioId).StageTradesAsync(cancellationToken);
            var trades = await PublishAsync(connection, ImportSql.PublishTrades, cancellationToken, parameters);
            counts = counts with { Kept = trades.Kept, KeptRows = trades.KeptRows };
        }

        await NoteAsync(connection, importId, counts, cancellationToken);
        return counts;
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

    // Those that hold: what is still to come is no unit of today.
    private async Task<ImmutableArray<HeldSplit>> SplitsAsync(string assetId, DateOnly from, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var known = await actions.ListAsync(assetId, from, cancellationToken);
        return ActionRules.SplitsOf(known.Where(view => view.Action.EffectiveAt() <= now));
    }

    private static async Task DropAsync(NpgsqlConnection connection, Guid importId, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, ImportSql.DropBatches, cancellationToken, Id(importId));
        foreach (var kind in Kinds)
        {
            await ExecuteAsync(connection, ImportSql.DropStaged(kind), cancellationToken, Id(importId));
        }
    }

    internal static Task<ImportCounts> ReadCountsAsync(
        NpgsqlConnection connection, Guid importId, CancellationToken cancellationToken) =>
        ReadAsync(connection, ImportSql.Counts, Counts, cancellationToken, Id(importId));

    private static ImportCounts Counts(NpgsqlDataReader row) =>
        new(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.TextOrNull(4));

    private static Task<(long Inserted, long Updated, long Kept, string? KeptRows)> PublishAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        ReadAsync(
            connection, sql, row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.TextOrNull(3)), cancellationToken,
            [.. parameters.Select(parameter => parameter.Clone())]);

    private static Task<long> CountAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        ReadAsync(connection, sql, row => row.GetInt64(0), cancellationToken, parameters);

    private static async Task<T> ReadAsync<T>(
        NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken,
        params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = BulkWriter.TimeoutSeconds };
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return read(reader);
    }

    private static async Task<int> ExecuteAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = BulkWriter.TimeoutSeconds };
        command.Parameters.AddRange(parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlParameter<Guid> Id(Guid value) => new() { NpgsqlDbType = NpgsqlDbType.Uuid, TypedValue = value };

    private static NpgsqlParameter<int> Number(int value) => new() { NpgsqlDbType = NpgsqlDbType.Integer, TypedValue = value };

    private static NpgsqlParameter<long> Number(long value) => new() { NpgsqlDbType = NpgsqlDbType.Bigint, TypedValue = value };

    private static NpgsqlParameter<decimal> Amount(decimal value) => new() { NpgsqlDbType = NpgsqlDbType.Numeric, TypedValue = value };

    private static NpgsqlParameter Text(string? value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = value ?? (object)DBNull.Value };

    private sealed record StagedBatch<T>(Guid ImportId, int Number, ImportKind Kind, IReadOnlyCollection<T> Rows, string Copy);
}
