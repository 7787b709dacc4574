using System.Collections.Immutable;
using OrleansAssets.DataSources;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Output;

/// <summary>Data sources for people.</summary>
internal static class SourcePages
{
    public static Func<ImmutableArray<DataSourceView>, IEnumerable<IRenderable>> List(
        DateTimeOffset now, ImmutableArray<PhaseCost> costs) => sources =>
    {
        var table = Page.Table(
            "Source", "Status", "Circuit", ">Ok", ">Next", ">Budget", ">Err. 1h", ">Rows", ">USD");
        foreach (var source in sources)
        {
            table.Row(
                Page.Cell(source.Definition.Id),
                Status(source.Status),
                Circuit(source.Circuit),
                Page.Cell(Formats.ShortAge(source.LastSuccessAt, now)),
                source.Status == DataSourceStatus.Overdue
                    ? Page.Colored(Formats.ShortAge(source.NextDueAt, now), good: false)
                    : Page.Cell(source.NextDueAt <= now ? "now" : Formats.ShortAge(source.NextDueAt, now)),
                Page.Cell(Tightest(source)),
                Page.Cell(Rate(source.Errors?.FailuresLastHour, source.Errors?.CallsLastHour)),
                Page.Cell(Formats.Count(source.Feeds.Sum(feed => feed.Rows))),
                Page.Cell(Formats.Money(source.MonthlyCostUsd)));
        }

        var healthy = sources.Count(source => source.Status == DataSourceStatus.Healthy);
        return
        [
            table,
            Page.Line($" {sources.Length} sources, {healthy} healthy{Overdue(sources)}, {Mode(sources)} data, "
                + $"{Formats.Money(sources.Sum(source => source.MonthlyCostUsd))} USD a month now"),
            .. sources.SelectMany(StandsIn).Select(Page.Line),
            .. costs.Select(cost => Page.Line($" Activating {cost.PhaseId} now would add {Cost(cost)}")),
        ];
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
                ("Circuit", CircuitText(source.Circuit, now)),
                ("Errors", Errors(source.Errors)),
                ("Last success", $"{Formats.Instant(source.LastSuccessAt)} ({Formats.Age(source.LastSuccessAt, now)})"),
                ("Last failure", Failure(source, now)),
                ("Blocked until", Formats.Instant(source.BlockedUntil)),
                ("Next due", $"{Formats.Instant(source.NextDueAt)} ({Formats.Age(source.NextDueAt, now)})"),
                ("Cost", $"{Formats.Money(source.MonthlyCostUsd)} USD a month now, {Formats.Money(definition.MonthlyCostUsd)} when active"),
                ("Billed calls", source.Money is { } money
                    ? $"{Formats.Money(money.SpentUsd)} of {Formats.Money(money.BudgetUsd)} USD this month, "
                        + $"{Formats.Number(money.UsdPerUnit)} each"
                    : null)),
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

    private static string Overdue(ImmutableArray<DataSourceView> sources) =>
        sources.Count(source => source.Status == DataSourceStatus.Overdue) is > 0 and var count ? $", {count} overdue" : "";

    /// <summary>For whom a source stands in, a line for each.</summary>
    private static IEnumerable<string> StandsIn(DataSourceView source) => (source.Feeds.IsDefault ? [] : source.Feeds)
        .Where(feed => feed.InsteadOf is not null)
        .GroupBy(feed => feed.InsteadOf, StringComparer.Ordinal)
        .Select(feeds => $" {source.Definition.Id} stands in for {feeds.Key}, which is down or does not serve it: "
            + Formats.List(feeds.Select(feed => $"{feed.Id.AssetId} {feed.Id.Dataset}")));

    /// <summary>What a phase adds, in words.</summary>
    internal static string Cost(PhaseCost cost)
    {
        var billed = cost.BilledSources.IsEmpty ? "" : $", and calls billed by {Formats.List(cost.BilledSources)}";
        var sources = cost.Sources.IsEmpty ? "" : $" for {Formats.List(cost.Sources)}";
        return $"{Formats.Money(cost.AddsUsd)} USD a month{sources}{billed}";
    }

    private static string Mode(ImmutableArray<DataSourceView> sources) =>
        Formats.List(sources.Select(source => source.Mode).Distinct(StringComparer.Ordinal));

    /// <summary>The window that is used most.</summary>
    private static string? Tightest(DataSourceView source) => source.Usage.IsDefaultOrEmpty
        ? null
        : source.Usage.MaxBy(usage => usage.UsedUnits / Math.Max(1.0, usage.Window.LimitUnits)) is { } usage
            ? $"{Formats.Count(usage.UsedUnits)}/{Formats.Count(usage.Window.LimitUnits)} {usage.Window.Name}"
            : null;

    private static string? Rate(int? failures, int? calls) => calls is null or 0
        ? null
        : Formats.Percent(decimal.Round((decimal)(failures ?? 0) / calls.Value, 3));

    private static string? Errors(ErrorRate? errors) => errors is null
        ? null
        : $"{errors.FailuresLastHour} of {errors.CallsLastHour} calls in the last hour, "
            + $"{errors.FailuresLastDay} of {errors.CallsLastDay} in the last day";

    private static Text Circuit(CircuitView? circuit) => Page.Colored(
        Word(circuit?.State ?? CircuitState.Closed),
        circuit?.State switch { CircuitState.Open => false, CircuitState.HalfOpen => null, _ => true });

    private static string CircuitText(CircuitView? circuit, DateTimeOffset now) => circuit switch
    {
        { State: CircuitState.Open } => $"open since {Formats.Instant(circuit.Since)}, tried again {Formats.Age(circuit.Until, now)}",
        { State: CircuitState.HalfOpen } => $"half open: the next call decides; it opened {Formats.Age(circuit.Since, now)}",
        _ => Word(CircuitState.Closed),
    };

    private static string Word(CircuitState state) => state switch
    {
        CircuitState.Open => "open",
        CircuitState.HalfOpen => "half open",
        _ => "closed",
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
                Page.Cell(usage.Window.WindowSeconds == RateWindow.CalendarMonth
                    ? "month"
                    : Formats.Length(TimeSpan.FromSeconds(usage.Window.WindowSeconds))),
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
                Page.Cell(feed.InsteadOf is { } other ? $"{feed.Id.Dataset} (for {other})" : feed.Id.Dataset),
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
        DataSourceStatus.Failing or DataSourceStatus.Blocked or DataSourceStatus.Overdue => false,
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
        DataSourceStatus.Overdue => "overdue",
        _ => status.ToString(),
    };
}
