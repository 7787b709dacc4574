using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.Domain.Notices;
using OrleansAssets.Notices;
using OrleansAssets.Storage.Audit;

namespace OrleansAssets.Storage.Notices;

/// <inheritdoc />
internal sealed class NoticeDeliveries(NpgsqlDataSource dataSource) : INoticeDeliveries
{
    public Task<int> EscalateAsync(
        NoticeSeverity severity, DateTimeOffset since, DateTimeOffset now, CancellationToken cancellationToken) =>
        ExecuteAsync(
            DeliverySql.Escalate, cancellationToken, (NpgsqlDbType.Smallint, (short)severity),
            (NpgsqlDbType.TimestampTz, since.UtcDateTime), (NpgsqlDbType.TimestampTz, now.UtcDateTime));

    public async Task<ImmutableArray<NoticeNews>> GetUnroutedAsync(
        DateTimeOffset clearedBefore, int countMax, CancellationToken cancellationToken)
    {
        await using var command = Command(
            DeliverySql.Unrouted, (NpgsqlDbType.TimestampTz, clearedBefore.UtcDateTime), (NpgsqlDbType.Integer, countMax));
        return await command.ReadAllAsync(Read, cancellationToken);
    }

    public async Task RouteAsync(
        NoticeNews news, ImmutableArray<PlannedDelivery> deliveries, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(DeliverySql.Route, connection, transaction);
        Add(
            command, (NpgsqlDbType.Bigint, news.Id), (NpgsqlDbType.TimestampTz, now.UtcDateTime),
            (NpgsqlDbType.Array | NpgsqlDbType.Text, deliveries.Select(planned => planned.Channel).ToArray()),
            (NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, deliveries.Select(planned => planned.DueAt.UtcDateTime).ToArray()));
        if (await command.ExecuteScalarAsync(cancellationToken) is null)
        {
            return; // it has them
        }

        await AuditAppend.AppendAsync(transaction, NoticeStore.Stream, NoticeNewsNote.Of(news, now), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task<ImmutableArray<NoticeNews>> GetUntoldAsync(string channel, int countMax, CancellationToken cancellationToken)
    {
        await using var command = Command(DeliverySql.Untold, (NpgsqlDbType.Text, channel), (NpgsqlDbType.Integer, countMax));
        return await command.ReadAllAsync(Read, cancellationToken);
    }

    public Task AddAsync(long newsId, PlannedDelivery delivery, CancellationToken cancellationToken) => ExecuteAsync(
        DeliverySql.Add, cancellationToken, (NpgsqlDbType.Bigint, newsId), (NpgsqlDbType.Text, delivery.Channel),
        (NpgsqlDbType.TimestampTz, delivery.DueAt.UtcDateTime));

    public async Task<ImmutableArray<NoticeNews>> GetDueAsync(
        string channel, DateTimeOffset now, int countMax, ImmutableArray<long> except, CancellationToken cancellationToken)
    {
        await using var command = Command(
            DeliverySql.Due, (NpgsqlDbType.Text, channel), (NpgsqlDbType.TimestampTz, now.UtcDateTime),
            (NpgsqlDbType.Integer, countMax), (NpgsqlDbType.Array | NpgsqlDbType.Bigint, except.ToArray()));
        return await command.ReadAllAsync(Read, cancellationToken);
    }

    public Task DeliveredAsync(
        string channel, ImmutableArray<long> newsIds, DateTimeOffset now, CancellationToken cancellationToken) => ExecuteAsync(
            DeliverySql.Delivered, cancellationToken, (NpgsqlDbType.Text, channel),
            (NpgsqlDbType.Array | NpgsqlDbType.Bigint, newsIds.ToArray()), (NpgsqlDbType.TimestampTz, now.UtcDateTime));

    public Task FailedAsync(string channel, ImmutableArray<long> newsIds, string error, CancellationToken cancellationToken) =>
        ExecuteAsync(
            DeliverySql.Failed, cancellationToken, (NpgsqlDbType.Text, channel),
            (NpgsqlDbType.Array | NpgsqlDbType.Bigint, newsIds.ToArray()), (NpgsqlDbType.Text, error));

    public async Task<ImmutableArray<ChannelBacklog>> GetBacklogAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(DeliverySql.Backlog);
        return await command.ReadAllAsync(
            row => new ChannelBacklog(row.GetString(0), row.GetInt64(1), Instant(row, 2), Instant(row, 3), row.TextOrNull(4)),
            cancellationToken);
    }

    private static DateTimeOffset? Instant(NpgsqlDataReader row, int ordinal) =>
        row.IsDBNull(ordinal) ? null : row.GetFieldValue<DateTimeOffset>(ordinal);

    private async Task<int> ExecuteAsync(
        string sql, CancellationToken cancellationToken, params (NpgsqlDbType Type, object Value)[] parameters)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private NpgsqlCommand Command(string sql, params ReadOnlySpan<(NpgsqlDbType Type, object Value)> parameters)
    {
        var command = dataSource.CreateCommand(sql);
        Add(command, parameters);
        return command;
    }

    private static void Add(NpgsqlCommand command, params ReadOnlySpan<(NpgsqlDbType Type, object Value)> parameters)
    {
        foreach (var (type, value) in parameters)
        {
            command.Parameters.AddWithValue(type, value);
        }
    }

    private static NoticeNews Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetString(4), (NoticeSeverity)row.GetInt16(5),
        row.GetString(6), row.GetFieldValue<DateTimeOffset>(7), row.GetFieldValue<DateTimeOffset>(8), row.GetInt64(9));
}

internal static class DeliverySql
{
    public const string Escalate = """
        INSERT INTO notice_news (notice_id, news, severity, text, at)
        SELECT standing.id, 'escalated', standing.severity, standing.text, $3
        FROM notices AS standing
        CROSS JOIN LATERAL (
            SELECT max(at) FILTER (WHERE news <> 'escalated') AS told, max(at) FILTER (WHERE news = 'escalated') AS escalated
            FROM notice_news WHERE notice_id = standing.id) AS last
        WHERE standing.cleared_at IS NULL AND standing.acknowledged_at IS NULL AND standing.severity >= $1
            AND last.told < $2 AND (last.escalated IS NULL OR last.escalated < last.told)
        """;

    public const string Unrouted = $"""
        {Select} WHERE news.routed_at IS NULL AND (news.news <> 'cleared' OR news.at <= $1) ORDER BY news.id LIMIT $2
        """;

    public const string Route = """
        WITH routed AS (UPDATE notice_news SET routed_at = $2 WHERE id = $1 AND routed_at IS NULL RETURNING id),
            added AS (
                INSERT INTO notice_deliveries (news_id, channel, due_at)
                SELECT routed.id, planned.channel, planned.due_at FROM routed, unnest($3, $4) AS planned (channel, due_at))
        SELECT id FROM routed
        """;

    public const string Untold = $"""
        {Select}
        WHERE told.cleared_at IS NULL AND news.routed_at IS NOT NULL AND news.news IN ('raised', 'worsened')
            AND NOT EXISTS (
                SELECT FROM notice_news AS later
                WHERE later.notice_id = told.id AND later.id > news.id AND later.news IN ('raised', 'worsened'))
            AND NOT EXISTS (
                SELECT FROM notice_news AS other JOIN notice_deliveries AS delivery ON delivery.news_id = other.id
                WHERE other.notice_id = told.id AND delivery.channel = $1)
        ORDER BY news.id LIMIT $2
        """;

    public const string Add = """
        INSERT INTO notice_deliveries (news_id, channel, due_at) VALUES ($1, $2, $3) ON CONFLICT (news_id, channel) DO NOTHING
        """;

    public const string Due = $"""
        {Select} JOIN notice_deliveries AS delivery ON delivery.news_id = news.id
        WHERE delivery.channel = $1 AND delivery.delivered_at IS NULL AND delivery.due_at <= $2
            AND delivery.news_id <> ALL ($4)
        ORDER BY news.severity DESC, news.id LIMIT $3
        """;

    public const string Delivered = """
        UPDATE notice_deliveries SET delivered_at = $3, attempts = attempts + 1 WHERE channel = $1 AND news_id = ANY ($2)
        """;

    public const string Failed = """
        UPDATE notice_deliveries SET last_error = $3, attempts = attempts + 1 WHERE channel = $1 AND news_id = ANY ($2)
        """;

    public const string Backlog = """
        SELECT channel, count(*) FILTER (WHERE delivered_at IS NULL), min(due_at) FILTER (WHERE delivered_at IS NULL), max(delivered_at),
            (array_agg(last_error ORDER BY news_id DESC) FILTER (WHERE delivered_at IS NULL AND last_error IS NOT NULL))[1]
        FROM notice_deliveries GROUP BY channel ORDER BY channel
        """;

    private const string Select = """
        SELECT news.id, news.notice_id, news.news, told.kind, told.subject, news.severity, news.text, news.at, told.since, told.count
        FROM notice_news AS news JOIN notices AS told ON told.id = news.notice_id
        """;
}
