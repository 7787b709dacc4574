using OrleansAssets.Tests.Console;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>docs/activate-a-phase.md is true: its sessions, run in order against a silo with sandbox data.</summary>
public sealed class WalkThroughTests : IDisposable
{
    private readonly DataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Documentation_EverySession_RunsAsWritten()
    {
        var sessions = ConsoleSession.Of(RepositoryFiles.PathOf("docs", "activate-a-phase.md"));
        Assert.Equal(7, sessions.Length);
        await using var silo = await SiloProcess.StartAsync(_data.Path);
        _data.Write("assets.sh", [$"exec dotnet '{AssetsProcess.Dll}' \"$@\" --run-file '{silo.RunFilePath}'"]);
        // The page shows them as an operator finds them some seconds after the start.
        foreach (var source in new[] { "alpaca", "polygon", "alpha_vantage" })
        {
            await silo.WaitForLineAsync($"{source} is Healthy");
        }

        foreach (var session in sessions)
        {
            await session.RunAsync(_data.Path);
        }
    }
}
