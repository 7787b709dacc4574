using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Assets;
using OrleansAssets.Audit;
using OrleansAssets.DataSources;
using OrleansAssets.Notices;
using OrleansAssets.Phases;
using OrleansAssets.Reminders;

namespace OrleansAssets.Domain.Notices;

/// <summary>
/// What the installation as a whole has to tell: sources, money for them, work nobody did, quotes, overrides, the audit log.
/// </summary>
/// <param name="Instruments">Assets and pairs that are collected.</param>
/// <param name="Broken">Streams of the audit log that are not whole.</param>
public sealed record WatchFacts(
    ImmutableArray<DataSourceView> Sources,
    ImmutableArray<OverdueWork> Overdue,
    ImmutableArray<AssetView> Instruments,
    ImmutableArray<PhaseView> Phases,
    ImmutableArray<AuditCheck> Broken);

/// <inheritdoc cref="WatchFacts"/>
public static class WatchRules
{
    /// <summary>An override is told of so long before it ends: time for another operator to look.</summary>
    public static readonly TimeSpan OverrideNear = TimeSpan.FromHours(24);

    /// <summary>A source that fails is told of once it has failed so often in a row: one error is no news.</summary>
    private const int FailuresMin = 3;

    /// <summary>Part of a budget from which on it is nearly spent.</summary>
    private const decimal BudgetNear = 0.9m;

    /// <summary>Windows shorter than an hour fill and empty all day: only longer ones are told of.</summary>
    private const int WindowSecondsMin = 3_600;

    public static ImmutableArray<NoticeFact> Standing(WatchFacts facts, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return
        [
            .. facts.Broken.Select(check => new NoticeFact(
                NoticeKinds.AuditBroken, $"audit/{check.Stream}", NoticeSeverity.Critical,
                $"The audit log's stream {check.Stream} is broken: {check.Fault}. "
                + "Keep the database as it is and look: assets audit verify.")),
            .. facts.Overdue.Select(work => new NoticeFact(
                NoticeKinds.Overdue, work.What, NoticeSeverity.Warning,
                $"{work.What} was due at {Text(work.DueAt)} and nobody did it; it is woken and tried again.")),
            .. facts.Sources.Select(OfSource).OfType<NoticeFact>(),
            .. facts.Sources.SelectMany(OfBudget),
            .. facts.Instruments.Select(view => view.Doubt).OfType<QuoteDoubt>().Select(doubt => new NoticeFact(
                NoticeKinds.DisbelievedQuote, Keys.Asset(doubt.Quote.AssetId), NoticeSeverity.Warning,
                $"{doubt.Quote.AssetId} is reduce-only since {Text(doubt.Since)}: {doubt.Reason}. What heals it: {doubt.Explains}")),
            .. facts.Phases.Where(phase => phase.Gate.Override is { } end && end.ExpiresAt <= now + OverrideNear)
                .Select(phase => OfOverride(phase.Definition.Id, phase.Gate.Override!)), // there is one
        ];
    }

    private static NoticeFact? OfSource(DataSourceView source) => source switch
    {
        { Status: DataSourceStatus.Failing, ConsecutiveFailures: >= FailuresMin } => new NoticeFact(
            NoticeKinds.SourceFailing, Keys.DataSource(source.Definition.Id), NoticeSeverity.Warning,
            $"Source {source.Definition.Id} fails ({source.ConsecutiveFailures} times in a row, last success "
            + $"{(source.LastSuccessAt is { } at ? Text(at) : "never")}): {source.LastError}"),
        { Status: DataSourceStatus.Blocked } => new NoticeFact(
            NoticeKinds.SourceFailing, Keys.DataSource(source.Definition.Id), NoticeSeverity.Warning,
            $"Source {source.Definition.Id} told us to stay away until {(source.BlockedUntil is { } end ? Text(end) : "it says so")}."),
        _ => null,
    };

    private static IEnumerable<NoticeFact> OfBudget(DataSourceView source)
    {
        var id = source.Definition.Id;
        foreach (var usage in source.Usage.Where(usage => IsLong(usage.Window)
            && usage.UsedUnits >= usage.Window.LimitUnits * BudgetNear))
        {
            yield return new NoticeFact(
                NoticeKinds.BudgetSpent, $"{Keys.DataSource(id)} {usage.Window.Name}", NoticeSeverity.Warning,
                string.Create(CultureInfo.InvariantCulture,
                    $"Source {id} has used {usage.UsedUnits:N0} of {usage.Window.LimitUnits:N0} units of '{usage.Window.Name}' since ")
                + $"{Text(usage.WindowStart)}: what it is asked for beyond waits for the next window.");
        }

        if (source.Money is { BudgetUsd: > 0 } money && money.SpentUsd >= money.BudgetUsd * BudgetNear)
        {
            yield return new NoticeFact(
                NoticeKinds.BudgetSpent, $"{Keys.DataSource(id)} money", NoticeSeverity.Warning,
                string.Create(CultureInfo.InvariantCulture,
                    $"Source {id} has spent {money.SpentUsd:0.00} of {money.BudgetUsd:0.00} USD this month; nothing is spent beyond."));
        }
    }

    private static bool IsLong(RateWindow window) => window.WindowSeconds is RateWindow.CalendarMonth or >= WindowSecondsMin;

    private static NoticeFact OfOverride(string phaseId, PhaseOverride granted) => new(
        NoticeKinds.OverrideExpiring, Keys.Phase(phaseId), NoticeSeverity.Warning,
        $"Phase {phaseId} is active without evidence until {Text(granted.ExpiresAt)} ({granted.Reason}); then it is taken back.");

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
