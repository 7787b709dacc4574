using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Storage.Portfolio;

/// <summary>Counts what refused orders, from the decisions in a portfolio's journal.</summary>
public interface IRefusalReader
{
    /// <param name="until">Only decisions of before it; null for all.</param>
    /// <param name="assetIds">Only decisions about these; null for all, those about what is no asset among them.</param>
    /// <param name="strategyId">Only those of this strategy; null for all.</param>
    Task<RefusalCounts> CountAsync(
        string portfolioId, DateTimeOffset since, DateTimeOffset? until, ImmutableArray<string>? assetIds, string? strategyId,
        CancellationToken cancellationToken);
}

/// <summary>How a portfolio's orders were decided.</summary>
public sealed record RefusalCounts(int Approved, int Reduced, int Rejected, ImmutableArray<Refusal> Refusals);

internal sealed class RefusalReader(NpgsqlDataSource dataSource) : IRefusalReader
{
    public async Task<RefusalCounts> CountAsync(
        string portfolioId, DateTimeOffset since, DateTimeOffset? until, ImmutableArray<string>? assetIds, string? strategyId,
        CancellationToken cancellationToken)
    {
        var outcomes = await ReadAsync(
            RefusalSql.Outcomes, row => (Outcome: row.GetString(0), Count: row.GetInt32(1)), portfolioId, since, until, assetIds,
            strategyId, cancellationToken);
        var refusals = await ReadAsync(
            RefusalSql.Refusals,
            row => new Refusal(
                row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetFieldValue<DateTimeOffset>(3),
                row.GetFieldValue<DateTimeOffset>(4), row.GetString(5), row.GetString(6), row.TextOrNull(7)),
            portfolioId, since, until, assetIds, strategyId, cancellationToken);
        return new RefusalCounts(Of("approved"), Of("reduced"), Of("rejected"), refusals);

        int Of(string outcome) => outcomes.FirstOrDefault(one => one.Outcome == outcome).Count;
    }

    private async Task<ImmutableArray<T>> ReadAsync<T>(
        string sql, Func<NpgsqlDataReader, T> read, string portfolioId, DateTimeOffset since, DateTimeOffset? until,
        ImmutableArray<string>? assetIds, string? strategyId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(sql);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, Keys.Portfolio(portfolioId));
        command.Parameters.AddWithValue(NpgsqlDbType.Text, PortfolioEventJson.Decision);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, since.UtcDateTime);
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = assetIds is { } ids ? ids.ToArray() : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
        });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)strategyId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = until is { } end ? end.UtcDateTime : DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz,
        });
        return await command.ReadAllAsync(read, cancellationToken);
    }
}

internal static class RefusalSql
{
    public const string Outcomes = $"{Decided} SELECT made ->> 'outcome', count(*)::integer FROM decided GROUP BY 1";

    /// <summary>Of a rejection every check that failed, of a reduction the one that bound it.</summary>
    public const string Refusals = $"""
        {Decided}
        SELECT rule ->> 'code', rule ->> 'scope', count(*)::integer, min(at), max(at),
            (array_agg(made ->> 'decisionId' ORDER BY sequence DESC))[1], (array_agg(rule ->> 'explanation' ORDER BY sequence DESC))[1],
            (array_agg(rule ->> 'remedy' ORDER BY sequence DESC))[1]
        FROM decided CROSS JOIN LATERAL jsonb_array_elements(made -> 'rules') AS rule
        WHERE (made ->> 'outcome' = 'rejected' AND rule ->> 'verdict' = 'failed')
            OR (made ->> 'outcome' = 'reduced' AND rule ->> 'code' = made ->> 'bindingRule' AND rule ->> 'verdict' = 'reduced')
        GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 200
        """;

    private const string Decided = """
        WITH decided AS MATERIALIZED (
            SELECT sequence, at, made FROM (
                SELECT sequence, at, payload::jsonb -> 'decision' AS made FROM audit_log
                WHERE stream = $1 AND kind = $2 AND at >= $3 AND ($6 IS NULL OR at < $6)) AS every
            WHERE ($4 IS NULL OR made -> 'order' ->> 'assetId' = ANY ($4)) AND ($5 IS NULL OR made -> 'order' ->> 'strategyId' = $5))
        """;
}
