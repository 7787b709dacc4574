using System.Collections.Immutable;
using System.Text.RegularExpressions;
using OrleansAssets.Cli.Imports;
using OrleansAssets.Cli.Imports.Forms;
using OrleansAssets.Imports;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Console;

/// <summary>Each example of docs/import.md is read as a user's file would be.</summary>
public sealed partial class ImportDocumentationTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly string _directory = Directory.CreateTempSubdirectory("import-docs-").FullName;

    public static TheoryData<string> Names => [.. Layouts.All.Select(layout => layout.Name)];

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Page_HasOneExampleOfEveryLayout() =>
        Assert.Equal(Layouts.All.Select(layout => layout.Name).Order(), Examples().Select(example => example.Layout).Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Example_OfALayout_IsDetectedAndReadWithoutAFault(string layout)
    {
        var (check, form) = Check(Examples().Single(example => example.Layout == layout));

        Assert.Equal(layout, form.Layout.Name);
        Assert.Empty(check.HeaderFaults);
        Assert.Empty(check.Faults);
        Assert.True(check.GoodRows >= 2);
        Assert.Equal(0, check.OddRows);
    }

    [Theory]
    [InlineData("binance-trades", 1, 0, 0)]
    [InlineData("binance-trades-old", 1, 0, 0)]
    [InlineData("alpaca-activities", 1, 0, 1)]
    [InlineData("oanda-transactions", 1, 0, 1)]
    [InlineData("mt5-deals", 1, 0, 1)]
    [InlineData("ib-flex", 1, 0, 0)]
    [InlineData("fills", 1, 0, 0)]
    [InlineData("trades", 1, 1, 0)]
    public void Example_OfFills_TellsItsRoundTripsAndWhatIsLeftAside(string layout, long whole, long open, long aside)
    {
        var (check, _) = Check(Examples().Single(example => example.Layout == layout));

        Assert.Equal((whole, open, aside), (check.Figures.Trades, check.Figures.OpenTrades, check.Aside.Values.Sum()));
    }

    [Theory]
    [InlineData("events", "e1 CashFlow 10000, e2 Split 10:1, e3 Dividend 1.20 less 0.18 ex 2025-05-06, e4 Fee -4.50", 0)]
    [InlineData(
        "alpaca-events", "20250502000000000::d1 Dividend 0.10, 20250502000000000::d2 Tax -0.02, 20250503000000000::c1 CashFlow 1000", 1)]
    [InlineData("oanda-events", "100 CashFlow 10000.0000, 103/GBP_JPY Financing of GBP/JPY -0.2500, 104 Financing of GBP/JPY -0.2000", 1)]
    [InlineData("mt5-balance", "1 CashFlow 10000.00, 3 Financing of AUD/JPY -0.10, 9 Interest 1.25", 1)]
    [InlineData("ib-flex-cash", "8001 CashFlow 10000, 8002 Dividend 0.10 ex 2025-05-06, 8003 Tax -0.02 ex 2025-05-06", 0)]
    public void Example_OfEvents_TellsWhatCashGainedAndWhatIsLeftAside(string layout, string expected, long aside)
    {
        var example = Examples().Single(one => one.Layout == layout);
        var (check, form) = Check(example);
        var configuration = ShippedConfiguration.Value;
        var format = new EventFormat(new KnownAssets(configuration.Assets, configuration.Classes), form, null, Now);
        using var stream = new RowStream<ImportedEvent>(File.OpenRead(Path.Combine(_directory, example.File)), format, form);

        var rows = stream.Rows(stream.ReadHeader()).Select(row => row.Value!).ToArray();

        Assert.Equal(expected, string.Join(", ", rows.Select(TextOf)));
        Assert.Equal(aside, check.Aside.Values.Sum());
    }

    private static string TextOf(ImportedEvent row)
    {
        var what = row.Kind == ImportedEventKind.Split ? $"{row.NewUnits}:{row.OldUnits}" : $"{row.Amount}";
        var of = row.Kind == ImportedEventKind.Financing ? $" of {row.AssetId}" : "";
        var ex = row.ExDate is { } date && row.Kind != ImportedEventKind.Split ? $" ex {date:yyyy-MM-dd}" : "";
        return FormattableString.Invariant(
            $"{row.EventId} {row.Kind}{of} {what}{(row.Withheld > 0 ? FormattableString.Invariant($" less {row.Withheld}") : "")}{ex}");
    }

    [Theory]
    [InlineData("alpaca-bars", "new-york", "2025-05-01", 2)]
    [InlineData("oanda-candles", "new-york-close", "2025-05-02", 2)]
    [InlineData("yfinance", "utc", "2025-05-01", 2)]
    [InlineData("yahoo", "utc", "2025-05-01", 2)]
    public void Example_OfDailyBars_BearsTheDateOfItsTradingDay(string layout, string basis, string first, long days)
    {
        var (check, form) = Check(Examples().Single(example => example.Layout == layout));

        Assert.Equal(basis, form.Day.Code);
        Assert.Equal(first, check.From!.Value.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal((days, 0L), (check.Figures.Days, check.Figures.Gaps));
    }

    private (ImportCheck Check, FileForm Form) Check(Example example)
    {
        var path = Path.Combine(_directory, example.File);
        File.WriteAllText(path, example.Text);
        var (form, fault) = FormDetection.Detect(FileSample.Of(() => File.OpenRead(path), null), example.Kind, new FormOptions());
        Assert.Null(fault);
        var configuration = ShippedConfiguration.Value;
        var assets = new KnownAssets(configuration.Assets, configuration.Classes);
        var check = example.Kind switch
        {
            ImportKind.Candles => Check(path, form!, CandlesOf(path, form!, example.Asset, assets)),
            ImportKind.Fills => Check(path, form!, new FillFormat(assets, form!, new FillOptions(null, null, null, null, null), Now)),
            ImportKind.Trades => Check(path, form!, new TradeFormat(assets, null, null, Now)),
            ImportKind.Events => Check(path, form!, new EventFormat(assets, form!, null, Now)),
            _ => Check(path, form!, new EquityFormat(null, isAsked: false, Now)),
        };
        return (check, form!);
    }

    private static CandleFormat CandlesOf(string path, FileForm form, string? asset, KnownAssets assets)
    {
        var sample = FileSample.Of(() => File.OpenRead(path), null);
        var header = form.HeaderAt < 0 ? (IReadOnlyList<string>)Layouts.KlineHeader : sample.Records[form.HeaderAt];
        var (series, error) = CandleSeries.Find(path, form, header, asset, null, assets);
        Assert.Null(error);
        return new CandleFormat(assets, series!.AssetId, series.Timeframe, form.Day, Now);
    }

    private static ImportCheck Check<T>(string path, FileForm form, RowFormat<T> format)
        where T : class
    {
        using var stream = new RowStream<T>(File.OpenRead(path), format, form);
        return ImportCheck.Of(stream, format, (_, _) => { }, CancellationToken.None);
    }

    private static ImmutableArray<Example> Examples()
    {
        var page = File.ReadAllText(RepositoryFiles.PathOf("docs", "import.md"));
        return
        [
            .. ExampleForm().Matches(page).Select(match => new Example(
                match.Groups["layout"].Value,
                Enum.Parse<ImportKind>(match.Groups["kind"].Value, ignoreCase: true),
                match.Groups["file"].Value,
                match.Groups["asset"].Success ? match.Groups["asset"].Value : null,
                match.Groups["text"].Value)),
        ];
    }

    [GeneratedRegex(
        @"^### `(?<layout>[a-z0-9-]+)`\n(?:(?!### ).*\n)*?`assets import (?<kind>\w+) (?<file>[\w.-]+)(?: --asset (?<asset>\S+))?`\n"
            + @"```(?:csv|json)\n(?<text>(?:.*\n)*?)```",
        RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex ExampleForm();

    private sealed record Example(string Layout, ImportKind Kind, string File, string? Asset, string Text);
}
