using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Storage.Portfolio;

/// <summary>Approved orders as they stand; <see cref="IPortfolioJournal"/> writes them with the entries that changed them.</summary>
public interface IOrderStore
{
    /// <summary>An approved order; null where there is none.</summary>
    Task<Order?> FindAsync(string portfolioId, string clientOrderId, CancellationToken cancellationToken);

    /// <summary>Approved orders, the newest first; where none is before which they are asked for, as if none were named.</summary>
    Task<ImmutableArray<Order>> ReadAsync(string portfolioId, OrderQuery query, CancellationToken cancellationToken);
}

internal sealed class OrderStore(NpgsqlDataSource dataSource) : IOrderStore
{
    public async Task<Order?> FindAsync(string portfolioId, string clientOrderId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(OrderSql.Find);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, portfolioId);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, clientOrderId);
        return (await command.ReadAllAsync(OrderRows.Read, cancellationToken)).FirstOrDefault();
    }

    public async Task<ImmutableArray<Order>> ReadAsync(string portfolioId, OrderQuery query, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(query.OpenOnly ? OrderSql.ReadOpen : OrderSql.Read);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, portfolioId);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, (object?)query.AssetId ?? DBNull.Value);
        command.Parameters.AddWithValue(NpgsqlDbType.Integer, query.Limit);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, (object?)query.Before ?? DBNull.Value);
        return await command.ReadAllAsync(OrderRows.Read, cancellationToken);
    }
}

/// <summary>Orders as rows, both ways.</summary>
internal static class OrderRows
{
    private static readonly string[] TimesInForce = ["day", "gtc", "gtd", "ioc"];

    private static readonly string[] States =
        ["approved", "working", "partly_filled", "filled", "cancelled", "expired", "rejected", "replaced"];

    public static (NpgsqlDbType Type, object? Value)[] Of(string portfolioId, Order order) =>
    [
        (NpgsqlDbType.Text, portfolioId),
        (NpgsqlDbType.Text, order.ClientOrderId),
        (NpgsqlDbType.Text, order.DecisionId),
        (NpgsqlDbType.Text, order.AssetId),
        (NpgsqlDbType.Text, order.ClassId),
        (NpgsqlDbType.Text, order.Side == OrderSide.Buy ? "buy" : "sell"),
        (NpgsqlDbType.Numeric, order.Quantity),
        (NpgsqlDbType.Numeric, order.Filled),
        (NpgsqlDbType.Numeric, order.LimitPrice),
        (NpgsqlDbType.Numeric, order.StopPrice),
        (NpgsqlDbType.Numeric, order.TargetPrice),
        (NpgsqlDbType.Text, order.StrategyId),
        (NpgsqlDbType.Text, TimesInForce[(int)order.TimeInForce]),
        (NpgsqlDbType.TimestampTz, order.GoodUntil?.UtcDateTime),
        (NpgsqlDbType.Boolean, order.IsExit),
        (NpgsqlDbType.TimestampTz, order.ApprovedAt.UtcDateTime),
        (NpgsqlDbType.Text, States[(int)order.State]),
        (NpgsqlDbType.TimestampTz, order.Since.UtcDateTime),
        (NpgsqlDbType.TimestampTz, order.Until?.UtcDateTime),
        (NpgsqlDbType.Text, order.VenueOrderId),
        (NpgsqlDbType.Text, order.Remark),
        (NpgsqlDbType.Text, order.Replaces),
        (NpgsqlDbType.Text, order.ReplacedBy),
    ];

    /// <summary>A row of <see cref="OrderSql.Columns"/>.</summary>
    public static Order Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3),
        row.GetString(4) == "buy" ? OrderSide.Buy : OrderSide.Sell, row.GetDecimal(5), row.GetDecimal(6), Number(row, 7), Number(row, 8),
        Number(row, 9), row.TextOrNull(10), (TimeInForce)Array.IndexOf(TimesInForce, row.GetString(11)), Instant(row, 12),
        row.GetBoolean(13), Instant(row, 14) ?? default, (OrderState)Array.IndexOf(States, row.GetString(15)), Instant(row, 16) ?? default,
        Instant(row, 17),
        row.TextOrNull(18), row.TextOrNull(19), row.TextOrNull(20), row.TextOrNull(21));

    private static decimal? Number(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDecimal(column);

    private static DateTimeOffset? Instant(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : new DateTimeOffset(row.GetDateTime(column), TimeSpan.Zero);
}

internal static class OrderSql
{
    public const string Columns =
        "client_order_id, decision_id, asset_id, asset_class, side, quantity, filled, limit_price, stop_price, target_price, strategy_id, "
        + "time_in_force, good_until, is_exit, approved_at, state, since, until, venue_order_id, remark, replaces, replaced_by";

    public const string Upsert = $"""
        INSERT INTO orders (portfolio_id, {Columns})
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
        ON CONFLICT (portfolio_id, client_order_id) DO UPDATE SET
            asset_id = excluded.asset_id, asset_class = excluded.asset_class, quantity = excluded.quantity, filled = excluded.filled,
            limit_price = excluded.limit_price, stop_price = excluded.stop_price, target_price = excluded.target_price,
            state = excluded.state, since = excluded.since, until = excluded.until, venue_order_id = excluded.venue_order_id,
            remark = excluded.remark, replaced_by = excluded.replaced_by
        """;

    public const string Find = $"SELECT {Columns} FROM orders WHERE portfolio_id = $1 AND client_order_id = $2";

    public const string Read = $"""
        SELECT {Columns} FROM orders WHERE portfolio_id = $1 AND ($2::text IS NULL OR asset_id = $2) {AfterCursor}
        ORDER BY approved_at DESC, client_order_id LIMIT $3
        """;

    public const string ReadOpen = $"""
        SELECT {Columns} FROM orders
        WHERE portfolio_id = $1 AND ($2::text IS NULL OR asset_id = $2) AND state IN ('approved', 'working', 'partly_filled') {AfterCursor}
        ORDER BY approved_at DESC, client_order_id LIMIT $3
        """;

    /// <summary>An order keeps the place that its approval gave it, so that no page has what another one had.</summary>
    private const string AfterCursor = $"AND approved_at <= {CursorTime} AND (approved_at < {CursorTime} OR client_order_id > $4)";

    private const string CursorTime =
        "COALESCE((SELECT last.approved_at FROM orders last WHERE last.portfolio_id = $1 AND last.client_order_id = $4), 'infinity')";
}
