using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Domain.Portfolio.Review;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>Answers why nothing was traded. It keeps nothing, and each silo has one of its own.</summary>
[StatelessWorker(1), Reentrant]
internal sealed class RefusalsGrain(
    IRefusalReader decisions, PortfolioDirectory portfolios, AssetsConfiguration configuration, TimeProvider clock) : Grain, IRefusalsGrain
{
    /// <summary>Entries of a phase's log among which its end is looked for.</summary>
    private const int HistoryMax = 50;

    public async Task<RefusalAnswer> WhyAsync(RefusalQuestion question, CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        var assets = ObstacleRules.AssetsOf(question, configuration, now);
        await portfolios.RequireAsync(question.PortfolioId, cancellationToken);
        var counts = await decisions.CountAsync(
            question.PortfolioId, question.Since, question.Until,
            question is { AssetId: null, ClassId: null } ? null : [.. assets.Select(asset => asset.Id)], question.StrategyId,
            cancellationToken);
        var views = await Task.WhenAll(assets.Select(asset => GrainFactory.GetGrain<IAssetGrain>(Keys.Asset(asset.Id)).GetAsync()));
        var classes = await Task.WhenAll(assets.Select(asset => asset.ClassId).Distinct(StringComparer.Ordinal)
            .Select(id => GrainFactory.GetGrain<IAssetClassGrain>(Keys.AssetClass(id)).GetAsync()));
        var phases = await Task.WhenAll(assets.Select(asset => asset.PhaseId).Distinct(StringComparer.Ordinal)
            .Select(id => GrainFactory.GetGrain<IPhaseGrain>(Keys.Phase(id)).GetAsync()));
        var closed = await Task.WhenAll(phases.Where(phase => phase.Status != PhaseStatus.Active).Select(async phase => (
            phase.Definition.Id,
            Since: PhaseActions.ClosedSince(await GrainFactory.GetGrain<IPhaseGrain>(Keys.Phase(phase.Definition.Id))
                .GetHistoryAsync(HistoryMax, cancellationToken)))));
        var portfolio = GrainFactory.GetGrain<IPortfolioGrain>(Keys.Portfolio(question.PortfolioId));
        var mode = await portfolio.GetModeAsync();
        var rehearsed = Keys.ShadowClassOf(question.PortfolioId); // it takes orders of no other class
        var probes = await Task.WhenAll(views.Where(view => rehearsed is null || view.Definition.ClassId == rehearsed).Select(
            view => portfolio.DryCheckOrderAsync(ObstacleRules.Probe(view, question.StrategyId), cancellationToken)));
        return new RefusalAnswer(
            question, now, counts.Approved + counts.Reduced + counts.Rejected, counts.Approved, counts.Reduced, counts.Rejected,
            counts.Refusals,
            [
                .. ObstacleRules.Standing(
                    question.PortfolioId, question.StrategyId, [.. views], [.. classes], [.. phases], mode, configuration, now,
                    closed.Where(one => one.Since is not null)
                        .ToDictionary(one => one.Id, one => one.Since!.Value, StringComparer.Ordinal)), // it is there
                .. ObstacleRules.OfProbes(probes),
            ]);
    }
}
