using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using OrleansAssets.Grains.Configuration;
using OrleansAssets.Grains.Storage;
using OrleansAssets.Phases;

namespace OrleansAssets.Grains.Phases;

/// <summary>
/// One phase. It calls portfolio, sources, earlier phases, classes and assets, and none of them calls it. An activation is written before
/// its first step and every step may run twice, so that the reminder can finish it after a crash at any point.
/// </summary>
internal sealed partial class PhaseGrain(
    [PersistentState(StateNames.Phase)] IPersistentState<PhaseState> storage,
    AssetsConfiguration configuration,
    EvidenceReader evidence,
    ActivationSteps steps,
    IRegistryStore registry,
    TimeProvider clock,
    ILogger<PhaseGrain> log) : Grain, IPhaseGrain
{
    /// <summary>Finishes an activation.</summary>
    public const string ResumeReminder = "resume";

    /// <summary>Evaluates on schedule.</summary>
    public const string EvaluateReminder = "evaluate";

    private static readonly TimeSpan ResumeEvery = TimeSpan.FromMinutes(1);

    private readonly Stored<PhaseState> _state = new(storage);

    private string PhaseId => Keys.IdOf(this.GetPrimaryKeyString());

    public Task<PhaseView> GetAsync() => Task.FromResult(View());

    public async Task ConfigureAsync(PhaseDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (definition.Id != PhaseId)
        {
            throw new InvalidRequestException($"The definition of phase '{definition.Id}' was sent to phase '{PhaseId}'.");
        }

        var next = PhaseRules.Configure(_state.Value, definition, clock.GetUtcNow());
        if (!SameContent.Of(_state.Value, next))
        {
            await _state.WriteAsync(next);
        }

        if (next is { Status: PhaseStatus.Active, Activation: { Evidence: null } start })
        {
            await steps.LogAsync(next, start);
        }

        await ScheduleEvaluationAsync();
    }

    public async Task<Readiness> EvaluateAsync()
    {
        var readiness = ReadinessRules.Evaluate(Known(), await evidence.ReadAsync(GrainFactory, Known()), clock.GetUtcNow());
        if (_state.Value.LastReadiness?.Verdict != readiness.Verdict)
        {
            LogVerdict(PhaseId, readiness.Verdict, string.Join("; ", readiness.Missing));
        }

        await _state.WriteAsync(_state.Value with { LastReadiness = readiness });
        await registry.StoreReadinessAsync(readiness, CancellationToken.None);
        return readiness;
    }

    public async Task<ActivationResult> ActivateAsync(ActivationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        PhaseRules.Check(request);
        Known();
        if (_state.Value.Status == PhaseStatus.Active)
        {
            return new ActivationResult(ActivationOutcome.AlreadyActive, View(), _state.Value.Activation?.Evidence);
        }

        if (_state.Value.Status == PhaseStatus.Inactive)
        {
            var readiness = await EvaluateAsync();
            if (readiness.Verdict != ReadinessVerdict.Ready)
            {
                return new ActivationResult(ActivationOutcome.Refused, View(), readiness);
            }

            await BeginAsync(request, readiness);
        }

        await FinishAsync();
        return new ActivationResult(ActivationOutcome.Activated, View(), _state.Value.Activation?.Evidence);
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (reminderName == ResumeReminder)
        {
            await FinishAsync();
        }
        else if (reminderName == EvaluateReminder && _state.Value.Definition is { } definition)
        {
            var readiness = await EvaluateAsync();
            if (definition.AutoActivate && readiness.Verdict == ReadinessVerdict.Ready && _state.Value.Status == PhaseStatus.Inactive)
            {
                await BeginAsync(new ActivationRequest("auto_activate", "earned on schedule"), readiness);
                await FinishAsync();
            }
        }
    }

    private async Task BeginAsync(ActivationRequest request, Readiness readiness)
    {
        // Before the state says so: an activation that is begun always has somebody to finish it.
        if (await this.GetReminder(ResumeReminder) is null)
        {
            await this.RegisterOrUpdateReminder(ResumeReminder, ResumeEvery, ResumeEvery);
        }

        await _state.WriteAsync(PhaseRules.Begin(_state.Value, request, readiness, clock.GetUtcNow()));
    }

    private async Task FinishAsync()
    {
        if (_state.Value is { Status: PhaseStatus.Activating, Activation: { } activation })
        {
            await steps.RunAsync(GrainFactory, Known(), _state.Value, activation);
            await _state.WriteAsync(_state.Value with { Status = PhaseStatus.Active });
            LogActivated(PhaseId, activation.By, activation.Id);
        }

        if (await this.GetReminder(ResumeReminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }

    private async Task ScheduleEvaluationAsync()
    {
        var minutes = configuration.Evaluation.EveryMinutes;
        // Registering again moves the next tick: a silo that restarts often would never evaluate.
        if (_state.Value.EvaluateEveryMinutes == minutes && await this.GetReminder(EvaluateReminder) is not null)
        {
            return;
        }

        await this.RegisterOrUpdateReminder(EvaluateReminder, TimeSpan.FromMinutes(minutes), TimeSpan.FromMinutes(minutes));
        if (_state.Value.EvaluateEveryMinutes != minutes)
        {
            await _state.WriteAsync(_state.Value with { EvaluateEveryMinutes = minutes });
        }
    }

    private PhaseView View() => PhaseRules.View(_state.Value, Known());

    private PhaseDefinition Known() =>
        _state.Value.Definition ?? throw UnknownId.Of("phase", PhaseId, configuration.Phases.Select(known => known.Id));

    [LoggerMessage(Level = LogLevel.Information, Message = "Phase {PhaseId} is {Verdict}: {Missing}")]
    private partial void LogVerdict(string phaseId, ReadinessVerdict verdict, string missing);

    [LoggerMessage(Level = LogLevel.Information, Message = "Phase {PhaseId} is active, by {By} (activation {ActivationId})")]
    private partial void LogActivated(string phaseId, string by, Guid activationId);
}
