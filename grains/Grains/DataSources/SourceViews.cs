using System.Collections.Immutable;
using OrleansAssets.DataSources;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Vendors;

namespace OrleansAssets.Grains.DataSources;

/// <summary>Tells a source's state to others.</summary>
internal sealed class SourceViews(IVendorEndpoints endpoints, VendorAdapters adapters, ISystemInfo system)
{
    private const string SandboxMode = "sandbox";

    /// <summary>Whether this version can collect the source at all.</summary>
    public bool IsCollected(DataSourceDefinition definition) => definition.Collected && adapters.Find(definition.Id) is not null;

    /// <summary>Whether it can be asked: not yet while the process starts, and no more once it stops.</summary>
    public bool IsOpen => endpoints.IsOpen && !IsClosing;

    /// <summary>Whether the process stops.</summary>
    public bool IsClosing => endpoints.Closing.IsCancellationRequested;

    /// <summary>Credentials that are not set; none is needed in the sandbox.</summary>
    public ImmutableArray<string> MissingKeys(DataSourceDefinition definition) => endpoints.Mode == SandboxMode
        ? []
        : [.. definition.KeyVariables.Where(variable => string.IsNullOrEmpty(endpoints.Secret(variable)))];

    /// <summary>The sources of a configuration of which a key is not set.</summary>
    public ImmutableHashSet<string> Unkeyed(AssetsConfiguration configuration) =>
        [.. configuration.Sources.Where(source => !MissingKeys(source).IsEmpty).Select(source => source.Id)];

    /// <param name="monthlyCostUsd">
    /// What its plan costs while something needs it: nothing is paid for a plan of which no key is set. What billed calls have cost this
    /// month is added.
    /// </param>
    /// <param name="fault">Since when nothing can be stored; null while it can.</param>
    public DataSourceView ViewOf(
        DataSourceDefinition definition, DataSourceState state, decimal monthlyCostUsd, DateTimeOffset now, StorageFault? fault = null)
    {
        var missing = MissingKeys(definition);
        var told = StatusOf(definition, state, missing, now);
        var isUnstored = fault is not null && told is DataSourceStatus.Healthy or DataSourceStatus.Overdue or DataSourceStatus.Starting;
        var status = isUnstored ? DataSourceStatus.Failing : told;
        var health = state.Health;
        return new DataSourceView(
            definition,
            status,
            isUnstored ? TextOf(fault!) : TextOf(status, state, missing),
            endpoints.Mode,
            missing,
            health.LastSuccessAt,
            health.LastFailureAt,
            health.LastError,
            health.ConsecutiveFailures,
            health.BlockedUntil > now ? health.BlockedUntil : null,
            NextDueAt(status, definition, state, now),
            (missing.IsEmpty ? monthlyCostUsd : 0) + (MoneyOf(definition, state, now)?.SpentUsd ?? 0),
            UsageOf(definition, state, now),
            [.. state.Slots.Select(ViewOf)],
            CircuitRules.Of(health, now),
            OutcomeRules.RateOf(state.Outcomes, now),
            MoneyOf(definition, state, now));
    }

    private DataSourceStatus StatusOf(
        DataSourceDefinition definition, DataSourceState state, ImmutableArray<string> missing, DateTimeOffset now)
    {
        var wanted = state.Slots.Where(slot => slot.IsWanted).ToList();
        return (state.Health, wanted) switch
        {
            _ when !IsCollected(definition) => DataSourceStatus.NotCollected,
            _ when !missing.IsEmpty => DataSourceStatus.NotConfigured,
            _ when wanted.Count == 0 => DataSourceStatus.Idle,
            _ when state.Health.LastFailure == FeedResult.KeyMissing => DataSourceStatus.NotConfigured,
            _ when state.Health.BlockedUntil > now => DataSourceStatus.Blocked,
            _ when CollectionPlanRules.IsOverdue(state, UnitsPerCall(definition), system.StartedAt, now) => DataSourceStatus.Overdue,
            _ when state.Health.ConsecutiveFailures > 0 => DataSourceStatus.Failing,
            _ when wanted.TrueForAll(slot => slot.ParkedBecause is not null) => DataSourceStatus.Failing,
            _ when state.Health.LastSuccessAt is null => DataSourceStatus.Starting,
            _ => DataSourceStatus.Healthy,
        };
    }

    private static string TextOf(DataSourceStatus status, DataSourceState state, ImmutableArray<string> missing) => status switch
    {
        DataSourceStatus.NotCollected => "not collected by this version",
        DataSourceStatus.Idle => "no enabled asset needs it, nor one of the next phase",
        DataSourceStatus.NotConfigured when missing.IsEmpty => state.Health.LastError ?? "a credential is missing",
        DataSourceStatus.NotConfigured => $"set {string.Join(" and ", missing)} in the environment of the silo",
        DataSourceStatus.Starting => "not asked yet",
        DataSourceStatus.Blocked => $"{state.Health.LastError}; asked again at {Text(state.Health.BlockedUntil)}",
        DataSourceStatus.Overdue => $"due since {Text(DueAt(state))} and not collected: its reminder was lost, the watchdog wakes it",
        DataSourceStatus.Failing => FailureText(state),
        _ => HealthyText(state),
    };

    private static string TextOf(StorageFault fault) =>
        $"what it collects cannot be stored since {Text(fault.Since)}, which is no fault of the vendor: {fault.Error}";

    private static string FailureText(DataSourceState state) => state.Health.ConsecutiveFailures == 0
        ? $"no feed can be served: {state.Slots.First(slot => slot.ParkedBecause is not null).ParkedBecause}"
        : $"{state.Health.ConsecutiveFailures} failures in a row, the last: {state.Health.LastError}";

    private static string HealthyText(DataSourceState state)
    {
        var wanted = state.Slots.Count(slot => slot.IsWanted);
        var parked = state.Slots.Count(slot => slot.IsWanted && slot.ParkedBecause is not null);
        var feeds = wanted == 1 ? "1 feed" : $"{wanted} feeds";
        return parked == 0
            ? $"{feeds}, last collected {Text(state.Health.LastSuccessAt)}"
            : $"{feeds}, {parked} of them not served by the vendor, last collected {Text(state.Health.LastSuccessAt)}";
    }

    /// <summary>When it is collected next: now where it is at it, in the past only where it is overdue.</summary>
    private DateTimeOffset? NextDueAt(DataSourceStatus status, DataSourceDefinition definition, DataSourceState state, DateTimeOffset now)
    {
        if (status is DataSourceStatus.NotCollected || DueAt(state) is not { } due)
        {
            return null;
        }

        return due > now || status == DataSourceStatus.Overdue ? due
            : CollectionPlanRules.Next(state, UnitsPerCall(definition), now) is CollectionStep.Wait { Until: var until } && until > now
                ? until
            : now;
    }

    /// <summary>When the first of its feeds falls due, or when it may be asked again; null where it has none.</summary>
    private static DateTimeOffset? DueAt(DataSourceState state)
    {
        var due = state.Slots.Where(slot => slot.IsWanted).Select(slot => (DateTimeOffset?)slot.NextDueAt).Min();
        return CircuitRules.GateOf(state.Health) is { } gate && gate > due ? gate : due;
    }

    private int UnitsPerCall(DataSourceDefinition definition) => adapters.UnitsPerCall(definition.Id);

    private static ImmutableArray<RateUsage> UsageOf(DataSourceDefinition definition, DataSourceState state, DateTimeOffset now)
    {
        var limits = BudgetRules.LimitsOf(definition);
        var counters = BudgetRules.Current(limits, state.Counters, now);
        return
        [
            .. limits.Select(window =>
            {
                var counter = counters.First(counter => counter.WindowSeconds == window.WindowSeconds);
                return new RateUsage(window, counter.WindowStart, counter.UsedUnits);
            }),
        ];
    }

    private static MoneyUsage? MoneyOf(DataSourceDefinition definition, DataSourceState state, DateTimeOffset now) =>
        definition is { UsdPerUnit: > 0 and var price, MonthlyBudgetUsd: { } budget }
            ? new MoneyUsage(
                price * UsageOf(definition, state, now).First(usage => usage.Window.WindowSeconds == RateWindow.CalendarMonth).UsedUnits,
                budget,
                price)
            : null;

    private static FeedView ViewOf(FeedSlot slot)
    {
        var view = (slot.Last ?? FeedSlot.NotCollectedYet(slot.Plan.Id)) with
        {
            InsteadOf = slot.Plan.InsteadOf, StandsInSince = slot.StandsInSince,
        };
        return slot.ParkedBecause is null ? view : view with { LastError = slot.ParkedBecause, NotServed = true };
    }

    private static string Text(DateTimeOffset? instant) =>
        instant is { } at ? InstantText.Seconds(at) : "never";
}
