using Orleans;
using Orleans.Storage;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Access;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Grains.Access;
using OrleansAssets.Phases;

namespace OrleansAssets.Grains.Phases;

/// <summary>
/// What is done to one phase: activation, deactivation, and what its schedule finds. Every operation is written before its first step and
/// after each, so that the reminder can go on from any point. One for each activation of the grain.
/// </summary>
/// <param name="remindAsync">Has the reminder that resumes an operation come, or come no more.</param>
internal sealed class PhaseChanges(string phaseId, Stored<PhaseState> state, PhaseServices services, Func<bool, Task> remindAsync)
{
    private const int ConflictsMax = 32;

    private DateTimeOffset Now => services.Clock.GetUtcNow();

    /// <param name="cancellationToken">Heeded until the first word of it is written.</param>
    public async Task<ActivationResult> ActivateAsync(ActivationRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        OperatorRules.Check(request, Now);
        Known();
        await services.Operations.RunAsync(state);
        if (state.Value.Status == PhaseStatus.Active)
        {
            return Answer(ActivationOutcome.AlreadyActive, null);
        }

        var readiness = await services.Assessment.MeasureAsync(Known(), state, MeasuredFor.Decision, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var (outcome, explanation) = ActivationRules.Decide(state.Value, Known(), request.Force, readiness);
        if (outcome == ActivationOutcome.AwaitingApproval)
        {
            await state.WriteAsync(ForceRules.Ask(state.Value, Known(), request, Now));
        }

        await services.Post.LogAsync(phaseId, state);
        return outcome == ActivationOutcome.Activated
            ? await BeginAsync(request.Operator.Trim(), request.Notes, readiness, ActivationRules.Override(request, Now))
            : new ActivationResult(outcome, View(), readiness, explanation);
    }

    public async Task<ActivationResult> ApproveAsync(ApprovalRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        OperatorRules.Check(request);
        Known();
        var standing = await StandingAsync();
        var lapsed = state.Value.Pending is { } waiting ? WordStanding.TextOf(ForceRules.LapsedOf(waiting, standing)) : null;
        var (approved, pending) = ForceRules.Approve(state.Value, phaseId, request, standing, Now);
        await state.WriteAsync(approved);
        await services.Post.LogAsync(phaseId, state);
        if (ForceRules.Awaited(pending) is { } awaited)
        {
            return Answer(ActivationOutcome.AwaitingApproval, lapsed is null ? awaited : $"{awaited}. {lapsed}");
        }

        var readiness = await services.Assessment.MeasureAsync(Known(), state, MeasuredFor.Decision, CancellationToken.None);
        var (outcome, explanation) = ActivationRules.DecideApproved(state.Value, readiness);
        return outcome == ActivationOutcome.Activated
            ? await BeginAsync(
                pending.Approvers[0], ActivationRules.Notes(pending), readiness, ActivationRules.Override(pending, Now))
            : new ActivationResult(outcome, View(), readiness, explanation);
    }

    public async Task<DeactivationResult> DeactivateAsync(DeactivationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        OperatorRules.Check(request);
        Known();
        await services.Operations.RunAsync(state);
        if (state.Value is not { Status: PhaseStatus.Active, Saga: null } active)
        {
            return DeactivationRules.Answer(View(), begun: false);
        }

        await BeginAsync(DeactivationRules.Begin(
            active, PhaseActions.DeactivationAsked, request.Operator.Trim(), request.Reason.Trim(), active.LastReadiness, isDemotion: false,
            Now));
        return DeactivationRules.Answer(View(), begun: true);
    }

    /// <summary>Goes on with what is under way, measures, and acts on it where the phase says so.</summary>
    public async Task EvaluateOnScheduleAsync()
    {
        await services.Operations.ResumeAsync(state);
        var readiness = await services.Assessment.MeasureAsync(Known(), state, MeasuredFor.Schedule, CancellationToken.None);
        var now = Now;
        if (DeactivationRules.CauseOfDemotion(state.Value, readiness, now) is var (action, because))
        {
            await BeginAsync(DeactivationRules.Begin(
                state.Value, action, OperatorRules.Demotion, because, readiness, isDemotion: true, now));
        }
        else if (readiness.Halt is null
            && PhaseRules.ActivatesByItself(state.Value, services.Configuration.Evaluation.ConsecutiveEvaluations))
        {
            await BeginAsync(OperatorRules.AutoActivate, "earned on schedule", readiness, wanted: null);
        }
    }

    /// <summary>Takes the phase back whose override has expired: the next evaluation may be an hour away.</summary>
    public Task EndOverrideAsync() =>
        state.Value is { Status: PhaseStatus.Active, Saga: null, Override: { } forced } && Now >= forced.ExpiresAt
            ? EvaluateOnScheduleAsync()
            : Task.CompletedTask;

    /// <summary>Has what waits logged and told, and the reminder come for as long as something is left to do.</summary>
    public async Task SettleAsync()
    {
        await services.Post.LogAsync(phaseId, state);
        await remindAsync(state.Value.Saga is not null || state.Value.Override is not null || !PhaseEventPost.IsEmpty(state.Value));
    }

    /// <summary>The phase as it is written, with those whose word of what waits counts no more.</summary>
    public async Task<PhaseView> LookAsync()
    {
        var (standing, view) = (await StandingAsync(), View());
        return view.Gate.Pending is { } pending && ForceRules.LapsedOf(pending, standing) is { IsEmpty: false } lapsed
            ? view with { Gate = view.Gate with { LapsedApprovers = lapsed } }
            : view;
    }

    private Task<WordStanding> StandingAsync() => services.Grains.StandingAsync(state.Value.Pending is not null, Now);

    /// <summary>The phase as it is written.</summary>
    public PhaseView View() => PhaseRules.View(state.Value, Known());

    /// <summary>
    /// What the silo was started with: what is stored tells of a phase that the file has no more, and lets an operation go on.
    /// </summary>
    public PhaseDefinition Known() => state.Value.Definition is { } stored
        ? services.Configuration.FindPhase(phaseId) ?? stored
        : throw UnknownId.Of("phase", phaseId, services.Configuration.Phases.Select(known => known.Id));

    // The reminder is there before the state says so: an operation that is begun always has somebody to finish it.
    private async Task<ActivationResult> BeginAsync(string by, string? notes, Readiness readiness, PhaseOverride? wanted)
    {
        var before = await services.Assessment.ReadFlagsAsync(Known());
        var granted = ActivationRules.Grant(by, notes, readiness, wanted, before, Now);
        await remindAsync(true);
        try
        {
            await state.WriteAsync(SagaRules.Begin(state.Value, granted));
        }
        catch (InconsistentStateException)
        {
            // Another activation of this grain wrote first. Who asked there has the phase; who asked here is told so.
            await state.RereadAsync();
            if (state.Value is { Saga: null, Status: not PhaseStatus.Active })
            {
                throw;
            }
        }

        if (state.Value.Saga is { } saga && saga.Id != granted.Id)
        {
            return Answer(ActivationOutcome.InProgress, ActivationRules.InProgress(saga));
        }

        await FinishAsync();
        return state.Value switch
        {
            { Status: PhaseStatus.Active, Activation: { } activation } => Answer(
                activation.Id == granted.Id ? ActivationOutcome.Activated : ActivationOutcome.AlreadyActive, null),
            _ => Answer(ActivationOutcome.RolledBack, "a step failed for good and all is undone; assets phases history says which"),
        };
    }

    // Where another activation of this grain took some of the steps, it goes on from what that one wrote: each conflict is a step nearer.
    private async Task FinishAsync()
    {
        for (var conflicts = 0; ; conflicts++)
        {
            try
            {
                await services.Operations.RunAsync(state);
                await SettleAsync();
                return;
            }
            catch (InconsistentStateException) when (conflicts < ConflictsMax)
            {
                await state.RereadAsync();
            }
        }
    }

    private async Task BeginAsync(PhaseState deactivation)
    {
        await remindAsync(true);
        await state.WriteAsync(deactivation);
        await services.Post.LogAsync(phaseId, state);
        await services.Operations.RunAsync(state);
        await SettleAsync();
    }

    private ActivationResult Answer(ActivationOutcome outcome, string? explanation) =>
        new(outcome, View(), state.Value.Activation?.Evidence ?? state.Value.LastReadiness, explanation);
}

/// <summary>What the grains of phases work with; one for all of them.</summary>
internal sealed record PhaseServices(
    AssetsConfiguration Configuration,
    PhaseAssessment Assessment,
    PhaseOperations Operations,
    PhaseEventPost Post,
    PhaseMetrics Metrics,
    IGrainFactory Grains,
    TimeProvider Clock);
