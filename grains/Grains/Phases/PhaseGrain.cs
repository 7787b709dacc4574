using System.Collections.Immutable;
using Orleans;
using Orleans.Runtime;
using OrleansAssets.Domain.Access;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Grains.Reminders;
using OrleansAssets.Phases;

namespace OrleansAssets.Grains.Phases;

/// <summary>
/// One phase. It calls portfolio, sources, phases, classes and assets; of these only sources call back, and only <see cref="GetAsync"/>.
/// How it is changed: <see cref="PhaseChanges"/>.
/// </summary>
/// <remarks>
/// <see cref="GetAsync"/> interleaves with all else. The invariant that survives: it answers from <see cref="Stored{TState}"/>, whose value
/// is an immutable state that shows only once its write has succeeded.
/// </remarks>
internal sealed class PhaseGrain : Grain, IPhaseGrain, IPhaseInnerGrain, IEdited
{
    /// <summary>Evaluates on schedule.</summary>
    public const string EvaluateReminder = "evaluate";

    /// <summary>Comes every minute while an operation is under way or something waits to be logged or told.</summary>
    public const string ResumeReminder = "resume";

    private const int HistoryMax = 1_000;

    private static readonly TimeSpan ResumeEvery = TimeSpan.FromMinutes(1);

    private readonly string _id;
    private readonly Stored<PhaseState> _state;
    private readonly PhaseServices _services;
    private readonly PhaseChanges _changes;

    public PhaseGrain([PersistentState(StateNames.Phase)] IPersistentState<PhaseState> storage, PhaseServices services)
    {
        _id = Keys.IdOf(this.GetPrimaryKeyString());
        (_state, _services) = (new Stored<PhaseState>(storage), services);
        _changes = new PhaseChanges(
            _id, _state, services, isWanted => isWanted
                ? this.EnsureReminderAsync(ResumeReminder, ResumeEvery, ResumeEvery)
                : this.EnsureNoReminderAsync(ResumeReminder));
    }

    public string Version => EditVersion.Of(_changes.View());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _ = _state.Value; // from now on it is seen
        _services.Metrics.Phases.Add(_id, TellPhase);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _services.Metrics.Phases.Remove(_id, TellPhase);
        return Task.CompletedTask;
    }

    public Task<PhaseView> GetAsync() => _state.Value.Pending is null ? Task.FromResult(_changes.View()) : _changes.LookAsync();

    public async Task ConfigureAsync(PhaseDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (definition.Id != _id)
        {
            throw new InvalidRequestException($"The definition of phase '{definition.Id}' was sent to phase '{_id}'.");
        }

        var next = PhaseRules.Configure(_state.Value, definition, _services.Clock.GetUtcNow());
        if (_state.Value != next)
        {
            await _state.WriteAsync(next);
        }

        await _services.Post.LogAsync(_id, _state);
        var every = TimeSpan.FromMinutes(_services.Configuration.Evaluation.EveryMinutes);
        await this.EnsureReminderAsync(EvaluateReminder, every, every);
    }

    public async Task<Readiness> EvaluateAsync(CancellationToken cancellationToken = default)
    {
        var readiness = await _services.Assessment.MeasureAsync(_changes.Known(), _state, MeasuredFor.Question, cancellationToken);
        await _changes.SettleAsync();
        return readiness;
    }

    public Task<ActivationResult> ActivateAsync(ActivationRequest request, CancellationToken cancellationToken = default) =>
        _changes.ActivateAsync(request, cancellationToken);

    public Task<ActivationResult> ApproveAsync(ApprovalRequest request) => _changes.ApproveAsync(request);

    public Task<DeactivationResult> DeactivateAsync(DeactivationRequest request) => _changes.DeactivateAsync(request);

    public Task<PhasePlan> PlanAsync(PhaseOperationKind kind, CancellationToken cancellationToken = default) =>
        _services.Assessment.PlanAsync(_changes.Known(), _state.Value, kind, cancellationToken);

    public Task<PhaseForecast> ForecastAsync(CancellationToken cancellationToken = default) =>
        _services.Assessment.ForecastAsync(_changes.Known(), _state.Value, cancellationToken);

    public Task<ImmutableArray<PhaseLogEntry>> GetHistoryAsync(int count, CancellationToken cancellationToken = default) =>
        count is < 1 or > HistoryMax
            ? throw InvalidRequestException.At(
                "count", count, $"must be 1 to {HistoryMax}",
                $"The history was asked for {count} entries; ask for 1 to {HistoryMax}.")
            : _services.Post.ReadLastAsync(_id, count, cancellationToken);

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (_state.Value.Definition is null)
        {
            return;
        }

        if (reminderName == EvaluateReminder)
        {
            await _changes.EvaluateOnScheduleAsync();
        }
        else if (reminderName == ResumeReminder)
        {
            await _services.Operations.ResumeAsync(_state);
            await _changes.EndOverrideAsync();
        }

        await _services.Post.LogAsync(_id, _state);
        await _changes.SettleAsync();
    }

    private PhaseState? TellPhase() => _state.Seen is { Definition: not null } state ? state : null;
}
