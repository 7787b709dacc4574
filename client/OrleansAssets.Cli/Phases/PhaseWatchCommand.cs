using System.Collections.Immutable;
using System.CommandLine;
using OrleansAssets.Api;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;
using OrleansAssets.Phases;

namespace OrleansAssets.Cli.Phases;

/// <summary><c>phases watch</c>: the ladder drawn over itself at a terminal, else a line for each change.</summary>
internal static class PhaseWatchCommand
{
    private const int SecondsMax = 3_600;
    private const string Streams = "phase/*";

    public static Command Build(CommandRunner runner)
    {
        var interval = WholeOption.Of(
            "--interval", $"Seconds between looks where nothing happens, 1 to {SecondsMax}", "seconds", 5, 1, SecondsMax);
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
                await (call.Output.CanRedraw ? DrawAsync(call, client, pause) : TellAsync(call, client, pause));
            }
            catch (OperationCanceledException) when (call.CancellationToken.IsCancellationRequested)
            {
                return ExitCodes.Done; // Ctrl-C is how a watch ends.
            }

            return ExitCodes.Done;
        });
    }

    private static Task DrawAsync(CommandCall call, AssetsApi client, TimeSpan pause) => call.Output.RedrawAsync(async draw =>
    {
        await using var signal = ChangeSignal.Open(call, client, Streams);
        for (; ; await signal.WaitAsync(pause, call.CancellationToken))
        {
            var phases = await LookAsync(call, client);
            var costs = await client.Catalogue.GetPhaseCostsAsync(call.CancellationToken);
            draw([.. PhasePages.Ladder(call.Now, costs)(phases), PageParts.Line($"{ValueText.Instant(call.Now)}, Ctrl-C ends")]);
        }
    });

    private static async Task TellAsync(CommandCall call, AssetsApi client, TimeSpan pause)
    {
        await using var signal = ChangeSignal.Open(call, client, Streams);
        ImmutableArray<PhaseGlance> seen = [];
        for (; ; await signal.WaitAsync(pause, call.CancellationToken))
        {
            var phases = await LookAsync(call, client);
            ImmutableArray<PhaseGlance> now =
                [.. phases.OrderBy(phase => phase.Definition.Order).Select(phase => PhaseGlance.Of(phase, call.Now))];
            foreach (var change in PhaseGlance.Changes(seen, now))
            {
                call.Output.Line(change, AssetsJson.Line.PhaseGlance);
            }

            seen = now;
        }
    }

    private static Task<ImmutableArray<PhaseView>> LookAsync(CommandCall call, AssetsApi client) =>
        client.Catalogue.GetPhasesAsync(call.CancellationToken);
}

/// <summary>What of a phase is watched: one line a change.</summary>
/// <param name="At">When it was seen, UTC.</param>
/// <param name="Verdict">That of the last stored readiness, null before the first.</param>
/// <param name="Met">Requirements that were met then.</param>
/// <param name="Forced">Whether it is active by an override.</param>
/// <param name="Waiting">What an operation waits for, null where none does.</param>
internal sealed record PhaseGlance(
    DateTimeOffset At, string Phase, PhaseStatus Status, ReadinessVerdict? Verdict, int Met, int Requirements, bool Forced, string? Waiting)
{
    public static PhaseGlance Of(PhaseView phase, DateTimeOffset at) => new(
        at,
        phase.Definition.Id,
        phase.Status,
        phase.LastReadiness?.Verdict,
        phase.LastReadiness?.Requirements.Count(result => result.Met) ?? 0,
        phase.LastReadiness?.Requirements.Length ?? 0,
        phase.Gate.Override is not null,
        phase.Gate.Operation?.Waiting);

    /// <summary>The phases that differ from what was seen before, whenever that was; all of them at first.</summary>
    public static ImmutableArray<PhaseGlance> Changes(IReadOnlyCollection<PhaseGlance> before, IEnumerable<PhaseGlance> now) =>
        [.. now.Where(glance => before.All(known => known with { At = glance.At } != glance))];

    public override string ToString() => string.Join("  ", new[]
    {
        ValueText.Instant(At),
        Phase,
        PhasePages.Word(Status) + (Forced ? " (forced)" : ""),
        Verdict is { } verdict ? $"{ReadinessPage.Word(verdict)} {Met}/{Requirements}" : "not measured yet",
        Waiting ?? "",
    }.Where(part => part.Length > 0));
}
