using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using OrleansAssets.DataSources;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Grains.Reminders;

namespace OrleansAssets.Grains.DataSources;

/// <summary>
/// Collects one vendor. A reminder starts the timer, which takes one round at a time, and rests when nothing is due before the next
/// reminder. What a round does: <see cref="SourceRounds"/>.
/// </summary>
/// <remarks>
/// <see cref="GetAsync"/> interleaves with all else. The invariant that survives: it answers from <see cref="Stored{TState}"/>,
/// whose value is an immutable state that shows only once its write has succeeded: a reader sees one whole state, never one that storage
/// lacks. No call goes back to the catalogue; the plan asks assets and phases, and a phase asks a source only through GetAsync.
/// </remarks>
internal sealed class DataSourceGrain : Grain, IDataSourceGrain, IDataSourceInnerGrain
{
    private readonly Stored<DataSourceState> _state;
    private readonly SourceServices _services;
    private readonly StatusPublisher _publisher;
    private readonly FeedCalls _calls;
    private readonly SourceRounds _rounds;
    private readonly RoundTimer _timer;

    public DataSourceGrain(
        [PersistentState(StateNames.DataSource)] IPersistentState<DataSourceState> storage,
        SourceServices services,
        IGrainFactory grains,
        ILogger<DataSourceGrain> logger)
    {
        _services = services;
        _state = new Stored<DataSourceState>(storage);
        _publisher = new StatusPublisher(services.Registry, logger);
        _calls = new FeedCalls(grains, services, _publisher);
        _rounds = new SourceRounds(_state, services, _calls, _publisher);
        _timer = new RoundTimer(this, async cancellationToken => SetTimer(await _rounds.RunAsync(Definition(), cancellationToken)));
    }

    private string SourceId => Keys.IdOf(this.GetPrimaryKeyString());

    private DateTimeOffset Now => _services.Time.GetUtcNow();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _ = _state.Value; // from now on it is seen
        _services.Metrics.Sources.Add(SourceId, TellSource);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _services.Metrics.Sources.Remove(SourceId, TellSource);
        return Task.CompletedTask;
    }

    public async Task<DataSourceView> GetAsync(CancellationToken cancellationToken = default)
    {
        var definition = Definition();
        var monthlyCostUsd = await _services.Planner.MonthlyCostUsdAsync(definition, cancellationToken);
        return _services.Views.ViewOf(definition, _state.Value, monthlyCostUsd, Now, _rounds.StorageFault);
    }

    public async Task ConfigureAsync(DataSourceDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (definition.Id != SourceId)
        {
            throw new InvalidRequestException($"Source '{SourceId}' cannot take the definition of '{definition.Id}'.");
        }

        if (_state.Value.Definition != definition)
        {
            await _state.WriteAsync(_state.Value with { Definition = definition });
        }

        var isCollected = _services.Views.IsCollected(definition);
        await (isCollected
            ? this.EnsureReminderAsync(CollectReminder.Name, CollectReminder.FirstTickAfter, CollectReminder.Period)
            : this.EnsureNoReminderAsync(CollectReminder.Name));
        await _publisher.StatusAsync(await GetAsync(), _rounds.StorageFault);
        Start(isCollected, CollectReminder.FirstTickAfter);
    }

    public async Task<DataSourceView> CollectNowAsync(CancellationToken cancellationToken = default)
    {
        var isCollected = _services.Views.IsCollected(Definition());
        if (isCollected)
        {
            await _state.WriteAsync(CollectionPlanRules.MakeAllDue(_state.Value, Now));
        }

        Start(isCollected, TimeSpan.Zero);
        return await GetAsync(cancellationToken);
    }

    public async Task<SourceCheck> CheckAsync(CancellationToken cancellationToken = default)
    {
        var (definition, checks) = (Definition(), _services.Checks);
        var plan = _services.Views.IsCollected(definition) ? await _services.Planner.PlanAsync(definition, cancellationToken) : [];
        var before = _services.Views.ViewOf(definition, _state.Value, 0, Now, _rounds.StorageFault);
        var (probe, unasked) = checks.Begin(definition, plan, _state.Value, before, Now);
        if (probe is null)
        {
            return unasked!; // no feed to ask, so it says why
        }

        await _state.WriteAsync(probe.Reserved);
        var started = _services.Time.GetTimestamp();
        var (after, outcome) = await _calls.ProbeAsync(_state.Value, probe, cancellationToken);
        await _state.WriteAsync(after);
        return SourceChecks.Noting(before, checks.Answered(probe.Slot.Plan.Id, outcome, _services.Time.GetElapsedTime(started)));
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (reminderName == CollectReminder.Name && _state.Value.Definition is not null)
        {
            _timer.Wake(TimeSpan.Zero);
        }

        return Task.CompletedTask;
    }

    private void Start(bool isCollected, TimeSpan after)
    {
        _rounds.PlanAnew();
        if (isCollected)
        {
            _timer.Wake(after);
        }
        else
        {
            _timer.Rest();
        }
    }

    private void SetTimer(CollectionStep step)
    {
        var pause = step switch
        {
            CollectionStep.Collect => TimeSpan.Zero,
            CollectionStep.Wait wait => wait.Until - Now,
            _ => TimeSpan.MaxValue,
        };
        if (pause < CollectReminder.Period)
        {
            _timer.Wake(pause > TimeSpan.Zero ? pause : TimeSpan.Zero);
        }
        else
        {
            _timer.Rest();
        }
    }

    private DataSourceView? TellSource() => _state.Seen is { Definition: { } definition } state
        ? _services.Views.ViewOf(definition, state, 0, Now, _rounds.StorageFault)
        : null;

    private DataSourceDefinition Definition() => _state.Value.Definition
        ?? throw UnknownId.Of("data source", SourceId, _services.Configuration.Sources.Select(known => known.Id));
}
