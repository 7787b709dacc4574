using System.Collections.Immutable;
using System.CommandLine;
using OrleansAssets.Api;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;
using OrleansAssets.Phases;

namespace OrleansAssets.Cli.Phases;

/// <summary><c>phases</c> and what can be asked of one.</summary>
internal static class PhaseCommands
{
    public static Command Build(CommandRunner runner)
    {
        var command = new Command("phases", "Show the ladder of phases at a glance") 
        {
            Show(runner), Readiness(runner), PhaseChangeCommands.Activate(runner), PhaseChangeCommands.Deactivate(runner),
            PhaseChangeCommands.Approve(runner), History(runner), Forecast(runner), PhaseWatchCommand.Build(runner),
        };
        return runner.Online(command, async (call, client) =>
        {
            var phases = await client.Catalogue.GetPhasesAsync(call.CancellationToken);
            var costs = call.Output.IsJson ? [] : await client.Catalogue.GetPhaseCostsAsync(call.CancellationToken);
            call.Output.Answer(phases, ApiJson.Form.ImmutableArrayPhaseView, PhasePages.Ladder(call.Now, costs));
            return ExitCodes.Done;
        });
    }

    internal static Argument<string> PhaseArgument() => new("PHASE") { Description = "Phase id, e.g. phase_1_stocks" };

    private static Command Show(CommandRunner runner)
    {
        var id = PhaseArgument();
        return runner.Online(
            new Command("show", "Show a phase as it stands, with the last stored readiness") { id }, async (call, client) =>
        {
            var phase = await client.Phase.GetAsync(call.Get(id), call.CancellationToken);
            call.Output.Answer(phase, ApiJson.Form.PhaseView, PhasePages.Show(call.Now));
            return ExitCodes.Done;
        });
    }

    private static Command Readiness(CommandRunner runner)
    {
        var id = PhaseArgument();
        var command = new Command(
            "readiness", "Measure every requirement of a phase now (exit 0 ready, 3 not ready, 4 evidence lacking, 5 halted)") { id };
        return runner.Online(command, async (call, client) =>
        {
            var readiness = await client.Phase.EvaluateAsync(call.Get(id), call.CancellationToken);
            call.Output.Answer(readiness, ApiJson.Form.Readiness, ReadinessPage.Show);
            return ExitCodeOf(readiness);
        });
    }

    private static Command History(CommandRunner runner)
    {
        var id = PhaseArgument();
        var last = WholeOption.Of("--last", "How many entries, 1 to 1,000", "count", 20, 1, 1_000);
        var command = new Command("history", "Show what the log says of a phase, newest first") { id, last };
        return runner.Online(command, async (call, client) =>
        {
            var entries = await client.Phase.GetHistoryAsync(call.Get(id), call.Get(last), call.CancellationToken);
            call.Output.Answer(entries, ApiJson.Form.ImmutableArrayPhaseLogEntry, PhaseChangePages.History);
            return ExitCodes.Done;
        });
    }

    private static Command Forecast(CommandRunner runner)
    {
        var id = PhaseArgument();
        var command = new Command(
            "forecast", "Show the chance of being ready in 7, 30 and 90 days (exit 4 where the record is too short)") { id };
        return runner.Online(command, async (call, client) =>
        {
            var forecast = await client.Phase.ForecastAsync(call.Get(id), call.CancellationToken);
            call.Output.Answer(forecast, ApiJson.Form.PhaseForecast, ForecastPage.Show);
            return forecast.Refusal is null ? ExitCodes.Done : ExitCodes.EvidenceLacking;
        });
    }

    internal static int ExitCodeOf(ActivationResult result) => result switch
    {
        { Outcome: ActivationOutcome.Activated or ActivationOutcome.AlreadyActive } => ExitCodes.Done,
        { Outcome: ActivationOutcome.Halted } => ExitCodes.Halted,
        { Outcome: not ActivationOutcome.Refused } => ExitCodes.Refused,
        { Readiness.Verdict: ReadinessVerdict.InsufficientEvidence or ReadinessVerdict.StaleEvidence } => ExitCodes.EvidenceLacking,
        _ => ExitCodes.Refused,
    };

    internal static int ExitCodeOf(Readiness readiness) => readiness switch
    {
        { Halt: not null } => ExitCodes.Halted,
        _ => ExitCodeOf(readiness.Verdict),
    };

    private static int ExitCodeOf(ReadinessVerdict verdict) => verdict switch
    {
        ReadinessVerdict.Ready => ExitCodes.Done,
        ReadinessVerdict.NotReady => ExitCodes.Refused,
        _ => ExitCodes.EvidenceLacking,
    };
}
