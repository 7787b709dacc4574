using OrleansAssets.Catalogue;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Output;

/// <summary>The installation at a glance, for people.</summary>
internal static class StatusPage
{
    public static Func<SystemStatus, IEnumerable<IRenderable>> Show(DateTimeOffset now) => status =>
    [
        Page.Facts(
            ("OrleansAssets", $"{status.Version}, {status.Mode} data"),
            ("Database", status.Database),
            ("Running since", $"{Formats.Instant(status.StartedAt)} ({Formats.Age(status.StartedAt, now)})"),
            ("Configuration", status.ConfigurationHash),
            ("Assets", $"{status.AssetsEnabled} of {status.Assets} enabled"),
            ("Sources", $"{status.SourcesHealthy} of {status.Sources} healthy, {Formats.Money(status.MonthlyCostUsd)} USD a month"),
            ("Overdue", Overdue(status)),
            ("Phase", status.CurrentPhaseId),
            ("Next phase", NextPhase(status)),
            ("Without evidence", Bypasses(status)),
            ("Stored", Stored(status))),
    ];

    private static string Overdue(SystemStatus status) => status.Overdue.IsDefaultOrEmpty
        ? "nothing"
        : string.Join("; ", status.Overdue.Select(work => $"{work.What} since {Formats.Instant(work.DueAt)}"));

    private static string Stored(SystemStatus status) =>
        $"{(status.CountsAreEstimates ? "about " : "")}{Formats.Count(status.Candles)} candles, {Formats.Count(status.Quotes)} quotes";

    // Named one by one: an asset that is open without evidence is never a mere count.
    private static string Bypasses(SystemStatus status) => status.Bypasses.IsEmpty
        ? "nothing is enabled without evidence"
        : string.Join("; ", status.Bypasses.Select(bypass =>
            $"{bypass.AssetId} by {bypass.By}{(bypass.ExpiresAt is { } end ? $" until {Formats.Instant(end)}" : "")}: {bypass.Reason}"));

    private static string NextPhase(SystemStatus status) => status.NextPhaseId is { } next
        ? $"{next}, {(status.NextPhaseVerdict is { } verdict ? ReadinessPage.Word(verdict) : "not measured yet")}"
        : "none";
}
