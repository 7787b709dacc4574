using System.CommandLine;
using OrleansAssets.Api;
using OrleansAssets.Catalogue;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Phases;
using OrleansAssets.Cli.Running;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Status;

/// <summary><c>status</c>.</summary>
internal static class StatusCommand
{
    public static Command Build(CommandRunner runner) =>
        runner.Online(new Command("status", "Show the installation at a glance"), async (call, client) =>
        {
            var status = await client.Catalogue.GetStatusAsync(call.CancellationToken);
            call.Output.Answer(status, ApiJson.Form.SystemStatus, StatusPage.Show(call.Now));
            return ExitCodes.Done;
        });
}

/// <summary>The installation at a glance, for people.</summary>
internal static class StatusPage
{
    private const int HashShown = 12;

    public static Func<SystemStatus, IEnumerable<IRenderable>> Show(DateTimeOffset now) => status =>
    [
        PageParts.Facts(
        [
            ("OrleansAssets", $"{status.Version}, {status.Mode} data"),
            ("Database", status.Database),
            ("Running since", $"{ValueText.Instant(status.StartedAt)} ({ValueText.Age(status.StartedAt, now)})"),
            ("Configuration", ShortHash(status.ConfigurationHash)),
            ("Assets", $"{status.AssetsEnabled} of {status.Assets} enabled"),
            ("Sources", $"{status.SourcesHealthy} of {status.Sources} healthy, {ValueText.Money(status.MonthlyCostUsd)} USD a month"),
            ("Overdue", Overdue(status)),
            ("Not believed", Doubts(status)),
            ("Phase", status.CurrentPhaseId),
            ("Next phase", NextPhase(status)),
            ("Without evidence", Bypasses(status)),
            .. Portfolios(status),
            ("Notices", Notices(status)),
            ("Stored", Stored(status)),
        ]),
    ];

    /// <summary>What tells one configuration from another at a glance; --json has all of it.</summary>
    private static string ShortHash(string hash) => hash.Length <= HashShown ? hash : hash[..HashShown];

    private static IEnumerable<(string Name, string? Value)> Portfolios(SystemStatus status) =>
        (status.Portfolios.IsDefault ? [] : status.Portfolios).Select(one => ($"Portfolio {one.PortfolioId}", (string?)Portfolio(one)));

    private static string Portfolio(PortfolioGlance one) => one.Fault is { } fault ? $"cannot be read, and decides nothing: {fault}"
        : one.Equity is not { } equity ? "no record yet"
        : $"{ValueText.Money(equity)} USD, {one.Mode}"
            + (one.Distances.FirstOrDefault() is { } nearest
                ? $", halts at {ValueText.Money(nearest.HaltsAt)} USD ({nearest.Code}, "
                    + $"{ValueText.Percent(nearest.Loss / nearest.Limit)} of it used)"
                : "")
            + string.Concat(one.Halts.Select(halt => $"; {HaltLine.Of(halt)}"));

    private static string Notices(SystemStatus status) => status.Notices.IsDefaultOrEmpty
        ? "nothing stands that anybody had to be told"
        : string.Join("; ", status.Notices.Select(notice =>
            $"{notice.Id} {notice.Severity.ToString().ToLowerInvariant()}"
            + $"{(notice.Acknowledgement is { } seen ? $" (seen by {seen.By})" : "")}: {notice.Text}"));

    private static string Overdue(SystemStatus status) => status.Overdue.IsDefaultOrEmpty
        ? "nothing"
        : string.Join("; ", status.Overdue.Select(work => $"{work.What} since {ValueText.Instant(work.DueAt)}"));

    private static string Doubts(SystemStatus status) => status.Doubts.IsDefaultOrEmpty
        ? "every last quote is believed"
        : string.Join("; ", status.Doubts.Select(doubt => $"{doubt.Quote.AssetId}, reduce-only: {doubt.Reason}"));

    private static string Stored(SystemStatus status) =>
        $"{(status.CountsAreEstimates ? "about " : "")}{ValueText.Count(status.Candles)} candles, {ValueText.Count(status.Quotes)} quotes";

    // Named one by one: an asset that is open without evidence is never a mere count.
    private static string Bypasses(SystemStatus status) => status.Bypasses.IsEmpty
        ? "nothing is enabled"
        : string.Join("; ", status.Bypasses.Select(bypass =>
            $"{bypass.AssetId} by {bypass.By}{(bypass.ExpiresAt is { } end ? $" until {ValueText.Instant(end)}" : "")}: {bypass.Reason}"));

    private static string NextPhase(SystemStatus status) => status.NextPhaseId is { } next
        ? $"{next}, {(status.NextPhaseVerdict is { } verdict ? ReadinessPage.Word(verdict) : "not measured yet")}"
            + (status.NextPhaseEvidence is { } whose ? $" ({whose})" : "")
        : "none";
}
