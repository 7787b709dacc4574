using System.Collections.Immutable;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.Domain.Audit;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Notices;
using OrleansAssets.Storage.Audit;

namespace OrleansAssets.Storage.Notices;

/// <inheritdoc />
internal sealed class NoticeStore(NpgsqlDataSource dataSource) : INoticeStore
{
    /// <summary>The stream of the audit log that says what people hear, and who has seen it.</summary>
    public const string Stream = AuditStreams.Notices;

    public async Task<int> ReportAsync(
        string source, ImmutableArray<NoticeFact> standing, DateTimeOffset now, CancellationToken cancellationToken) =>
        (int)(await ExecuteAsync(NoticeStatements.Report(source, standing, now), cancellationToken) ?? 0);

    public async Task<bool> AddAsync(NoticeEvent happened, CancellationToken cancellationToken) =>
        (bool)(await ExecuteAsync(NoticeStatements.Add(happened), cancellationToken) ?? false);

    public async Task<ImmutableArray<Notice>> ListAsync(NoticeQuery query, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(NoticeSql.List);
        command.Parameters.AddWithValue(NpgsqlDbType.Boolean, query.Standing);
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)query.Subject ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.AddWithValue(NpgsqlDbType.Integer, query.Max);
        return await command.ReadAllAsync(Read, cancellationToken);
    }

    public async Task<ImmutableArray<Notice>> FindAsync(NoticePageQuery query, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(NoticeSql.Page);
        command.Parameters.AddWithValue(NpgsqlDbType.Boolean, query.Standing);
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)query.Subject ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.AddWithValue(NpgsqlDbType.Integer, query.Most);
        command.Parameters.AddWithValue(NpgsqlDbType.Bigint, query.Before ?? long.MaxValue);
        return await command.ReadAllAsync(Read, cancellationToken);
    }

    public async Task<Notice?> FindAsync(long noticeId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(NoticeSql.Find);
        command.Parameters.AddWithValue(NpgsqlDbType.Bigint, noticeId);
        return (await command.ReadAllAsync(Read, cancellationToken)).SingleOrDefault();
    }

    public async Task<bool> AcknowledgeAsync(
        long noticeId, NoticeAcknowledgement acknowledgement, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(NoticeSql.Acknowledge, connection, transaction);
        command.Parameters.AddWithValue(NpgsqlDbType.Bigint, noticeId);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, acknowledgement.At.UtcDateTime);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, acknowledgement.By);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, (object?)acknowledgement.Note ?? DBNull.Value);
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
        {
            return false;
        }

        var payload = JsonSerializer.Serialize(new { noticeId, note = acknowledgement.Note });
        await AuditAppend.AppendAsync(
            transaction, Stream, new AuditNote(AuditKinds.Acknowledged, acknowledgement.By, payload, acknowledgement.At),
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private async Task<object?> ExecuteAsync(NpgsqlBatchCommand command, CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        batch.BatchCommands.Add(command);
        return await batch.ExecuteScalarAsync(cancellationToken);
    }

    private static Notice Read(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        (NoticeSeverity)row.GetInt16(4),
        row.GetString(5),
        row.GetFieldValue<DateTimeOffset>(6),
        row.GetFieldValue<DateTimeOffset>(7),
        row.GetInt64(8),
        row.IsDBNull(9)
            ? null
            : new NoticeAcknowledgement(row.GetString(10), row.GetFieldValue<DateTimeOffset>(9), row.TextOrNull(11)),
        row.IsDBNull(12) ? null : row.GetFieldValue<DateTimeOffset>(12));
}

internal static class NoticeSql
{
    public const string List = $"""
        {Select} WHERE {Asked}
        ORDER BY cleared_at IS NULL DESC, CASE WHEN cleared_at IS NULL THEN severity END DESC, last_at DESC, id DESC LIMIT $3
        """;

    public const string Page = $"{Select} WHERE {Asked} AND id < $4 ORDER BY id DESC LIMIT $3";

    public const string Find = $"{Select} WHERE id = $1";

    public const string Acknowledge = """
        UPDATE notices SET acknowledged_at = $2, acknowledged_by = $3, acknowledgement = $4 WHERE id = $1 AND acknowledged_at IS NULL
        """;

    private const string Asked =
        "(NOT $1 OR cleared_at IS NULL) AND ($2 IS NULL OR subject = $2 OR starts_with(subject, $2 || ' '))";

    private const string Select = """
        SELECT id, source, kind, subject, severity, text, since, last_at, count, acknowledged_at, acknowledged_by, acknowledgement,
            cleared_at
        FROM notices
        """;
}
