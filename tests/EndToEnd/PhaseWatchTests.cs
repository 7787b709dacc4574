using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using OrleansAssets.Tests.Console;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>The watch with its output piped, beside a console that changes what is watched.</summary>
public sealed class PhaseWatchTests : IDisposable
{
    private static readonly TimeSpan HangLimit = TimeSpan.FromSeconds(90);

    private static readonly string Tomorrow =
        TimeProvider.System.GetUtcNow().AddDays(1).ToString("yyyy-MM-ddTHH:mmZ", CultureInfo.InvariantCulture);

    private readonly DataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Watch_Piped_TellsEachChangeOnALineAndEndsWithZero()
    {
        await using var silo = await SiloProcess.StartAsync(_data.Path);
        using var limit = new CancellationTokenSource(HangLimit);
        using var plain = AssetsProcess.Start("phases", "watch", "--interval", "1", "--run-file", silo.RunFilePath);
        using var json = AssetsProcess.Start("phases", "watch", "--interval", "3600", "--json", "--run-file", silo.RunFilePath);
        for (var order = 0; order < 7; order++)
        {
            Assert.Contains($"phase_{order}_", await LineAsync(plain, limit.Token), StringComparison.Ordinal);
            using var line = JsonDocument.Parse(await LineAsync(json, limit.Token));
            Assert.Equal(order == 0 ? "active" : "inactive", line.RootElement.GetProperty("status").GetString());
        }

        var readiness = await silo.ConsoleAsync("phases", "readiness", "phase_1_stocks");

        Assert.Equal(4, readiness.ExitCode);
        Assert.Contains("phase_1_stocks  inactive  INSUFFICIENT_EVIDENCE", await LineAsync(plain, limit.Token), StringComparison.Ordinal);
        await silo.ExpectAsync(
            3, "phases", "activate", "phase_1_stocks", "--force", "--reason", "a watch must see it", "--expires", Tomorrow);
        Assert.Equal(0, (await silo.ConsoleAsync(await silo.IdentityAsync("Bob"), "phases", "approve", "phase_1_stocks")).ExitCode);
        Assert.Equal("active", await ActiveAsync(json, "phase_1_stocks", limit.Token)); // by events: the next look is an hour away
        await InterruptAsync(plain, limit.Token);
        await InterruptAsync(json, limit.Token);
        Assert.Equal((0, 0), (plain.ExitCode, json.ExitCode));
        Assert.Equal(
            ("", ""), (await plain.StandardError.ReadToEndAsync(limit.Token), await json.StandardError.ReadToEndAsync(limit.Token)));
    }

    /// <summary>Reads on until a phase is active.</summary>
    private static async Task<string?> ActiveAsync(Process process, string phase, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var line = JsonDocument.Parse(await LineAsync(process, cancellationToken));
            if (line.RootElement is var told && told.GetProperty("phase").GetString() == phase
                && told.GetProperty("status").GetString() is "active" and var status)
            {
                return status;
            }
        }
    }

    private static async Task<string> LineAsync(Process process, CancellationToken cancellationToken) =>
        await process.StandardOutput.ReadLineAsync(cancellationToken)
            ?? throw new InvalidOperationException($"The watch ended: {await process.StandardError.ReadToEndAsync(cancellationToken)}");

    private static async Task InterruptAsync(Process process, CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        await process.WaitForExitAsync(cancellationToken);
    }
}
