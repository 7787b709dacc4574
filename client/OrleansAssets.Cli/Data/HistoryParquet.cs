using OrleansAssets.Cli.Output;
using Parquet;
using Parquet.Schema;

namespace OrleansAssets.Cli.Data;

/// <summary>Writes histories as Parquet files: a row group a page, exact decimals, UTC timestamps in microseconds.</summary>
internal static class HistoryParquet
{
    /// <summary>Digits in all and behind the point: what a Parquet decimal of 16 bytes holds.</summary>
    private const int Precision = 38;

    private const int Scale = 12;

    /// <summary>Writes the whole of it, or nothing. Answers the rows.</summary>
    /// <param name="rowsOf">Writes the columns of a page, and answers its rows.</param>
    /// <exception cref="IOException">It cannot be written there.</exception>
    public static Task<long> WriteAsync<TPage>(
        string name, IEnumerable<DataField> columns, IAsyncEnumerable<TPage> pages,
        Func<ParquetWriter, TPage, Task<int>> rowsOf, CancellationToken cancellationToken) =>
        WholeFile.WriteAsync(name, async stream =>
        {
            var rows = 0L;
            await using var writer = await ParquetWriter.CreateAsync(
                new ParquetSchema([.. columns]), stream, cancellationToken: cancellationToken);
            await foreach (var page in pages.WithCancellation(cancellationToken))
            {
                rows += await rowsOf(writer, page);
            }

            return rows;
        }, cancellationToken);

    public static DateTimeDataField Instant(string name) =>
        new(name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Micros, isNullable: false);

    public static DecimalDataField Number(string name, bool isNullable = false) => new(name, Precision, Scale, isNullable: isNullable);

    public static Task WriteAsync(
        this ParquetRowGroupWriter group, DateTimeDataField field, IEnumerable<DateTimeOffset> instants,
        CancellationToken cancellationToken) => group.WriteAsync<DateTime>(
            field, instants.Select(instant => instant.UtcDateTime).ToArray(), cancellationToken: cancellationToken);

    public static Task WriteAsync(
        this ParquetRowGroupWriter group, DecimalDataField field, IEnumerable<decimal> values, CancellationToken cancellationToken) =>
        group.WriteAsync<decimal>(
            field, values.Select(value => Math.Round(value, Scale)).ToArray(), cancellationToken: cancellationToken);

    public static Task WriteAsync(
        this ParquetRowGroupWriter group, DecimalDataField field, IEnumerable<decimal?> values, CancellationToken cancellationToken) =>
        group.WriteAsync<decimal>(
            field, values.Select(value => value is { } known ? Math.Round(known, Scale) : (decimal?)null).ToArray(),
            cancellationToken: cancellationToken);
}
