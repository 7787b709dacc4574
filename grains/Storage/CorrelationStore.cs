using Npgsql;
using NpgsqlTypes;
using OrleansAssets.RiskModel;

namespace OrleansAssets.Storage;

internal sealed class CorrelationStore(NpgsqlDataSource dataSource) : ICorrelationStore
{
    public async Task SaveAsync(RiskModelView model, Func<string, string> classOf, CancellationToken cancellationToken)
    {
        if (model.AsOf is not { } asOf)
        {
            return;
        }

        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var delete = new NpgsqlCommand(RiskModelSql.DeleteMatrix, connection, transaction))
        {
            AddKey(delete, asOf, model.WindowDays);
            await delete.ExecuteNonQueryAsync(cancellationToken);
        }

        await using (var insert = new NpgsqlCommand(RiskModelSql.InsertMatrix, connection, transaction))
        {
            AddKey(insert, asOf, model.WindowDays);
            insert.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Text, model.Pairs.Select(pair => pair.AssetA).ToArray());
            insert.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Text, model.Pairs.Select(pair => pair.AssetB).ToArray());
            insert.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Text, model.Pairs.Select(pair => classOf(pair.AssetA)).ToArray());
            insert.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Text, model.Pairs.Select(pair => classOf(pair.AssetB)).ToArray());
            insert.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Double, model.Pairs.Select(pair => pair.Correlation).ToArray());
            insert.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Integer, model.Pairs.Select(pair => pair.Observations).ToArray());
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static void AddKey(NpgsqlCommand command, DateOnly asOf, int windowDays)
    {
        command.Parameters.AddWithValue(NpgsqlDbType.Date, asOf);
        command.Parameters.AddWithValue(NpgsqlDbType.Integer, windowDays);
    }
}
