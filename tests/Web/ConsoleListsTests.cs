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

    private Task<(int Exit, string Output, string Error)> TradesAsync(params string[] more) =>
        silo.RunConsoleAsync(["portfolio", "trades", "--portfolio", Portfolio, .. more]);
}
