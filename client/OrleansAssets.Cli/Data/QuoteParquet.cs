using OrleansAssets.Data;
using OrleansAssets.MarketData;
using Parquet;
using Parquet.Schema;

namespace OrleansAssets.Cli.Data;

/// <summary>Writes quotes that were kept as a Parquet file; the asset is in its metadata.</summary>
internal static class QuoteParquet
{
    private static readonly DateTimeDataField At = HistoryParquet.Instant("at");
    private static readonly DateTimeDataField RecordedAt = HistoryParquet.Instant("recorded_at");
    private static readonly DataField SourceId = new DataField<string>("source_id");
    private static readonly DecimalDataField Bid = HistoryParquet.Number("bid");
    private static readonly DecimalDataField Ask = HistoryParquet.Number("ask");
    private static readonly DecimalDataField BidSize = HistoryParquet.Number("bid_size", isNullable: true);
    private static readonly DecimalDataField AskSize = HistoryParquet.Number("ask_size", isNullable: true);

    /// <summary>Writes the whole of it, or nothing. Answers the rows.</summary>
    /// <exception cref="IOException">It cannot be written there.</exception>
    public static Task<long> WriteAsync(string name, IAsyncEnumerable<QuotePage> pages, CancellationToken cancellationToken) =>
        HistoryParquet.WriteAsync(
            name, [At, SourceId, Bid, Ask, BidSize, AskSize, RecordedAt], pages,
            (writer, page) => WriteAsync(writer, page, cancellationToken), cancellationToken);

    private static async Task<int> WriteAsync(ParquetWriter writer, QuotePage page, CancellationToken cancellationToken)
    {
        writer.CustomMetadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["asset"] = page.AssetId };
        using var group = writer.CreateRowGroup();
        Quote[] quotes = [.. page.Rows.Select(row => row.Quote)];
        await group.WriteAsync(At, quotes.Select(quote => quote.At), cancellationToken);
        await group.WriteAsync(SourceId, quotes.Select(quote => quote.SourceId).ToArray());
        await group.WriteAsync(Bid, quotes.Select(quote => quote.Bid), cancellationToken);
        await group.WriteAsync(Ask, quotes.Select(quote => quote.Ask), cancellationToken);
        await group.WriteAsync(BidSize, quotes.Select(quote => quote.BidSize), cancellationToken);
        await group.WriteAsync(AskSize, quotes.Select(quote => quote.AskSize), cancellationToken);
        await group.WriteAsync(RecordedAt, page.Rows.Select(row => row.RecordedAt), cancellationToken);
        return quotes.Length;
    }
}
