using System.Collections.Immutable;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Phases;

/// <summary>All that a plan depends on.</summary>
/// <param name="OwnClasses">Classes of the phase that no other phase needs.</param>
public sealed record PlanInput(
    PhaseDefinition Phase,
    PhaseOperationKind Kind,
    PhaseState State,
    Readiness Readiness,
    PortfolioView Portfolio,
    AssetsConfiguration Configuration,
    ImmutableArray<AssetClassView> Classes,
    ImmutableArray<AssetView> Assets,
    ImmutableArray<PhaseView> OtherPhases,
    ImmutableArray<string> OwnClasses,
    bool FileOwned);
