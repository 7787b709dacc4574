using System.Collections.Immutable;
using OrleansAssets.Cli.Output;
using OrleansAssets.DataSources;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Sources;

/// <summary>Data sources for people.</summary>
internal static class SourcePages
{
    public static Func<ImmutableArray<DataSourceView>, IEnumerable<IRenderable>> List(
        DateTimeOffset now, ImmutableArray<PhaseCost> costs) => sources =>
    {
        var table = PageParts.Table(
            "Source", "Status", "Circuit", ">Ok", ">Next", ">Budget", ">Err. 1h", ">Rows", ">USD");
        foreach (var source in sources)
        {
            table.Row(
                PageParts.Cell(source.Definition.Id),
                Status(source.Status),
                Circuit(source.Circuit),
                PageParts.Cell(ValueText.ShortAge(source.LastSuccessAt, now)),
                source.Status == DataSourceStatus.Overdue
                    ? PageParts.Colored(ValueText.ShortAge(source.NextDueAt, now), good: false)
                    : PageParts.Cell(source.NextDueAt <= now ? "now" : ValueText.ShortAge(source.NextDueAt, now)),
                PageParts.Cell(Tightest(source)),
                PageParts.Cell(Rate(source.Errors?.FailuresLastHour, source.Errors?.CallsLastHour)),
                PageParts.Cell(ValueText.Count(source.Feeds.Sum(feed => feed.Rows))),
                PageParts.Cell(ValueText.Money(source.MonthlyCostUsd)));
        }

        var healthy = sources.Count(source => source.Status == DataSourceStatus.Healthy);
        return
        [
            table,
            PageParts.Line($" {sources.Length} sources, {healthy} healthy{Overdue(sources)}, {Mode(sources)} data, "
                + $"{ValueText.Money(sources.Sum(source => source.MonthlyCostUsd))} USD a month now"),
            .. sources.SelectMany(StandsIn).Select(PageParts.Line),
            .. costs.Select(cost => PageParts.Line($" Activating {cost.PhaseId} now would add {Cost(cost)}")),
        ];
    };

    public static Func<DataSourceView, IEnumerable<IRenderable>> Show(DateTimeOffset now) => source =>
    {
        var definition = source.Definition;
        var parts = new List<IRenderable>
        {
            PageParts.Facts(
                ("Source", $"{definition.Id}  {definition.Name}, plan {definition.Plan}"),
                ("Status", $"{Word(source.Status)}: {source.StatusText}"),
                ("Mode", source.Mode),
                ("Missing keys", ValueText.List(source.MissingKeys)),
                ("Circuit", CircuitText(source.Circuit, now)),
                ("Errors", Errors(source.Errors)),
                ("Last success", $"{ValueText.Instant(source.LastSuccessAt)} ({ValueText.Age(source.LastSuccessAt, now)})"),
                ("Last failure", Failure(source, now)),
                ("Blocked until", ValueText.Instant(source.BlockedUntil)),
                ("Next due", $"{ValueText.Instant(source.NextDueAt)} ({ValueText.Age(source.NextDueAt, now)})"),
                ("Cost", $"{ValueText.Money(source.MonthlyCostUsd)} USD a month now, "
                    + $"{ValueText.Money(definition.MonthlyCostUsd)} when active"),
                ("Billed calls", source.Money is { } money
                    ? $"{ValueText.Money(money.SpentUsd)} of {ValueText.Money(money.BudgetUsd)} USD this month, "
                        + $"{ValueText.Number(money.UsdPerUnit)} each"
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
                .Select(feed => PageParts.Line($" {feed.Id.AssetId} {feed.Id.Dataset}: {feed.LastError}")));
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
            + ValueText.List(feeds.Select(feed => $"{feed.Id.AssetId} {feed.Id.Dataset}")));

    /// <summary>What a phase adds, in words.</summary>
    internal static string Cost(PhaseCost cost)
    {
        var billed = cost.BilledSources.IsEmpty ? "" : $", and calls billed by {ValueText.List(cost.BilledSources)}";
        var sources = cost.Sources.IsEmpty ? "" : $" for {ValueText.List(cost.Sources)}";
        return $"{ValueText.Money(cost.AddsUsd)} USD a month{sources}{billed}";
    }

    private static string Mode(ImmutableArray<DataSourceView> sources) =>
        ValueText.List(sources.Select(source => source.Mode).Distinct(StringComparer.Ordinal));

    /// <summary>The window that is used most.</summary>
    private static string? Tightest(DataSourceView source) => source.Usage.IsDefaultOrEmpty
        ? null
        : source.Usage.MaxBy(usage => usage.UsedUnits / Math.Max(1.0, usage.Window.LimitUnits)) is { } usage
            ? $"{ValueText.Count(usage.UsedUnits)}/{ValueText.Count(usage.Window.LimitUnits)} in {WindowOf(usage)}"
            : null;

    private static string WindowOf(RateUsage usage) => usage.Window.WindowSeconds == RateWindow.CalendarMonth
        ? "a month"
        : ValueText.Length(TimeSpan.FromSeconds(usage.Window.WindowSeconds));

    private static string? Rate(int? failures, int? calls) => calls is null or 0
        ? null
        : ValueText.Percent(decimal.Round((decimal)(failures ?? 0) / calls.Value, 3));

    private static string? Errors(ErrorRate? errors) => errors is null
        ? null
        : $"{errors.FailuresLastHour} of {errors.CallsLastHour} calls in the last hour, "
            + $"{errors.FailuresLastDay} of {errors.CallsLastDay} in the last day";

    private static Text Circuit(CircuitView? circuit) => PageParts.Colored(
        Word(circuit?.State ?? CircuitState.Closed),
        circuit?.State switch { CircuitState.Open => false, CircuitState.HalfOpen => null, _ => true });

    private static string CircuitText(CircuitView? circuit, DateTimeOffset now) => circuit switch
    {
        { State: CircuitState.Open } => $"open since {ValueText.Instant(circuit.Since)}, tried again {ValueText.Age(circuit.Until, now)}",
        { State: CircuitState.HalfOpen } => $"half open: the next call decides; it opened {ValueText.Age(circuit.Since, now)}",
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
        : $"{ValueText.Instant(source.LastFailureAt)} ({ValueText.Age(source.LastFailureAt, now)}, {source.ConsecutiveFailures} in a row): "
            + $"{source.LastError}";

    private static AnswerTable Usage(DataSourceView source)
    {
        var table = PageParts.Table("Budget", ">Window", ">Used", ">Limit", "Since");
        foreach (var usage in source.Usage)
        {
            table.Row(
                PageParts.Cell(usage.Window.Name),
                PageParts.Cell(WindowOf(usage)),
                PageParts.BadIf(usage.UsedUnits >= usage.Window.LimitUnits, ValueText.Count(usage.UsedUnits)),
                PageParts.Cell(ValueText.Count(usage.Window.LimitUnits)),
                PageParts.Cell(ValueText.Instant(usage.WindowStart)));
        }

        return table;
    }

    private static AnswerTable Feeds(DataSourceView source, DateTimeOffset now)
    {
        var table = PageParts.Table("Asset", "Dataset", ">Rows", ">Revised", "From", "Watermark", ">Collected");
        foreach (var feed in source.Feeds)
        {
            table.Row(
                PageParts.Cell(feed.Id.AssetId),
                PageParts.Cell(feed.InsteadOf is { } other ? $"{feed.Id.Dataset} (for {other})" : feed.Id.Dataset),
                PageParts.Cell(ValueText.Count(feed.Rows)),
                PageParts.Cell(ValueText.Count(feed.Revisions)),
                PageParts.Cell(ValueText.Instant(feed.FirstAt)),
                PageParts.Cell(ValueText.Instant(feed.Watermark)),
                PageParts.Cell(ValueText.Age(feed.CollectedAt, now)));
        }

        return table;
    }

    private static Text Status(DataSourceStatus status) => PageParts.Colored(Word(status), status switch
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
