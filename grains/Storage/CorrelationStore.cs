using Npgsql;
using NpgsqlTypes;
using OrleansAssets.RiskModel;

namespace OrleansAssets.Storage;

/// <summary>Keeps every correlation matrix under its date.</summary>
public interface ICorrelationStore
{
    /// <summary>Writes a matrix in one transaction, in place of one of the same date and window.</summary>
    Task SaveAsync(RiskModelView model, Func<string, string> classOf, CancellationToken cancellationToken);
}

internal sealed class CorrelationStore(NpgsqlDataSource dataSource) : ICorrelationStore
{
    private const string DeleteMatrix = "DELETE FROM correlation_matrix WHERE as_of = $1 AND window_days = $2";

    private const string InsertMatrix = """
        INSERT INTO correlation_matrix
            (as_of, window_days, asset_a, asset_b, asset_class_a, asset_class_b, correlation, observations)
        SELECT $1, $2, pair.* FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::float8[], $8::int[]) AS pair
        """;

    public async Task SaveAsync(RiskModelView model, Func<string, string> classOf, CancellationToken cancellationToken)
    {
        if (model.AsOf is not { } asOf)
        {
            return;
        }

        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var delete = new NpgsqlCommand(DeleteMatrix, connection, transaction))
        {
            AddKey(delete, asOf, model.WindowDays);
            await delete.ExecuteNonQueryAsync(cancellationToken);
        }

        await using (var insert = new NpgsqlCommand(InsertMatrix, connection, transaction))
        {
            AddKey(insert, asOf, model.WindowDays);
            insert.AddColumn(NpgsqlDbType.Text, model.Pairs.Select(pair => pair.AssetA));
            insert.AddColumn(NpgsqlDbType.Text, model.Pairs.Select(pair => pair.AssetB));
            insert.AddColumn(NpgsqlDbType.Text, model.Pairs.Select(pair => classOf(pair.AssetA)));
            insert.AddColumn(NpgsqlDbType.Text, model.Pairs.Select(pair => classOf(pair.AssetB)));
            insert.AddColumn(NpgsqlDbType.Double, model.Pairs.Select(pair => pair.Correlation));
            insert.AddColumn(NpgsqlDbType.Integer, model.Pairs.Select(pair => pair.Observations));
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
