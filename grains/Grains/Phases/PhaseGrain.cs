using System.Collections.Immutable;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Access;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Grains.Reminders;
using OrleansAssets.Phases;

namespace OrleansAssets.Grains.Phases;

/// <summary>
/// One phase. It calls portfolio, sources, phases, classes and assets; of these only sources call back, and only <see cref="GetAsync"/>.
/// Every operation is written before its first step and after each, so that the reminder can go on from any point.
/// </summary>
/// <remarks>
/// <see cref="GetAsync"/> interleaves with all else. The invariant that survives: it answers from <see cref="Stored{TState}"/>, whose value
/// is an immutable state that shows only once its write has succeeded.
/// </remarks>
internal sealed class PhaseGrain(
    [PersistentState(StateNames.Phase)] IPersistentState<PhaseState> storage,
    AssetsConfiguration configuration,
    PhaseAssessment assessment,
    PhaseOperations operations,
    PhaseEventPost post,
    PhaseMetrics metrics,
    TimeProvider clock) : Grain, IPhaseGrain, IPhaseInnerGrain, IEdited
{
    /// <summary>Evaluates on schedule.</summary>
    public const string EvaluateReminder = "evaluate";

    /// <summary>Comes every minute while an operation is under way or something waits to be logged or told.</summary>
    public const string ResumeReminder = "resume";

    private const int HistoryMax = 1_000;

    private static readonly TimeSpan ResumeEvery = TimeSpan.FromMinutes(1);

    private readonly Stored<PhaseState> _state = new(storage);

    private string PhaseId => Keys.IdOf(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _ = _state.Value; // from now on it is seen
        metrics.Phases.Add(PhaseId, TellPhase);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        metrics.Phases.Remove(PhaseId, TellPhase);
        return Task.CompletedTask;
    }

    public string Version => EditVersion.Of(View());

    public Task<PhaseView> GetAsync() => Task.FromResult(View());

    public async Task ConfigureAsync(PhaseDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (definition.Id != PhaseId)
        {
            throw new InvalidRequestException($"The definition of phase '{definition.Id}' was sent to phase '{PhaseId}'.");
        }

        var next = PhaseRules.Configure(_state.Value, definition, clock.GetUtcNow());
        if (_state.Value != next)
        {
            await _state.WriteAsync(next);
        }

        await post.LogAsync(PhaseId, _state);
        var every = TimeSpan.FromMinutes(configuration.Evaluation.EveryMinutes);
        await this.EnsureReminderAsync(EvaluateReminder, every, every);
    }

    public async Task<Readiness> EvaluateAsync(CancellationToken cancellationToken = default)
    {
        var readiness = await assessment.MeasureAsync(Known(), _state, onSchedule: false, cancellationToken);
        await SettleAsync();
        return readiness;
    }

    public async Task<ActivationResult> ActivateAsync(ActivationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        OperatorRules.Check(request, clock.GetUtcNow());
        Known();
        await operations.RunAsync(_state);
        if (_state.Value.Status == PhaseStatus.Active)
        {
            return Answer(ActivationOutcome.AlreadyActive, null);
        }

        var readiness = await assessment.MeasureAsync(Known(), _state, onSchedule: false, CancellationToken.None);
        var (outcome, explanation) = ActivationRules.Decide(_state.Value, Known(), request.Force, readiness);
        if (outcome == ActivationOutcome.AwaitingApproval)
        {
            await _state.WriteAsync(ForceRules.Ask(_state.Value, Known(), request, clock.GetUtcNow()));
        }

        await post.LogAsync(PhaseId, _state);
        return outcome == ActivationOutcome.Activated
            ? await BeginAsync(request.Operator.Trim(), request.Notes, readiness, ActivationRules.Override(request, clock.GetUtcNow()))
            : new ActivationResult(outcome, View(), readiness, explanation);
    }

    public async Task<ActivationResult> ApproveAsync(ApprovalRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        OperatorRules.Check(request);
        Known();
        var (approved, pending) = ForceRules.Approve(_state.Value, PhaseId, request, clock.GetUtcNow());
        await _state.WriteAsync(approved);
        await post.LogAsync(PhaseId, _state);
        if (ForceRules.Awaited(pending) is { } awaited)
        {
            return Answer(ActivationOutcome.AwaitingApproval, awaited);
        }

        var readiness = await assessment.MeasureAsync(Known(), _state, onSchedule: false, CancellationToken.None);
        var (outcome, explanation) = ActivationRules.DecideApproved(_state.Value, readiness);
        return outcome == ActivationOutcome.Activated
            ? await BeginAsync(
                pending.Approvers[0], ActivationRules.Notes(pending), readiness, ActivationRules.Override(pending, clock.GetUtcNow()))
            : new ActivationResult(outcome, View(), readiness, explanation);
    }

    public async Task<DeactivationResult> DeactivateAsync(DeactivationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        OperatorRules.Check(request);
        Known();
        await operations.RunAsync(_state);
        if (_state.Value is not { Status: PhaseStatus.Active, Saga: null } active)
        {
            return DeactivationRules.Answer(View(), begun: false);
        }

        await BeginAsync(DeactivationRules.Begin(
            active, PhaseActions.DeactivationAsked, request.Operator.Trim(), request.Reason.Trim(), active.LastReadiness, isDemotion: false,
            clock.GetUtcNow()));
        return DeactivationRules.Answer(View(), begun: true);
    }

    public Task<PhasePlan> PlanAsync(PhaseOperationKind kind, CancellationToken cancellationToken = default) =>
        assessment.PlanAsync(Known(), _state.Value, kind, cancellationToken);

    public Task<PhaseForecast> ForecastAsync(CancellationToken cancellationToken = default) =>
        assessment.ForecastAsync(Known(), _state.Value, cancellationToken);

    public Task<ImmutableArray<PhaseLogEntry>> GetHistoryAsync(int count, CancellationToken cancellationToken = default) =>
        count is < 1 or > HistoryMax
            ? throw new InvalidRequestException($"The history was asked for {count} entries; ask for 1 to {HistoryMax}.")
            : post.ReadLastAsync(PhaseId, count, cancellationToken);

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (_state.Value.Definition is null)
        {
            return;
        }

        if (reminderName == EvaluateReminder)
        {
            await EvaluateOnScheduleAsync();
        }
        else if (reminderName == ResumeReminder)
        {
            await operations.ResumeAsync(_state);
        }

        await post.LogAsync(PhaseId, _state);
        await SettleAsync();
    }

    private async Task EvaluateOnScheduleAsync()
    {
        await operations.ResumeAsync(_state);
        var readiness = await assessment.MeasureAsync(Known(), _state, onSchedule: true, CancellationToken.None);
        var now = clock.GetUtcNow();
        if (DeactivationRules.CauseOfDemotion(_state.Value, readiness, now) is var (action, because))
        {
            await BeginAsync(DeactivationRules.Begin(
                _state.Value, action, OperatorRules.Demotion, because, readiness, isDemotion: true, now));
        }
        else if (readiness.Halt is null && PhaseRules.ActivatesByItself(_state.Value, configuration.Evaluation.ConsecutiveEvaluations))
        {
            await BeginAsync(OperatorRules.AutoActivate, "earned on schedule", readiness, wanted: null);
        }
    }

    // The reminder is there before the state says so: an operation that is begun always has somebody to finish it.
    private async Task<ActivationResult> BeginAsync(string by, string? notes, Readiness readiness, PhaseOverride? wanted)
    {
        var before = await assessment.ReadFlagsAsync(Known());
        var granted = ActivationRules.Grant(by, notes, readiness, wanted, before, clock.GetUtcNow());
        await EnsureResumedAsync();
        try
        {
            await _state.WriteAsync(SagaRules.Begin(_state.Value, granted));
        }
        catch (InconsistentStateException)
        {
            // Another activation of this grain wrote first. Who asked there has the phase; who asked here is told so.
            await _state.RereadAsync();
            if (_state.Value is { Saga: null, Status: not PhaseStatus.Active })
            {
                throw;
            }
        }

        if (_state.Value.Saga is { } saga && saga.Id != granted.Id)
        {
            return Answer(ActivationOutcome.InProgress, ActivationRules.InProgress(saga));
        }

        await operations.RunAsync(_state);
        await SettleAsync();
        return _state.Value switch
        {
            { Status: PhaseStatus.Active, Activation: { } activation } => Answer(
                activation.Id == granted.Id ? ActivationOutcome.Activated : ActivationOutcome.AlreadyActive, null),
            _ => Answer(ActivationOutcome.RolledBack, "a step failed for good and all is undone; assets phases history says which"),
        };
    }

    private async Task BeginAsync(PhaseState deactivation)
    {
        await EnsureResumedAsync();
        await _state.WriteAsync(deactivation);
        await post.LogAsync(PhaseId, _state);
        await operations.RunAsync(_state);
        await SettleAsync();
    }

    private async Task SettleAsync()
    {
        await post.LogAsync(PhaseId, _state);
        await (_state.Value.Saga is null && PhaseEventPost.IsEmpty(_state.Value)
            ? this.EnsureNoReminderAsync(ResumeReminder)
            : EnsureResumedAsync());
    }

    private Task EnsureResumedAsync() => this.EnsureReminderAsync(ResumeReminder, ResumeEvery, ResumeEvery);

    private ActivationResult Answer(ActivationOutcome outcome, string? explanation) =>
        new(outcome, View(), _state.Value.Activation?.Evidence ?? _state.Value.LastReadiness, explanation);

    private PhaseState? TellPhase() => _state.Seen is { Definition: not null } state ? state : null;

    private PhaseView View() => PhaseRules.View(_state.Value, Known());

    // What the silo was started with: what is stored tells of a phase that the file has no more, and lets an operation go on.
    private PhaseDefinition Known() => _state.Value.Definition is { } stored
        ? configuration.Phases.FirstOrDefault(known => known.Id == PhaseId) ?? stored
        : throw UnknownId.Of("phase", PhaseId, configuration.Phases.Select(known => known.Id));
}
