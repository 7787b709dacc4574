using Npgsql;
using NpgsqlTypes;
using OrleansAssets.MarketData;

namespace OrleansAssets.Storage;

/// <summary>Candles and quotes as rows of a COPY, and the order of their keys.</summary>
internal static class MarketDataRows
{
    public static IComparer<Candle> CandleOrder { get; } = KeyOrder.Of<Candle>(
        candle => candle.OpenTime, candle => candle.AssetId, candle => candle.SourceId, candle => candle.Timeframe.Code());

    public static IComparer<Quote> QuoteOrder { get; } = KeyOrder.Of<Quote>(
        quote => quote.At, quote => quote.AssetId, quote => quote.SourceId);

    /// <param name="classOf">Asset id to class id.</param>
    public static BulkPlan<Candle> CandlePlan(Func<string, string> classOf) => new(
        MarketDataSql.CopyCandles, MarketDataSql.CreateCandleStage, MarketDataSql.CopyCandleStage, MarketDataSql.UpsertCandles,
        (importer, candle, cancellationToken) => WriteAsync(importer, candle, classOf(candle.AssetId), cancellationToken));

    public static BulkPlan<Quote> QuotePlan(string classId) => new(
        MarketDataSql.CopyQuotes, MarketDataSql.CreateQuoteStage, MarketDataSql.CopyQuoteStage, MarketDataSql.UpsertQuotes,
        (importer, quote, cancellationToken) => WriteAsync(importer, quote, classId, cancellationToken));

    /// <summary>Columns in the order of <see cref="MarketDataSql.CandleColumns"/>.</summary>
    public static async Task WriteAsync(NpgsqlBinaryImporter importer, Candle candle, string classId, CancellationToken cancellationToken)
    {
        await importer.WriteAsync(candle.AssetId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(candle.SourceId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(candle.Timeframe.Code(), NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(candle.OpenTime.UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken);
        await importer.WriteAsync(classId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(candle.Open, NpgsqlDbType.Numeric, cancellationToken);
        await importer.WriteAsync(candle.High, NpgsqlDbType.Numeric, cancellationToken);
        await importer.WriteAsync(candle.Low, NpgsqlDbType.Numeric, cancellationToken);
        await importer.WriteAsync(candle.Close, NpgsqlDbType.Numeric, cancellationToken);
        await importer.WriteAsync(candle.Volume, NpgsqlDbType.Numeric, cancellationToken);
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter importer, Quote quote, string classId, CancellationToken cancellationToken)
    {
        await importer.WriteAsync(quote.AssetId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(quote.SourceId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(quote.At.UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken);
        await importer.WriteAsync(classId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(quote.Bid, NpgsqlDbType.Numeric, cancellationToken);
        await importer.WriteAsync(quote.Ask, NpgsqlDbType.Numeric, cancellationToken);
        await importer.WriteAsync(quote.BidSize, NpgsqlDbType.Numeric, cancellationToken);
        await importer.WriteAsync(quote.AskSize, NpgsqlDbType.Numeric, cancellationToken);
    }
}

internal static class MarketDataSql
{
    public const string CandleColumns = "asset_id, source_id, timeframe, open_time, asset_class, open, high, low, close, volume";

    public const string CopyCandles = $"COPY candles ({CandleColumns}) FROM STDIN (FORMAT BINARY)";

    public const string CreateCandleStage = """
        CREATE TEMP TABLE candle_stage (
            asset_id text COLLATE "C", source_id text COLLATE "C", timeframe text COLLATE "C", open_time timestamptz, asset_class text,
            open numeric, high numeric, low numeric, close numeric, volume numeric) ON COMMIT DROP
        """;

    /// <summary>For a transaction that goes on.</summary>
    public const string DropCandleStage = "DROP TABLE candle_stage";

    public const string CopyCandleStage = $"COPY candle_stage ({CandleColumns}) FROM STDIN (FORMAT BINARY)";

    // Rows whose values are the same are not touched.
    public const string OnCandleConflict = """
        ON CONFLICT (asset_id, source_id, timeframe, open_time) DO UPDATE SET
            asset_class = excluded.asset_class, open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close,
            volume = excluded.volume, recorded_at = now(), revision = stored.revision + 1
        WHERE (stored.open, stored.high, stored.low, stored.close, stored.volume, stored.asset_class)
            IS DISTINCT FROM (excluded.open, excluded.high, excluded.low, excluded.close, excluded.volume, excluded.asset_class)
        RETURNING revision
        """;

    public const string UpsertCandles = $"""
        WITH written AS (
            INSERT INTO candles AS stored ({CandleColumns})
            SELECT {CandleColumns} FROM candle_stage ORDER BY asset_id, source_id, timeframe, open_time
            {OnCandleConflict})
        SELECT count(*) FILTER (WHERE revision = 0), count(*) FILTER (WHERE revision > 0) FROM written
        """;

    // What is written here too, and what stays as it is, are told apart by the values that stood before: no row is touched twice.
    public const string RestateCandles = $"""
        WITH written AS (
            INSERT INTO candles AS stored ({CandleColumns})
            SELECT {CandleColumns} FROM candle_stage ORDER BY asset_id, source_id, timeframe, open_time
            {OnCandleConflict}),
        restated AS (
            UPDATE candles AS stored SET recorded_at = now() FROM candle_stage AS told
            WHERE stored.asset_id = told.asset_id AND stored.source_id = told.source_id AND stored.timeframe = told.timeframe
                AND stored.open_time = told.open_time
                AND stored.open_time BETWEEN (SELECT min(open_time) FROM candle_stage) AND (SELECT max(open_time) FROM candle_stage)
                AND (stored.open, stored.high, stored.low, stored.close, stored.volume, stored.asset_class)
                    IS NOT DISTINCT FROM (told.open, told.high, told.low, told.close, told.volume, told.asset_class))
        SELECT count(*) FILTER (WHERE revision = 0), count(*) FILTER (WHERE revision > 0) FROM written
        """;

    // One look into the index for each series; an array of them in one question.
    public const string CandlesOverlap = """
        SELECT EXISTS (
            SELECT FROM unnest($1, $2, $3, $4, $5) AS series (asset_id, source_id, timeframe, first_time, last_time)
            CROSS JOIN LATERAL (
                SELECT FROM candles
                WHERE candles.asset_id = series.asset_id AND candles.source_id = series.source_id AND candles.timeframe = series.timeframe
                    AND candles.open_time BETWEEN series.first_time AND series.last_time
                LIMIT 1) AS stored)
        """;

    public const string OpenTimes = """
        SELECT open_time FROM candles
        WHERE asset_id = $1 AND source_id = $2 AND timeframe = $3 AND open_time >= $4 AND open_time < $5
        ORDER BY open_time
        """;

    // Hours of every second are read to some minutes each: by the table's key, and never more than an hour's worth each hour.
    public const string QuoteMinutes = """
        SELECT DISTINCT date_bin('1 minute', at, timestamptz '2000-01-01 00:00:00Z') AS minute FROM quotes
        WHERE asset_id = $1 AND source_id = $2 AND at >= $3 AND at < $4
        ORDER BY minute
        """;

    public const string QuoteColumns = "asset_id, source_id, at, asset_class, bid, ask, bid_size, ask_size";

    public const string CopyQuotes = $"COPY quotes ({QuoteColumns}) FROM STDIN (FORMAT BINARY)";

    public const string CreateQuoteStage = """
        CREATE TEMP TABLE quote_stage (
            asset_id text COLLATE "C", source_id text COLLATE "C", at timestamptz, asset_class text,
            bid numeric, ask numeric, bid_size numeric, ask_size numeric) ON COMMIT DROP
        """;

    public const string CopyQuoteStage = $"COPY quote_stage ({QuoteColumns}) FROM STDIN (FORMAT BINARY)";

    public const string UpsertQuotes = $"""
        WITH written AS (
            INSERT INTO quotes ({QuoteColumns})
            SELECT {QuoteColumns} FROM quote_stage ORDER BY asset_id, source_id, at
            ON CONFLICT (asset_id, source_id, at) DO NOTHING
            RETURNING at)
        SELECT count(*), 0::bigint FROM written
        """;

    public const string MakePartitions = "SELECT make_partitions($1, $2)";

    // From $1, or later where a series is not kept for so long.
    public const string MakeAllPartitions = """
        SELECT make_partitions(series.table_name, greatest($1, kept.since), $2)
        FROM time_series series LEFT JOIN unnest($3::text[], $4::timestamptz[]) AS kept (table_name, since) USING (table_name)
        ORDER BY series.table_name
        """;

    // Partitions and chunks alike are children of the table.
    public const string TableBytes =
        "SELECT coalesce(sum(pg_relation_size(inhrelid)), 0)::bigint FROM pg_inherits WHERE inhparent = $1::regclass";

    public static string CountExactly(string table) => $"SELECT count(*) FROM {table}";

    public static string Estimate(string table) => $"EXPLAIN (FORMAT JSON) SELECT FROM {table}";
}
