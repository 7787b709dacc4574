using System.Collections.Immutable;
using OrleansAssets.DataSources;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Output;

/// <summary>Data sources for people.</summary>
internal static class SourcePages
{
    public static Func<ImmutableArray<DataSourceView>, IEnumerable<IRenderable>> List(DateTimeOffset now) => sources =>
    {
        var table = Page.Table("Source", "Status", "Mode", ">Last success", ">Next", ">Feeds", ">Rows", ">USD/month");
        foreach (var source in sources)
        {
            table.Row(
                Page.Cell(source.Definition.Id),
                Status(source.Status),
                Page.Cell(source.Mode),
                Page.Cell(Formats.Age(source.LastSuccessAt, now)),
                Page.Cell(Formats.Age(source.NextDueAt, now)),
                Page.Cell(Formats.Count(source.Feeds.Length)),
                Page.Cell(Formats.Count(source.Feeds.Sum(feed => feed.Rows))),
                Page.Cell(Formats.Money(source.MonthlyCostUsd)));
        }

        return [table, Page.Line($" {sources.Length} sources, {Formats.Money(sources.Sum(source => source.MonthlyCostUsd))} USD a month now")];
    };

    public static Func<DataSourceView, IEnumerable<IRenderable>> Show(DateTimeOffset now) => source =>
    {
        var definition = source.Definition;
        var parts = new List<IRenderable>
        {
            Page.Facts(
                ("Source", $"{definition.Id}  {definition.Name}, plan {definition.Plan}"),
                ("Status", $"{Word(source.Status)}: {source.StatusText}"),
                ("Mode", source.Mode),
                ("Missing keys", Formats.List(source.MissingKeys)),
                ("Last success", $"{Formats.Instant(source.LastSuccessAt)} ({Formats.Age(source.LastSuccessAt, now)})"),
                ("Last failure", Failure(source, now)),
                ("Blocked until", Formats.Instant(source.BlockedUntil)),
                ("Next due", $"{Formats.Instant(source.NextDueAt)} ({Formats.Age(source.NextDueAt, now)})"),
                ("Cost", $"{Formats.Money(source.MonthlyCostUsd)} USD a month now, {Formats.Money(definition.MonthlyCostUsd)} when active")),
        };
        if (!source.Usage.IsDefaultOrEmpty)
        {
            parts.Add(Usage(source));
        }

        if (!source.Feeds.IsDefaultOrEmpty)
        {
            parts.Add(Feeds(source, now));
            parts.AddRange(source.Feeds
                .Where(feed => feed.LastError is not null)
                .Select(feed => Page.Line($" {feed.Id.AssetId} {feed.Id.Dataset}: {feed.LastError}")));
        }

        return parts;
    };

    private static string? Failure(DataSourceView source, DateTimeOffset now) => source.LastFailureAt is null
        ? null
        : $"{Formats.Instant(source.LastFailureAt)} ({Formats.Age(source.LastFailureAt, now)}, {source.ConsecutiveFailures} in a row): {source.LastError}";

    private static Table Usage(DataSourceView source)
    {
        var table = Page.Table("Budget", ">Window", ">Used", ">Limit", "Since");
        foreach (var usage in source.Usage)
        {
            table.Row(
                Page.Cell(usage.Window.Name),
                Page.Cell(Formats.Length(TimeSpan.FromSeconds(usage.Window.WindowSeconds))),
                Page.BadIf(usage.UsedUnits >= usage.Window.LimitUnits, Formats.Count(usage.UsedUnits)),
                Page.Cell(Formats.Count(usage.Window.LimitUnits)),
                Page.Cell(Formats.Instant(usage.WindowStart)));
        }

        return table;
    }

    private static Table Feeds(DataSourceView source, DateTimeOffset now)
    {
        var table = Page.Table("Asset", "Dataset", ">Rows", ">Revised", "From", "Watermark", ">Collected");
        foreach (var feed in source.Feeds)
        {
            table.Row(
                Page.Cell(feed.Id.AssetId),
                Page.Cell(feed.Id.Dataset),
                Page.Cell(Formats.Count(feed.Rows)),
                Page.Cell(Formats.Count(feed.Revisions)),
                Page.Cell(Formats.Instant(feed.FirstAt)),
                Page.Cell(Formats.Instant(feed.Watermark)),
                Page.Cell(Formats.Age(feed.CollectedAt, now)));
        }

        return table;
    }

    private static Text Status(DataSourceStatus status) => Page.Colored(Word(status), status switch
    {
        DataSourceStatus.Healthy => true,
        DataSourceStatus.Failing or DataSourceStatus.Blocked => false,
        _ => null,
    });

    private static string Word(DataSourceStatus status) => status switch
    {
        DataSourceStatus.NotCollected => "not collected",
        DataSourceStatus.Idle => "idle",
        DataSourceStatus.NotConfigured => "not configured",
        DataSourceStatus.Starting => "starting",
        DataSourceStatus.Healthy => "healthy",
        DataSourceStatus.Failing => "failing",
        DataSourceStatus.Blocked => "blocked",
        _ => status.ToString(),
    };
}
