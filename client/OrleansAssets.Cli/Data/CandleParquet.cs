using OrleansAssets.Cli.Output;
using OrleansAssets.Data;
using OrleansAssets.MarketData;
using Parquet;
using Parquet.Schema;

namespace OrleansAssets.Cli.Data;

/// <summary>Writes candles as a Parquet file: a row group a page, exact decimals, UTC timestamps in microseconds.</summary>
internal static class CandleParquet
{
    /// <summary>Digits in all and behind the point: what a Parquet decimal of 16 bytes holds.</summary>
    private const int Precision = 38;

    private const int Scale = 12;

    private static readonly DateTimeDataField OpenTime =
        new("open_time", DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Micros, isNullable: false);

    private static readonly (DecimalDataField Field, Func<CandleRow, decimal> ValueOf)[] Numbers =
    [
        (Number("open"), row => row.Open), (Number("high"), row => row.High), (Number("low"), row => row.Low),
        (Number("close"), row => row.Close), (Number("volume"), row => row.Volume),
    ];

    /// <summary>Writes the whole of it, or nothing. Answers the rows.</summary>
    /// <exception cref="IOException">It cannot be written there.</exception>
    public static Task<long> WriteAsync(string name, IAsyncEnumerable<CandlePage> pages, CancellationToken cancellationToken) =>
        WholeFile.WriteAsync(name, stream => WriteAsync(stream, pages, cancellationToken), cancellationToken);

    private static async Task<long> WriteAsync(
        Stream stream, IAsyncEnumerable<CandlePage> pages, CancellationToken cancellationToken)
    {
        var rows = 0L;
        var schema = new ParquetSchema([OpenTime, .. Numbers.Select(number => number.Field)]);
        await using var writer = await ParquetWriter.CreateAsync(schema, stream, cancellationToken: cancellationToken);
        await foreach (var page in pages.WithCancellation(cancellationToken))
        {
            writer.CustomMetadata = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["asset"] = page.AssetId, ["source"] = page.SourceId ?? "", ["timeframe"] = page.Timeframe.Code(),
                ["prices"] = page.Basis.ToString().ToLowerInvariant(),
            };
            using var group = writer.CreateRowGroup();
            await group.WriteAsync<DateTime>(
                OpenTime, page.Rows.Select(row => row.OpenTime.UtcDateTime).ToArray(), cancellationToken: cancellationToken);
            foreach (var (field, valueOf) in Numbers)
            {
                await group.WriteAsync<decimal>(
                    field, page.Rows.Select(row => Math.Round(valueOf(row), Scale)).ToArray(), cancellationToken: cancellationToken);
            }

            rows += page.Rows.Length;
        }

        return rows;
    }

    private static DecimalDataField Number(string name) => new(name, Precision, Scale, isNullable: false);
}
