using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Grains.DataSources;
using OrleansAssets.Phases;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.Phases;

/// <summary>What is to be known of a phase before anything is done to it: its readiness, a plan, a forecast, the flags now.</summary>
internal sealed partial class PhaseAssessment(
    IGrainFactory grains, AssetsConfiguration configuration, EvidenceReader evidence, PhaseEffects effects, IConfigurationFile file,
    IRegistryStore registry, SourceViews sources, PhaseMetrics metrics, TimeProvider clock, ILogger<PhaseAssessment> log)
{
    /// <summary>Measures every requirement now, and stores the result.</summary>
    public async Task<Readiness> MeasureAsync(
        PhaseDefinition phase, Stored<PhaseState> state, MeasuredFor cause, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var measured = await evidence.ReadAsync(phase, state.Value, cancellationToken);
        var readiness = ReadinessRules.Evaluate(phase, measured, now);
        var enabled = (await AssetsAsync(phase.Assets)).Where(view => view.Enabled).Select(view => view.Definition.Id);
        var before = state.Value.LastReadiness?.Verdict;
        var next = PhaseRules.Evaluated(state.Value, readiness, [.. enabled], cause == MeasuredFor.Schedule, now);
        next = ForceRules.Ratify(ForceRules.DropLapsed(next, now), readiness, now);
        if (cause == MeasuredFor.Question && !ReadinessNews.IsToBeKept(state.Value, next))
        {
            return readiness;
        }

        await state.WriteAsync(next);
        await registry.StoreReadinessAsync(readiness, CancellationToken.None);
        if (before != readiness.Verdict)
        {
            metrics.VerdictChanged(phase.Id, readiness.Verdict);
            LogVerdict(phase.Id, readiness.Verdict, string.Join("; ", readiness.Missing));
        }

        return readiness;
    }

    /// <summary>What an operation would change. It changes nothing itself.</summary>
    public async Task<PhasePlan> PlanAsync(
        PhaseDefinition phase, PhaseState state, PhaseOperationKind kind, CancellationToken cancellationToken)
    {
        var measured = await evidence.ReadAsync(phase, state, cancellationToken);
        var others = configuration.Phases.Where(other => other.Id != phase.Id);
        return PhasePlanRules.Plan(new PlanInput(
            phase,
            kind,
            state,
            ReadinessRules.Evaluate(phase, measured, clock.GetUtcNow()),
            measured.Portfolio,
            configuration,
            await ClassesAsync(configuration.Classes.Select(known => known.Id)),
            await AssetsAsync(configuration.Assets.Select(known => known.Id)),
            [.. await Task.WhenAll(others.Select(other => grains.GetGrain<IPhaseGrain>(Keys.Phase(other.Id)).GetAsync()))],
            await effects.OwnClassesAsync(phase),
            file.IsOwned)
        {
            Unkeyed = sources.Unkeyed(configuration),
        });
    }

    public async Task<PhaseForecast> ForecastAsync(PhaseDefinition phase, PhaseState state, CancellationToken cancellationToken)
    {
        var measured = await evidence.ReadAsync(phase, state, cancellationToken);
        return ForecastRules.Of(phase, measured, await evidence.ReadHistoriesAsync(phase, cancellationToken), clock.GetUtcNow());
    }

    /// <summary>The enabled flags that an activation changes, as they are now.</summary>
    public async Task<FlagsBefore> ReadFlagsAsync(PhaseDefinition phase)
    {
        var (classes, assets) = (await ClassesAsync(phase.Classes), await AssetsAsync(phase.Assets));
        return new FlagsBefore(
            [
                .. classes.Select(view => new FlagBefore(CatalogueRules.ClassKind, view.Definition.Id, view.Enabled, view.EnabledBy)),
                .. assets.Select(view => new FlagBefore(CatalogueRules.AssetKind, view.Definition.Id, view.Enabled, view.EnabledBy)),
            ],
            await file.ReadAsync(PhaseEffects.FileFlags(phase, phase.Classes, enabled: true), CancellationToken.None));
    }

    private async Task<ImmutableArray<AssetClassView>> ClassesAsync(IEnumerable<string> ids) =>
        [.. await Task.WhenAll(ids.Select(id => grains.GetGrain<IAssetClassGrain>(Keys.AssetClass(id)).GetAsync()))];

    private async Task<ImmutableArray<AssetView>> AssetsAsync(IEnumerable<string> ids) =>
        [.. await Task.WhenAll(ids.Select(id => grains.GetGrain<IAssetGrain>(Keys.Asset(id)).GetAsync()))];

    [LoggerMessage(2303, LogLevel.Information, "Phase {PhaseId} is {Verdict}: {Missing}")]
    private partial void LogVerdict(string phaseId, ReadinessVerdict verdict, string missing);
}

/// <summary>What an evaluation is for.</summary>
internal enum MeasuredFor
{
    /// <summary>Somebody wants to know it: it is stored where it says something new, and once a minute.</summary>
    Question,

    /// <summary>An operator's word is decided by it.</summary>
    Decision,

    /// <summary>Only such evaluations count for the streak that activates by itself.</summary>
    Schedule,
}
