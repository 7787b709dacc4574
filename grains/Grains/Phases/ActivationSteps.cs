using System.Collections.Immutable;
using Orleans;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Phases;

/// <summary>
/// How a phase is activated: the evidence stands, classes before assets (an asset trades only with its class), then collection, registry
/// and file. Each step is undone where a later one fails for good.
/// </summary>
internal sealed class ActivationSteps : IPhaseSteps
{
    private readonly IGrainFactory _grains;
    private readonly PhaseEffects _effects;

    public ActivationSteps(IGrainFactory grains, PhaseEffects effects)
    {
        (_grains, _effects) = (grains, effects);
        Steps =
        [
            new(PhaseStepNames.VerifyEvidence, VerifyEvidenceAsync),
            new(PhaseStepNames.EnableClasses, EnableClassesAsync, RestoreClassesAsync),
            new(PhaseStepNames.EnableAssets, EnableAssetsAsync, RestoreAssetsAsync),
            new(PhaseStepNames.StartFeeds, effects.PlanFeedsAsync, effects.PlanFeedsAsync),
            new(
                PhaseStepNames.Registry,
                work => effects.WriteRegistryAsync(work, PhaseStatus.Active),
                work => effects.WriteRegistryAsync(work, PhaseStatus.Inactive)),
            new(
                PhaseStepNames.ConfigurationFile,
                work => effects.WriteFileAsync(work.Definition, work.Definition.Classes, enabled: true),
                RestoreFileAsync),
        ];
    }

    public PhaseOperationKind Kind => PhaseOperationKind.Activate;

    public ImmutableArray<PhaseStep> Steps { get; }

    // The evidence that the activation was decided by stands, and so do the earlier phases, now; the portfolio is not halted.
    private async Task<StepOutcome> VerifyEvidenceAsync(PhaseWork work)
    {
        var portfolio = _grains.GetGrain<IPortfolioGrain>(Keys.Portfolio(work.Definition.Portfolio));
        if ((await portfolio.GetModeAsync()).Halts.Any(PhaseRules.Bars))
        {
            return new StepOutcome.Failed($"portfolio {work.Definition.Portfolio} is halted");
        }

        if (work.Saga.Override is not null)
        {
            return StepOutcome.Ok;
        }

        if (work.Saga.Evidence?.Verdict != ReadinessVerdict.Ready)
        {
            return new StepOutcome.Failed("the evidence does not earn the phase");
        }

        foreach (var earlier in work.Definition.EarlierPhases)
        {
            if (!FactRequirements.IsEarned(await _grains.GetGrain<IPhaseGrain>(Keys.Phase(earlier)).GetAsync()))
            {
                return new StepOutcome.Failed($"{earlier} is no longer active by evidence");
            }
        }

        return StepOutcome.Ok;
    }

    // A class that another phase enabled is left as it is.
    private async Task<StepOutcome> EnableClassesAsync(PhaseWork work)
    {
        foreach (var classId in work.Definition.Classes)
        {
            if (!(await _grains.GetGrain<IAssetClassGrain>(Keys.AssetClass(classId)).GetAsync()).Enabled)
            {
                var grain = _grains.GetGrain<IAssetClassInnerGrain>(Keys.AssetClass(classId));
                await grain.SetModeAsync(TradingMode.Normal, work.Definition.Id, null);
                await grain.SetEnabledAsync(true, work.Definition.Id);
            }
        }

        return StepOutcome.Ok;
    }

    private async Task<StepOutcome> RestoreClassesAsync(PhaseWork work)
    {
        foreach (var flag in work.Saga.Before.Where(flag => flag.Kind == CatalogueRules.ClassKind))
        {
            await _grains.GetGrain<IAssetClassInnerGrain>(Keys.AssetClass(flag.Id)).SetEnabledAsync(flag.Enabled, flag.By);
        }

        return StepOutcome.Ok;
    }

    private Task<StepOutcome> EnableAssetsAsync(PhaseWork work) => _effects.SetAssetsAsync(work.Definition, enabled: true);

    private async Task<StepOutcome> RestoreAssetsAsync(PhaseWork work)
    {
        foreach (var flag in work.Saga.Before.Where(flag => flag.Kind == CatalogueRules.AssetKind))
        {
            await _grains.GetGrain<IAssetGrain>(Keys.Asset(flag.Id)).SetEnabledAsync(flag.Enabled, flag.By);
        }

        return StepOutcome.Ok;
    }

    // A file that cannot be rewritten was not rewritten before either, unless someone broke it meanwhile: then it is theirs to mend.
    private async Task<StepOutcome> RestoreFileAsync(PhaseWork work)
    {
        _ = await _effects.RestoreFileAsync(work.Saga.FileBefore);
        return StepOutcome.Ok;
    }
}
