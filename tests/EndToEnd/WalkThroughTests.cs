using OrleansAssets.Tests.Console;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>
/// docs/activate-a-phase.md is true, and docs/data.md: their sessions, run in order against one silo with sandbox data.
/// </summary>
public sealed class WalkThroughTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>The seed's questions, each with an answer once the sandbox is collected.</summary>
    private static readonly string[] Questions =
    [
        "quote BTC/USDT", "candles BTC/USDT --timeframe 1d", "indicators BTC/USDT", "indicators NVDA semiconductor_index",
        "sentiment GME", "posts @elonmusk --days 400", "trending", "flow", "calendar --ahead 90", "actions --days 3000", "correlation",
        "quality BTC/USDT",
    ];

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

        await Task.WhenAll(Questions.Select(question => AnsweredAsync(silo, question)));
        foreach (var session in ConsoleSession.Of(RepositoryFiles.PathOf("docs", "data.md")))
        {
            await session.RunAsync(_data.Path);
        }
    }

    /// <summary>Waits until a question has rows for an answer, as CSV behind its header.</summary>
    private static async Task AnsweredAsync(SiloProcess silo, string question)
    {
        var told = "";
        await Poll.UntilAsync(
            async () =>
            {
                var isActions = question.StartsWith("actions", StringComparison.Ordinal);
                told = (await silo.ExpectAsync(0, ["data", .. question.Split(' '), isActions ? "--json" : "--csv"])).Output;
                return told.Split('\n').Length > 2;
            },
            Patience, () => $"data {question} answers: {told}");
    }
}
