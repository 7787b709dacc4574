using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.Data;
using OrleansAssets.MarketData;

namespace OrleansAssets.Storage;

/// <summary>Reads facts that were collected beside prices, for those who ask; each answer is bounded by the caller.</summary>
public interface IMarketFactsReader
{
    /// <summary>The newest value of each indicator at each source; by indicator and source.</summary>
    /// <param name="until">Before which the values lie; null for all there are. So for all methods here.</param>
    Task<ImmutableArray<IndicatorValue>> GetIndicatorsAsync(
        string assetId, DateTimeOffset? until, CancellationToken cancellationToken);

    /// <summary>The newest values of one indicator from an instant on, oldest first.</summary>
    Task<ImmutableArray<IndicatorValue>> GetIndicatorAsync(
        string assetId, string indicator, DateTimeOffset from, DateTimeOffset? until, int limit, CancellationToken cancellationToken);

    /// <summary>Sentiment snapshots from an instant on, newest first.</summary>
    Task<ImmutableArray<SentimentSnapshot>> GetSentimentAsync(
        string assetId, int? lookbackMinutes, DateTimeOffset from, DateTimeOffset? until, int limit, CancellationToken cancellationToken);

    /// <summary>Posts, newest first.</summary>
    Task<ImmutableArray<WatchedPost>> GetPostsAsync(PostRequest request, CancellationToken cancellationToken);

    /// <summary>Option trades, newest first.</summary>
    Task<ImmutableArray<OptionsFlow>> GetOptionsFlowAsync(FlowRequest request, CancellationToken cancellationToken);

    /// <summary>Events, earliest first.</summary>
    Task<ImmutableArray<EconomicEvent>> GetCalendarAsync(CalendarRequest request, CancellationToken cancellationToken);
}

internal sealed class MarketFactsReader(NpgsqlDataSource dataSource) : IMarketFactsReader
{
    public async Task<ImmutableArray<IndicatorValue>> GetIndicatorsAsync(
        string assetId, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(FactsReadSql.NewestIndicators);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, assetId);
        AddEnd(command, until);
        return await command.ReadAllAsync(IndicatorOf, cancellationToken);
    }

    public async Task<ImmutableArray<IndicatorValue>> GetIndicatorAsync(
        string assetId, string indicator, DateTimeOffset from, DateTimeOffset? until, int limit, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(FactsReadSql.Indicator);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, assetId);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, indicator);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, from.UtcDateTime);
        command.Parameters.AddWithValue(NpgsqlDbType.Integer, limit);
        AddEnd(command, until);
        return await command.ReadAllAsync(IndicatorOf, cancellationToken);
    }

    public async Task<ImmutableArray<SentimentSnapshot>> GetSentimentAsync(
        string assetId, int? lookbackMinutes, DateTimeOffset from, DateTimeOffset? until, int limit, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(SentimentSql.History);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, assetId);
        command.AddNullable(NpgsqlDbType.Integer, lookbackMinutes);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, from.UtcDateTime);
        command.Parameters.AddWithValue(NpgsqlDbType.Integer, limit);
        AddEnd(command, until);
        return await command.ReadAllAsync(SentimentReader.SnapshotOf, cancellationToken);
    }

    public async Task<ImmutableArray<WatchedPost>> GetPostsAsync(PostRequest request, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(FactsReadSql.Posts);
        command.AddNullable(NpgsqlDbType.Text, request.Account);
        command.AddNullable(NpgsqlDbType.Text, request.AssetId);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, request.From.UtcDateTime);
        command.Parameters.AddWithValue(NpgsqlDbType.Integer, request.Limit);
        AddEnd(command, request.Until);
        return await command.ReadAllAsync(
            row => new WatchedPost(
                row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetFieldValue<DateTimeOffset>(4),
                row.GetString(5), row.GetDouble(6), row.GetBoolean(7)),
            cancellationToken);
    }

    public async Task<ImmutableArray<OptionsFlow>> GetOptionsFlowAsync(FlowRequest request, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(FactsReadSql.Flow);
        command.AddNullable(NpgsqlDbType.Text, request.AssetId);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, request.From.UtcDateTime);
        command.Parameters.AddWithValue(NpgsqlDbType.Numeric, request.LeastPremium);
        command.Parameters.AddWithValue(NpgsqlDbType.Boolean, request.OnlyUnusual);
        command.Parameters.AddWithValue(NpgsqlDbType.Integer, request.Limit);
        AddEnd(command, request.Until);
        return await command.ReadAllAsync(
            row => new OptionsFlow(
                row.GetString(0), row.GetString(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3), Word<OptionType>(row, 4),
                Word<OptionSide>(row, 5), row.GetDecimal(6), row.GetFieldValue<DateOnly>(7), row.GetInt32(8), row.GetDecimal(9),
                row.IsDBNull(10) ? null : row.GetInt32(10), row.GetBoolean(11)),
            cancellationToken);
    }

    public async Task<ImmutableArray<EconomicEvent>> GetCalendarAsync(CalendarRequest request, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(FactsReadSql.Calendar);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, request.From.UtcDateTime);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, request.Until.UtcDateTime);
        command.AddNullable(NpgsqlDbType.Text, request.ClassId);
        command.AddNullable(NpgsqlDbType.Text, request.AssetId);
        command.AddColumn(
            NpgsqlDbType.Text,
            Enum.GetValues<EventImpact>().Where(impact => impact >= request.LeastImpact).Select(MarketFactsRows.Word));
        command.Parameters.AddWithValue(NpgsqlDbType.Integer, request.Limit);
        return await command.ReadAllAsync(
            row => new EconomicEvent(
                row.GetString(0), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2), row.GetString(3), row.GetString(4),
                Word<EventImpact>(row, 5), row.TextOrNull(6), [.. row.GetFieldValue<string[]>(7)], row.GetString(8),
                row.DecimalOrNull(9), row.DecimalOrNull(10), row.DecimalOrNull(11)),
            cancellationToken);
    }

    /// <summary>Before which rows lie: the end of time where nothing is said.</summary>
    private static void AddEnd(NpgsqlCommand command, DateTimeOffset? until) =>
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, (until ?? DateTimeOffset.MaxValue).UtcDateTime);

    private static IndicatorValue IndicatorOf(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3), row.GetDecimal(4), row.GetString(5));

    private static T Word<T>(NpgsqlDataReader row, int column)
        where T : struct, Enum => Enum.Parse<T>(row.GetString(column), ignoreCase: true);
}

internal static class FactsReadSql
{
    private const string IndicatorColumns = "asset_id, source_id, indicator, at, value, unit";

    // Series are few, values are many: the names are found by leaps through the primary key.
    public const string NewestIndicators = """
        WITH RECURSIVE series AS (
            (SELECT source_id, indicator FROM leading_indicators WHERE asset_id = $1 ORDER BY source_id, indicator LIMIT 1)
            UNION ALL
            SELECT next.source_id, next.indicator FROM series CROSS JOIN LATERAL (
                SELECT source_id, indicator FROM leading_indicators
                WHERE asset_id = $1 AND (source_id, indicator) > (series.source_id, series.indicator)
                ORDER BY source_id, indicator LIMIT 1) AS next)
        SELECT $1, series.source_id, series.indicator, newest.at, newest.value, newest.unit
        FROM series CROSS JOIN LATERAL (
            SELECT at, value, unit FROM leading_indicators
            WHERE asset_id = $1 AND source_id = series.source_id AND indicator = series.indicator AND at < $2
            ORDER BY at DESC LIMIT 1) AS newest
        ORDER BY series.indicator, series.source_id
        """;

    public const string Indicator = $"""
        SELECT * FROM (
            SELECT {IndicatorColumns} FROM leading_indicators
            WHERE asset_id = $1 AND indicator = $2 AND at >= $3 AND at < $5
            ORDER BY at DESC, source_id LIMIT $4) AS newest
        ORDER BY at, source_id
        """;

    public const string Posts = """
        SELECT asset_id, source_id, account, post_id, at, text, score, mentions_asset FROM posts
        WHERE ($1 IS NULL OR account = $1) AND ($2 IS NULL OR asset_id = $2) AND at >= $3 AND at < $5
        ORDER BY at DESC, post_id DESC, asset_id LIMIT $4
        """;

    public const string Flow = """
        SELECT asset_id, source_id, trade_id, at, contract_type, side, strike, expires_on, contracts, premium, open_interest, unusual
        FROM options_flow
        WHERE ($1 IS NULL OR asset_id = $1) AND at >= $2 AND at < $6 AND premium >= $3 AND (unusual OR NOT $4)
        ORDER BY at DESC, trade_id LIMIT $5
        """;

    public const string Calendar = """
        SELECT source_id, event_id, at, title, country, impact, asset_id, asset_classes, unit, previous, forecast, actual
        FROM economic_calendar
        WHERE at >= $1 AND at < $2 AND ($3 IS NULL OR asset_classes = '{}' OR $3 = ANY (asset_classes))
            AND ($4 IS NULL OR asset_id = $4) AND impact = ANY ($5)
        ORDER BY at, source_id, event_id LIMIT $6
        """;
}
