using System.Globalization;
using OrleansAssets.Cli.Data;
using OrleansAssets.Data;
using OrleansAssets.MarketData;
using Parquet;

namespace OrleansAssets.Tests.Console;

public sealed class CandleChartTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, '│')] // the wick reaches the top
    [InlineData(3, '█')]
    [InlineData(7, '█')]
    [InlineData(8, '│')]
    [InlineData(10, ' ')]
    public void Cell_OfACandle_IsBodyWickOrNothing(int line, char expected) =>
        Assert.Equal(expected, CandleChart.Cell(new CandleRow(Start, 80, 110, 30, 40, 1), line, 0, 110));

    [Fact]
    public void Columns_OfMoreThanFit_KeepTheExtremes()
    {
        var rows = Enumerable.Range(0, 144)
            .Select(hour => new CandleRow(Start.AddHours(hour), hour, hour + 5, hour - 5, hour + 1, 2)).ToList();

        var columns = CandleChart.Columns(rows);

        Assert.Equal(72, columns.Length);
        Assert.Equal(new CandleRow(Start, 0, 6, -5, 2, 4), columns[0]);
    }

    [Fact]
    public void Csv_OfCandles_IsExactWhateverTheCulture()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var page = new CandlePage(
            "BTC/USDT", "ccxt_binance", Timeframe.H1, PriceBasis.Adjusted, [new CandleRow(Start, 1.5m, 2, 1, 0.00000001m, 3)], null);
        var decimalCommas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        decimalCommas.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.CurrentCulture = decimalCommas;

        CsvForm.Write(output, DataColumns.RowsOf(page), DataColumns.Candles);

        Assert.Equal(
            "asset_id,source_id,timeframe,open_time,open,high,low,close,volume\n"
            + "BTC/USDT,ccxt_binance,1h,2026-03-01T00:00:00Z,1.5,2,1,0.00000001,3\n",
            output.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Parquet_OfTwoPages_HoldsEveryDigit()
    {
        var path = Path.Combine(Path.GetTempPath(), $"candles-{Guid.NewGuid():N}.parquet");
        var row = new CandleRow(Start, 78_123.12345678m, 99_999_999.5m, -37.63m, 0.000000000001m, 123_456_789.123456789m);
        try
        {
            var pages = PagesAsync([row, row with { OpenTime = Start.AddHours(1) }], [row]);
            Assert.Equal(3, await CandleParquet.WriteAsync(path, pages, default));

            await using var reader = await ParquetReader.CreateAsync(path);
            Assert.Equal(("BTC/USDT", 2), (reader.CustomMetadata["asset"], reader.RowGroupCount));
            using var group = reader.OpenRowGroupReader(0);
            var fields = reader.Schema.DataFields;
            Assert.Equal(["open_time", "open", "high", "low", "close", "volume"], fields.Select(field => field.Name));
            var times = new DateTime[2];
            await group.ReadAsync<DateTime>(fields[0], times);
            Assert.Equal([Start.UtcDateTime, Start.UtcDateTime.AddHours(1)], times);
            foreach (var (field, value) in fields.Skip(1).Zip([row.Open, row.High, row.Low, row.Close, row.Volume]))
            {
                var values = new decimal[2];
                await group.ReadAsync<decimal>(field, values);
                Assert.Equal(value, values[0]);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async IAsyncEnumerable<CandlePage> PagesAsync(params CandleRow[][] pages)
    {
        foreach (var rows in pages)
        {
            await Task.Yield();
            yield return new CandlePage("BTC/USDT", "ccxt_binance", Timeframe.H1, PriceBasis.Raw, [.. rows], null);
        }
    }
}
