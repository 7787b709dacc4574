using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using OrleansAssets.DataSources;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Grains.Reminders;
using OrleansAssets.Storage;
using OrleansAssets.Vendors;

namespace OrleansAssets.Grains.DataSources;

/// <summary>
/// Collects one vendor. A reminder starts the pump, which takes one round at a time: plan, reserve units, write, let a feed collect,
/// settle, write. It rests when nothing is due before the next reminder. Calls that follow one another at once share a write: what became
/// of one is written with the reservation of the next. A crash in between counts the call and repeats it.
/// </summary>
/// <remarks>
/// <see cref="GetAsync"/> interleaves with all else. The invariant that survives: it answers from <see cref="Stored{TState}"/>,
/// whose value is an immutable state that shows only once its write has succeeded: a reader sees one whole state, never one that storage
/// lacks. No call goes back to the catalogue; the plan asks assets and phases, and a phase asks a source only through GetAsync.
/// </remarks>
internal sealed class DataSourceGrain : Grain, IDataSourceGrain
{
    private static readonly TimeSpan PlanAgeMax = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Most calls of one round, and how long one may go on before the next call: others who call the grain wait for its end.
    /// </summary>
    private const int CallsOfARoundMax = 10;

    private static readonly TimeSpan RoundTimeMax = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan OpeningPause = TimeSpan.FromMilliseconds(250);

    /// <summary>Lost feeds in a row that are put down to silos that went away; what goes on for longer is a failure.</summary>
    private const int LostMax = 5;

    private readonly Stored<DataSourceState> _state;
    private readonly AssetsConfiguration _configuration;
    private readonly FeedPlanner _planner;
    private readonly SourceViews _views;
    private readonly SourceChecks _checks;
    private readonly VendorAdapters _adapters;
    private readonly Jitter _jitter;
    private readonly TimeProvider _time;
    private readonly SourceAnnouncer _announcer;
    private readonly Pump _pump;
    private DateTimeOffset? _plannedAt;
    private int _lost;

    public DataSourceGrain(
        [PersistentState(StateNames.DataSource)] IPersistentState<DataSourceState> storage,
        AssetsConfiguration configuration,
        FeedPlanner planner,
        SourceViews views,
        SourceChecks checks,
        VendorAdapters adapters,
        IRegistryStore registry,
        Jitter jitter,
        TimeProvider time,
        ILogger<DataSourceGrain> logger)
    {
        (_configuration, _planner, _views, _checks) = (configuration, planner, views, checks);
        (_adapters, _jitter, _time) = (adapters, jitter, time);
        _state = new Stored<DataSourceState>(storage);
        _announcer = new SourceAnnouncer(registry, logger);
        _pump = new Pump(this, RoundAsync);
    }

    private string SourceId => Keys.IdOf(this.GetPrimaryKeyString());

    public Task<DataSourceView> GetAsync(CancellationToken cancellationToken = default) => ViewAsync(cancellationToken);

    public async Task ConfigureAsync(DataSourceDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (definition.Id != SourceId)
        {
            throw new InvalidRequestException($"Source '{SourceId}' cannot take the definition of '{definition.Id}'.");
        }

        var isCollected = _views.IsCollected(definition);
        await _state.WriteAsync(_state.Value with { Definition = definition });
        await (isCollected
            ? this.EnsureReminderAsync(CollectReminder.Name, CollectReminder.FirstTickAfter, CollectReminder.Period)
            : this.EnsureNoReminderAsync(CollectReminder.Name));
        await _announcer.StatusAsync(await ViewAsync(CancellationToken.None), always: true);
        Start(isCollected, CollectReminder.FirstTickAfter);
    }

    public async Task<DataSourceView> CollectNowAsync()
    {
        var isCollected = _views.IsCollected(Definition());
        if (isCollected)
        {
            await _state.WriteAsync(CollectionPlanRules.MakeAllDue(_state.Value, _time.GetUtcNow()));
        }

        Start(isCollected, TimeSpan.Zero);
        return await ViewAsync(CancellationToken.None);
    }

    public async Task<SourceCheck> CheckAsync(CancellationToken cancellationToken = default)
    {
        var definition = Definition();
        if (!_views.IsCollected(definition))
        {
            return _checks.NotAsked(SourceId, "not collected by this version");
        }

        var plan = await _planner.PlanAsync(definition, cancellationToken);
        var missing = _views.MissingKeys(definition);
        if (SourceChecks.Choose(plan) is not { } feed || !missing.IsEmpty)
        {
            return _checks.Unasked(SourceId, plan, missing);
        }

        var now = _time.GetUtcNow();
        var before = _views.ViewOf(definition, _state.Value, 0, now);
        if (_state.Value.Health.BlockedUntil is { } blocked && blocked > now)
        {
            return _checks.Failed(SourceId, before.StatusText);
        }

        if (CollectionPlanRules.Check(_state.Value, UnitsPerCall, now) is not { } reserved)
        {
            return _checks.NotAsked(SourceId, "its budget is spent: see 'assets sources show'");
        }

        await _state.WriteAsync(reserved);
        var started = _time.GetTimestamp();
        var outcome = await AskFeedAsync(new Step.Collect(SlotOf(feed), 1, reserved), isProbe: true, cancellationToken);
        var ended = _time.GetUtcNow();
        var settled = CollectionPlanRules.Settle(_state.Value, SpendingOf(1, outcome), ended);
        await _state.WriteAsync(HealthRules.Checked(settled, outcome, _jitter.Next(), ended));
        return SourceChecks.Noting(before, _checks.Answered(SourceId, feed.Id, outcome, _time.GetElapsedTime(started)));
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (reminderName == CollectReminder.Name && _state.Value.Definition is not null)
        {
            _pump.Wake(TimeSpan.Zero);
        }

        return Task.CompletedTask;
    }

    private async Task RoundAsync(CancellationToken cancellationToken)
    {
        var step = await NextStepAsync(cancellationToken);
        var (begun, settled) = (_time.GetTimestamp(), (Settlement?)null);
        for (var calls = 1; step is Step.Collect collect; calls++)
        {
            await _state.WriteAsync(collect.Reserved);
            Tell(settled);
            settled = await CollectAsync(collect, cancellationToken);
            step = settled.Outcome.Result == FeedResult.Stopped ? new Step.Wait(_time.GetUtcNow() + HealthRules.StopPause)
                : calls < CallsOfARoundMax && _time.GetElapsedTime(begun) < RoundTimeMax
                    ? CollectionPlanRules.Next(settled.After, UnitsPerCall, _time.GetUtcNow())
                    : new Step.Wait(_time.GetUtcNow());
        }

        if (settled is not null)
        {
            await _state.WriteAsync(settled.After);
            Tell(settled);
        }

        await _announcer.StatusAsync(await ViewAsync(cancellationToken), always: false);
        SetPump(step);
    }

    private void Tell(Settlement? settled)
    {
        if (settled is not null)
        {
            _announcer.Round(settled.Before, settled.Slot, settled.Outcome);
        }
    }

    private async Task<Step> NextStepAsync(CancellationToken cancellationToken)
    {
        var definition = Definition();
        if (!_views.IsCollected(definition))
        {
            return new Step.Rest();
        }

        if (!_views.IsOpen)
        {
            return new Step.Wait(_time.GetUtcNow() + OpeningPause);
        }

        await PlanAsync(definition, cancellationToken);
        if (_state.Value.PendingCalls > 0)
        {
            // A crash left them. Counted once and written: counted anew in every window, they would fill one of a second for ever.
            await _state.WriteAsync(CollectionPlanRules.SettlePending(_state.Value, UnitsPerCall, _time.GetUtcNow()));
        }

        return _views.MissingKeys(definition).IsEmpty
            ? CollectionPlanRules.Next(_state.Value, UnitsPerCall, _time.GetUtcNow())
            : new Step.Rest();
    }

    private async Task PlanAsync(DataSourceDefinition definition, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        if (_plannedAt <= now && now - _plannedAt < PlanAgeMax)
        {
            return;
        }

        var planned = CollectionPlanRules.Merge(_state.Value, await _planner.PlanAsync(definition, cancellationToken), now);
        if (!planned.Slots.SequenceEqual(_state.Value.Slots))
        {
            var before = _state.Value.Slots;
            await _state.WriteAsync(planned);
            _announcer.Planned(before, planned.Slots);
        }

        _plannedAt = now;
    }

    private async Task<Settlement> CollectAsync(Step.Collect step, CancellationToken cancellationToken)
    {
        var outcome = await AskFeedAsync(step, isProbe: false, cancellationToken);
        var now = _time.GetUtcNow();
        var settled = CollectionPlanRules.Settle(_state.Value, SpendingOf(step.Calls, outcome), now);
        var after = HealthRules.Apply(settled, step.Slot, outcome, _jitter.Next(), now, filledGap: step.Gap is not null);
        return new Settlement(after, step.Slot, after.Slots.First(slot => slot.Plan.Id == step.Slot.Plan.Id), outcome);
    }

    private Spending SpendingOf(int callsReserved, FeedOutcome outcome) =>
        new(callsReserved, outcome.Calls, UnitsPerCall, outcome.UsedUnits) { StatedUses = outcome.StatedUses };

    private FeedSlot SlotOf(PlannedFeed feed) => _state.Value.Slots.FirstOrDefault(slot => slot.Plan.Id == feed.Id)
        ?? new FeedSlot(feed, _time.GetUtcNow(), HasMore: false, 0, null, null);

    private async Task<FeedOutcome> AskFeedAsync(Step.Collect step, bool isProbe, CancellationToken cancellationToken)
    {
        var plan = step.Slot.Plan;
        try
        {
            var outcome = await GrainFactory.GetGrain<IFeedGrain>(Keys.Feed(plan.Id))
                .CollectAsync(new FeedGrant(plan.Symbol, plan.ClassId, plan.Schedule, step.Calls, step.Gap, isProbe), cancellationToken);
            _lost = 0;
            return outcome;
        }
        catch (Exception exception) when (HealthRules.IsOfAStop(exception, _views.IsClosing) && _lost < LostMax)
        {
            _lost++;
            return HealthRules.Stopped(step);
        }
        catch (StorageUnavailableException exception)
        {
            _announcer.Broke(plan.Id, exception);
            return HealthRules.NotStored(step, exception);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever else breaks in a feed (its silo, its own code) is this source's failure, to be told and retried with growing pauses.
            // The feed's watermark did not pass what is stored, and the calls that it may have made stay counted.
            _announcer.Broke(plan.Id, exception);
            return HealthRules.Broken(step, exception);
        }
    }

    private void Start(bool isCollected, TimeSpan after)
    {
        _plannedAt = null;
        if (isCollected)
        {
            _pump.Wake(after);
        }
        else
        {
            _pump.Rest();
        }
    }

    private void SetPump(Step step)
    {
        var pause = step switch
        {
            Step.Collect => TimeSpan.Zero,
            Step.Wait wait => wait.Until - _time.GetUtcNow(),
            _ => TimeSpan.MaxValue,
        };
        if (pause < CollectReminder.Period)
        {
            _pump.Wake(pause > TimeSpan.Zero ? pause : TimeSpan.Zero);
        }
        else
        {
            _pump.Rest();
        }
    }

    private int UnitsPerCall => _adapters.UnitsPerCall(SourceId);

    private async Task<DataSourceView> ViewAsync(CancellationToken cancellationToken)
    {
        var monthlyCostUsd = await _planner.MonthlyCostUsdAsync(Definition(), cancellationToken);
        return _views.ViewOf(Definition(), _state.Value, monthlyCostUsd, _time.GetUtcNow());
    }

    private DataSourceDefinition Definition() => _state.Value.Definition
        ?? throw UnknownId.Of("data source", SourceId, _configuration.Sources.Select(known => known.Id));

    /// <summary>What became of a call, before it is written.</summary>
    private sealed record Settlement(DataSourceState After, FeedSlot Before, FeedSlot Slot, FeedOutcome Outcome);
}
