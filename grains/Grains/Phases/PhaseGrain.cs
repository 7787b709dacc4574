using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Phases;
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
internal sealed partial class PhaseGrain : Grain, IPhaseGrain
{
    /// <summary>Evaluates on schedule.</summary>
    public const string EvaluateReminder = "evaluate";

    private const int HistoryMax = 1_000;

    private readonly Stored<PhaseState> _state;
    private readonly AssetsConfiguration _configuration;
    private readonly PhaseServices _services;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly SagaRunner _saga;
    private readonly EventPost _post;

    public PhaseGrain(
        [PersistentState(StateNames.Phase)] IPersistentState<PhaseState> storage,
        AssetsConfiguration configuration,
        PhaseServices services,
        TimeProvider clock,
        ILogger<PhaseGrain> log)
    {
        (_configuration, _services, _clock, _log) = (configuration, services, clock, log);
        _state = new Stored<PhaseState>(storage);
        _saga = new SagaRunner(this, _state, services.Steps, clock);
        _post = new EventPost(this, _state, services, clock, log);
    }

    internal string PhaseId => Keys.IdOf(this.GetPrimaryKeyString());

    internal IGrainFactory Grains => GrainFactory;

    public Task<PhaseView> GetAsync() => Task.FromResult(View());

    public async Task ConfigureAsync(PhaseDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (definition.Id != PhaseId)
        {
            throw new InvalidRequestException($"The definition of phase '{definition.Id}' was sent to phase '{PhaseId}'.");
        }

        var next = PhaseRules.Configure(_state.Value, definition, _clock.GetUtcNow());
        if (_state.Value != next)
        {
            await _state.WriteAsync(next);
        }

        await _post.LogAsync();
        var every = TimeSpan.FromMinutes(_configuration.Evaluation.EveryMinutes);
        await this.EnsureReminderAsync(EvaluateReminder, every, every);
    }

    public async Task<Readiness> EvaluateAsync(CancellationToken cancellationToken = default)
    {
        var readiness = await MeasureAsync(onSchedule: false, cancellationToken);
        await SettleAsync();
        return readiness;
    }

    public async Task<ActivationResult> ActivateAsync(ActivationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        OperatorRules.Check(request, _clock.GetUtcNow());
        Known();
        await _saga.RunAsync();
        if (_state.Value.Status == PhaseStatus.Active)
        {
            return Answer(ActivationOutcome.AlreadyActive, null);
        }

        var readiness = await MeasureAsync(onSchedule: false, CancellationToken.None);
        var (outcome, explanation) = ActivationRules.Decide(_state.Value, Known(), request, readiness);
        if (outcome == ActivationOutcome.AwaitingApproval)
        {
            await _state.WriteAsync(ForceRules.Ask(_state.Value, Known(), request, _clock.GetUtcNow()));
        }

        await _post.LogAsync();
        return outcome == ActivationOutcome.Activated
            ? await ActivateAsync(request.Operator.Trim(), request.Notes, readiness, ActivationRules.Override(request, _clock.GetUtcNow()))
            : new ActivationResult(outcome, View(), readiness, explanation);
    }

    public async Task<ActivationResult> ApproveAsync(ApprovalRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        OperatorRules.Check(request);
        Known();
        var approved = ForceRules.Approve(_state.Value, PhaseId, request, _clock.GetUtcNow());
        await _state.WriteAsync(approved);
        await _post.LogAsync();
        var pending = approved.Pending ?? throw new InvalidOperationException("An approval keeps its request.");
        if (!ForceRules.IsApproved(pending))
        {
            return Answer(ActivationOutcome.AwaitingApproval, $"{pending.Needed - pending.Approvers.Length} more operators must approve");
        }

        var readiness = await MeasureAsync(onSchedule: false, CancellationToken.None);
        var forced = new ActivationRequest(pending.Approvers[0], pending.Notes, new ForceRequest(pending.Reason, pending.ExpiresAt));
        var (outcome, explanation) = ActivationRules.Decide(
            _state.Value, Known() with { Approvals = 1 }, forced, readiness);
        return outcome == ActivationOutcome.Activated
            ? await ActivateAsync(pending.Approvers[0], pending.Notes, readiness, ActivationRules.Override(pending, _clock.GetUtcNow()))
            : new ActivationResult(outcome, View(), readiness, explanation);
    }

    public async Task<DeactivationResult> DeactivateAsync(DeactivationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        OperatorRules.Check(request);
        Known();
        await _saga.RunAsync();
        if (_state.Value is not { Status: PhaseStatus.Active, Saga: null } active)
        {
            return DeactivationAnswers.Of(View(), begun: false);
        }

        await DemoteAsync(DemotionRules.Begin(
            active, PhaseActions.DeactivationAsked, request.Operator.Trim(), request.Reason.Trim(), active.LastReadiness, isDemotion: false,
            _clock.GetUtcNow()));
        return DeactivationAnswers.Of(View(), begun: true);
    }

    public Task<PhasePlan> PlanAsync(PhaseOperationKind kind, CancellationToken cancellationToken = default) =>
        _services.Planner.PlanAsync(GrainFactory, _state.Value, Known(), kind, cancellationToken);

    public async Task<PhaseForecast> ForecastAsync(CancellationToken cancellationToken = default)
    {
        var phase = Known();
        var evidence = await _services.Evidence.ReadAsync(GrainFactory, phase, _state.Value.CoolDownUntil, cancellationToken);
        return ForecastRules.Of(phase, evidence, await _services.Evidence.ReadHistoriesAsync(phase, cancellationToken), _clock.GetUtcNow());
    }

    public Task<ImmutableArray<PhaseLogEntry>> GetHistoryAsync(int count, CancellationToken cancellationToken = default) =>
        count is < 1 or > HistoryMax
            ? throw new InvalidRequestException($"The history was asked for {count} entries; ask for 1 to {HistoryMax}.")
            : _services.Registry.GetPhaseLogAsync(PhaseId, count, cancellationToken);

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
        else if (reminderName == SagaRunner.ResumeReminder)
        {
            await _saga.ResumeAsync();
        }

        await _post.LogAsync();
        await _post.SendAsync();
        await SettleAsync();
    }

    private async Task EvaluateOnScheduleAsync()
    {
        await _saga.ResumeAsync();
        var readiness = await MeasureAsync(onSchedule: true, CancellationToken.None);
        var now = _clock.GetUtcNow();
        if (DemotionRules.Cause(_state.Value, readiness, now) is var (action, because))
        {
            await DemoteAsync(DemotionRules.Begin(
                _state.Value, action, OperatorRules.Demotion, because, readiness, isDemotion: true, now));
        }
        else if (readiness.Halt is null && PhaseRules.ActivatesByItself(_state.Value, _configuration.Evaluation.ConsecutiveEvaluations))
        {
            await ActivateAsync(OperatorRules.AutoActivate, "earned on schedule", readiness, wanted: null);
        }
    }

    private async Task<Readiness> MeasureAsync(bool onSchedule, CancellationToken cancellationToken)
    {
        var phase = Known();
        var now = _clock.GetUtcNow();
        var measured = await _services.Evidence.ReadAsync(GrainFactory, phase, _state.Value.CoolDownUntil, cancellationToken);
        var readiness = ReadinessRules.Evaluate(phase, measured, now);
        var enabled = await EvidenceReader.EnabledAssetsAsync(GrainFactory, phase);
        var before = _state.Value.LastReadiness?.Verdict;
        var next = PhaseRules.Evaluated(_state.Value, readiness, enabled, onSchedule, now);
        await _state.WriteAsync(ForceRules.Ratify(ForceRules.DropLapsed(next, now), readiness, now));
        await _services.Registry.StoreReadinessAsync(readiness, CancellationToken.None);
        if (before != readiness.Verdict)
        {
            _services.Metrics.VerdictChanged(PhaseId, readiness.Verdict);
            LogVerdict(PhaseId, readiness.Verdict, string.Join("; ", readiness.Missing));
        }

        return readiness;
    }

    private async Task<ActivationResult> ActivateAsync(string by, string? notes, Readiness readiness, PhaseOverride? wanted)
    {
        var before = await _services.Flags.ReadAsync(GrainFactory, Known());
        var granted = ActivationRules.Grant(by, notes, readiness, wanted, before, _clock.GetUtcNow());
        await _saga.EnsureReminderAsync();
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

        await _saga.RunAsync();
        await SettleAsync();
        return _state.Value switch
        {
            { Status: PhaseStatus.Active, Activation: { } activation } => Answer(
                activation.Id == granted.Id ? ActivationOutcome.Activated : ActivationOutcome.AlreadyActive, null),
            _ => Answer(ActivationOutcome.RolledBack, "a step failed for good and all is undone; assets phases history says which"),
        };
    }

    private async Task DemoteAsync(PhaseState begun)
    {
        await _saga.EnsureReminderAsync();
        await _state.WriteAsync(begun);
        await _post.LogAsync();
        await _saga.RunAsync();
        await SettleAsync();
    }

    // Notices are left to the reminder: whoever waits for an answer does not wait for a webhook.
    private async Task SettleAsync()
    {
        await _post.LogAsync();
        if (_state.Value.Saga is null && _post.IsEmpty)
        {
            await this.EnsureNoReminderAsync(SagaRunner.ResumeReminder);
        }
        else
        {
            await _saga.EnsureReminderAsync();
        }
    }

    private ActivationResult Answer(ActivationOutcome outcome, string? explanation) =>
        new(outcome, View(), _state.Value.Activation?.Evidence ?? _state.Value.LastReadiness, explanation);

    private PhaseView View() => PhaseRules.View(_state.Value, Known());

    private PhaseDefinition Known() =>
        _state.Value.Definition ?? throw UnknownId.Of("phase", PhaseId, _configuration.Phases.Select(known => known.Id));

    [LoggerMessage(2303, LogLevel.Information, "Phase {PhaseId} is {Verdict}: {Missing}")]
    private partial void LogVerdict(string phaseId, ReadinessVerdict verdict, string missing);
}
