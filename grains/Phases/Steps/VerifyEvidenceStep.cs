using OrleansAssets.Phases;

namespace OrleansAssets.Grains.Phases.Steps;

/// <summary>The first step: the evidence that the activation was decided by stands, and so do the earlier phases, now.</summary>
internal sealed class VerifyEvidenceStep : IPhaseStep
{
    public string Name => StepNames.VerifyEvidence;

    public async Task<StepOutcome> DoAsync(StepContext context)
    {
        if (context.Saga.Override is not null)
        {
            return StepOutcome.Ok;
        }

        if (context.Saga.Evidence?.Verdict != ReadinessVerdict.Ready)
        {
            return new StepOutcome.Failed("the evidence does not earn the phase");
        }

        foreach (var earlier in context.Definition.EarlierPhases)
        {
            var view = await context.Grains.GetGrain<IPhaseGrain>(Keys.Phase(earlier)).GetAsync();
            if (!FactRequirements.IsEarned(view))
            {
                return new StepOutcome.Failed($"{earlier} is no longer active by evidence");
            }
        }

        return StepOutcome.Ok;
    }

    public Task<StepOutcome> UndoAsync(StepContext context) => Task.FromResult(StepOutcome.Ok);
}
