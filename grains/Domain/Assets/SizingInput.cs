using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Domain.Assets;

/// <summary>All that a sizing depends on.</summary>
/// <param name="OtherClassesEnabled">Whether a class beside the asset's own is enabled: only then the global limit of a class
/// applies.</param>
public sealed record SizingInput(
    SizeRequest Request,
    AssetDefinition Asset,
    AssetClassDefinition Class,
    GlobalRisk Risk,
    bool OtherClassesEnabled);
