using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using OrleansAssets.DataSources;
using OrleansAssets.Grains.Storage;
using OrleansAssets.Grains.Vendors;

namespace OrleansAssets.Grains.DataSources;

/// <summary>
/// Collects one vendor. A reminder starts the pump, which takes one round at a time: plan, reserve units, write, let a feed collect,
/// settle, write. It rests when nothing is due before the next reminder.
/// </summary>
/// <remarks>
/// <see cref="GetAsync"/> interleaves with all else. The invariant that survives: it answers from <c>_written</c>, an immutable state
/// that is assigned only after its write succeeded, so a reader sees one whole state, never one that storage does not have.
/// No call goes back to the catalogue; the plan asks assets and phases, and a phase asks a source only through GetAsync.
/// </remarks>
internal sealed class DataSourceGrain : Grain, IDataSourceGrain
{
    private static readonly TimeSpan PlanAgeMax = TimeSpan.FromMinutes(1);

    private readonly IPersistentState<DataSourceState> _storage;
    private readonly FeedPlanner _planner;
    private readonly SourceViews _views;
    private readonly VendorAdapters _adapters;
    private readonly Jitter _jitter;
    private readonly TimeProvider _time;
    private readonly SourceAnnouncer _announcer;
    private readonly Pump _pump;
    private DataSourceState _written = new();
    private DateTimeOffset? _plannedAt;

    public DataSourceGrain(
        [PersistentState(StateNames.DataSource)] IPersistentState<DataSourceState> storage,
        FeedPlanner planner,
        SourceViews views,
        VendorAdapters adapters,
        IRegistryStore registry,
        Jitter jitter,
        TimeProvider time,
        ILogger<DataSourceGrain> logger)
    {
        (_storage, _planner, _views, _adapters, _jitter, _time) = (storage, planner, views, adapters, jitter, time);
        _announcer = new SourceAnnouncer(registry, logger);
        _pump = new Pump(this, RoundAsync);
    }

    private string SourceId => Keys.IdOf(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _written = _storage.State;
        return Task.CompletedTask;
    }

    public Task<DataSourceView> GetAsync() => Task.FromResult(View());

    public async Task ConfigureAsync(DataSourceDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (definition.Id != SourceId)
        {
            throw new InvalidRequestException($"Source '{SourceId}' cannot take the definition of '{definition.Id}'.");
        }

        var isCollected = _views.IsCollected(definition);
        await SaveAsync(_storage.State with { Definition = definition });
        var reminderSeconds = await CollectReminder.SeeToAsync(this, isCollected, _storage.State.ReminderSeconds);
        if (reminderSeconds != _storage.State.ReminderSeconds)
        {
            await SaveAsync(_storage.State with { ReminderSeconds = reminderSeconds });
        }

        await _announcer.StatusAsync(View(), always: true);
        Start(isCollected, CollectReminder.FirstTickAfter);
    }

    public async Task<DataSourceView> CollectNowAsync()
    {
        var isCollected = _views.IsCollected(Definition(_storage.State));
        if (isCollected)
        {
            await SaveAsync(PlanRules.MakeAllDue(_storage.State, _time.GetUtcNow()));
        }

        Start(isCollected, TimeSpan.Zero);
        return View();
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (reminderName == CollectReminder.Name && _storage.State.Definition is not null)
        {
            _pump.Wake(TimeSpan.Zero);
        }

        return Task.CompletedTask;
    }

    private async Task RoundAsync(CancellationToken cancellationToken)
    {
        var step = await NextStepAsync();
        if (step is Step.Collect collect)
        {
            await SaveAsync(collect.Reserved);
            await CollectAsync(collect);
        }

        await _announcer.StatusAsync(View(), always: false);
        SetPump(step);
    }

    private async Task<Step> NextStepAsync()
    {
        var definition = Definition(_storage.State);
        if (!_views.IsCollected(definition))
        {
            return new Step.Rest();
        }

        await PlanAsync(definition);
        return _views.MissingKeys(definition).IsEmpty
            ? PlanRules.Next(_storage.State, UnitsPerCall, _time.GetUtcNow())
            : new Step.Rest();
    }

    private async Task PlanAsync(DataSourceDefinition definition)
    {
        var now = _time.GetUtcNow();
        if (_plannedAt <= now && now - _plannedAt < PlanAgeMax)
        {
            return;
        }

        var planned = PlanRules.Merge(_storage.State, await _planner.PlanAsync(definition), now);
        if (!planned.Slots.SequenceEqual(_storage.State.Slots))
        {
            await SaveAsync(planned);
        }

        _plannedAt = now;
    }

    private async Task CollectAsync(Step.Collect step)
    {
        var outcome = await AskFeedAsync(step);
        var now = _time.GetUtcNow();
        var settled = PlanRules.Settle(_storage.State, new Spending(step.Calls, outcome.Calls, UnitsPerCall, outcome.UsedUnits), now);
        var after = HealthRules.Apply(settled, step.Slot, outcome, _jitter.Next(), now);
        await SaveAsync(after);
        _announcer.Round(step.Slot, after.Slots.First(slot => slot.Plan.Id == step.Slot.Plan.Id), outcome);
    }

    private async Task<FeedOutcome> AskFeedAsync(Step.Collect step)
    {
        var plan = step.Slot.Plan;
        try
        {
            return await GrainFactory.GetGrain<IFeedGrain>(Keys.Feed(plan.Id))
                .CollectAsync(new FeedGrant(plan.Symbol, plan.ClassId, plan.Schedule, step.Calls));
        }
        catch (Exception exception)
        {
            // Whatever breaks in a feed (its database, its silo) is this source's failure, to be told and retried with growing pauses.
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

    private int UnitsPerCall => _adapters.Find(SourceId)?.UnitsPerCall ?? 1;

    private async Task SaveAsync(DataSourceState next)
    {
        await _storage.ReplaceAsync(next);
        _written = next;
    }

    private DataSourceView View() => _views.ViewOf(Definition(_written), _written, _time.GetUtcNow());

    private DataSourceDefinition Definition(DataSourceState state) => state.Definition
        ?? throw new NotFoundException($"There is no data source '{SourceId}'; 'assets sources list' names those that exist.");
}
