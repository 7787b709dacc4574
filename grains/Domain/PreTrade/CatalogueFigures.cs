using System.Text.Json.Serialization;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>What the rules ask of an asset that is held or reserved.</summary>
public sealed record OtherAsset(string AssetId, string ClassId, PriceDistance StopLoss, decimal? PipSize, decimal LeverageLimit)
{
    public static OtherAsset Of(AssetDefinition asset) =>
        new(asset.Id, asset.ClassId, asset.Risk.StopLoss, asset.Risk.PipSize, asset.Risk.LeverageLimit);
}

/// <summary>What the rules ask of a class.</summary>
/// <param name="Mode">
/// Not in the bytes of an input while it is normal: decisions from before it was asked have the same bytes as ever.
/// </param>
/// <param name="ModeReason">Who set the mode and why, null while it is normal.</param>
public sealed record ClassFigures(
    string Id,
    bool Enabled,
    string EnabledBy,
    decimal MaxAllocation,
    int MaxPositions,
    decimal RiskMultiplier,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] TradingMode Mode = TradingMode.Normal,
    string? ModeReason = null)
{
    public static ClassFigures Of(AssetClassView view) => new(
        view.Definition.Id, view.Enabled, view.EnabledBy, view.Definition.MaxAllocation, view.Definition.MaxPositions,
        view.Definition.RiskMultiplier, view.Mode, view.ModeReason);
}

/// <summary>What the rules ask of a phase.</summary>
public sealed record PhaseFigures(string Id, PhaseStatus Status, decimal MinimumCapital)
{
    public static PhaseFigures Of(PhaseView view) => new(view.Definition.Id, view.Status, view.Definition.MinimumCapital);
}
