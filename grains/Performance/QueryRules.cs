using OrleansAssets.Grains.Configuration;
using OrleansAssets.Performance;

namespace OrleansAssets.Grains.Performance;

/// <summary>What may be asked.</summary>
internal static class QueryRules
{
    public const int WindowDaysMax = 3_660;

    /// <exception cref="InvalidRequestException">The window is out of range.</exception>
    /// <exception cref="NotFoundException">The configuration has no such class or asset.</exception>
    public static void Check(PerformanceQuery query, AssetsConfiguration configuration)
    {
        if (query.WindowDays is < 1 or > WindowDaysMax)
        {
            throw new InvalidRequestException($"The window is {query.WindowDays} days; give 1 to {WindowDaysMax}.");
        }

        if (query.ClassId is { } classId && configuration.Classes.All(known => known.Id != classId))
        {
            throw UnknownId.Of("asset class", classId, configuration.Classes.Select(known => known.Id));
        }

        if (query.AssetId is { } assetId && configuration.Assets.All(known => known.Id != assetId))
        {
            throw UnknownId.Of("asset", assetId, configuration.Assets.Select(known => known.Id));
        }
    }
}
