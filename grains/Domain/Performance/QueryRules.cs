using OrleansAssets.Domain.Configuration;
using OrleansAssets.Performance;

namespace OrleansAssets.Domain.Performance;

/// <summary>What may be asked.</summary>
public static class QueryRules
{
    public const int WindowDaysMax = 3_660;

    /// <exception cref="InvalidRequestException">The window is out of range, or the instant lies ahead.</exception>
    /// <exception cref="NotFoundException">The configuration has no such class or asset.</exception>
    public static void Check(PerformanceQuery query, AssetsConfiguration configuration, DateTimeOffset now)
    {
        if (query.WindowDays is < 1 or > WindowDaysMax)
        {
            throw InvalidRequestException.At(
                "windowDays", query.WindowDays, $"must be 1 to {WindowDaysMax}",
                $"The window is {query.WindowDays} days; give 1 to {WindowDaysMax}.");
        }

        if (query.AsOf is { } asOf && !IsDay(asOf))
        {
            throw InvalidRequestException.At(
                "asOf", asOf, "must be a day from 1900 on",
                $"The window cannot end on {asOf:yyyy-MM-dd}: give a day from 1900 on.");
        }

        CheckPart(query.ClassId, configuration, query.AssetId, query.BenchmarkAssetId);

        if (query.KnownAt > now)
        {
            throw InvalidRequestException.At(
                "knownAt", query.KnownAt, "must be an instant that has passed",
                $"What is known at {query.KnownAt:u} is not known yet; give an instant that has passed.");
        }
    }

    /// <summary>Whether records have such days.</summary>
    internal static bool IsDay(DateOnly day) => day.Year is >= 1900 and <= 9000;

    /// <exception cref="NotFoundException">The configuration has no such class or asset.</exception>
    internal static void CheckPart(string? classId, AssetsConfiguration configuration, params ReadOnlySpan<string?> assetIds)
    {
        if (classId is not null && configuration.Classes.All(known => known.Id != classId))
        {
            throw UnknownId.Of("asset class", classId, configuration.Classes.Select(known => known.Id));
        }

        foreach (var assetId in assetIds)
        {
            if (assetId is not null && configuration.FindAsset(assetId) is null)
            {
                throw UnknownId.Of("asset", assetId, configuration.Assets.Select(known => known.Id));
            }
        }
    }

    /// <exception cref="InvalidRequestException">The level is out of range.</exception>
    public static void CheckLevel(double level)
    {
        if (level is not (> 0 and < 1))
        {
            throw InvalidRequestException.At(
                "level", level, "must be a number between 0 and 1",
                $"The confidence level is {level}; give a number between 0 and 1, e.g. 0.9.");
        }
    }

    /// <exception cref="InvalidRequestException">The number of days is out of range.</exception>
    public static void CheckRolling(int rollingDays)
    {
        if (rollingDays is < 2 or > WindowDaysMax)
        {
            throw InvalidRequestException.At(
                "rollingDays", rollingDays, $"must be 2 to {WindowDaysMax}",
                $"A rolling figure of {rollingDays} days is not possible; give 2 to {WindowDaysMax}.");
        }
    }
}
