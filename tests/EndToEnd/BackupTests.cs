using OrleansAssets.Api;
using OrleansAssets.Api.Calls;
using OrleansAssets.Audit;
using OrleansAssets.Cli.Audit;
using OrleansAssets.Client;
using OrleansAssets.Database.Backups;
using OrleansAssets.Portfolio;
using OrleansAssets.Silo.Hosting;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>A backup of an installation that works, restored elsewhere, is that installation.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly DataDirectory _installation = new();
    private readonly DataDirectory _elsewhere = new();
    private readonly DataDirectory _third = new();

    private string Target => Path.Combine(_installation.Path, "backup");

    public void Dispose()
    {
        _installation.Dispose();
        _elsewhere.Dispose();
        _third.Dispose();
    }

    [Fact]
    public async Task Backup_OfASiloAtWork_IsRestoredElsewhereProvedAndStarted()
    {
        int before, after;
        await using (var silo = await SiloProcess.StartAsync(_installation.Path))
        {
            await using var client = await ConnectedClient.ConnectAsync(silo);
            var portfolio = client.Portfolio;
            await portfolio.RecordCashFlowAsync(new CashFlow("start", 10_000, "Ada", "start"));
            using var done = new CancellationTokenSource();
            var flows = 0;
            var working = Task.Run(async () =>
            {
                while (!done.IsCancellationRequested)
                {
                    await portfolio.RecordCashFlowAsync(new CashFlow($"flow-{flows}", 1, "Ada", "more"));
                    flows++;
                }
            });
            before = Volatile.Read(ref flows);

            await AssertDoneAsync(_installation.Path, "Backed up to", "backup", "--to", Target);

            await done.CancelAsync();
            await working;
            after = flows;
        }

        await AssertDoneAsync(_elsewhere.Path, "Restored", "restore", "--from", Target);
        await using var restored = await SiloProcess.StartAsync(_elsewhere.Path);
        await using var asked = await ConnectedClient.ConnectAsync(restored);
        var cash = (await asked.Portfolio.GetAsync()).Book!.Cash; // it has a book: money was paid in
        Assert.InRange(cash, 10_000 + before, 10_000 + after);
        foreach (var stream in await asked.Assets.Audit.GetStreamsAsync())
        {
            var check = await asked.Assets.Audit.VerifyAsync(stream.Name, AuditPosition.Start);
            Assert.Null(check.Fault);
        }

        await AssertExportedAsync(restored);
        Assert.True((await asked.Portfolio.RecordCashFlowAsync(new CashFlow("start", 10_000, "Ada", "start"))).Repeated);
        await restored.StopAsync();
        await AssertRefusedAsync(_elsewhere.Path, "is not empty", "restore", "--from", Target);
        await File.AppendAllTextAsync(Path.Combine(Target, BackupManifest.DumpName), "x");
        await AssertRefusedAsync(_third.Path, "it was changed or cut off", "restore", "--from", Target);
    }

    [Fact]
    public async Task BackupAndRestore_OfADirectoryThatIsMisspelt_MakeNothing()
    {
        var misspelt = Path.Combine(_third.Path, "misspelt");

        await AssertRefusedAsync(misspelt, "There is no private database in", "backup");
        await AssertRefusedAsync(misspelt, "name the directory of a whole backup", "restore", "--from", Target);

        Assert.False(Directory.Exists(Path.Combine(misspelt, "postgres")));
    }

    /// <summary>An export is proved by itself, and one changed figure or line is found.</summary>
    private async Task AssertExportedAsync(SiloProcess silo)
    {
        var file = Path.Combine(_elsewhere.Path, "audit.jsonl");
        var token = silo.Token;
        using var http = ApiTransport.Open([new Uri(silo.RunFile.WebUrl)], token, TimeSpan.Zero, TimeProvider.System);
        var written = await AuditExport.WriteAsync(file, new AssetsApi(http).Audit, CancellationToken.None);
        var whole = await AuditExport.CheckAsync(file, written.Heads!.PublicKey, CancellationToken.None);
        Assert.Equal((null, written.Entries), (whole.Fault, whole.Entries));
        Assert.True(File.Exists(Path.Combine(_elsewhere.Path, "audit-key.pem")));

        var lines = await File.ReadAllLinesAsync(file);
        string[][] changed =
        [
            lines[..^1],
            [.. lines[..1], .. lines[2..]],
            [.. lines.Select(line => line.Replace($"\"{AdminToken.Identity}\"", "\"Eve\"", StringComparison.Ordinal))],
            [lines[0].Replace("sandbox", "live", StringComparison.Ordinal), .. lines[1..]],
            lines[1..],
            [lines[0].Insert(1, "\"mode\":\"live\","), .. lines[1..]], // read from the left it says something else
            [lines[0], lines[1].Insert(1, "\"actor\":\"Eve\","), .. lines[2..]],
            [lines[0], lines[1].Insert(1, "\"extra\":1,"), .. lines[2..]],
        ];
        foreach (var content in changed)
        {
            await File.WriteAllLinesAsync(file, content);
            Assert.NotNull((await AuditExport.CheckAsync(file, null, CancellationToken.None)).Fault);
        }
    }

    private static async Task AssertDoneAsync(string data, string said, params string[] arguments)
    {
        await using var run = SiloProcess.Launch(data, arguments);
        await run.WaitForExitAsync();
        Assert.True(run.ExitCode == 0, run.Log);
        Assert.Contains(said, run.Log, StringComparison.Ordinal);
        Assert.Contains("a sandbox installation", run.Log, StringComparison.Ordinal);
    }

    private static async Task AssertRefusedAsync(string data, string why, params string[] arguments)
    {
        await using var run = SiloProcess.Launch(data, arguments);
        await run.WaitForExitAsync();
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(why, run.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Log, StringComparison.Ordinal);
    }
}
