using OrleansAssets.AssetClasses;
using Refit;

namespace OrleansAssets.Api;

/// <summary>One class of assets.</summary>
public interface IAssetClassApi
{
    [Get("/classes/{classId}")]
    Task<AssetClassView> GetAsync(string classId, CancellationToken stop);
}
