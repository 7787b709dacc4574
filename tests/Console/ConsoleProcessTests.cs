using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text.Json;
using OrleansAssets.Hosting;
using OrleansAssets.Silo.Hosting;
using OrleansAssets.Tests.Support;
using OrleansAssets.Tests.Vendors;

namespace OrleansAssets.Tests.Console;

[UnsupportedOSPlatform("windows")]
public sealed class ConsoleProcessTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("assets-console-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Version_Json_NamesVersionAndRuntime()
    {
        var outcome = await AssetsProcess.RunAsync("version", "--json");

        Assert.Equal(0, outcome.ExitCode);
        using var json = JsonDocument.Parse(outcome.Output);
        Assert.Matches(@"^\d+\.\d+\.\d+$", json.RootElement.GetProperty("version").GetString());
        Assert.StartsWith(".NET 10.", json.RootElement.GetProperty("runtime").GetString(), StringComparison.Ordinal);
    }

    /// <summary>What to write instead is no fault of its own, and is only said of what may have been meant.</summary>
    [Theory]
    [InlineData(true, "phasse")]
    [InlineData(true, "phases", "wtch")]
    [InlineData(false, "foo")]
    public async Task Usage_UnknownCommand_IsOneFault(bool isSlip, params string[] arguments)
    {
        var outcome = await AssetsProcess.RunAsync(arguments);

        Assert.Equal(2, outcome.ExitCode);
        Assert.DoesNotContain("faults", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(isSlip, outcome.Error.Contains("Did you mean", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Commands: list,")]
    [InlineData("Did you mean 'phases'?", "phasse")]
    [InlineData("'--foo'", "list", "--foo")]
    [InlineData("'activate'", "phases", "activate")]
    [InlineData("--portfolio", "size", "NVDA")]
    [InlineData("must be a number above 0", "size", "NVDA", "--portfolio", "ten")]
    [InlineData("AMOUNT '1000,50' must be a number above 0 in digits", "portfolio", "deposit", "1000,50")]
    [InlineData("RATE '0,0066' must be", "portfolio", "rate", "JPY", "0,0066")]
    [InlineData("with a point before decimals", "order", "check", "BTC/USDT", "buy", "--quantity", "0,01")]
    [InlineData("nothing between thousands", "size", "NVDA", "--portfolio", "10,000")]
    [InlineData("ORDER is empty: say what is meant", "order", "show", "")]
    [InlineData("ASSET is blank", "show", " ")]
    [InlineData("PHASE is empty", "phases", "show", "")]
    [InlineData("--portfolio is empty", "portfolio", "show", "--portfolio", "")]
    [InlineData("--portfolio is empty", "risk", "halt", "--reason", "x", "--portfolio", "")]
    [InlineData("it must not be empty, a dot or two", "risk", "explain", "..", "--url", "http://127.0.0.1:1")]
    [InlineData("exclude each other", "list", "--url", "http://127.0.0.1:1", "--context", "home")]
    [InlineData("'127.0.0.1' is no address of a silo", "list", "--url", "127.0.0.1")]
    [InlineData("would send your token readable", "list", "--url", "http://assets.example:8080")]
    [InlineData("There is no context 'home'", "list", "--context", "home")]
    [InlineData("Name that with --url", "list", "--gateway", "127.0.0.1:30000")]
    [InlineData("the console asks no database", "list", "--connection-string", "Host=x")]
    [InlineData("the log has the name of the token", "risk", "halt", "--reason", "test", "--operator", "Ada")]
    [InlineData("performance.svg", "performance", "--plot", "performance.png")]
    [InlineData("must end in .svg", "performance", "--plot", "performance.gif")]
    [InlineData("There is no file 'no-such-file.csv'.", "import", "equity", "no-such-file.csv")]
    [InlineData("SIDE 'bye' must be buy or sell.", "order", "check", "BTC/USDT", "bye", "--quantity", "1")]
    [InlineData("STATE 'flying' must be working, cancelled, expired or rejected;", "order", "report", "o1", "flying")]
    [InlineData("fills are told by 'assets order fill'", "order", "report", "o1", "filled")]
    [InlineData("--portfolio '1e30' must be a number above 0 in digits, with a point", "size", "NVDA", "--portfolio", "1e30")]
    public async Task Usage_Wrong_ExitsTwoAndSaysWhy(string expected, params string[] arguments)
    {
        var outcome = await AssetsProcess.RunAsync(arguments);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public async Task List_WithoutSilo_ExitsSixAndNamesTheRemedy()
    {
        var outcome = await AssetsProcess.RunAsync("list", "--run-file", AssetsProcess.NoRunFile);

        Assert.Equal(6, outcome.ExitCode);
        Assert.Contains("./run.sh", outcome.Error, StringComparison.Ordinal);
    }

    /// <summary>What replies is no silo: whether the money was paid in is not known, and the same id asks again.</summary>
    [Fact]
    public async Task Deposit_AnsweredBySomebodyElse_SaysWhatIsKnownAndHowToRepeatIt()
    {
        await using var server = await LoopbackServer.StartAsync(context => Reply.SendAsync(context, 200, "[]"));

        var outcome = await AssetsProcess.RunAsync(
            "portfolio", "deposit", "5", "--flow-id", "q", "--url", server.Address.GetLeftPart(UriPartial.Authority));

        Assert.Equal(6, outcome.ExitCode);
        Assert.Contains("is no answer of this API", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("it is not known whether POST /api/v1/portfolios/main/flows took effect", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("--flow-id q", outcome.Error, StringComparison.Ordinal);
    }

    /// <summary>A file that others may read, and a place where nothing can be written, are the caller's to mend.</summary>
    [Fact]
    public async Task Contexts_ThatCannotBeReadOrWritten_AreBadInputOfEveryCommand()
    {
        var contexts = Path.Combine(_directory, "orleans-assets", "contexts.json");
        Directory.CreateDirectory(Path.GetDirectoryName(contexts)!); // it has one
        await File.WriteAllTextAsync(contexts, "{}");
        File.SetUnixFileMode(contexts, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        var outcome = await AssetsProcess.RunAsync(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["XDG_CONFIG_HOME"] = _directory }, _ => Task.CompletedTask,
            "context", "list");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("chmod 600", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_NobodyListens_ExitsSixWithJsonOnStderr()
    {
        var outcome = await AssetsProcess.RunAsync("list", "--json", "--url", $"http://127.0.0.1:{UnusedPort()}");

        Assert.Equal(6, outcome.ExitCode);
        Assert.Empty(outcome.Output);
        using var json = JsonDocument.Parse(outcome.Error);
        var error = json.RootElement.GetProperty("error");
        Assert.Equal("silo_not_reachable", error.GetProperty("code").GetString());
        Assert.Equal(6, error.GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public async Task List_CtrlCWhileConnecting_ExitsOneHundredThirty()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        var outcome = await AssetsProcess.RunAsync(
            async process =>
            {
                using var connection = await silent.AcceptTcpClientAsync();
                using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
                await process.WaitForExitAsync();
            },
            "list",
            "--url",
            $"http://{silent.LocalEndpoint}");

        Assert.Equal(130, outcome.ExitCode);
        Assert.Contains("Cancelled", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_RunFileOfADeadProcess_SaysThatItDoesNotRun()
    {
        var path = Path.Combine(_directory, "run.json");
        var run = new RunFile(
            int.MaxValue, $"http://127.0.0.1:{UnusedPort()}", 1, 2, "sandbox", "Host=secret;Password=hidden", DateTimeOffset.UnixEpoch);
        RunFileWriter.Write(path, run);

        var outcome = await AssetsProcess.RunAsync("status", "--run-file", path);

        Assert.Equal(6, outcome.ExitCode);
        Assert.Contains("does not run any more", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConfigValidate_ShippedFiles_ExitsZero()
    {
        var outcome = await AssetsProcess.RunAsync("config", "validate");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("22 assets, 6 classes, 7 phases, 15 sources", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConfigValidate_FiveFaults_ExitsTwoAndListsAllWithLines()
    {
        CopyConfig();
        Replace("assets_config.yaml", "max_portfolio_heat: 0.25", "max_portfolio_heat: 25");
        Replace("assets_config.yaml", "risk_multiplier: 1.0", "risk_multiplyer: 1.0");
        Replace("phases.yaml", "at_least: 30,", "at_least: thirty,");
        Replace("sources.yaml", "limit: 6000", "limit: -1");
        Replace("sources.yaml", "every_seconds: 60 }", "every_seconds: sixty }");

        var outcome = await AssetsProcess.RunAsync("config", "validate", "--dir", _directory, "--json");

        Assert.Equal(2, outcome.ExitCode);
        using var json = JsonDocument.Parse(outcome.Output);
        Assert.False(json.RootElement.GetProperty("valid").GetBoolean());
        var faults = json.RootElement.GetProperty("faults").EnumerateArray().ToList();
        foreach (var key in new[] { "max_portfolio_heat", "risk_multiplyer", "crypto_profitable_days", "limit", "every_seconds" })
        {
            Assert.Contains(faults, fault => fault.GetProperty("path").GetString()!.Contains(key, StringComparison.Ordinal)
                && fault.GetProperty("line").GetInt32() > 1);
        }
    }

    [Fact]
    public async Task ImportDryRun_GoodFile_ChecksItWithoutASilo()
    {
        var path = Write("ETHUSDT_1d.csv", "timestamp,open,high,low,close,volume\n2024-01-01T00:00:00Z,1,2,0.5,1.5,10\n");

        var outcome = await AssetsProcess.RunAsync("import", "candles", path, "--dry-run", "--json");

        Assert.Equal(0, outcome.ExitCode);
        using var json = JsonDocument.Parse(outcome.Output);
        Assert.Equal("ETH/USDT", json.RootElement.GetProperty("asset").GetString());
        Assert.Equal("1d", json.RootElement.GetProperty("timeframe").GetString());
        Assert.Equal(1, json.RootElement.GetProperty("goodRows").GetInt64());
        Assert.Equal("commas, header, UTF-8", json.RootElement.GetProperty("detected").GetProperty("form").GetString());
        Assert.Equal((1, 0), (json.RootElement.GetProperty("days").GetInt64(), json.RootElement.GetProperty("gaps").GetInt64()));
    }

    [Fact]
    public async Task ImportDryRun_BadRows_ExitsTwoAndNamesLineColumnValueAndRule()
    {
        var path = Write("equity.csv", "date,equity\n2024-01-01,100\n2024-01-02,minus\n2024-01-01,5\n");

        var outcome = await AssetsProcess.RunAsync("import", "equity", path, "--dry-run");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("line 3: equity 'minus' must be a number", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("line 4: date '2024-01-01' must be unique", outcome.Error, StringComparison.Ordinal);
    }

    private static int UnusedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, text);
        return path;
    }

    private void CopyConfig()
    {
        foreach (var file in Directory.GetFiles(RepositoryFiles.Config, "*.yaml"))
        {
            File.Copy(file, Path.Combine(_directory, Path.GetFileName(file)));
        }
    }

    private void Replace(string name, string old, string replacement)
    {
        var path = Path.Combine(_directory, name);
        var text = File.ReadAllText(path);
        var at = text.IndexOf(old, StringComparison.Ordinal);
        Assert.True(at >= 0, $"config/{name} has no '{old}' any more; choose another value to break.");
        File.WriteAllText(path, string.Concat(text.AsSpan(0, at), replacement, text.AsSpan(at + old.Length)));
    }
}
