using System.Collections.Immutable;
using System.CommandLine;
using OrleansAssets.Cli.Output;
using OrleansAssets.Client;
using OrleansAssets.Phases;

namespace OrleansAssets.Cli.Commands;

/// <summary><c>phases watch</c>: the ladder drawn over itself at a terminal, else a line for each change.</summary>
internal static class PhaseWatch
{
    private const int SecondsMax = 3_600;

    public static Command Build(CommandRunner runner)
    {
        var interval = new Option<int>("--interval")
        {
            Description = $"Seconds between looks, 1 to {SecondsMax}", HelpName = "seconds", DefaultValueFactory = _ => 5,
        };
        interval.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > SecondsMax)
            {
                result.AddError($"--interval must be a number of seconds from 1 to {SecondsMax}.");
            }
        });
        var command = new Command(
            "watch", "Watch the ladder until Ctrl-C (exit 0): live, or one line for each change where the output is no terminal")
        {
            interval,
        };
        return runner.Online(command, async (call, client) =>
        {
            var pause = TimeSpan.FromSeconds(call.Get(interval));
            try
            {
                await (call.Terminal.CanRedraw ? DrawAsync(call, client, pause) : TellAsync(call, client, pause));
            }
            catch (OperationCanceledException) when (call.CancellationToken.IsCancellationRequested)
            {
                return ExitCodes.Done; // Ctrl-C is how a watch ends.
            }

            return ExitCodes.Done;
        });
    }

    private static Task DrawAsync(Call call, OrleansAssetsClient client, TimeSpan pause) => call.Terminal.RedrawAsync(async draw =>
    {
        for (; ; await Task.Delay(pause, call.Time, call.CancellationToken))
        {
            var phases = await LookAsync(call, client);
            var costs = await client.Catalogue.GetPhaseCostsAsync(call.CancellationToken);
            draw([.. PhasePages.Ladder(call.Now, costs)(phases), Page.Line($"{Formats.Instant(call.Now)}, Ctrl-C ends")]);
        }
    });

    private static async Task TellAsync(Call call, OrleansAssetsClient client, TimeSpan pause)
    {
        ImmutableArray<PhaseGlance> seen = [];
        for (; ; await Task.Delay(pause, call.Time, call.CancellationToken))
        {
            var phases = await LookAsync(call, client);
            ImmutableArray<PhaseGlance> now =
                [.. phases.OrderBy(phase => phase.Definition.Order).Select(phase => PhaseGlance.Of(phase, call.Now))];
            foreach (var change in PhaseGlance.Changes(seen, now))
            {
                call.Terminal.Line(change, AssetsJson.Line.PhaseGlance);
            }

            seen = now;
        }
    }

    private static Task<ImmutableArray<PhaseView>> LookAsync(Call call, OrleansAssetsClient client) =>
        client.Catalogue.GetPhasesAsync(call.CancellationToken);
}
