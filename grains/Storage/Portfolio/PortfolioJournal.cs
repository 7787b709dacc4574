using System.Collections.Immutable;
using System.IO.Compression;
using Npgsql;
using NpgsqlTypes;
using Orleans.Storage;
using OrleansAssets.Audit;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Returns;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage.Audit;
using OrleansAssets.Storage.Notices;

namespace OrleansAssets.Storage.Portfolio;

/// <summary>A batch is one round trip: its statements are one implicit transaction, and the answer comes once it is durable.</summary>
internal sealed class PortfolioJournal(NpgsqlDataSource dataSource, IAuditLog log) : IPortfolioJournal
{
    public async Task AppendAsync(JournalBatch batch, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateBatch();
        foreach (var statement in Statements(batch))
        {
            command.BatchCommands.Add(statement);
        }

        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new InconsistentStateException(
                $"The journal of portfolio '{batch.PortfolioId}' was written by another activation ({exception.ConstraintName}).",
                exception);
        }
    }

    public Task<ImmutableArray<AuditEntry>> ReadAsync(string portfolioId, long after, int max, CancellationToken cancellationToken) =>
        log.ReadAsync(Keys.Portfolio(portfolioId), after, max, cancellationToken);

    public async Task<ImmutableArray<AuditEntry>> ReadKindsAsync(
        string portfolioId, IReadOnlyCollection<string> kinds, long after, long until, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(AuditSql.ReadKinds);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, Keys.Portfolio(portfolioId));
        command.Parameters.AddWithValue(NpgsqlDbType.Bigint, after);
        command.Parameters.AddWithValue(NpgsqlDbType.Bigint, until);
        command.AddColumn(NpgsqlDbType.Text, kinds);
        return await command.ReadAllAsync(AuditRows.Read, cancellationToken);
    }

    public async Task<ImmutableArray<AuditEntry>> SearchAsync(
        string portfolioId, JournalSearch search, long from, long before, int max, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(AuditSql.Search);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, Keys.Portfolio(portfolioId));
        command.Parameters.AddWithValue(NpgsqlDbType.Bigint, from);
        command.Parameters.AddWithValue(NpgsqlDbType.Bigint, before);
        command.AddColumn(NpgsqlDbType.Text, search.Kinds);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, (object?)search.ToldFrom?.UtcDateTime ?? DBNull.Value);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, (object?)search.ToldUntil?.UtcDateTime ?? DBNull.Value);
        command.AddColumn(NpgsqlDbType.Text, search.Pieces);
        command.Parameters.AddWithValue(NpgsqlDbType.Integer, max);
        return await command.ReadAllAsync(AuditRows.Read, cancellationToken);
    }

    public async Task<AuditEntry?> FindLimitsAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(AuditSql.LastLimits);
        return (await command.ReadAllAsync(AuditRows.Read, cancellationToken)).FirstOrDefault();
    }

    public async Task<AuditEntry?> FindAsync(string portfolioId, long sequence, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(AuditSql.ReadOne);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, Keys.Portfolio(portfolioId));
        command.Parameters.AddWithValue(NpgsqlDbType.Bigint, sequence);
        return (await command.ReadAllAsync(AuditRows.Read, cancellationToken)).FirstOrDefault();
    }

    public Task<AuditPosition> GetHeadAsync(string portfolioId, CancellationToken cancellationToken) =>
        log.GetHeadAsync(Keys.Portfolio(portfolioId), cancellationToken);

    public async Task<JournalId?> FindIdAsync(string portfolioId, string kind, string id, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(PortfolioSql.FindId);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, portfolioId);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, kind);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, id);
        var found = await command.ReadAllAsync(
            row => new JournalId(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3)), cancellationToken);
        return found.FirstOrDefault();
    }

    public async Task<IReadOnlyList<(string Kind, string Id)>> ReadIdsAsync(
        string portfolioId, int max, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(PortfolioSql.ReadIds);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, portfolioId);
        command.Parameters.AddWithValue(NpgsqlDbType.Integer, max);
        return await command.ReadAllAsync(row => (row.GetString(0), row.GetString(1)), cancellationToken);
    }

    public async Task SealAsync(string portfolioId, long sequence, string bookHash, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(PortfolioSql.InsertSeal);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, portfolioId);
        command.Parameters.AddWithValue(NpgsqlDbType.Bigint, sequence);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, bookHash);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<string?> FindSealAsync(string portfolioId, long sequence, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(PortfolioSql.FindSeal);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, portfolioId);
        command.Parameters.AddWithValue(NpgsqlDbType.Bigint, sequence);
        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }

    public async Task<byte[]?> GetInputAsync(string hash, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(PortfolioSql.FindInput);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, hash);
        return await command.ExecuteScalarAsync(cancellationToken) is byte[] content ? Unpack(content) : null;
    }

    private static IEnumerable<NpgsqlBatchCommand> Statements(JournalBatch batch)
    {
        foreach (var statement in AuditRows.Append(batch.Stream, batch.Entries))
        {
            yield return statement;
        }

        foreach (var id in batch.Ids)
        {
            yield return Statement(
                PortfolioSql.InsertId, (NpgsqlDbType.Text, batch.PortfolioId), (NpgsqlDbType.Text, id.Kind), (NpgsqlDbType.Text, id.Id),
                (NpgsqlDbType.Text, id.ContentHash), (NpgsqlDbType.Bigint, id.Sequence));
        }

        foreach (var input in batch.Inputs)
        {
            yield return Statement(PortfolioSql.InsertInput, (NpgsqlDbType.Text, input.Hash), (NpgsqlDbType.Bytea, Pack(input.Json)));
        }

        foreach (var trade in batch.Trades)
        {
            yield return OfTrade(batch.PortfolioId, trade);
        }

        foreach (var day in batch.Days)
        {
            yield return Statement(
                PortfolioSql.WriteDay, (NpgsqlDbType.Text, batch.PortfolioId), (NpgsqlDbType.Date, day.Day),
                (NpgsqlDbType.Numeric, day.Equity), (NpgsqlDbType.Numeric, day.CashFlow), (NpgsqlDbType.Numeric, day.Return),
                (NpgsqlDbType.Text, LedgerRows.CodeOf(day.Provenance)), (NpgsqlDbType.Boolean, day.MadeUp));
        }

        if (!batch.Profits.IsEmpty)
        {
            yield return OfProfits(batch);
        }

        foreach (var order in batch.Orders)
        {
            yield return Statement(OrderSql.Upsert, OrderRows.Of(batch.PortfolioId, order));
        }

        foreach (var happened in batch.Notices.Happened)
        {
            yield return NoticeStatements.Add(happened);
        }

        if (batch.Notices.Standing is { } standing)
        {
            yield return NoticeStatements.Report(batch.Stream, standing, batch.Entries[^1].At);
        }
    }

    private static NpgsqlBatchCommand OfTrade(string portfolioId, JournalTrade closed) => closed.Change switch
    {
        TradeChange.Removed => Statement(
            PortfolioSql.RemoveTrade, (NpgsqlDbType.Text, portfolioId), (NpgsqlDbType.Text, closed.Trade.TradeId)),
        TradeChange.Revised => OfTrade(PortfolioSql.ReviseTrade, portfolioId, closed.Trade, closed.ClassId),
        _ => OfTrade(PortfolioSql.InsertTrade, portfolioId, closed.Trade, closed.ClassId),
    };

    private static NpgsqlBatchCommand OfTrade(string sql, string portfolioId, Trade trade, string classId) => Statement(
        sql,
        (NpgsqlDbType.Text, portfolioId),
        (NpgsqlDbType.Text, trade.TradeId),
        (NpgsqlDbType.Text, trade.AssetId),
        (NpgsqlDbType.Text, classId),
        (NpgsqlDbType.Text, trade.StrategyId),
        (NpgsqlDbType.Text, LedgerRows.CodeOf(trade.Side)),
        (NpgsqlDbType.Numeric, trade.Quantity),
        (NpgsqlDbType.TimestampTz, trade.OpenedAt.UtcDateTime),
        (NpgsqlDbType.Numeric, trade.EntryPrice),
        (NpgsqlDbType.TimestampTz, trade.ClosedAt?.UtcDateTime),
        (NpgsqlDbType.Numeric, trade.ExitPrice),
        (NpgsqlDbType.Numeric, trade.Fees),
        (NpgsqlDbType.Text, LedgerRows.CodeOf(trade.Provenance)));

    private static NpgsqlBatchCommand OfProfits(JournalBatch batch)
    {
        var days = batch.Days.ToDictionary(day => day.Day);
        var profits = batch.Profits;
        return Statement(
            PortfolioSql.WriteProfits,
            (NpgsqlDbType.Text, batch.PortfolioId),
            (NpgsqlDbType.Array | NpgsqlDbType.Date, Column(part => part.Day)),
            (NpgsqlDbType.Array | NpgsqlDbType.Text, Column(part => part.AssetId)),
            (NpgsqlDbType.Array | NpgsqlDbType.Text, Column(part => part.StrategyId ?? "")),
            (NpgsqlDbType.Array | NpgsqlDbType.Text, Column(part => part.ClassId)),
            (NpgsqlDbType.Array | NpgsqlDbType.Numeric, Column(part => part.Profit)),
            (NpgsqlDbType.Array | NpgsqlDbType.Numeric, Column(part => part.Return)),
            (NpgsqlDbType.Array | NpgsqlDbType.Text, Column(part => LedgerRows.CodeOf(days[part.Day].Provenance))),
            (NpgsqlDbType.Array | NpgsqlDbType.Boolean, Column(part => days[part.Day].MadeUp)));

        T[] Column<T>(Func<DayProfit, T> column) => [.. profits.Select(column)];
    }

    private static NpgsqlBatchCommand Statement(string sql, params ReadOnlySpan<(NpgsqlDbType Type, object? Value)> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var (type, value) in parameters)
        {
            command.Parameters.AddWithValue(type, value ?? DBNull.Value);
        }

        return command;
    }

    private static byte[] Pack(ReadOnlyMemory<byte> json)
    {
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(json.Length)];
        return BrotliEncoder.TryCompress(json.Span, packed, out var length, quality: 2, window: 16)
            ? packed[..length]
            : throw new InvalidOperationException("The inputs could not be compressed.");
    }

    private static byte[] Unpack(byte[] content)
    {
        using var packed = new BrotliStream(new MemoryStream(content), CompressionMode.Decompress);
        using var json = new MemoryStream();
        packed.CopyTo(json);
        return json.ToArray();
    }
}

internal static class PortfolioSql
{
    public const string InsertId =
        "INSERT INTO portfolio_ids (portfolio_id, kind, id, content_hash, sequence) VALUES ($1, $2, $3, $4, $5)";

    public const string FindId =
        "SELECT kind, id, content_hash, sequence FROM portfolio_ids WHERE portfolio_id = $1 AND kind = $2 AND id = $3";

    public const string ReadIds = "SELECT kind, id FROM portfolio_ids WHERE portfolio_id = $1 LIMIT $2";

    public const string InsertInput = "INSERT INTO decision_inputs (hash, content) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING";

    public const string FindInput = "SELECT content FROM decision_inputs WHERE hash = $1";

    public const string InsertSeal =
        "INSERT INTO book_seals (portfolio_id, sequence, hash) VALUES ($1, $2, $3) ON CONFLICT (portfolio_id, sequence) DO NOTHING";

    public const string FindSeal = "SELECT hash FROM book_seals WHERE portfolio_id = $1 AND sequence = $2";

    public const string InsertTrade = $"""
        INSERT INTO trades (portfolio_id, {ImportSql.TradeColumns}, provenance)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """;

    // Revisions go by the owner's functions, which keep the version before (db/0131).
    public const string ReviseTrade = "SELECT revise_trade($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

    public const string RemoveTrade = "SELECT remove_trade($1, $2)";

    public const string WriteProfits = "SELECT write_profits($1, $2, $3, $4, $5, $6, $7, $8, $9)";

    public const string WriteDay = "SELECT write_day($1, $2, $3, $4, $5, $6, $7)";
}
