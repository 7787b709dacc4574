using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Phases;

namespace OrleansAssets.Grains.Portfolio.Vetting;

/// <summary>What the rules ask of an asset that is held or reserved.</summary>
internal sealed record OtherAsset(string AssetId, string ClassId, PriceDistance StopLoss, decimal? PipSize, decimal LeverageLimit)
{
    public static OtherAsset Of(AssetDefinition asset) =>
        new(asset.Id, asset.ClassId, asset.Risk.StopLoss, asset.Risk.PipSize, asset.Risk.LeverageLimit);
}

/// <summary>What the rules ask of a class.</summary>
internal sealed record ClassFigures(string Id, bool Enabled, string EnabledBy, decimal MaxAllocation, int MaxPositions, decimal RiskMultiplier)
{
    public static ClassFigures Of(AssetClassView view) => new(
        view.Definition.Id, view.Enabled, view.EnabledBy, view.Definition.MaxAllocation, view.Definition.MaxPositions,
        view.Definition.RiskMultiplier);
}

/// <summary>What the rules ask of a phase.</summary>
internal sealed record PhaseFigures(string Id, PhaseStatus Status, decimal MinimumCapital)
{
    public static PhaseFigures Of(PhaseView view) => new(view.Definition.Id, view.Status, view.Definition.MinimumCapital);
}
