using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;

namespace OrleansAssets.Storage;

internal sealed class PerformanceStore(NpgsqlDataSource dataSource) : IPerformanceStore
{
    public async Task<DateOnly?> GetLastAsOfAsync(string portfolioId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(PerformanceSql.LastAsOf);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, portfolioId);
        return await command.ExecuteScalarAsync(cancellationToken) switch
        {
            DateOnly day => day,
            DateTime day => DateOnly.FromDateTime(day),
            _ => null,
        };
    }

    public async Task<int> UpsertAsync(
        string portfolioId, DateOnly asOf, IReadOnlyCollection<AssetPerformance> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return 0;
        }

        await using var command = dataSource.CreateCommand(PerformanceSql.Upsert);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, portfolioId);
        command.Parameters.AddWithValue(NpgsqlDbType.Date, asOf);
        Add(NpgsqlDbType.Text, row => row.AssetId);
        Add(NpgsqlDbType.Text, row => row.ClassId);
        Add(NpgsqlDbType.Integer, row => row.Report.WindowDays);
        Add(NpgsqlDbType.Integer, row => row.Report.ClosedTrades);
        Add(NpgsqlDbType.Integer, row => row.Report.WinningTrades);
        Add(NpgsqlDbType.Numeric, row => row.Profit);
        Add(NpgsqlDbType.Numeric, row => row.Fees);
        Add(NpgsqlDbType.Integer, row => row.Report.ProfitableDays);
        Add(NpgsqlDbType.Double, row => row.Report.TradeWinRate);
        Add(NpgsqlDbType.Double, row => row.Report.ProfitFactor);
        Add(NpgsqlDbType.Double, row => row.Report.Sharpe);
        Add(NpgsqlDbType.Double, row => row.Report.Sortino);
        Add(NpgsqlDbType.Double, row => row.Report.MaxDrawdown);
        return await command.ExecuteNonQueryAsync(cancellationToken);

        void Add<T>(NpgsqlDbType type, Func<AssetPerformance, T> column) =>
            command.Parameters.AddWithValue(NpgsqlDbType.Array | type, rows.Select(column).ToArray());
    }

    public async Task<ImmutableArray<DailyClose>> GetDailyClosesAsync(
        string assetId, DateOnly from, DateOnly until, DateTimeOffset? knownAt, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(PerformanceSql.DailyCloses);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, assetId);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, from.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, until.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));
        command.Parameters.Add(LedgerStore.Known(knownAt));
        return await command.ReadAllAsync(
            row => new DailyClose(row.GetFieldValue<DateOnly>(0), row.GetDecimal(1)), cancellationToken);
    }
}
