using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Domain.Returns;
using OrleansAssets.Performance;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Storage;

internal sealed class LedgerStore(NpgsqlDataSource dataSource) : ILedgerStore
{
    public async Task<ImmutableArray<EquityPoint>> GetKnownEquityAsync(
        string portfolioId, DateOnly from, DateOnly until, DateTimeOffset? knownAt, CancellationToken cancellationToken)
    {
        await using var command = Command(LedgerSql.KnownEquity, portfolioId);
        command.Parameters.AddWithValue(NpgsqlDbType.Date, from);
        command.Parameters.AddWithValue(NpgsqlDbType.Date, until);
        command.Parameters.Add(Known(knownAt));
        return await command.ReadAllAsync(ReadPoint, cancellationToken);
    }

    public async Task<ImmutableArray<Trade>> GetKnownTradesAsync(
        string portfolioId, DateTimeOffset from, DateTimeOffset until, DateTimeOffset? knownAt, CancellationToken cancellationToken)
    {
        await using var command = Command(LedgerSql.KnownTrades, portfolioId);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, from.UtcDateTime);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, until.UtcDateTime);
        command.Parameters.Add(Known(knownAt));
        return await command.ReadAllAsync(ReadTrade, cancellationToken);
    }

    public async Task<ImmutableArray<DayProfit>> GetKnownProfitsAsync(
        string portfolioId, DateOnly from, DateOnly until, DateTimeOffset? knownAt, CancellationToken cancellationToken)
    {
        await using var command = Command(LedgerSql.KnownProfits, portfolioId);
        command.Parameters.AddWithValue(NpgsqlDbType.Date, from);
        command.Parameters.AddWithValue(NpgsqlDbType.Date, until);
        command.Parameters.Add(Known(knownAt));
        return await command.ReadAllAsync(
            row => new DayProfit(
                row.GetFieldValue<DateOnly>(0), row.GetString(1), row.GetString(2),
                row.GetString(3) is { Length: > 0 } strategy ? strategy : null, row.GetDecimal(4),
                row.IsDBNull(5) ? null : row.GetDecimal(5)),
            cancellationToken);
    }

    public async Task<ImmutableArray<DateOnly>> GetRevisedDaysAsync(
        string portfolioId, DateOnly from, DateOnly until, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var command = Command(LedgerSql.RevisedDays, portfolioId);
        command.Parameters.AddWithValue(NpgsqlDbType.Date, from);
        command.Parameters.AddWithValue(NpgsqlDbType.Date, until);
        command.Parameters.Add(Known(since));
        return await command.ReadAllAsync(row => row.GetFieldValue<DateOnly>(0), cancellationToken);
    }

    public async Task<ImmutableArray<Trade>> GetOpenTradesAsync(string portfolioId, CancellationToken cancellationToken)
    {
        await using var command = Command(LedgerSql.OpenTrades, portfolioId);
        return await command.ReadAllAsync(ReadTrade, cancellationToken);
    }

    public async Task<ImmutableArray<LedgerTrade>> FindTradesAsync(
        string portfolioId, TradeQuery query, TradePlace? after, CancellationToken cancellationToken)
    {
        await using var command = Command(LedgerSql.FindTrades, portfolioId);
        foreach (var part in new[] { query.AssetId, query.ClassId, query.StrategyId })
        {
            command.Parameters.AddWithValue(NpgsqlDbType.Text, (object?)part ?? DBNull.Value);
        }

        command.Parameters.AddWithValue(NpgsqlDbType.Boolean, query.Scope != TradeScope.Closed && after is null or { IsOpen: true });
        command.Parameters.Add(Known(after is { IsOpen: true } opened ? opened.At : null));
        command.Parameters.AddWithValue(NpgsqlDbType.Boolean, query.Scope != TradeScope.Open);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, StartOf(query.From ?? DateOnly.MinValue));
        command.Parameters.Add(Known(query.Until is { } until ? new DateTimeOffset(StartOf(until.AddDays(1))) : null));
        command.Parameters.Add(Known(after is { IsOpen: false } closed ? closed.At : null));
        command.Parameters.AddWithValue(NpgsqlDbType.Text, after?.TradeId ?? "");
        command.Parameters.AddWithValue(NpgsqlDbType.Integer, query.Most);
        return await command.ReadAllAsync(row => new LedgerTrade(ReadTrade(row), row.GetString(11)), cancellationToken);

        static DateTime StartOf(DateOnly day) => day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
    }

    public async Task<int> CountClosedTradesAsync(string portfolioId, CancellationToken cancellationToken)
    {
        await using var command = Command(LedgerSql.CountClosedTrades, portfolioId);
        var rows = await command.ReadAllAsync(reader => reader.GetInt32(0), cancellationToken);
        return rows[0];
    }

    /// <summary>Npgsql sends the greatest time as infinity: everything is known by then.</summary>
    internal static NpgsqlParameter Known(DateTimeOffset? at) => new()
    {
        NpgsqlDbType = NpgsqlDbType.TimestampTz,
        Value = at?.UtcDateTime ?? DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc),
    };

    private NpgsqlCommand Command(string sql, string portfolioId)
    {
        var command = dataSource.CreateCommand(sql);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, portfolioId);
        return command;
    }

    private static EquityPoint ReadPoint(NpgsqlDataReader reader) => new(
        reader.GetFieldValue<DateOnly>(0),
        reader.GetDecimal(1),
        reader.GetDecimal(2),
        reader.IsDBNull(3) ? null : reader.GetDecimal(3),
        LedgerRows.ProvenanceOf(reader.GetString(4)),
        reader.GetBoolean(5));

    private static Trade ReadTrade(NpgsqlDataReader reader) => new(
        reader.GetString(0),
        reader.GetString(1),
        reader.IsDBNull(2) ? null : reader.GetString(2),
        LedgerRows.SideOf(reader.GetString(3)),
        reader.GetDecimal(4),
        reader.GetFieldValue<DateTimeOffset>(5),
        reader.GetDecimal(6),
        reader.IsDBNull(7) ? null : reader.GetFieldValue<DateTimeOffset>(7),
        reader.IsDBNull(8) ? null : reader.GetDecimal(8),
        reader.GetDecimal(9),
        LedgerRows.ProvenanceOf(reader.GetString(10)));
}
