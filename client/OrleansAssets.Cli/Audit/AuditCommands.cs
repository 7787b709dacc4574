using System.Collections.Immutable;
using System.CommandLine;
using OrleansAssets.Api;
using OrleansAssets.Audit;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;

namespace OrleansAssets.Cli.Audit;

/// <summary><c>audit</c>: reads the log of what was decided and proves it whole.</summary>
internal static class AuditCommands
{
    public static Command Build(CommandRunner runner) =>
        new("audit", "The log of decisions, fills, halts and activations: hash-chained, only added to")
        {
            AuditShowCommand.Build(runner), Verify(runner), Export(runner), VerifyExport(runner),
        };

    public static Option<string?> StreamOption() => new("--stream")
    {
        Description = "One stream, e.g. portfolio/main or phase/phase_1_stocks (else all)",
        HelpName = "name",
    };

    private static Command Verify(CommandRunner runner)
    {
        var stream = StreamOption();
        var command = new Command(
            "verify", "Prove the log whole, or name the first broken entry of each stream (exit 0 whole, 1 broken)") { stream };
        return runner.Online(command, async (call, client) =>
        {
            var checks = ImmutableArray.CreateBuilder<AuditCheck>();
            foreach (var name in await NamesAsync(call, client, call.Get(stream)))
            {
                checks.Add(await VerifyAsync(call, client, name));
            }

            var guard = await client.Audit.GetGuardAsync(call.CancellationToken);
            var report = new AuditReport(checks.All(check => check.Fault is null), guard, checks.DrainToImmutable());
            call.Output.Answer(report, AssetsJson.Form.AuditReport, AuditPages.Report);
            return report.Whole ? ExitCodes.Done : ExitCodes.UnexpectedFailure;
        });
    }

    private static Command Export(CommandRunner runner)
    {
        var file = new Argument<string>("FILE") { Description = "Where the log goes; must not be there yet" };
        var command = new Command("export", "Write the log to a file, with its heads signed by the installation, for an auditor") { file };
        return runner.Online(command, async (call, client) =>
        {
            var path = Path.GetFullPath(call.Get(file));
            if (Path.Exists(path) || !Directory.Exists(Path.GetDirectoryName(path)))
            {
                return call.Output.Fail(CommandError.BadInput($"{path} cannot be written: name a new file in a directory that exists."));
            }

            var report = await AuditExport.WriteAsync(path, client.Audit, call.CancellationToken);
            call.Output.Answer(report, AssetsJson.Form.ExportReport, AuditPages.Export);
            return ExitCodes.Done;
        });
    }

    private static Command VerifyExport(CommandRunner runner)
    {
        var file = new Argument<string>("FILE") { Description = "What 'audit export' wrote" };
        var key = new Option<string?>("--key")
        {
            Description = "The installation's public key, as told by another way than the file",
            HelpName = "base64",
        };
        var command = new Command(
            "verify-export", "Prove an exported log whole by itself, without a silo (exit 0 whole, 1 broken)") { file, key };
        return runner.Offline(command, async call =>
        {
            var path = Path.GetFullPath(call.Get(file));
            if (!File.Exists(path))
            {
                return call.Output.Fail(CommandError.BadInput($"There is no file {path}."));
            }

            var report = await AuditExport.CheckAsync(path, call.Get(key), call.CancellationToken);
            call.Output.Answer(report, AssetsJson.Form.ExportReport, AuditPages.Export);
            return report.Fault is null ? ExitCodes.Done : ExitCodes.UnexpectedFailure;
        });
    }

    private static async Task<ImmutableArray<string>> NamesAsync(CommandCall call, AssetsApi client, string? stream) =>
        stream is not null
        ? [stream]
        : [.. (await client.Audit.GetStreamsAsync(call.CancellationToken)).Select(known => known.Name)];

    private static async Task<AuditCheck> VerifyAsync(CommandCall call, AssetsApi client, string stream)
    {
        var check = await client.Audit.VerifyAsync(stream, null, null, call.CancellationToken);
        while (check is { AtEnd: false, Fault: null })
        {
            check = await client.Audit.VerifyAsync(stream, check.Until.Sequence, check.Until.Hash, call.CancellationToken);
        }

        return check;
    }
}

/// <summary>What a verification of the log found.</summary>
internal sealed record AuditReport(bool Whole, AuditGuard Guard, ImmutableArray<AuditCheck> Streams);
