using Npgsql;
using NpgsqlTypes;
using OrleansAssets.MarketData;

namespace OrleansAssets.Storage;

/// <summary>
/// The candles of one import in one transaction, from the first batch to the commit: nobody sees any of them before, and what is not
/// committed goes with its connection. A stage would be written, read and emptied beside the table, which halves the speed.
/// </summary>
/// <remarks>After a failure it is over: dispose of it.</remarks>
public interface ICandleImport : IAsyncDisposable
{
    /// <summary>Writes rows; of those of one key the last one written is kept.</summary>
    /// <exception cref="InvalidRequestException">Others changed the same rows or their partition meanwhile.</exception>
    Task WriteAsync(IReadOnlyList<Candle> candles, CancellationToken cancellationToken);

    /// <summary>Makes the rows visible. Of an import that was committed before, the counts of that time.</summary>
    Task<ImportCounts> CommitAsync(CancellationToken cancellationToken);
}

internal sealed class CandleImport : ICandleImport
{
    /// <summary>The server ends a transaction in which nothing comes for so long: it holds what it wrote against other imports.</summary>
    public static readonly TimeSpan IdleMax = TimeSpan.FromMinutes(5);

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly PartitionKeeper _partitions;
    private readonly BulkPlan<Candle> _plan;
    private readonly Guid _importId;
    private readonly Action _closed;
    private bool _isClosed;
    private ImportCounts _counts = new(0, 0, 0);

    private CandleImport(
        NpgsqlConnection connection, NpgsqlTransaction transaction, PartitionKeeper partitions, BulkPlan<Candle> plan, Guid importId,
        Action closed) =>
        (_connection, _transaction, _partitions, _plan, _importId, _closed) =
            (connection, transaction, partitions, plan, importId, closed);

    /// <param name="classOf">Asset id to class id.</param>
    /// <param name="closed">Called once, when it is disposed of.</param>
    public static async Task<CandleImport> OpenAsync(
        NpgsqlDataSource dataSource, PartitionKeeper partitions, Guid importId, Func<string, string> classOf, Action closed,
        CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var begin = new NpgsqlCommand(
                $"{BulkWriter.AllowCompressed}; SET LOCAL idle_in_transaction_session_timeout = {(int)IdleMax.TotalMilliseconds}",
                connection, transaction);
            await begin.ExecuteNonQueryAsync(cancellationToken);
            return new CandleImport(connection, transaction, partitions, MarketDataRows.CandlePlan(classOf), importId, closed);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async Task WriteAsync(IReadOnlyList<Candle> candles, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(candles);
        var ordered = RowOrder.Strict(candles, MarketDataRows.CandleOrder);
        await _partitions.EnsureAsync("candles", ordered.Select(candle => candle.OpenTime), cancellationToken);
        try
        {
            // Rows of an earlier batch of the same import overlap too.
            var isUpsert = await MarketDataStore.CandlesOverlapAsync(_transaction, ordered, cancellationToken);
            var counts = await BulkWriter.WriteAsync(_transaction, _plan, ordered, isUpsert, cancellationToken);
            if (isUpsert)
            {
                await using var drop = new NpgsqlCommand(MarketDataSql.DropCandleStage, _connection, _transaction);
                await drop.ExecuteNonQueryAsync(cancellationToken);
            }

            _counts = new ImportCounts(
                _counts.Inserted + counts.Inserted, _counts.Updated + counts.Updated,
                _counts.Unchanged + counts.Unchanged + candles.Count - ordered.Count);
        }
        catch (PostgresException exception) when (PartitionKeeper.IsMissing(exception))
        {
            _partitions.Forget();
            throw Outrun();
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw Outrun();
        }
    }

    public async Task<ImportCounts> CommitAsync(CancellationToken cancellationToken)
    {
        if (await ExecuteAsync(
            ImportSql.Claim, cancellationToken, Id(), Text(ImportSql.KindOf(ImportKind.Candles)), Text(null)) == 0)
        {
            return await ImportStore.ReadCountsAsync(_connection, _importId, cancellationToken);
        }

        await ExecuteAsync(
            ImportSql.NoteCounts, cancellationToken,
            Id(), Number(_counts.Inserted), Number(_counts.Updated), Number(_counts.Unchanged), Number(_counts.Kept), Text(null));
        await _transaction.CommitAsync(cancellationToken);
        return _counts;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        _closed();
        try
        {
            await _transaction.DisposeAsync();
        }
        finally
        {
            await _connection.DisposeAsync();
        }
    }

    // Without the server's own exception, which does not travel between silos.
    private static InvalidRequestException Outrun() =>
        new("Nothing was imported: others changed the same candles meanwhile. Import the file again; twice changes nothing.");

    private async Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, _connection, _transaction);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private NpgsqlParameter<Guid> Id() => new() { NpgsqlDbType = NpgsqlDbType.Uuid, TypedValue = _importId };

    private static NpgsqlParameter<long> Number(long value) => new() { NpgsqlDbType = NpgsqlDbType.Bigint, TypedValue = value };

    private static NpgsqlParameter Text(string? value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = value ?? (object)DBNull.Value };
}
