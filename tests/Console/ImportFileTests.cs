using System.Text;
using OrleansAssets.Cli.Imports;
using OrleansAssets.Cli.Imports.Forms;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.MarketData;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Console;

/// <summary>Files as people have them, invented: what is found out of them, and what is refused.</summary>
public sealed class ImportFileTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly KnownAssets Assets = new(ShippedConfiguration.Value.Instruments, ShippedConfiguration.Value.Classes);
    private readonly string _directory = Directory.CreateTempSubdirectory("import-files-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("1746057600", "seconds")]
    [InlineData("1746057600000", "milliseconds")]
    [InlineData("1746057600000000", "microseconds")]
    public void Klines_OfAnyUnitAndHeader_AreTheSame(string time, string unit)
    {
        var row = $"{time},1,3,0.5,2,10,0,0,0,0,0,0\n";

        foreach (var text in new[] { row, $"{string.Join(',', Layouts.KlineHeader)}\n{row}" })
        {
            var (form, rows) = Candles("BTCUSDT_1d.csv", text);

            Assert.Equal("binance-klines", form.Layout.Name);
            Assert.Contains(form.Said, said => said == ("times", $"{unit} since 1970"));
            Assert.Equal(
                new Candle("BTC/USDT", "import", Timeframe.D1, new DateTimeOffset(2025, 5, 1, 0, 0, 0, TimeSpan.Zero), 1, 3, 0.5m, 2, 10),
                Assert.Single(rows).Value);
        }
    }

    [Fact]
    public void Candles_Utf16WithTabsAndLinesAboveTheHeader_AreRead()
    {
        var path = Write("NVDA_1d.csv", "");
        const string table = "Date\tOpen\tHigh\tLow\tClose\tVolume\n2025-05-01\t1,5\t2,5\t1\t2\t1.000.000\n";
        File.WriteAllText(path, "Exported\n\n" + table, Encoding.Unicode);

        var (form, rows) = Candles(path);

        Assert.Equal('\t', form.Separator);
        Assert.Contains(form.Said, said => said.Value == "tabs, header below 1 lines, UTF-16 with a byte order mark");
        Assert.Equal((1.5m, 1_000_000m), (Assert.Single(rows).Value!.Open, rows[0].Value!.Volume));
    }

    [Theory]
    [InlineData("equity", "Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n", "fills (Binance, trade history): use 'assets import fills'")]
    [InlineData("fills", "timestamp,open,high,low,close,volume\n", "candles (our own): use 'assets import candles'")]
    public void File_OfAnotherKind_IsRefusedWithTheCommandForIt(string kind, string text, string expected)
    {
        var path = Write("any.csv", text);

        var (_, fault) = FormDetection.Detect(
            FileSample.Of(() => File.OpenRead(path), null), Enum.Parse<ImportKind>(kind, ignoreCase: true), new FormOptions());

        Assert.Equal($"it holds {expected}", fault);
    }

    [Fact]
    public void Fills_BadValues_AreNamedByTheFilesOwnColumnsAllAtOnce()
    {
        var path = Write("binance.csv", """
            "Date(UTC)","Pair","Side","Price","Executed","Amount","Fee"
            "2025-05-01 12:00:00","BTCUSDT","HOLD","96,00.00","0.1ETH","1USDT","x"
            """);

        var (_, rows) = Fills(path);

        Assert.Equal(
            ["Executed 0.1ETH", "Fee x", "Price 96,00.00", "Side HOLD"],
            Assert.Single(rows).Faults.Select(fault => $"{fault.Column} {fault.Value}").Order());
    }

    /// <summary>Brokers write a cancelled purchase as one below 0; some write every sale so.</summary>
    [Theory]
    [InlineData("fill_id,asset,side,quantity,price,executed_at", "f1,NVDA,buy,-1,100,2025-05-01T14:30:00Z", true)]
    [InlineData("fill_id,asset,side,quantity,price,executed_at", "f1,NVDA,sell,-1,100,2025-05-01T14:30:00Z", true)]
    [InlineData("Symbol,DateTime,Buy/Sell,Quantity,TradePrice,IBCommission,TradeID", "NVDA,2025-05-01 10:30:00,BUY,-1,100,-1,7", true)]
    [InlineData("Symbol,DateTime,Buy/Sell,Quantity,TradePrice,IBCommission,TradeID", "NVDA,2025-05-01 10:30:00,SELL,-1,100,-1,7", false)]
    public void Fills_QuantityBelowZeroBesideASide_IsRefusedButForABrokersSales(string header, string row, bool refused)
    {
        var read = Assert.Single(Fills(Write("fills.csv", $"{header}\n{row}\n")).Rows);

        Assert.Equal(refused ? ["-1"] : [], read.Faults.Select(fault => fault.Value));
        Assert.Equal(refused, read.Value is null);
    }

    [Fact]
    public void Fills_WithoutIds_HaveThoseOfTheirContent_EqualOnesToo()
    {
        const string header = "Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n";
        const string one = "2025-05-01 12:00:00,BTCUSDT,BUY,96000,0.1BTC,9600USDT,0.0001BTC\n";
        const string newer = "2025-05-02 12:00:00,BTCUSDT,SELL,97000,0.1BTC,9700USDT,9.7USDT\n";

        var first = Fills(Write("a.csv", header + one + one)).Rows.Select(row => row.Value!.FillId).ToArray();
        var second = Fills(Write("b.csv", header + newer + one + one)).Rows.Select(row => row.Value!.FillId).ToArray();

        Assert.Equal(2, first.Distinct().Count());
        Assert.Equal(first, second[1..]);
    }

    [Fact]
    public void Json_BrokenInTheMiddle_IsReadUpToThereAndSaid()
    {
        var path = Write("activities.json", """
            [{"activity_type":"FILL","id":"1","transaction_time":"2025-05-01T00:00:00Z","side":"buy","qty":"1","price":"1","symbol":"NVDA"},
            """);

        var sample = FileSample.Of(() => File.OpenRead(path), null);

        Assert.Contains("JSON", sample.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Candles_GapsOfTheCalendar_AreCounted()
    {
        var (_, rows, check) = CandlesChecked(Write(
            "NVDA_1d.csv", "timestamp,open,high,low,close,volume\n2025-05-01,1,2,1,2,5\n2025-05-02,1,2,1,2,5\n2025-05-06,1,2,1,2,5\n"));

        Assert.Equal(3, rows);
        Assert.Equal((3L, 1L), (check.Figures.Days, check.Figures.Gaps)); // Monday; the weekend is none
    }

    [SharedPricesFact]
    public void SharedData_OfAllAssets_IsDetectedAndReadWithoutAFault()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in Directory.GetFiles(SharedPricesFactAttribute.Folder, "*.csv"))
        {
            var named = Path.GetFileNameWithoutExtension(path);
            var asset = named.Contains('-', StringComparison.Ordinal) ? named[..named.IndexOf('-', StringComparison.Ordinal)] : null;
            var (_, _, check) = CandlesChecked(path, asset);

            Assert.True(check.BadRows == 0, $"{named}: {string.Join("; ", check.Faults.Take(3))}");
            Assert.True(check.GoodRows > 100, named);
            string[] splits = named == "UVXY-unadjusted_1d" ? ["2024-04-11 UVXY 1:5", "2025-11-20 UVXY 1:5"] : [];
            Assert.Equal(splits, check.Figures.Splits.AsEnumerable());
            seen.Add(Assets.Find(asset ?? named[..named.LastIndexOf('_')])!);
        }

        Assert.Equal(ShippedConfiguration.Value.Assets.Select(one => one.Id).Order(), seen.Order());
    }

    private (FileForm Form, List<ParsedRow<Candle>> Rows) Candles(string name, string text) => Candles(Write(name, text));

    private static (FileForm Form, List<ParsedRow<Candle>> Rows) Candles(string path)
    {
        var (form, format) = CandleFormatOf(path, null);
        using var stream = new RowStream<Candle>(File.OpenRead(path), format, form);
        return (form, [.. stream.Rows(stream.ReadHeader())]);
    }

    private static (FileForm Form, long Rows, ImportCheck Check) CandlesChecked(string path, string? asset = null)
    {
        var (form, format) = CandleFormatOf(path, asset);
        using var stream = new RowStream<Candle>(File.OpenRead(path), format, form);
        var check = ImportCheck.Of(stream, format, (_, _) => { }, CancellationToken.None);
        return (form, check.GoodRows, check);
    }

    private static (FileForm Form, CandleFormat Format) CandleFormatOf(string path, string? asset)
    {
        var sample = FileSample.Of(() => File.OpenRead(path), null);
        var (form, fault) = FormDetection.Detect(sample, ImportKind.Candles, new FormOptions());
        Assert.Null(fault);
        IReadOnlyList<string> header = form!.HeaderAt < 0 ? Layouts.KlineHeader : sample.Records[form.HeaderAt];
        var (series, error) = CandleSeries.Find(path, form, header, asset, null, Assets);
        Assert.Null(error);
        return (form, new CandleFormat(Assets, series!.AssetId, series.Timeframe, form.Day, Now));
    }

    private static (FileForm Form, List<ParsedRow<OrleansAssets.Imports.ImportedFill>> Rows) Fills(string path)
    {
        var sample = FileSample.Of(() => File.OpenRead(path), null);
        var (form, fault) = FormDetection.Detect(sample, ImportKind.Fills, new FormOptions());
        Assert.Null(fault);
        var format = new FillFormat(Assets, form!, new FillOptions(null, null, null, null, null), Now);
        using var stream = new RowStream<OrleansAssets.Imports.ImportedFill>(File.OpenRead(path), format, form!);
        return (form!, [.. stream.Rows(stream.ReadHeader())]);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, text);
        return path;
    }
}

/// <summary>A fact about the real prices beside the repository, never copied into it; skipped where they are not at hand.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedPricesFactAttribute : FactAttribute
{
    public SharedPricesFactAttribute() =>
        Skip = Directory.Exists(Folder) ? null : "The real prices are not beside this repository.";

    public static string Folder { get; } = Path.GetFullPath(Path.Combine(RepositoryFiles.Root, "../shared/data"));
}
