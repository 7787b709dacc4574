using System.CommandLine;
using OrleansAssets.Api;
using OrleansAssets.Catalogue;
using OrleansAssets.Cli.Notices;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Phases;
using OrleansAssets.Cli.Portfolio;
using OrleansAssets.Cli.Running;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Top;

/// <summary><c>top</c>: what matters now, drawn over itself; once where the output is no terminal.</summary>
internal static class TopCommand
{
    private const int SecondsMax = 3_600;
    private static readonly TimeSpan KeyEvery = TimeSpan.FromMilliseconds(100);

    public static Command Build(CommandRunner runner)
    {
        var interval = WholeOption.Of(
            "--interval", $"Seconds between looks where nothing happens, 1 to {SecondsMax}", "seconds", 5, 1, SecondsMax);
        var command = new Command(
            "top", "Watch portfolios, phases and notices until q or Ctrl-C; once where the output is no terminal") { interval };
        return runner.Online(command, async (call, client) =>
        {
            if (!call.Output.CanRedraw)
            {
                var status = await client.Catalogue.GetStatusAsync(call.CancellationToken);
                var page = call.Output.IsJson ? null : await PageAsync(call, client, status);
                call.Output.Answer(status, ApiJson.Form.SystemStatus, _ => page ?? []);
                return ExitCodes.Done;
            }

            await call.Output.RedrawAsync(draw => WatchAsync(call, client, TimeSpan.FromSeconds(call.Get(interval)), draw));
            return ExitCodes.Done; // q or Ctrl-C is how it ends
        });
    }

    private static async Task WatchAsync(CommandCall call, AssetsApi client, TimeSpan pause, Action<IEnumerable<IRenderable>> draw)
    {
        await using var signal = ChangeSignal.Open(call, client, "portfolio/*", "phase/*", "account/*", "notices");
        var isOver = false;
        while (!isOver && !call.CancellationToken.IsCancellationRequested)
        {
            try
            {
                var status = await client.Catalogue.GetStatusAsync(call.CancellationToken);
                draw([.. await PageAsync(call, client, status), PageParts.Line($" {ValueText.Instant(call.Now)}, q ends")]);
            }
            catch (AssetsUnavailableException exception)
            {
                draw([PageParts.Line($" {ValueText.Instant(call.Now)}: {exception.Message} It is asked again; q ends.")]);
            }
            catch (OperationCanceledException) when (call.CancellationToken.IsCancellationRequested)
            {
                return;
            }

            isOver = await WaitAsync(call, signal, pause);
        }
    }

    /// <summary>Waits for the next look; true where somebody ends it.</summary>
    private static async Task<bool> WaitAsync(CommandCall call, ChangeSignal signal, TimeSpan pause)
    {
        var next = signal.WaitAsync(pause, call.CancellationToken);
        while (!next.IsCompleted)
        {
            while (!Console.IsInputRedirected && Console.KeyAvailable)
            {
                if (Console.ReadKey(intercept: true).Key == ConsoleKey.Q)
                {
                    return true;
                }
            }

            await Task.WhenAny(next, Task.Delay(KeyEvery, call.Time, CancellationToken.None));
        }

        return call.CancellationToken.IsCancellationRequested;
    }

    private static async Task<IEnumerable<IRenderable>> PageAsync(CommandCall call, AssetsApi client, SystemStatus status)
    {
        var phases = await client.Catalogue.GetPhasesAsync(call.CancellationToken);
        var costs = await client.Catalogue.GetPhaseCostsAsync(call.CancellationToken);
        return
        [
            PageParts.Facts(
                ("OrleansAssets", $"{status.Version}, {status.Mode} data, since {ValueText.Instant(status.StartedAt)}"),
                ("Assets", $"{status.AssetsEnabled} of {status.Assets} enabled"),
                ("Sources", $"{status.SourcesHealthy} of {status.Sources} healthy"),
                ("Overdue", status.Overdue.IsDefaultOrEmpty ? "nothing" : ValueText.List(status.Overdue.Select(work => work.What))),
                ("Not believed", status.Doubts.IsDefaultOrEmpty
                    ? "every last quote is believed"
                    : ValueText.List(status.Doubts.Select(doubt => doubt.Quote.AssetId)))),
            .. PortfolioPages.List(status.Portfolios.IsDefault ? [] : status.Portfolios),
            .. PhasePages.Ladder(call.Now, costs)(phases),
            .. NoticePages.List(call.Now)(status.Notices.IsDefault ? [] : status.Notices),
        ];
    }
}
