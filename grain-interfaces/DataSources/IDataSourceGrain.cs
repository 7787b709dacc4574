using System.Collections.Immutable;
using Orleans;
using Orleans.Concurrency;

namespace OrleansAssets.DataSources;

/// <summary>One vendor: its schedule, health and budget; key <see cref="Keys.DataSource"/>.</summary>
/// <remarks>A view and a check can be cancelled: a call to the vendor that is given up stays counted in the budget, and says nothing of its
/// health. What only writes the schedule cannot.</remarks>
[Alias("OrleansAssets.IDataSourceGrain")]
public interface IDataSourceGrain : IGrainWithStringKey
{
    /// <summary>The source as last written. Answers while a collection runs.</summary>
    /// <exception cref="NotFoundException">The catalogue has no such source.</exception>
    [AlwaysInterleave]
    [Alias("Get"), Question]
    Task<DataSourceView> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>Makes every feed due now; the collection itself goes on in the background, within the budget.</summary>
    [Alias("CollectNow")]
    Task<DataSourceView> CollectNowAsync(CancellationToken cancellationToken = default);

    /// <summary>Asks the vendor once, within the budget, whether it answers and takes our credentials. Nothing is stored.</summary>
    [Alias("Check"), Question(Costs = true)]
    Task<SourceCheck> CheckAsync(CancellationToken cancellationToken = default);
}

/// <summary>A source as it stands.</summary>
/// <param name="Mode"><c>sandbox</c> or <c>live</c>.</param>
/// <param name="MissingKeys">Environment variables that are not set; empty in the sandbox.</param>
/// <param name="LastSuccessAt">When a collection succeeded last, UTC.</param>
/// <param name="LastFailureAt">When one failed last, UTC.</param>
/// <param name="BlockedUntil">Until when the vendor told us to stay away, null where it did not.</param>
/// <param name="NextDueAt">When it is collected next: now while it is collected, in the past only where it is overdue.</param>
/// <param name="MonthlyCostUsd">
/// What it costs this month: its plan where an enabled asset needs it and its keys are set, and what billed calls have cost so far.
/// </param>
/// <param name="Circuit">Its circuit breaker.</param>
/// <param name="Errors">Its error rate.</param>
/// <param name="Money">What billed calls cost this month; null where calls are not billed.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.DataSourceView")]
public sealed record DataSourceView(
    DataSourceDefinition Definition,
    DataSourceStatus Status,
    string StatusText,
    string Mode,
    ImmutableArray<string> MissingKeys,
    DateTimeOffset? LastSuccessAt,
    DateTimeOffset? LastFailureAt,
    string? LastError,
    int ConsecutiveFailures,
    DateTimeOffset? BlockedUntil,
    DateTimeOffset? NextDueAt,
    decimal MonthlyCostUsd,
    ImmutableArray<RateUsage> Usage,
    ImmutableArray<FeedView> Feeds,
    CircuitView? Circuit = null,
    ErrorRate? Errors = null,
    MoneyUsage? Money = null);

/// <summary>Where a source stands.</summary>
[GenerateSerializer, Alias("OrleansAssets.DataSourceStatus")]
public enum DataSourceStatus
{
    /// <summary>No adapter collects it in this version.</summary>
    NotCollected = 0,

    /// <summary>No enabled asset, nor one of the next phase, needs it.</summary>
    Idle = 1,

    /// <summary>A credential is missing.</summary>
    NotConfigured = 2,

    /// <summary>Configured, not asked yet.</summary>
    Starting = 3,

    /// <summary>The last collection succeeded.</summary>
    Healthy = 4,

    /// <summary>The last collection failed; retried with growing pauses.</summary>
    Failing = 5,

    /// <summary>The vendor limits or bans us until a stated time.</summary>
    Blocked = 6,

    /// <summary>Its collection was due and nobody began it: its reminder is lost. The watchdog wakes it.</summary>
    Overdue = 7,
}

/// <summary>Use of one window: units spent in the window that contains now.</summary>
/// <param name="WindowStart">When the window began, UTC.</param>
/// <param name="UsedUnits">In the vendor's own units, calls or credits.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.RateUsage")]
public sealed record RateUsage(RateWindow Window, DateTimeOffset WindowStart, int UsedUnits);
