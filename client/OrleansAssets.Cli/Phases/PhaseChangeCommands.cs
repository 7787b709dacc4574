using System.CommandLine;
using OrleansAssets.Api;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;
using OrleansAssets.Phases;

namespace OrleansAssets.Cli.Phases;

/// <summary>The commands that change a phase, and what shows beforehand what they would change.</summary>
internal static class PhaseChangeCommands
{
    public static Command Activate(CommandRunner runner)
    {
        var id = PhaseCommands.PhaseArgument();
        var notes = new Option<string?>("--notes") { Description = "Why, for the log", HelpName = "text" };
        var dryRun = DryRun();
        var force = new Option<bool>("--force") { Description = "Without evidence, openly: needs --reason and --expires" };
        var reason = Reason("Why it is forced, for the log and every status");
        var expires = new Option<DateTimeOffset?>("--expires")
        {
            Description = "End of the override, at most 30 days ahead",
            HelpName = "instant",
        };
        var command = new Command(
            "activate", "Activate a phase that is ready; refused with every requirement where it is not (exit 3, 4 or 5)")
        {
            id, notes, dryRun, force, reason, expires,
        };
        return runner.Dangerous(command, call => call.Get(force) && !call.Get(dryRun)
            ? $"{call.Get(id)} opens without evidence, which the log and every status say until it ends." : null, async (call, client) =>
        {
            if (call.Get(dryRun))
            {
                return await PlanAsync(call, client, call.Get(id), PhaseOperationKind.Activate);
            }

            ForceRequest? forced = null;
            if (call.Get(force))
            {
                if (call.Get(reason) is not { } why || call.Get(expires) is not { } until)
                {
                    return call.Output.Fail(CommandError.BadInput("--force needs --reason and --expires."));
                }

                forced = new ForceRequest(why, until);
            }

            var request = new ActivationBody(call.Get(notes), forced);
            return Answer(call, await client.Phase.ActivateAsync(call.Get(id), request, call.CancellationToken));
        });
    }

    public static Command Deactivate(CommandRunner runner)
    {
        var id = PhaseCommands.PhaseArgument();
        var dryRun = DryRun();
        var reason = Reason("Why, for the log (10 characters at least)");
        var command = new Command("deactivate", "End a phase: reduce-only at once, disabled once it is flat") { id, reason, dryRun };
        return runner.Dangerous(command, call => call.Get(dryRun)
            ? null : $"Positions of {call.Get(id)} can only be reduced from now on, and it has to be earned again.", async (call, client) =>
        {
            if (call.Get(dryRun))
            {
                return await PlanAsync(call, client, call.Get(id), PhaseOperationKind.Deactivate);
            }

            var result = await client.Phase.DeactivateAsync(call.Get(id), new Why(call.Get(reason) ?? ""), call.CancellationToken);
            call.Output.Answer(result, ApiJson.Form.DeactivationResult, answer => [PageParts.Line($"{answer.Explanation}.")]);
            return result.Outcome == DeactivationOutcome.InProgress ? ExitCodes.Refused : ExitCodes.Done;
        });
    }

    public static Command Approve(CommandRunner runner)
    {
        var id = PhaseCommands.PhaseArgument();
        var notes = new Option<string?>("--notes") { Description = "Why, for the log", HelpName = "text" };
        var command = new Command("approve", "Agree, as another operator, to a forced activation that waits for it") { id, notes };
        return runner.Online(command, async (call, client) =>
        {
            var request = new ApprovalBody(call.Get(notes));
            return Answer(call, await client.Phase.ApproveAsync(call.Get(id), request, call.CancellationToken));
        });
    }

    private static Option<bool> DryRun() =>
        new("--dry-run") { Description = "Show what would change, and change nothing (exit 0 where it would be granted)" };

    private static Option<string?> Reason(string description) => new("--reason") { Description = description, HelpName = "text" };

    private static int Answer(CommandCall call, ActivationResult result)
    {
        call.Output.Answer(result, ApiJson.Form.ActivationResult, PhasePages.Activation);
        return PhaseCommands.ExitCodeOf(result);
    }

    private static async Task<int> PlanAsync(CommandCall call, AssetsApi client, string id, PhaseOperationKind kind)
    {
        var plan = await client.Phase.PlanAsync(id, kind, call.CancellationToken);
        call.Output.Answer(plan, ApiJson.Form.PhasePlan, PhaseChangePages.Plan);
        return plan.Allowed ? ExitCodes.Done
            : kind == PhaseOperationKind.Activate && (plan.Readiness.Halt is not null || plan.Readiness.Verdict != ReadinessVerdict.Ready)
                ? PhaseCommands.ExitCodeOf(plan.Readiness)
                : ExitCodes.Refused;
    }
}
