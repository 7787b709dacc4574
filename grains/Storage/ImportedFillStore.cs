using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;
using static OrleansAssets.Storage.ImportQuery;

namespace OrleansAssets.Storage;

internal sealed class ImportedFillStore(
    NpgsqlDataSource dataSource, IDayRateReader rates, ICorporateActionStore actions, TimeProvider clock) : IImportedFillStore
{
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
        return await ReadUnbookedRowsAsync(command, importId, max, cancellationToken);
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
        return await new FillPublisher(connection, rates, actions, clock.GetUtcNow(), Guid.Empty, fills.PortfolioId)
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
        await new FillPublisher(connection, rates, actions, clock.GetUtcNow(), staged, portfolioId).StageTradesAsync(cancellationToken);
        await PublishRowsAsync(connection, ImportSql.PublishTrades, cancellationToken, Id(staged), Text(portfolioId));
        await DropAsync(connection, staged, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
