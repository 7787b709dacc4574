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

    public static BulkPlan<Candle> CandlePlan(string classId) => new(
        MarketDataSql.CopyCandles, MarketDataSql.CreateCandleStage, MarketDataSql.CopyCandleStage, MarketDataSql.UpsertCandles,
        (importer, candle, cancellationToken) => WriteAsync(importer, candle, classId, cancellationToken));

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
