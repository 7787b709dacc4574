using System.CommandLine;
using System.Net;
using OrleansAssets.Cli.Output;
using OrleansAssets.Tests.Console;

namespace OrleansAssets.Tests.Web;

/// <summary>The page of every question of the console, as wide as a terminal and a pipe: no line is longer, no word broken.</summary>
[Collection(WebSilo.Name)]
public sealed class ConsolePagesTests(WebSilo silo)
{
    private const int Wide = 4_000;
    private const int Terminal = 80;

    /// <summary>A line for each question; what stands at its beginning is the command.</summary>
    private static readonly string[] Questions =
    [
        "status", "list", "conversions", "show BTC/USDT", "show NVDA", "size NVDA --portfolio 17722.55586318 --price 100", "classes",
        "classes show crypto", "phases", "phases show phase_1_stocks", "phases readiness phase_1_stocks", "phases history phase_1_stocks",
        "phases forecast phase_1_stocks", "phases activate phase_1_stocks --dry-run", "performance --portfolio console-pages", "sources",
        "sources show ccxt_binance", "sources gaps", "sources streams", "data price BTC/USDT", "data quote BTC/USDT",
        "data quotes BTC/USDT",
        "data candles BTC/USDT --timeframe 1d", "data indicators BTC/USDT", "data sentiment NVDA", "data posts", "data trending",
        "data flow", "data calendar", "data actions", "data correlation", "data quality BTC/USDT", "sentiment", "sentiment trending",
        "actions",
        "portfolio list", "portfolio trades --all --portfolio console-trades", "portfolio show --portfolio console-pages",
        "portfolio validate --portfolio console-pages", "portfolio fills --portfolio console-pages",
        "portfolio flows --portfolio console-pages", "portfolio events --portfolio console-pages",
        "risk decisions --portfolio console-pages", "config running approvals", "config versions",
        "portfolio what-if BTC/USDT=-30% --portfolio console-pages", "risk check BTC/USDT buy --notional 500 --portfolio console-pages",
        "risk check NVDA buy --quantity 3 --portfolio console-pages", "risk rules", "risk model", "why --portfolio console-pages",
        "order list --portfolio console-pages", "account show", "notices list", "notices channels", "audit show",
        "audit show --stream portfolio/console-pages", "audit show --stream portfolio/console-pages --kind fill,cash_flow",
        "audit verify", "config diff", "tokens list", "top", "context list", "version",
    ];

    /// <summary>Commands that change something, need a file, or show one thing that a change made.</summary>
    private static readonly string[] Others =
    [
        "enable", "disable", "accept-quote", "phases deactivate", "phases approve", "phases watch", "sources collect", "portfolio deposit",
        "portfolio withdraw", "portfolio rate", "portfolio event", "portfolio correct-mark", "portfolio create", "portfolio move-stop",
        "risk halt", "risk reset", "risk drill", "risk explain", "import", "demo", "order check", "order replace", "order report",
        "order cancel", "order accept", "order show", "order fill", "order correct", "order release", "account halt", "account reset",
        "doctor", // it asks the vendors, and what it finds the second time is that their budget is spent
        "notices show", "notices ack", "notices test", "audit export", "audit verify-export", "config validate", "config show", "login",
        "logout", "context use", "context remove", "tokens make", "tokens revoke", "certificates", "completion",
    ];

    [Fact]
    public void Questions_OfTheConsole_AreAllLookedAt() => Assert.DoesNotContain(
        Leaves(HelpTests.Tree(), ""), command => !Array.Exists(Questions, line => Begins(line, command))
            && !Array.Exists(Others, other => Begins(command, other)));

    [Fact]
    public async Task Pages_OfEveryQuestion_FitTheirColumnsAndBreakNoWord()
    {
        await silo.MakeAsync("console-pages");
        var flow = new { flowId = "capital", amount = 17_722.55586318m, reason = "capital" };
        await silo.Admin.SendJsonAsync(HttpMethod.Post, "/api/v1/portfolios/console-pages/flows", flow).ExpectAsync(HttpStatusCode.OK);
        var sale = new
        {
            fillId = "f1", assetId = "BTC/USDT", side = "sell", quantity = 0.00333m, price = 61_234.5678m, fee = 0.1234m, confirmed = true,
        };
        await silo.Admin.SendJsonAsync(HttpMethod.Post, "/api/v1/portfolios/console-pages/fills", sale).ExpectAsync(HttpStatusCode.OK);
        await silo.RoundTripAsync("console-trades");
        var faults = new List<string>();

        foreach (var line in Questions)
        {
            var before = await ShowAsync(line, Wide);
            var pages = (Terminal: await ShowAsync(line, Terminal), Piped: await ShowAsync(line, CommandOutput.PlainWidth));
            var whole = Words(before).Concat(Words(await ShowAsync(line, Wide))).ToHashSet(StringComparer.Ordinal); // the silo works on
            foreach (var (columns, page) in new[] { (Terminal, pages.Terminal), (CommandOutput.PlainWidth, pages.Piped) })
            {
                var lines = page.ReplaceLineEndings("\n").Split('\n');
                faults.AddRange(lines.Where(one => one.TrimEnd().Length > columns)
                    .Select(one => $"{line}: {one.Length} of {columns}: {one}"));
                faults.AddRange(Words(page).Where(word => !whole.Contains(word)).Select(word => $"{line}: broken at {columns}: '{word}'"));
                faults.AddRange(lines.Where(one => one.Contains("OrleansAssets.", StringComparison.Ordinal)
                    || one.Contains("System.", StringComparison.Ordinal)).Select(one => $"{line}: names a type: {one}"));
                faults.AddRange(lines.Where(one => one.Trim() == "None.").Select(_ => $"{line}: none of what?"));
            }
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    private async Task<string> ShowAsync(string line, int columns)
    {
        var (exit, output, error) = await silo.RunConsoleAsync(line.Split(' '), columns);
        var mayFail = line is "audit verify" or "notices channels"; // by what they find
        Assert.True(exit is 0 or 3 or 4 or 5 || (mayFail && exit == 1), $"{line} ends with {exit}: {error}");
        return output;
    }

    // Lines and corners of tables are no words; numbers and times go on between two looks, and AnswerTableTests looks at those.
    private static IEnumerable<string> Words(string page) =>
        page.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.TrimEnd(',')) // between columns that are told below one another
            .Where(word => word.Any(char.IsAsciiLetter) && !word.Any(char.IsAsciiDigit));

    private static bool Begins(string line, string command) =>
        line == command || line.StartsWith($"{command} ", StringComparison.Ordinal);

    private static IEnumerable<string> Leaves(Command command, string before) => command.Subcommands.SelectMany(one =>
        one.Subcommands.Count > 0 ? Leaves(one, $"{before} {one.Name}".Trim()) : [$"{before} {one.Name}".Trim()]);
}
