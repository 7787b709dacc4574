using OrleansAssets.Tests.Console;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>docs/data.md is true: its session, run against a silo with sandbox data, which its vendors push and tell.</summary>
public sealed class DataSessionTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

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
    public async Task Documentation_OfReading_RunsAsWritten()
    {
        await using var silo = await SiloProcess.StartAsync(_data.Path);
        _data.Write("assets.sh", [$"exec dotnet '{AssetsProcess.Dll}' \"$@\" --run-file '{silo.RunFilePath}'"]);
        await silo.WaitForLineAsync("ccxt_binance pushes quotes of 2 symbols");
        foreach (var question in Questions)
        {
            await AnsweredAsync(silo, question);
        }

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
