using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Domain.Portfolio.Orders;

/// <summary>A shadow portfolio rehearses one class.</summary>
public static class ShadowRules
{
    public static void RequireClass(string portfolioId, string assetId, AssetsConfiguration configuration)
    {
        if (Keys.ShadowClassOf(portfolioId) is { } classId
            && configuration.FindAsset(assetId) is { } asset && asset.ClassId != classId)
        {
            throw InvalidRequestException.At(
                "assetId", assetId, $"must be of the class {classId}",
                $"Portfolio '{portfolioId}' rehearses the class {classId}; {assetId} is of {asset.ClassId}: "
                + "send the order to its own shadow portfolio.", "send the order to its own shadow portfolio");
        }
    }
}
