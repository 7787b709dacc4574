using OrleansAssets.Data;
using OrleansAssets.MarketData;
using Parquet;
using Parquet.Schema;

namespace OrleansAssets.Cli.Data;

/// <summary>Writes candles as a Parquet file; asset, source, timeframe and units are in its metadata.</summary>
internal static class CandleParquet
{
    private static readonly DateTimeDataField OpenTime = HistoryParquet.Instant("open_time");

    private static readonly (DecimalDataField Field, Func<CandleRow, decimal> ValueOf)[] Numbers =
    [
        (HistoryParquet.Number("open"), row => row.Open), (HistoryParquet.Number("high"), row => row.High),
        (HistoryParquet.Number("low"), row => row.Low), (HistoryParquet.Number("close"), row => row.Close),
        (HistoryParquet.Number("volume"), row => row.Volume),
    ];

    /// <summary>Writes the whole of it, or nothing. Answers the rows.</summary>
    /// <exception cref="IOException">It cannot be written there.</exception>
    public static Task<long> WriteAsync(string name, IAsyncEnumerable<CandlePage> pages, CancellationToken cancellationToken) =>
        HistoryParquet.WriteAsync(
            name, [OpenTime, .. Numbers.Select(number => number.Field)], pages,
            (writer, page) => WriteAsync(writer, page, cancellationToken), cancellationToken);

    private static async Task<int> WriteAsync(ParquetWriter writer, CandlePage page, CancellationToken cancellationToken)
    {
        writer.CustomMetadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["asset"] = page.AssetId, ["source"] = page.SourceId ?? "", ["timeframe"] = page.Timeframe.Code(),
            ["prices"] = page.Basis.ToString().ToLowerInvariant(),
        };
        using var group = writer.CreateRowGroup();
        await group.WriteAsync(OpenTime, page.Rows.Select(row => row.OpenTime), cancellationToken);
        foreach (var (field, valueOf) in Numbers)
        {
            await group.WriteAsync(field, page.Rows.Select(valueOf), cancellationToken);
        }

        return page.Rows.Length;
    }
}
