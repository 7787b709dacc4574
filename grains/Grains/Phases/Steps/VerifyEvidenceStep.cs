using OrleansAssets.Domain.Phases;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Phases.Steps;

/// <summary>
/// The first step: the evidence that the activation was decided by stands, and so do the earlier phases, now; the portfolio is not halted.
/// </summary>
internal sealed class VerifyEvidenceStep : IPhaseStep
{
    public string Name => StepNames.VerifyEvidence;

    public async Task<StepOutcome> DoAsync(StepContext context)
    {
        var portfolio = context.Grains.GetGrain<IPortfolioGrain>(Keys.Portfolio(context.Definition.Portfolio));
        if ((await portfolio.GetModeAsync()).Mode == TradingMode.Halted)
        {
            return new StepOutcome.Failed($"portfolio {context.Definition.Portfolio} is halted");
        }

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
