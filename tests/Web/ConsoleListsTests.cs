using OrleansAssets.Tests.EndToEnd;

namespace OrleansAssets.Tests.Web;

/// <summary>Long lists of the console: page by page, by their filters, and as CSV whole.</summary>
[Collection(WebSilo.Name)]
public sealed class ConsoleListsTests(WebSilo silo)
{
    private const string Portfolio = "console-lists";

    [Fact]
    public async Task Trades_PageByPageAndAsCsv_AreTheSame()
    {
        using var directory = new DataDirectory();
        var file = Path.Combine(directory.Path, "trades.csv");
        await silo.RoundTripAsync(Portfolio);

        var first = await TradesAsync("--most", "1");
        var before = first.Error.Trim().Split(' ')[^1];
        var second = await TradesAsync("--most", "1", "--before", before);
        var csv = await TradesAsync("--csv");
        var written = await TradesAsync("--csv", file);
        var last = await TradesAsync("--csv", "-", "--most", "1");
        var none = await TradesAsync("--strategy", "swing");
        var nowhere = await TradesAsync("--csv", Path.Combine(directory.Path, "no", "trades.csv"));

        Assert.Contains("fill:s2", first.Output, StringComparison.Ordinal);
        Assert.Contains(" 12.00 ", first.Output, StringComparison.Ordinal);
        Assert.Contains("fill:s1", second.Output, StringComparison.Ordinal);
        Assert.Equal("", second.Error);
        var lines = csv.Output.ReplaceLineEndings("\n").Split('\n');
        Assert.StartsWith("trade_id,asset_id,asset_class,strategy_id,side,quantity,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("fill:s2,BTC/USDT,crypto,trend,long,0.01,", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",USD,2,12,USD,own", lines[1], StringComparison.Ordinal);
        Assert.Equal(4, lines.Length);
        Assert.Equal(csv.Output, await File.ReadAllTextAsync(file));
        Assert.Equal(("", $"Wrote 2 rows into {file}."), (written.Output, written.Error.Trim()));
        Assert.Equal(lines[..2], last.Output.ReplaceLineEndings("\n").Split('\n')[..2]);
        Assert.Equal("There is no such trade.", none.Output.Trim());
        Assert.Equal(2, nowhere.Exit);
        Assert.Contains("--csv", nowhere.Error, StringComparison.Ordinal);
    }

    /// <summary>Of a misspelt asset lists were empty, without a word.</summary>
    [Theory]
    [InlineData("sources", "gaps", "--asset", "NVDAA")]
    [InlineData("data", "correlation", "NVDAA")]
    [InlineData("order", "list", "--asset", "NVDAA")]
    [InlineData("portfolio", "trades", "--asset", "NVDAA")]
    public async Task Lists_OfAnAssetThatThereIsNot_NameTheNearest(params string[] line)
    {
        var told = await silo.RunConsoleAsync(line);

        Assert.NotEqual(0, told.Exit);
        Assert.Contains("'NVDA'", told.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_PageByPageAndAsCsv_AreWhatWasTold()
    {
        const string Told = "console-records";
        await silo.RoundTripAsync(Told);
        await silo.Admin.SendJsonAsync(
            HttpMethod.Post, $"/api/v1/portfolios/{Told}/events",
            new { eventId = "e1", kind = "fee", amount = -1, reason = "data" }).ExpectAsync(System.Net.HttpStatusCode.OK);
        await silo.Admin.SendJsonAsync(
            HttpMethod.Post, $"/api/v1/portfolios/{Told}/events/e1/correction",
            new { correctionId = "c1", reason = "never was" }).ExpectAsync(System.Net.HttpStatusCode.OK);

        var fills = await ListAsync("fills", "--most", "3");
        var rest = await ListAsync("fills", "--most", "3", "--before", fills.Error.Trim().Split(' ')[^1]);
        var csv = await ListAsync("fills", "--csv", "--asset", "BTC/USDT");
        var flows = await ListAsync("flows");
        var events = await ListAsync("events", "--json");
        var none = await silo.RunConsoleAsync(["risk", "decisions", "--portfolio", Told, "--outcome", "rejected"]);
        var misspelt = await silo.RunConsoleAsync(["risk", "decisions", "--portfolio", Told, "--rule", "TRADING_HAL"]);

        Assert.Equal(["s2", "b2", "s1"], new[] { "s2", "b2", "s1" }.Where(id => fills.Output.Contains(id, StringComparison.Ordinal)));
        Assert.Contains("b1", rest.Output, StringComparison.Ordinal);
        Assert.Equal("", rest.Error);
        var lines = csv.Output.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("sequence,told_at,fill_id,", lines[0], StringComparison.Ordinal);
        Assert.Equal(5, lines.Length);
        Assert.Contains("100,000.00", flows.Output, StringComparison.Ordinal);
        Assert.Contains("\"correctionId\": \"c1\"", events.Output, StringComparison.Ordinal);
        Assert.Equal("There is no such decision.", none.Output.Trim());
        Assert.Contains("'TRADING_HALT'", misspelt.Error, StringComparison.Ordinal);

        Task<(int Exit, string Output, string Error)> ListAsync(string what, params string[] more) =>
            silo.RunConsoleAsync(["portfolio", what, "--portfolio", Told, .. more]);
    }

    [Fact]
    public async Task Configuration_ThatRuns_IsShownByPathWithItsVersions()
    {
        var running = await silo.RunConsoleAsync(["config", "running", "risk.dailyLossLimit"]);
        var versions = await silo.RunConsoleAsync(["config", "versions", "--json"]);
        var pairs = await silo.RunConsoleAsync(["conversions"]);

        Assert.Contains("risk.dailyLossLimit", running.Output, StringComparison.Ordinal);
        Assert.Contains("\"isRunning\": true", versions.Output, StringComparison.Ordinal);
        Assert.Equal(0, pairs.Exit);
    }

    [Fact]
    public async Task Performance_OfAStrategyUnderWhichNothingWasTraded_SaysSoWithTheNearestOne()
    {
        await silo.RoundTripAsync("console-strategies");

        var known = await PerformanceAsync("trend");
        var misspelt = await PerformanceAsync("trnd");

        Assert.Equal(0, known.Exit);
        Assert.NotEqual(0, misspelt.Exit); // the program makes 2 of it
        Assert.Contains(
            "Nothing was traded in portfolio 'console-strategies' by a strategy 'trnd'. The nearest is 'trend'.", misspelt.Error,
            StringComparison.Ordinal);

        Task<(int Exit, string Output, string Error)> PerformanceAsync(string strategy) =>
            silo.RunConsoleAsync(["performance", "strategy", strategy, "--portfolio", "console-strategies"]);
    }

    [Fact]
    public async Task Log_OfSomeKinds_IsOfThoseAloneWithItsPlaceToGoOn()
    {
        const string Stream = "portfolio/console-log";
        await silo.RoundTripAsync("console-log");

        var fills = await AuditAsync("--stream", Stream, "--kind", "fill,trade_closed", "--last", "2", "--json");
        var older = await AuditAsync("--stream", Stream, "--kind", "fill", "--last", "1", "--before", "4");
        var csv = await AuditAsync("--stream", Stream, "--kind", "fill", "--csv");
        var all = await AuditAsync("--csv", "-");
        var bare = await AuditAsync("--kind", "fill");
        var misspelt = await AuditAsync("--stream", Stream, "--kind", "fil");

        Assert.All(fills.Output.Split("\"kind\":")[1..], kind => Assert.Matches("^ ?\"(fill|trade_closed)\"", kind));
        Assert.Equal(0, older.Exit);
        var lines = csv.Output.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("stream,sequence,at,kind,actor,payload,previous_hash,hash", lines[0]);
        Assert.Equal(4, lines[1..].Count(line => line.StartsWith($"{Stream},", StringComparison.Ordinal)));
        Assert.Contains("access/main,", all.Output, StringComparison.Ordinal);
        Assert.Contains($"{Stream},1,", all.Output, StringComparison.Ordinal);
        Assert.NotEqual(0, bare.Exit); // the program makes 2 of it
        Assert.Contains("name it, e.g. --stream", bare.Error, StringComparison.Ordinal);
        Assert.Equal(2, misspelt.Exit);
        Assert.Contains("'fill'", misspelt.Error, StringComparison.Ordinal);
    }

    private Task<(int Exit, string Output, string Error)> TradesAsync(params string[] more) =>
        silo.RunConsoleAsync(["portfolio", "trades", "--portfolio", Portfolio, .. more]);

    private Task<(int Exit, string Output, string Error)> AuditAsync(params string[] more) =>
        silo.RunConsoleAsync(["audit", "show", .. more]);
}
