using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Storage;
using OrleansAssets.Vendors;

namespace OrleansAssets.Grains.DataSources;

/// <summary>
/// The rounds of one source: plan, reserve units, write, let a feed collect, settle, write. Calls that follow one another at once share a
/// write: what became of one is written with the reservation of the next. A crash in between counts the call and repeats it. One for each
/// activation.
/// </summary>
internal sealed class SourceRounds(Stored<DataSourceState> state, SourceServices services, FeedCalls calls, StatusPublisher publisher)
{
    private static readonly TimeSpan PlanAgeMax = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Most calls of one round, and how long one may go on before the next call: others who call the grain wait for its end.
    /// </summary>
    private const int CallsOfARoundMax = 10;

    private static readonly TimeSpan RoundTimeMax = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan OpeningPause = TimeSpan.FromMilliseconds(250);

    private DateTimeOffset? _plannedAt;
    private volatile StorageFault? _storageFault;

    private DateTimeOffset Now => services.Time.GetUtcNow();

    /// <summary>Has the next round ask which feeds are needed, however fresh the plan is.</summary>
    public void PlanAnew() => _plannedAt = null;

    /// <summary>Since when nothing of the source can be stored, in memory as it cannot be written either; null while it can.</summary>
    public StorageFault? StorageFault => _storageFault;

    /// <summary>One round; answers what is to be done after it.</summary>
    public async Task<CollectionStep> RunAsync(DataSourceDefinition definition, CancellationToken cancellationToken)
    {
        var unitsPerCall = services.Adapters.UnitsPerCall(definition.Id);
        var step = await NextAsync(definition, unitsPerCall, cancellationToken);
        var (begun, settled) = (services.Time.GetTimestamp(), (SettledCall?)null);
        for (var made = 1; step is CollectionStep.Collect collect; made++)
        {
            await WriteAsync(collect.Reserved);
            Publish(settled);
            settled = await calls.CollectAsync(state.Value, collect, cancellationToken);
            if (settled.Outcome is { Result: FeedResult.NotStored, Error: { } error })
            {
                NoteFault(error);
            }

            step = settled.Outcome.Result == FeedResult.Stopped ? new CollectionStep.Wait(Now + HealthRules.StopPause)
                : made < CallsOfARoundMax && services.Time.GetElapsedTime(begun) < RoundTimeMax
                    ? CollectionPlanRules.Next(settled.After, unitsPerCall, Now)
                    : new CollectionStep.Wait(Now);
        }

        if (settled is not null)
        {
            await WriteAsync(settled.After);
            Publish(settled);
            _storageFault = settled.Outcome.Result is FeedResult.Ok or FeedResult.NothingNow ? null : _storageFault;
        }

        await PublishStatusAsync(definition, cancellationToken);
        return step;
    }

    private async Task WriteAsync(DataSourceState next)
    {
        try
        {
            await state.WriteAsync(next);
        }
        catch (Exception exception) when (exception is not InconsistentStateException)
        {
            NoteFault(exception.Message);
            throw;
        }
    }

    private void NoteFault(string error) => _storageFault = new StorageFault(_storageFault?.Since ?? Now, error);

    private void Publish(SettledCall? settled)
    {
        if (settled is not null)
        {
            publisher.Round(settled.Before, settled.Slot, settled.Outcome);
        }
    }

    /// <summary>What a source costs is read only where its status is news.</summary>
    private async Task PublishStatusAsync(DataSourceDefinition definition, CancellationToken cancellationToken)
    {
        var view = services.Views.ViewOf(definition, state.Value, 0, Now, _storageFault);
        if (publisher.IsNews(view, _storageFault))
        {
            var monthlyCostUsd = await services.Planner.MonthlyCostUsdAsync(definition, cancellationToken);
            await publisher.StatusAsync(
                services.Views.ViewOf(definition, state.Value, monthlyCostUsd, Now, _storageFault), _storageFault);
        }
    }

    private async Task<CollectionStep> NextAsync(DataSourceDefinition definition, int unitsPerCall, CancellationToken cancellationToken)
    {
        if (!services.Views.IsCollected(definition))
        {
            return new CollectionStep.Rest();
        }

        if (!services.Views.IsOpen)
        {
            return new CollectionStep.Wait(Now + OpeningPause);
        }

        await PlanAsync(definition, cancellationToken);
        if (state.Value.PendingCalls > 0)
        {
            // A crash left them. Counted once and written: counted anew in every window, they would fill one of a second for ever.
            await WriteAsync(CollectionPlanRules.SettlePending(state.Value, unitsPerCall, Now));
        }

        return services.Views.MissingKeys(definition).IsEmpty
            ? CollectionPlanRules.Next(state.Value, unitsPerCall, Now)
            : new CollectionStep.Rest();
    }

    private async Task PlanAsync(DataSourceDefinition definition, CancellationToken cancellationToken)
    {
        var now = Now;
        if (_plannedAt <= now && now - _plannedAt < PlanAgeMax)
        {
            return;
        }

        var planned = CollectionPlanRules.Merge(state.Value, await services.Planner.PlanAsync(definition, cancellationToken), now);
        if (!planned.Slots.SequenceEqual(state.Value.Slots))
        {
            var before = state.Value.Slots;
            await WriteAsync(planned);
            publisher.Planned(before, planned.Slots);
        }

        _plannedAt = now;
    }
}

/// <summary>That nothing can be stored of what a source collects, which is no fault of the vendor.</summary>
/// <param name="Since">When it was first seen, UTC.</param>
/// <param name="Error">What the database said last.</param>
internal sealed record StorageFault(DateTimeOffset Since, string Error);

/// <summary>What the grains of data sources work with; one for all of them.</summary>
internal sealed record SourceServices(
    AssetsConfiguration Configuration,
    FeedPlanner Planner,
    SourceViews Views,
    SourceChecks Checks,
    VendorAdapters Adapters,
    PushedFeeds Pushed,
    IRegistryStore Registry,
    RetryJitter Jitter,
    CollectionMetrics Metrics,
    TimeProvider Time);

/// <summary>A timer of a grain that ticks once for each time it is woken; it never overlaps the grain's other calls.</summary>
internal sealed class RoundTimer(IGrainBase grain, Func<CancellationToken, Task> tick)
{
    private IGrainTimer? _timer;

    /// <summary>Sets the next tick, in place of the one that was set before.</summary>
    public void Wake(TimeSpan after)
    {
        if (_timer is null)
        {
            _timer = grain.RegisterGrainTimer(tick, new GrainTimerCreationOptions(after, Timeout.InfiniteTimeSpan));
        }
        else
        {
            _timer.Change(after, Timeout.InfiniteTimeSpan);
        }
    }

    public void Rest()
    {
        _timer?.Dispose();
        _timer = null;
    }
}
