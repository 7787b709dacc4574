using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Phases.Steps;

/// <summary>Waits until the phase's portfolio holds none of its assets.</summary>
internal sealed class AwaitFlatStep : IPhaseStep
{
    public string Name => StepNames.AwaitFlat;

    public async Task<StepOutcome> DoAsync(StepContext context)
    {
        var portfolio = await context.Grains.GetGrain<IPortfolioGrain>(Keys.Portfolio(context.Definition.Portfolio)).GetAsync();
        var open = portfolio.Positions.Where(position => context.Definition.Assets.Contains(position.AssetId, StringComparer.Ordinal))
            .Select(position => FormattableString.Invariant($"{position.AssetId} {position.Quantity:0.########}")).ToArray();
        return open.Length == 0
            ? StepOutcome.Ok
            : new StepOutcome.Wait($"open positions of portfolio {portfolio.Id}: {string.Join(", ", open)}");
    }

    public Task<StepOutcome> UndoAsync(StepContext context) => Task.FromResult(StepOutcome.Ok);
}
